"""Days as spans: whole on any clock, also where the clocks jump over midnight or show it twice."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from ceaseline.sources.spans import spans

LEAST = timedelta(microseconds=1)


def span(first: date, last: date, zone: str | None) -> tuple[datetime, datetime]:
    earliest, latest = spans(pl.Series([first]), pl.Series([last]), zone)
    return earliest[0], latest[0] + LEAST


@pytest.mark.parametrize(
    ("day", "zone", "begins", "hours"),
    [
        (date(2031, 5, 2), "UTC", datetime(2031, 5, 2, tzinfo=UTC), 24),
        (date(2031, 3, 30), "Europe/Berlin", datetime(2031, 3, 29, 23, tzinfo=UTC), 23),
        (date(2031, 10, 26), "Europe/Berlin", datetime(2031, 10, 25, 22, tzinfo=UTC), 25),
        (date(2018, 11, 4), "America/Sao_Paulo", datetime(2018, 11, 4, 3, tzinfo=UTC), 23),  # from 01:00
        (date(2018, 2, 17), "America/Sao_Paulo", datetime(2018, 2, 17, 2, tzinfo=UTC), 25),  # 23:00 comes twice
        (date(2018, 11, 4), "America/Havana", datetime(2018, 11, 4, 4, tzinfo=UTC), 25),  # 00:00 comes twice
        (date(2011, 12, 29), "Pacific/Apia", datetime(2011, 12, 29, 10, tzinfo=UTC), 24),  # the 30th never was
        (date(2031, 5, 2), None, datetime(2031, 5, 1, 10, tzinfo=UTC), 50),
    ],
)
def test_a_day_is_as_long_as_it_was_there(day: date, zone: str | None, begins: datetime, hours: int) -> None:
    assert (begins, begins + timedelta(hours=hours)) == span(day, day, zone)


@given(
    st.dates(date(1970, 1, 1), date(2037, 1, 1)),
    st.integers(0, 400),
    st.sampled_from(["UTC", "Asia/Beirut", "America/Havana", "Pacific/Apia", "Pacific/Kiritimati", "Etc/GMT+12"]),
)
def test_days_on_any_clock_lie_within_those_on_no_known_clock(first: date, days: int, zone: str) -> None:
    last = first + timedelta(days=days)
    (narrow, until), (wide, end) = span(first, last, zone), span(first, last, None)
    assert wide <= narrow < until <= end


def test_what_is_no_day_is_no_span() -> None:
    none = pl.Series([None], dtype=pl.Date)
    assert [(None,), (None,)] == [tuple(part) for part in spans(none, none, "Europe/Berlin")]
