"""Compile hot loops; loaded only where there is something to compute, as the compiler is slow to load."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeVar, cast

import numba

Compiled = TypeVar("Compiled", bound=Callable[..., Any])


def compiled(function: Compiled) -> Compiled:
    """Compile a function, and keep the outcome on disk where some folder for it can be written.

    Examples:
        >>> @compiled
        ... def twice(number: int) -> int:
        ...     return 2 * number
        >>> twice(21)
        42
    """
    try:
        return cast("Compiled", numba.njit(cache=True, nogil=True)(function))
    except RuntimeError:  # what Numba says where it can write nowhere: then each process compiles for itself
        return cast("Compiled", numba.njit(nogil=True)(function))
