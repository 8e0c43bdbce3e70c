"""Events in the columns of UCDP GED: spans of days, deaths from low to high, no side, no headline."""

from __future__ import annotations

import csv
import gzip
import io
from collections import Counter
from collections.abc import Sequence
from datetime import UTC, datetime
from functools import cache
from pathlib import Path
from typing import Any

import polars as pl
import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from ceaseline.errors import FileRefused, FormError
from ceaseline.sources import Reading, Source, parse
from ceaseline.testing import captured, check_source, toy_terms

COLUMNS = [
    "id",
    "relid",
    "year",
    "active_year",
    "code_status",
    "type_of_violence",
    "conflict_dset_id",
    "conflict_new_id",
    "conflict_name",
    "dyad_dset_id",
    "dyad_new_id",
    "dyad_name",
    "side_a_dset_id",
    "side_a_new_id",
    "side_a",
    "side_b_dset_id",
    "side_b_new_id",
    "side_b",
    "number_of_sources",
    "source_article",
    "source_office",
    "source_date",
    "source_headline",
    "source_original",
    "where_prec",
    "where_coordinates",
    "where_description",
    "adm_1",
    "adm_2",
    "latitude",
    "longitude",
    "geom_wkt",
    "priogrid_gid",
    "country",
    "country_id",
    "region",
    "event_clarity",
    "date_prec",
    "date_start",
    "date_end",
    "deaths_a",
    "deaths_b",
    "deaths_civilians",
    "deaths_unknown",
    "best",
    "high",
    "low",
    "gwnoa",
    "gwnob",
]
EVENT = {
    "id": "700001",
    "code_status": "Clear",
    "type_of_violence": "1",
    "conflict_name": "Saltmarsh: North",
    "dyad_name": "Highland - Lowland",
    "side_a": "Highland",
    "side_b": "Lowland",
    "source_article": "Neutral Herald,2031-05-03,An invented headline",
    "source_office": "Neutral Herald",
    "source_date": "03/05/2031",
    "source_headline": "An invented headline",
    "source_original": "Lowland ministry",
    "where_prec": "1",
    "where_description": "the mill, where the brigade stood",
    "latitude": "48.1",
    "longitude": "37.9",
    "geom_wkt": "POINT (37.9 48.1)",
    "event_clarity": "1",
    "date_prec": "1",
    "date_start": "2031-05-02 00:00:00.000",
    "date_end": "2031-05-02 00:00:00.000",
    "deaths_a": "0",
    "deaths_b": "2",
    "best": "2",
    "high": "3",
    "low": "1",
}
SPAN = {"date_prec": "2", "date_start": "2031-05-03", "date_end": "2031-05-05"}
ENTRY = {
    "name": "deadly",
    "kind": "ucdp",
    "file": "inbox/deadly.csv",
    "zone": "UTC",
    "area": {"west": 36, "south": 47, "east": 40, "north": 50},
}
SHARED = Path(__file__).resolve().parents[3] / "shared" / "data"  # beside the checkout, where it is there
REAL = SHARED / "ucdp_ukraine" / "ucdp_ukraine_to_2022-06-30.csv.gz"
Row = dict[str, str]


@cache
def _source(form: str) -> Source:
    (source,) = parse(form, toy_terms())
    return source


def source(**keys: Any) -> Source:
    return _source(yaml.safe_dump({"sources": [ENTRY | keys]}))


def content(rows: Sequence[Row], columns: Sequence[str] = COLUMNS) -> bytes:
    text = io.StringIO()
    writer = csv.DictWriter(text, columns, restval="", extrasaction="ignore", lineterminator="\n")
    writer.writeheader()
    writer.writerows(rows)
    return text.getvalue().encode()


def read(*rows: Row, columns: Sequence[str] = COLUMNS, **keys: Any) -> Reading:
    return source(**keys).read(captured(content(rows, columns), source="deadly"))


def one(row: Row, **keys: Any) -> dict[str, Any]:
    reading = read(EVENT | row, **keys)
    assert (1, 0) == (reading.rows.height, reading.set_aside.height)
    return reading.rows.row(0, named=True)


def told(reading: Reading) -> dict[int, tuple[str, str]]:
    rows = reading.set_aside.select("line", "field", "rule").rows()
    return {line: (field, rule) for line, field, rule in rows}


def day(number: int, hour: int = 0) -> datetime:
    return datetime(2031, 5, number, hour, tzinfo=UTC)


def last_of(number: int, hour: int = 23) -> datetime:
    return datetime(2031, 5, number, hour, 59, 59, 999_999, tzinfo=UTC)


