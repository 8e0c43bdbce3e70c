"""Which days are to be fetched."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime, timedelta

from ceaseline.errors import InputError

_MOST = 366  # days at once: a year is enough to ask of anybody


def wanted_days(
    single: Sequence[datetime], first: datetime | None, last: datetime | None, *, fetch: bool
) -> list[date] | None:
    """Return the days that the options name, in order and each once; None where nothing is to be fetched.

    Args:
        single: days named one by one.
        first: of a span; None where there is none.
        last: of that span, itself included.
        fetch: whether anything is to be fetched at all.

    Raises:
        InputError: the options do not go together, or name too many days.

    Examples:
        >>> wanted_days([], datetime(2031, 5, 2), datetime(2031, 5, 3), fetch=True)
        [datetime.date(2031, 5, 2), datetime.date(2031, 5, 3)]
    """
    if not fetch:
        if single or first or last:
            raise InputError("Days say what to fetch. Mend: add --fetch")
        return None
    days = {each.date() for each in single}
    if (first is None) != (last is None):
        raise InputError("A span of days has two ends. Mend: give both --from and --until, or --day")
    if first is not None and last is not None:
        if last < first:
            raise InputError("--until lies before --from. Mend: exchange them")
        # a span that is far too long is not counted out
        days |= {first.date() + timedelta(days=n) for n in range(min((last - first).days, _MOST) + 1)}
    if len(days) > _MOST:
        raise InputError(f"These are more than {_MOST} days. Mend: fetch a year at a time at most")
    return sorted(days)
