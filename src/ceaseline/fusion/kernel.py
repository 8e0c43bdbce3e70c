"""Compiled: which records may be one, how likely two happenings are one, and putting them together best first."""

from __future__ import annotations

from math import cos, exp, floor, isnan, log, pi, radians, sqrt
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from ceaseline.compiling import compiled

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]

SCANNED = 24  # records looked at in a cell, before and after: the nearest in time
ADDED = 3.0  # logarithm of odds that weapons and numbers add at most
MOST = 16  # neighbours kept of a record: the likeliest
HELD = 32  # of a happening made of several
WILD = 5.0  # an outlier is that many times further off
TAIL = 0.0095  # what outliers add to how likely two records are one, at most: both are so with a chance of 2 %
_KM = 111.19493  # in a degree on the sphere of the program
_DEEP = 1 << 20  # columns of a row of the grid, at most
OPPOSED_DEG = 90.0


class Grid(NamedTuple):
    """Records by class of exactness, then by cell, then by time.

    Attributes:
        order: records in that order.
        at: their moments.
        keys: cells, class after class, ascending in each.
        runs: where the records of each cell begin in ``order``, with their number at the end.
        begins: where the cells of each class begin in ``keys``, with their number at the end.
        cell: side of a cell of each class, kilometres.
        km, s: the largest sigmas in each class.
    """

    order: Ints
    at: Floats
    keys: Ints
    runs: Ints
    begins: Ints
    cell: Floats
    km: Floats
    s: Floats


class Model(NamedTuple):
    """What two records are weighed by.

    Attributes:
        share: of each true word among all, shape (words,).
        weapon_same: logarithm of the odds of one class named by two, shape (weapons,).
        weapon_other: of two classes named.
        amount: sigma of the logarithm of a number told of one thing, and of different things, shape (2,).
        again: logarithm of the odds that a source tells of one thing twice.
        more, alone, first: logarithms: of the chance that one more tells of it, of the share of records that are
            alone, of happenings for each record that are told of by several.
    """

    share: Floats
    weapon_same: Floats
    weapon_other: float
    amount: Floats
    again: float
    more: float
    alone: float
    first: float


class State(NamedTuple):
    """Happenings: columns of shape (n,), but ``point`` (n, 3) and ``word`` (n, words).

    At first each is one record. ``w`` and ``v`` are precisions of place and time; ``wild`` the share of outliers;
    ``rare`` the logarithm of how many records there are in a square kilometre and second there.
    """

    n: Ints
    point: Floats
    w: Floats
    at: Floats
    v: Floats
    wild: Floats
    word: Floats
    weapon: Ints
    amount: Floats
    amounts: Ints
    unit: Ints
    kind: Ints
    bears: Ints
    rare: Floats
    head: Ints
    tail: Ints
    follows: Ints
    into: Ints
    change: Ints


@compiled
def cell_of(lon: float, lat: float, side: float) -> int:
    """Return the cell of a place: rows of one height, columns as wide in the middle of a row."""
    row = int(floor((lat + 90.0) * _KM / side))
    return row * _DEEP + column_of(lon, row, side)


@compiled
def column_of(lon: float, row: int, side: float) -> int:
    """Return the column of a longitude in a row."""
    many = columns_in(row, side)
    return int(floor((lon + 180.0) / 360.0 * many)) % many


@compiled
def columns_in(row: int, side: float) -> int:
    """Return how many columns a row has around the earth."""
    middle = (row + 0.5) * side / _KM - 90.0
    around = 360.0 * _KM * max(cos(radians(middle)), 1e-9)
    return max(1, min(int(around / side), _DEEP - 1))


@compiled
def cells(lon: Floats, lat: Floats, side: Floats) -> Ints:
    """Return the cell of each place, with a side of its own for each."""
    found = np.empty(len(lon), dtype=np.int64)
    for i in range(len(lon)):
        found[i] = cell_of(lon[i], lat[i], side[i])
    return found


