"""Placemarks: what a row becomes, what is set aside, and that no unit of any side comes out anywhere."""

from __future__ import annotations

import csv
import io
import json
from datetime import UTC, date, datetime
from functools import cache
from typing import Any

import polars as pl
import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from ceaseline.errors import FileRefused
from ceaseline.sources import Reading, Source, parse
from ceaseline.testing import captured, check_source, toy_terms

ENTRY: dict[str, Any] = {
    "name": "placed",
    "kind": "geoconfirmed",
    "file": "inbox/*",
    "role": "osint",
    "zone": "Etc/GMT-3",
    "area": {"west": 37, "south": 47, "east": 39, "north": 49},
}
ROW = {
    "Date": "2031-05-02",
    "Name": "02 MAY 2031",
    "Faction": "Neutral",
    "Origin": "PIC",
    "Latitude": "48.1003",
    "Longitude": "37.9011",
    "PlusCode": "8GWM4WXX+XX Alder Ford",
    "Description": "MADE UP: damaged pumping station",
    "Source": "https://example.org/a, https://example.org/b",
    "Geolocation": "https://example.org/geo1",
    "Equipment": "",
    "EquipmentItems": "",
    "Units": "",
    "OrbatUnits": "",
    "Id": "1-aaaa",
}
PLACEMARK: dict[str, Any] = {
    "id": "1-aaaa",
    "date": "2031-05-02T16:20:00",
    "dateCreated": "2031-05-04T08:00:00",
    "name": "02 MAY 2031",
    "description": "MADE UP: damaged pumping station",
    "originalSource": "https://example.org/a, https://example.org/b",
    "geolocation": "https://example.org/geo1",
    "gear": "Heron howitzer",
    "plusCode": "8GWM4WXX+XX",
    "icon": "circles/ff0000_Highland.png",
    "lat": 48.1003,
    "lng": 37.9011,
}


def row(**cells: str) -> dict[str, str]:
    return ROW | cells


def table(*rows: dict[str, str]) -> bytes:
    file = io.StringIO()
    writer = csv.DictWriter(file, list(ROW), delimiter=";", lineterminator="\n")
    writer.writeheader()
    writer.writerows(rows)
    return file.getvalue().encode()


def placemark(**values: Any) -> dict[str, Any]:
    return {key: value for key, value in (PLACEMARK | values).items() if value is not None}


@cache
def source_of(form: str) -> Source:
    (source,) = parse(form, toy_terms())
    return source


def read(content: bytes | list[Any] | dict[str, Any], **keys: Any) -> Reading:
    source = source_of(yaml.safe_dump({"sources": [ENTRY | keys]}))
    kept = content if isinstance(content, bytes) else json.dumps(content).encode()
    return source.read(captured(kept, source="placed", name="file"))


def one(reading: Reading) -> dict[str, Any]:
    assert (1, 0) == (reading.rows.height, reading.set_aside.height)
    return reading.rows.row(0, named=True)


def everything(reading: Reading) -> str:
    """All that comes out of a reading: rows kept, rows set aside, and what is said of them."""
    tables = "\n".join(str(cells) for frame in (reading.rows, reading.set_aside) for cells in frame.rows())
    return "\n".join([tables, *reading.notes])


# Rows


def test_a_placemark_is_what_a_camera_showed_on_a_day_at_a_place() -> None:
    found = one(read(table(ROW)))
    expected = {
        "observation_id": "placed-1-aaaa",
        "means": "camera",
        "phenomenon": None,
        "weapon": None,
        "earliest": datetime(2031, 5, 1, 21, tzinfo=UTC),
        "latest": datetime(2031, 5, 2, 20, 59, 59, 999_999, tzinfo=UTC),
        "lon": 37.9011,
        "lat": 48.1003,
        "radius_m": 500.0,
        "accused": None,
        "licence": None,
        "may_republish": False,
        "text": "02 MAY 2031; MADE UP: damaged pumping station; origin PIC; "
        "source: https://example.org/a, https://example.org/b; geolocation: https://example.org/geo1",
    }
    assert expected == {name: found[name] for name in expected}


def test_json_says_the_same_as_csv_but_for_the_origin() -> None:
    names = ["observation_id", "earliest", "latest", "lon", "lat", "radius_m", "accused"]
    from_csv, from_json = one(read(table(ROW))), one(read([PLACEMARK]))
    assert [from_csv[name] for name in names] == [from_json[name] for name in names]
    assert from_csv["text"].replace("origin PIC; ", "") == from_json["text"]
    assert from_json["means"] is None


