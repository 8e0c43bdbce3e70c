"""Windows and clocks: one moment for each time, or a refusal that says how to mend it."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta, timezone

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from builders import at, window
from ceaseline.times import TimeProblem, Window, moment, spoken, zone_of

pytestmark = pytest.mark.usefixtures("outside_shut")

NAIVE = st.datetimes(datetime(2031, 1, 1), datetime(2032, 1, 1))  # noqa: DTZ001  read on a clock later
MOMENTS = NAIVE.map(lambda naive: naive.replace(tzinfo=UTC))
ZONES = st.sampled_from(["UTC", "Europe/Berlin", "Asia/Kathmandu", "Australia/Lord_Howe", "America/St_Johns"])


@st.composite
def windows(draw: st.DrawFn) -> Window:
    start = draw(MOMENTS)
    return Window(start, start + draw(st.timedeltas(timedelta(microseconds=1), timedelta(days=60))))


def test_a_time_is_read_on_the_clock_of_its_zone() -> None:
    assert datetime(2031, 7, 1, 10, 0, tzinfo=UTC) == moment("2031-07-01 12:00", "Europe/Berlin")


def test_a_time_with_its_own_offset_needs_no_zone() -> None:
    assert at("2031-07-01 10:00") == moment("2031-07-01T12:00+02:00", None)


def test_an_offset_in_the_text_wins_over_the_zone() -> None:
    assert at("2031-07-01 12:00") == moment("2031-07-01T12:00Z", "Europe/Berlin")


def test_a_bare_day_is_its_start_on_that_clock() -> None:
    assert at("2031-06-30 22:00") == moment("2031-07-01", "Europe/Berlin")


def test_offsets_of_half_and_quarter_hours_are_kept() -> None:
    assert at("2031-07-01 06:15") == moment("2031-07-01 12:00", "Asia/Kathmandu")
    assert at("2031-07-01 06:30") == moment("2031-07-01 12:00", "Asia/Kolkata")


@pytest.mark.parametrize(
    ("text", "zone", "said"),
    [
        ("2031-07-01 12:00", None, "has no time zone; add zone: .* or write the offset"),
        ("2031-03-30 02:30", "Europe/Berlin", "does not exist in Europe/Berlin: .*; write the offset"),
        ("2031-10-26 02:30", "Europe/Berlin", "happens twice in Europe/Berlin: .*; write the offset"),
        ("2031-10-05 02:15", "Australia/Lord_Howe", "does not exist"),  # a gap of half an hour
        ("2031-07-01 12:00", "Middle/Earth", "no time zone 'Middle/Earth'; use a name such as"),
        ("half past ten", "UTC", "is not a time; write 2025-04-19 18:00"),
        ("01.07.2031", "UTC", "is not a time"),
        ("", "UTC", "is not a time"),
        ("0001-01-01T00:00+14:00", None, "outside the years 1000 to 9000; correct the year"),
        ("9999-12-31 23:59", "America/St_Johns", "outside the years"),
    ],
)
def test_a_time_that_names_no_single_moment_is_refused_with_the_mend(
    text: str, zone: str | None, said: str
) -> None:
    with pytest.raises(TimeProblem, match=said):
        moment(text, zone)


@pytest.mark.parametrize(
    ("offset", "hour"), [("+01:00", 1), ("+02:00", 0)], ids=["after the change", "before the change"]
)
def test_the_offset_settles_a_time_that_happens_twice(offset: str, hour: int) -> None:
    assert at(f"2031-10-26 0{hour}:30") == moment(f"2031-10-26T02:30{offset}", "Europe/Berlin")


@pytest.mark.parametrize(
    "name", ["", "Europe", "../../etc/hostname", "/etc/hostname", "a\0b", "x" * 5000, "UTC ", "localtime"]
)
def test_what_is_no_zone_is_refused_and_opens_no_other_file(name: str) -> None:
    with pytest.raises(TimeProblem, match="there is no time zone"):
        zone_of(name)


def moments_that_read_so(naive: datetime, zone: str) -> list[datetime]:
    """Return every moment that a clock of *zone* showed as *naive*, found by trying all offsets there are."""
    tried = (naive.replace(tzinfo=UTC) - timedelta(minutes=15 * quarter) for quarter in range(-56, 57))
    return [found for found in tried if found.astimezone(zone_of(zone)).replace(tzinfo=None) == naive]


@given(NAIVE, ZONES)
@example(datetime(2031, 3, 30, 2, 30), "Europe/Berlin")  # noqa: DTZ001
@example(datetime(2031, 10, 26, 2, 30), "Europe/Berlin")  # noqa: DTZ001
@example(datetime(2031, 4, 6, 1, 45), "Australia/Lord_Howe")  # noqa: DTZ001
def test_a_time_is_taken_exactly_where_one_moment_reads_so(naive: datetime, zone: str) -> None:
    found = moments_that_read_so(naive, zone)
    if len(found) == 1:
        assert found == [moment(naive.isoformat(), zone)]
    else:
        with pytest.raises(TimeProblem, match="write the offset"):
            moment(naive.isoformat(), zone)


def test_a_window_knows_its_length() -> None:
    asked = window("2031-05-10 18:00", "2031-05-12 00:00")
    assert 30.0 == asked.hours
    assert timedelta(hours=30) == asked.length


def test_a_window_over_the_end_of_summer_time_is_an_hour_longer() -> None:
    night = Window(moment("2031-10-26", "Europe/Berlin"), moment("2031-10-27", "Europe/Berlin"))
    assert 25.0 == night.hours


@pytest.mark.parametrize("until", ["2031-05-10", "2031-05-09"])
def test_a_window_must_run_forward(until: str) -> None:
    with pytest.raises(TimeProblem, match="ends before it starts"):
        window("2031-05-10", until)


def test_a_window_refuses_times_without_a_zone() -> None:
    naive = datetime(2031, 5, 10)  # noqa: DTZ001  that is the point
    with pytest.raises(TimeProblem, match="zone"):
        Window(naive, at("2031-05-11"))


def test_windows_that_touch_do_not_overlap() -> None:
    assert not window("2031-05-10", "2031-05-11").overlaps(window("2031-05-11", "2031-05-12"))


def test_windows_that_share_a_second_overlap() -> None:
    assert window("2031-05-10", "2031-05-11").overlaps(window("2031-05-10 23:59:59", "2031-05-12"))


def test_moving_by_days_keeps_the_length_whatever_the_clocks_do() -> None:
    before = Window(moment("2031-10-25 18:00", "Europe/Berlin"), moment("2031-10-26", "Europe/Berlin"))
    assert window("2031-10-26 16:00", "2031-10-26 22:00") == before.moved(1)


@given(windows(), windows())
def test_overlap_and_shared_time_say_the_same_both_ways_round(one: Window, other: Window) -> None:
    assert one.overlaps(other) == other.overlaps(one)
    assert one.shared(other) == other.shared(one)
    assert one.overlaps(other) == (one.shared(other) > timedelta(0))
    assert one.shared(other) <= min(one.length, other.length)


@given(windows(), st.integers(-400, 400))
def test_moving_there_and_back_changes_nothing(one: Window, days: int) -> None:
    assert one == one.moved(days).moved(-days)


def test_a_window_is_said_on_a_clock_with_its_offset() -> None:
    said = spoken(window("2031-05-10 15:00", "2031-05-11 21:00"), "Asia/Kathmandu")
    assert "10 May 2031, 20:45 to 12 May 2031, 02:45 (Asia/Kathmandu, UTC+5:45)" == said


def test_offsets_west_of_utc_keep_their_half_hours() -> None:
    said = spoken(window("2031-01-10 12:00", "2031-01-10 13:00"), "America/St_Johns")
    assert "10 Jan 2031, 08:30 to 10 Jan 2031, 09:30 (America/St_Johns, UTC-3:30)" == said


def test_utc_is_said_without_an_offset() -> None:
    said = spoken(window("2031-05-10 15:00", "2031-05-11 21:00"), "UTC")
    assert "10 May 2031, 15:00 to 11 May 2031, 21:00 (UTC)" == said


@pytest.mark.parametrize(
    ("start", "until", "offsets"),
    [
        ("2031-10-25", "2031-10-27", "UTC+2 then UTC+1"),
        ("2031-03-29", "2031-03-31", "UTC+1 then UTC+2"),
    ],
)
def test_a_window_over_a_clock_change_names_both_offsets_in_the_order_they_came(
    start: str, until: str, offsets: str
) -> None:
    assert spoken(window(start, until), "Europe/Berlin").endswith(f"(Europe/Berlin, {offsets})")


def test_two_moments_that_are_one_make_equal_windows() -> None:
    east = timezone(timedelta(hours=5, minutes=45))
    there = Window(at("2031-05-10").astimezone(east), at("2031-05-11").astimezone(east))
    assert window("2031-05-10", "2031-05-11") == there
