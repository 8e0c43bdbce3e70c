from __future__ import annotations

from math import exp, log

import numpy as np
import pytest
import shapely
from hypothesis import given, settings
from hypothesis import strategies as st

from ceaseline.places.buffers import buffered
from ceaseline.places.membership import probabilities_inside, probability_inside
from ceaseline.plane import Plane

SQUARE = shapely.box(30, 50, 30.05, 50.05)
RING = buffered(shapely.Point(30, 50), 6) - buffered(shapely.Point(30, 50), 3)


def counted(shape: shapely.Polygon, lon: float, lat: float, radius_m: float) -> float:
    """Return the same chance by throwing a million places with fixed dice."""
    sigma = radius_m / 1000 / np.sqrt(-2 * log(0.32))
    thrown = np.random.default_rng(1).normal(0, sigma, (1_000_000, 2))
    return float(shapely.contains_xy(Plane(lon, lat).shape(shape), thrown).mean())


@pytest.mark.parametrize("radius_m", [200, 1_500, 9_000])
@pytest.mark.parametrize("lon", [29.98, 30.0, 30.02, 30.3])
@pytest.mark.parametrize("shape", [SQUARE, RING], ids=["square", "ring"])
def test_the_chance_is_that_of_a_million_throws(shape: shapely.Polygon, lon: float, radius_m: float) -> None:
    assert counted(shape, lon, 50.02, radius_m) == pytest.approx(
        probability_inside(shape, lon, 50.02, radius_m), abs=0.002
    )


def test_a_circle_around_the_place_holds_what_its_radius_says() -> None:
    for share in (0.5, 1.0, 2.0):
        circle = buffered(shapely.Point(30, 50), share * 0.8)
        assert 1 - exp(share**2 * log(0.32)) == pytest.approx(probability_inside(circle, 30, 50, 800), abs=2e-4)


def test_a_place_on_the_edge_of_a_wide_zone_is_half_in() -> None:
    assert 0.5 == pytest.approx(probability_inside(shapely.box(30, 40, 50, 60), 30, 50, 500), abs=1e-3)


@pytest.mark.parametrize("radius_m", [3_000, 30_000])
def test_an_edge_along_a_circle_of_latitude_is_no_chord(radius_m: float) -> None:
    """A degree of longitude away it lies 480 m north of what is straight on the ground; half is north of it."""
    assert 0.5 == pytest.approx(
        probability_inside(shapely.box(25, 50, 35, 55), 30, 50, radius_m), abs=radius_m * 1e-7
    )


def test_a_place_at_a_corner_is_a_quarter_in() -> None:
    assert 0.25 == pytest.approx(probability_inside(SQUARE, 30, 50, 50), abs=1e-3)


@pytest.mark.parametrize(("lon", "inside"), [(30.01, 1.0), (29.0, 0.0)])
def test_an_exact_place_is_in_or_out(lon: float, inside: float) -> None:
    assert inside == probability_inside(SQUARE, lon, 50.01, 0)


def test_points_and_lines_hold_nothing() -> None:
    assert 0 == probability_inside(shapely.LineString([[29, 50], [31, 50]]), 30, 50, 100)


def test_a_radius_below_zero_is_refused() -> None:
    with pytest.raises(ValueError, match="not below zero"):
        probability_inside(SQUARE, 30, 50, -1)


@settings(max_examples=200)
@given(st.floats(29.9, 30.15), st.floats(49.9, 50.15), st.floats(1, 50_000))
def test_a_zone_and_what_is_left_of_a_wider_one_share_the_chance(lon: float, lat: float, radius_m: float) -> None:
    wide = shapely.box(29.8, 49.8, 30.2, 50.2)
    parts = [probability_inside(part, lon, lat, radius_m) for part in (SQUARE, wide - SQUARE)]
    assert probability_inside(wide, lon, lat, radius_m) == pytest.approx(sum(parts), abs=1e-9)
    assert all(0 <= part <= 1 for part in parts)


@given(st.integers(0, 3))
def test_which_way_round_and_from_where_a_ring_is_drawn_changes_nothing(start: int) -> None:
    corners = list(SQUARE.exterior.coords)[:-1]
    turned = shapely.Polygon([*corners[start:], *corners[:start]][:: -1 if start % 2 else 1])
    assert probability_inside(SQUARE, 30.01, 50.01, 900) == pytest.approx(
        probability_inside(turned, 30.01, 50.01, 900), abs=1e-12
    )


def test_many_places_get_what_each_gets_alone() -> None:
    """Inside, outside, on an edge, exact, in a hole, and so wide that the whole zone is one small part."""
    hole = shapely.Polygon(
        shapely.box(30, 50, 31, 51).exterior.coords, [shapely.box(30.4, 50.4, 30.6, 50.6).exterior]
    )
    places = [(30.2, 50.2, 900.0), (32.0, 50.2, 900.0), (30.0, 50.5, 900.0), (30.0, 50.5, 0.0), (30.5, 50.5, 500.0)]
    places += [(30.5, 50.5, 75_000.0), (30.5, 50.5, 75_000.0)]
    lon, lat, radius = (np.array(column) for column in zip(*places, strict=True))
    expected = [probability_inside(hole, *place) for place in places]
    assert np.allclose(expected, probabilities_inside(hole, lon, lat, radius), atol=1e-3)
