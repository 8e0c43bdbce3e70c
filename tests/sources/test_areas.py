"""Drawings of who holds what: everything that can be wrong with one is told, and no good one is lost."""

from __future__ import annotations

import json
from datetime import date
from typing import Any

import pytest
import shapely
from hypothesis import given
from hypothesis import strategies as st

from ceaseline.errors import FileRefused, FormError
from ceaseline.places.drawing import MAX_BYTES, MAX_FEATURES
from ceaseline.sources import Reading, parse
from ceaseline.sources.drawn.features import day_of
from ceaseline.testing import captured, toy_terms

SQUARE = [[34.0, 12.0], [35.0, 12.0], [35.0, 13.0], [34.0, 13.0], [34.0, 12.0]]
POINT = {"type": "Point", "coordinates": [34, 12]}
ENTRY = {"name": "map", "kind": "areas", "file": "inbox/*.geojson", "author": "R. Drawer", "holder": "A"}


def feature(ring: Any = SQUARE, kind: str = "Polygon", **said: Any) -> dict[str, Any]:
    corners = [] if ring is ... else [ring]
    return {"type": "Feature", "properties": said, "geometry": {"type": kind, "coordinates": corners}}


def read(*features: Any, name: str = "held_20310501.geojson", whole: Any = None, **keys: Any) -> Reading:
    entry = {key: value for key, value in (ENTRY | keys).items() if value is not ...}
    (source,) = parse(json.dumps({"sources": [entry]}), toy_terms())
    data = {"type": "FeatureCollection", "features": list(features)} if whole is None else whole
    raw = data if isinstance(data, bytes) else json.dumps(data).encode()
    return source.read(captured(raw, source="map", name=name))


def rules(reading: Reading) -> dict[int, str]:
    return dict(reading.set_aside.select("line", "rule").rows())


def test_the_day_stands_in_the_name_of_the_file() -> None:
    assert [date(2031, 5, 1)] == read(feature()).rows["day"].to_list()


def test_a_drawing_written_in_the_night_after_shows_the_day_before() -> None:
    assert [date(2031, 4, 30)] == read(feature(), days_earlier=1).rows["day"].to_list()


def test_an_envelope_says_its_day_itself_and_only_its_areas_are_read() -> None:
    inside = {
        "type": "FeatureCollection",
        "features": [
            feature(name="Lokal /// Occupied\u00a0 /// status.occupied"),
            {
                "type": "Feature",
                "properties": {"name": "HQ"},
                "geometry": {"type": "Point", "coordinates": [34, 12]},
            },
        ],
    }
    whole = {"id": 7, "datetime": "2031-05-03T21:00:00Z", "map": inside}
    reading = read(whole=whole, holder=..., classes={"Occupied": "B"})
    assert [(date(2031, 5, 3), "B")] == reading.rows.select("day", "party").rows()
    assert 1 == reading.skipped
    assert "HQ" not in str(reading)


def test_a_class_that_is_not_named_is_passed_over_and_told() -> None:
    reading = read(feature(name="Held"), feature(name="Claimed"), holder=..., classes={"Held": "A"})
    assert (1, 1) == (reading.rows.height, reading.skipped)
    assert "areas of classes that the entry does not name, passed over: Claimed (1)" in reading.notes


def test_areas_of_one_day_and_party_are_one() -> None:
    east = [[35.0, 12.0], [36.0, 12.0], [36.0, 13.0], [35.0, 13.0], [35.0, 12.0]]
    reading = read(feature(), feature(east))
    (raw,) = reading.rows["geometry"]
    assert shapely.equals(shapely.box(34, 12, 36, 13), shapely.from_wkb(raw))
    assert reading.seen == reading.rows.height + reading.skipped


def test_heights_and_an_old_name_of_degrees_do_no_harm() -> None:
    crs = {"type": "name", "properties": {"name": "urn:ogc:def:crs:OGC:1.3:CRS84"}}
    tall = feature([[x, y, 120.0] for x, y in SQUARE])
    reading = read(whole={"type": "FeatureCollection", "crs": crs, "features": [tall]})
    (raw,) = reading.rows["geometry"]
    assert not shapely.has_z(shapely.from_wkb(raw))


def test_half_a_letter_in_a_name_loses_no_area() -> None:
    reading = read(feature(day="2031-05-01", name="Held \ud800"), feature(day="\udfff"), day_field="day")
    assert (1, {2: "no-day"}) == (reading.rows.height, rules(reading))


def test_an_area_that_crosses_itself_is_repaired_and_that_is_said() -> None:
    bow = [[34.0, 12.0], [35.0, 13.0], [35.0, 12.0], [34.0, 13.0], [34.0, 12.0]]
    reading = read(feature(bow))
    (raw,) = reading.rows["geometry"]
    assert shapely.is_valid(shapely.from_wkb(raw))
    assert "areas that crossed themselves, repaired: 1" in reading.notes


