"""A case with drawings: from files to lines, to what the page says of them."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

import ceaseline as cl
from builders import clause, terms_text
from ceaseline.case import Case
from ceaseline.errors import FormError
from easter import NOW, easter

LAND = [[30, 50], [32, 50], [32, 51], [30, 51], [30, 50]]
SOURCES = """
sources:
  - {name: map, kind: areas, file: "inbox/held_*.geojson", author: R. Drawer, holder: A, facing: B, error_km: 1}
  - {name: survey, kind: lines, file: inbox/survey.geojson, author: Survey, error_km: 0.5, role: monitor}
  - {name: staff, kind: observations, file: inbox/staff.csv, role: party, party: A}
"""
STAFF = """observation_id,earliest,lon,lat,radius_m,phenomenon,accused
c1,2031-05-02T08:00Z,30.5,50.5,500,advance,A
"""


def polygon(ring: Any) -> str:
    return json.dumps({"type": "Polygon", "coordinates": [ring]})


def held(west: float) -> str:
    return polygon([[west, 50], [32, 50], [32, 51], [west, 51], [west, 50]])


@pytest.fixture
def case(tmp_path: Path) -> Case:
    folder = easter(tmp_path)
    for path in (folder / "inbox").iterdir():
        path.unlink()
    survey = {
        "type": "Feature",
        "properties": {"day": "2031-05-01", "left": "B", "right": "A"},
        "geometry": {"type": "LineString", "coordinates": [[31.02, 50.0], [31.02, 51.0]]},
    }
    for name, text in (
        ("terms.yaml", terms_text(clause())),
        ("sources.yaml", SOURCES),
        ("case.toml", '[case]\nname = "Toy"\n[line]\nland = ["inbox/land.geojson"]\n'),
        ("inbox/land.geojson", polygon(LAND)),
        ("inbox/held_20310501.geojson", held(31.0)),
        ("inbox/held_20310502.geojson", held(31.0)),
        ("inbox/held_20310504.geojson", held(30.99)),
        ("inbox/survey.geojson", json.dumps(survey)),
        ("inbox/staff.csv", STAFF),
    ):
        (folder / name).write_text(text, "utf-8")
    return cl.open(folder)


def test_lines_follow_from_areas_and_stand_beside_those_that_were_drawn(case: Case) -> None:
    lines = case.run(now=NOW).lines.select("author", "day", "left", "right").sort("author", "day")
    told = [(author, str(day), left, right) for author, day, left, right in lines.rows()]
    assert [
        ("R. Drawer", "2031-05-01", "A", "B"),
        ("R. Drawer", "2031-05-04", "A", "B"),
        ("Survey", "2031-05-01", "B", "A"),
    ] == told


def test_the_page_says_whose_each_line_is_and_never_that_anybody_advanced(case: Case) -> None:
    page = case.report(case.run(now=NOW)).decode()
    assert "Each line is its author" in page
    assert "Of its 2 later drawings: 1 edited, 1 copied; days without a drawing: 1." in page
    assert "Not supported by R. Drawer&#39;s lines." in page
    assert "R. Drawer (2031-05-04) and Survey (2031-05-01)" in page
    for place in ("30.5", "31.02", "30.99"):
        assert place not in page


def test_without_the_land_coast_and_border_are_part_of_the_line(case: Case) -> None:
    bounded = case.run(now=NOW).lines.filter(author="R. Drawer")["length_km"][0]
    (case.folder / "case.toml").write_text('[case]\nname = "Toy"\n', "utf-8")
    whole = cl.open(case.folder).run(now=NOW).lines.filter(author="R. Drawer")["length_km"][0]
    assert pytest.approx(111.3, abs=0.5) == bounded
    assert whole > 350


def test_land_that_is_not_there_is_told_with_its_file(case: Case) -> None:
    (case.folder / "inbox" / "land.geojson").unlink()
    with pytest.raises(FormError, match=r"inbox/land.geojson: the file: is not there"):
        cl.open(case.folder).run(now=NOW)
    assert ["inbox/land.geojson: the file: is not there. Mend: put it into inbox/, or take it out of [line]"] == (
        cl.open(case.folder).problems()
    )


def test_the_land_is_evidence_like_the_forms(case: Case) -> None:
    case.run(now=NOW)
    names = {entry.body.get("name") for entry in case.evidence.entries() if entry.kind == "form"}
    assert {"case.toml", "terms.yaml", "sources.yaml", "inbox/land.geojson"} == names


def test_a_newer_drawing_of_the_same_name_stands_in_place_of_the_older(case: Case) -> None:
    case.run(now=NOW)
    (case.folder / "inbox" / "held_20310504.geojson").write_text(held(31.0), "utf-8")
    changes = case.run(now=NOW).line_changes
    assert ["copied", "copied"] == changes["kind"].to_list()


def test_replacing_one_of_two_equal_drawings_leaves_the_other(case: Case) -> None:
    case.run(now=NOW)
    (case.folder / "inbox" / "held_20310502.geojson").write_text(held(30.98), "utf-8")
    outcome = case.run(now=NOW)
    assert ["2031-05-01", "2031-05-02", "2031-05-04"] == outcome.areas["day"].sort().dt.to_string().to_list()
    assert ["edited", "edited"] == outcome.line_changes["kind"].to_list()


def test_exchanging_the_parties_exchanges_the_sides_and_nothing_else(case: Case) -> None:
    before = case.run(now=NOW)
    swapped = SOURCES.replace("holder: A, facing: B", "holder: B, facing: A").replace("party: A", "party: B")
    (case.folder / "sources.yaml").write_text(swapped, "utf-8")
    (case.folder / "inbox" / "staff.csv").write_text(STAFF.replace("advance,A", "advance,B"), "utf-8")
    survey = (case.folder / "inbox" / "survey.geojson").read_text("utf-8")
    turned = survey.replace('"left": "B", "right": "A"', '"left": "A", "right": "B"')
    (case.folder / "inbox" / "survey.geojson").write_text(turned, "utf-8")
    case.evidence.log_file.unlink()
    after = cl.open(case.folder).run(now=NOW)
    swap = {"A": "B", "B": "A"}
    for name, columns in (("lines", ["left", "right"]), ("line_changes", ["party"]), ("advance_checks", ["party"])):
        one, other = getattr(before, name), getattr(after, name)
        for column in columns:
            one = one.with_columns(one[column].replace(swap))
        hidden = [column for column in ("capture_id",) if column in one.columns]
        assert one.drop(hidden).equals(other.drop(hidden))
    assert before.line_pairs.equals(after.line_pairs)
