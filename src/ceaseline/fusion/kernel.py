"""Compiled: how likely two happenings are one; putting them together best first; looking at each record again."""

from __future__ import annotations

from heapq import heappop, heappush
from math import exp, log, pi, sqrt
from typing import Any, NamedTuple, TypeAlias

import numpy as np
from numpy.typing import NDArray

from ceaseline.compiling import compiled
from ceaseline.fusion.nearest import agreeing, opposed

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]

HELD = 16  # neighbours kept of a happening
WILD = 5.0  # an outlier is that many times further off
BITS = 63  # sources share so many bits of a mask


class Model(NamedTuple):
    """What two records are weighed by.

    Attributes:
        root: square root of the share of each true word among all, shape (words,).
        weapon_same: logarithm of the odds of one class named by two, shape (weapons,).
        weapon_other: of two classes named.
        amount: sigma of the logarithm of a number told of one thing, and of different things, shape (2,).
        again: logarithm of the odds that a source tells of one thing twice.
        more, alone, first: logarithms: of the chance that one more tells of it, of the share of records that are
            alone, of happenings for each record that are told of by several.
        apart: odds of a record standing alone, in the chance that is given; those of the rest are too low.
    """

    root: Floats
    weapon_same: Floats
    weapon_other: float
    amount: Floats
    again: float
    more: float
    alone: float
    first: float
    apart: float


# Happenings, at first one record each: ``w`` and ``v`` are the precisions of place and time, ``wild`` the share of
# outliers, ``rare`` the logarithm of how many records there are in a square kilometre and second there, ``mask``
# bits of the sources. ``head``, ``tail`` and ``follows`` are a list of the records, ``into`` what it was put into,
# ``change`` how often it changed. One row's columns lie together: see ``nearest``.
ROW = np.dtype(
    [(name, np.float64) for name in ("x", "y", "z", "w", "at", "v", "wild", "rare", "amount", "bearing", "turn")]
    + [(name, np.int64) for name in ("n", "weapon", "amounts", "unit", "kind", "bears", "mask", "source")]
    + [(name, np.int64) for name in ("head", "tail", "follows", "into", "change")]
)
Rows: TypeAlias = Any  # of ROW


class State(NamedTuple):
    """Happenings: a row of each, and the chance of each true word over the root of its share, shape (n, words)."""

    rows: Rows
    word: Floats


@compiled
def likely(state: State, model: Model, a: int, b: int) -> float:
    """Return the logarithm of the odds of two happenings being one."""
    one, other = state.rows[a], state.rows[b]
    if one.kind != other.kind:
        return -np.inf
    spread = 1.0 / one.w + 1.0 / other.w
    square = ((one.x - other.x) ** 2 + (one.y - other.y) ** 2 + (one.z - other.z) ** 2) / spread
    apart = 1.0 / one.v + 1.0 / other.v
    gap = (one.at - other.at) ** 2 / apart
    if square > 900.0 or gap > 900.0:
        return -np.inf
    wild = one.wild + other.wild
    close = (1.0 - wild) * exp(-square / 2) + wild / WILD**2 * exp(-square / (2 * WILD**2))
    soon = (1.0 - wild) * exp(-gap / 2) + wild / WILD * exp(-gap / (2 * WILD**2))
    odds = log(close * soon / (2 * pi * spread * sqrt(2 * pi * apart)))
    # the more exact one is where it is; the vaguer could have been anywhere about it
    sharp, sharper = one.w * sqrt(one.v), other.w * sqrt(other.v)
    odds -= max(one.rare, other.rare) if sharp == sharper else one.rare if sharp < sharper else other.rare
    odds += _size(one.n + other.n, model) - _size(one.n, model) - _size(other.n, model)
    same = 0.0
    for k in range(len(model.root)):
        same += state.word[a, k] * state.word[b, k]
    odds += log(max(same, 1e-12))
    if one.weapon >= 0 and other.weapon >= 0:
        odds += model.weapon_same[one.weapon] if one.weapon == other.weapon else model.weapon_other
    if one.amounts and other.amounts and one.unit == other.unit:
        told = model.amount[0] ** 2 * (1.0 / one.amounts + 1.0 / other.amounts)
        odds += agreeing(one.amount - other.amount, told, 2 * model.amount[1] ** 2)
    return float(odds)


