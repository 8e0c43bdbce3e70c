"""Held against geodesics, which the plane does not use."""

from __future__ import annotations

import numpy as np
import polars as pl
import pytest
import shapely
from numpy.typing import NDArray
from polars.testing import assert_frame_equal
from pyproj import Geod

from ceaseline.line import distance
from ceaseline.line.distance import Track

EARTH = Geod(ellps="WGS84")


def wandering(seed: int, count: int = 400) -> NDArray[np.float64]:
    """Return places of a line that goes east and wanders."""
    rng = np.random.default_rng(seed)
    step = rng.normal([0.02, 0], 0.03, (count, 2))
    return np.array([30.0, 48.0]) + np.cumsum(step, axis=0)


def around(line: NDArray[np.float64], seed: int, count: int = 3000) -> NDArray[np.float64]:
    """Return places near a line."""
    rng = np.random.default_rng(seed)
    return line[rng.integers(0, len(line), count)] + rng.normal(0, 0.2, (count, 2))


def test_a_worked_example() -> None:
    # along a meridian at 50 degrees: a degree of latitude is 111.24 km there, a tenth of longitude 7.17 km
    track = Track.of(shapely.LineString([(30.0, 50.0), (30.0, 51.0)]))
    found = track.places([29.9, 30.1, 30.0, np.nan, 30.0], [50.0, 50.0, 50.5, 50.0, 95.0])
    assert [1, -1, 0, None, None] == found["side"].to_list()
    assert [7.17, 7.17, 0.0, None, None] == found["distance_km"].round(2).to_list()
    assert [0.0, 0.0, 55.6, None, None] == found["chainage_km"].round(1).to_list()
    assert [0, 0, 0, None, None] == found["part"].to_list()
    assert 111.24 == pytest.approx(track.length_km, abs=0.01)
    assert {"distance_km": pl.Float64, "side": pl.Int8, "chainage_km": pl.Float64, "part": pl.Int32} == found.schema


