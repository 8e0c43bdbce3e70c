"""What only parties tell of is counted apart: in no number of ours, and never called false."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from builders import at, clause
from ceaseline.publishing import Material, render
from ceaseline.publishing.alleged import alleged_counts, recorded_incidents
from ceaseline.publishing.bottom_line import bottom_line
from ceaseline.publishing.incidents import incident_counts
from ceaseline.publishing.map_part import map_part
from facts import case_of, exchanged

NOW = at("2031-06-20")
QUIET = clause(id="no-shelling", code="NO_HEAVY_WEAPON_USE", text="Guns are silent.", where={"zone": "ridge"})
SOURCES = """  - {name: statement, kind: observations, file: inbox/statement.csv, role: party, party: A}
  - {name: posts, kind: observations, file: inbox/posts.csv, role: monitor}
  - {name: list, kind: assets, file: inbox/assets.csv, role: monitor}
  - {name: log, kind: watches, file: inbox/watches.csv, role: monitor}
"""
HEADER = "observation_id,earliest,latest,means,phenomenon,lon,lat,radius_m\n"
SAID = "x,2031-05-10T06:00:00Z,2031-05-10T07:00:00Z,told,shelling,34.5,12.5,300\n"
SEEN = "y,2031-05-10T18:00:00Z,2031-05-10T18:00:30Z,seen,shelling,34.5,12.5,300\n"
ASSETS = "asset,kind,owner,acts_of,lon,lat\nridge-post,post,,any,34.5,12.5\n"
WATCHED = "asset,from,until,status,reason\nridge-post,2031-05-10T00:00Z,2031-05-11T00:00Z,operational,\n"


def material_of(folder: Path, posts: str = "", *, mirror: bool = False) -> Material:
    inbox = {
        "statement.csv": HEADER + SAID,
        "posts.csv": HEADER + posts,
        "assets.csv": ASSETS,
        "watches.csv": WATCHED,
    }
    case = case_of(folder / "case", QUIET, sources=exchanged(SOURCES) if mirror else SOURCES, inbox=inbox)
    return case.material(case.run(now=NOW))


def text(material: Material) -> str:
    page = render(material, version="test").decode()
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", page))


@pytest.fixture(scope="module")
def alone(tmp_path_factory: pytest.TempPathFactory) -> Material:
    return material_of(tmp_path_factory.mktemp("alone"))


@pytest.fixture(scope="module")
def beside(tmp_path_factory: pytest.TempPathFactory) -> Material:
    return material_of(tmp_path_factory.mktemp("beside"), SEEN)


def test_it_is_in_no_number_of_incidents(alone: Material, beside: Material) -> None:
    assert [] == incident_counts(alone)
    assert [("shelling", 1)] == [(row.phenomenon, row.count) for row in incident_counts(beside)]
    assert (0, 1) == (recorded_incidents(alone).height, recorded_incidents(beside).height)
    assert not any("incident" in sentence for sentence in bottom_line(alone))
    assert "1 incident is recorded, whose is not established; share of the hours watched: 100 %." in bottom_line(
        beside
    )


def test_it_is_in_no_cell_of_the_map(alone: Material, beside: Material) -> None:
    told, seen = map_part(alone), map_part(beside)
    assert told is not None
    assert seen is not None
    assert ((), 1) == (told.cells, len(seen.cells))


def test_it_is_counted_apart_with_what_watching_says_of_it(alone: Material, beside: Material) -> None:
    assert [(1, 1)] == [(row.count, row.unsupported) for row in alleged_counts(alone)]
    assert [(1, 0)] == [(row.count, row.unsupported) for row in alleged_counts(beside)]
    assert "1 is only alleged by parties, and in no number here." in bottom_line(alone)
    assert "not supported where watched: nothing of the kind is recorded there" in text(alone)
    assert "neither supported nor gainsaid by what was watched" in text(beside)


def test_incidents_stand_beside_how_well_such_acts_were_watched_for(beside: Material) -> None:
    (row,) = incident_counts(beside)
    assert ("no-shelling: watched 100 % of the hours, 100 % well enough to see the smallest act",) == row.watched


def test_a_map_says_that_its_cells_are_not_comparable_and_how_well_all_of_the_ground_was_watched(
    beside: Material,
) -> None:
    drawn = map_part(beside)
    assert drawn is not None
    (note,) = [sentence for sentence in drawn.notes if "comparable" in sentence]
    assert note.startswith("No two cells are comparable")
    assert "no-shelling: watched 100 % of the hours" in note


def test_whoever_tells_of_it_the_page_is_the_mirror(tmp_path: Path, alone: Material) -> None:
    other = material_of(tmp_path, mirror=True)
    mine, theirs = (text(each).split("The way back to the evidence")[0] for each in (alone, other))
    assert mine == theirs  # it is alleged by a side, and the page does not say which
