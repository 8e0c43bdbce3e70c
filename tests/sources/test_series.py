from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ceaseline.errors import FileRefused, FormError
from ceaseline.sources import Reading, parse
from ceaseline.tables import Series
from ceaseline.testing import toy_terms

Read = Callable[..., Reading]

HOUR = {"column": "hour", "bin": "1h"}
BERLIN = HOUR | {"zone": "Europe/Berlin"}
WIDE = {"regions": {"columns": "all_others"}}


def values(reading: Reading) -> list[tuple[str, float | None]]:
    return [(row["region"], row["value"]) for row in reading.rows.iter_rows(named=True)]


def told(reading: Reading) -> dict[int, tuple[str, str]]:
    """Return the field and the rule of each row set aside, by line."""
    rows = reading.set_aside.select("line", "field", "rule").rows()
    return {line: (field, rule) for line, field, rule in rows}


def at(hour: int, day: int = 1) -> datetime:
    return datetime(2031, 5, day, hour, tzinfo=UTC)


# The three forms


def test_a_single_series_has_one_region_without_a_name(read_series: Read) -> None:
    reading = read_series("hour,value\n2031-05-01T00:00Z,3\n2031-05-01T01:00Z,0\n")
    assert [("", 3.0), ("", 0.0)] == values(reading)


def test_a_long_table_has_a_row_for_each_region(read_long: Read) -> None:
    reading = read_long("hour,region,value\n2031-05-01T00:00Z,North,3\n2031-05-01T00:00Z,South,4\n")
    assert [("North", 3.0), ("South", 4.0)] == values(reading)


def test_a_wide_table_has_a_column_for_each_region(read_series: Read) -> None:
    reading = read_series("hour,North,South\n2031-05-01T00:00Z,3,4\n2031-05-01T01:00Z,5,\n", **WIDE)
    assert [("North", 3.0), ("South", 4.0), ("North", 5.0), ("South", None)] == values(reading)
    assert [2, 2, 3, 3] == reading.rows["line"].to_list()


def test_a_wide_table_may_name_the_regions_that_count(read_series: Read) -> None:
    reading = read_series("note,hour,North,South\nx,2031-05-01T00:00Z,3,4\n", regions={"columns": ["South"]})
    assert [("South", 4.0)] == values(reading)


def test_the_column_of_values_may_have_another_name(read_long: Read) -> None:
    reading = read_long("hour,region,acts\n2031-05-01T00:00Z,North,3\n", value={"unit": "acts", "column": "acts"})
    assert [("North", 3.0)] == values(reading)


@pytest.mark.parametrize("name", ["*", "^.*$", "line", "from", "value", "region", "hours", "until", "full", "unit"])
def test_a_region_may_be_called_anything(read_series: Read, read_long: Read, name: str) -> None:
    assert [(name, 3.0)] == values(read_series(f"hour,{name}\n2031-05-01T00:00Z,3\n", **WIDE))
    assert [(name, 3.0)] == values(read_long(f"hour,region,value\n2031-05-01T00:00Z,{name},3\n"))


def test_a_wide_table_without_regions_is_refused(read_series: Read) -> None:
    with pytest.raises(FileRefused, match=r"no column beside the time\. Mend: "):
        read_series("hour,\n2031-05-01T00:00Z,\n", **WIDE)


def test_a_renamed_column_is_refused_and_named(read_long: Read) -> None:
    with pytest.raises(FileRefused, match=r"no column 'region' \(perhaps 'regions' is what was 'region'\)"):
        read_long("hour,regions,value\n2031-05-01T00:00Z,North,3\n")


def test_a_file_of_a_header_alone_has_no_rows(read_long: Read) -> None:
    reading = read_long("hour,region,value\n")
    assert (0, 0, 0, 0) == (reading.rows.height, reading.set_aside.height, reading.seen, reading.skipped)
    Series.validate(reading.rows)


# Bins, watched and not


