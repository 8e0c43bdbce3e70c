from __future__ import annotations

from datetime import UTC, datetime, timedelta

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from ceaseline.sources.cells import Parsed, faults, frame_of, known_zones, numbers, same, times, truths
from ceaseline.sources.delimited import CELL, Batch
from ceaseline.times import TimeProblem, moment


def cells(*texts: str) -> pl.Series:
    return pl.Series(list(texts), dtype=pl.String)


def rules(parsed: Parsed) -> list[str | None]:
    """Return the first rule each cell breaks."""
    lines = pl.Series(range(len(parsed.values)), dtype=pl.Int64)
    found = dict(faults(lines, parsed.checks).select("line", "rule").iter_rows())
    return [found.get(line) for line in lines]


def on_clock(zone: str, *texts: str) -> Parsed:
    text = cells(*texts)
    return times(text, "hour", zones=same(zone, text))


def read_time(text: str, zone: str = "") -> tuple[datetime | None, str | None]:
    parsed = on_clock(zone, text)
    return parsed.values[0], rules(parsed)[0]


def read_number(text: str, *, whole: bool = False, required: bool = False) -> tuple[float | None, str | None]:
    parsed = numbers(cells(text), "value", whole=whole, required=required)
    return parsed.values[0], rules(parsed)[0]


NOON = datetime(2031, 5, 1, 12, tzinfo=UTC)


@pytest.mark.parametrize(
    "text",
    ["2031-05-01T12:00Z", "2031-05-01 12:00Z", "2031-05-01 12:00:00 Z", "2031-05-01T12:00:00.000000Z",
     "2031-05-01T15:00+03:00", "2031-05-01T15:00+0300", "2031-05-01T06:30-05:30", "2031-05-02T02:00+14:00",
     "2031-05-01T12:00-00:00"],
)  # fmt: skip
def test_a_time_with_its_offset_is_taken_at_its_word(text: str) -> None:
    assert (NOON, None) == read_time(text)
    assert (NOON, None) == read_time(text, "Asia/Tokyo")


@pytest.mark.parametrize("text", ["2031-05-01 12:00", "2031-05-01T12:00:00", "2031-05-01", "2031-05-01 9:05"])
def test_a_time_without_a_zone_is_set_aside(text: str) -> None:
    assert "no-zone" == read_time(text)[1]


def test_a_time_without_a_zone_is_read_on_the_clock_of_its_source() -> None:
    assert (NOON, None) == read_time("2031-05-01 14:00", "Europe/Berlin")


def test_a_bare_day_is_its_start() -> None:
    assert (datetime(2031, 4, 30, 22, tzinfo=UTC), None) == read_time("2031-05-01", "Europe/Berlin")


def test_a_time_with_a_single_digit_for_the_hour_is_understood() -> None:
    assert (datetime(2031, 5, 1, 9, 5, tzinfo=UTC), None) == read_time("2031-05-01 9:05", "UTC")


def test_a_fraction_of_a_second_is_kept() -> None:
    assert (NOON + timedelta(microseconds=250_000), None) == read_time("2031-05-01T12:00:00.25Z")


def test_an_hour_the_clocks_jump_over_in_spring_is_set_aside() -> None:
    assert (None, "time-skipped") == read_time("2031-03-30 02:30", "Europe/Berlin")


def test_an_hour_the_clocks_show_twice_in_autumn_is_set_aside() -> None:
    assert (None, "time-twice") == read_time("2031-10-26 02:30", "Europe/Berlin")


def test_an_hour_shown_twice_is_read_where_its_offset_tells_which() -> None:
    assert (datetime(2031, 10, 26, 1, 30, tzinfo=UTC), None) == read_time("2031-10-26 02:30+01:00", "Europe/Berlin")