BAD: dict[str, tuple[dict[str, Any], str]] = {
    "no corners": (feature(...), "not-an-area"),
    "two corners": (feature([[34, 12], [35, 12], [34, 12]]), "not-an-area"),
    "off the earth": (feature([[34, 112], [35, 112], [35, 113], [34, 112]]), "not-an-area"),
    "text for numbers": (feature([["34", "12"], ["35", "12"], ["35", "13"], ["34", "12"]]), "not-an-area"),
    "a corner at 0, 0": (feature([[0, 0], [35.0, 12.0], [35.0, 13.0], [0, 0]]), "place-zero"),
    "the other way round": (feature([[y, x] for x, y in SQUARE]), "place-swapped"),
    "another hemisphere": (feature([[x, -y] for x, y in SQUARE]), "place-outside"),
    "across the line of the date": (
        feature([[179.0, 12.0], [-179.0, 12.0], [-179.0, 13.0], [179.0, 12.0]]),
        "across-the-date",
    ),
    "nothing in it": (feature([[34, 12], [35, 12], [34.5, 12], [34, 12]]), "not-an-area"),
}  # fmt: skip
BOX = {"west": 33, "south": 11, "east": 36, "north": 14}


@pytest.mark.parametrize(("bad", "rule"), BAD.values(), ids=BAD.keys())
def test_a_bad_area_is_set_aside_with_what_would_mend_it(bad: dict[str, Any], rule: str) -> None:
    reading = read(feature(), bad, area=BOX)
    assert {2: rule} == rules(reading)
    assert all(reading.set_aside["mend"])


def test_a_feature_without_a_day_is_set_aside() -> None:
    reading = read(feature(day="1527-05-01"), feature(day="2031-05-02"), day_field="day", name="areas.geojson")
    assert {1: "no-day"} == rules(reading)
    assert [date(2031, 5, 2)] == reading.rows["day"].to_list()


@given(st.lists(st.sampled_from(sorted(BAD)), max_size=5), st.data())
def test_bad_areas_anywhere_change_nothing_about_the_good_ones(bad: list[str], data: st.DataObject) -> None:
    good = [feature(), feature([[x + 0.5, y] for x, y in SQUARE])]
    mixed = [*good]
    for name in bad:
        mixed.insert(data.draw(st.integers(0, len(mixed))), BAD[name][0])
    drop = ("line", "capture_id")
    assert read(*good, area=BOX).rows.drop(drop).equals(read(*mixed, area=BOX).rows.drop(drop))
    assert len(bad) == read(*mixed, area=BOX).set_aside.height


MERCATOR = {"type": "name", "properties": {"name": "urn:ogc:def:crs:EPSG::3857"}}
REFUSED: dict[str, tuple[Any, str]] = {
    "a web page": (b"<!DOCTYPE html><html>busy</html>", "is not JSON"),
    "nothing": (b"", "is not JSON"),
    "cut off": (json.dumps({"type": "FeatureCollection", "features": [feature()]}).encode()[:-20], "is not JSON"),
    "another projection": (
        {"type": "FeatureCollection", "crs": MERCATOR, "features": [feature()]},
        "is in another projection",
    ),
    "no features": ({"type": "FeatureCollection", "features": []}, "has 0 features"),
    "only lines": (
        {
            "type": "Feature",
            "properties": {},
            "geometry": {"type": "LineString", "coordinates": [[34, 12], [35, 12]]},
        },
        "draws no areas",
    ),
    "another spelling": ("{}".encode("utf-16"), "is not UTF-8"),
    "a thousand brackets": (b"[" * 100_000, "is not JSON"),
    "too many features": (
        {"type": "FeatureCollection", "features": [{"type": "Feature"}] * (MAX_FEATURES + 1)},
        "has 10,001 features",
    ),
    "too large": (b" " * (MAX_BYTES + 1), "is larger than"),
}


@pytest.mark.parametrize(("whole", "said"), REFUSED.values(), ids=REFUSED.keys())
def test_what_is_no_drawing_of_areas_is_refused_whole(whole: Any, said: str) -> None:
    with pytest.raises(FileRefused, match=said):
        read(whole=whole)


@pytest.mark.parametrize(
    ("keys", "said"),
    [
        ({"holder": ...}, "names neither or both of holder and classes"),
        ({"classes": {"Held": "A"}}, "names neither or both of holder and classes"),
        ({"holder": "C"}, "No party of the terms is called 'C'"),
        ({"facing": "C"}, "No party of the terms is called 'C'"),
        ({"author": ...}, "author"),
    ],
)
def test_an_entry_that_cannot_be_followed_is_told(keys: dict[str, Any], said: str) -> None:
    with pytest.raises(FormError, match=said):
        read(feature(), **keys)


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("map_20310501.geojson", date(2031, 5, 1)),
        ("2031-05-01T23:00Z", date(2031, 5, 1)),
        ("2031_05_01", date(2031, 5, 1)),
        ("20310231", None),
        ("15270501", None),
        ("v123456789", None),
        ("", None),
    ],
)
def test_a_day_is_read_where_there_is_one(text: str, day: date | None) -> None:
    assert day == day_of(text)


def test_exchanging_the_parties_exchanges_the_holder_and_nothing_else() -> None:
    one, other = read(feature(), holder="A").rows, read(feature(), holder="B").rows
    assert (["A"], ["B"]) == (one["party"].to_list(), other["party"].to_list())
    assert one.drop("party").equals(other.drop("party"))