@compiled
def _between(values: Any, low: int, high: int, wanted: Any) -> int:
    """Return the first place from low to high where a value is not below the wanted one."""
    while low < high:
        middle = (low + high) >> 1
        if values[middle] < wanted:
            low = middle + 1
        else:
            high = middle
    return low


@compiled
def wide_pairs(
    grid: Grid,
    asked: Ints,
    lon: Floats,
    lat: Floats,
    point: Floats,
    at: Floats,
    km: Floats,
    s: Floats,
    reach: float,
    most: int,
) -> tuple[Ints, Ints]:
    """Return pairs of records near each other in place and time, for some records against all."""
    one, other = np.empty(most, dtype=np.int64), np.empty(most, dtype=np.int64)
    found = 0
    for which in range(len(asked)):
        i = asked[which]
        for k in range(len(grid.cell)):
            far = reach * sqrt(km[i] ** 2 + grid.km[k] ** 2)
            late = reach * sqrt(s[i] ** 2 + grid.s[k] ** 2)
            side = grid.cell[k]
            low, high = (
                int(floor((lat[i] + 90.0 - far / _KM) * _KM / side)),
                int(floor((lat[i] + 90.0 + far / _KM) * _KM / side)),
            )
            for row in range(low, high + 1):
                many = columns_in(row, side)
                middle = (row + 0.5) * side / _KM - 90.0
                wide = far / (_KM * max(cos(radians(middle)), 1e-9)) / 360.0 * many + 1.0
                here = (lon[i] + 180.0) / 360.0 * many
                first, last = int(floor(here - wide)), int(floor(here + wide))
                if last - first + 1 >= many:
                    first, last = 0, many - 1
                # cells of a row lie one after another; a row round the line of the date is walked in two parts
                where, stop = _cells(grid, k, row, max(first, 0), min(last, many - 1))
                more, end_of_more = 0, 0
                if first < 0:
                    more, end_of_more = _cells(grid, k, row, max(first + many, last + 1), many - 1)
                elif last >= many:
                    more, end_of_more = _cells(grid, k, row, 0, min(last - many, first - 1))
                for number in range(stop - where + end_of_more - more):
                    cell = where + number if number < stop - where else more + number - (stop - where)
                    begin, end = grid.runs[cell], grid.runs[cell + 1]
                    for place in range(_between(grid.at, begin, end, at[i] - late), end):
                        if grid.at[place] > at[i] + late:
                            break
                        j = grid.order[place]
                        if j == i:
                            continue
                        d = (
                            (point[i, 0] - point[j, 0]) ** 2
                            + (point[i, 1] - point[j, 1]) ** 2
                            + (point[i, 2] - point[j, 2]) ** 2
                        )
                        if d > reach**2 * (km[i] ** 2 + km[j] ** 2) or (at[i] - at[j]) ** 2 > reach**2 * (
                            s[i] ** 2 + s[j] ** 2
                        ):
                            continue
                        if found == most:
                            return one, other
                        one[found], other[found] = i, j
                        found += 1
    return one[:found], other[:found]