@pytest.mark.parametrize(
    "text",
    ["noon", "01.05.2031", "2031-13-01T00:00Z", "2031-02-29T00:00Z", "2031-05-01T24:00Z", "2031-05-01T12:60Z",
     "2031-05-01T12:00:60Z", "2031-05-01T12Z", "0031-05-01T12:00Z", "0000-01-01T00:00Z", "9999-12-31T23:00Z",
     "2031-05-01T12:00+15:00", "2031-05-01T12:00+03:99", "2031-05-01T12:00+3",
     "2031-05-01T12:00+\u0660\u0663:\u0660\u0660",
     "\uff12\uff10\uff13\uff11-05-01T12:00Z", "12:00Z", "1.9e9", "45778"],
)  # fmt: skip
def test_what_is_no_time_is_set_aside(text: str) -> None:
    assert "not-a-time" == read_time(text, "UTC")[1]


def test_an_empty_time_is_a_fault_only_where_one_is_required() -> None:
    assert (None, "empty") == read_time("")
    optional = times(cells(""), "from", required=False)
    assert ([None], [None]) == (optional.values.to_list(), rules(optional))


def test_each_cell_is_read_on_the_clock_beside_it() -> None:
    text = cells(
        "2031-05-01 14:00", "2031-05-01 15:00", "2031-05-01T12:00Z", "2031-05-01 12:00", "2031-05-01 12:00"
    )
    zones = cells("Europe/Berlin", "Etc/GMT-3", "", "", "Middle-earth")
    parsed = times(text, "from", zones=zones, zone_field="zone", required=False)
    assert [NOON, NOON, NOON, None, None] == parsed.values.to_list()
    assert [None, None, None, "no-zone", "unknown-zone"] == rules(parsed)


@pytest.mark.parametrize(
    "zone", ["localtime", "posixrules", "Factory", "posix/UTC", "right/UTC", "../etc/passwd", "Europe"]
)
def test_names_that_only_some_machines_know_are_no_zones(zone: str) -> None:
    text = cells("2031-05-01 12:00")
    assert ["unknown-zone"] == rules(times(text, "from", zones=same(zone, text), zone_field="zone"))


def test_hundreds_of_zones_in_one_column_are_read() -> None:
    zones = sorted(known_zones())
    parsed = times(same("2031-05-01 12:00", cells(*zones)), "from", zones=cells(*zones), zone_field="zone")
    assert [moment("2031-05-01 12:00", zone) for zone in zones] == parsed.values.to_list()


@given(
    st.datetimes(datetime(1950, 1, 1), datetime(2037, 12, 31)).map(  # noqa: DTZ001  what a clock shows
        lambda at: at.replace(second=0, microsecond=0)
    ),
    st.sampled_from(
        ["UTC", "Europe/Berlin", "Asia/Kolkata", "America/New_York", "Africa/Cairo", "Australia/Lord_Howe"]
    ),
)
def test_clocks_here_and_in_the_forms_show_the_same(at: datetime, zone: str) -> None:
    text = at.isoformat(sep=" ", timespec="minutes")
    found, rule = read_time(text, zone)
    try:
        assert (moment(text, zone), None) == (found, rule)
    except TimeProblem as problem:
        expected = "time-twice" if "twice" in str(problem) else "time-skipped"
        assert (None, expected) == (found, rule)


@pytest.mark.parametrize(
    ("expected", "text"),
    [
        (1404, "1404"),
        (1404, "1 404"),
        (1404, "1\u00a0404"),
        (1404, "1\u202f404"),
        (1404, "1\u2009404"),
        (1234567.5, "1 234 567.5"),
        (0, "0"),
        (0, "-0"),
        (7, "+7"),
        (7, "007"),
        (0.25, "0.25"),
        (1e15, "1000000000000000"),
    ],
)
def test_numbers_may_have_blanks_between_thousands(expected: float, text: str) -> None:
    assert (expected, None) == read_number(text)


@pytest.mark.parametrize(
    "text",
    [
        "1,404",
        "1.404,5",
        "14 04",
        "1 4040",
        "1  404",
        "nan",
        "NaN",
        "inf",
        "-inf",
        "Infinity",
        "null",
        "1e3",
        "0x10",
        "5.",
        ".5",
        "about 9",
        ">950",
        "950+",
        "12%",
        "\u22123",
        "\u0661\u0662",
        "\uff11\uff12",
        "1_000",
        "1'404",
        "--1",
        "-",
    ],
)
def test_what_is_no_number_is_set_aside(text: str) -> None:
    assert (None, "not-a-number") == read_number(text)