def test_a_bin_ends_after_its_length(read_series: Read) -> None:
    reading = read_series("hour,value\n2031-05-01T00:00Z,3\n", time=HOUR | {"bin": "15m"})
    assert (at(0), datetime(2031, 5, 1, 0, 15, tzinfo=UTC), 0.25) == reading.rows.select(
        "from", "until", "hours_watched"
    ).row(0)


def test_a_day_ends_at_the_next_midnight_of_its_clock(read_series: Read) -> None:
    days = "hour,value\n2031-03-30,1\n2031-05-01,2\n2031-10-26,3\n"
    reading = read_series(days, time=BERLIN | {"bin": "1d"})
    assert [23.0, 24.0, 25.0] == reading.rows["hours_watched"].to_list()
    assert datetime(2031, 3, 30, 22, tzinfo=UTC) == reading.rows["until"][0]


def test_a_day_ends_where_the_next_begins_though_the_clocks_jump_over_midnight(read_series: Read) -> None:
    jumped_over = "2031-04-25 00:00"  # there clocks go from 24:00 of the 24th to 01:00 of the 25th
    entry = {"time": HOUR | {"bin": "1d", "zone": "Africa/Cairo"}}
    assert {2: ("hour", "time-skipped")} == told(read_series(f"hour,value\n{jumped_over},1\n", **entry))
    reading = read_series("hour,value\n2031-04-24,1\n2031-04-25T01:00+03:00,2\n", **entry)
    assert reading.rows["until"][0] == reading.rows["from"][1]


def test_an_empty_bin_was_not_watched_and_a_zero_was(read_series: Read) -> None:
    reading = read_series("hour,value\n2031-05-01T00:00Z,0\n2031-05-01T01:00Z,\n")
    assert [(0.0, 1.0), (None, 0.0)] == reading.rows.select("value", "hours_watched").rows()


def test_exposure_says_how_long_somebody_watched(read_series: Read) -> None:
    content = (
        "hour,value,watched\n2031-05-01T00:00Z,0,1\n2031-05-01T01:00Z,2,0.5\n2031-05-01T02:00Z,0,0\n"
        "2031-05-01T03:00Z,,1\n2031-05-01T04:00Z,0,\n"
    )
    reading = read_series(content, exposure={"column": "watched"})
    expected = [(0.0, 1.0), (2.0, 0.5), (None, 0.0), (None, 0.0), (None, 0.0)]
    assert expected == reading.rows.select("value", "hours_watched").rows()
    Series.validate(reading.rows)


@pytest.mark.parametrize("watched", ["0", ""])
def test_what_was_counted_while_nobody_watched_is_set_aside(read_series: Read, watched: str) -> None:
    reading = read_series(f"hour,value,watched\n2031-05-01T00:00Z,5,{watched}\n", exposure={"column": "watched"})
    assert {2: ("value", "value-unwatched")} == told(reading)


def test_hours_watched_that_are_no_number_set_the_row_aside(read_series: Read) -> None:
    reading = read_series("hour,value,watched\n2031-05-01T00:00Z,5,all\n", exposure={"column": "watched"})
    assert {2: ("watched", "not-a-number")} == told(reading)


def test_a_full_bin_is_one_number_or_one_by_region(read_long: Read) -> None:
    content = "hour,region,value\n2031-05-01T00:00Z,North,3\n2031-05-01T00:00Z,South,4\n"
    assert [60.0, 60.0] == read_long(content, full=60).rows["full"].to_list()
    assert [45.0, None] == read_long(content, full={"North": 45}).rows["full"].to_list()
    assert [None, None] == read_long(content, full={}).rows["full"].to_list()


def test_a_full_bin_of_a_region_that_is_not_there_is_noted(read_long: Read) -> None:
    reading = read_long("hour,region,value\n2031-05-01T00:00Z,North,3\n", full={"Nroth": 60, "North": 60})
    assert ("full: names a region 'Nroth' that the file does not have",) == reading.notes


# Times


def test_a_time_without_a_zone_is_set_aside(read_series: Read) -> None:
    reading = read_series("hour,value\n2031-05-01 00:00,3\n2031-05-01T01:00Z,4\n")
    assert {2: ("hour", "no-zone")} == told(reading)
    assert [("", 4.0)] == values(reading)


