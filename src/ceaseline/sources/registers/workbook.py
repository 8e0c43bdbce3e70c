"""A register as a spreadsheet: to be filled in, looked at, and read back."""

from __future__ import annotations

import io
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from typing import Any
from zoneinfo import ZoneInfo

import xlsxwriter

from ceaseline.sources.registers.source import RegisterSource

_ROWS = 5_000  # below the last line that still offer the words to choose from
_MADE = datetime(2000, 1, 1)  # noqa: DTZ001  as sheets have it; a fixed one, so that the same lines give the same bytes
_LONGEST = 255  # characters of a list of words in a sheet


def workbook(source: RegisterSource, rows: Sequence[Mapping[str, Any]], zone: str) -> bytes:
    """Return a spreadsheet (.xlsx) with the lines of a register, and what each column means.

    Times are typed, on the clock of *zone*, on which they are read back; one that this clock shows twice is text
    with its offset. No cell is a formula or a link, whatever it holds.

    Args:
        source: the register.
        rows: its lines, by column; empty for a sheet to be filled in.
        zone: IANA name of the clock.
    """
    stream = io.BytesIO()
    with xlsxwriter.Workbook(stream, {"in_memory": True}) as book:
        book.set_properties({"title": source.form.kind, "created": _MADE})
        bold, moment = book.add_format({"bold": True}), book.add_format({"num_format": "yyyy-mm-dd hh:mm:ss"})
        sheet = book.add_worksheet(source.form.kind)
        sheet.freeze_panes(1, 1)
        columns = [(name, column) for column in source.columns for name in column.names]
        for at, (name, column) in enumerate(columns):
            sheet.write_string(0, at, name, bold)
            sheet.set_column(at, at, max(12, len(name) + 2))
            words = column.takes.split(" | ") if " | " in column.takes else []
            if words and len(",".join(words)) <= _LONGEST:
                sheet.data_validation(1, at, len(rows) + _ROWS, at, {"validate": "list", "source": words})
        for line, row in enumerate(rows, start=1):
            for at, (name, _) in enumerate(columns):
                _write(sheet, (line, at), row.get(name), ZoneInfo(zone), moment)
        about = book.add_worksheet("about")
        about.set_column(0, 0, 20)
        about.set_column(1, 3, 60)
        told = [(name, column.means, column.takes, "needed" if column.needed else "") for name, column in columns]
        told.append(("", f"Times without an offset are on the clock of {zone}.", "", ""))
        for line, cells in enumerate([("column", "what it says", "what may stand there", ""), *told]):
            for at, cell in enumerate(cells):
                about.write_string(line, at, cell, bold if line == 0 else None)
    return stream.getvalue()


def _write(sheet: Any, cell: tuple[int, int], value: Any, zone: ZoneInfo, moment: Any) -> None:
    if value is None:
        return
    if isinstance(value, bool):
        sheet.write_number(*cell, int(value))
    elif isinstance(value, datetime):
        shown = value.astimezone(zone)
        if shown.replace(fold=0).utcoffset() == shown.replace(fold=1).utcoffset():
            sheet.write_datetime(*cell, shown.replace(tzinfo=None), moment)
        else:
            sheet.write_string(*cell, value.astimezone(UTC).isoformat().replace("+00:00", "Z"))
    elif isinstance(value, int | float):
        sheet.write_number(*cell, value)
    else:
        sheet.write_string(*cell, str(value))
