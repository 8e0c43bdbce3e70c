"""Which assets stand in which sector, and what a restriction of a sector cuts."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from builders import at, clause
from ceaseline.pipeline.stationed import stationed
from ceaseline.tables import Assets, from_rows
from facts import case_of
from laid import ELSEWHERE, IN_TOWN, TOWN, ZONES, asset, laid, line


def standing(*assets: dict[str, Any], **changes: Any) -> dict[str, set[str]]:
    layout = laid(assets=assets, **{"lines": [line()], **changes})
    return {name: set(each) for name, each in stationed(layout, from_rows(Assets, list(assets))).items()}


def test_an_asset_stands_in_the_stretch_of_line_that_it_is_nearest_to() -> None:
    south, north = asset("south", lat=12.1), asset("north", lon=34.1, lat=12.5)  # 11 km along, and 55
    assert {"km 0-25": {"south"}, "km 50-75": {"north"}} == standing(south, north)


def test_an_asset_further_off_than_the_stretch_is_long_stands_nowhere() -> None:
    assert {} == standing(asset(lon=34.3))  # 32.7 km to the east, less the 3 km to the nearest spot
    assert {"km 0-25": {"p1"}} == standing(asset(lon=34.25))  # 27.2 km, likewise


def test_what_has_no_place_and_what_sees_everywhere_stands_nowhere() -> None:
    lost, above = asset("lost", lon=None, lat=None), asset("above", kind="satellite_thermal")
    assert {} == standing(lost, above)


def test_an_asset_stands_along_the_line_of_each_author() -> None:
    lines = [line(), line(author="S. Other")]
    found = standing(asset(), lines=lines)
    assert {"km 0-25 by R. Drawer": {"p1"}, "km 0-25 by S. Other": {"p1"}} == found


def test_in_a_zone_stands_what_lies_inside_it() -> None:
    inside, beside = asset("inside", lon=34.41, lat=12.41), asset("beside", lon=34.39, lat=12.41)
    places = {("in-town", side): {"": TOWN} for side in "AB"}
    layout = laid(IN_TOWN, places=places, **ZONES)
    assert {"town": {"inside"}} == stationed(layout, from_rows(Assets, [inside, beside]))


def test_exchanging_the_sides_of_a_line_moves_no_asset() -> None:
    exchanged = line(left="B", right="A")
    assert standing(asset()) == standing(asset(), lines=[exchanged])


def test_a_line_far_from_every_asset_has_nobody_standing_at_it() -> None:
    assert {} == standing(asset(), lines=[line(ELSEWHERE)])


ASSETS = """asset,kind,owner,acts_of,lon,lat
gull-post,post,,any,34.01,12.1
heron-post,post,,any,33.99,12.1
"""
WATCHES = """asset,from,until,status,reason
gull-post,2031-05-10T00:00Z,2031-05-11T00:00Z,operational,
heron-post,2031-05-10T00:00Z,2031-05-11T00:00Z,operational,
"""
RESTRICTIONS = """restriction_id,from,until,asset,sector,type,imposed_by,established
x1,2031-05-10T06:00Z,2031-05-10T08:00Z,,valley,denial,A,1
x2,2031-05-10T06:00Z,2031-05-10T08:00Z,,Swan Mere,denial,A,1
"""
SOURCES = """  - {name: list, kind: assets, file: inbox/assets.csv, role: monitor}
  - {name: log, kind: watches, file: inbox/watches.csv, role: monitor}
  - {name: register, kind: restrictions, file: inbox/restrictions.csv, role: monitor}
"""
NOW = at("2031-06-01")


def test_a_restriction_of_a_sector_cuts_the_watches_of_what_stands_there_and_the_table_stays_as_it_came(
    tmp_path: Path,
) -> None:
    inbox = {"assets.csv": ASSETS, "watches.csv": WATCHES, "restrictions.csv": RESTRICTIONS}
    case = case_of(tmp_path / "case", clause(where={"zone": "valley"}), sources=SOURCES, inbox=inbox)
    outcome = case.run(now=NOW)
    assert [None, None] == outcome.restrictions["asset"].to_list()
    cut = outcome.watched.filter(status="denied")
    assert [("gull-post", "x1", "A")] == cut.select("asset", "restrictions", "imposed_by").rows()
    other = outcome.watched.filter(asset="heron-post")
    assert ["operational"] == other["status"].to_list()
