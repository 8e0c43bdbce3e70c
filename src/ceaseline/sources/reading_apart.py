"""Read a Parquet file or a spreadsheet in a process of its own: bytes on stdin, rows of text as an Arrow stream.

A broken file of these kinds can end the process that reads it, or ask for all of its memory; so none is read where
that would matter. Run by :mod:`ceaseline.sources.apart`, never imported by it.
"""

# Stands alone, so that starting it costs little: python reading_apart.py KIND MOST_ROWS MOST_BYTES SHEET

import io
import sys
from datetime import date, datetime, time, timedelta

import polars as pl

REFUSED = 3  # exit code beside which stderr holds a sentence
MOST_COLUMNS = 2_000


def main() -> int:
    """Turn stdin into an Arrow stream of text columns on stdout; return the exit code."""
    kind, most_rows, most_bytes, sheet = sys.argv[1], int(sys.argv[2]), int(sys.argv[3]), sys.argv[4]
    _limit_memory(most_bytes)
    raw = io.BytesIO(sys.stdin.buffer.read())
    try:
        frame = _parquet(raw, most_rows) if kind == "Parquet" else _spreadsheet(raw, most_rows, sheet)
    except _Refused as error:
        sys.stderr.write(str(error))
        return REFUSED
    frame.write_ipc_stream(sys.stdout.buffer)
    return 0


class _Refused(Exception):
    """Read no further, and why."""


def _parquet(raw: io.BytesIO, most_rows: int) -> pl.DataFrame:
    lazy = pl.scan_parquet(raw)
    rows = lazy.select(pl.len()).collect().item()  # from the footer: nothing is unpacked yet
    if rows > most_rows:
        raise _Refused(f"has {rows:,} rows, more than {most_rows:,}. Mend: cut it by day")
    frame = lazy.collect()
    simple = [column for column in frame if not column.dtype.is_nested() and column.dtype != pl.Binary]
    return pl.DataFrame([as_text(column).alias(f"{at} {column.name}") for at, column in enumerate(simple)])


def _spreadsheet(raw: io.BytesIO, most_rows: int, name: str) -> pl.DataFrame:
    from python_calamine import (  # noqa: PLC0415  only here
        CalamineError,
        CalamineWorkbook,
        PasswordError,
        WorksheetNotFound,
    )

    try:
        book = CalamineWorkbook.from_filelike(raw)
        sheet = book.get_sheet_by_name(name) if name else book.get_sheet_by_index(0)
    except WorksheetNotFound:
        raise _Refused(f"has no sheet {name!r}. Mend: add it") from None
    except PasswordError:
        raise _Refused("is a spreadsheet with a password. Mend: save it without one") from None
    except CalamineError:
        raise _Refused("is no spreadsheet that can be read. Mend: save it as .xlsx, or as CSV (UTF-8)") from None
    if sheet.height > most_rows or sheet.width > MOST_COLUMNS:
        raise _Refused(
            f"has {sheet.height:,} rows and {sheet.width:,} columns, more than {most_rows:,} or {MOST_COLUMNS:,}. "
            "Mend: take out the cells far outside the table"
        )
    header: list[str] = []
    rows: list[list[str]] = []
    lines: list[int] = []
    for line, cells in enumerate(sheet.iter_rows(), start=1):
        texts = [written(cell) for cell in cells]
        if any(texts) and header:
            rows.append(texts)
            lines.append(line)
        elif any(texts):
            header = texts
    columns = list(zip(*rows, strict=True)) if rows else [()] * len(header)
    named = [
        pl.Series(f"{at} {name}", column, pl.String)
        for at, (name, column) in enumerate(zip(header, columns, strict=True))
        if name
    ]
    return pl.DataFrame([*named, pl.Series("row", lines, pl.Int64)])


def written(cell: object) -> str:
    """Return a cell of a spreadsheet as people would write it; times have no zone, as sheets know none."""
    if isinstance(cell, bool):
        return str(int(cell))
    if isinstance(cell, float):
        return str(int(cell)) if cell.is_integer() and abs(cell) < 1e15 else repr(cell)
    if isinstance(cell, datetime):
        return cell.isoformat(sep=" ", timespec="microseconds" if cell.microsecond else "seconds")
    if isinstance(cell, date | time | timedelta):
        return str(cell)
    return str(cell).replace("\0", "")


def as_text(column: pl.Series) -> pl.Series:
    """Return a column as people would write it; times without a zone stay without one."""
    kind = column.dtype
    if isinstance(kind, pl.Datetime):
        if kind.time_zone is None:
            return column.dt.strftime("%Y-%m-%dT%H:%M:%S%.6f")
        return column.dt.convert_time_zone("UTC").dt.strftime("%Y-%m-%dT%H:%M:%S%.6fZ")
    if kind.is_float():
        value = pl.col("value").fill_nan(None)  # which stands for not known
        whole = pl.when(value == value.round()).then(value.cast(pl.Int64, strict=False).cast(pl.String))
        return pl.DataFrame({"value": column}).select(pl.coalesce(whole, value.cast(pl.String))).to_series()
    return column.cast(pl.String)


def _limit_memory(most_bytes: int) -> None:
    try:
        import resource  # noqa: PLC0415
    except ImportError:  # not on every system; there the other limits have to do
        return
    resource.setrlimit(resource.RLIMIT_AS, (most_bytes, most_bytes))


if __name__ == "__main__":
    sys.exit(main())
