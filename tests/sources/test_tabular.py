"""Tables as they come: the same rows from delimited text, Parquet and GeoJSON, and a refusal of what is none."""

from __future__ import annotations

import io
import json
import subprocess
import sys
from collections.abc import Callable
from datetime import UTC, date, datetime, time
from decimal import Decimal
from typing import Any

import polars as pl
import pytest
import xlsxwriter
from hypothesis import given, settings
from hypothesis import strategies as st

from ceaseline.errors import FileRefused
from ceaseline.sources import Reading, tabular
from ceaseline.sources.tabular import Table, open_table

Read = Callable[..., Reading]

NEEDED = ("observation_id", "earliest")
NOON = "2031-05-01T12:00Z"
PUBLIC = pl.DataFrame(
    {
        "observation_id": ["a", "b", "c", "d"],
        "earliest": [NOON, "2031-05-01T12:00:30Z", NOON, "soon"],
        "lon": [34.5, 35.0, None, 34.5],
        "lat": [12.5, 12.25, None, 12.5],
        "radius_m": [1500.0, None, None, None],
        "quantity_low": [3, 12_000, None, 1],
        "phenomenon": ["fire", "explosion", None, "fire"],
        "text": ["the mill; and more", "two words", None, ""],
    }
)


def parquet(frame: pl.DataFrame) -> bytes:
    stream = io.BytesIO()
    frame.write_parquet(stream)
    return stream.getvalue()


def geojson(*features: Any) -> bytes:
    return json.dumps({"type": "FeatureCollection", "features": features}).encode()


def feature(place: Any = None, **properties: Any) -> dict[str, Any]:
    geometry = place if isinstance(place, dict) or place is None else {"type": "Point", "coordinates": place}
    return {
        "type": "Feature",
        "properties": {"observation_id": "a", "earliest": NOON, **properties},
        "geometry": geometry,
    }


def as_features(frame: pl.DataFrame) -> bytes:
    """The rows as GeoJSON, each place as a point."""
    rows = [dict(row) for row in frame.iter_rows(named=True)]
    places = [(row.pop("lon"), row.pop("lat")) for row in rows]
    return geojson(
        *(
            feature(list(place) if None not in place else None, **row)
            for place, row in zip(places, rows, strict=True)
        )
    )


def opened(content: bytes, needed: tuple[str, ...] = NEEDED) -> Table:
    return open_table(io.BytesIO(content), needed=needed)


def cells(content: bytes, needed: tuple[str, ...] = ()) -> list[dict[str, str]]:
    table = opened(content, needed)
    return [dict(zip(table.header, row, strict=True)) for batch in table.batches() for row in batch.cells]


def refusal(content: bytes, needed: tuple[str, ...] = NEEDED) -> str:
    with pytest.raises(FileRefused) as refused:
        opened(content, needed)
    assert "Mend: " in str(refused.value)
    return str(refused.value)


# One table, three forms


@pytest.mark.parametrize("form", ["Parquet", "GeoJSON"])
def test_the_public_table_gives_the_same_rows_in_every_form(read_kind: Read, form: str) -> None:
    content = parquet(PUBLIC) if form == "Parquet" else as_features(PUBLIC)
    reading, plain = read_kind("observations", content), read_kind("observations", PUBLIC.write_csv())
    assert (3, 1) == (plain.rows.height, plain.set_aside.height)
    assert plain.rows.drop("line", "capture_id").equals(reading.rows.drop("line", "capture_id"))
    told = ("field", "value", "rule", "mend")
    assert plain.set_aside.select(told).equals(reading.set_aside.select(told))
    assert [line - 1 for line in plain.rows["line"]] == reading.rows["line"].to_list()
    assert f"read as {form}; rows are numbered from 1" in reading.notes


ROWS = st.lists(
    st.tuples(
        st.none()
        | st.tuples(st.floats(-179, 179), st.floats(-89, 89)).map(lambda at: (round(at[0], 4), round(at[1], 4))),
        st.none() | st.integers(0, 10**15),
        st.none() | st.floats(0, 1e6, allow_nan=False).map(lambda number: round(number, 3)),
        st.none() | st.text(st.characters(codec="utf-8", exclude_categories=["C", "Z"]), min_size=1, max_size=5),
    ),
    max_size=8,
)


