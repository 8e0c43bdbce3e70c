"""Arrays by what they hold, and small pieces of arithmetic on them."""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike, NDArray

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]
Bools = NDArray[np.bool_]

LEFT, RIGHT, NOBODY = 0, 1, -1
SECOND = 1_000_000  # microseconds
HOUR = 3_600 * SECOND
DAY = 24 * HOUR
QUARTER = DAY // 96  # status of assets and weather are kept by quarters of an hour


def middles(many: int, step: float) -> Floats:
    """Return the middles of so many stretches of one length, from 0 on.

    Examples:
        >>> middles(2, 10.0).tolist()
        [5.0, 15.0]
    """
    return (np.arange(many, dtype=np.float64) + 0.5) * step


def lognormal(rng: np.random.Generator, median: ArrayLike, sigma: float, size: int) -> Floats:
    """Return draws around a median; sigma is that of the natural logarithm."""
    drawn: Floats = np.asarray(median, dtype=np.float64) * np.exp(sigma * rng.standard_normal(size))
    return drawn


def choices(rng: np.random.Generator, weights: Floats) -> Ints:
    """Return one column for each row of weights, shape (n, k), with chances in their proportion."""
    edges = np.cumsum(weights, axis=1)
    drawn = rng.random(len(weights)) * edges[:, -1]
    picked: Ints = np.minimum((edges <= drawn[:, None]).sum(axis=1), weights.shape[1] - 1).astype(np.int64)
    return picked


def spread(starts: Ints, lengths: Ints) -> tuple[Ints, Ints]:
    """Return all places of several stretches, and which stretch each is of.

    Examples:
        >>> places, of = spread(np.array([5, 9]), np.array([2, 1]))
        >>> places.tolist(), of.tolist()
        ([5, 6, 9], [0, 0, 1])
    """
    of = np.repeat(np.arange(len(starts)), lengths)
    within = np.arange(len(of)) - np.repeat(np.cumsum(lengths) - lengths, lengths)
    return starts[of] + within, of
