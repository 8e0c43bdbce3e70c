"""The public table read back: every column, every way a row can be wrong, and words nobody knows."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ceaseline.errors import FileRefused
from ceaseline.sources import Reading
from ceaseline.tables import Observations
from ceaseline.tables.exporting import to_csv
from ceaseline.testing import captured

Read = Callable[..., Reading]

NOON = datetime(2031, 5, 1, 12, tzinfo=UTC)
AT = "2031-05-01T12:00Z"


def csv(**cells: str) -> str:
    """A file of one row, with an id and a time where none are given."""
    row = {"observation_id": "a", "earliest": AT, **cells}
    return ",".join(row) + "\n" + ",".join(row.values()) + "\n"


@pytest.fixture(scope="session")
def one(read_kind: Read) -> Callable[..., dict[str, Any]]:
    """Read a file of one good row."""

    def read(keys: dict[str, Any] | None = None, /, **cells: str) -> dict[str, Any]:
        reading = read_kind("observations", csv(**cells), **(keys or {}))
        assert (1, 0) == (reading.rows.height, reading.set_aside.height)
        return reading.rows.row(0, named=True)

    return read


@pytest.fixture(scope="session")
def told(read_kind: Read) -> Callable[..., tuple[str, str]]:
    """Read a file of one bad row: the field, and the rule."""

    def read(keys: dict[str, Any] | None = None, /, **cells: str) -> tuple[str, str]:
        reading = read_kind("observations", csv(**cells), **(keys or {}))
        assert (0, 1) == (reading.rows.height, reading.set_aside.height)
        assert reading.set_aside["mend"][0]
        field, rule = reading.set_aside.select("field", "rule").row(0)
        return field, rule

    return read


One = Callable[..., dict[str, Any]]
Told = Callable[..., tuple[str, str]]


def test_only_an_id_and_a_time_are_needed(one: One) -> None:
    row = one()
    known = {
        "observation_id": "sample-a",
        "capture_id": captured(csv().encode()).capture_id,
        "line": 2,
        "source": "sample",
        "earliest": NOON,
        "latest": NOON,
        "may_republish": False,
    }
    assert known == {name: value for name, value in row.items() if value is not None}


def test_every_column_is_read(one: One) -> None:
    cells = {
        "means": "heard",
        "phenomenon": "explosion",
        "weapon": "mortar",
        "latest": "2031-05-01T15:10+03:00",
        "time_sigma_s": "30",
        "lon": "34.5",
        "lat": "-12.5",
        "radius_m": "1 500",
        "bearing_deg": "48.5",
        "bearing_sigma_deg": "10",
        "quantity_low": "3",
        "quantity_high": "5",
        "unit": "explosions",
        "accused": "B",
        "text": "from the terrace",
    }
    row = one(**cells)
    numbers = {
        "time_sigma_s": 30, "lon": 34.5, "lat": -12.5, "radius_m": 1500, "bearing_deg": 48.5,
        "bearing_sigma_deg": 10, "quantity_low": 3, "quantity_high": 5,
        "latest": datetime(2031, 5, 1, 12, 10, tzinfo=UTC),
    }  # fmt: skip
    assert {**cells, **numbers} == {name: row[name] for name in cells}


def test_columns_that_are_not_ours_do_no_harm(one: One) -> None:
    assert (
        NOON == one(**{"*": "x", "line": "7", "capture_id": "0", "source": "other", "licence": "mine"})["earliest"]
    )
    assert (2, "sample", None) == tuple(
        one(line="7", source="other", licence="mine")[n] for n in ("line", "source", "licence")
    )


BAD: dict[str, tuple[dict[str, str], str, str]] = {
    "no id": ({"observation_id": ""}, "observation_id", "empty"),
    "no time": ({"earliest": ""}, "earliest", "empty"),
    "a year long gone": ({"earliest": "1527-05-01T12:00Z"}, "earliest", "not-a-time"),
    "a year far off": ({"earliest": "9999-05-01T12:00Z"}, "earliest", "not-a-time"),
    "a day of another order": ({"earliest": "01.05.2031 12:00Z"}, "earliest", "not-a-time"),
    "a month before the day": ({"earliest": "5/1/2031 12:00Z"}, "earliest", "not-a-time"),
    "a month without zero": ({"earliest": "2031-5-1T12:00Z"}, "earliest", "not-a-time"),
    "a day that no month has": ({"earliest": "2031-02-30T12:00Z"}, "earliest", "not-a-time"),
    "an hour that no day has": ({"earliest": "2031-05-01T24:30Z"}, "earliest", "not-a-time"),
    "seconds since 1970": ({"earliest": "1935408000"}, "earliest", "not-a-time"),
    "a time without a clock": ({"earliest": "2031-05-01 12:00"}, "earliest", "no-zone"),
    "an end that is no time": ({"latest": "later"}, "latest", "not-a-time"),
    "an end before the start": ({"latest": "2031-05-01T11:59Z"}, "latest", "time-backward"),
    "half a place": ({"lon": "34.5"}, "lon, lat", "place-half"),
    "0, 0": ({"lon": "0", "lat": "0"}, "lon, lat", "place-zero"),
    "a place off the earth": ({"lon": "34.5", "lat": "95"}, "lat", "not-on-earth"),
    "a decimal comma": ({"lon": '"34,5"', "lat": "12.5"}, "lon", "not-degrees"),
    "a negative error": ({"lon": "34.5", "lat": "12.5", "radius_m": "-1"}, "radius_m", "negative"),
    "an error in words": ({"lon": "34.5", "lat": "12.5", "radius_m": "1 km"}, "radius_m", "not-a-number"),
    "a negative bearing": ({"bearing_deg": "-10"}, "bearing_deg", "negative"),
    "a bearing beyond the circle": ({"bearing_deg": "361"}, "bearing_deg", "not-on-earth"),
    "a bearing in words": ({"bearing_deg": "north"}, "bearing_deg", "not-degrees"),
    "a range the wrong way round": ({"quantity_low": "5", "quantity_high": "3"}, "quantity_high", "range-backward"),
    "less than none": ({"quantity_low": "-1"}, "quantity_low", "negative"),
    "about some": ({"quantity_high": "about 5"}, "quantity_high", "not-a-number"),
    "thousands with a comma": ({"quantity_high": '"1,404"'}, "quantity_high", "not-a-number"),
    "a name that is nobody's": ({"accused": "the neighbours"}, "accused", "unknown-party"),
    "another letter for a party": ({"accused": "a"}, "accused", "unknown-party"),
}  # fmt: skip


@pytest.mark.parametrize(("cells", "field", "rule"), BAD.values(), ids=BAD.keys())
def test_a_bad_cell_sets_its_row_aside(told: Told, cells: dict[str, str], field: str, rule: str) -> None:
    assert (field, rule) == told(**cells)


@pytest.mark.parametrize(
    ("text", "hour", "minute"),
    [("2031-05-01 9:05Z", 9, 5), ("2031-05-01T0:05Z", 0, 5), ("2031-05-01 12:05:07+03:00", 9, 5)],
)
def test_hours_without_a_leading_zero_are_read(one: One, text: str, hour: int, minute: int) -> None:
    found = one(earliest=text)["earliest"]
    assert (hour, minute) == (found.hour, found.minute)


def test_times_without_an_offset_are_read_on_the_clock_of_the_source_and_that_is_said(read_kind: Read) -> None:
    content = csv(earliest="2031-05-01 15:00")
    reading = read_kind("observations", content, zone="Etc/GMT-3")
    assert NOON == reading.rows["earliest"][0]
    assert ("times without an offset were read on the clock of Etc/GMT-3",) == reading.notes
    assert () == read_kind("observations", content, zone="UTC").notes


def test_a_time_that_the_clock_shows_twice_is_set_aside(told: Told) -> None:
    keys = {"zone": "Europe/Berlin"}
    assert ("earliest", "time-twice") == told(keys, earliest="2031-10-26 02:30")
    assert ("latest", "time-skipped") == told(keys, earliest="2031-03-30 01:30", latest="2031-03-30 02:30")


def test_a_place_that_states_no_error_takes_that_of_the_entry(one: One) -> None:
    place = {"lon": "34.5", "lat": "12.5"}
    rows = [one(**place), one({"radius_m": 250}, **place), one({"radius_m": 250}, **place, radius_m="3")]
    assert [1000, 250, 3] == [row["radius_m"] for row in rows]


def test_an_error_without_a_place_is_none(one: One) -> None:
    assert None is one(lon="", lat="", radius_m="50")["radius_m"]


def test_names_of_parties_become_codes_and_codes_stay(one: One) -> None:
    keys = {"parties": {"Highland command": "A", "B": "A"}}
    names = ["Highland command", "A", "", "B"]
    expected = ["A", "A", None, "A"]  # the entry knows what its file means
    assert expected == [one(keys, accused=name)["accused"] for name in names]


def test_swapping_the_parties_swaps_who_is_accused_and_nothing_else(read_kind: Read) -> None:
    content = f"observation_id,earliest,accused\na,{AT},Highland\nb,{AT},Lowland\nc,{AT},\n"
    first, second = (
        read_kind("observations", content, parties=parties).rows
        for parties in ({"Highland": "A", "Lowland": "B"}, {"Highland": "B", "Lowland": "A"})
    )
    assert ["A", "B", None] == first["accused"].to_list()
    assert ["B", "A", None] == second["accused"].to_list()
    assert first.drop("accused").equals(second.drop("accused"))


def test_words_not_known_are_kept_counted_and_named(read_kind: Read) -> None:
    words = ["lightning", "fire", "lightning", "", "hail"]
    rows = "".join(f"{number},{AT},{word}\n" for number, word in enumerate(words))
    reading = read_kind("observations", f"observation_id,earliest,phenomenon\n{rows}")
    assert [word or None for word in words] == reading.rows["phenomenon"].to_list()
    assert ("words not known here, kept as they are: lightning (2), hail (1)",) == reading.notes


@pytest.mark.parametrize("delimiter", [";", "\t", "|"])
def test_any_delimiter_does(read_kind: Read, delimiter: str) -> None:
    reading = read_kind("observations", csv(lon="34.5", lat="12.5").replace(",", delimiter))
    assert (34.5, 12.5) == reading.rows.select("lon", "lat").row(0)


def test_other_letters_are_read_where_the_entry_says_so(read_kind: Read) -> None:
    content = csv(text="\u043c\u043b\u0438\u043d").encode("cp1251")
    assert "\u043c\u043b\u0438\u043d" == read_kind("observations", content, encoding="windows-1251").rows["text"][0]
    aside = read_kind("observations", content).set_aside
    assert ["encoding"] == aside["rule"].to_list()
    assert "windows-1251" in aside["mend"][0]


@pytest.mark.parametrize("missing", ["observation_id", "earliest"])
def test_a_table_without_what_is_needed_is_refused(read_kind: Read, missing: str) -> None:
    with pytest.raises(FileRefused, match=f"no column '{missing}'"):
        read_kind("observations", csv().replace(missing, "other"))


def test_our_own_table_is_read_back(read_kind: Read) -> None:
    cells = {
        "lon": "34.5",
        "lat": "-12.5",
        "bearing_deg": "48",
        "accused": "A",
        "text": "=1+1",
        "quantity_low": "3",
    }
    first = read_kind("observations", csv(**cells)).rows
    again = read_kind("observations", to_csv(first)).rows
    assert (
        "sample-sample-a" == again["observation_id"][0]
    )  # of the source that reads it, and the one it was read by
    told = pl.all().exclude("observation_id", "capture_id")
    assert first.select(told).equals(again.select(told))


SOUP = st.lists(
    st.sampled_from([b"a", b",", b";", b"\n", b'"', AT.encode(), b"34.5", b"-0", b"\0", b"\xff", b"'=1", b"{"])
    | st.binary(max_size=3),
    max_size=40,
).map(b"".join)  # fmt: skip
HEADER = (
    b"observation_id,earliest,latest,lon,lat,radius_m,bearing_deg,bearing_sigma_deg,quantity_low,quantity_high\n"
)


@settings(max_examples=120)
@given(SOUP, st.sampled_from([b"", HEADER, HEADER.replace(b",", b";"), b'{"features": [', b"PAR1"]))
def test_any_bytes_give_a_reading_or_a_refusal(read_kind: Read, content: bytes, start: bytes) -> None:
    try:
        reading = read_kind("observations", start + content)
    except FileRefused as refused:
        assert "Mend: " in str(refused)  # noqa: PT017  either will do
        return
    assert reading.seen == reading.rows.height + reading.set_aside.height + reading.skipped
    Observations.validate(reading.rows)


# Known faults, to be mended in the reader


def test_an_uncertainty_beyond_half_a_circle_is_set_aside(told: Told) -> None:
    assert "bearing_sigma_deg" == told(bearing_deg="10", bearing_sigma_deg="400")[0]