def test_an_event_says_how_many_died_when_and_where_and_blames_nobody() -> None:
    expected = {
        "observation_id": "deadly-700001",
        "means": "report",
        "phenomenon": "state_based_violence",
        "weapon": None,
        "earliest": day(2),
        "latest": last_of(2),
        "lon": 37.9,
        "lat": 48.1,
        "radius_m": 5_000.0,
        "quantity_low": 1.0,
        "quantity_high": 3.0,
        "unit": "deaths",
        "accused": None,
        "text": "event clear; best estimate 2 deaths; reported by Neutral Herald; article of 03/05/2031",
        "may_republish": True,
    }
    event = one({})
    assert expected == {name: event[name] for name in expected}


def test_no_side_no_headline_and_no_place_in_words_is_kept() -> None:
    kept = str(read(EVENT).rows.rows())
    assert [] == [
        word for word in ("Highland", "Lowland", "headline", "mill", "brigade", "Saltmarsh") if word in kept
    ]


@pytest.mark.parametrize(
    "cell", ["2031-05-02", "2031-05-02 00:00:00.000", "2031-05-02 00:00:00", "2031-05-02T00:00:00.000000"]
)
def test_a_date_may_have_a_clock_at_midnight_which_says_nothing(cell: str) -> None:
    event = one({"date_start": cell, "date_end": cell})
    assert (day(2), last_of(2)) == (event["earliest"], event["latest"])


@pytest.mark.parametrize(
    "cell", ["5/2/2031 12:00:00 AM", "05/02/2031 00:00", "02-05-2031", "2031-05-02 10:00:00", "1527-05-02"]
)
def test_any_other_date_is_set_aside_and_never_guessed(cell: str) -> None:
    reading = read(EVENT | {"date_start": cell})
    assert {2: ("date_start", "not-a-day")} == told(reading)
    assert [cell] == reading.set_aside["value"].to_list()


def test_a_span_holds_its_first_and_its_last_day() -> None:
    event = one(SPAN)
    assert (day(3), last_of(5)) == (event["earliest"], event["latest"])


def test_a_span_on_no_known_clock_holds_those_days_on_every_clock() -> None:
    event = one(SPAN, zone=None)
    assert (day(2, 10), last_of(6, 11)) == (event["earliest"], event["latest"])


def test_a_span_is_taken_where_the_file_says_the_day_is_known() -> None:
    event = one(SPAN | {"date_prec": "1"})
    assert (day(3), last_of(5)) == (event["earliest"], event["latest"])


@pytest.mark.parametrize(
    ("code", "metres"), [("1", 5_000.0), ("2", 25_000.0), ("3", 50_000.0), ("4", 100_000.0), ("5", 100_000.0)]
)
def test_the_precision_of_a_place_is_metres(code: str, metres: float) -> None:
    assert metres == one({"where_prec": code})["radius_m"]


@pytest.mark.parametrize(("code", "words"), [("6", "a country only"), ("7", "sea or air only")])
def test_the_middle_of_a_country_or_a_sea_is_no_place(code: str, words: str) -> None:
    reading = read(EVENT | {"where_prec": code, "latitude": "10", "longitude": "10"})
    event = reading.rows.row(0, named=True)
    assert (None, None, None) == (event["lon"], event["lat"], event["radius_m"])
    assert f"place known as {words}" in event["text"]
    assert any(note.startswith("1 rows are placed in a country") for note in reading.notes)


@pytest.mark.parametrize(
    ("code", "word"), [("1", "state_based_violence"), ("2", "non_state_violence"), ("3", "one_sided_violence")]
)
def test_the_kind_of_violence_is_a_word(code: str, word: str) -> None:
    assert word == one({"type_of_violence": code})["phenomenon"]


def test_codes_that_are_not_known_are_kept_and_counted() -> None:
    reading = read(EVENT | {"type_of_violence": "9", "event_clarity": "8"}, EVENT | {"id": "700002"})
    assert ["9", "state_based_violence"] == reading.rows["phenomenon"].to_list()
    assert "kinds of violence not known here, kept as they are: 9 (1)" in reading.notes
    assert "words for clarity not known here, kept as they are: 8 (1)" in reading.notes
    assert [] == [note for note in read(EVENT).notes if "not known here" in note]


def test_what_the_coders_still_check_is_told() -> None:
    assert one({"code_status": "Check deaths", "event_clarity": "2"})["text"].startswith(
        "event vague; status Check deaths; "
    )