@compiled
def likely(state: State, model: Model, a: int, b: int) -> float:
    """Return the logarithm of the odds of two happenings being one."""
    if state.kind[a] != state.kind[b]:
        return -np.inf
    spread = 1.0 / state.w[a] + 1.0 / state.w[b]
    square = (
        (state.point[a, 0] - state.point[b, 0]) ** 2
        + (state.point[a, 1] - state.point[b, 1]) ** 2
        + (state.point[a, 2] - state.point[b, 2]) ** 2
    ) / spread
    apart = 1.0 / state.v[a] + 1.0 / state.v[b]
    gap = (state.at[a] - state.at[b]) ** 2 / apart
    if square > 900.0 or gap > 900.0:
        return -np.inf
    wild = state.wild[a] + state.wild[b]
    close = (1.0 - wild) * exp(-square / 2) + wild / WILD**2 * exp(-square / (2 * WILD**2))
    soon = (1.0 - wild) * exp(-gap / 2) + wild / WILD * exp(-gap / (2 * WILD**2))
    odds = log(close * soon / (2 * pi * spread * sqrt(2 * pi * apart)))
    # the more exact one is where it is; the vaguer could have been anywhere about it
    vague = a if state.w[a] * sqrt(state.v[a]) < state.w[b] * sqrt(state.v[b]) else b
    odds -= state.rare[vague]
    odds += _size(state.n[a] + state.n[b], model) - _size(state.n[a], model) - _size(state.n[b], model)
    same = 0.0
    for k in range(len(model.share)):
        same += state.word[a, k] * state.word[b, k] / model.share[k]
    odds += log(max(same, 1e-12))
    if state.weapon[a] >= 0 and state.weapon[b] >= 0:
        odds += model.weapon_same[state.weapon[a]] if state.weapon[a] == state.weapon[b] else model.weapon_other
    if state.amounts[a] and state.amounts[b] and state.unit[a] == state.unit[b]:
        off = (state.amount[a] - state.amount[b]) ** 2
        told = model.amount[0] ** 2 * (1.0 / state.amounts[a] + 1.0 / state.amounts[b])
        any_two = told + 2 * model.amount[1] ** 2
        odds += (
            0.5 * log(any_two / told)
            + log(0.9 * exp(-off / (2 * told)) + 0.1 * sqrt(told / any_two) * exp(-off / (2 * any_two)))
            + off / (2 * any_two)
        )
    return float(odds)


@compiled
def _size(n: int, model: Model) -> float:
    return model.alone if n == 1 else model.first + (n - 1) * model.more


@compiled
def shared(state: State, source: Ints, bearing: Floats, turn: Floats, a: int, b: int) -> int:
    """Return how many records of one have one of their source in the other; -1 where bearings are opposed."""
    both = 0
    bears = state.bears[a] and state.bears[b]
    one = state.head[a]
    while True:
        again = False
        other = state.head[b]
        while True:
            if source[one] == source[other]:
                again = True
            if bears and not isnan(bearing[one]) and not isnan(bearing[other]):
                off = abs(bearing[one] - bearing[other]) % 360.0
                if min(off, 360.0 - off) > OPPOSED_DEG + 2 * sqrt(turn[one] ** 2 + turn[other] ** 2):
                    return -1
            if other == state.tail[b]:
                break
            other = state.follows[other]
        both += again
        if one == state.tail[a]:
            break
        one = state.follows[one]
    return both


@compiled
def odds_of(
    state: State, model: Model, source: Ints, bearing: Floats, turn: Floats, a: int, b: int, least: float
) -> float:
    """Return the logarithm of the odds, with what bearings and sources say, where it may exceed *least*."""
    odds = likely(state, model, a, b)
    if odds <= least and model.again <= 0.0:
        return odds
    both = shared(state, source, bearing, turn, a, b)
    return -np.inf if both < 0 else odds + both * model.again


@compiled
def _keep(near: Ints, score: Floats, i: int, j: int, odds: float) -> None:
    """Put a neighbour into the list of the likeliest, in place of the least likely."""
    least = 0
    for place in range(near.shape[1]):
        if score[i, place] < score[i, least]:
            least = place
    if odds > score[i, least]:
        near[i, least], score[i, least] = j, odds


@compiled
def _cells(grid: Grid, k: int, row: int, first: int, last: int) -> tuple[int, int]:
    """Return where the cells of a class between two columns of a row begin and end among all cells."""
    begin, end = grid.begins[k], grid.begins[k + 1]
    low = _between(grid.keys, begin, end, row * _DEEP + first)
    high = low
    while high < end and grid.keys[high] <= row * _DEEP + last:
        high += 1
    return low, high