def test_a_time_without_a_zone_is_read_on_the_clock_of_its_source_and_that_is_noted(read_series: Read) -> None:
    reading = read_series("hour,value\n2031-05-01 02:00,3\n", time=BERLIN)
    assert at(0) == reading.rows["from"][0]
    assert ("times without an offset were read on the clock of Europe/Berlin",) == reading.notes


def test_an_hour_skipped_in_spring_and_one_shown_twice_in_autumn_cost_themselves_alone(read_series: Read) -> None:
    content = (
        "hour,value\n2031-03-30 01:00,1\n2031-03-30 02:00,2\n"
        "2031-03-30 03:00,3\n2031-10-26 02:00,4\n2031-10-26 03:00,5\n"
    )
    reading = read_series(content, time=BERLIN)
    assert {3: ("hour", "time-skipped"), 5: ("hour", "time-twice")} == told(reading)
    assert [1.0, 3.0, 5.0] == reading.rows["value"].to_list()


# Letters, marks and delimiters


CYRILLIC = "hour;region;value\n2031-05-01T00:00Z;Север;3\n2031-05-01T00:00Z;South;4\n".encode("cp1251")


def test_cyrillic_in_windows_1251_is_set_aside_with_the_mend(read_long: Read) -> None:
    reading = read_long(CYRILLIC)
    assert {2: ("(line)", "encoding")} == told(reading)
    assert "add encoding: windows-1251" in reading.set_aside["mend"][0]
    assert [("South", 4.0)] == values(reading)


def test_cyrillic_in_windows_1251_is_read_whole_once_the_source_says_so(read_long: Read) -> None:
    reading = read_long(CYRILLIC, encoding="windows-1251")
    assert [("Север", 3.0), ("South", 4.0)] == values(reading)
    assert {} == told(reading)


@pytest.mark.parametrize(
    ("mark", "note"), [(",", ()), (";", ("cells are parted by semicolons",)), ("\t", ("cells are parted by tabs",))]
)
def test_cells_may_be_parted_by_commas_semicolons_or_tabs(
    read_long: Read, mark: str, note: tuple[str, ...]
) -> None:
    rows = [["hour", "region", "value"], ["2031-05-01T00:00Z", "North", "3"]]
    reading = read_long("".join(mark.join(row) + "\n" for row in rows))
    assert ([("North", 3.0)], note) == (values(reading), reading.notes)


def test_a_byte_order_mark_changes_nothing(read_long: Read) -> None:
    content = "hour,region,value\n2031-05-01T00:00Z,North,3\n"
    plain, marked = read_long(content), read_long(b"\xef\xbb\xbf" + content.encode())
    assert plain.rows.drop("capture_id").equals(marked.rows.drop("capture_id"))


def test_a_comma_in_a_number_is_not_guessed_at(read_long: Read) -> None:
    assert {2: ("value", "not-a-number")} == told(read_long("hour;region;value\n2031-05-01T00:00Z;North;1,404\n"))


@pytest.mark.parametrize("blank", [" ", "\u00a0", "\u202f", "\u2009"])
def test_blanks_may_part_thousands(read_long: Read, blank: str) -> None:
    assert [("North", 1404.0)] == values(read_long(f"hour,region,value\n2031-05-01T00:00Z,North,1{blank}404\n"))


def test_a_cell_like_a_formula_is_kept_as_it_is_and_our_own_mark_comes_off(read_long: Read) -> None:
    content = (
        "hour,region,value\n2031-05-01T00:00Z,=North,3\n2031-05-01T00:00Z,'@South,'+4\n2031-05-01T00:00Z,'-East,5\n"
    )
    assert [("=North", 3.0), ("@South", 4.0), ("-East", 5.0)] == values(read_long(content))


def test_a_torn_file_keeps_all_but_its_last_row(read_long: Read) -> None:
    reading = read_long("hour,region,value\n2031-05-01T00:00Z,North,3\n2031-05-01T01:00Z,Nor")
    assert [("North", 3.0)] == values(reading)
    assert {3: ("(line)", "row-short")} == told(reading)
    assert "the file ends in it; fetch it again" in reading.set_aside["mend"][0]
    assert ("the last line has no end; if the file was cut off, fetch it again",) == reading.notes


