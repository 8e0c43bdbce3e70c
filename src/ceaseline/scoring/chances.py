"""How good chances are that somebody states: Brier, logarithm, and whether 80 % means 80 %."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
from numpy.typing import NDArray

from ceaseline.scoring.figures import ALL, ANY, Figure, figure, share

Floats = NDArray[np.float64]
BINS = 10
_LEAST = 1e-6  # a chance of nothing for what was true would cost without end


def brier(said: Floats, true: Floats) -> float:
    """Return the mean squared error of chances (Brier, 1950), 0 best, 1 worst.

    Half the sum over the answers, so that with two answers it is the usual one for one of them.

    Args:
        said: chances, shape (n, answers), rows sum to one.
        true: the same with what was true.

    Examples:
        >>> brier(np.array([[0.8, 0.2]]), np.array([[1.0, 0.0]])).__round__(3)
        0.04
    """
    return float(((said - true) ** 2).sum(axis=1).mean() / 2)


def log_score(said: Floats, true: Floats) -> float:
    """Return the mean of minus the logarithm of the chance given to what was true, nats; below 1e-6 counts as that.

    Examples:
        >>> log_score(np.array([[0.5, 0.5]]), np.array([[1.0, 0.0]])).__round__(3)
        0.693
    """
    return float(-(true * np.log(np.maximum(said, _LEAST))).sum(axis=1).mean())


def calibration(name: str, said: Floats, right: Floats, *, party: str = ANY) -> Iterator[Figure]:
    """Yield the expected calibration error, and for all parties the table: how often each chance was right.

    Ten bins of equal width; the error is the mean over cases of how far the mean chance of the bin is from the
    share that was right in it.

    Args:
        name: before the names of the scores.
        said: chances, shape (n,).
        right: 1 where it was so, 0 where not, and between for ties.
        party: whose acts.
    """
    many = len(said)
    place = np.minimum((said * BINS).astype(np.int64), BINS - 1)
    error = 0.0
    for number in range(BINS):
        inside = place == number
        if not inside.any():
            continue
        error += abs(float(said[inside].sum() - right[inside].sum())) / many
        if party == ANY:
            bin_ = f"{number / BINS:.1f} to {(number + 1) / BINS:.1f}"
            cases = int(inside.sum())
            yield figure(f"{name}_said", float(said[inside].mean()), cases, by=bin_)
            yield share(f"{name}_right", float(right[inside].sum()), cases, by=bin_)
    yield figure(f"{name}_error", error if many else None, many, party=party, by=ALL)
