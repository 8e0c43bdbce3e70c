"""Records of some days put together: neighbours first, then best first, then each looked at again."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import attrs
import numpy as np

from ceaseline.fusion.density import records_about
from ceaseline.fusion.evidence import Evidence, Floats, Ints
from ceaseline.fusion.habits import Habits
from ceaseline.fusion.indexing import grid
from ceaseline.fusion.kernel import BITS, ROW, Model, State, gather, merge, settle
from ceaseline.fusion.nearest import RECORD, Pairing, nearest

REACH = 3.5  # sigmas: what is further apart is not looked at
LEAST = -1.0  # logarithm of the odds above which two are put together
INVENTED = 0.05  # share of records of which nobody else could tell, as nothing happened; assumed
REPEATS = 0.7  # a source less likely to tell of one thing twice than two are, counts what it tells: each is another
NEVER = -60.0  # logarithm of odds
APART = 0.4  # odds of a record standing alone: 1 would be the model's, and understates how many belong; fitted
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
        root=np.sqrt(habits.share),
        weapon_same=np.log((agree**2 + 0.01) / named),
        weapon_other=float(np.log(1 - agree**2)),
        amount=np.array([0.3, 1.0]),
        again=float(np.log(habits.again)) if habits.again >= REPEATS else NEVER,
        more=float(np.log(more)),
        alone=float(np.log(INVENTED + (1 - INVENTED) / mean**2)),
        first=float(np.log((1 - INVENTED) / mean**2)),
        apart=APART,
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
    state = _state(told, habits, km=km, s=s, at=at, rare=rare)
    near, score = _nearest(told, habits, words, km=km, s=s, at=at, rare=rare, least=least - 3.0)
    merge(state, words, near.copy(), score, least)
    label = _roots(state.rows["into"][:n])
    state = _state(told, habits, km=km, s=s, at=at, rare=rare)
    gather(state, words, label)
    chance = settle(state, words, near, label, least, LARGE, SWEEPS)
    alone = np.bincount(label, minlength=n)[label] == 1
    return Joined(label, np.where(alone, chance, SUREST * chance))


def _nearest(
    told: Evidence, habits: Habits, words: Model, *, km: Floats, s: Floats, at: Floats, rare: Floats, least: float
) -> tuple[Ints, Floats]:
    """Return the likeliest others of each record, and the logarithms of their odds."""
    cells = grid(told.lon, told.lat, at, km, s)
    order = cells.order
    columns = {
        "x": told.point[:, 0], "y": told.point[:, 1], "z": told.point[:, 2], "broad": km**2, "at": at, "slow": s**2,
        "rare": rare, "volume": np.log(km**2 * s), "amount": told.amount, "bearing": told.bearing,
        "turn": told.turn, "said": told.said, "weapon": told.weapon, "unit": told.unit, "kind": told.kind,
        "source": told.source, "named": (told.weapon >= 0) | (told.unit >= 0),
    }  # fmt: skip
    likeness = np.vstack([_likeness(habits, np.arange(len(habits.words))), words.root])
    pairing = Pairing(
        two=float(words.first + words.more - 2 * words.alone),
        alike=np.log(np.maximum(likeness @ likeness.T, 1e-12)),
        weapon_same=words.weapon_same,
        weapon_other=words.weapon_other,
        amount=words.amount,
        again=words.again,
    )
    place, score = nearest(cells, table(columns, order, RECORD), pairing, REACH, least)
    near, odds = np.empty_like(place), np.empty_like(score)
    near[order], odds[order] = np.where(place >= 0, order[place], -1), score
    return near, odds


def table(columns: Mapping[str, Any], order: Ints, kind: np.dtype[Any]) -> Any:
    """Return columns as one array of rows, in an order."""
    rows = np.empty(len(order), dtype=kind)
    for name, column in columns.items():
        rows[name] = column[order]
    return rows


def _likeness(habits: Habits, said: Ints) -> Floats:
    """Return the chance of each true word given what was said, over the root of its share, shape (n, words)."""
    root = np.sqrt(habits.share)
    likeness = habits.words[np.maximum(said, 0)] * root
    likeness[said < 0] = root
    scaled: Floats = likeness / (likeness * root).sum(axis=1, keepdims=True)
    return scaled


def _state(told: Evidence, habits: Habits, *, km: Floats, s: Floats, at: Floats, rare: Floats) -> State:
    """Return records as happenings of their own, with as many empty ones, and one place to reckon in."""
    n = len(at)
    size = 2 * n + 1
    numbers = np.arange(n)
    columns = {
        "x": told.point[:, 0], "y": told.point[:, 1], "z": told.point[:, 2], "w": 1 / km**2, "at": at,
        "v": 1 / s**2, "wild": np.full(n, WILD), "rare": rare, "amount": np.nan_to_num(told.amount),
        "bearing": told.bearing,
        "turn": told.turn, "n": np.ones(n), "weapon": told.weapon, "amounts": ~np.isnan(told.amount),
        "unit": told.unit, "kind": told.kind, "bears": ~np.isnan(told.bearing), "mask": 1 << (told.source % BITS),
        "source": told.source, "head": numbers, "tail": numbers, "follows": np.full(n, -1), "into": numbers,
        "change": np.zeros(n),
    }  # fmt: skip
    rows = np.zeros(size, dtype=ROW)
    rows[:n] = table(columns, numbers, ROW)
    word = np.zeros((size, len(habits.share)))
    word[:n] = _likeness(habits, told.said)
    return State(rows, word)


def _roots(into: Ints) -> Ints:
    while True:
        further = into[into]
        if (further == into).all():
            return into
        into = further