# What is set aside


def test_what_is_set_aside_has_line_field_value_rule_mend_and_the_row_as_it_stood(read_long: Read) -> None:
    reading = read_long('hour,region,value,note\n\n2031-05-01T00:00Z, North ,-3,"\'=a, b"\n')
    (row,) = reading.set_aside.drop("capture_id").rows(named=True)
    assert {
        "source": "posts",
        "file": "file.csv",
        "line": 3,
        "field": "value",
        "value": "-3",
        "rule": "negative",
        "mend": "counts begin at 0; correct the sign",
        "row": '["2031-05-01T00:00Z", " North ", "-3", "\'=a, b"]',
    } == row


def test_a_column_without_a_name_keeps_its_place_in_the_row_set_aside(read_series: Read) -> None:
    reading = read_series(",hour,value\n7,2031-05-01T00:00Z,many\n")
    assert ['["7", "2031-05-01T00:00Z", "many"]'] == reading.set_aside["row"].to_list()
    assert ("", "hour", "value") == reading.header


def test_a_region_without_a_name_is_set_aside(read_long: Read) -> None:
    assert {2: ("region", "empty")} == told(read_long("hour,region,value\n2031-05-01T00:00Z, ,3\n"))


def test_one_bad_cell_of_a_wide_row_sets_the_row_aside_and_is_the_one_named(read_series: Read) -> None:
    reading = read_series(
        "hour,North,South\n2031-05-01T00:00Z,3,x\n2031-05-01T01:00Z,-1,y\n2031-05-01T02:00Z,3,4\n", **WIDE
    )
    assert {2: ("South", "not-a-number"), 3: ("North", "negative")} == told(reading)
    assert [("North", 3.0), ("South", 4.0)] == values(reading)


def test_rows_set_aside_come_in_the_order_of_their_lines(read_long: Read) -> None:
    content = (
        "hour,region,value\n2031-05-01T00:00Z,North,3\nshort\n"
        "2031-05-01T00:00Z,North,4\nx,North,3\n2031-05-01T02:00Z,North,5\n"
    )
    assert [(2, "bin-twice"), (3, "row-short"), (4, "bin-twice"), (5, "not-a-time")] == read_long(
        content
    ).set_aside.select("line", "rule").rows()


# Bins given twice


def test_a_bin_given_twice_with_one_value_is_one_bin(read_long: Read) -> None:
    row = "2031-05-01T00:00Z,North,3\n"
    reading = read_long(
        "hour,region,value\n" + row + "2031-05-01T00:00Z,South,3\n" + row + "2031-05-01T03:00+03:00,North,3.0\n"
    )
    assert [(2, "North"), (3, "South")] == reading.rows.select("line", "region").rows()
    assert (4, 0, 2) == (reading.seen, reading.set_aside.height, reading.skipped)


def test_a_bin_given_twice_with_two_values_is_set_aside_both_times(read_long: Read) -> None:
    content = (
        "hour,region,value\n2031-05-01T00:00Z,North,3\n"
        "2031-05-01T00:00Z,South,3\n2031-05-01T00:00Z,North,4\n2031-05-01T00:00Z,North,3\n"
    )
    reading = read_long(content)
    assert [("South", 3.0)] == values(reading)
    assert dict.fromkeys((2, 4, 5), ("hour", "bin-twice")) == told(reading)


def test_a_bin_that_is_empty_and_not_empty_contradicts_itself(read_long: Read) -> None:
    reading = read_long("hour,region,value\n2031-05-01T00:00Z,North,0\n2031-05-01T00:00Z,North,\n")
    assert ({2, 3}, 0) == (set(told(reading)), reading.rows.height)


