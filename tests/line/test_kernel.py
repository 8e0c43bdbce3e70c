"""Held against every piece in turn, without a tree, and against areas that know their inside."""

from __future__ import annotations

import subprocess
import sys

import numpy as np
import pytest
import shapely
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray
from shapely.geometry.base import BaseGeometry

from ceaseline.line.kernel import LEFT, ON, ON_LINE, RIGHT, TIE, UNTOLD, Nearest, nearest, tree_over

Places = NDArray[np.float64]


def pieces_of(*parts: Places) -> Places:
    """Return the pieces of lines, those without length left out."""
    pieces = np.concatenate([np.hstack([part[:-1], part[1:]]) for part in map(np.asarray, parts)]).astype(float)
    return np.ascontiguousarray(pieces[(pieces[:, :2] != pieces[:, 2:]).any(axis=1)])


def asked(places: Places, pieces: Places) -> Nearest:
    """Return piece, share, distance and side of each place."""
    return nearest(np.ascontiguousarray(places, dtype=np.float64), tree_over(pieces))


def sides(places: object, *parts: object) -> object:
    """Return the side of each place from lines."""
    return asked(np.array(places, dtype=float), pieces_of(*map(np.array, parts)))[3].tolist()


def each_in_turn(
    places: Places, pieces: Places
) -> tuple[NDArray[np.int64], Places, Places, NDArray[np.int8], NDArray[np.bool_]]:
    """Return piece, share, distance, and the side by the sum of unit normals, with where that sum may be used."""
    start, step = pieces[:, :2], pieces[:, 2:] - pieces[:, :2]
    from_start = places[:, None, :] - start[None]
    share = np.clip((from_start * step).sum(axis=2) / (step**2).sum(axis=1), 0, 1)
    foot = np.where((share == 1)[..., None], pieces[:, 2:], start + share[..., None] * step)
    away = places[:, None, :] - foot
    distance = np.hypot(away[..., 0], away[..., 1])
    near = distance <= distance.min(axis=1, keepdims=True) + TIE
    piece = near.argmax(axis=1)
    rows = np.arange(len(places))
    unit = step / np.hypot(step[:, 0], step[:, 1])[:, None]
    normal = np.column_stack([-unit[:, 1], unit[:, 0]])
    summed = (near[..., None] * normal[None]).sum(axis=1)
    off = (summed * away[rows, piece]).sum(axis=1)
    side = np.where(distance.min(axis=1) <= ON_LINE, 0, np.sign(off)).astype(np.int8)
    last = near.shape[1] - 1 - near[:, ::-1].argmax(axis=1)
    follows = (last - piece == 1) & (pieces[piece, 2:] == pieces[last, :2]).all(axis=1)
    plain = (near.sum(axis=1) == 1) | ((near.sum(axis=1) == 2) & follows)
    return piece, share[rows, piece], distance.min(axis=1), side, plain & (np.abs(off) > 1e-9)


def random_parts(rng: np.random.Generator) -> list[Places]:
    """Return lines of all sorts: on a grid so that they touch, with places given twice, rings, there and back."""
    parts = []
    for _ in range(rng.integers(1, 4)):
        count = int(rng.integers(2, 60))
        walk = rng.integers(-4, 5, (count, 2)).astype(float) if rng.random() < 0.5 else rng.normal(0, 3, (count, 2))
        if rng.random() < 0.3:
            walk = np.cumsum(walk, axis=0)
        if rng.random() < 0.3:
            walk = np.repeat(walk, rng.integers(1, 3, count), axis=0)
        if rng.random() < 0.3:
            walk = np.vstack([walk, walk[:1]])
        if rng.random() < 0.2:
            walk = np.vstack([walk, walk[::-1]])
        parts.append(walk)
    return parts


@pytest.mark.parametrize("seed", range(40))
def test_the_tree_finds_what_each_piece_in_turn_gives(seed: int) -> None:
    rng = np.random.default_rng(seed)
    held = 0
    for _ in range(60):
        pieces = pieces_of(*random_parts(rng))
        if not len(pieces):
            continue
        low, high = pieces.min() - 3, pieces.max() + 3
        on_grid = rng.integers(int(low), int(high) + 1, (40, 2)) / rng.choice([1, 2])
        places = np.vstack([rng.uniform(low, high, (40, 2)), on_grid, pieces[:20, :2]])
        piece, share, distance, side = asked(places, pieces)
        want_piece, want_share, want_distance, want_side, plain = each_in_turn(places, pieces)
        assert np.array_equal(want_piece, piece)
        assert np.allclose(want_share, share, rtol=0, atol=1e-9)
        assert np.allclose(want_distance, distance, rtol=1e-12, atol=1e-12)
        assert np.array_equal(want_side[plain], side[plain])
        held += plain.sum()
    assert held > 1500  # of 6,000: the rest lie on the line, or see several pieces


