"""Events in the columns of ACLED: the day first and never guessed, precisions as intervals, nobody accused."""

from __future__ import annotations

import csv
import io
from collections.abc import Sequence
from datetime import UTC, datetime
from functools import cache
from typing import Any

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from ceaseline.errors import FileRefused, FormError
from ceaseline.sources import Reading, Source, parse
from ceaseline.testing import captured, check_source, toy_terms

COLUMNS = [
    "event_id_cnty",
    "event_date",
    "year",
    "time_precision",
    "disorder_type",
    "event_type",
    "sub_event_type",
    "actor1",
    "assoc_actor_1",
    "inter1",
    "actor2",
    "assoc_actor_2",
    "inter2",
    "interaction",
    "civilian_targeting",
    "iso",
    "region",
    "country",
    "admin1",
    "admin2",
    "admin3",
    "location",
    "latitude",
    "longitude",
    "geo_precision",
    "source",
    "source_scale",
    "notes",
    "fatalities",
    "tags",
    "timestamp",
]
OLDER = ["data_id", *COLUMNS[:1], "event_id_no_cnty", *COLUMNS[1:], "iso3"]
EVENT = {
    "event_id_cnty": "MAD1",
    "event_date": "2031-05-02",
    "time_precision": "1",
    "event_type": "Battles",
    "sub_event_type": "Armed clash",
    "actor1": "5th Highland Brigade",
    "inter1": "State forces",
    "actor2": "Lowland forces",
    "inter2": "Rebel group",
    "latitude": "48.1",
    "longitude": "37.9",
    "geo_precision": "1",
    "source": "Neutral Herald",
    "notes": "The 5th Highland Brigade stood at the mill.",
    "fatalities": "2",
    "timestamp": "1935500000",
}
ENTRY = {
    "name": "coded",
    "kind": "acled",
    "file": "inbox/coded.csv",
    "zone": "UTC",
    "area": {"west": 36, "south": 47, "east": 40, "north": 50},
}
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
    return source(**keys).read(captured(content(rows, columns), source="coded"))


def one(row: Row, **keys: Any) -> dict[str, Any]:
    reading = read(EVENT | row, **keys)
    assert (1, 0) == (reading.rows.height, reading.set_aside.height)
    return reading.rows.row(0, named=True)


def told(reading: Reading) -> dict[int, tuple[str, str]]:
    rows = reading.set_aside.select("line", "field", "rule").rows()
    return {line: (field, rule) for line, field, rule in rows}


def span(row: dict[str, Any]) -> tuple[datetime, datetime]:
    return row["earliest"], row["latest"]


def day(month: int, number: int, hour: int = 0) -> datetime:
    return datetime(2031, month, number, hour, tzinfo=UTC)


def last_of(month: int, number: int, hour: int = 23) -> datetime:
    return datetime(2031, month, number, hour, 59, 59, 999_999, tzinfo=UTC)


def test_an_event_says_what_when_and_where_and_blames_nobody() -> None:
    expected = {
        "observation_id": "coded-MAD1",
        "means": "report",
        "phenomenon": "firefight",
        "weapon": None,
        "lon": 37.9,
        "lat": 48.1,
        "radius_m": 5_000.0,
        "quantity_low": 2.0,
        "quantity_high": 2.0,
        "unit": "deaths",
        "accused": None,
        "bearing_deg": None,
        "text": "Battles; Armed clash; kinds of actors: rebel group, state forces; reported by Neutral Herald",
        "may_republish": False,
    }
    event = one({})
    assert expected == {name: event[name] for name in expected}
    assert (day(5, 2), last_of(5, 2)) == span(event)


def test_no_name_of_an_actor_and_no_note_is_kept() -> None:
    kept = str(read(EVENT | {"assoc_actor_1": "Highland Guard"}).rows.rows())
    assert [] == [word for word in ("Brigade", "Guard", "Lowland", "mill") if word in kept]


