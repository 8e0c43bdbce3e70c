"""Sectors: those of the placements along a line, places of clauses once each, and one for what has no place."""

from __future__ import annotations

import time
from datetime import date
from typing import Any

import numpy as np
import pytest
import shapely

from builders import CODES, at, clause, recoded
from ceaseline.line import place
from ceaseline.line.measure import area_km2
from ceaseline.pipeline.sectors import UNPLACED, Layout
from ceaseline.tables import Incidents, Lines, from_rows
from laid import ELSEWHERE, EVERYWHERE, IN_TOWN, TOWN, ZONES, asset, laid, line


def names(layout: Layout) -> list[str]:
    return layout.sectors["sector"].to_list()


def about(layout: Layout, clause_id: str = "no-fire", obligor: str = "A") -> list[tuple[str, bool]]:
    rows = layout.clauses.rows_by_key(["clause_id", "obligor"], named=True)
    return [(row["sector"], row["whole"]) for row in rows[clause_id, obligor]]


def test_a_line_is_cut_into_sectors_and_its_last_one_ends_where_it_ends() -> None:
    layout = laid(lines=[line()])
    assert ["km 0-25", "km 25-50", "km 50-75"] == names(layout)
    ends = layout.sectors.select("from_km", "until_km").rows()
    assert [(0.0, 25.0), (25.0, 50.0)] == ends[:2]
    assert (50.0, pytest.approx(59.7, abs=0.1)) == ends[2]


def test_spots_stand_a_kilometre_apart_along_the_line_and_three_kilometres_beside_it() -> None:
    spots = laid(lines=[line()]).spots
    assert [75, 75, 30] == np.bincount(spots.sector).tolist()
    first = np.column_stack([spots.lon, spots.lat])[:3]
    assert [12.0045] * 3 == pytest.approx(first[:, 1].tolist(), abs=1e-4)  # half a kilometre from its beginning
    assert [3.0, 0.0, -3.0] == pytest.approx(((first[:, 0] - 34.0) * 108.9).tolist(), abs=0.01)  # km at 12 north


@pytest.mark.parametrize("sector_km", [25.0, 7.0, 17.0])  # of 204.4 km: of the last, the rest is too short
def test_the_sectors_of_spots_are_those_that_placements_give(sector_km: float) -> None:
    bent = shapely.MultiLineString([[(34, 12), (34.3, 12.4), (34.1, 12.8)], [(34.1, 13.1), (34.2, 14)]])
    layout = laid(lines=[line(bent)], sector_km=sector_km)
    on_line = np.arange(len(layout.spots.lon)) % 3 == 1
    row: dict[str, Any] = dict.fromkeys(Incidents.create_empty().columns)
    when = {"earliest": at("2031-05-02"), "latest": at("2031-05-02"), "observations": 1, "groups": 1}
    places = zip(layout.spots.lon[on_line], layout.spots.lat[on_line], strict=True)
    incidents = [
        {**row, **when, "incident_id": f"i{number:04}", "lon": lon, "lat": lat, "radius_m": 10.0}
        for number, (lon, lat) in enumerate(places)
    ]
    found = place(from_rows(Incidents, incidents), from_rows(Lines, [line(bent)]), sector_km)
    assert [layout.spots.names[each] for each in layout.spots.sector[on_line]] == found["sector"].to_list()


def test_the_first_drawing_of_an_author_counts_and_a_sketch_does_not() -> None:
    sketch = line(ELSEWHERE, day=date(2031, 4, 1), schematic=True)
    later = line(ELSEWHERE, day=date(2031, 5, 3))
    assert ["km 0-25", "km 25-50", "km 50-75"] == names(laid(lines=[later, sketch, line()]))


def test_authors_and_pairs_of_sides_are_told_apart_where_there_are_several() -> None:
    two_authors = laid(lines=[line(ELSEWHERE), line(ELSEWHERE, author="S. Other")])
    assert ["km 0-25 by R. Drawer", "km 0-25 by S. Other"] == names(two_authors)
    two_pairs = laid(lines=[line(ELSEWHERE), line(ELSEWHERE, left="C")])
    assert ["km 0-25 A/B", "km 0-25 B/C"] == names(two_pairs)


