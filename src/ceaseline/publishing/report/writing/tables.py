"""The tables of a report as CSV: the names of the columns, their HXL tags, then the rows."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from datetime import UTC, date, datetime

from ceaseline.publishing.report.model import Cell, Report, Table, Value
from ceaseline.tables.exporting import harmless


def to_csvs(report: Report) -> dict[str, bytes]:
    """Return each table of a report as UTF-8 CSV, by name of file; text that a spreadsheet would run is marked."""
    return {f"tables/{name}.csv": _csv(table) for name, table in named_tables(report)}


def named_tables(report: Report) -> Iterator[tuple[str, Table]]:
    """Yield the tables of a report with names for files, each name once.

    Examples:
        >>> list(_once(["T1", "a/b", "t1"]))
        ['T1', 'a-b', 't1-2']
    """
    tables = list(report.tables())
    yield from zip(_once([table.code for table in tables]), tables, strict=True)


def exact(value: Value) -> str | int | float | None:
    """Return a value as programs read it: days and times in ISO 8601, what is no number as none.

    Examples:
        >>> exact(datetime(2031, 5, 3, 6, tzinfo=UTC)), exact(float("nan"))
        ('2031-05-03T06:00:00Z', None)
    """
    if isinstance(value, datetime):
        return value.astimezone(UTC).isoformat().replace("+00:00", "Z")
    if isinstance(value, date):
        return value.isoformat()
    return None if isinstance(value, float) and not abs(value) < float("inf") else value


def reasons(table: Table) -> list[int]:
    """Return the columns in which a value is missing for a reason; beside each stands another with the reasons."""
    return [at for at, _ in enumerate(table.columns) if any(row[at].why_not for row in table.rows)]


def all_ids(row: tuple[Cell, ...]) -> list[str]:
    """Return what the cells of a row rest on, each id once."""
    return list(dict.fromkeys(each for cell in row for each in cell.ids))


def _once(codes: list[str]) -> Iterator[str]:
    seen: set[str] = set()
    for code in codes:
        name = "".join(each if each.isascii() and (each.isalnum() or each in "-_") else "-" for each in code)[:40]
        name, number = name or "table", 2
        while name.lower() in seen:
            name = f"{name.removesuffix(f'-{number - 1}')}-{number}"
            number += 1
        seen.add(name.lower())
        yield name


def _csv(table: Table) -> bytes:
    missing = reasons(table)
    stream = io.StringIO()
    rows = csv.writer(stream, lineterminator="\n")
    keys = [column.key for column in table.columns]
    rows.writerow(_safe([*keys, *(f"{keys[at]}_why_not" for at in missing), "ids"]))
    tags = [column.hxl for column in table.columns]
    rows.writerow(_safe([*tags, *(f"{tags[at] or '#x'}+why_not" for at in missing), "#meta+evidence"]))
    for row in table.rows:
        values = (exact(cell.value) for cell in row)
        rows.writerow(_safe([*values, *(row[at].why_not for at in missing), " ".join(all_ids(row))]))
    return stream.getvalue().encode()


def _safe(cells: list[str | int | float | None]) -> list[str | int | float | None]:
    return [harmless(cell) if isinstance(cell, str) else cell for cell in cells]