@pytest.mark.parametrize("cell", ["2031-05-02", "02 May 2031", "02 may 2031", "02-05-2031"])
def test_a_date_is_read_in_each_of_its_three_forms(cell: str) -> None:
    assert (day(5, 2), last_of(5, 2)) == span(one({"event_date": cell}))


MONTHS = [
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
]


@pytest.mark.parametrize(("number", "month"), list(enumerate(MONTHS, 1)), ids=MONTHS)
def test_every_month_is_known_by_its_name(number: int, month: str) -> None:
    assert day(number, 7) == one({"event_date": f"07 {month} 2031"})["earliest"]


@pytest.mark.parametrize(
    "cell",
    [
        "05/02/2031",
        "13/05/2031",
        "5-2-2031",
        "05-13-2031",
        "02 Mai 2031",
        "2031-05-02T10:00Z",
        "31 April 2031",
        "20310502",
        "1527-05-02",
        "02-05-31",
        "02 May 31",
    ],
)
def test_any_other_date_is_set_aside_and_never_guessed(cell: str) -> None:
    reading = read(EVENT | {"event_date": cell})
    assert {2: ("event_date", "not-a-day")} == told(reading)
    assert [cell] == reading.set_aside["value"].to_list()


@pytest.mark.parametrize(
    ("code", "expected"),
    [
        ("1", (day(5, 20), last_of(5, 20))),
        ("2", (day(5, 14), last_of(5, 26))),
        ("3", (day(4, 20), last_of(6, 19))),
    ],
)
def test_the_precision_of_a_day_is_days_on_either_side(code: str, expected: tuple[datetime, datetime]) -> None:
    assert expected == span(one({"event_date": "2031-05-20", "time_precision": code}))


@pytest.mark.parametrize(("code", "metres"), [("1", 5_000.0), ("2", 25_000.0), ("3", 100_000.0)])
def test_the_precision_of_a_place_is_metres(code: str, metres: float) -> None:
    assert metres == one({"geo_precision": code})["radius_m"]


def test_days_are_those_of_the_clock_that_is_named() -> None:
    assert (day(5, 1, 21), last_of(5, 2, 20)) == span(one({}, zone="Etc/GMT-3"))


def test_days_on_no_known_clock_are_as_long_as_on_all_clocks() -> None:
    assert (day(5, 1, 10), last_of(5, 3, 11)) == span(one({}, zone=None))


@pytest.mark.parametrize(
    ("word", "phenomenon", "weapon"),
    [
        ("Armed clash", "firefight", None),
        ("Shelling/artillery/missile attack", "explosion", "artillery_or_missile"),
        ("Air/drone strike", "explosion", "aircraft_or_drone"),
        ("air/drone STRIKE", "explosion", "aircraft_or_drone"),
        ("Remote explosive/landmine/IED", "explosion", "mine_or_device"),
        ("Grenade", "explosion", "grenade"),
        ("Suicide bomb", "explosion", "suicide_bomb"),
        ("Disrupted weapons use", "Disrupted weapons use", None),
        ("Chemical weapon", "Chemical weapon", None),
        ("Agreement", "Agreement", None),
        ("", "Battles", None),
    ],
)
def test_happenings_get_our_words_where_the_meaning_is_plain(
    word: str, phenomenon: str, weapon: str | None
) -> None:
    event = one({"sub_event_type": word})
    assert (phenomenon, weapon) == (event["phenomenon"], event["weapon"])


def test_words_that_are_not_known_are_kept_and_counted() -> None:
    rows = [EVENT | {"event_id_cnty": f"MAD{n}", "sub_event_type": "Lantern walk"} for n in (1, 2)]
    reading = read(*rows, EVENT | {"event_id_cnty": "MAD3", "inter2": "Bearers"}, EVENT | {"event_id_cnty": "MAD4"})
    assert ["Lantern walk", "Lantern walk", "firefight", "firefight"] == reading.rows["phenomenon"].to_list()
    assert "words not known here, kept as they are: Lantern walk (2)" in reading.notes
    assert "kinds of actors not known here: bearers (1)" in reading.notes