def test_coordinates_in_a_list_have_the_latitude_first() -> None:
    found = one(read([placemark(lat=None, lng=None, coordinates=[48.1003, 37.9011])]))
    assert (37.9011, 48.1003) == (found["lon"], found["lat"])


def test_a_list_may_lie_in_an_object_around_it() -> None:
    assert 2 == read({"count": 2, "items": [placemark(), placemark(id="2")]}).rows.height


@pytest.mark.parametrize(
    ("lon", "lat", "metres"),
    [("37.9011", "48.1", 500), ("37.90", "48.1", 556.6), ("37.9", "48.1", 5_566), ("38", "48", 55_660)],
)
def test_a_place_is_no_more_exact_than_it_was_written(lon: str, lat: str, metres: float) -> None:
    assert metres == pytest.approx(one(read(table(row(Longitude=lon, Latitude=lat))))["radius_m"])


def test_the_entry_says_how_exact_places_are() -> None:
    assert 2_000 == one(read(table(ROW), radius_m=2_000.0))["radius_m"]


def test_origins_nobody_knows_are_kept_counted_and_named() -> None:
    reading = read(table(row(Origin="KITE"), row(Id="2", Origin="KITE"), row(Id="3", Origin="UAV")))
    assert ["kite", "kite", "camera"] == reading.rows["means"].to_list()
    assert "words not known here (Origin), kept as they are: kite (2)" in reading.notes


@pytest.mark.parametrize("faction", ["Neutral", "Special", "Highland", "Lowland", "A", "B", ""])
def test_no_side_is_read_from_a_faction(faction: str) -> None:
    plain = one(read(table(ROW)))
    found = one(read(table(row(Faction=faction)), parties={"Highland": "A", "Lowland": "B"}))
    assert plain | {"capture_id": ""} == found | {"capture_id": ""}


@pytest.mark.parametrize("icon", ["circles/0000ff_Lowland.png", "circles/ff0000_Highland.png", None])
def test_no_side_is_read_from_a_colour(icon: str | None) -> None:
    plain, found = one(read([PLACEMARK])), one(read([placemark(icon=icon)], parties={"Highland": "A"}))
    assert plain | {"capture_id": ""} == found | {"capture_id": ""}


# Units


@pytest.mark.parametrize("column", ["Units", "OrbatUnits", "Equipment", "EquipmentItems"])
@pytest.mark.parametrize("faction", ["Highland", "Lowland", "Neutral"])
def test_units_and_equipment_are_left_out_for_all_sides_alike(column: str, faction: str) -> None:
    cells = {column: "3rd Heron Battery", "Faction": faction, "Description": "seen: the 3rd HERON battery"}
    assert "heron" not in everything(read(table(row(**cells)))).casefold()


def test_a_row_set_aside_names_no_unit_either() -> None:
    reading = read(table(row(Date="", Units="3rd Heron Battery", Name="3rd Heron Battery")))
    assert ["empty"] == reading.set_aside["rule"].to_list()
    assert "Heron" not in everything(reading)
    assert "[unit]" in reading.set_aside["row"][0]


def test_a_contradiction_set_aside_names_no_unit_either() -> None:
    first, second = row(Units="3rd Heron Battery"), row(Units="3rd Heron Battery", Description="other")
    reading = read(table(first, second))
    assert ["id-twice", "id-twice"] == reading.set_aside["rule"].to_list()
    assert "Heron" not in everything(reading)


@pytest.mark.parametrize(
    "line",
    [
        "2031-05-02;name;;;48.1;37.9;;;;;;;3rd Heron Battery;2-aaaa",
        "2031-05-02;name;;;48.1;37.9;;;;;;;3rd Heron Battery;;;;2-aaaa",
        '2031-05-02;name;;;48.1;37.9;;;;;;;"3rd Heron Battery;;2-aaaa',
        "2031-05-02;name;;;48.1;37.9;;\0;;;;;3rd Heron Battery;;2-aaaa",
    ],
    ids=["short", "long", "quote", "zero byte"],
)
def test_a_line_that_is_no_row_is_set_aside_unshown(line: str) -> None:
    reading = read(table(ROW) + f"{line}\n".encode() + b"x" * 10 + b"\n")
    assert {3, 4} == set(reading.set_aside["line"])
    assert "Heron" not in everything(reading)
    assert 1 == reading.rows.height