def test_a_negative_count_is_set_aside() -> None:
    assert "negative" == read_number("-5")[1]
    assert "negative" == read_number("-0.5")[1]


@pytest.mark.parametrize("text", ["1000000000000001", "9" * 30, "9" * 400])
def test_a_number_too_large_for_any_count_is_set_aside(text: str) -> None:
    assert "too-large" == read_number(text)[1]
    assert "too-large" == read_number(text, whole=True)[1]


def test_what_is_counted_in_pieces_is_whole() -> None:
    assert (None, "not-whole") == (None, read_number("14.5", whole=True)[1])
    assert (14, None) == read_number("14.0", whole=True)


def test_an_empty_number_is_a_fault_only_where_one_is_required() -> None:
    assert (None, None) == read_number("")
    assert (None, "empty") == read_number("", required=True)


def test_minus_nothing_is_written_as_nothing() -> None:
    assert "0.0" == str(read_number("-0")[0])


def test_truths_are_said_in_a_few_words() -> None:
    parsed = truths(cells("1", "yes", "TRUE", "0", "No", "false", "", "perhaps", "2"), "at_least")
    assert [True, True, True, False, False, False, False, None, None] == parsed.values.to_list()
    assert [None] * 7 + ["not-yes-or-no"] * 2 == rules(parsed)


def test_cells_lose_blanks_and_the_mark_of_our_own_exports_and_nothing_else() -> None:
    batch = Batch([2, 3], [CELL.join(["'=1+1", " '-5 ", "=1+1"]), CELL.join(["'@x", "'tis", "\u00a0'+1\t"])])
    frame = frame_of(batch, ("a", "b", "c"))
    assert [("=1+1", "-5", "=1+1"), ("@x", "'tis", "+1")] == frame.drop("\0line").rows()


@pytest.mark.parametrize("name", ["*", "^.*$", "^a$", "line", "from", "value", "\\", "{}"])
def test_names_that_mean_something_to_others_are_names(name: str) -> None:
    frame = frame_of(Batch([2], [CELL.join(["1", "2"])]), ("a", name))
    assert ["2"] == frame[name].to_list()


def test_the_first_rule_a_line_breaks_is_told_once() -> None:
    text = cells("-0.5", "3")
    parsed = numbers(text, "count", whole=True)
    found = faults(pl.Series([7, 8]), [*parsed.checks, *parsed.checks])
    assert [(7, "count", "-0.5", "negative")] == found.select("line", "field", "value", "rule").rows()


def test_what_is_told_of_a_cell_is_cut() -> None:
    found = faults(pl.Series([2]), numbers(cells("x" * 1_000), "count").checks)
    assert [200] == found["value"].str.len_chars().to_list()


@given(st.lists(st.text(max_size=8), min_size=1, max_size=5))
def test_any_text_is_a_number_or_breaks_a_rule(texts: list[str]) -> None:
    parsed = numbers(cells(*texts), "value", required=True)
    assert [rule is None for rule in rules(parsed)] == [
        value is not None and rule is None for value, rule in zip(parsed.values, rules(parsed), strict=True)
    ]


TIMELIKE = st.from_regex(
    r"[0-9\u0660-\u0669]{4}-[0-9]{2}-[0-9]{2}[T ]?[0-9]{0,2}:?[0-9]{0,2}:?[0-9.]{0,4} ?(Z|[+-][0-9:]{0,5})?",
    fullmatch=True,
)


@given(
    st.lists(TIMELIKE | st.text(max_size=20), min_size=1, max_size=5), st.sampled_from(["", "UTC", "Africa/Cairo"])
)
def test_any_text_is_a_time_or_breaks_a_rule(texts: list[str], zone: str) -> None:
    parsed = on_clock(zone, *texts)
    assert [value is None for value in parsed.values] == [rule is not None for rule in rules(parsed)]
