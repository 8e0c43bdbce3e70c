"""Tables as they come: delimited text, sheets, Parquet or GeoJSON, all as rows of text cells under a header."""

from __future__ import annotations

import io
import json
from collections.abc import Collection, Iterator, Sequence
from decimal import Decimal
from math import isfinite
from typing import Any, BinaryIO, Protocol

import attrs
import polars as pl

from ceaseline.errors import FileRefused
from ceaseline.sources.apart import rows_of
from ceaseline.sources.delimited import CELL, Batch
from ceaseline.sources.header import MAX_COLUMNS, open_delimited

MAX_BYTES = 500_000_000  # of a file that has to be read whole
MAX_ROWS = 20_000_000
_ROWS = 50_000  # in a batch
_START = 64  # bytes that tell what a file is
_SHEETS = (b"PK\x03\x04", b"\xd0\xcf\x11\xe0")  # new ones are ZIP files, old ones are not
_MAX_SHEET_ROWS = 1_048_576  # as many as a sheet has


class Table(Protocol):
    """A file whose rows are still to come."""

    @property
    def header(self) -> tuple[str, ...]:
        """Names of the columns."""

    def batches(self) -> Iterator[Batch]:
        """Yield the rows."""

    def notes(self) -> Iterator[str]:
        """Say what a careful reader should know of the file, once all rows have come."""


@attrs.frozen
class Whole:
    """A table that was read whole.

    Attributes:
        header: names of the columns.
        kind: what it was, for the notes.
    """

    header: tuple[str, ...]
    kind: str
    _frames: Sequence[pl.DataFrame]
    _lines: Sequence[int] | None = None  # where each row stands, of a sheet; else they are numbered from 1

    def batches(self) -> Iterator[Batch]:
        """Yield the rows, numbered from 1 or as their sheet numbers them."""
        done = 0
        for frame in self._frames:
            text = frame.select(pl.concat_str(pl.all().fill_null("").str.replace_all("\0", ""), separator=CELL))
            rows = text.to_series().to_list() if frame.width else []
            until = done + len(rows)
            lines = range(done + 1, until + 1) if self._lines is None else self._lines[done:until]
            yield Batch(list(lines), rows, [])
            done = until

    def notes(self) -> Iterator[str]:
        """Say what kind of file it was."""
        numbered = "from 1" if self._lines is None else "as in its first sheet"
        yield f"read as {self.kind}; rows are numbered {numbered}"


def open_table(stream: BinaryIO, *, needed: Collection[str], encoding: str = "utf-8", sheet: str = "") -> Table:
    """Return the table in a file, by what its first bytes are.

    Args:
        stream: the bytes, at their beginning.
        needed: columns that must be there.
        encoding: of delimited text.
        sheet: which sheet of a spreadsheet; empty for the first.

    Raises:
        FileRefused: no table, or one without the needed columns.
    """
    buffered = _peekable(stream)
    start = buffered.peek(_START)[:_START]
    if start.startswith(b"PAR1"):
        return _needing(_parquet(_whole(buffered)), needed)
    if start.startswith(_SHEETS):
        return _needing(_sheet(_whole(buffered), sheet), needed)
    if start.removeprefix(b"\xef\xbb\xbf").lstrip()[:1] == b"{":
        return _needing(_geojson(_whole(buffered)), needed)
    return open_delimited(buffered, needed=needed, encoding=encoding)


def _peekable(stream: BinaryIO) -> io.BufferedReader:
    """Return the stream itself where it can be looked ahead into; small ones that lie in memory are wrapped."""
    return stream if isinstance(stream, io.BufferedReader) else io.BufferedReader(io.BytesIO(stream.read()))


def _whole(stream: BinaryIO) -> bytes:
    raw = stream.read(MAX_BYTES + 1)
    if len(raw) > MAX_BYTES:
        raise FileRefused(f"The file is larger than {MAX_BYTES:,} bytes. Mend: cut it by day, or save it as CSV.")
    return raw