def test_words_that_are_known_make_no_note() -> None:
    assert [] == [
        note for note in read(EVENT, EVENT | {"sub_event_type": "Attack"}).notes if "not known here" in note
    ]


@pytest.mark.parametrize(
    ("numbers", "words"), [("18", "State forces,External/Other forces"), ("20", "Rebel group,")]
)
def test_kinds_of_actors_are_the_same_as_numbers_and_as_words(numbers: str, words: str) -> None:
    first, second = words.split(",")
    older = one({"inter1": numbers[0], "inter2": numbers[1]})
    assert older["text"] == one({"inter1": first, "inter2": second})["text"]


@pytest.mark.parametrize("cell", ["0", ""])
def test_no_deaths_stands_for_not_known_as_well_and_is_no_quantity(cell: str) -> None:
    event = one({"fatalities": cell})
    assert (None, None, None) == (event["quantity_low"], event["quantity_high"], event["unit"])


def test_an_event_without_a_place_is_kept_without_one() -> None:
    event = one({"latitude": "", "longitude": ""})
    assert (None, None, None) == (event["lon"], event["lat"], event["radius_m"])


def test_older_files_with_more_columns_say_the_same() -> None:
    older = read(EVENT | {"data_id": "7", "iso3": "MAD"}, columns=OLDER).rows
    assert older.drop("capture_id").equals(read(EVENT).rows.drop("capture_id"))


def test_an_event_is_taken_as_it_was_last_edited() -> None:
    edits = [("1935500000", "2"), ("1935500900", "5"), ("999999999", "1")]
    reading = read(*(EVENT | {"timestamp": at, "fatalities": dead} for at, dead in edits))
    assert ([3], [5.0]) == (reading.rows["line"].to_list(), reading.rows["quantity_low"].to_list())
    assert (3, 2, 0) == (reading.seen, reading.skipped, reading.set_aside.height)
    assert any(note.startswith("2 rows are earlier edits") for note in reading.notes)


def test_two_rows_of_one_edit_that_differ_are_both_set_aside() -> None:
    reading = read(EVENT, EVENT | {"fatalities": "5"}, EVENT | {"event_id_cnty": "MAD2"})
    assert {2: ("(id)", "id-twice"), 3: ("(id)", "id-twice")} == told(reading)
    assert ["coded-MAD2"] == reading.rows["observation_id"].to_list()


def test_a_bad_row_edits_nothing() -> None:
    reading = read(EVENT, EVENT | {"timestamp": "1935500900", "fatalities": "dozens"})
    assert [2] == reading.rows["line"].to_list()


@pytest.mark.parametrize("column", ["event_date", "geo_precision", "time_precision", "latitude"])
def test_a_file_without_a_column_that_is_needed_is_refused(column: str) -> None:
    with pytest.raises(FileRefused, match=f"no column '{column}'"):
        read(EVENT, columns=[name for name in COLUMNS if name != column])


FORMS: dict[str, tuple[dict[str, Any], str]] = {
    "rows to be republished": ({"may_republish": True}, "ACLED does not let its rows be republished"),
    "a zone nobody knows": ({"zone": "Lowland"}, "there is no time zone 'Lowland'"),
    "a party unheard of": ({"parties": {"Highland": "C"}}, "No party of the terms is called 'C'"),
}


@pytest.mark.parametrize(("keys", "why"), FORMS.values(), ids=FORMS.keys())
def test_an_entry_that_cannot_be_meant_is_told(keys: dict[str, Any], why: str) -> None:
    with pytest.raises(FormError) as error:
        source(**keys)
    assert why in str(error.value)
    assert all(problem.mend and problem.line for problem in error.value.problems)


