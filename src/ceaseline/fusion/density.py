"""How many records there are about a place and a moment: what two records have to be nearer than to be one."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from ceaseline.fusion.cells import cells

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]

WIDEST_KM = 256.0
SIDES_KM = (64.0, 32.0, 16.0, 8.0, 4.0, 2.0)  # of cells, the finer within what the coarser says
REGION_KM = 64.0
DAY_S = 86_400.0  # busy days are busy in a whole region
OWN = 3.0  # of those about a record no more are taken for its own
KNOWN = 10.0  # records in a cell that weigh as much as what the coarser cell says


def records_about(lon: Floats, lat: Floats, at: Floats, km: Floats, seconds: float, *, together: float) -> Floats:
    """Return how many other records there are about each, in a square kilometre and second.

    Counted in cells twice as wide as the record's sigma, and at least 2 km, over all the time, and then by day in
    the region. What few records say is drawn towards what the wider cell says.

    Args:
        lon: degrees.
        lat: degrees.
        at: seconds.
        km: sigma of each place.
        seconds: how long the records are spread over.
        together: how many others tell of the same as a record, on average; they are no others.
    """
    everywhen = np.zeros(len(lon))

    def others(side: Floats, span: float) -> Floats:
        return _others(lon, lat, side, everywhen if span == 0 else np.floor(at / span), together)

    density = (others(np.full(len(lon), WIDEST_KM), 0) + 1.0) / (WIDEST_KM**2 * seconds)
    region = density
    for side in SIDES_KM:
        sides = np.full(len(lon), side)
        finer = (others(sides, 0) + KNOWN) / (side**2 * seconds + KNOWN / density)
        density = np.where(2.0 * km <= side, finer, density)
        if side == REGION_KM:
            region = finer
    daily = (others(np.full(len(lon), REGION_KM), DAY_S) + KNOWN) / (REGION_KM**2 * DAY_S + KNOWN / region)
    return density * daily / region


def _others(lon: Floats, lat: Floats, side: Floats, when: Floats, together: float) -> Floats:
    keys = cells(lon, lat, side) * 1_048_576 + when.astype(np.int64)
    _, which, many = np.unique(keys, return_inverse=True, return_counts=True)
    counted: Floats = np.maximum(many[which] - 1.0 - min(together, OWN), 0.0)
    return counted