def test_a_wide_row_given_twice_is_set_aside_where_any_region_differs(read_series: Read) -> None:
    same, other = "2031-05-01T00:00Z,3,4\n", "2031-05-01T00:00Z,3,5\n"
    reading = read_series("hour,North,South\n" + same + other + same + "2031-05-01T01:00Z,1,1\n" * 2, **WIDE)
    assert {2, 3, 4} == set(told(reading))
    assert ([("North", 1.0), ("South", 1.0)], 1) == (values(reading), reading.skipped)


def test_equal_times_in_the_file_of_different_rows_far_apart_are_found(read_long: Read) -> None:
    rows = "".join(
        f"2031-05-{1 + n // 24:02}T{n % 24:02}:00Z,{region},3\n"
        for region in ("North", "a" * 9_000)
        for n in range(240)
    )
    reading = read_long("hour,region,value\n" + rows + "2031-05-01T00:00Z,North,4\n")
    assert {2, 482} == set(told(reading))


# The form


FORMS: dict[str, tuple[dict[str, Any], str]] = {
    "no such zone": ({"time": HOUR | {"zone": "Middle-earth"}}, "there is no time zone 'Middle-earth'"),
    "a zone of this machine": ({"time": HOUR | {"zone": "localtime"}}, "there is no time zone 'localtime'"),
    "a bin without length": ({"time": HOUR | {"bin": "0h"}}, "time.bin"),
    "no regions at all": ({"regions": {"columns": []}}, "regions"),
    "regions nowhere": ({"regions": {}}, "gives neither or both of columns and column"),
    "regions in two places": ({"regions": {"columns": "all_others", "column": "x"}}, "gives neither or both"),
    "a value column in a wide table": (
        {**WIDE, "value": {"unit": "acts", "column": "x"}},
        "take one of the two out",
    ),
    "one column for two things": (
        {"value": {"unit": "acts", "column": "hour"}},
        "uses the column 'hour' for two things",
    ),
    "a full bin of nothing": ({"full": 0}, "full"),
    "a full bin that is no number": ({"full": "nan"}, "full"),
    "a full bin without end": ({"full": {"North": "inf"}}, "full"),
    "no unit": ({"value": {"unit": ""}}, "value.unit"),
    "a kind of evidence unheard of": ({"kind_of_evidence": "proof"}, "kind_of_evidence"),
}


@pytest.mark.parametrize(("keys", "why"), FORMS.values(), ids=FORMS.keys())
def test_an_entry_that_cannot_be_meant_is_told(entry: Callable[..., str], keys: dict[str, Any], why: str) -> None:
    with pytest.raises(FormError) as error:
        parse(entry("series", **keys), toy_terms())
    assert why in str(error.value)
    assert all(problem.mend and problem.line for problem in error.value.problems)


# Any mix

GOOD = st.lists(
    st.tuples(
        st.integers(0, 200),
        st.sampled_from(["North", '"Lower, South"', '"two\nlines"', "=East", 'the 5" post', "Запад"]),
        st.sampled_from(["0", "3", "1 404", "", '"7"', "2.5"]),
    ),
    unique_by=lambda row: (row[0], row[1]),
    max_size=8,
).map(
    lambda rows: [
        f"2031-05-{1 + hour // 24:02}T{hour % 24:02}:00Z,{region},{value}".encode() for hour, region, value in rows
    ]
)
BAD = st.sampled_from(
    [
        b"2031-05-01 00:00,North,3",
        b"2031-03-30T02:30,North,3",
        b"yesterday,North,3",
        b",North,3",
        b"2031-06-01T00:00Z,,3",
        b"2031-06-01T00:00Z,North,many",
        b"2031-06-01T00:00Z,North,-3",
        b"2031-06-01T00:00Z,North,nan",
        b"2031-06-01T00:00Z,North,1e9",
        b"2031-06-01T00:00Z,North,9999999999999999",
        b"2031-06-01T00:00Z,North,1,404",
        b"2031-06-01T00:00Z,North",
        b'2031-06-01T00:00Z,"North,3',
        b'2031-06-01T00:00Z,North,"3',
        b'2031-06-01T00:00Z,"North"ern,3',
        b'5",",a',
        b'"x',
        b"2031-06-01T00:00Z,Nor\rth,3",
        b"2031-06-01T00:00Z,Nor\0th,3",
        b"2031-06-01T00:00Z,Nor\xffth,3",
        b"2031-06-01T00:00Z," + b"x" * 140_000 + b",3",
        b"2031-06-01T00:00Z,Twice,3\n2031-06-01T00:00Z,Twice,4",
    ]
)
HEADER = b"hour,region,value"


