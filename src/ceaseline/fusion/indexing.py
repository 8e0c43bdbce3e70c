"""Records sorted into cells, so that those near a record are found without looking at all."""

from __future__ import annotations

import numpy as np

from ceaseline.fusion.cells import Grid, cells
from ceaseline.fusion.evidence import Floats

LEAST_LEVEL_KM, LEAST_LEVEL_S = 0.25, 4.0
WIDE = 5.0  # sides of a cell, sigmas of the least exact record in it


def grid(lon: Floats, lat: Floats, at: Floats, km: Floats, s: Floats) -> Grid:
    """Return records by how exact they are, then by cell, then by time."""
    level = np.maximum(np.ceil(np.log(km / LEAST_LEVEL_KM) / np.log(3)), 0).astype(np.int64)
    pace = np.maximum(np.ceil(np.log(s / LEAST_LEVEL_S) / np.log(8)), 0).astype(np.int64)
    _, group = np.unique(level * 64 + pace, return_inverse=True)
    many = int(group.max()) + 1
    largest = np.zeros(many)
    np.maximum.at(largest, group, km)
    slowest = np.zeros(many)
    np.maximum.at(slowest, group, s)
    side = WIDE * largest
    key = cells(lon, lat, side[group])
    order = np.lexsort((np.arange(len(at)), at, key, group))
    ordered = group[order], key[order]
    new = np.flatnonzero(np.concatenate([[True], (np.diff(ordered[0]) != 0) | (np.diff(ordered[1]) != 0)]))
    return Grid(
        order=order,
        at=at[order],
        keys=ordered[1][new],
        runs=np.append(new, len(at)),
        begins=np.append(np.searchsorted(ordered[0][new], np.arange(many)), len(new)),
        cell=side,
        km=largest,
        s=slowest,
    )