@compiled
def _size(n: int, model: Model) -> float:
    return model.alone if n == 1 else model.first + (n - 1) * model.more


@compiled
def shared(state: State, a: int, b: int) -> int:
    """Return how many records of one have one of their source in the other; -1 where bearings are opposed."""
    both = 0
    bears = state.rows[a].bears and state.rows[b].bears
    if not bears and not state.rows[a].mask & state.rows[b].mask:
        return 0
    i = state.rows[a].head
    while True:
        again = False
        j = state.rows[b].head
        while True:
            again = again or state.rows[i].source == state.rows[j].source
            if bears and opposed(state.rows[i], state.rows[j]):
                return -1
            if j == state.rows[b].tail:
                break
            j = state.rows[j].follows
        both += again
        if i == state.rows[a].tail:
            break
        i = state.rows[i].follows
    return both


@compiled
def odds_of(state: State, model: Model, a: int, b: int, least: float) -> float:
    """Return the logarithm of the odds, with what bearings and sources say, where it may exceed *least*."""
    odds = likely(state, model, a, b)
    if odds <= least and model.again <= 0.0:
        return odds
    both = shared(state, a, b)
    return -np.inf if both < 0 else odds + both * model.again


@compiled
def _root(state: State, i: int) -> int:
    while state.rows[i].into != i:
        state.rows[i].into = state.rows[state.rows[i].into].into
        i = state.rows[i].into
    return i


@compiled
def _add(state: State, model: Model, a: int, b: int) -> None:
    """Add what b says to what a says."""
    one, other = state.rows[a], state.rows[b]
    w, v = one.w + other.w, one.v + other.v
    if other.w * sqrt(other.v) > one.w * sqrt(one.v):
        one.rare = other.rare
    mine, theirs = one.w / w, other.w / w
    one.x = mine * one.x + theirs * other.x
    one.y = mine * one.y + theirs * other.y
    one.z = mine * one.z + theirs * other.z
    one.at = (one.v * one.at + other.v * other.at) / v
    one.w, one.v = w, v
    one.wild = 0.01
    one.n += other.n
    total = 0.0
    for k in range(len(model.root)):
        state.word[a, k] = state.word[a, k] * state.word[b, k] / model.root[k]
        total += state.word[a, k] * model.root[k]
    for k in range(len(model.root)):
        state.word[a, k] = max(state.word[a, k] / total, 1e-9)
    if one.weapon < 0:
        one.weapon = other.weapon
    if other.amounts:
        if not one.amounts:
            one.unit, one.amount, one.amounts = (
                other.unit,
                other.amount,
                other.amounts,
            )
        elif one.unit == other.unit:
            many = one.amounts + other.amounts
            one.amount = (one.amounts * one.amount + other.amounts * other.amount) / many
            one.amounts = many
    one.bears = one.bears or other.bears
    one.mask |= other.mask


@compiled
def _join(state: State, model: Model, a: int, b: int) -> None:
    """Put b into a."""
    _add(state, model, a, b)
    state.rows[state.rows[a].tail].follows = state.rows[b].head
    state.rows[a].tail = state.rows[b].tail
    state.rows[b].into = a
    state.rows[a].change += 1
    state.rows[b].change = -1