def without_places(rows: pl.DataFrame) -> pl.DataFrame:
    return rows.drop("line", "capture_id")


@settings(max_examples=150)
@given(GOOD, st.lists(st.tuples(st.integers(0, 8), BAD), max_size=6))
def test_bad_rows_anywhere_change_nothing_of_the_good_ones(
    read_long: Read, good: list[bytes], bad: list[tuple[int, bytes]]
) -> None:
    mixed = list(good)
    for place, row in bad:
        mixed.insert(place, row)
    clean = read_long(b"\n".join([HEADER, *good]) + b"\n")
    reading = read_long(b"\n".join([HEADER, *mixed]) + b"\n")
    assert without_places(clean.rows).equals(without_places(reading.rows))
    assert reading.seen == reading.rows["line"].n_unique() + reading.set_aside.height + reading.skipped
    assert (len(good), 0) == (clean.rows.height, clean.set_aside.height)


@given(GOOD, st.lists(st.tuples(st.integers(0, 8), BAD), max_size=6))
def test_every_bad_row_is_told_with_a_line_and_a_mend(
    read_long: Read, good: list[bytes], bad: list[tuple[int, bytes]]
) -> None:
    mixed = list(good)
    for place, row in bad:
        mixed.insert(place, row)
    content = b"\n".join([HEADER, *mixed]) + b"\n"
    lines = content.split(b"\n")
    aside = read_long(content).set_aside
    assert aside.height >= len({row for _, row in bad})
    for line, mend, rule in aside.select("line", "mend", "rule").iter_rows():
        assert lines[line - 1] not in good
        assert mend
        assert rule


def outcome(read: Read, content: bytes, **keys: Any) -> Reading | str:
    """Return what is read, or why the file is refused."""
    try:
        return read(content, **keys)
    except FileRefused as refused:
        return str(refused)


SOUP = st.lists(
    st.sampled_from(
        [
            b"hour",
            b"region",
            b"value",
            b",",
            b";",
            b"\t",
            b"\n",
            b"\r\n",
            b"\r",
            b'"',
            b'""',
            b"2031-05-01T00:00Z",
            b"2031-03-30 02:30",
            b"North",
            b"3",
            b"-0",
            b"1 404",
            b"nan",
            b"\0",
            b"\xff",
            b"\xef\xbb\xbf",
            b"\xd1\x81",
            b"'=1",
            b"*",
            b"^.*$",
            b" ",
            b"+14:00",
        ]
    )
    | st.binary(max_size=3),
    max_size=40,
).map(b"".join)
ENTRIES = st.sampled_from(
    [
        {},
        {"time": BERLIN | {"bin": "1d"}},
        {"encoding": "windows-1251", "exposure": {"column": "hour2"}},
        {"encoding": "shift_jis"},
        {"encoding": "gb18030", "full": {"North": 60}},
        {"regions": {"column": "region"}, "full": 60},
        WIDE,
        WIDE | {"time": HOUR | {"zone": "Africa/Cairo", "bin": "30d"}},
    ]
)


@settings(max_examples=200)
@given(
    SOUP | st.binary(max_size=200), st.sampled_from([b"", b"hour,region,value\n", b"hour;value;hour2;*\n"]), ENTRIES
)
def test_any_bytes_give_a_reading_or_a_refusal(
    read_series: Read, content: bytes, header: bytes, entry: dict[str, Any]
) -> None:
    reading = outcome(read_series, header + content, **entry)
    if isinstance(reading, str):
        assert "Mend: " in reading
        return
    assert reading == read_series(header + content, **entry)
    Series.validate(reading.rows)
    reading.rows.to_dicts()  # every moment is one that Python can say
    assert reading.seen == reading.rows["line"].n_unique() + reading.set_aside.height + reading.skipped