def test_several_units_in_a_cell_are_left_out_one_by_one() -> None:
    cells = {
        "Units": "3rd Heron Battery, Otter Company",
        "Description": "the Otter Company met the 3rd Heron Battery",
    }
    assert "the [unit] met the [unit]" in one(read(table(row(**cells))))["text"]


def test_of_names_that_lie_in_each_other_the_longer_is_left_out_whole() -> None:
    cells = {"Units": "3rd Heron, 3rd Heron Battery", "Description": "the 3rd Heron Battery was there"}
    assert "the [unit] was there" in one(read(table(row(**cells))))["text"]


def test_a_short_name_is_left_out_where_it_stands_alone_and_moves_no_place() -> None:
    found = one(read(table(row(Units="48", Description="48 men of the 148th; 48."))))
    assert "[unit] men of the 148th; [unit]." in found["text"]
    assert 48.1003 == found["lat"]


def test_units_in_json_are_left_out_whatever_they_lie_in() -> None:
    units = [{"name": "3rd Heron Battery", "colour": "red"}, "Otter Company"]
    items = [
        placemark(units=units, description="Otter Company and 3rd Heron Battery", date=date)
        for date in ("", "2031-05-02")
    ]
    reading = read([items[0], items[1] | {"id": "2"}])
    assert (1, 1) == (reading.rows.height, reading.set_aside.height)
    assert not {word for word in ("Heron", "Otter") if word in everything(reading)}


LETTERS = st.text(st.sampled_from("QXZЖЩqxz1 .-*+()[]'"), min_size=4, max_size=14).map(str.strip)
UNIT = LETTERS.filter(lambda name: len(name) >= 4 and any(letter.isalpha() for letter in name))


@settings(max_examples=150)
@given(
    UNIT,
    st.sampled_from(["Units", "OrbatUnits", "Equipment", "EquipmentItems"]),
    st.sampled_from(["{}", "first, {}", "{} | other", "{}; other"]),
    st.lists(st.sampled_from(["Name", "Description", "Source", "Geolocation", "Origin", "Faction"]), max_size=4),
    st.sampled_from([(day, side) for day in ("2031-05-02", "", "1527-01-01") for side in ("Highland", "Lowland")]),
)
def test_a_unit_that_is_named_as_one_never_comes_out(
    unit: str, column: str, pattern: str, said: list[str], day_and_side: tuple[str, str]
) -> None:
    cells = {column: pattern.format(unit), "Date": day_and_side[0], "Faction": day_and_side[1]}
    cells |= {name: f"seen {unit}, said to be {unit.upper()}." for name in said}
    reading = read(table(row(**cells), row(Id="2-aaaa")))
    assert 2 == reading.rows.height + reading.set_aside.height
    strings = [
        cell
        for frame in (reading.rows, reading.set_aside)
        for cell in frame.select(pl.col(pl.String)).iter_columns()
    ]
    for texts in strings:
        assert not [text for text in texts.drop_nulls() if unit.casefold() in text.casefold()]
    assert not [note for note in reading.notes if unit.casefold() in note.casefold()]


# Bad rows

BAD: dict[str, tuple[dict[str, str], str, str]] = {
    "no id": ({"Id": ""}, "Id", "empty"),
    "no day": ({"Date": ""}, "Date", "empty"),
    "a year that slipped": ({"Date": "1527-05-02"}, "Date", "not-a-day"),
    "a post in place of a day": ({"Date": "1926400000000000001"}, "Date", "not-a-day"),
    "a day in another order": ({"Date": "05/02/2031"}, "Date", "not-a-day"),
    "no place": ({"Latitude": "", "Longitude": ""}, "Longitude, Latitude", "place-missing"),
    "half a place": ({"Latitude": ""}, "Longitude, Latitude", "place-half"),
    "nowhere": ({"Latitude": "0.0", "Longitude": "0"}, "Longitude, Latitude", "place-zero"),
    "the other way round": ({"Latitude": "37.9", "Longitude": "48.1"}, "Longitude, Latitude", "place-swapped"),
    "far away": ({"Latitude": "10", "Longitude": "10"}, "Longitude, Latitude", "place-outside"),
}