@compiled
def _in_order(
    order: Ints, point: Floats, km: Floats, s: Floats, thin: Floats
) -> tuple[Floats, Floats, Floats, Floats, Floats, Floats]:
    """Return what is looked at first of each record, laid out as the grid has them: places, variances, how many."""
    n = len(order)
    x, y, z = np.empty(n), np.empty(n), np.empty(n)
    broad, slow, few = np.empty(n), np.empty(n), np.empty(n)
    for place in range(n):
        j = order[place]
        x[place], y[place], z[place] = point[j, 0], point[j, 1], point[j, 2]
        broad[place], slow[place], few[place] = km[j] ** 2, s[j] ** 2, thin[j]
    return x, y, z, broad, slow, few


@compiled
def neighbours(
    grid: Grid,
    group: Ints,
    lon: Floats,
    lat: Floats,
    km: Floats,
    s: Floats,
    state: State,
    model: Model,
    source: Ints,
    bearing: Floats,
    turn: Floats,
    reach: float,
    least: float,
) -> tuple[Ints, Floats]:
    """Return the likeliest others of each record, shape (n, MOST), and the logarithms of their odds."""
    n = len(lon)
    near, score = np.full((n, MOST), -1, dtype=np.int64), np.full((n, MOST), -np.inf)
    thin = np.exp(state.rare[:n])
    # what words, weapons and numbers can add at most, so that most pairs are passed over without a logarithm
    most = exp(_size(2, model) - 2 * model.alone + ADDED - least) / model.share.min() / (2 * pi) ** 1.5
    x, y, z, broad, slow, few = _in_order(grid.order, state.point, km, s, thin)
    for i in range(n):
        own, own_s = km[i] ** 2, s[i] ** 2
        for k in range(group[i], len(grid.cell)):
            far = reach * sqrt(km[i] ** 2 + grid.km[k] ** 2)
            late = reach * sqrt(s[i] ** 2 + grid.s[k] ** 2)
            side = grid.cell[k]
            low, high = (
                int(floor((lat[i] + 90.0 - far / _KM) * _KM / side)),
                int(floor((lat[i] + 90.0 + far / _KM) * _KM / side)),
            )
            for row in range(low, high + 1):
                many = columns_in(row, side)
                middle = (row + 0.5) * side / _KM - 90.0
                wide = far / (_KM * max(cos(radians(middle)), 1e-9)) / 360.0 * many
                here = (lon[i] + 180.0) / 360.0 * many
                first, last = int(floor(here - wide)), int(floor(here + wide))
                if last - first + 1 >= many:
                    first, last = 0, many - 1
                for each in range(first, last + 1):
                    key = row * _DEEP + each % many
                    where = _between(grid.keys, grid.begins[k], grid.begins[k + 1], key)
                    if where == grid.begins[k + 1] or grid.keys[where] != key:
                        continue
                    begin, end = grid.runs[where], grid.runs[where + 1]
                    middle_place = _between(grid.at, begin, end, state.at[i])
                    start = max(_between(grid.at, begin, end, state.at[i] - late), middle_place - SCANNED)
                    for place in range(start, min(end, middle_place + SCANNED)):
                        if grid.at[place] > state.at[i] + late:
                            break
                        spread, apart = own + broad[place], own_s + slow[place]
                        vague = thin[i] if own * s[i] > broad[place] * sqrt(slow[place]) else few[place]
                        room = most / (vague * spread * sqrt(apart))
                        if room < 1.0:
                            continue
                        if room < 1.0 / TAIL:
                            away = (state.point[i, 0] - x[place]) ** 2 + (state.point[i, 1] - y[place]) ** 2
                            away = (away + (state.point[i, 2] - z[place]) ** 2) / spread
                            away += (state.at[i] - grid.at[place]) ** 2 / apart
                            if room * (exp(-away / 2) + TAIL) < 1.0:
                                continue
                        j = grid.order[place]
                        if k == group[i] and j <= i:
                            continue
                        odds = odds_of(state, model, source, bearing, turn, i, j, least)
                        if odds > least:
                            _keep(near, score, i, j, odds)
                            _keep(near, score, j, i, odds)
    return near, score


