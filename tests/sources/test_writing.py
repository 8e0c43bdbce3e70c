"""Sources that write their own files: what was read, written and read again is the same."""

from __future__ import annotations

import importlib
import inspect
from collections.abc import Callable
from pathlib import Path
from typing import Any

import polars as pl
import pytest

from ceaseline.errors import InputError
from ceaseline.sources import SOURCES, Reading, Source, Writes, parse
from ceaseline.testing import captured, toy_terms

Read = Callable[..., Reading]

KINDS = ["areas", "assets", "claims", "firms", "lines", "observations", "restrictions", "watches"]
ELSEWHERE = ["capture_id", "line"]  # a row's file and where it stands in it
# Registers that have no sample of their own: one full line of each.
LINES = {
    "orders": {
        "order_id": "o-1",
        "party": "A",
        "orders": "cease_fire",
        "clause_id": "no-fire",
        "office": "chief of staff",
        "sha256": "ab" * 32,
        "issued": "2031-05-01T06:00Z",
        "addressees": "40",
        "receipts": "38",
        "received": "2031-05-01T09:00:00.250Z",
    },
    "notifications": {
        "notification_id": "n-1",
        "party": "B",
        "act": "demining",
        "notified": "2031-05-01T06:00Z",
        "from": "2031-05-02T06:00Z",
        "until": "2031-05-02T12:00Z",
        "lon": "-34.00001",
        "lat": "0.0000012",
        "radius_m": "3000.5",
    },
    "calls": {
        "call_id": "c-1",
        "caller": "A",
        "called": "B",
        "at": "2031-05-01T06:00Z",
        "outcome": "answered",
        "answered": "2031-05-01T06:02Z",
        "words": '=fire, they said, "near the mill"',
    },
}


def sampled(kind: str) -> tuple[Source, bytes, str]:
    here = Path(inspect.getfile(importlib.import_module(SOURCES.get(kind).__module__))).parent / "sample"
    (source,) = parse((here / "sources.yaml").read_text(), toy_terms())
    (file,) = here.glob("capture.*")
    return source, file.read_bytes(), file.name


def again(source: Source, raw: bytes, name: str) -> tuple[pl.DataFrame, pl.DataFrame]:
    """Return the rows of a file, and those of the file that is written from them."""
    assert isinstance(source, Writes)
    first = source.read(captured(raw, source=source.form.name, name=name))
    second = source.read(captured(source.write(first.rows), source=source.form.name, name=f"again.{name[-3:]}"))
    assert 0 == second.set_aside.height
    return first.rows.drop(ELSEWHERE), second.rows.drop(ELSEWHERE)


@pytest.mark.parametrize("kind", KINDS)
def test_what_is_written_is_read_as_the_same_rows(kind: str) -> None:
    first, second = again(*sampled(kind))
    assert 0 < first.height
    if kind == "firms":  # sides of pixels are written to four digits
        errors = ["radius_m", "major_m", "minor_m"]
        for name in errors:
            assert list(first[name]) == pytest.approx(list(second[name]), abs=0.05)
        first, second = first.drop(errors), second.drop(errors)
    assert first.equals(second)


@pytest.mark.parametrize("kind", LINES)
def test_a_line_of_any_register_is_written_and_read_again(kind: str) -> None:
    form = f"sources: [{{name: book, kind: {kind}, file: inbox/book.csv, role: monitor}}]"
    (source,) = parse(form, toy_terms())
    cells = ['"' + cell.replace('"', '""') + '"' for cell in LINES[kind].values()]
    first, second = again(source, f"{','.join(LINES[kind])}\n{','.join(cells)}\n".encode(), "book.csv")
    assert 1 == first.height
    assert first.equals(second)


def test_every_register_can_be_written() -> None:
    books = ["orders", "notifications", "calls", "consequences", "guarantees", "inventories", "site_checks"]
    for kind in [*books, "counts", "complaints", "steps"]:
        form = f"sources: [{{name: book, kind: {kind}, file: inbox/book.csv, role: monitor}}]"
        (source,) = parse(form, toy_terms())
        assert isinstance(source, Writes)
        assert source.schema.create_empty().columns[0] in source.write(source.schema.create_empty()).decode()


def test_a_fire_that_no_file_told_of_gets_the_id_and_the_errors_of_such_a_file(read_kind: Read) -> None:
    row = read_kind("firms", sampled("firms")[1]).rows.head(1)
    told = row.with_columns(observation_id=pl.lit("sample-x-1"), lon=pl.lit(34.123456789), major_m=None, text=None)
    _, second = again(sampled("firms")[0], _write("firms", told), "fires.csv")
    assert ["sample-N20-2031-05-02-0149-12.5011-34.12346"] == second["observation_id"].to_list()
    assert 34.12346 == second["lon"].item()
    # 0.375 km across and 0.4 km along: half of each, times sqrt(-2 ln .32) / sqrt 3 = 0.87156
    assert pytest.approx(174.31, abs=0.01) == second["major_m"].item()
    assert pytest.approx(163.42, abs=0.01) == second["minor_m"].item()


def test_areas_of_several_days_need_a_property_for_the_day() -> None:
    form = "{name: map, kind: areas, file: inbox/a.geojson, author: us, holder: A%s}"
    daily, one = (
        parse(f"sources: [{form % keys}]", toy_terms())[0] for keys in (", day_field: day, days_earlier: 1", "")
    )
    ring = '{"type": "Polygon", "coordinates": [[[30, 50], [31, 50], [31, 51], [30, 50]]]}'
    features = ", ".join(
        f'{{"type": "Feature", "properties": {{"day": "2031-05-0{day}"}}, "geometry": {ring}}}' for day in (1, 2)
    )
    first, second = again(daily, f'{{"type": "FeatureCollection", "features": [{features}]}}'.encode(), "a.geojson")
    assert ["2031-04-30", "2031-05-01"] == [day.isoformat() for day in first["day"]]
    assert first.equals(second)
    assert isinstance(one, Writes)
    with pytest.raises(InputError, match="day_field"):
        one.write(first)


def _write(kind: str, rows: pl.DataFrame) -> bytes:
    source: Any = sampled(kind)[0]
    raw: bytes = source.write(rows)
    return raw