@settings(max_examples=12)
@given(ROWS)
def test_any_rows_are_the_same_in_every_form(read_kind: Read, rows: list[Any]) -> None:
    if any(place and max(map(abs, place)) < 0.001 for place, *_ in rows):
        return  # 0, 0 is no place
    frame = pl.DataFrame(
        {
            "observation_id": [f"id{number}" for number in range(len(rows))],
            "earliest": [NOON] * len(rows),
            "lon": [place and place[0] for place, *_ in rows],
            "lat": [place and place[1] for place, *_ in rows],
            "quantity_low": [low for _, low, *_ in rows],
            "radius_m": [radius for _, _, radius, _ in rows],
            "text": [text for *_, text in rows],
        },
        schema_overrides={
            **dict.fromkeys(("lon", "lat", "radius_m"), pl.Float64),
            "quantity_low": pl.Int64,
            "text": pl.String,
        },
    )
    contents = [frame.write_csv(float_scientific=False).encode(), parquet(frame)]
    contents += [as_features(frame)] if rows else []
    first, *others = (read_kind("observations", content).rows.drop("line", "capture_id") for content in contents)
    assert len(rows) == first.height
    for other in others:
        assert first.equals(other)


def test_rows_of_any_number_come_in_batches_and_keep_their_numbers() -> None:
    frame = pl.DataFrame({"n": range(120_001)})
    batches = list(opened(parquet(frame), ("n",)).batches())
    assert 1 < len(batches)
    lines = [line for batch in batches for line in batch.lines]
    assert list(range(1, 120_002)) == lines
    assert [str(number) for number in range(120_001)] == [row for batch in batches for row in batch.rows]


# Parquet

VALUES: dict[str, tuple[Any, pl.DataType | None, str]] = {
    "a whole number": (7, None, "7"),
    "a whole number kept as a fraction": (7.0, None, "7"),
    "a fraction": (7.25, None, "7.25"),
    "a small fraction": (0.00001, None, "0.00001"),
    "a negative one": (-0.5, None, "-0.5"),
    "a fraction of few bits": (0.5, pl.Float32(), "0.5"),
    "nothing": (None, pl.Float64(), ""),
    "not a number": (float("nan"), None, ""),
    "yes": (True, None, "true"),
    "a day": (date(2031, 5, 1), None, "2031-05-01"),
    "a time with a zone": (datetime(2031, 5, 1, 12, tzinfo=UTC), None, "2031-05-01T12:00:00.000000Z"),
    "a time with another zone": (
        datetime(2031, 5, 1, 12, tzinfo=UTC),
        pl.Datetime("ms", "Europe/Berlin"),
        "2031-05-01T12:00:00.000000Z",
    ),
    "a time without a zone": (datetime(2031, 5, 1, 12), None, "2031-05-01T12:00:00.000000"),  # noqa: DTZ001
    "a clock": (time(1, 49), None, "01:49:00"),
    "a category": ("fire", pl.Categorical(), "fire"),
    "a decimal": (Decimal("1.50"), pl.Decimal(10, 2), "1.50"),
    "a zero byte": ("a\0b", None, "ab"),
}


@pytest.mark.parametrize(("value", "kind", "text"), VALUES.values(), ids=VALUES.keys())
def test_a_value_of_parquet_is_written_as_people_would(value: Any, kind: pl.DataType | None, text: str) -> None:
    frame = pl.DataFrame({"x": [value], "beside": ["y"]}, schema_overrides={"x": kind} if kind else {})
    assert [{"x": text, "beside": "y"}] == cells(parquet(frame))


def test_columns_that_are_no_cells_are_passed_over() -> None:
    frame = pl.DataFrame({"x": ["a"], "list": [[1]], "struct": [{"y": 1}], "bytes": [b"\xff"]})
    assert [{"x": "a"}] == cells(parquet(frame))


def test_parquet_without_rows_is_a_table_without_rows() -> None:
    assert [] == cells(parquet(PUBLIC.clear()), NEEDED)


def test_parquet_without_a_needed_column_is_refused_with_those_it_has() -> None:
    assert "no column 'earliest'; the columns are 'observation_id', 'lon'" in refusal(
        parquet(PUBLIC.select("observation_id", "lon"))
    )


