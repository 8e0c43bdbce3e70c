"""Held against geodesics, which the buffers do not use."""

from __future__ import annotations

import numpy as np
import pytest
import shapely
from hypothesis import given
from hypothesis import strategies as st
from pyproj import Geod
from shapely.geometry.base import BaseGeometry

from ceaseline.places.buffers import band, buffered

EARTH = Geod(ellps="WGS84")
LONG = shapely.LineString([[27.0, 45.5], [30.2, 47.1], [33.0, 46.6], [37.5, 48.0], [38.2, 49.9], [34.0, 52.3]])
SQUARE = shapely.box(30, 50, 31, 51)


def kilometres_from(shape: BaseGeometry, lon: float, lat: float) -> float:
    """Return how far a place is from the edges of a shape, along the ellipsoid."""
    dense = shapely.get_coordinates(shapely.segmentize(shape, 0.002))
    there = np.full(len(dense), lon), np.full(len(dense), lat)
    return float(EARTH.inv(*there, dense[:, 0], dense[:, 1])[2].min()) / 1000


@pytest.mark.parametrize("km", [1.0, 15.0, 70.0])
@pytest.mark.parametrize("shape", [LONG, SQUARE, shapely.Point(30, 50)], ids=["line", "area", "point"])
def test_the_edge_of_a_buffer_lies_as_far_away_as_it_says(shape: BaseGeometry, km: float) -> None:
    edge = shapely.get_coordinates(buffered(shape, km).exterior)
    far = [kilometres_from(shape, lon, lat) for lon, lat in edge[:: max(1, len(edge) // 60)]]
    assert max(far) == pytest.approx(km, rel=2e-3, abs=0.05)
    assert min(far) == pytest.approx(km, rel=2e-3, abs=0.05)


def test_a_band_lies_on_both_sides_and_holds_the_line() -> None:
    found = band(LONG, 15)
    assert found.covers(LONG)
    assert 2 * 15 * EARTH.geometry_length(LONG) / 1000 == pytest.approx(
        abs(EARTH.geometry_area_perimeter(found)[0]) / 1e6, rel=0.03
    )


def test_an_area_keeps_what_it_had_and_its_hole_narrows() -> None:
    hole = shapely.box(30.4, 50.4, 30.6, 50.6)
    found = buffered(SQUARE - hole, 2)
    assert found.covers(SQUARE - hole)
    assert 0 < (hole - found).area < hole.area
    assert 0 == (hole - buffered(SQUARE - hole, 12)).area


def test_classes_of_weapons_have_bands_of_their_own_one_inside_the_other() -> None:
    near, far = band(LONG, 15), band(LONG, 35)
    assert far.covers(near)
    assert far.area > 2 * near.area


@pytest.mark.parametrize("km", [0, -1])
def test_a_width_is_above_zero(km: float) -> None:
    with pytest.raises(ValueError, match="above zero"):
        buffered(SQUARE, km)


@pytest.mark.parametrize("place", [(0, 86), (0, -86), (179.9, 0), (-179.9, 0)])
def test_the_poles_and_the_line_of_the_date_are_refused_rather_than_wrong(place: tuple[float, float]) -> None:
    with pytest.raises(ValueError, match="near a pole or across the line of the date"):
        buffered(shapely.Point(place), 100)


@given(st.floats(-170, 170), st.floats(-80, 80), st.floats(0.1, 50))
def test_a_circle_is_round_on_the_ground_everywhere(lon: float, lat: float, km: float) -> None:
    edge = shapely.get_coordinates(buffered(shapely.Point(lon, lat), km).exterior)
    middle = np.full(len(edge), lon), np.full(len(edge), lat)
    far = EARTH.inv(*middle, edge[:, 0], edge[:, 1])[2] / 1000
    assert far == pytest.approx(np.full(len(far), km), rel=1e-6)
