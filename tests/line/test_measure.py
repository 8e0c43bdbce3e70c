"""Lengths say their scale, contents are on the ellipsoid, sectors follow one reference line."""

from __future__ import annotations

import numpy as np
import pytest
import shapely
from hypothesis import given
from hypothesis import strategies as st

from ceaseline.line import area_km2, length_km, sector

pytestmark = pytest.mark.usefixtures("outside_shut")


def test_a_degree_of_the_meridian_is_as_long_as_it_is_known_to_be() -> None:
    line = shapely.LineString([(30, 49.5), (30, 50.5)])
    assert pytest.approx(111.229, abs=0.002) == length_km(line)


def test_small_bends_are_measured_only_at_a_small_scale() -> None:
    x = np.linspace(30, 31, 1001)
    saw = shapely.LineString(np.column_stack([x, 50 + 0.005 * (np.arange(1001) % 2)]))  # 500 m up and down
    straight = length_km(shapely.LineString([(30, 50), (31, 50)]))
    assert length_km(saw) > 5 * straight
    assert pytest.approx(straight, rel=0.01) == length_km(saw, scale_km=2)


def test_a_negative_scale_is_refused() -> None:
    with pytest.raises(ValueError, match="not below zero"):
        length_km(shapely.LineString([(30, 50), (31, 50)]), -1)


def test_nothing_has_no_length() -> None:
    assert 0 == length_km(shapely.MultiLineString())


def test_holes_are_taken_off_whichever_way_they_are_drawn() -> None:
    hole = [(30.4, 50.4), (30.6, 50.4), (30.6, 50.6), (30.4, 50.6), (30.4, 50.4)]
    shell = shapely.box(30, 50, 31, 51).exterior.coords
    expected = area_km2(shapely.box(30, 50, 31, 51)) - area_km2(shapely.Polygon(hole))
    assert pytest.approx(expected) == area_km2(shapely.Polygon(shell, [hole]))
    assert pytest.approx(expected) == area_km2(shapely.Polygon(shell, [hole[::-1]]))


@given(st.floats(0, 3000), st.sampled_from([10.0, 25.0, 100.0]))
def test_every_place_along_the_line_lies_in_the_sector_it_is_named_for(chainage: float, width: float) -> None:
    first, last = (float(number) for number in sector(chainage, width).removeprefix("km ").split("-"))
    assert first <= chainage < last
    assert width == last - first


@pytest.mark.parametrize(("chainage", "width"), [(-1, 25), (10, 0)])
def test_a_sector_of_nothing_is_refused(chainage: float, width: float) -> None:
    with pytest.raises(ValueError, match="at or after the beginning"):
        sector(chainage, width)