@compiled
def _root(state: State, i: int) -> int:
    while state.into[i] != i:
        state.into[i] = state.into[state.into[i]]
        i = state.into[i]
    return i


@compiled
def _add(state: State, model: Model, a: int, b: int) -> None:
    """Add what b says to what a says."""
    w, v = state.w[a] + state.w[b], state.v[a] + state.v[b]
    if state.w[b] * sqrt(state.v[b]) > state.w[a] * sqrt(state.v[a]):
        state.rare[a] = state.rare[b]
    for axis in range(3):
        state.point[a, axis] = (state.w[a] * state.point[a, axis] + state.w[b] * state.point[b, axis]) / w
    state.at[a] = (state.v[a] * state.at[a] + state.v[b] * state.at[b]) / v
    state.w[a], state.v[a] = w, v
    state.wild[a] = 0.01
    state.n[a] += state.n[b]
    total = 0.0
    for k in range(len(model.share)):
        state.word[a, k] = state.word[a, k] * state.word[b, k] / model.share[k]
        total += state.word[a, k]
    for k in range(len(model.share)):
        state.word[a, k] = max(state.word[a, k] / total, 1e-9)
    if state.weapon[a] < 0:
        state.weapon[a] = state.weapon[b]
    if state.amounts[b]:
        if not state.amounts[a]:
            state.unit[a], state.amount[a], state.amounts[a] = state.unit[b], state.amount[b], state.amounts[b]
        elif state.unit[a] == state.unit[b]:
            many = state.amounts[a] + state.amounts[b]
            state.amount[a] = (state.amounts[a] * state.amount[a] + state.amounts[b] * state.amount[b]) / many
            state.amounts[a] = many
    state.bears[a] = state.bears[a] or state.bears[b]


@compiled
def _join(state: State, model: Model, a: int, b: int) -> None:
    """Put b into a."""
    _add(state, model, a, b)
    state.follows[state.tail[a]] = state.head[b]
    state.tail[a] = state.tail[b]
    state.into[b] = a
    state.change[a] += 1
    state.change[b] = -1


@compiled
def _push(heap: Any, many: int, score: float, a: int, b: int, first: int, second: int) -> Any:
    scores, ones, others, firsts, seconds = heap
    if many == len(scores):
        size = 2 * many
        more = np.empty(size)
        more[:many] = scores
        scores = more
        ones = _longer(ones, size)
        others = _longer(others, size)
        firsts = _longer(firsts, size)
        seconds = _longer(seconds, size)
    place = many
    while place > 0:
        above = (place - 1) >> 1
        if not _before(score, a, b, scores[above], ones[above], others[above]):
            break
        scores[place], ones[place], others[place], firsts[place], seconds[place] = (
            scores[above],
            ones[above],
            others[above],
            firsts[above],
            seconds[above],
        )
        place = above
    scores[place], ones[place], others[place], firsts[place], seconds[place] = score, a, b, first, second
    return scores, ones, others, firsts, seconds


@compiled
def _longer(values: Ints, size: int) -> Ints:
    more = np.empty(size, dtype=np.int64)
    more[: len(values)] = values
    return more


@compiled
def _before(score: float, a: int, b: int, other: float, c: int, d: int) -> bool:
    return score > other or (score == other and (a < c or (a == c and b < d)))


@compiled
def _pop(heap: Any, many: int) -> None:
    """Take the first away; the last takes its place and sinks."""
    scores, ones, others, firsts, seconds = heap
    last = many - 1
    score, a, b, first, second = scores[last], ones[last], others[last], firsts[last], seconds[last]
    place = 0
    while True:
        below = 2 * place + 1
        if below >= last:
            break
        if below + 1 < last and _before(
            scores[below + 1], ones[below + 1], others[below + 1], scores[below], ones[below], others[below]
        ):
            below += 1
        if not _before(scores[below], ones[below], others[below], score, a, b):
            break
        scores[place], ones[place], others[place], firsts[place], seconds[place] = (
            scores[below],
            ones[below],
            others[below],
            firsts[below],
            seconds[below],
        )
        place = below
    scores[place], ones[place], others[place], firsts[place], seconds[place] = score, a, b, first, second


