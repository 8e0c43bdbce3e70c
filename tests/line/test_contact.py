"""The line of contact is the outline of an area less coast and border, wherever it runs."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
import shapely
from hypothesis import given
from hypothesis import strategies as st
from shapely.geometry.base import BaseGeometry

from ceaseline.line import Ground, contact, length_km

pytestmark = pytest.mark.usefixtures("outside_shut")

LAND = shapely.box(30, 50, 32, 51)  # its outline is coast and border
KM = 1 / 111.2  # of a degree of latitude, about


def corners(line: BaseGeometry) -> Any:
    """Return the corners of a line, to be held against others to 150 m: ends are found in steps of 100 m."""
    return pytest.approx(shapely.get_coordinates(line), abs=0.0015)


def test_only_what_borders_on_the_rest_of_the_land_is_line() -> None:
    line = contact(shapely.box(31, 50, 32, 51), Ground(LAND))
    assert np.array([[31.0, 51.0], [31.0, 50.0]]) == corners(line)


def test_the_area_lies_on_the_left() -> None:
    line = contact(shapely.box(30, 50, 31, 51), Ground(LAND))
    assert np.array([[31.0, 50.0], [31.0, 51.0]]) == corners(line)


def test_without_the_land_the_whole_outline_is_line() -> None:
    area = shapely.box(31, 50, 32, 51)
    assert shapely.equals(contact(area), area.boundary)


def test_a_border_drawn_otherwise_is_no_line() -> None:
    sloppy = shapely.box(31, 50 + 1 * KM, 32 - 1 * KM, 51 + 5 * KM)  # a kilometre short, and five beyond
    line = contact(sloppy, Ground(LAND, strip_km=4))
    assert 1 == shapely.get_num_geometries(line)
    assert pytest.approx(length_km(shapely.LineString([(31, 50), (31, 51)])), abs=3) == length_km(line)


def test_a_line_that_runs_near_the_border_is_not_cut_off() -> None:
    pocket = shapely.box(30.5, 51 - 3 * KM, 31.0, 51)  # three kilometres deep, and wide ground to the south of it
    line = contact(pocket, Ground(LAND, strip_km=4))
    deep = 51 - 3 * KM
    ends = shapely.LineString([(30.5, 51), (30.5, deep), (31.0, deep), (31.0, 51)])
    assert pytest.approx(length_km(ends), abs=4) == length_km(line)


def test_a_narrow_gap_between_two_salients_is_ground_all_the_same() -> None:
    split = shapely.union(shapely.box(31, 50.2, 32, 50.5), shapely.box(31, 50.5 + 2 * KM, 32, 50.8))
    line = contact(split, Ground(shapely.box(30, 50, 33, 51), strip_km=4))
    assert pytest.approx(length_km(split.boundary), abs=1) == length_km(line)


def test_a_hole_is_line_too_with_the_area_on_its_left() -> None:
    pocket = shapely.box(30.9, 50.4, 31.1, 50.6)
    line = contact(LAND.difference(pocket), Ground(LAND))
    (ring,) = shapely.get_parts(line)
    assert ring.is_closed
    assert not shapely.LinearRing(ring.coords).is_ccw  # walked clockwise, what is outside the pocket is on the left
    assert shapely.equals(ring, pocket.boundary)


def test_an_island_of_area_is_line_all_around() -> None:
    island = shapely.box(30.9, 50.4, 31.1, 50.6)
    assert shapely.equals(contact(island, Ground(LAND)), island.boundary)


def test_a_front_from_coast_to_coast_is_walked_from_one_end_to_the_other() -> None:
    bent = shapely.Polygon([(31, 50), (32, 50), (32, 51), (31.2, 51), (31.4, 50.7), (30.9, 50.4)])
    line = contact(bent, Ground(LAND))
    assert np.array([[31.2, 51.0], [31.4, 50.7], [30.9, 50.4], [31.0, 50.0]]) == corners(line)


def test_an_area_that_holds_everything_has_no_line() -> None:
    assert contact(LAND, Ground(LAND)).is_empty
    assert contact(shapely.Polygon(), Ground(LAND)).is_empty


def test_a_strip_of_no_width_is_refused() -> None:
    with pytest.raises(ValueError, match="above zero kilometres wide"):
        contact(LAND, Ground(LAND, strip_km=0))


@given(st.floats(30.3, 31.7), st.sampled_from([1.0, 4.0, 10.0]))
def test_both_sides_find_the_same_line_and_walk_it_the_other_way(at: float, strip_km: float) -> None:
    west, east = shapely.box(30, 50, at, 51), shapely.box(at, 50, 32, 51)
    ground = Ground(LAND, strip_km)
    assert corners(contact(west, ground)) == shapely.get_coordinates(contact(east, ground))[::-1]


def test_where_a_ring_begins_does_not_matter() -> None:
    places = [(31, 50), (32, 50), (32, 51), (31.2, 51), (31.4, 50.7), (30.9, 50.4)]
    lines = [contact(shapely.Polygon(places[turn:] + places[:turn]), Ground(LAND)) for turn in range(len(places))]
    assert all(1 == shapely.get_num_geometries(line) for line in lines)
    assert all(corners(lines[0]) == shapely.get_coordinates(line) for line in lines)


def test_ground_that_is_wide_enough_for_less_than_the_strip_is_noise() -> None:
    tilted = shapely.Polygon([(30, 50), (31, 50), (31, 51 - 4.1 * KM), (30, 51)])  # a wedge along the border
    line = contact(tilted, Ground(shapely.box(30, 50, 31, 51), strip_km=4))
    assert line.is_empty