def test_a_parquet_file_that_was_cut_off_is_refused_wherever_it_was() -> None:
    whole = parquet(PUBLIC)
    for length in range(4, len(whole), max(1, len(whole) // 12)):
        assert "Parquet file that cannot be read" in refusal(whole[:length])


def test_a_parquet_file_of_too_many_rows_is_refused_before_it_is_unpacked(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tabular, "MAX_ROWS", 3)
    assert "4 rows, more than 3" in refusal(parquet(PUBLIC))
    assert 3 == len(cells(parquet(PUBLIC.head(3))))


@pytest.mark.parametrize("content", [parquet(PUBLIC), as_features(PUBLIC)], ids=["Parquet", "GeoJSON"])
def test_a_file_that_has_to_be_read_whole_may_not_be_too_large(
    monkeypatch: pytest.MonkeyPatch, content: bytes
) -> None:
    monkeypatch.setattr(tabular, "MAX_BYTES", len(content) - 1)
    assert "The file is larger than" in refusal(content)
    monkeypatch.setattr(tabular, "MAX_BYTES", len(content))
    assert 4 == len(cells(content))


# GeoJSON

NONE = {
    "torn": b'{"type": "FeatureCollection", "features": [',
    "a single feature": json.dumps(feature([34.5, 12.5])).encode(),
    "a message": b'{"error": "Invalid key"}',
    "features that are no list": b'{"features": {"a": 1}}',
    "no JSON": b"{this is no table}",
    "nested without end": b'{"features": ' + b"[" * 200_000,
    "not UTF-8": b'{"features": "\xff"}',
    "a number of too many digits": b'{"features": ' + b"9" * 5_000 + b"}",
    "no features": geojson(),
    "features that are none": b'{"features": [1, "two", null, []]}',
}


@pytest.mark.parametrize("content", NONE.values(), ids=NONE.keys())
def test_what_begins_as_geojson_and_is_none_is_refused(content: bytes) -> None:
    refusal(content)


def test_geojson_of_too_many_features_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tabular, "MAX_ROWS", 1)
    assert "no list of features" in refusal(geojson(feature(), feature()))


EMPTY: dict[str, Any] = {
    "no geometry": None,
    "no coordinates": [],
    "a geometry without coordinates": {"type": "Point"},
    "a line": {"type": "LineString", "coordinates": [[34.5, 12.5], [34.6, 12.6]]},
    "an area": {"type": "Polygon", "coordinates": [[[34, 12], [35, 12], [35, 13], [34, 12]]]},
    "a geometry of no kind": {"coordinates": [34.5, 12.5]},
}


@pytest.mark.parametrize("place", EMPTY.values(), ids=EMPTY.keys())
def test_a_feature_without_a_point_has_no_place(read_kind: Read, place: Any) -> None:
    (row,) = read_kind("observations", geojson(feature(place))).rows.rows(named=True)
    assert (None, None, None) == (row["lon"], row["lat"], row["radius_m"])


def test_a_feature_without_a_point_may_name_its_place_in_columns() -> None:
    (row,) = cells(geojson(feature(lon=34.5, lat="12.5")))
    assert ("34.5", "12.5") == (row["lon"], row["lat"])


def test_the_point_of_a_feature_stands_before_its_columns() -> None:
    (row,) = cells(geojson(feature([34.5, 12.5, 180.0], lon=1, lat=2)))
    assert ("34.5", "12.5") == (row["lon"], row["lat"])


@pytest.mark.parametrize("place", [["east", 12.5], [None, None], [[34.5], 12.5], [True, 12.5]])
def test_a_point_that_is_none_is_set_aside(read_kind: Read, place: list[Any]) -> None:
    reading = read_kind("observations", geojson(feature(place), feature([34.5, 12.5], observation_id="b")))
    assert ([2], [1]) == (reading.rows["line"].to_list(), reading.set_aside["line"].to_list())
    assert "not-degrees" == reading.set_aside["rule"][0]


def test_features_may_have_different_properties_and_things_inside_them_are_passed_over() -> None:
    rows = cells(geojson(feature(x=1, inside={"a": 1}, several=[1]), feature(y=True, x=None, z=1.5), 3))
    assert [("1", ""), ("", "true"), ("", "")] == [(row["x"], row["y"]) for row in rows]
    assert {"observation_id", "earliest", "lon", "lat", "x", "y", "z"} == set(rows[0])


@pytest.mark.parametrize("before", [b"\xef\xbb\xbf", b" \n\t", b"\xef\xbb\xbf\n"])
def test_geojson_may_begin_with_a_mark_or_blanks(before: bytes) -> None:
    assert 1 == len(cells(before + geojson(feature())))


def test_a_file_on_disk_is_read_like_one_in_memory(tmp_path: Any) -> None:
    path = tmp_path / "file"
    for content in (parquet(PUBLIC), as_features(PUBLIC), PUBLIC.write_csv().encode()):
        path.write_bytes(content)
        with path.open("rb") as stream:
            table = open_table(stream, needed=NEEDED)
            assert 4 == sum(len(batch.rows) for batch in table.batches())


@pytest.mark.parametrize("name", ["*", "^obs.*$"])
def test_a_column_of_parquet_may_be_called_anything(name: str) -> None:
    assert 1 == len(cells(parquet(pl.DataFrame({"observation_id": ["a"], "earliest": [NOON], name: ["x"]}))))


@pytest.mark.parametrize("name", ["\0line", "\0" + "4"])
def test_a_zero_byte_in_a_name_does_no_harm(read_kind: Read, name: str) -> None:
    content = geojson(feature(None, **{"": "y", name: "x"}))
    try:
        assert 1 == read_kind("observations", content).rows.height
    except FileRefused as refused:
        assert "Mend: " in str(refused)  # noqa: PT017  either will do


def test_half_a_letter_in_geojson_is_read_or_refused(read_kind: Read) -> None:
    try:
        read_kind("observations", geojson(feature(text="\ud800")))
    except FileRefused as refused:
        assert "Mend: " in str(refused)  # noqa: PT017  either will do


def test_a_small_number_of_geojson_is_written_as_people_would() -> None:
    (row,) = cells(geojson(feature([0.00001, 12.5], radius_m=0.00005)))
    assert ("0.00001", "0.00005") == (row["lon"], row["radius_m"])


def test_half_a_point_is_set_aside(read_kind: Read) -> None:
    assert ["place-half"] == read_kind("observations", geojson(feature([34.5]))).set_aside["rule"].to_list()


@pytest.mark.parametrize("number", [1e20, float("inf")])
def test_a_number_that_is_too_large_is_set_aside_and_not_lost(read_kind: Read, number: float) -> None:
    frame = pl.DataFrame({"observation_id": ["a"], "earliest": [NOON], "quantity_low": [number]})
    assert 1 == read_kind("observations", parquet(frame)).set_aside.height


def test_features_may_not_bring_columns_without_end() -> None:
    refusal(geojson(*(feature(None, **{f"column {number}": 1}) for number in range(2_001))))


FLIPPED = """
import io, json, sys
import polars as pl
from ceaseline.errors import FileRefused
from ceaseline.sources.tabular import open_table

stream, days = io.BytesIO(), ["2031-05-01T00:00Z"] * 2
pl.DataFrame({"observation_id": ["a", "b"], "earliest": days, "lon": [37.9, 3.0]}).write_parquet(stream)
whole = stream.getvalue()
for position in range(4, len(whole), 150):  # each a process of its own
    broken = bytearray(whole)
    broken[position] ^= 0xFF
    try:
        list(open_table(io.BytesIO(bytes(broken)), needed=("observation_id",)).batches())
    except FileRefused:
        pass
"""


def test_a_broken_parquet_file_is_read_or_refused() -> None:
    subprocess.run([sys.executable, "-c", FLIPPED], check=True, capture_output=True, timeout=300)


def sheet(*rows: tuple[object, ...]) -> bytes:
    stream = io.BytesIO()
    with xlsxwriter.Workbook(stream, {"strings_to_formulas": False}) as book:
        page, moment = book.add_worksheet(), book.add_format({"num_format": "yyyy-mm-dd hh:mm"})
        for line, row in enumerate(rows):
            for at, cell in enumerate(row):
                if isinstance(cell, datetime):
                    page.write_datetime(line, at, cell, moment)
                else:
                    page.write(line, at, cell)
    return stream.getvalue()


def test_a_spreadsheet_is_read_as_people_see_it() -> None:
    content = sheet(
        (),
        ("id", " when ", "count", "sure", "words"),
        ("a", datetime(2031, 5, 1, 9, 30), 3, True, "=1+1"),  # noqa: DTZ001  sheets know no zones
        (),
        ("b", "2031-05-01T09:30Z", 2.5, False, None),
    )
    table = opened(content, ("id", "when"))
    assert ("id", "when", "count", "sure", "words") == table.header
    (batch,) = table.batches()
    assert [3, 5] == batch.lines
    assert [
        ["a", "2031-05-01 09:30:00", "3", "1", "=1+1"],
        ["b", "2031-05-01T09:30Z", "2.5", "0", ""],
    ] == batch.cells
    assert ["read as a spreadsheet; rows are numbered as in its first sheet"] == list(table.notes())


@pytest.mark.parametrize(
    ("content", "why"),
    [
        (sheet(), "The first sheet is empty"),
        (sheet(("id", "id"), ("a", "b")), "'id' is there twice"),
        (sheet(("x",), ("a",)), "There is no column 'id'"),
        (sheet(("id",), ("a",))[:-200], "no spreadsheet that can be read"),
        (b"PK\x03\x04" + b"0" * 5_000, "no spreadsheet that can be read"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 5_000, "spreadsheet that can"),
    ],
)
def test_a_sheet_that_is_no_table_is_refused(content: bytes, why: str) -> None:
    with pytest.raises(FileRefused, match=why):
        opened(content, ("id",))


def test_a_cell_in_the_far_corner_of_a_sheet_fills_no_memory() -> None:
    stream = io.BytesIO()
    with xlsxwriter.Workbook(stream) as book:
        page = book.add_worksheet()
        page.write(0, 0, "id")
        page.write(1_048_575, 16_383, "far")
    with pytest.raises(FileRefused, match="spreadsheet that cannot be read"):
        opened(stream.getvalue(), ("id",))