@compiled
def merge(
    state: State, model: Model, near: Ints, source: Ints, bearing: Floats, turn: Floats, least: float
) -> None:
    """Put happenings together, always the likeliest two next, until no two are likely one."""
    n = len(near)
    held = np.full((n, HELD), -1, dtype=np.int64)
    held[:, :MOST] = near
    heap = (
        np.empty(2 * n + 1),
        np.empty(2 * n + 1, dtype=np.int64),
        np.empty(2 * n + 1, dtype=np.int64),
        np.empty(2 * n + 1, dtype=np.int64),
        np.empty(2 * n + 1, dtype=np.int64),
    )
    many = 0
    for i in range(n):
        b, odds = _best(state, model, held, source, bearing, turn, i, least)
        if b >= 0:
            heap = _push(heap, many, odds, i, b, state.change[i], state.change[b])
            many += 1
    union, odds_to = np.empty(2 * HELD, dtype=np.int64), np.empty(2 * HELD)
    while many:
        a, b, first, second = heap[1][0], heap[2][0], heap[3][0], heap[4][0]
        _pop(heap, many)
        many -= 1
        if state.change[a] != first:
            continue
        if state.change[b] != second:
            b, odds = _best(state, model, held, source, bearing, turn, a, least)
            if b >= 0:
                heap = _push(heap, many, odds, a, b, state.change[a], state.change[b])
                many += 1
            continue
        if a > b:
            a, b = b, a
        _join(state, model, a, b)
        size = 0
        for whose in (a, b):
            for place in range(HELD):
                if held[whose, place] >= 0:
                    c = _root(state, held[whose, place])
                    known = c == a
                    for each in range(size):
                        known = known or union[each] == c
                    if not known:
                        union[size] = c
                        size += 1
        for each in range(size):
            odds_to[each] = odds_of(state, model, source, bearing, turn, a, union[each], least - 8.0)
        for place in range(HELD):
            held[a, place] = -1
        if size > HELD:
            order = np.argsort(-odds_to[:size], kind="mergesort")
            for place in range(HELD):
                held[a, place] = union[order[place]]
        else:
            for place in range(size):
                held[a, place] = union[place]
        top, where = least, -1
        for each in range(size):
            if odds_to[each] > top or (odds_to[each] == top and where >= 0 and union[each] < where):
                top, where = odds_to[each], union[each]
        if where >= 0:
            heap = _push(heap, many, top, a, where, state.change[a], state.change[where])
            many += 1


@compiled
def _best(
    state: State, model: Model, held: Ints, source: Ints, bearing: Floats, turn: Floats, a: int, least: float
) -> tuple[int, float]:
    top, where = least, -1
    for place in range(HELD):
        if held[a, place] >= 0:
            c = _root(state, held[a, place])
            if c != a:
                odds = odds_of(state, model, source, bearing, turn, a, c, top)
                if odds > top or (odds == top and where >= 0 and c < where):
                    top, where = odds, c
    return where, top


@compiled
def _copy(state: State, a: int, b: int) -> None:
    """Let a say what b says, without its records."""
    state.n[a], state.w[a], state.at[a], state.v[a], state.wild[a] = (
        state.n[b],
        state.w[b],
        state.at[b],
        state.v[b],
        state.wild[b],
    )
    state.point[a] = state.point[b]
    state.word[a] = state.word[b]
    state.weapon[a], state.amount[a], state.amounts[a], state.unit[a] = (
        state.weapon[b],
        state.amount[b],
        state.amounts[b],
        state.unit[b],
    )
    state.kind[a], state.bears[a], state.rare[a] = state.kind[b], state.bears[b], state.rare[b]


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
        one = state.follows[one]
    state.head[a], state.tail[a] = head, tail