def test_a_partys_own_line_counts_only_where_there_is_no_other() -> None:
    own = line(ELSEWHERE, author="Ministry", source="ministry")
    assert ["R. Drawer"] * 3 == laid(lines=[line(), own]).sectors["author"].to_list()
    assert ["Ministry"] == laid(lines=[own]).sectors["author"].to_list()


def test_where_nobody_drew_a_line_the_lines_of_the_terms_do() -> None:
    layout = laid(lines=[line(schematic=True)], drawn={"front": ELSEWHERE})
    assert [("km 0-25", "front", None)] == layout.sectors.select("sector", "author", "between").rows()


def test_a_clause_that_holds_everywhere_is_told_along_the_line() -> None:
    layout = laid(lines=[line()])
    assert [(name, True) for name in ("km 0-25", "km 25-50", "km 50-75")] == about(layout)


def test_a_line_is_not_all_the_ground_of_acts_that_range_wide_or_are_of_an_unknown_kind() -> None:
    far, odd = clause(id="far", code="NO_MISSILE_STRIKE"), clause(id="odd", code="NO_STIRRING")
    layout = laid(far, odd, lines=[line(ELSEWHERE)])
    assert [("km 0-25", False)] == about(layout, "far")
    assert [("km 0-25", False)] == about(layout, "odd")


def test_a_drawn_place_is_one_sector_for_all_clauses_that_share_it() -> None:
    other = clause(id="other", code="NO_FIRE_SMALL_ARMS", where={"zone": "town"})
    places = {(name, side): {"": TOWN} for name in ("in-town", "other") for side in "AB"}
    layout = laid(IN_TOWN, other, places=places, **ZONES)
    assert [("town", "zone", None)] == layout.sectors.select("sector", "kind", "from_km").rows()
    assert [("town", True)] == about(layout, "other", "B")


def test_the_widest_reach_of_a_clause_counts() -> None:
    wide = TOWN.buffer(0.2)
    layout = laid(IN_TOWN, places={("in-town", "A"): {"rifle": TOWN, "mortar": wide}}, **ZONES)
    assert layout.spots.lon.min() < TOWN.bounds[0]
    assert area_km2(wide) > area_km2(TOWN)


def test_places_that_differ_by_side_name_it_and_others_are_numbered() -> None:
    elsewhere = shapely.box(35, 12, 35.1, 12.1)
    wider = clause(id="wider", where={"zone": "town", "within_km": 2})
    places = {("in-town", side): {"": shape} for side, shape in (("A", TOWN), ("B", elsewhere))}
    first = shapely.box(33, 12, 33.1, 12.1)
    again = clause(id="again", where={"zone": "town"})
    more = {("wider", side): {"": first} for side in "AB"} | {
        ("again", side): {"": shapely.box(32, 12, 33, 13)} for side in "AB"
    }
    layout = laid(IN_TOWN, wider, again, places=places | more, **ZONES)
    assert ["town for A", "town for B", "town", "town 2"] == names(layout)
    assert [("town for B", True)] == about(layout, "in-town", "B")


def test_spots_of_a_place_lie_inside_it_evenly() -> None:
    slanted = shapely.LineString([(34, 12), (35, 12.3)]).buffer(0.002)
    for shape in (TOWN, slanted, shapely.box(34, 12, 34.001, 12.1)):
        spots = laid(IN_TOWN, places={("in-town", "A"): {"": shape}}, **ZONES).spots
        assert 100 <= len(spots.lon) <= 400
        assert shapely.contains_xy(shape, spots.lon, spots.lat).all()
        assert (spots.lon.mean(), spots.lat.mean()) == pytest.approx((shape.centroid.x, shape.centroid.y), abs=0.01)


def test_strips_that_lie_between_the_rows_of_the_grid_have_spots_all_the_same() -> None:
    strips = shapely.box(34, 12, 35, 12.001), shapely.box(34, 13, 35, 13.001)
    spots = laid(IN_TOWN, places={("in-town", "A"): {"": shapely.union_all(strips)}}, **ZONES).spots
    assert all(shapely.contains_xy(strip, spots.lon, spots.lat).sum() >= 50 for strip in strips)


