"""Compiled: of each record, the others that are likeliest to tell of the same."""

from __future__ import annotations

from math import cos, exp, floor, isnan, log, pi, radians, sqrt
from typing import Any, NamedTuple, TypeAlias

import numpy as np
from numpy.typing import NDArray

from ceaseline.compiling import compiled
from ceaseline.fusion.cells import DEEP, KM, Grid, columns_in, first_from

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]

SCANNED = 24  # records looked at in a cell, before and after: the nearest in time
MOST = 16  # neighbours kept of a record: the likeliest
TAIL = -3.9  # logarithm of twice what outliers add to how likely two are one, at most: each is so with 2 %
ROUND = 1.5 * log(2 * pi)
WILD, FAR_OFF = 0.04, 5.0  # chance that one of two is an outlier, and how many times further off it is
OPPOSED_DEG = 90.0


# Records as the grid has them: ``broad`` and ``slow`` are the variances of place and time, ``rare`` the logarithm
# of how many records there are in a square kilometre and second, ``volume`` that of what the errors take in,
# ``named`` whether there is a weapon or a number; the rest is as in the evidence. One record's columns lie
# together, and a table is one argument: columns handed on one by one cost more than what is reckoned from them.
RECORD = np.dtype(
    [(name, np.float64) for name in ("x", "y", "z", "broad", "at", "slow", "rare", "volume")]
    + [(name, np.float64) for name in ("amount", "bearing", "turn")]
    + [(name, np.int64) for name in ("said", "weapon", "unit", "kind", "source", "named")]
)
Records: TypeAlias = Any  # shape (n,), of RECORD


class Pairing(NamedTuple):
    """What two records are weighed by.

    Attributes:
        two: logarithm of the odds that any two are one, before they are looked at.
        alike: logarithm of how much likelier two words are of one thing, shape (said + 1, said + 1); the last row
            and column are of no word.
        weapon_same: logarithm of the odds of one class named by two, shape (weapons,).
        weapon_other: of two classes named.
        amount: sigma of the logarithm of a number told of one thing, and of different things, shape (2,).
        again: logarithm of the odds that a source tells of one thing twice.
    """

    two: float
    alike: Floats
    weapon_same: Floats
    weapon_other: float
    amount: Floats
    again: float


class Near(NamedTuple):
    """The likeliest others found so far: which, the logarithms of their odds, and of those that one more needs."""

    which: Ints
    score: Floats
    bar: Floats


@compiled
def nearest(grid: Grid, told: Records, pairing: Pairing, reach: float, least: float) -> tuple[Ints, Floats]:
    """Return the likeliest others of each record, shape (n, MOST), and the logarithms of their odds.

    Args:
        grid: the records, in cells.
        told: the same, in the order of the grid.
        pairing: what two are weighed by.
        reach: sigmas; cells that are further apart are not looked at.
        least: logarithm of the odds below which two are no neighbours.

    Returns:
        Places in the order of the grid, -1 where there are fewer; rows are in that order too.
    """
    n = len(told)
    near = Near(np.full((n, MOST), -1, dtype=np.int64), np.full((n, MOST), -np.inf), np.full(n, least))
    added = _added(pairing)
    about = np.empty(64, dtype=np.int64)
    for k in range(len(grid.cell)):
        for other in range(k, len(grid.cell)):
            for cell in range(grid.begins[k], grid.begins[k + 1]):
                about, found = _cells_about(grid, k, cell, other, reach, about)
                for i in range(grid.runs[cell], grid.runs[cell + 1]):
                    late = reach * sqrt(told[i].slow + grid.s[other] ** 2)
                    for number in range(found):
                        _scan(grid, told, pairing, added, near, i, about[number], late, other == k)
    return near.which, near.score


@compiled
def _cells_about(grid: Grid, k: int, cell: int, other: int, reach: float, about: Ints) -> tuple[Ints, int]:
    """Return the cells of a class that lie within reach of a cell, and how many they are."""
    far, side, own = reach * sqrt(grid.km[k] ** 2 + grid.km[other] ** 2), grid.cell[other], grid.cell[k]
    own_row = grid.keys[cell] // DEEP
    around = columns_in(own_row, own)
    west = (grid.keys[cell] % DEEP) / around
    low, high = int(floor((own_row * own - far) / side)), int(floor(((own_row + 1) * own + far) / side))
    found = 0
    for row in range(low, high + 1):
        many = columns_in(row, side)
        middle = (row + 0.5) * side / KM - 90.0
        wide = far / (KM * max(cos(radians(middle)), 1e-9)) / 360.0
        first, last = int(floor((west - wide) * many)), int(floor((west + 1.0 / around + wide) * many))
        if last - first + 1 >= many:
            first, last = 0, many - 1
        # cells of a row lie one after another; a row across the line of the date is walked in parts
        for part in range(-1, 2):
            start, stop = max(first - part * many, 0), min(last - part * many, many - 1)
            if start > stop:
                continue
            where = first_from(grid.keys, grid.begins[other], grid.begins[other + 1], row * DEEP + start)
            while where < grid.begins[other + 1] and grid.keys[where] <= row * DEEP + stop:
                if found == len(about):
                    about = np.concatenate((about, about))
                about[found] = where
                found += 1
                where += 1
    return about, found


