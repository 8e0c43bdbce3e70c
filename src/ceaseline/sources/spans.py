"""Spans of days: from the first moment of one to the last of another, where nobody may say on whose clock."""

from __future__ import annotations

from datetime import timedelta

import polars as pl
from pydantic import field_validator

from ceaseline.sources.cells import MOMENT, Check, Parsed, known_zones, times
from ceaseline.sources.observing import ObservingForm

# a day begins 14 hours before that of UTC where the clocks are furthest ahead, and ends 12 hours after it
_AHEAD, _BEHIND = timedelta(hours=14), timedelta(hours=12)
_LEAST = timedelta(microseconds=1)
# where clocks jump over midnight the day begins an hour later; where they jump over the whole day, with the next
_JUMPS = (timedelta(), timedelta(hours=1), timedelta(days=1))


class SpansForm(ObservingForm):
    """What kinds of observations share whose files give spans of days.

    Attributes:
        zone: clock of the days; None for not known, and then a day is as long as on all clocks together.
    """

    zone: str | None = None

    @field_validator("zone")
    @classmethod
    def _known_zone(cls, zone: str | None) -> str | None:
        if zone is not None and zone not in known_zones():
            raise ValueError(f"there is no time zone {zone!r}; use a name such as Europe/Berlin or UTC")
        return zone


def dates(text: pl.Series, iso: pl.Series, field: str, mend: str, empty: str = "give the day") -> Parsed:
    """Return cells as dates, null where they are none.

    Args:
        text: the cells as they stood.
        iso: the same as YYYY-MM-DD, null where they have none of the forms of the file.
        field: the column they stand in.
        mend: which forms the file has.
        empty: what to do where no day is given.
    """
    values = times(iso.fill_null("") + "Z", field).values.dt.date()
    missing = text == ""
    checks = (
        Check(field, text, "empty", empty, missing),
        Check(field, text, "not-a-day", mend, values.is_null() & ~missing),
    )
    return Parsed(values, checks)


def spans(first: pl.Series, last: pl.Series, zone: str | None) -> tuple[pl.Series, pl.Series]:
    """Return where the first days begin, and the last microsecond of the last ones.

    Args:
        first: dates.
        last: dates, none before the first.
        zone: the clock on which they are days; None for any.
    """
    midnights = pl.DataFrame({"first": first, "next": last}).select(
        pl.col("first").cast(pl.Datetime("us")), pl.col("next").cast(pl.Datetime("us")) + timedelta(days=1)
    )
    if zone is None:
        utc = midnights.select(pl.col("first") - _AHEAD, pl.col("next") + _BEHIND).select(
            pl.all().dt.replace_time_zone("UTC")
        )
    else:
        utc = midnights.select(_midnight("first", zone), _midnight("next", zone, twice="latest"))
    return utc["first"].cast(MOMENT), (utc["next"] - _LEAST).cast(MOMENT)


def told_clock(zone: str | None) -> str:
    """Say on which clock days were read."""
    if zone is None:
        return "on whose clock the days are is not known, so each is taken as on all clocks together: 50 hours"
    return f"days were read on the clock of {zone}"


def _midnight(column: str, zone: str, twice: str = "earliest") -> pl.Expr:
    """Return the moments of midnights; of one that the clocks show twice the one that makes the span longer."""
    read = [
        (pl.col(column) + jump).dt.replace_time_zone(zone, ambiguous=pl.lit(twice), non_existent="null")
        for jump in _JUMPS
    ]
    return pl.coalesce(read).dt.convert_time_zone("UTC")