@compiled
def merge(state: State, model: Model, near: Ints, score: Floats, least: float) -> None:
    """Put happenings together, always the likeliest two next, until no two are likely one.

    Args:
        state: of records; changed.
        model: what they are weighed by.
        near: the likeliest others of each record, shape (n, HELD); -1 where there are fewer. Changed.
        score: logarithms of their odds.
        least: logarithm of the odds above which two are put together.
    """
    heap = [(0.0, 0, 0, 0, 0) for _ in range(0)]
    for i in range(len(near)):
        top, where = least, -1
        for place in range(HELD):
            c = near[i, place]
            if c >= 0 and (score[i, place] > top or (score[i, place] == top and where >= 0 and c < where)):
                top, where = score[i, place], c
        if where >= 0:
            heappush(heap, (-top, i, where, 0, 0))
    union, odds_to = np.empty(2 * HELD, dtype=np.int64), np.empty(2 * HELD)
    while heap:
        _, a, b, first, second = heappop(heap)
        if state.rows[a].change != first:
            continue
        if state.rows[b].change != second:
            b, odds = _best(state, model, near, a, least)
            if b >= 0:
                heappush(heap, (-odds, a, b, state.rows[a].change, state.rows[b].change))
            continue
        if a > b:
            a, b = b, a
        _join(state, model, a, b)
        size = 0
        for whose in (a, b):
            for place in range(HELD):
                if near[whose, place] >= 0:
                    c = _root(state, near[whose, place])
                    known = c == a
                    for each in range(size):
                        known = known or union[each] == c
                    if not known:
                        union[size] = c
                        size += 1
        top, where = least, -1
        for each in range(size):
            odds_to[each] = odds_of(state, model, a, union[each], least - 8.0)
            if odds_to[each] > top or (odds_to[each] == top and where >= 0 and union[each] < where):
                top, where = odds_to[each], union[each]
        near[a] = -1
        if size > HELD:
            order = np.argsort(-odds_to[:size], kind="mergesort")
            for place in range(HELD):
                near[a, place] = union[order[place]]
        else:
            near[a, :size] = union[:size]
        if where >= 0:
            heappush(heap, (-top, a, where, state.rows[a].change, state.rows[where].change))


@compiled
def _best(state: State, model: Model, held: Ints, a: int, least: float) -> tuple[int, float]:
    top, where = least, -1
    for place in range(HELD):
        if held[a, place] >= 0:
            c = _root(state, held[a, place])
            if c != a:
                odds = odds_of(state, model, a, c, top)
                if odds > top or (odds == top and where >= 0 and c < where):
                    top, where = odds, c
    return where, top


@compiled
def _copy(state: State, a: int, b: int) -> None:
    """Let a say what b says; its list of records is for the caller."""
    state.rows[a] = state.rows[b]
    state.word[a] = state.word[b]


@compiled
def _refill(state: State, model: Model, a: int, head: int, tail: int, without: int) -> None:
    """Let a say what the records of a list say together, one left out."""
    empty = True
    one = head
    while True:
        if one != without:
            if empty:
                _copy(state, a, one)
                empty = False
            else:
                _add(state, model, a, one)
        if one == tail:
            break
        one = state.rows[one].follows
    state.rows[a].head, state.rows[a].tail = head, tail


@compiled
def gather(state: State, model: Model, label: Ints) -> None:
    """Fill the second half of a state: happening n + label of each record, with lists of records."""
    n = len(label)
    for i in range(n):
        _enter(state, model, n + label[i], i)


@compiled
def _enter(state: State, model: Model, c: int, i: int) -> None:
    """Add a record to a happening."""
    if state.rows[c].n == 0:
        _copy(state, c, i)
        state.rows[c].head = state.rows[c].tail = i
    else:
        _add(state, model, c, i)
        state.rows[state.rows[c].tail].follows = i
        state.rows[c].tail = i