@pytest.mark.parametrize(("cells", "field", "rule"), BAD.values(), ids=BAD.keys())
def test_a_bad_row_is_set_aside_with_its_rule_and_a_mend(cells: dict[str, str], field: str, rule: str) -> None:
    reading = read(table(row(**cells), row(Id="2-aaaa")))
    assert [(2, field, rule)] == reading.set_aside.select("line", "field", "rule").rows()
    assert reading.set_aside["mend"][0]
    assert [3] == reading.rows["line"].to_list()


@pytest.mark.parametrize(
    "item",
    [
        None,
        7,
        "x",
        [],
        {},
        {"id": 5},
        placemark(date=None),
        placemark(lat="x"),
        placemark(coordinates="x", lat=None),
    ],
)
def test_a_bad_placemark_is_set_aside_and_the_good_one_is_kept(item: Any) -> None:
    reading = read([item, placemark(id="2")])
    assert ([1], [2]) == (reading.set_aside["line"].to_list(), reading.rows["line"].to_list())


GOOD = st.lists(
    st.builds(
        row,
        Id=st.integers(10, 10**6).map(str),
        Date=st.dates(date(1950, 1, 1), date(2100, 1, 1)).map(str),
        Name=st.sampled_from(["", "Site", "two\nlines", 'the 5" gun', "a; b"]),
        Origin=st.sampled_from(["PIC", "UAV", "KITE", ""]),
        Latitude=st.sampled_from(["48.1", "48.25", "48"]),
        Units=st.sampled_from(["", "3rd Heron Battery"]),
        Description=st.sampled_from(["", "MADE UP", "3rd Heron Battery; near"]),
    ),
    unique_by=lambda cells: cells["Id"],
    max_size=6,
)
MIXED_IN = st.lists(
    st.tuples(st.integers(0, 6), st.sampled_from([cells for cells, _, _ in BAD.values()])), max_size=5
)


@settings(max_examples=60)
@given(GOOD, MIXED_IN)
def test_bad_rows_anywhere_change_nothing_of_the_good_ones(
    good: list[dict[str, str]], bad: list[tuple[int, dict[str, str]]]
) -> None:
    mixed = list(good)
    for place, cells in bad:
        mixed.insert(place, row(**cells))
    clean, reading = (read(table(*rows)) for rows in (good, mixed))
    assert clean.rows.drop("line", "capture_id").equals(reading.rows.drop("line", "capture_id"))
    assert (len(bad), 0) == (reading.set_aside.height, clean.set_aside.height)
    assert reading.seen == reading.rows.height + reading.set_aside.height + reading.skipped


# Files


@pytest.mark.parametrize("content", [table(ROW, row(Id="2", Date="")), json.dumps([PLACEMARK, {}]).encode()])
def test_both_forms_keep_the_promises_of_a_source(content: bytes) -> None:
    (source,) = parse(yaml.safe_dump({"sources": [ENTRY]}), toy_terms())
    check_source(source, captured(content, source="placed", name="file"))


NO_PLACEMARKS: dict[str, tuple[bytes, str]] = {
    "torn": (b'[{"id": 1, ', "begins as JSON and is none"),
    "too deep": (b"[" * 100_000, "begins as JSON and is none"),
    "an object without a list": (b'{"message": "log in"}', "no list of placemarks"),
    "an object with two lists": (b'{"a": [], "b": []}', "no list of placemarks"),
    "GeoJSON": (b'{"type": "FeatureCollection", "features": []}', "no list of placemarks"),
    "other things": (b'[{"name": "x"}]', "No item of the JSON has an id and a date"),
    "another table": (b"Date;Name\n2031-05-02;x\n", "no column 'Latitude'"),
}


@pytest.mark.parametrize(("content", "why"), NO_PLACEMARKS.values(), ids=NO_PLACEMARKS.keys())
def test_what_is_no_list_of_placemarks_is_refused(content: bytes, why: str) -> None:
    with pytest.raises(FileRefused, match=why) as error:
        read(content)
    assert "Mend: " in str(error.value)


def test_placemarks_that_lie_deep_in_each_other_are_no_danger() -> None:
    deep: Any = "Heron"
    for _ in range(300):
        deep = [deep]
    assert "Heron" not in everything(read([placemark(name=deep, units=deep)]))
