"""Lines somebody drew: each with a day, two sides and an error, or set aside with what would mend it."""

from __future__ import annotations

import json
from datetime import date
from typing import Any

import pytest

from ceaseline.errors import FileRefused, FormError
from ceaseline.sources import Reading, parse
from ceaseline.testing import captured, toy_terms

ENTRY = {"name": "survey", "kind": "lines", "file": "inbox/line.geojson", "author": "Survey", "error_km": 0.5}
PATH = [[34.0, 12.0], [35.0, 12.0]]


def feature(path: Any = PATH, **said: Any) -> dict[str, Any]:
    usual = {"day": "2031-05-01", "left": "A", "right": "B"} | said
    kept = {key: value for key, value in usual.items() if value is not ...}
    return {"type": "Feature", "properties": kept, "geometry": {"type": "LineString", "coordinates": path}}


def read(*features: Any, **keys: Any) -> Reading:
    (source,) = parse(json.dumps({"sources": [ENTRY | keys]}), toy_terms())
    raw = json.dumps({"type": "FeatureCollection", "features": list(features)}).encode()
    return source.read(captured(raw, source="survey", name="line.geojson"))


def test_a_line_has_its_authors_word_for_day_sides_and_error() -> None:
    row = read(feature(author="R. Drawer", error_km=2)).rows.row(0, named=True)
    assert ("R. Drawer", date(2031, 5, 1), "A", "B") == (row["author"], row["day"], row["left"], row["right"])
    assert (2.0, False) == (row["error_km"], row["schematic"])
    assert pytest.approx(108.9, abs=0.1) == row["length_km"]  # a degree of longitude at 12 north


def test_what_the_line_does_not_say_its_entry_says() -> None:
    row = read(feature()).rows.row(0, named=True)
    assert ("Survey", 0.5) == (row["author"], row["error_km"])


def test_a_schematic_line_is_known_as_one_and_told() -> None:
    reading = read(feature(schematic=True))
    assert [True] == reading.rows["schematic"].to_list()
    assert any("schematic" in note for note in reading.notes)


def test_names_of_parties_are_codes_or_stand_in_the_entry() -> None:
    rows = read(feature(left="Highland", right="B"), parties={"Highland": "A"}).rows
    assert [("A", "B")] == rows.select("left", "right").rows()


BAD: dict[str, tuple[dict[str, Any], str]] = {
    "no day": (feature(day=...), "no-day"),
    "a day long ago": (feature(day="1527-05-01"), "no-day"),
    "one side": (feature(left=...), "no-two-sides"),
    "the same side twice": (feature(right="A"), "no-two-sides"),
    "a party nobody knows": (feature(right="C"), "no-two-sides"),
    "an error below zero": (feature(error_km=-1), "not-a-number"),
    "an error in words": (feature(error_km="some"), "not-a-number"),
    "one corner": (feature([[34.0, 12.0]]), "not-a-line"),
    "no corner": (feature([]), "not-a-line"),
    "at 0, 0": (feature([[0, 0], [34.0, 12.0]]), "place-zero"),
    "across the date": (feature([[179.5, 12.0], [-179.5, 12.0]]), "across-the-date"),
    "the other way round": (feature([[12.0, 34.0], [12.0, 35.0]]), "place-swapped"),
    "drawn twice": (feature(day="2031-05-02", path=[[34.0, 12.5], [35.0, 12.5]]), "line-twice"),
}


@pytest.mark.parametrize(("bad", "rule"), BAD.values(), ids=BAD.keys())
def test_a_bad_line_is_set_aside_with_what_would_mend_it(bad: dict[str, Any], rule: str) -> None:
    good = [feature(), feature(day="2031-05-02")]
    reading = read(*good, bad, area={"west": 33, "south": 11, "east": 36, "north": 14})
    assert [(3, rule)] == reading.set_aside.select("line", "rule").rows()
    assert 2 == reading.rows.height
    assert all(reading.set_aside["mend"])


def test_a_file_of_areas_is_refused_with_the_kind_that_reads_it() -> None:
    square = {"type": "Polygon", "coordinates": [[*PATH, [35.0, 13.0], PATH[0]]]}
    with pytest.raises(FileRefused, match="or use the kind areas"):
        read({"type": "Feature", "properties": {}, "geometry": square})


def test_an_entry_with_a_party_nobody_knows_is_told() -> None:
    with pytest.raises(FormError, match="No party of the terms is called 'C'"):
        read(feature(), parties={"Highland": "C"})