@compiled
def _scan(
    grid: Grid,
    told: Records,
    pairing: Pairing,
    added: float,
    near: Near,
    i: int,
    cell: int,
    late: float,
    once: bool,
) -> None:
    """Look at the records of a cell that are nearest to a record in time."""
    own, own_s, base = told[i].broad, told[i].slow, pairing.two - ROUND
    begin, end = grid.runs[cell], grid.runs[cell + 1]
    now = first_from(grid.at, begin, end, told[i].at)
    start = max(begin, now - SCANNED)
    if once:
        start = max(start, i + 1)
    for j in range(start, min(end, now + SCANNED)):
        gap = told[j].at - told[i].at
        if gap < -late:
            continue
        if gap > late:
            break
        # the more exact one is where it is; the vaguer could have been anywhere about it
        one, other = told[i].volume, told[j].volume
        vague = i if one > other or (one == other and told[i].rare > told[j].rare) else j
        most = base + pairing.alike[told[i].said, told[j].said] - told[vague].volume - told[vague].rare
        if told[i].named and told[j].named:
            most += added
        if told[i].source == told[j].source:
            most += pairing.again
        bar = min(near.bar[i], near.bar[j])
        if most + TAIL < bar:
            square = (told[i].x - told[j].x) ** 2 + (told[i].y - told[j].y) ** 2 + (told[i].z - told[j].z) ** 2
            away = square / (own + told[j].broad) + gap**2 / (own_s + told[j].slow)
            if most + 0.7 - 0.5 * away < bar:
                continue
        odds = _odds(told, pairing, i, j, told[vague].rare)
        _keep(near, i, j, odds)
        _keep(near, j, i, odds)


@compiled
def _odds(told: Records, pairing: Pairing, i: int, j: int, rare: float) -> float:
    """Return the logarithm of the odds of two records telling of one thing."""
    spread, apart = told[i].broad + told[j].broad, told[i].slow + told[j].slow
    square = (told[i].x - told[j].x) ** 2 + (told[i].y - told[j].y) ** 2 + (told[i].z - told[j].z) ** 2
    square, late = square / spread, (told[i].at - told[j].at) ** 2 / apart
    if told[i].kind != told[j].kind or square > 900.0 or late > 900.0:
        return -np.inf
    if opposed(told[i], told[j]):
        return -np.inf
    close = (1.0 - WILD) * exp(-square / 2) + WILD / FAR_OFF**2 * exp(-square / (2 * FAR_OFF**2))
    soon = (1.0 - WILD) * exp(-late / 2) + WILD / FAR_OFF * exp(-late / (2 * FAR_OFF**2))
    odds = pairing.two + pairing.alike[told[i].said, told[j].said] - rare
    odds += log(close * soon / (spread * sqrt(apart))) - ROUND
    if told[i].source == told[j].source:
        odds += pairing.again
    if told[i].weapon >= 0 and told[j].weapon >= 0:
        odds += pairing.weapon_same[told[i].weapon] if told[i].weapon == told[j].weapon else pairing.weapon_other
    if told[i].unit >= 0 and told[i].unit == told[j].unit:
        odds += agreeing(told[i].amount - told[j].amount, 2 * pairing.amount[0] ** 2, 2 * pairing.amount[1] ** 2)
    return float(odds)


@compiled
def opposed(one: Any, other: Any) -> bool:
    """Tell whether the fire of two records came from different sides, beyond the errors of their bearings."""
    if isnan(one.bearing) or isnan(other.bearing):
        return False
    off = abs(one.bearing - other.bearing) % 360.0
    return bool(min(off, 360.0 - off) > OPPOSED_DEG + 2 * sqrt(one.turn**2 + other.turn**2))


@compiled
def agreeing(off: float, told: float, more: float) -> float:
    """Return the logarithm of the odds that two numbers are told of one thing.

    Args:
        off: difference of their logarithms.
        told: variance of that where they are of one thing.
        more: what is added to it where they are of two.
    """
    square, any_two = off**2, told + more
    same = 0.9 * exp(-square / (2 * told)) + 0.1 * sqrt(told / any_two) * exp(-square / (2 * any_two))
    return float(0.5 * log(any_two / told) + log(same) + square / (2 * any_two))


@compiled
def _added(pairing: Pairing) -> float:
    """Return by which factor weapons and numbers raise the odds of two records at most."""
    most = 0.0
    for known in pairing.weapon_same:
        most = max(most, known)
    return float(exp(most + agreeing(0.0, 2 * pairing.amount[0] ** 2, 2 * pairing.amount[1] ** 2)))


@compiled
def _keep(near: Near, i: int, j: int, odds: float) -> None:
    """Put a neighbour into the list of the likeliest, in place of the least likely."""
    if odds <= near.bar[i]:
        return
    least = 0
    for place in range(MOST):
        if near.score[i, place] < near.score[i, least]:
            least = place
    near.which[i, least], near.score[i, least] = j, odds
    worst = near.score[i, 0]
    for place in range(1, MOST):
        worst = min(worst, near.score[i, place])
    near.bar[i] = max(near.bar[i], worst)
