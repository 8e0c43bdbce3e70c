"""Adding up by number, in the order of the rows."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray


def sums(which: NDArray[np.int64], values: NDArray[np.float64], many: int) -> NDArray[np.float64]:
    """Return the sum of *values* for each number from 0 to *many*.

    Examples:
        >>> sums(np.array([0, 2, 0]), np.array([1.0, 2.0, 3.0]), 3).tolist()
        [4.0, 0.0, 2.0]
    """
    summed: NDArray[np.float64] = np.bincount(which, weights=values, minlength=many).astype(np.float64, copy=False)
    return summed