def inside(area: BaseGeometry, places: Places) -> tuple[NDArray[np.int8], NDArray[np.int8]]:
    """Return the sides found, and left inside and right outside; the border walked with the inside on the left."""
    area = shapely.orient_polygons(area, exterior_cw=False)
    rings = [ring for part in shapely.get_parts(area) for ring in (part.exterior, *part.interiors)]
    pieces = pieces_of(*[shapely.get_coordinates(ring) for ring in rings])
    *_, distance, side = asked(places, pieces)
    clear = distance > 1e-6
    held = shapely.contains_xy(area, places[:, 0], places[:, 1])
    return side[clear], np.where(held[clear], LEFT, RIGHT).astype(np.int8)


@pytest.mark.parametrize("seed", range(20))
def test_inside_is_left_and_outside_right_whatever_the_spikes(seed: int) -> None:
    rng = np.random.default_rng(seed)
    for _ in range(30):
        corners = int(rng.integers(3, 80))
        angle = np.sort(rng.uniform(0, 2 * np.pi, corners))
        reach = rng.choice([0.01, 1, 5, 50], corners) * rng.uniform(0.5, 1, corners)
        area = shapely.Polygon(np.column_stack([reach * np.cos(angle), reach * np.sin(angle)]))
        if not area.is_valid:
            continue
        tips = shapely.get_coordinates(area) * rng.uniform(1, 1.2, (len(area.exterior.coords), 1))
        found, wanted = inside(area, np.vstack([rng.uniform(-60, 60, (200, 2)), rng.normal(0, 3, (200, 2)), tips]))
        assert np.array_equal(wanted, found)


@pytest.mark.parametrize("seed", range(20))
def test_areas_that_touch_themselves_at_corners_keep_their_inside_on_the_left(seed: int) -> None:
    rng = np.random.default_rng(seed)
    for _ in range(20):
        full = rng.random((7, 7)) < rng.uniform(0.2, 0.8)
        area = shapely.union_all([shapely.box(x, y, x + 1, y + 1) for x, y in np.argwhere(full)])
        if area.is_empty:
            continue
        fine = np.stack(np.meshgrid(np.arange(-2, 9.01, 0.25), np.arange(-2, 9.01, 0.25)), axis=-1).reshape(-1, 2)
        found, wanted = inside(area, fine)
        assert np.array_equal(wanted, found)


def test_of_wedges_that_touch_at_their_tips_only_the_one_in_sight_counts() -> None:
    # a narrow wedge in the mouth of a wide one, both with their tips at 0: what lies between them is on the right
    wide, narrow = [(-4, 1), (0, 0), (-4, -1)], [(-3, -0.25), (0, 0), (-3, 0.25)]
    places = [(5, 0), (-2, 0.3), (-2, 0)]
    assert [LEFT, RIGHT, LEFT] == sides(places, wide, narrow) == sides(places, narrow, wide)
    assert [RIGHT, LEFT, RIGHT] == sides(places, wide[::-1], narrow[::-1])


def test_a_sharp_salient_is_on_the_right_beyond_its_tip() -> None:
    # walking east, up to the tip and down again: what lies beyond the tip is left of the line
    salient = [(-10, 0), (-0.001, 0), (0, 8), (0.001, 0), (10, 0)]
    assert [LEFT, LEFT, LEFT, RIGHT, RIGHT] == sides([(0, 9), (-1, 4), (1, 4), (0, 4), (0, -1)], salient)


def test_beyond_an_open_end_the_last_piece_is_extended() -> None:
    line = [(0, 0), (10, 0)]
    assert [LEFT, RIGHT, ON] == sides([(15, 1), (15, -1), (15, 0)], line)
    assert [LEFT, RIGHT, ON] == sides([(-5, 1), (-5, -1), (-5, 0)], line)


def test_on_the_line_is_neither_left_nor_right() -> None:
    assert [ON, ON, ON, LEFT] == sides([(0, 0), (5, 0), (5, 5e-7), (5, 2e-6)], [(0, 0), (10, 0), (10, 4)])


def test_a_line_back_over_itself_does_not_tell() -> None:
    assert [UNTOLD] * 3 == sides([(5, 1), (5, -1), (12, 0)], [(0, 0), (10, 0), (0, 0)])


def test_a_line_walked_twice_tells_as_once() -> None:
    ring = [(0, 0), (10, 0), (10, 10), (0, 10), (0, 0)]
    assert [LEFT, RIGHT, RIGHT] == sides([(5, 1), (5, -1), (-1, -1)], ring + ring[1:])


