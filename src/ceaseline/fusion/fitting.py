"""Compiled: how well scales of errors fit the pairs of a source, and how likely each pair tells of one thing."""

from __future__ import annotations

from math import exp, log, pi, sqrt

import numpy as np
from numpy.typing import NDArray

from ceaseline.compiling import compiled

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]

WILD = 5.0  # an outlier is that many times further off


@compiled
def _dense(square: float, late: float, spread: float, apart: float) -> float:
    """Return how dense others of one happening lie so far away and so late, in a square kilometre and second."""
    close = 0.95 * exp(-square / (2 * spread)) + 0.05 / WILD**2 * exp(-square / (2 * spread * WILD**2))
    soon = 0.95 * exp(-(late**2) / (2 * apart)) + 0.05 / WILD * exp(-(late**2) / (2 * apart * WILD**2))
    return close * soon / (2 * pi * spread * sqrt(2 * pi * apart))


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
    more: Floats,
    weight: Floats,
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
            dense = _dense(square[pair], late[pair], spread, apart)
            sums[a, k] += weight[pair] * log(1.0 + more[pair] * dense / rare[pair])
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
    more: Floats,
) -> Floats:
    """Return the chance of each pair telling of one happening."""
    chance = np.empty(len(one))
    for pair in range(len(one)):
        i, j = one[pair], other[pair]
        spread = (km[i] * factor[source[i]]) ** 2 + (km[j] * factor[source[j]]) ** 2
        apart = (s[i] * slow[source[i]]) ** 2 + (s[j] * slow[source[j]]) ** 2
        dense = more[pair] * _dense(square[pair], late[pair], spread, apart)
        chance[pair] = dense / (dense + rare[pair])
    return chance