@compiled
def settle(
    state: State,
    model: Model,
    near: Ints,
    label: Ints,
    least: float,
    large: int,
    sweeps: int,
) -> Floats:
    """Look at each record with all others as they are, move it where it belongs, and tell how surely it does.

    A record is looked at again only where a happening that it could be of has changed since.

    Args:
        state: shape 2 n + 1: records, happenings by label, and one place to reckon in.
        model: what they are weighed by.
        near: the likeliest others of each record.
        label: of each record; changed where records move.
        least: logarithm of the odds below which a record stands alone.
        large: happenings of more records are not taken apart.
        sweeps: how often all are looked at; once more without moving any.

    Returns:
        The chance of each record belonging where it is, against its neighbours and standing alone.
    """
    n = len(label)
    free, chance = 2 * n, np.ones(n)
    cursor = np.zeros(1, dtype=np.int64)
    changed, seen, moves = np.zeros(n, dtype=np.int64), np.full(n, -1), 0
    tried, odds = np.empty(near.shape[1], dtype=np.int64), np.empty(near.shape[1])
    for sweep in range(sweeps + 1):
        for i in range(n):
            own = n + label[i]
            if state.rows[own].n > large:
                continue
            again = changed[label[i]] > seen[i]
            for place in range(near.shape[1]):
                if near[i, place] >= 0 and changed[label[near[i, place]]] > seen[i]:
                    again = True
            if not again:
                continue
            seen[i] = moves
            alone = state.rows[own].n == 1
            mine = 0.0
            if not alone:
                _refill(state, model, free, state.rows[own].head, state.rows[own].tail, i)
                both = _met(state, i, own)
                mine = -np.inf if both < 0 else likely(state, model, free, i) + both * model.again
            size = _others(state, model, near, label, i, large, tried, odds)
            top, where = mine, own
            total = model.apart + (0.0 if alone else exp(min(mine, 500.0)))
            for each in range(size):
                total += exp(min(odds[each], 500.0))
                if odds[each] > max(top, least):
                    top, where = odds[each], tried[each]
            chance[i] = (model.apart if alone else exp(min(mine, 500.0))) / total
            if sweep == sweeps:
                continue
            if where == own and not alone and mine < least:
                where = _empty(state, n, i, cursor)
            if where == own:
                continue
            moves += 1
            changed[own - n] = changed[where - n] = moves
            _leave(state, model, own, i)
            _enter(state, model, where, i)
            label[i] = where - n
    return chance


@compiled
def _others(
    state: State,
    model: Model,
    near: Ints,
    label: Ints,
    i: int,
    large: int,
    tried: Ints,
    odds: Floats,
) -> int:
    """Fill in the happenings of a record's neighbours, but its own, and its odds of belonging there."""
    n, size = len(label), 0
    for place in range(near.shape[1]):
        if near[i, place] >= 0:
            c = n + label[near[i, place]]
            known = c == n + label[i] or state.rows[c].n > large
            for each in range(size):
                known = known or tried[each] == c
            if not known:
                both = _met(state, i, c)
                tried[size] = c
                odds[size] = -np.inf if both < 0 else likely(state, model, c, i) + both * model.again
                size += 1
    return size


@compiled
def _met(state: State, i: int, c: int) -> int:
    """Return whether the source of a record tells of a happening otherwise too; -1 where bearings are opposed."""
    both = 0
    bears = state.rows[i].bears and state.rows[c].bears
    if not bears and not state.rows[i].mask & state.rows[c].mask:
        return 0
    j = state.rows[c].head
    while True:
        if j != i:
            if state.rows[i].source == state.rows[j].source:
                both = 1
            if bears and opposed(state.rows[i], state.rows[j]):
                return -1
        if j == state.rows[c].tail:
            break
        j = state.rows[j].follows
    return both


@compiled
def _leave(state: State, model: Model, c: int, i: int) -> None:
    """Take a record out of a happening."""
    if state.rows[c].n == 1:
        state.rows[c].n = 0
        return
    if state.rows[c].head == i:
        state.rows[c].head = state.rows[i].follows
    else:
        one = state.rows[c].head
        while state.rows[one].follows != i:
            one = state.rows[one].follows
        state.rows[one].follows = state.rows[i].follows
        if state.rows[c].tail == i:
            state.rows[c].tail = one
    _refill(state, model, c, state.rows[c].head, state.rows[c].tail, -1)


@compiled
def _empty(state: State, n: int, i: int, cursor: Ints) -> int:
    """Return a happening that has no record, its own where that is one."""
    if state.rows[n + i].n == 0:
        return n + i
    while state.rows[n + cursor[0]].n != 0:
        cursor[0] = (cursor[0] + 1) % n
    return n + int(cursor[0])
