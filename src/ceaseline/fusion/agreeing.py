"""Places in kilometres, and how far apart those of one happening may be."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

EARTH_KM = 6371.0088  # mean radius; distances on this sphere are right to 0.6 %
ERRORS = 2.0  # two records of one place are that many joint radii apart or less with a chance of 99 %
OPPOSED_DEG = 90.0  # bearings further apart than this, and than their errors, are fire from different sides


def points(lon: NDArray[np.float64], lat: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return places as points in kilometres from the middle of the earth, shape (n, 3).

    Straight distances between them are shorter than those on the ground by 3 mm in 14 km.

    Examples:
        >>> points(np.array([0.0]), np.array([90.0])).round(1).tolist()
        [[0.0, 0.0, 6371.0]]
    """
    east, north = np.radians(lon), np.radians(lat)
    level = np.cos(north)
    return EARTH_KM * np.column_stack([level * np.cos(east), level * np.sin(east), np.sin(north)])
