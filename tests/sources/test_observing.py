"""What all kinds of observations share: places and their slips, ids given twice, bad rows that cost themselves."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ceaseline.errors import FormError
from ceaseline.sources import Reading, parse
from ceaseline.sources.cells import faults
from ceaseline.sources.observing import degrees, optional, places
from ceaseline.sources.observing.form import Area
from ceaseline.tables import Observations
from ceaseline.testing import toy_terms

Read = Callable[..., Reading]
Place = tuple[float | None, float | None, str | None]

HERE = Area(west=34, south=12, east=36, north=14)
PACIFIC = Area(west=170, south=-20, east=-170, north=-10)
HEADER = "observation_id,earliest,lon,lat,phenomenon\n"
NOON = "2031-05-01T12:00Z"


def placed(lon: str, lat: str, area: Area | None = None, *, required: bool = True) -> Place:
    """Return a place as it is read, and the rule it breaks."""
    cells = [pl.Series([cell], dtype=pl.String) for cell in (lon, lat)]
    found = places(cells[0], cells[1], fields=("lon", "lat"), area=area, required=required)
    broken = faults(pl.Series([1]), found.checks)
    return found.lon[0], found.lat[0], broken["rule"][0] if broken.height else None


def rules(reading: Reading) -> dict[int, str]:
    return dict(reading.set_aside.select("line", "rule").rows())


# Places


@pytest.mark.parametrize(
    ("lon", "lat"), [("34.5", "12.5"), ("34", "12"), ("36.0", "14"), ("+34.5", "12.50000"), ("35", "012.5")]
)
def test_a_place_in_the_area_is_kept_as_it_stands(lon: str, lat: str) -> None:
    assert (float(lon), float(lat), None) == placed(lon, lat, HERE)


SLIPS = {
    "the other way round": ("12.5", "34.5", "place-swapped"),
    "the other hemisphere": ("34.5", "-12.5", "place-mirrored"),
    "west for east": ("-34.5", "12.5", "place-mirrored"),
    "both signs": ("-34.5", "-12.5", "place-mirrored"),
    "elsewhere": ("37.9", "48.1", "place-outside"),
    "a step beyond the edge": ("36.0001", "12.5", "place-outside"),
    "not known": ("0", "0", "place-zero"),
    "not known, with tenths": ("0.0", "-0.000", "place-zero"),
    "half a place": ("34.5", "", "place-half"),
    "the other half": ("", "12.5", "place-half"),
    "no place": ("", "", "place-missing"),
    "a decimal comma": ("34,5", "12,5", "not-degrees"),
    "half a comma": ("34.5", "12,5", "not-degrees"),
    "minutes and seconds": ("34°30'0\"E", "12.5", "not-degrees"),
    "an exponent": ("3.45e1", "12.5", "not-degrees"),
    "a number that is none": ("nan", "12.5", "not-degrees"),
    "digits of another script": ("\u0663\u0664.\u0665", "12.5", "not-degrees"),
    "metres of a grid": ("3450000", "1250000", "not-degrees"),
    "beyond the pole": ("34.5", "91", "not-on-earth"),
}


@pytest.mark.parametrize(("lon", "lat", "rule"), SLIPS.values(), ids=SLIPS.keys())
def test_a_slip_in_a_place_is_told_by_what_would_mend_it(lon: str, lat: str, rule: str) -> None:
    assert rule == placed(lon, lat, HERE)[2]


WITHOUT_AREA = {
    "any place on the earth": ("-179.9", "-89.9", None),
    "the pole": ("180", "90", None),
    "what cannot be a latitude": ("12.5", "134.5", "not-on-earth"),
    "what cannot be a longitude": ("180.5", "12.5", "not-on-earth"),
    "not known": ("0", "0", "place-zero"),
    "the equator": ("34.5", "0", None),
    "the meridian of Greenwich": ("0", "51.5", None),
}


@pytest.mark.parametrize(("lon", "lat", "rule"), WITHOUT_AREA.values(), ids=WITHOUT_AREA.keys())
def test_without_an_area_only_what_is_nowhere_is_a_fault(lon: str, lat: str, rule: str | None) -> None:
    assert rule == placed(lon, lat)[2]


def test_a_swapped_place_that_is_none_on_the_earth_is_told_as_swapped() -> None:
    far = Area(west=120, south=12, east=125, north=14)
    assert "place-swapped" == placed("12.5", "122", far)[2]


def test_where_a_place_is_not_needed_none_is_no_fault_and_half_of_one_is() -> None:
    assert (None, None, None) == placed("", "", HERE, required=False)
    assert "place-half" == placed("34.5", "", HERE, required=False)[2]


ACROSS = {
    "west of the line": ("175", "-15", None),
    "east of the line": ("-175", "-15", None),
    "on the line": ("180", "-15", None),
    "on the line from the other side": ("-180", "-15", None),
    "the wide side of the earth": ("0.5", "-15", "place-outside"),
    "a step beyond the edge": ("169.9", "-15", "place-outside"),
    "the other way round": ("-15", "175", "place-swapped"),
    "the other hemisphere": ("175", "15", "place-mirrored"),
}


@pytest.mark.parametrize(("lon", "lat", "rule"), ACROSS.values(), ids=ACROSS.keys())
def test_an_area_may_lie_across_the_line_of_the_date(lon: str, lat: str, rule: str | None) -> None:
    assert rule == placed(lon, lat, PACIFIC)[2]


NUMBERS = st.floats(-200, 200).map(lambda number: f"{number:.4f}")


@given(NUMBERS, NUMBERS, st.sampled_from([None, HERE, PACIFIC]))
def test_a_place_is_kept_whole_or_told(lon: str, lat: str, area: Area | None) -> None:
    east, north, rule = placed(lon, lat, area)
    if rule is None:
        assert (float(lon), float(lat)) == (east, north)
        assert abs(float(lon)) <= 180
        assert abs(float(lat)) <= 90
    if area is HERE and 34 <= float(lon) <= 36 and 12 <= float(lat) <= 14:
        assert rule is None


def test_degrees_end_where_the_circle_does() -> None:
    cells = pl.Series(["-2.5", "-2", "-0.5", "0", "2", "2.5", "3", ""])
    read = degrees(cells, "bearing", 2.0)
    assert [None, -2, -0.5, 0, 2, None, None, None] == read.values.to_list()
    told = faults(pl.Series(range(8)), read.checks)
    assert [(0, "not-on-earth"), (5, "not-on-earth"), (6, "not-on-earth")] == told.select("line", "rule").rows()


def test_a_column_that_is_not_there_is_a_column_of_empty_cells() -> None:
    frame = pl.DataFrame({"a": ["x", "y"]})
    assert (["x", "y"], ["", ""]) == (optional(frame, "a").to_list(), optional(frame, "b").to_list())
    assert 0 == len(optional(frame.clear(), "b"))


# The entry

ENTRY = "sources: [{{name: sample, kind: observations, file: inbox/x.csv, role: monitor, {keys}}}]"
ENTRIES = {
    "an area upside down": ("area: {west: 34, south: 14, east: 36, north: 12}", "upside down"),
    "an area of no height": ("area: {west: 34, south: 12, east: 36, north: 12}", "upside down"),
    "an area beyond the pole": ("area: {west: 34, south: 12, east: 36, north: 91}", "area.north"),
    "half an area": ("area: {west: 34, south: 12}", "area.east"),
    "a party unheard of": ("parties: {Herald: C}", "No party of the terms is called 'C'"),
    "a key unheard of": ("zones: UTC", "zones"),
}


@pytest.mark.parametrize(("keys", "why"), ENTRIES.values(), ids=ENTRIES.keys())
def test_an_entry_that_cannot_be_meant_is_told(keys: str, why: str) -> None:
    with pytest.raises(FormError) as error:
        parse(ENTRY.format(keys=keys), toy_terms())
    assert why in str(error.value)
    assert all(problem.mend for problem in error.value.problems)


# Ids given twice


def test_a_row_that_repeats_another_is_skipped_and_counted(read_kind: Read) -> None:
    row = f"a,{NOON},34.5,12.5,fire\n"
    reading = read_kind("observations", HEADER + row + f"b,{NOON},,,\n" + row + row)
    assert ([2, 3], 0, 4, 2) == (
        reading.rows["line"].to_list(), reading.set_aside.height, reading.seen, reading.skipped,
    )  # fmt: skip


def test_rows_that_say_the_same_in_other_letters_are_one(read_kind: Read) -> None:
    reading = read_kind(
        "observations", f"{HEADER}a,{NOON},34.5,12.5,fire\na,2031-05-01 15:00+03:00,34.50,12.5,fire\n"
    )
    assert (1, 1) == (reading.rows.height, reading.skipped)


def test_an_id_given_twice_with_other_content_is_set_aside_both_times(read_kind: Read) -> None:
    good = f"b,{NOON},,,\n"
    reading = read_kind("observations", f"{HEADER}a,{NOON},34.5,12.5,fire\n{good}a,{NOON},34.5,12.5,shot\n")
    assert {2: "id-twice", 4: "id-twice"} == rules(reading)
    assert ["sample-b"] == reading.rows["observation_id"].to_list()
    assert '["a", "2031-05-01T12:00Z", "34.5", "12.5", "shot"]' == reading.set_aside["row"][1]


def test_of_three_rows_of_one_id_a_single_other_one_sets_all_aside(read_kind: Read) -> None:
    rows = [f"a,{NOON},34.5,12.5,{word}\n" for word in ("fire", "fire", "shot")]
    reading = read_kind("observations", HEADER + "".join(rows))
    assert {2: "id-twice", 3: "id-twice", 4: "id-twice"} == rules(reading)
    assert (0, 3, 0) == (reading.rows.height, reading.seen, reading.skipped)


def test_a_bad_row_of_the_same_id_contradicts_nothing(read_kind: Read) -> None:
    reading = read_kind("observations", f"{HEADER}a,{NOON},34.5,12.5,fire\na,{NOON},0,0,fire\n")
    assert ([2], {3: "place-zero"}) == (reading.rows["line"].to_list(), rules(reading))


def test_ids_given_twice_are_found_from_one_end_of_a_long_file_to_the_other(read_kind: Read) -> None:
    rows = [f"id{number},{NOON},34.5,12.5,fire\n" for number in range(60_000)]  # two batches and more
    content = HEADER + f"twice,{NOON},34.5,12.5,fire\n" + "".join(rows) + f"twice,{NOON},34.5,12.5,shot\n"
    reading = read_kind("observations", content)
    assert {2: "id-twice", 60_003: "id-twice"} == rules(reading)
    assert (60_000, 60_002) == (reading.rows.height, reading.seen)


def test_every_row_carries_the_licence_of_its_source(read_kind: Read) -> None:
    content = f"{HEADER}a,{NOON},,,\n"
    given = read_kind("observations", content, licence="CC0-1.0", may_republish=True).rows
    assert [("CC0-1.0", True)] == given.select("licence", "may_republish").rows()
    assert [(None, False)] == read_kind("observations", content).rows.select("licence", "may_republish").rows()


# Any mix

AREA: dict[str, Any] = {"area": {"west": 34, "south": 12, "east": 36, "north": 14}}
BAD = [
    f",{NOON},34.5,12.5,fire",
    "x,,34.5,12.5,fire",
    "x,1527-05-01T12:00Z,34.5,12.5,fire",
    "x,05/02/2031 12:00Z,34.5,12.5,fire",
    "x,2031-05-01 12:00,34.5,12.5,fire",
    f"x,{NOON},12.5,34.5,fire",
    f"x,{NOON},34.5,-12.5,fire",
    f"x,{NOON},0,0,fire",
    f"x,{NOON},34.5,,fire",
    f"x,{NOON},34,5,12.5,fire",
    f'x,{NOON},"34,5",12.5,fire',
    f"x,{NOON},34.5,12.5",
    f'x,{NOON},34.5,12.5,"fire',
    f"x,{NOON},34.5,12.5,\0",
]
GOOD = st.lists(
    st.tuples(
        st.sampled_from([NOON, "2031-05-01T15:00+03:00", "2031-05-02 00:00Z"]),
        st.sampled_from(["34.5,12.5", ",", "36,14"]),
        st.sampled_from(["fire", '"two\nlines"', "", "lightning", 'the 5" gun']),
    ),
    max_size=8,
).map(lambda rows: [f"id{number},{','.join(row)}" for number, row in enumerate(rows)])


@settings(max_examples=80)
@given(GOOD, st.lists(st.tuples(st.integers(0, 8), st.sampled_from(BAD)), max_size=6))
def test_bad_rows_anywhere_change_nothing_of_the_good_ones(
    read_kind: Read, good: list[str], bad: list[tuple[int, str]]
) -> None:
    mixed = list(good)
    for place, row in bad:
        mixed.insert(place, row)
    clean, reading = (
        read_kind("observations", HEADER + "".join(row + "\n" for row in rows), **AREA) for rows in (good, mixed)
    )
    assert clean.rows.drop("line", "capture_id").equals(reading.rows.drop("line", "capture_id"))
    assert (len(bad), 0) == (reading.set_aside.height, clean.set_aside.height)
    assert reading.seen == reading.rows.height + reading.set_aside.height + reading.skipped
    Observations.validate(reading.rows)
