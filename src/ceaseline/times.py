"""Windows of time: always UTC inside, always with the clock a person meant."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

import attrs

# Python's calendar ends with the years 1 and 9999; windows are moved by days and seen on other clocks.
_FIRST_YEAR, _LAST_YEAR = 1000, 9000
_LONGEST_NAME = 100  # characters; the longest zone of the database has 32


class TimeProblem(ValueError):
    """A time that names no single moment; the message says why and what would be right."""


def zone_of(name: str) -> ZoneInfo:
    """Return the time zone called *name* in the IANA database.

    Raises:
        TimeProblem: there is no such zone.

    Examples:
        >>> zone_of("Europe/Berlin").key
        'Europe/Berlin'
    """
    try:
        if name != "localtime" and len(name) <= _LONGEST_NAME:  # localtime is another zone on another machine
            return ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        pass
    msg = f"there is no time zone {name!r}; use a name such as Europe/Berlin or UTC"
    raise TimeProblem(msg)


def moment(text: str, zone: str | None) -> datetime:
    """Return the UTC moment that *text* names on the clock of *zone*.

    A text with its own offset needs no zone. A time that a summer-time change skips or
    repeats is refused rather than guessed.

    Args:
        text: ISO 8601, such as ``2025-04-19 18:00`` or ``2025-04-19T15:00Z``; a bare day is its start.
        zone: IANA name of the clock the text was read from, or None.

    Raises:
        TimeProblem: not a time, no zone, no such zone, or a moment that does not exist or exists twice.

    Examples:
        >>> moment("2031-05-01 18:00", "Europe/Berlin").isoformat()
        '2031-05-01T16:00:00+00:00'
    """
    try:
        read = datetime.fromisoformat(text.strip())
    except ValueError:
        msg = "is not a time; write 2025-04-19 18:00, or 2025-04-19T15:00Z"
        raise TimeProblem(msg) from None
    if not _FIRST_YEAR <= read.year <= _LAST_YEAR:
        msg = f"lies outside the years {_FIRST_YEAR} to {_LAST_YEAR}; correct the year"
        raise TimeProblem(msg)
    if read.tzinfo is not None:
        return read.astimezone(UTC)
    if zone is None:
        msg = "has no time zone; add zone: such as Europe/Berlin, or write the offset, 2025-04-19T15:00+02:00"
        raise TimeProblem(msg)
    return _on_clock(read, zone_of(zone))


def _on_clock(naive: datetime, zone: ZoneInfo) -> datetime:
    first, second = (naive.replace(tzinfo=zone, fold=fold) for fold in (0, 1))
    if first.astimezone(UTC).astimezone(zone).replace(tzinfo=None) != naive:
        msg = f"does not exist in {zone.key}: the clocks jump over it; write the offset"
        raise TimeProblem(msg)
    if first.utcoffset() != second.utcoffset():
        msg = f"happens twice in {zone.key}: the clocks go back over it; write the offset"
        raise TimeProblem(msg)
    return first.astimezone(UTC)


@attrs.frozen
class Window:
    """A stretch of time, from its start up to but not including its end.

    Attributes:
        start: UTC.
        end: UTC, later than the start.

    Examples:
        >>> Window(moment("2025-04-19 15:00", "UTC"), moment("2025-04-20 21:00", "UTC")).hours
        30.0
    """

    start: datetime
    end: datetime = attrs.field()

    @end.validator
    def _forward(self, _: attrs.Attribute[datetime], end: datetime) -> None:
        if self.start.tzinfo is None or end.tzinfo is None:
            raise TimeProblem("a window needs times with a zone")
        if end <= self.start:
            raise TimeProblem("ends before it starts")

    @property
    def length(self) -> timedelta:
        """How long it is."""
        return self.end - self.start

    @property
    def hours(self) -> float:
        """How long it is, in hours."""
        return self.length / timedelta(hours=1)

    def overlaps(self, other: Window) -> bool:
        """Tell whether the two share any time; touching ends do not."""
        return self.start < other.end and other.start < self.end

    def shared(self, other: Window) -> timedelta:
        """Return how much time the two share."""
        return max(min(self.end, other.end) - max(self.start, other.start), timedelta(0))

    def moved(self, days: int) -> Window:
        """Return the window of equal length *days* times 24 hours later."""
        return Window(self.start + timedelta(days=days), self.end + timedelta(days=days))


@attrs.frozen
class Day:
    """A reporting day: its date, and the window it takes; of summer time some have 23 hours, and some 25."""

    date: date
    window: Window


def days(start: datetime, end: datetime, zone: str = "UTC", starts: str = "00:00") -> tuple[Day, ...]:
    """Return the reporting days that share any time with a stretch, in their order.

    Args:
        start: UTC.
        end: UTC; none are given where it is not later.
        zone: on whose clock a day begins.
        starts: at which time of that clock; where a change of the clock skips it, as long after the change.

    Examples:
        >>> found = days(moment("2031-03-30T12:00Z", None), moment("2031-03-31T12:00Z", None), "Europe/Berlin")
        >>> [(str(day.date), day.window.hours) for day in found]
        [('2031-03-30', 23.0), ('2031-03-31', 24.0)]
    """
    if end <= start:
        return ()
    return tuple(_days(start, end, zone_of(zone), time.fromisoformat(starts)))


def _days(start: datetime, end: datetime, zone: ZoneInfo, starts: time) -> Iterator[Day]:
    def begins(day: date) -> datetime:
        return datetime.combine(day, starts, zone).astimezone(UTC)

    day = start.astimezone(zone).date() - timedelta(days=1)
    while begins(day + timedelta(days=1)) <= start:
        day += timedelta(days=1)
    while begins(day) < end:
        yield Day(day, Window(begins(day), begins(day + timedelta(days=1))))
        day += timedelta(days=1)


def spoken(window: Window, zone: str) -> str:
    """Say a window on one clock, with the offset that clock had.

    Examples:
        >>> spoken(Window(moment("2031-05-01T16:00Z", None), moment("2031-05-02T22:00Z", None)), "Europe/Berlin")
        '1 May 2031, 18:00 to 3 May 2031, 00:00 (Europe/Berlin, UTC+2)'
    """
    start, end = (at.astimezone(zone_of(zone)) for at in (window.start, window.end))
    offsets = dict.fromkeys([_offset(start), _offset(end)])
    clock = "UTC" if zone == "UTC" else f"{zone}, {' then '.join(offsets)}"
    return f"{_spoken_moment(start)} to {_spoken_moment(end)} ({clock})"


def spoken_start(at: datetime, zone: str) -> str:
    """Say a moment on one clock, with the offset that clock had.

    Examples:
        >>> spoken_start(moment("2031-05-01T16:00Z", None), "Europe/Berlin")
        '1 May 2031, 18:00 (Europe/Berlin, UTC+2)'
    """
    local = at.astimezone(zone_of(zone))
    clock = "UTC" if zone == "UTC" else f"{zone}, {_offset(local)}"
    return f"{_spoken_moment(local)} ({clock})"


def spoken_length(length: timedelta) -> str:
    """Say a length of time, to the minute.

    Examples:
        >>> spoken_length(timedelta(hours=5)), spoken_length(timedelta(hours=7, minutes=30))
        ('5 hours', '7 h 30 min')
        >>> spoken_length(timedelta(seconds=20))
        'less than 1 min'
    """
    hours, minutes = divmod(int(length / timedelta(minutes=1)), 60)
    if not hours:
        return f"{minutes} min" if minutes else "less than 1 min"
    if minutes:
        return f"{hours:,} h {minutes} min"
    return "1 hour" if hours == 1 else f"{hours:,} hours"


def _spoken_moment(at: datetime) -> str:
    return f"{at.day} {at:%b %Y, %H:%M}"


def _offset(at: datetime) -> str:
    minutes = int((at.utcoffset() or timedelta(0)) / timedelta(minutes=1))
    sign = "-" if minutes < 0 else "+"
    hours, rest = divmod(abs(minutes), 60)
    return f"UTC{sign}{hours}" + (f":{rest:02d}" if rest else "")
