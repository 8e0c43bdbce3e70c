"""A window of a series beside windows like it.

The windows compared have the same length and the same time of day; they lie whole days away, do not
touch any window of the clause or any other excluded time, and lie wholly in the data. What is
expected is their median. The interval of the ratio is the distribution-free interval of that median
from order statistics (for instance David and Nagaraja, Order Statistics, 3rd ed., 2003, section
7.1). Windows longer than a day overlap one another, so the interval is taken as if there were
only as many windows as fit side by side.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime
from itertools import pairwise
from math import ceil, comb, fsum, inf, isfinite
from typing import Any

import attrs
import dataframely as dy
import polars as pl

from ceaseline.assessment.rules import Comparison, Relevance
from ceaseline.tables import Clauses, Series, Signals, from_rows
from ceaseline.times import Window

CONFIDENCE = 0.95
MOST = 1e300  # a window of more is no number a person meant, and sums of such overflow


def judge_series(
    series: dy.DataFrame[Series],
    clauses: dy.DataFrame[Clauses],
    relevances: Iterable[Relevance],
    comparison: Comparison,
) -> dy.DataFrame[Signals]:
    """Return what each series says of the clause it can speak of, on every party's clock.

    Args:
        series: bins of all sources; only watched bins count.
        clauses: the terms laid flat.
        relevances: which series can speak of which clause, and of whose acts.
        comparison: what a window is compared with.

    Returns:
        For each series, clause and clock a row with ``region`` null for all counted regions together, and
        one row for each of them. No rows where a bin of the clause's window is missing, or where there is no
        window to compare it with: silence supports nothing.
    """
    rows = [
        row
        for relevance in relevances
        for row in _rows(series.filter(pl.col("source") == relevance.source), clauses, relevance, comparison)
    ]
    return from_rows(Signals, rows)


def _rows(
    bins: pl.DataFrame, clauses: dy.DataFrame[Clauses], relevance: Relevance, comparison: Comparison
) -> Iterator[dict[str, Any]]:
    stated = pl.col("from").is_not_null() & pl.col("until").is_not_null()
    about = clauses.filter(stated, pl.col("clause_id") == relevance.clause_id)
    clocks = about.unique("clock", keep="first", maintain_order=True)
    windows = {row["clock"]: Window(row["from"], row["until"]) for row in clocks.iter_rows(named=True)}
    apart = [*windows.values(), *comparison.exclude]
    for clock, window in windows.items():
        others = [
            moved
            for days in range(-comparison.days_before, comparison.days_after + 1)
            if not any((moved := window.moved(days)).overlaps(other) for other in apart)
        ]
        near = _near(bins, window, others)
        full = saturated(near, comparison.saturated_share)
        regions = [region for region in bins["region"].unique(maintain_order=True) if region not in full]
        for region, seen in _by_region(near, regions, window, others):
            yield {
                "source": relevance.source,
                "region": region,
                "clause_id": relevance.clause_id,
                "acts_of": relevance.acts_of,
                "from": window.start,
                "until": window.end,
                "clock": clock,
                "unit": bins["unit"][0],
                "left_out": "; ".join(full),
                **_judged(seen, window, comparison),
            }


def _near(bins: pl.DataFrame, window: Window, others: Sequence[Window]) -> pl.DataFrame:
    """Return the watched bins within the stretch of time that is compared at all."""
    first = min([window.start, *(other.start for other in others)])
    last = max([window.end, *(other.end for other in others)])
    return bins.filter(pl.col("value").is_not_null(), pl.col("until") > first, pl.col("from") < last)


def saturated(bins: pl.DataFrame, share: float) -> list[str]:
    """Return the regions that are full in at least *share* of their watched bins, in the order of the data.

    A series that is always at its ceiling cannot rise and hides every fall, so it says nothing.

    Args:
        bins: rows of the series table.
        share: 0 to 1.
    """
    full = pl.col("full").is_not_null() & (pl.col("value") >= pl.col("full"))
    by_region = bins.group_by("region", maintain_order=True).agg(share=full.mean())
    return by_region.filter(pl.col("share") >= share)["region"].to_list()


@attrs.frozen
class _Seen:
    """Values of the window itself, and of those beside it that lie wholly in the data."""

    value: float
    others: tuple[float, ...]


def _by_region(
    bins: pl.DataFrame, regions: Sequence[str], window: Window, others: Sequence[Window]
) -> Iterator[tuple[str | None, _Seen]]:
    values = {region: _totals(bins.filter(pl.col("region") == region), [window, *others]) for region in regions}
    together = [
        None if any(value is None for value in beside) else fsum(value for value in beside if value is not None)
        for beside in zip(*values.values(), strict=True)
    ]
    named: list[tuple[str | None, list[float | None]]] = [(None, together)]
    if regions != [""]:  # a series without regions is all regions together
        named += [(region, values[region]) for region in regions]
    for region, totals in named:
        own, compared = (totals[0], [value for value in totals[1:] if value is not None]) if totals else (None, [])
        if own is not None and compared:
            yield region, _Seen(own, tuple(compared))


def _totals(bins: pl.DataFrame, windows: Sequence[Window]) -> list[float | None]:
    """Return the value of each window as a whole, null where a bin of it is missing.

    Only bins that lie wholly inside a window count, though those that its ends cut must be there too;
    the value per hour watched stands for the whole window, so windows whose ends cut a bin, or that were
    watched in part, stay comparable.
    """
    columns = ("from", "until", "value", "hours_watched")
    rows = bins.sort("from").select(columns).rows()
    starts = [row[0] for row in rows]
    return [
        _total(rows[max(0, bisect_right(starts, window.start) - 1) : bisect_left(starts, window.end)], window)
        for window in windows
    ]


_Bin = tuple[datetime, datetime, float, float]


def _total(bins: Sequence[_Bin], window: Window) -> float | None:
    """Return the value of *window* from the bins that touch it, the first of them begun no later than it."""
    inside = [row for row in bins if row[0] >= window.start and row[1] <= window.end]
    covered = bool(inside) and bins[0][0] <= window.start and window.end <= bins[-1][1]
    if not covered or any(left[1] != right[0] for left, right in pairwise(bins)):
        return None
    watched = sum(row[3] for row in inside)
    total = sum(row[2] for row in inside) * (window.hours / watched)
    return total if total < MOST else None


def _judged(seen: _Seen, window: Window, comparison: Comparison) -> dict[str, Any]:
    ordered = sorted(seen.others)
    expected = _quantile(ordered, 0.5)
    low, high = median_interval(ordered, apart=max(1, ceil(window.hours / 24)))
    ratio_low, ratio_high = _ratio(seen.value, high), _ratio(seen.value, low)
    # ties take the worse place, so that a series that is mostly zero cannot look low by being zero once more
    rank = 1 + sum(other <= seen.value for other in ordered)
    windows = len(ordered) + 1
    return {
        "value": seen.value,
        "expected": expected,
        "ratio": _ratio(seen.value, expected),
        "ratio_low": ratio_low,
        "ratio_high": ratio_high,
        "rank": rank,
        "windows": windows,
        "supports": _supports(ratio_low, ratio_high, rank / windows, comparison),
    }


def _ratio(value: float, to: float | None) -> float | None:
    """Return the ratio, or null where there is none: nothing was expected, or so little that it has no end."""
    ratio = value / to if to else inf
    return ratio if isfinite(ratio) else None


def _supports(low: float | None, high: float | None, place: float, comparison: Comparison) -> str:
    if high is not None and high < comparison.holding_below and place <= comparison.lowest_share:
        return "holding"
    if low is not None and low > comparison.holding_below:
        return "not_holding"
    return "neither"


def median_interval(ordered: Sequence[float], *, apart: int) -> tuple[float | None, float | None]:
    """Return the 95 % interval of the median of what *ordered* was drawn from, or nulls where there is none.

    Args:
        ordered: values, ascending.
        apart: how many neighbours share their time with one another, so count as one.

    Examples:
        >>> median_interval([float(value) for value in range(1, 12)], apart=1)
        (2.0, 10.0)
        >>> median_interval([1.0, 2.0, 3.0], apart=1)
        (None, None)
    """
    count = len(ordered) // apart
    tail = 0.0
    below = -1  # how many of the lowest may be left out
    for number in range(count // 2):
        tail += comb(count, number) / 2**count
        if tail > (1 - CONFIDENCE) / 2:
            break
        below = number
    if below < 0:
        return None, None
    share = below / (count - 1)
    return _quantile(ordered, share), _quantile(ordered, 1 - share)


def _quantile(ordered: Sequence[float], share: float) -> float:
    position = share * (len(ordered) - 1)
    lower = int(position)
    upper = min(lower + 1, len(ordered) - 1)
    return ordered[lower] + (ordered[upper] - ordered[lower]) * (position - lower)