BAD: dict[str, tuple[Row, str, str]] = {
    "no id": ({"event_id_cnty": ""}, "event_id_cnty", "empty"),
    "no day": ({"event_date": ""}, "event_date", "empty"),
    "month or day first": ({"event_date": "05/02/2031"}, "event_date", "not-a-day"),
    "a year of another age": ({"event_date": "1527-05-02"}, "event_date", "not-a-day"),
    "a precision in words": ({"time_precision": "day"}, "time_precision", "not-a-precision"),
    "no precision": ({"geo_precision": ""}, "geo_precision", "not-a-precision"),
    "a precision unheard of": ({"geo_precision": "4"}, "geo_precision", "not-a-precision"),
    "nowhere": ({"latitude": "0", "longitude": "0"}, "longitude, latitude", "place-zero"),
    "the other way round": ({"latitude": "37.9", "longitude": "48.1"}, "longitude, latitude", "place-swapped"),
    "elsewhere": ({"latitude": "10", "longitude": "10"}, "longitude, latitude", "place-outside"),
    "half a place": ({"latitude": ""}, "longitude, latitude", "place-half"),
    "deaths in words": ({"fatalities": "dozens"}, "fatalities", "not-a-number"),
    "deaths below zero": ({"fatalities": "-1"}, "fatalities", "negative"),
    "half a death": ({"fatalities": "1.5"}, "fatalities", "not-whole"),
    "an edit that is no second": ({"timestamp": "May"}, "timestamp", "not-a-number"),
}


@pytest.mark.parametrize(("spoilt", "field", "rule"), BAD.values(), ids=BAD.keys())
def test_a_bad_row_costs_itself_alone(spoilt: Row, field: str, rule: str) -> None:
    reading = read(EVENT | {"event_id_cnty": "MAD0"} | spoilt, EVENT)
    assert {2: (field, rule)} == told(reading)
    assert [3] == reading.rows["line"].to_list()


# Any mix

EVENTS = st.lists(
    st.fixed_dictionaries(
        {
            "event_id_cnty": st.sampled_from([f"MAD{number}" for number in range(20)]),
            "event_date": st.sampled_from(["2031-05-02", "03 May 2031", "04-05-2031"]),
            "time_precision": st.sampled_from("123"),
            "geo_precision": st.sampled_from("123"),
            "sub_event_type": st.sampled_from(["Armed clash", "Air/drone strike", "Lantern walk", ""]),
            "actor1": st.sampled_from(["Highland forces", 'Civilians, of "Mill"', ""]),
            "inter1": st.sampled_from(["State forces", "1", "7", "0", "", "Bearers"]),
            "inter2": st.sampled_from(["Rebel group", "2", "Civilians", "0", ""]),
            "notes": st.sampled_from(["", "two\nlines", "; "]),
            "fatalities": st.sampled_from(["0", "3", ""]),
        }
    ),
    unique_by=lambda row: row["event_id_cnty"],
    max_size=8,
).map(lambda rows: [EVENT | row for row in rows])
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
        mixed.insert(place, EVENT | {"event_id_cnty": f"MAD{number}"} | row)
    clean, reading = read(*good), read(*mixed)
    assert clean.rows.drop("line", "capture_id").equals(reading.rows.drop("line", "capture_id"))
    assert (len(bad), 0) == (reading.set_aside.height, clean.set_aside.height)
    assert reading.seen == reading.rows.height + reading.set_aside.height + reading.skipped


def swapped(row: Row) -> Row:
    pairs = [("actor1", "actor2"), ("inter1", "inter2"), ("assoc_actor_1", "assoc_actor_2")]
    return row | {to: row.get(at, "") for pair in pairs for at, to in (pair, pair[::-1])}


@settings(max_examples=25)
@given(EVENTS)
def test_which_actor_stands_first_changes_nothing(rows: list[Row]) -> None:
    first, second = read(*rows), read(*map(swapped, rows))
    assert first.rows.drop("capture_id").equals(second.rows.drop("capture_id"))
    assert first.notes == second.notes
    assert 0 == first.rows["accused"].count()


@settings(max_examples=12)
@given(EVENTS.filter(bool))
def test_every_promise_of_a_source_is_kept(rows: list[Row]) -> None:
    check_source(source(), captured(content(rows), source="coded"))
