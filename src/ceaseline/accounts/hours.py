"""When something is said to have been: the hours that the words of a statement leave open."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import attrs

from ceaseline.accounts.alleging import Alleging

_ABOUT = timedelta(minutes=15)  # a stated time is rounded
_YEARS = range(1900, 2200)  # others are slips of the pen, and some no calendar here can hold
_CLOCK = r"\b(\d{1,2})[:.](\d{2})(?!\d)\s*(MARKS)?|\b(\d{1,2})\s*(MARKS)"


def likely_days(first: date | None, last: date | None) -> tuple[date, date] | None:
    """Return the first and last of the days that are named; None where there is none, or none that can be meant."""
    if first is None or last is None or first.year not in _YEARS or last.year not in _YEARS:
        return None
    return first, last


@attrs.frozen
class Told:
    """When it was, as far as words tell.

    Attributes:
        earliest, latest: UTC.
        by: ``words`` where a day is named, ``document`` where only that of the document is known.
    """

    earliest: datetime
    latest: datetime
    by: str


def told_time(
    text: str, words: Alleging, named: tuple[date, date] | None, published: date | None, zone: ZoneInfo
) -> Told | None:
    """Return when something is said to have been; None where nothing says so, or it is long ago.

    Without a day in its words, it was on the day of the document or on the one before.

    Args:
        text: the statement.
        words: of its language.
        named: first and last of the days it names.
        published: the day of the document.
        zone: clock of the text.

    Examples:
        >>> from ceaseline.accounts.alleging import ALLEGING
        >>> day = date(2031, 5, 6)
        >>> told = told_time("shelled on Tuesday night", ALLEGING["en"], (day, day), None, ZoneInfo("UTC"))
        >>> told.earliest.isoformat(), told.latest.isoformat()
        ('2031-05-06T18:00:00+00:00', '2031-05-07T06:00:00+00:00')
    """
    low = text.lower()
    if named is None and (published is None or any(phrase in low for phrase in words.not_lately)):
        return None
    first, last = named or (_day_before(published), published or date.min)
    start, end = _hours(low, words, named is not None)
    if start < 0 and named is None:
        first = last
    clocks = list(_clocks(low, words))
    if clocks:
        start, end = clocks[0], clocks[-1] + (24 if clocks[-1] < clocks[0] else 0)
    about = _ABOUT if len(clocks) == 1 else timedelta()
    return Told(
        _moment(first, start, zone) - about,
        _moment(last, end, zone) + about,
        "document" if named is None else "words",
    )


def _day_before(day: date | None) -> date:
    return date.min if day is None else day - timedelta(days=1)


def _hours(low: str, words: Alleging, has_day: bool) -> tuple[float, float]:
    """Return from when until when, in hours since midnight of the day beside it."""
    for part in words.parts:
        if any(re.search(rf"\b{re.escape(word)}\b", low) for word in part.words):
            start, end = part.hours
            # "overnight" beside a day is the night before it or the one after it
            return (start, end + 24) if start < 0 and has_day and part.words[0] == "overnight" else (start, end)
    return 0, 24


def _clocks(low: str, words: Alleging) -> Iterator[float]:
    """Yield the times of day that are stated, in hours since midnight."""
    marks = "|".join(re.escape(mark) for mark in sorted((*words.afternoon, *words.morning), key=len, reverse=True))
    for found in re.finditer(_CLOCK.replace("MARKS", marks), low):
        hour, minute, mark = int(found[1] or found[4]), int(found[2] or 0), found[3] or found[5]
        if mark in words.afternoon and hour < 12:
            hour += 12
        if mark in words.morning and hour == 12:
            hour = 0
        if hour < 24 and minute < 60:
            yield hour + minute / 60


def _moment(day: date, hours: float, zone: ZoneInfo) -> datetime:
    local = datetime.combine(day, time()) + timedelta(minutes=round(hours * 60))
    return local.replace(tzinfo=zone).astimezone(UTC)
