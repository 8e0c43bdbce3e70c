"""The kernel against the obvious: every pair looked at, and always the likeliest of all pairs joined next."""

from __future__ import annotations

from itertools import combinations, permutations
from typing import Any

import numpy as np
import pytest

from builders import observation, observations
from ceaseline.fusion.density import records_about
from ceaseline.fusion.evidence import evidence, vocabulary
from ceaseline.fusion.habits import unlearned
from ceaseline.fusion.joining import _nearest, _roots, _state, model
from ceaseline.fusion.kernel import HELD, _join, merge, odds_of

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
    return told, habits, state, model(habits, np.zeros(0))


@pytest.mark.parametrize("seed", range(5))
def test_the_likeliest_neighbours_are_those_found_by_looking_at_every_pair(seed: int) -> None:
    told, habits, state, weights = world(seed, 120, 20.0)
    near, score = _nearest(
        told, habits, weights, km=told.km, s=told.s, at=told.at, rare=state.rows["rare"][:120], least=LEAST
    )
    expected: dict[int, dict[int, float]] = {number: {} for number in range(120)}
    for i, j in combinations(range(120), 2):
        odds = odds_of(state, weights, i, j, LEAST)
        if odds > LEAST:
            expected[i][j] = expected[j][i] = odds
    assert sum(len(each) for each in expected.values()) > 60
    for i, own in expected.items():
        found = {int(j): odds for j, odds in zip(near[i], score[i], strict=True) if j >= 0}
        assert own == pytest.approx(found)


@pytest.mark.parametrize("seed", range(5))
def test_merging_joins_the_likeliest_of_all_pairs_next(seed: int) -> None:
    """Sixteen records, so that every list of neighbours holds all others."""
    _, _, state, weights = world(seed, HELD, 0.2)
    near = np.array([[j for j in range(HELD) if j != i] + [-1] for i in range(HELD)])
    score = np.full((HELD, HELD), -np.inf)
    for i, j in permutations(range(HELD), 2):
        score[i, near[i] == j] = odds_of(state, weights, i, j, LEAST)
    merge(state, weights, near, score, LEAST)
    _, _, slow, weights = world(seed, HELD, 0.2)
    alive = list(range(HELD))
    while True:
        pairs = [(odds_of(slow, weights, a, b, LEAST), -a, -b) for a, b in combinations(alive, 2)]
        odds, a, b = max(pairs, default=(-np.inf, 0, 0))
        if odds <= LEAST:
            break
        _join(slow, weights, -a, -b)
        alive.remove(-b)
    assert _roots(slow.rows["into"][:HELD]).tolist() == _roots(state.rows["into"][:HELD]).tolist()
    assert len(alive) < HELD