def test_a_rest_of_a_line_too_short_for_a_sector_belongs_to_the_last_one() -> None:
    layout = laid(lines=[line()], sector_km=29.0)  # 59.7 km
    assert ["km 0-29", "km 29-58"] == names(layout)
    assert pytest.approx(59.7, abs=0.1) == layout.sectors["until_km"][-1]


def test_without_line_or_drawing_only_time_is_known() -> None:
    layout = laid(EVERYWHERE, IN_TOWN, **ZONES)
    assert [(UNPLACED, "unplaced")] == layout.sectors.select("sector", "kind").rows()
    assert [(UNPLACED, True)] == about(layout) == about(layout, "in-town")
    assert (UNPLACED,) == layout.spots.names


def test_a_place_that_nobody_drew_is_not_that_of_the_line() -> None:
    assert [(UNPLACED, True)] == about(laid(IN_TOWN, lines=[line()], **ZONES), "in-town")


def test_what_binds_nobody_asks_for_no_sector() -> None:
    layout = laid(clause(speech_status="proposed"))
    assert [] == names(layout)
    assert 0 == layout.clauses.height


def test_assets_without_place_or_reach_stand_without_a_place_but_satellites_see_everywhere() -> None:
    nowhere = {"lon": None, "lat": None}
    layout = laid(
        lines=[line(ELSEWHERE)],
        assets=[
            asset("placed"),
            asset("lost", **nowhere),
            asset("sky", kind="satellite_thermal", **nowhere),
            asset("papers", kind="documents"),
        ],
    )
    assert {"lost": UNPLACED, "papers": UNPLACED} == dict(layout.standing)
    assert ["km 0-25", UNPLACED] == names(layout)


def test_where_nothing_has_a_place_every_asset_stands_without_one() -> None:
    assert {"p1": UNPLACED, "s1": UNPLACED} == dict(
        laid(assets=[asset(), asset("s1", kind="satellite_thermal", lon=None, lat=None)]).standing
    )


@pytest.mark.parametrize("codes", CODES)
def test_other_codes_for_the_parties_change_nothing_but_the_codes(codes: dict[str, str]) -> None:
    sources = {"drawer": {}, "a": {"role": "party", "party": "A"}, "b": {"role": "party", "party": "B"}}
    lines = [line(source="a", author="one", left="A"), line(ELSEWHERE, source="b", author="two", left="C")]
    only_b = clause(id="only-b", obligors=["B"], where={"zone": "town"})
    shapes = {"A": TOWN, "B": shapely.box(35, 12, 35.1, 12.1)}
    places = {("in-town", side): {"": shapes[side]} for side in "AB"} | {("only-b", "B"): {"": shapes["B"]}}

    def told(codes: dict[str, str]) -> Any:
        layout = laid(
            *recoded([EVERYWHERE, only_b, IN_TOWN], codes),
            lines=recoded(lines, codes),
            sources=recoded(sources, codes),
            places={(name, codes.get(side, side)): each for (name, side), each in places.items()},
            **ZONES,
            parties={codes.get(code, code): {"name": code} for code in "AB"},
        )
        return set(layout.clauses.rows()), set(layout.sectors.drop("between").rows()), len(layout.spots.lon)

    def renamed(name: str) -> str:
        return " ".join(
            codes.get(word) or "/".join(sorted(codes.get(side, side) for side in word.split("/")))
            for word in name.split(" ")
        )

    was, now = told({}), told(codes)
    assert {(name, codes[side], renamed(sector), whole) for name, side, sector, whole in was[0]} == now[0]
    assert {(renamed(sector), *rest) for sector, *rest in was[1]} == now[1]
    assert was[2] == now[2]


def test_two_thousand_kilometres_are_laid_out_well_within_a_second() -> None:
    long = shapely.LineString([(20 + 0.05 * step, 50 + 0.3 * (step % 2)) for step in range(170)])
    laid(lines=[line(long)])
    began = time.process_time()
    spots = laid(lines=[line(long)]).spots
    assert 0.5 > time.process_time() - began
    assert len(spots.lon) > 3 * 2_000
