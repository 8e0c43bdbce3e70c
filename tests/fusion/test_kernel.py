"""The kernel against the obvious: every pair looked at, and always the likeliest of all pairs joined next."""

from __future__ import annotations

from itertools import combinations
from typing import Any

import numpy as np
import pytest

from builders import observation, observations
from ceaseline.fusion.density import records_about
from ceaseline.fusion.evidence import evidence, vocabulary
from ceaseline.fusion.habits import unlearned
from ceaseline.fusion.indexing import grid
from ceaseline.fusion.joining import _roots, _state, model
from ceaseline.fusion.kernel import _join, merge, neighbours, odds_of

LEAST, DAY = -0.7, 86_400.0


def world(seed: int, many: int, days: float) -> Any:
    """Return records of some happenings, as the kernel takes them."""
    dice = np.random.default_rng(seed)
    rows = []
    for number in range(many):
        spot = np.random.default_rng([seed, number // 3])
        lon, lat = spot.uniform(34.0, 34.6), spot.uniform(12.0, 12.6)
        second = spot.uniform(0, days * DAY)
        radius = float(dice.choice([300.0, 1500.0, 6000.0]))
        start = observation()["earliest"] + (np.timedelta64(int(second * 1e6), "us")).item()
        rows.append(
            observation(
                observation_id=f"o{number:03}",
                source=f"s{dice.integers(9)}",
                lon=lon + dice.normal(0, radius / 200_000),
                lat=lat + dice.normal(0, radius / 200_000),
                radius_m=radius,
                earliest=start,
                latest=start,
                time_sigma_s=float(dice.choice([5.0, 600.0])),
                phenomenon=str(dice.choice(["explosion", "fire"])),
            )
        )
    table = observations(*rows)
    words = vocabulary(table)
    told = evidence(table, words)
    habits = unlearned(words)
    rare = np.log(records_about(told.lon, told.lat, told.at, told.km, days * DAY, together=2.0))
    state = _state(told, habits, km=told.km, s=told.s, at=told.at, rare=rare)
    return told, state, model(habits, np.zeros(0))


@pytest.mark.parametrize("seed", range(5))
def test_the_likeliest_neighbours_are_those_found_by_looking_at_every_pair(seed: int) -> None:
    told, state, weights = world(seed, 120, 20.0)
    index = grid(told.lon, told.lat, told.at, told.km, told.s)
    near, score = neighbours(
        index.grid, index.group, told.lon, told.lat, told.km, told.s, state, weights,
        told.source, told.bearing, told.turn, 6.0, LEAST,
    )  # fmt: skip
    expected: dict[int, dict[int, float]] = {number: {} for number in range(120)}
    for i, j in combinations(range(120), 2):
        odds = odds_of(state, weights, told.source, told.bearing, told.turn, i, j, LEAST)
        if odds > LEAST:
            expected[i][j] = expected[j][i] = odds
    assert sum(len(each) for each in expected.values()) > 60
    for i, own in expected.items():
        found = {int(j): odds for j, odds in zip(near[i], score[i], strict=True) if j >= 0}
        assert own == pytest.approx(found)


@pytest.mark.parametrize("seed", range(5))
def test_merging_joins_the_likeliest_of_all_pairs_next(seed: int) -> None:
    """Sixteen records, so that every list of neighbours holds all others."""
    told, state, weights = world(seed, 16, 0.2)
    near = np.array([[j for j in range(16) if j != i] + [-1] for i in range(16)])
    merge(state, weights, near, told.source, told.bearing, told.turn, LEAST)
    told, slow, weights = world(seed, 16, 0.2)
    alive = list(range(16))
    while True:
        pairs = [
            (odds_of(slow, weights, told.source, told.bearing, told.turn, a, b, LEAST), -a, -b)
            for a, b in combinations(alive, 2)
        ]
        odds, a, b = max(pairs, default=(-np.inf, 0, 0))
        if odds <= LEAST:
            break
        _join(slow, weights, -a, -b)
        alive.remove(-b)
    assert _roots(slow.into[:16]).tolist() == _roots(state.into[:16]).tolist()
    assert len(alive) < 16