@compiled
def gather(state: State, model: Model, label: Ints) -> None:
    """Fill the second half of a state: happening n + label of each record, with lists of records."""
    n = len(label)
    for i in range(n):
        c = n + label[i]
        if state.n[c] == 0:
            _copy(state, c, i)
            state.head[c] = state.tail[c] = i
        else:
            _add(state, model, c, i)
            state.follows[state.tail[c]] = i
            state.tail[c] = i


@compiled
def settle(
    state: State,
    model: Model,
    near: Ints,
    label: Ints,
    source: Ints,
    bearing: Floats,
    turn: Floats,
    least: float,
    large: int,
    moving: bool,
) -> Floats:
    """Look at each record with all others as they are: move it where it belongs, or only tell how surely it does.

    Args:
        state: shape 2 n + 1: records, happenings by label, and one place to reckon in.
        model: what they are weighed by.
        near: the likeliest others of each record.
        label: of each record; changed where records move.
        source: of each record.
        bearing: of each record, degrees.
        turn: sigma of that.
        least: logarithm of the odds below which a record stands alone.
        large: happenings of more records are not taken apart.
        moving: whether records move.

    Returns:
        The chance of each record belonging where it is, against its neighbours and standing alone.
    """
    n = len(label)
    free, chance = 2 * n, np.ones(n)
    cursor = np.zeros(1, dtype=np.int64)
    tried, odds = np.empty(MOST + 1, dtype=np.int64), np.empty(MOST + 1)
    for i in range(n):
        own = n + label[i]
        alone = state.n[own] == 1
        if state.n[own] > large:
            continue
        size = 0
        mine = -np.inf
        if not alone:
            _refill(state, model, free, state.head[own], state.tail[own], i)
            mine = likely(state, model, free, i)
            both = _met(state, source, bearing, turn, i, own)
            mine = -np.inf if both < 0 else mine + both * model.again
        for place in range(near.shape[1]):
            if near[i, place] >= 0:
                c = n + label[near[i, place]]
                known = c == own or state.n[c] > large
                for each in range(size):
                    known = known or tried[each] == c
                if not known:
                    both = _met(state, source, bearing, turn, i, c)
                    tried[size] = c
                    odds[size] = -np.inf if both < 0 else likely(state, model, c, i) + both * model.again
                    size += 1
        top, where = (0.0 if alone else mine), own
        total = 1.0 + (0.0 if alone else exp(min(mine, 500.0)))
        for each in range(size):
            total += exp(min(odds[each], 500.0))
            if odds[each] > max(top, least):
                top, where = odds[each], tried[each]
        chance[i] = (1.0 if alone else exp(min(mine, 500.0))) / total
        if not moving:
            continue
        if where == own and not alone and mine < least:
            where = -1
        if where == own:
            continue
        _leave(state, model, own, i)
        if where < 0:
            where = _empty(state, n, i, cursor)
        label[i] = where - n
        if state.n[where] == 0:
            _copy(state, where, i)
            state.head[where] = state.tail[where] = i
        else:
            _add(state, model, where, i)
            state.follows[state.tail[where]] = i
            state.tail[where] = i
    return chance


@compiled
def _met(state: State, source: Ints, bearing: Floats, turn: Floats, i: int, c: int) -> int:
    """Return whether the source of a record tells of a happening otherwise too; -1 where bearings are opposed."""
    both = 0
    bears = state.bears[i]
    other = state.head[c]
    while True:
        if other != i:
            if source[i] == source[other]:
                both = 1
            if bears and not isnan(bearing[other]):
                off = abs(bearing[i] - bearing[other]) % 360.0
                if min(off, 360.0 - off) > OPPOSED_DEG + 2 * sqrt(turn[i] ** 2 + turn[other] ** 2):
                    return -1
        if other == state.tail[c]:
            break
        other = state.follows[other]
    return both


