"""Compiled: cells of the earth that records are sorted into, and pairs of records that lie near each other."""

from __future__ import annotations

from math import cos, floor, radians, sqrt
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from ceaseline.compiling import compiled

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]

KM = 111.19493  # in a degree on the sphere of the program
DEEP = 1 << 20  # columns of a row of the grid, at most


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


@compiled
def cell_of(lon: float, lat: float, side: float) -> int:
    """Return the cell of a place: rows of one height, columns as wide in the middle of a row."""
    row = int(floor((lat + 90.0) * KM / side))
    return row * DEEP + column_of(lon, row, side)


@compiled
def column_of(lon: float, row: int, side: float) -> int:
    """Return the column of a longitude in a row."""
    many = columns_in(row, side)
    return int(floor((lon + 180.0) / 360.0 * many)) % many


@compiled
def columns_in(row: int, side: float) -> int:
    """Return how many columns a row has around the earth."""
    middle = (row + 0.5) * side / KM - 90.0
    around = 360.0 * KM * max(cos(radians(middle)), 1e-9)
    return max(1, min(int(around / side), DEEP - 1))


@compiled
def cells(lon: Floats, lat: Floats, side: Floats) -> Ints:
    """Return the cell of each place, with a side of its own for each."""
    found = np.empty(len(lon), dtype=np.int64)
    for i in range(len(lon)):
        found[i] = cell_of(lon[i], lat[i], side[i])
    return found


@compiled
def first_from(values: Any, low: int, high: int, wanted: Any) -> int:
    """Return the first place from low to high where a value is not below the wanted one."""
    while low < high:
        middle = (low + high) >> 1
        if values[middle] < wanted:
            low = middle + 1
        else:
            high = middle
    return low


@compiled
def _cells(grid: Grid, k: int, row: int, first: int, last: int) -> tuple[int, int]:
    """Return where the cells of a class between two columns of a row begin and end among all cells."""
    begin, end = grid.begins[k], grid.begins[k + 1]
    low = first_from(grid.keys, begin, end, row * DEEP + first)
    high = low
    while high < end and grid.keys[high] <= row * DEEP + last:
        high += 1
    return low, high


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
    telling: Floats,
    reach: float,
    tells: float,
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
                int(floor((lat[i] + 90.0 - far / KM) * KM / side)),
                int(floor((lat[i] + 90.0 + far / KM) * KM / side)),
            )
            for row in range(low, high + 1):
                many = columns_in(row, side)
                middle = (row + 0.5) * side / KM - 90.0
                wide = far / (KM * max(cos(radians(middle)), 1e-9)) / 360.0 * many + 1.0
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
                    for place in range(first_from(grid.at, begin, end, at[i] - late), end):
                        if grid.at[place] > at[i] + late:
                            break
                        j = grid.order[place]
                        if j == i or telling[i] * telling[j] < tells:
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