def test_deaths_that_are_not_given_are_not_known() -> None:
    event = one({"low": "", "best": "", "high": ""})
    assert (None, None, None) == (event["quantity_low"], event["quantity_high"], event["unit"])


def test_none_at_the_least_is_zero() -> None:
    event = one({"low": "0", "best": "0", "high": "1"})
    assert (0.0, 1.0, "deaths") == (event["quantity_low"], event["quantity_high"], event["unit"])


def test_the_columns_may_come_in_any_order() -> None:
    assert read(EVENT, columns=COLUMNS[::-1]).rows.drop("capture_id").equals(read(EVENT).rows.drop("capture_id"))


def test_an_id_given_twice_with_other_deaths_is_set_aside_both_times() -> None:
    reading = read(EVENT, EVENT | {"best": "3"}, EVENT | {"id": "700002"})
    assert {2: ("(id)", "id-twice"), 3: ("(id)", "id-twice")} == told(reading)


@pytest.mark.parametrize("column", ["id", "where_prec", "date_prec", "date_end", "low"])
def test_a_file_without_a_column_that_is_needed_is_refused(column: str) -> None:
    with pytest.raises(FileRefused, match=f"no column '{column}'"):
        read(EVENT, columns=[name for name in COLUMNS if name != column])


@pytest.mark.parametrize(
    ("keys", "why"),
    [
        ({"zone": "Lowland"}, "there is no time zone 'Lowland'"),
        ({"parties": {"Highland": "C"}}, "No party of the terms is called 'C'"),
    ],
    ids=["a zone nobody knows", "a party unheard of"],
)
def test_an_entry_that_cannot_be_meant_is_told(keys: dict[str, Any], why: str) -> None:
    with pytest.raises(FormError) as error:
        source(**keys)
    assert why in str(error.value)


BAD: dict[str, tuple[Row, str, str]] = {
    "no id": ({"id": ""}, "id", "empty"),
    "no first day": ({"date_start": ""}, "date_start", "empty"),
    "month or day first": ({"date_end": "5/2/2031 12:00:00 AM"}, "date_end", "not-a-day"),
    "a year of another age": ({"date_start": "1527-05-02"}, "date_start", "not-a-day"),
    "backward": ({"date_start": "2031-05-03", "date_prec": "2"}, "date_end", "time-backward"),
    "a day that is not known": ({"date_prec": "3"}, "date_prec", "span-too-short"),
    "a precision of days unheard of": ({"date_prec": "6"}, "date_prec", "not-a-precision"),
    "no precision of the place": ({"where_prec": ""}, "where_prec", "not-a-precision"),
    "a precision of the place unheard of": ({"where_prec": "8"}, "where_prec", "not-a-precision"),
    "nowhere": ({"latitude": "0", "longitude": "0"}, "longitude, latitude", "place-zero"),
    "the other way round": ({"latitude": "37.9", "longitude": "48.1"}, "longitude, latitude", "place-swapped"),
    "half a place": ({"longitude": ""}, "longitude, latitude", "place-half"),
    "deaths in words": ({"best": "about 2"}, "best", "not-a-number"),
    "deaths below zero": ({"low": "-1"}, "low", "negative"),
    "more at the least than at the most": (
        {"low": "4", "best": "", "high": "3"},
        "low, best, high",
        "range-backward",
    ),
    "a best below the least": ({"best": "0"}, "low, best, high", "range-backward"),
    "a best above the most": ({"best": "4"}, "low, best, high", "range-backward"),
}


@pytest.mark.parametrize(("spoilt", "field", "rule"), BAD.values(), ids=BAD.keys())
def test_a_bad_row_costs_itself_alone(spoilt: Row, field: str, rule: str) -> None:
    reading = read(EVENT | {"id": "700000"} | spoilt, EVENT)
    assert {2: (field, rule)} == told(reading)
    assert [3] == reading.rows["line"].to_list()


# Any mix

EVENTS = st.lists(
    st.tuples(
        st.fixed_dictionaries(
            {
                "id": st.sampled_from([str(number) for number in range(20)]),
                "type_of_violence": st.sampled_from("1239"),
                "where_prec": st.sampled_from("1234567"),
                "event_clarity": st.sampled_from(["1", "2", "", "8"]),
                "side_a": st.sampled_from(["Highland", 'The "Guard", of Mill', ""]),
                "deaths_a": st.sampled_from("012"),
                "source_headline": st.sampled_from(["", "two\nlines", "a; b"]),
            }
        ),
        st.sampled_from([{}, SPAN]),
        st.sampled_from([{}, {"low": "0", "best": "0", "high": "9"}, {"low": "", "best": "", "high": ""}]),
    ),
    unique_by=lambda parts: parts[0]["id"],
    max_size=8,
).map(lambda rows: [EVENT | row | dates | deaths for row, dates, deaths in rows])
SPOILT = st.lists(
    st.tuples(st.integers(0, 8), st.integers(0, 19), st.sampled_from([row for row, _, _ in BAD.values()])),
    max_size=6,
)


