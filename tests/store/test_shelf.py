from __future__ import annotations

import csv
import io
from pathlib import Path

import polars as pl
import pytest

from ceaseline.errors import InputError
from ceaseline.store import Tables, write_table, write_whole
from ceaseline.tables.exporting import to_csv


@pytest.mark.parametrize("mark", list("=+-@\t\r"))
def test_a_cell_that_a_spreadsheet_would_run_is_marked_on_export(mark: str) -> None:
    table = pl.DataFrame({"text": [f"{mark}cmd|' /C calc'!A0"], f"{mark}name": ["harmless"]})
    rows = list(csv.reader(io.StringIO(to_csv(table).decode(), newline="")))
    assert all(not cell.startswith(tuple("=+-@\t\r")) for row in rows for cell in row)
    assert f"'{mark}cmd|' /C calc'!A0" == rows[1][0]


def test_numbers_below_zero_are_left_alone() -> None:
    assert b"residual\n-3\n" == to_csv(pl.DataFrame({"residual": [-3]}))


def test_writing_replaces_the_whole_folder(tmp_path: Path) -> None:
    tables = Tables(tmp_path / "tables")
    tables.write({"old": pl.DataFrame({"a": [1]})}, {"set_aside/x.csv": b"a\n"})
    tables.write({"new": pl.DataFrame({"a": [2]})}, {})
    assert {"new.parquet", "new.csv"} == {path.name for path in (tmp_path / "tables").iterdir()}
    assert 2 == tables.read("new")["a"][0]


def test_a_table_that_was_never_written_says_what_to_do(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="ceaseline run"):
        Tables(tmp_path / "tables").read("verdicts")


def test_a_file_is_written_whole_and_leaves_nothing_beside_it(tmp_path: Path) -> None:
    write_whole(tmp_path / "reports" / "r.html", b"new")
    assert [b"new"] == [path.read_bytes() for path in (tmp_path / "reports").iterdir()]


def test_a_table_too_long_for_people_leaves_no_csv_of_a_shorter_one(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    short, long = pl.DataFrame({"a": [1]}), pl.DataFrame({"a": [1, 2]})
    monkeypatch.setattr("ceaseline.store.shelf._LARGEST_CSV", 1)
    assert tmp_path / "out/t.parquet" == write_table(tmp_path / "out", "t", short)
    assert "a\n1\n" == (tmp_path / "out/t.csv").read_text("utf-8")
    write_table(tmp_path / "out", "t", long)
    assert ["t.parquet"] == [path.name for path in (tmp_path / "out").iterdir()]
    assert long.equals(pl.read_parquet(tmp_path / "out/t.parquet"))