@compiled
def _leave(state: State, model: Model, c: int, i: int) -> None:
    """Take a record out of a happening."""
    if state.n[c] == 1:
        state.n[c] = 0
        return
    if state.head[c] == i:
        state.head[c] = state.follows[i]
    else:
        one = state.head[c]
        while state.follows[one] != i:
            one = state.follows[one]
        state.follows[one] = state.follows[i]
        if state.tail[c] == i:
            state.tail[c] = one
    _refill(state, model, c, state.head[c], state.tail[c], -1)


@compiled
def _empty(state: State, n: int, i: int, cursor: Ints) -> int:
    """Return a happening that has no record, its own where that is one."""
    if state.n[n + i] == 0:
        return n + i
    while state.n[n + cursor[0]] != 0:
        cursor[0] = (cursor[0] + 1) % n
    return n + int(cursor[0])


@compiled
def profile(
    one: Ints,
    other: Ints,
    source: Ints,
    square: Floats,
    late: Floats,
    km: Floats,
    s: Floats,
    factor: Floats,
    slow: Floats,
    rare: Floats,
    told: Floats,
    more: Floats,
    scales: Floats,
    of_time: bool,
    many: int,
) -> Floats:
    """Return how likely the pairs of each source are with each scale of its errors, shape (sources, scales).

    The logarithm of the likelihood of a Poisson process: others that tell of the same lie about a record as its and
    their errors say, the rest as thinly as any. Only what depends on the scale is summed.
    """
    sums = np.zeros((many, len(scales)))
    for pair in range(len(one)):
        i, j = one[pair], other[pair]
        a, b = source[i], source[j]
        place = (factor[b] * km[j]) ** 2
        time = (slow[b] * s[j]) ** 2
        for k in range(len(scales)):
            spread = (km[i] * (factor[a] if of_time else scales[k])) ** 2 + place
            apart = (s[i] * (scales[k] if of_time else slow[a])) ** 2 + time
            close = 0.95 * exp(-square[pair] / (2 * spread)) + 0.05 / WILD**2 * exp(
                -square[pair] / (2 * spread * WILD**2)
            )
            soon = 0.95 * exp(-(late[pair] ** 2) / (2 * apart)) + 0.05 / WILD * exp(
                -(late[pair] ** 2) / (2 * apart * WILD**2)
            )
            dense = close * soon / (2 * pi * spread * sqrt(2 * pi * apart))
            sums[a, k] += log(1.0 + more[pair] * told[pair] * dense / rare[pair])
    return sums


@compiled
def belong(
    one: Ints,
    other: Ints,
    source: Ints,
    square: Floats,
    late: Floats,
    km: Floats,
    s: Floats,
    factor: Floats,
    slow: Floats,
    rare: Floats,
    told: Floats,
    more: Floats,
) -> Floats:
    """Return the chance of each pair telling of one happening."""
    chance = np.empty(len(one))
    for pair in range(len(one)):
        i, j = one[pair], other[pair]
        spread = (km[i] * factor[source[i]]) ** 2 + (km[j] * factor[source[j]]) ** 2
        apart = (s[i] * slow[source[i]]) ** 2 + (s[j] * slow[source[j]]) ** 2
        close = 0.95 * exp(-square[pair] / (2 * spread)) + 0.05 / WILD**2 * exp(
            -square[pair] / (2 * spread * WILD**2)
        )
        soon = 0.95 * exp(-(late[pair] ** 2) / (2 * apart)) + 0.05 / WILD * exp(
            -(late[pair] ** 2) / (2 * apart * WILD**2)
        )
        dense = more[pair] * told[pair] * close * soon / (2 * pi * spread * sqrt(2 * pi * apart))
        chance[pair] = dense / (dense + rare[pair])
    return chance
