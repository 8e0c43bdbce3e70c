"""Duties of quantity: what was counted in each period, beside what was owed."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta

from ceaseline.assessment.registers.duty import ANY, Duty, Keeper, Row

_LENGTHS = {"hour": timedelta(hours=1), "day": timedelta(days=1), "week": timedelta(weeks=1)}
_HOUR = timedelta(hours=1)
_SLACK = 1e-9  # of what is owed: sums of tenths are not exact


def counted(duty: Duty, counts: Sequence[Row], keeper: Keeper) -> Iterator[Row]:
    """Yield for each period of the duty how much was counted of what was owed.

    Periods run from the start of the window. Too little is said only of those that were counted whole; what nobody
    counted is open, and never 0. A count that spans two periods is in neither, and one in another unit in none.

    Args:
        duty: of a side; that of ``any`` is held against what is laid to no side.
        counts: of one register, for this clause.
        keeper: of it.
    """
    sides = [row for row in counts if row["party"] is not None]
    if duty.obligor != ANY and not sides:
        yield keeper.row("open", "what was counted is laid to no side")
        return
    if duty.obligor == ANY and len(sides) == len(counts):
        return
    if duty.obligor == ANY and sides:
        yield keeper.row("open", "part of what was counted is laid to a side, and part to none")
        return
    whose = None if duty.obligor == ANY else duty.obligor
    own = [row for row in counts if row["party"] == whose and row["until"] <= duty.as_of]
    spelt = (duty.unit or "").strip().casefold()
    fitting = [row for row in own if row["unit"].strip().casefold() == spelt]
    for begin, end in _periods(duty):
        yield _period(duty, fitting, begin, end, keeper)


def _periods(duty: Duty) -> Iterator[tuple[datetime, datetime | None]]:
    if duty.per is None:
        yield duty.start, duty.until
        return
    begin, last = duty.start, duty.as_of if duty.until is None else min(duty.until, duty.as_of)
    while begin < last:
        end = begin + _LENGTHS[duty.per]
        yield begin, end if duty.until is None else min(end, duty.until)
        begin = end


def _period(duty: Duty, counts: Sequence[Row], begin: datetime, end: datetime | None, keeper: Keeper) -> Row:
    inside = [row for row in counts if row["from"] >= begin and (end is None or row["until"] <= end)]
    owed = duty.least or 0.0
    if duty.per is not None and end is not None:
        owed *= (end - begin) / _LENGTHS[duty.per]
    hours = _hours(inside)
    more = {"from": begin, "until": end, "due": owed, "unit": duty.unit, "hours_counted": hours / _HOUR}
    if not inside:
        told = f"nobody counted, where {owed:,g} {duty.unit} were owed"
        return keeper.row("open", told, **more)
    done = sum(row["count"] for row in inside)
    told = f"{done:,g} of {owed:,g} {duty.unit} counted"
    whole = end is not None and end <= duty.as_of and hours >= end - begin
    if not whole:
        told += f" in {hours / _HOUR:,.3g} hours; what was not counted is not known"
    result = "kept" if done >= owed * (1 - _SLACK) else "short" if whole else "open"
    return keeper.row(result, told, done=float(done), **more)


def _hours(counts: Sequence[Row]) -> timedelta:
    """Return how long anybody counted; time that two rows share is taken once."""
    total, last = timedelta(0), None
    for row in sorted(counts, key=lambda row: row["from"]):
        begin = row["from"] if last is None else max(row["from"], last)
        total += max(row["until"] - begin, timedelta(0))
        last = row["until"] if last is None else max(last, row["until"])
    return total