def test_parts_that_follow_each_other_meet_as_one_line_does() -> None:
    assert [RIGHT, LEFT] == sides([(6, -2), (4, 2)], [(0, 0), (5, 0)], [(5, 0), (5, 9)])
    # two that both leave from one place say both
    assert [UNTOLD] == sides([(0, -2)], [(0, 0), (5, 1)], [(0, 0), (-5, 1)])


def test_of_several_as_near_the_first_is_taken() -> None:
    square = pieces_of(np.array([(1, -1), (1, 1), (-1, 1), (-1, -1), (1, -1)]))
    piece, share, distance, side = asked(np.zeros((1, 2)), square)
    assert (0, 0.5, 1.0, LEFT) == (piece[0], share[0], distance[0], side[0])


def test_the_middle_of_a_circle_is_as_near_to_all_of_it() -> None:
    angle = np.linspace(0, 2 * np.pi, 5001)
    circle = pieces_of(np.column_stack([np.cos(angle), np.sin(angle)]))
    piece, _, distance, side = asked(np.zeros((1, 2)), circle)
    assert 0 == piece[0]
    assert LEFT == side[0]
    assert 1 == pytest.approx(distance[0], abs=1e-6)


@pytest.mark.parametrize("bad", [np.nan, np.inf, -np.inf])
def test_a_place_that_is_none_has_no_answer(bad: float) -> None:
    piece, share, distance, side = asked(np.array([[bad, 0.0], [0.0, bad]]), pieces_of(np.array([(0, 0), (1, 0)])))
    assert [-1, -1] == piece.tolist()
    assert [UNTOLD] * 2 == side.tolist()
    assert np.isnan([share, distance]).all()


coordinates = st.integers(-20, 20).map(lambda number: number / 4)
walks = st.lists(st.tuples(coordinates, coordinates), min_size=2, max_size=40, unique=True)


@settings(deadline=None)
@given(walks, st.lists(st.tuples(coordinates, coordinates), min_size=1, max_size=20), st.permutations(range(20)))
def test_a_place_is_answered_for_itself_alone(
    walk: list[tuple[float, float]], places: list[tuple[float, float]], order: list[int]
) -> None:
    pieces = pieces_of(np.array(walk))
    shuffled = [number for number in order if number < len(places)]
    together = asked(np.array(places), pieces)
    apart = asked(np.array(places)[shuffled], pieces)
    alone = asked(np.array(places[:1]), pieces)
    for field in Nearest._fields:
        assert np.array_equal(getattr(together, field)[shuffled], getattr(apart, field))
        assert np.array_equal(getattr(together, field)[:1], getattr(alone, field))


@settings(deadline=None)
@given(walks, st.tuples(coordinates, coordinates), st.tuples(coordinates, coordinates))
def test_two_places_that_see_each_other_past_a_line_that_does_not_cross_itself_are_on_one_side(
    walk: list[tuple[float, float]], one: tuple[float, float], other: tuple[float, float]
) -> None:
    line = shapely.LinearRing([*walk, walk[0]]) if len(walk) > 2 else shapely.LineString(walk)
    ring = line.is_ring and line.is_simple
    if ring and not shapely.LineString([one, other]).intersects(line):
        first, second = asked(np.array([one, other]), pieces_of(shapely.get_coordinates(line))).side
        assert first == second != UNTOLD


@settings(deadline=None)
@given(walks, st.lists(st.tuples(coordinates, coordinates), min_size=1, max_size=20))
def test_a_mirror_swaps_the_sides_and_nothing_else(
    walk: list[tuple[float, float]], places: list[tuple[float, float]]
) -> None:
    mirror = np.array([-1.0, 1.0])
    here = asked(np.array(places), pieces_of(np.array(walk)))
    there = asked(np.array(places) * mirror, pieces_of(np.array(walk) * mirror))
    for field in ("piece", "share", "distance"):
        assert np.array_equal(getattr(here, field), getattr(there, field))
    assert [side if side == UNTOLD else -side for side in here.side.tolist()] == there.side.tolist()


def test_it_works_where_nothing_can_be_kept_on_disk() -> None:
    script = (
        "from numba.core import caching; caching.CacheImpl._locator_classes = []\n"
        "import numpy as np; from ceaseline.line.kernel import nearest, tree_over\n"
        "found = nearest(np.array([[0.5, 1.0]]), tree_over(np.array([[0.0, 0.0, 1.0, 0.0]])))\n"
        "print(found.side[0], found.distance[0])\n"
    )
    done = subprocess.run([sys.executable, "-c", script], check=True, capture_output=True, text=True)
    assert "1 1.0" == done.stdout.strip()


def test_the_command_line_does_not_load_the_compiler() -> None:
    script = "import sys, ceaseline.cli, ceaseline.case, ceaseline.line; print('numba' in sys.modules)"
    done = subprocess.run([sys.executable, "-c", script], check=True, capture_output=True, text=True)
    assert "False" == done.stdout.strip()