@settings(max_examples=40)
@given(EVENTS, SPOILT)
def test_bad_rows_anywhere_change_nothing_of_the_good_ones(
    good: list[Row], bad: list[tuple[int, int, Row]]
) -> None:
    mixed = list(good)
    for place, number, row in bad:
        mixed.insert(place, EVENT | {"id": str(number)} | row)
    clean, reading = read(*good), read(*mixed)
    assert clean.rows.drop("line", "capture_id").equals(reading.rows.drop("line", "capture_id"))
    assert (len(bad), 0) == (reading.set_aside.height, clean.set_aside.height)
    assert reading.seen == reading.rows.height + reading.set_aside.height + reading.skipped


def swapped(row: Row) -> Row:
    pairs = [(name, name.replace("_a", "_b")) for name in COLUMNS if name.startswith(("side_a", "deaths_a"))]
    return row | {to: row.get(at, "") for pair in (*pairs, ("gwnoa", "gwnob")) for at, to in (pair, pair[::-1])}


@settings(max_examples=25)
@given(EVENTS)
def test_which_side_stands_first_changes_nothing(rows: list[Row]) -> None:
    first, second = read(*rows), read(*map(swapped, rows))
    assert first.rows.drop("capture_id").equals(second.rows.drop("capture_id"))
    assert first.notes == second.notes
    assert 0 == first.rows["accused"].count()


@settings(max_examples=12)
@given(EVENTS.filter(bool))
def test_every_promise_of_a_source_is_kept(rows: list[Row]) -> None:
    check_source(source(), captured(content(rows), source="deadly"))


# A real file


@pytest.fixture(scope="module")
def real() -> bytes:
    if not REAL.is_file():
        pytest.skip(f"{REAL} is not here; it is the extract of UCDP GED for Ukraine to June 2022")
    return gzip.decompress(REAL.read_bytes())


def test_a_real_file_is_read_but_for_the_rows_whose_deaths_do_not_rise(real: bytes) -> None:
    events = source(area={"west": 22, "south": 44, "east": 41, "north": 53})
    capture = captured(real, source="deadly")
    reading = events.read(capture)
    check_source(events, capture)
    given = pl.read_csv(io.BytesIO(real), infer_schema_length=0)
    low, best, high = (given[name].cast(pl.Int64) for name in ("low", "best", "high"))
    rising = (low <= best) & (best <= high)
    assert (3_004, 14) == (given.height, (~rising).sum())  # as its paper counts them, and by hand
    assert (3_004, 2_990, 14, 0) == (
        reading.seen,
        reading.rows.height,
        reading.set_aside.height,
        reading.skipped,
    )
    assert {"range-backward"} == set(reading.set_aside["rule"])
    assert sorted(given.filter(rising)["id"].to_list()) == sorted(
        reading.rows["observation_id"].str.strip_prefix("deadly-").to_list()
    )
    assert high.filter(rising).sum() == reading.rows["quantity_high"].sum()
    assert low.filter(rising).sum() == reading.rows["quantity_low"].sum()
    codes = Counter(given.filter(rising)["where_prec"].to_list())
    assert codes["1"] == (reading.rows["radius_m"] == 5_000).sum()
    assert codes["4"] + codes["5"] == (reading.rows["radius_m"] == 100_000).sum()
    assert codes["6"] + codes["7"] == reading.rows["lon"].null_count()
    assert 0 == reading.rows["accused"].count()


def test_of_a_real_file_no_headline_is_kept(real: bytes) -> None:
    given = pl.read_csv(io.BytesIO(real), infer_schema_length=0)
    headlines, offices = (
        set(given[column].drop_nulls().str.split(";").explode().str.strip_chars())
        for column in ("source_headline", "source_office")
    )
    # some rows give the office for a headline, or a headline for the office
    long = sorted(headline for headline in headlines - offices if len(headline) > 40)[:300]
    kept = "\n".join(source(area=None).read(captured(real, source="deadly")).rows["text"].to_list())
    assert 300 == len(long)
    assert [] == [headline for headline in long if headline in kept]
