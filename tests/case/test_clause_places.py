from __future__ import annotations

import json
from pathlib import Path

import pytest
import shapely

import ceaseline as cl
from builders import at, clause, terms_text
from ceaseline.case import Case
from ceaseline.errors import UnknownName
from easter import easter

WEST = {"type": "LineString", "coordinates": [[30.0, 50.0], [30.0, 50.5]]}
EAST = {"type": "LineString", "coordinates": [[30.4, 50.0], [30.4, 50.5]]}
TOWN = {"type": "Point", "coordinates": [30.2, 50.2]}


@pytest.fixture
def case(tmp_path: Path) -> Case:
    folder = easter(tmp_path)
    for name, drawn in (("west", WEST), ("east", EAST), ("town", TOWN)):
        (folder / f"{name}.geojson").write_text(json.dumps(drawn), "utf-8")
    files = {name: {"file": f"{name}.geojson"} for name in ("west", "east")}
    hours = {"from": "2031-05-10", "until": "2031-05-11", "zone": "UTC"}
    band = {"line": "west", "within_km": {"artillery": 10, "mortar": 5}, "measured_from": {"B": "east"}}
    text = terms_text(
        clause(id="band", where=band),
        clause(id="town", where={"zone": "town", "within_km": 2}),
        clause(id="undrawn", where={"line": "nowhere", "within_km": 2}),
        clause(id="everywhere"),
        lines={**files, "nowhere": {"file": None}},
        zones={"town": {"file": "town.geojson", "window": hours}},
    )
    (folder / "terms.yaml").write_text(text, "utf-8")
    (folder / "sources.yaml").write_text("sources: []\n", "utf-8")
    return cl.open(folder)


def test_each_side_measures_from_its_own_line(case: Case) -> None:
    bands = {side: case.drawings.place_of("band", side, "artillery") for side in "AB"}
    assert [30.0, 30.4] == [round(band.centroid.x, 3) for band in bands.values() if band is not None]


def test_each_class_of_weapons_has_its_own_reach(case: Case) -> None:
    near, far, widest = (case.drawings.place_of("band", "A", weapon) for weapon in ("mortar", "artillery", None))
    assert near is not None
    assert far is not None
    assert far.covers(near)
    assert far == widest
    assert case.drawings.place_of("band", "A", "tank") is None


def test_a_settlement_has_a_circle_around_it_and_its_times(case: Case) -> None:
    found = case.drawings.place_of("town", "A")
    assert found is not None
    assert found.covers(shapely.Point(30.2, 50.217))
    assert not found.covers(shapely.Point(30.2, 50.219))
    assert [True, False] == [case.drawings.zones["town"].holds(at(day)) for day in ("2031-05-10", "2031-05-11")]


@pytest.mark.parametrize("clause_id", ["undrawn", "everywhere"])
def test_what_nobody_has_drawn_and_what_holds_everywhere_has_no_place(case: Case, clause_id: str) -> None:
    assert case.drawings.place_of(clause_id, "A") is None


def test_a_clause_that_is_not_there_is_named(case: Case) -> None:
    with pytest.raises(UnknownName, match="band, everywhere"):
        case.drawings.place_of("bend", "A")