@pytest.mark.parametrize("half_km", [100, 1000, 1500])
@pytest.mark.parametrize("way", [0, 37, 90])
def test_far_from_the_middle_distances_stay_right(half_km: int, way: float) -> None:
    west, south, _ = EARTH.fwd(30.0, 48.0, way + 180, half_km * 1000)
    east, north, _ = EARTH.fwd(30.0, 48.0, way, half_km * 1000)
    between = EARTH.npts(west, south, east, north, 4 * half_km)
    line = np.array([(west, south), *between, (east, north)])
    rng = np.random.default_rng(half_km)
    at = line[np.r_[0:40, len(line) // 2, -40:0]]
    turn, far = rng.uniform(0, 360, len(at)), 10 ** rng.uniform(0.5, 2, len(at))
    lon, lat, _ = EARTH.fwd(at[:, 0], at[:, 1], turn, far * 1000)
    found = Track.of(shapely.LineString(line)).places(lon, lat)["distance_km"].to_numpy()
    dense = shapely.get_coordinates(shapely.segmentize(shapely.LineString(line), 0.0002))
    for number, (x, y) in enumerate(zip(lon, lat, strict=True)):
        about = np.hypot((dense[:, 0] - x) * np.cos(np.radians(y)), dense[:, 1] - y)
        near = dense[np.argpartition(about, 4000)[:4000]]
        true = EARTH.inv(np.full(len(near), x), np.full(len(near), y), near[:, 0], near[:, 1])[2].min() / 1000
        assert true == pytest.approx(found[number], rel=1e-4, abs=0.002)


def test_a_turned_line_swaps_the_sides_and_counts_from_its_other_end() -> None:
    places = wandering(1)
    lon, lat = around(places, 2).T
    there = Track.of(shapely.LineString(places))
    back = Track.of(shapely.LineString(places[::-1]))
    one, other = there.places(lon, lat), back.places(lon, lat)
    assert (one["side"] == -other["side"]).all()
    assert np.allclose(one["distance_km"], other["distance_km"], rtol=0, atol=1e-9)
    assert np.allclose(one["chainage_km"], there.length_km - other["chainage_km"], rtol=0, atol=1e-6)
    assert one["part"].equals(other["part"])


def test_neither_the_size_of_a_chunk_nor_the_order_of_rows_changes_a_bit(monkeypatch: pytest.MonkeyPatch) -> None:
    places = wandering(3)
    lon, lat = around(places, 4).T
    track = Track.of(shapely.LineString(places))
    whole = track.places(lon, lat)
    order = np.random.default_rng(5).permutation(len(lon))
    assert_frame_equal(whole[order], track.places(lon[order], lat[order]), check_exact=True)
    for chunk in (1, 7, 1000):
        monkeypatch.setattr(distance, "_CHUNK", chunk)
        assert_frame_equal(whole[:200], track.places(lon[:200], lat[:200]), check_exact=True)


def test_parts_follow_each_other_in_chainage_and_the_gap_counts_nothing() -> None:
    parts = shapely.MultiLineString([[(30, 50), (30, 51)], [(30, 52), (30, 53)]])
    track = Track.of(parts)
    found = track.places([29.9, 29.9], [50.9, 52.1])
    first, second = EARTH.inv(30, 50, 30, 51)[2] / 1000, EARTH.inv(30, 52, 30, 53)[2] / 1000
    assert first + second == pytest.approx(track.length_km)
    assert [0, 1] == found["part"].to_list()
    assert [0.9 * first, first + 0.1 * second] == pytest.approx(found["chainage_km"].to_list(), abs=0.2)


def test_long_pieces_are_straight_in_degrees_as_geojson_has_them() -> None:
    track = Track.of(shapely.LineString([(20.0, 50.0), (40.0, 50.0)]))
    # the parallel bends away from the straight way by 110 km in its middle
    assert [1, -1] == track.places([30.0, 30.0], [50.01, 49.99])["side"].to_list()


def test_a_part_without_length_is_passed_over_and_keeps_its_number() -> None:
    parts = shapely.MultiLineString([[(30, 50), (30, 50)], [(30, 52), (30, 53)]])
    assert [1] == Track.of(parts).places([29.9], [50.0])["part"].to_list()


def test_places_given_twice_count_once() -> None:
    places = wandering(6, 50)
    lon, lat = around(places, 7, 500).T
    once = Track.of(shapely.LineString(places)).places(lon, lat)
    assert_frame_equal(once, Track.of(shapely.LineString(np.repeat(places, 3, axis=0))).places(lon, lat))


def test_a_step_shorter_than_a_micrometre_has_no_direction() -> None:
    # at the corner the line goes back by the last digits of a degree, then turns right
    corners = [(30.0, 50.0), (30.5, 50.0), (30.5 - 2e-14, 50.0), (30.5, 49.5)]
    assert corners[1] != corners[2]
    assert [1, -1] == Track.of(shapely.LineString(corners)).places([30.6, 30.4], [50.1, 49.9])["side"].to_list()


def test_inside_is_left_of_a_border_walked_leftward() -> None:
    rng = np.random.default_rng(8)
    angle = np.sort(rng.uniform(0, 2 * np.pi, 60))
    reach = rng.choice([0.05, 1, 3], 60)
    ring = np.column_stack([35 + reach * np.cos(angle), 48 + reach * np.sin(angle)])
    area = shapely.Polygon(ring)
    assert area.is_valid
    spots = rng.uniform([31, 44], [39, 52], (3000, 2))
    found = Track.of(shapely.LineString(shapely.get_coordinates(area.exterior))).places(*spots.T)
    clear = (found["distance_km"] > 0.05).to_numpy()
    held = shapely.contains_xy(area, spots[:, 0], spots[:, 1])
    assert np.array_equal(np.where(held, 1, -1)[clear], found["side"].to_numpy()[clear])


def test_no_places_give_no_rows() -> None:
    found = Track.of(shapely.LineString([(30, 50), (30, 51)])).places([], [])
    assert 0 == found.height
    assert ["distance_km", "side", "chainage_km", "part"] == found.columns


@pytest.mark.parametrize(
    ("line", "why"),
    [
        (shapely.LineString([(179.9, 50), (-179.9, 50)]), "line of the date"),
        (shapely.LineString([(179.9, 50), (180.1, 50)]), "line of the date"),
        (shapely.LineString([(30, 84), (30, 86)]), "near a pole"),
        (shapely.LineString([(30, 50), (30, 50)]), "without length"),
        (shapely.MultiLineString([[(30, 50), (30, 50)]]), "without length"),
        (shapely.LineString(), "without length"),
        (shapely.LineString([(30, 50), (30, np.inf)]), "not a number"),
        (shapely.Point(30, 50), "not a Point"),
    ],
)
def test_a_line_that_cannot_be_worked_out_is_refused_in_words(line: shapely.Geometry, why: str) -> None:
    with pytest.raises(ValueError, match=why):
        Track.of(line)


def test_as_many_longitudes_as_latitudes_are_needed() -> None:
    with pytest.raises(ValueError, match="as many"):
        Track.of(shapely.LineString([(30, 50), (30, 51)])).places([1.0, 2.0], [1.0])
