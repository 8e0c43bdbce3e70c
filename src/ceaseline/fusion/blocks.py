"""Which days are put together at once, and from which of them it is learned what sources are like."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from math import log2

DAY_S = 86_400.0
EDGE_S = 1.5 * DAY_S  # records that begin so far beyond the days at work are looked at with them
AT_ONCE = 300_000  # records put together at once, where more than one day is
DAYS_LEVELS = 5  # 16 days at most are put together at once
LEARNED_FROM = 40_000  # records, about, from which it is learned what sources are like
RUN_DAYS = 4  # days in a row: what tells of one thing lies together

Days = Mapping[int, int]
"""How many records begin on each day, by its number since 1970; days without any are not there."""


def blocks(days: Days) -> Iterator[tuple[int, int]]:
    """Yield which days are put together at once: the first, and the one after the last.

    Days and multiples of days that lie where they lie in any file, so that a file cut anywhere has the same blocks.

    Examples:
        >>> list(blocks({32: 5, 33: 5, 50: 5}))
        [(32, 48), (48, 64)]
        >>> list(blocks({32: 200_000, 33: 200_000, 40: 5}))
        [(32, 33), (33, 34), (40, 48)]
    """
    length = 2 ** (DAYS_LEVELS - 1)
    for number in sorted({day // length for day in days}):
        yield from _halved(days, number * length, length)


def _halved(days: Days, begin: int, length: int) -> Iterator[tuple[int, int]]:
    records = sum(days.get(day, 0) for day in range(begin, begin + length))
    if not records:
        return
    if length == 1 or records <= AT_ONCE:
        yield begin, begin + length
        return
    yield from _halved(days, begin, length // 2)
    yield from _halved(days, begin + length // 2, length // 2)


def learned_from(days: Days) -> list[int]:
    """Return the days whose records say what sources are like: all, or runs of days, evenly chosen.

    Which runs are chosen hangs on the order of size of the file alone, so that more records seldom change it.

    Examples:
        >>> learned_from({1: 5, 9: 5})
        [1, 9]
        >>> learned_from(dict.fromkeys(range(32), 5_000))
        [0, 1, 2, 3, 16, 17, 18, 19]
    """
    step = 2 ** max(0, round(log2(max(sum(days.values()), 1) / LEARNED_FROM)))
    runs = sorted({day // RUN_DAYS for day in days})
    chosen = [run for run in runs if run % step == 0] or runs[:1]
    found: list[int] = []
    records = 0
    for day in sorted(day for day in days if day // RUN_DAYS in set(chosen)):
        if records > 2 * LEARNED_FROM:  # days that hold more than a file should say enough
            break
        found.append(day)
        records += days[day]
    return found
