"""Records sorted into cells, so that those near a record are found without looking at all."""

from __future__ import annotations

import attrs
import numpy as np

from ceaseline.fusion.evidence import Floats, Ints
from ceaseline.fusion.kernel import Grid, cells

LEAST_LEVEL_KM, LEAST_LEVEL_S = 0.25, 4.0


@attrs.frozen(eq=False)
class Index:
    """A grid, and the class of each record in it."""

    grid: Grid
    group: Ints


def grid(lon: Floats, lat: Floats, at: Floats, km: Floats, s: Floats) -> Index:
    """Return records by how exact they are, then by cell, then by time."""
    level = np.maximum(np.ceil(np.log2(km / LEAST_LEVEL_KM)), 0).astype(np.int64)
    pace = np.maximum(np.ceil(np.log(s / LEAST_LEVEL_S) / np.log(4)), 0).astype(np.int64)
    _, group = np.unique(level * 64 + pace, return_inverse=True)
    many = int(group.max()) + 1
    largest = np.zeros(many)
    np.maximum.at(largest, group, km)
    slowest = np.zeros(many)
    np.maximum.at(slowest, group, s)
    side = 3.0 * largest
    key = cells(lon, lat, side[group])
    order = np.lexsort((np.arange(len(at)), at, key, group))
    ordered = group[order], key[order]
    new = np.flatnonzero(np.concatenate([[True], (np.diff(ordered[0]) != 0) | (np.diff(ordered[1]) != 0)]))
    return Index(
        Grid(
            order=order,
            at=at[order],
            keys=ordered[1][new],
            runs=np.append(new, len(at)),
            begins=np.append(np.searchsorted(ordered[0][new], np.arange(many)), len(new)),
            cell=side,
            km=largest,
            s=slowest,
        ),
        group.astype(np.int64),
    )
