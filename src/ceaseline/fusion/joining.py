"""Records of some days put together: neighbours first, then best first, then each looked at again."""

from __future__ import annotations

from typing import Any

import attrs
import numpy as np

from ceaseline.fusion.density import records_about
from ceaseline.fusion.evidence import Evidence, Floats, Ints
from ceaseline.fusion.habits import Habits
from ceaseline.fusion.indexing import grid
from ceaseline.fusion.kernel import Model, State, gather, merge, neighbours, settle

REACH = 3.5  # sigmas: what is further apart is not looked at
LEAST = -0.7  # logarithm of the odds above which two are put together
INVENTED = 0.05  # share of records of which nobody else could tell, as nothing happened; assumed
REPEATS = 0.7  # a source less likely to tell of one thing twice than two are, counts what it tells: each is another
NEVER = -60.0  # logarithm of odds
SUREST = 0.99  # what fits two records of one happening may yet be invented
SWEEPS = 2
LARGE = 64  # happenings of more records are not taken apart again
WILD = 0.02  # share of records that are far off


@attrs.frozen(eq=False)
class Joined:
    """Which records are together, and how surely each belongs there.

    Attributes:
        label: the first record of each one's happening, shape (n,).
        chance: that it belongs there, shape (n,).
    """

    label: Ints
    chance: Floats


def model(habits: Habits, weapons: Floats) -> Model:
    """Return what two records are weighed by, from what was learned."""
    mean = (
        1.0 + habits.together / 2.0
    )  # of a geometric number of records, others of a record's happening are 2 (mean - 1)
    more = 1.0 - 1.0 / mean
    named = (weapons + 0.5) / (weapons + 0.5).sum() if len(weapons) else np.ones(1)
    agree = 0.85
    return Model(
        share=habits.share,
        weapon_same=np.log((agree**2 + 0.01) / named),
        weapon_other=float(np.log(1 - agree**2)),
        amount=np.array([0.3, 1.0]),
        again=float(np.log(habits.again)) if habits.again >= REPEATS else NEVER,
        more=float(np.log(more)),
        alone=float(np.log(INVENTED + (1 - INVENTED) / mean**2)),
        first=float(np.log((1 - INVENTED) / mean**2)),
    )


def join(told: Evidence, habits: Habits, seconds: float, *, least: float = LEAST) -> Joined:
    """Return which records tell of one happening.

    Args:
        told: records in an order that their content gives.
        habits: of their sources.
        seconds: how long the records are spread over.
        least: logarithm of the odds above which two are put together.
    """
    n = len(told.at)
    km = np.maximum(told.km * habits.factor[told.source], 0.01)
    s = np.maximum(told.s * habits.slow[told.source], 1.0)
    at = told.at - habits.late[told.source]
    rare = np.log(records_about(told.lon, told.lat, at, km, seconds, together=habits.together))
    words = model(
        habits,
        np.bincount(told.weapon[told.weapon >= 0]).astype(float) if (told.weapon >= 0).any() else np.zeros(0),
    )
    index = grid(told.lon, told.lat, at, km, s)
    state = _state(told, habits, km=km, s=s, at=at, rare=rare)
    near, _ = neighbours(
        index.grid,
        index.group,
        told.lon,
        told.lat,
        km,
        s,
        state,
        words,
        told.source,
        told.bearing,
        told.turn,
        REACH,
        least - 3.0,
    )
    merge(state, words, near, told.source, told.bearing, told.turn, least)
    label = _roots(state.into[:n])
    state = _state(told, habits, km=km, s=s, at=at, rare=rare)
    gather(state, words, label)
    for _ in range(SWEEPS):
        settle(state, words, near, label, told.source, told.bearing, told.turn, least, LARGE, True)
    chance = settle(state, words, near, label, told.source, told.bearing, told.turn, least, LARGE, False)
    alone = np.bincount(label, minlength=n)[label] == 1
    return Joined(label, np.where(alone, chance, SUREST * chance))


def _state(told: Evidence, habits: Habits, *, km: Floats, s: Floats, at: Floats, rare: Floats) -> State:
    """Return records as happenings of their own, with as many empty ones, and one place to reckon in."""
    n = len(at)
    size = 2 * n + 1
    likeness = habits.words[np.maximum(told.said, 0)] * habits.share
    likeness[told.said < 0] = habits.share
    likeness = likeness / likeness.sum(axis=1, keepdims=True)

    def wide(values: Any) -> Any:
        return np.concatenate([values, np.zeros((size - n, *values.shape[1:]), dtype=values.dtype)])

    numbers = np.arange(n)
    return State(
        n=wide(np.ones(n, dtype=np.int64)),
        point=wide(told.point),
        w=wide(1 / km**2),
        at=wide(at),
        v=wide(1 / s**2),
        wild=wide(np.full(n, WILD)),
        word=wide(likeness),
        weapon=wide(told.weapon),
        amount=wide(np.nan_to_num(told.amount)),
        amounts=wide((~np.isnan(told.amount)).astype(np.int64)),
        unit=wide(told.unit),
        kind=wide(told.kind),
        bears=wide((~np.isnan(told.bearing)).astype(np.int64)),
        rare=wide(rare),
        head=wide(numbers),
        tail=wide(numbers),
        follows=np.full(size, -1),
        into=np.arange(size),
        change=wide(np.zeros(n, dtype=np.int64)),
    )


def _roots(into: Ints) -> Ints:
    while True:
        further = into[into]
        if (further == into).all():
            return into
        into = further