def _needing(table: Whole, needed: Collection[str]) -> Whole:
    if len(table.header) > MAX_COLUMNS:
        raise FileRefused(
            f"{len(table.header):,} columns are more than {MAX_COLUMNS:,}. Mend: keep those you need."
        )
    if any("\0" in name for name in table.header):
        raise FileRefused("The name of a column holds a zero byte, as in torn files. Mend: export it again.")
    missing = [name for name in needed if name not in table.header]
    if missing:
        listed = ", ".join(repr(name[:60]) for name in table.header[:20])
        raise FileRefused(f"There is no column {missing[0]!r}; the columns are {listed}. Mend: add it to the file.")
    return table


def _parquet(raw: bytes) -> Whole:
    header, frame = rows_of(raw, "Parquet file", MAX_ROWS)
    return Whole(header, "Parquet", list(frame.iter_slices(_ROWS)))


def _sheet(raw: bytes, name: str) -> Whole:
    header, frame = rows_of(raw, "spreadsheet", _MAX_SHEET_ROWS, name)
    if not header:
        raise FileRefused(
            "The first sheet is empty. Mend: put the table on the first sheet, its names in the first row."
        )
    doubled = [name for name in header if header.count(name) > 1]
    if doubled:
        raise FileRefused(f"The column {doubled[0][:60]!r} is there twice. Mend: rename one of them.")
    cells = frame.drop("row").with_columns(pl.all().str.strip_chars())
    return Whole(
        tuple(name.strip() for name in header),
        "a spreadsheet",
        list(cells.iter_slices(_ROWS)),
        frame["row"].to_list(),
    )


def _geojson(raw: bytes) -> Whole:
    try:
        data = json.loads(raw.decode("utf-8-sig"))
    except (ValueError, RecursionError):
        raise FileRefused("The file begins as GeoJSON and is none. Mend: export it again.") from None
    features = data.get("features") if isinstance(data, dict) else None
    if not isinstance(features, list) or len(features) > MAX_ROWS:
        raise FileRefused("The file has no list of features. Mend: export it as a GeoJSON FeatureCollection.")
    rows = [_feature(feature) for feature in features]
    header = tuple(dict.fromkeys(name for row in rows for name in row))
    if len(header) > MAX_COLUMNS:  # before any is laid out: each costs a cell in every row
        return _needing(Whole(header, "GeoJSON", []), ())
    cells = [pl.Series(str(at), [row.get(name) for row in rows], pl.String) for at, name in enumerate(header)]
    return Whole(header, "GeoJSON", list(pl.DataFrame(cells).iter_slices(_ROWS)))


def _feature(feature: Any) -> dict[str, str]:
    """Return the properties of a feature as text, and its place where its geometry is a point."""
    feature = feature if isinstance(feature, dict) else {}
    properties = feature.get("properties")
    row = {
        _whole_letters(str(name)): _written(value)
        for name, value in (properties.items() if isinstance(properties, dict) else ())
        if value is not None and not isinstance(value, dict | list)
    }
    geometry = feature.get("geometry")
    place = geometry.get("coordinates") if isinstance(geometry, dict) and geometry.get("type") == "Point" else None
    if not isinstance(place, list) or not place:
        return {"lon": "", "lat": "", **row}
    lon, lat = (_written(part) for part in [*place, ""][:2])
    return {**row, "lon": lon, "lat": lat}


def _written(value: Any) -> str:
    """Return a value as people would write it, small numbers without an exponent."""
    if isinstance(value, float) and isfinite(value):
        return f"{Decimal(repr(value)):f}"
    return _whole_letters(value if isinstance(value, str) else json.dumps(value))


def _whole_letters(text: str) -> str:
    """Return text with a mark for each half of a letter, which no file of ours could keep."""
    return text.encode("utf-8", "replace").decode()
