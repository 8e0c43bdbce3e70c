"""Tables as they come: delimited text, Parquet or GeoJSON, all as rows of text cells under a header."""

from __future__ import annotations

import io
import json
from collections.abc import Collection, Iterator, Sequence
from typing import Any, BinaryIO, Protocol

import attrs
import polars as pl
from polars.exceptions import PolarsError

from ceaseline.errors import FileRefused
from ceaseline.sources.delimited import CELL, Batch
from ceaseline.sources.header import open_delimited

MAX_BYTES = 500_000_000  # of a file that has to be read whole
MAX_ROWS = 20_000_000
_ROWS = 50_000  # in a batch
_START = 64  # bytes that tell what a file is


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

    def batches(self) -> Iterator[Batch]:
        """Yield the rows, numbered from 1."""
        first = 1
        for frame in self._frames:
            text = frame.select(pl.concat_str(pl.all().fill_null("").str.replace_all("\0", ""), separator=CELL))
            rows = text.to_series().to_list() if frame.width else []
            yield Batch(list(range(first, first + len(rows))), rows, [])
            first += len(rows)

    def notes(self) -> Iterator[str]:
        """Say what kind of file it was."""
        yield f"read as {self.kind}; rows are numbered from 1"


def open_table(stream: BinaryIO, *, needed: Collection[str], encoding: str = "utf-8") -> Table:
    """Return the table in a file, by what its first bytes are.

    Args:
        stream: the bytes, at their beginning.
        needed: columns that must be there.
        encoding: of delimited text.

    Raises:
        FileRefused: no table, or one without the needed columns.
    """
    buffered = _peekable(stream)
    start = buffered.peek(_START)[:_START]
    if start.startswith(b"PAR1"):
        return _needing(_parquet(_whole(buffered)), needed)
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
    missing = [name for name in needed if name not in table.header]
    if missing:
        listed = ", ".join(repr(name[:60]) for name in table.header[:20])
        raise FileRefused(f"There is no column {missing[0]!r}; the columns are {listed}. Mend: add it to the file.")
    return table


def _parquet(raw: bytes) -> Whole:
    try:
        lazy = pl.scan_parquet(io.BytesIO(raw))
        rows = lazy.select(pl.len()).collect().item()  # from the footer: nothing is unpacked yet
        if rows > MAX_ROWS:
            raise FileRefused(f"The file has {rows:,} rows, more than {MAX_ROWS:,}. Mend: cut it by day.")
        frame = lazy.collect()
    except PolarsError as error:
        first = str(error).splitlines()[0][:200]
        raise FileRefused(
            f"The file is a Parquet file that cannot be read ({first}). Mend: fetch it again."
        ) from None
    simple = [name for name, kind in frame.schema.items() if not kind.is_nested() and kind != pl.Binary]
    text = frame.select(_as_text(name, frame.schema[name]) for name in simple)
    return Whole(tuple(simple), "Parquet", list(text.iter_slices(_ROWS)))


def _as_text(name: str, kind: pl.DataType) -> pl.Expr:
    """Return a column as people would write it; times without a zone stay without one."""
    column = pl.col(name)
    if isinstance(kind, pl.Datetime):
        if kind.time_zone is None:
            return column.dt.strftime("%Y-%m-%dT%H:%M:%S%.6f")
        return column.dt.convert_time_zone("UTC").dt.strftime("%Y-%m-%dT%H:%M:%S%.6fZ")
    if kind.is_float():
        whole = column.cast(pl.Int64, strict=False).cast(pl.String)
        return pl.when(column == column.round()).then(whole).otherwise(column.cast(pl.String)).alias(name)
    return column.cast(pl.String)


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
    columns = {name: [row.get(name) for row in rows] for name in header}
    frame = pl.DataFrame(columns, schema=dict.fromkeys(header, pl.String))
    return Whole(header, "GeoJSON", list(frame.iter_slices(_ROWS)))


def _feature(feature: Any) -> dict[str, str]:
    """Return the properties of a feature as text, and its place where its geometry is a point."""
    feature = feature if isinstance(feature, dict) else {}
    properties = feature.get("properties")
    row = {
        str(name): value if isinstance(value, str) else json.dumps(value)
        for name, value in (properties.items() if isinstance(properties, dict) else ())
        if value is not None and not isinstance(value, dict | list)
    }
    geometry = feature.get("geometry")
    place = geometry.get("coordinates") if isinstance(geometry, dict) and geometry.get("type") == "Point" else None
    lon, lat = (place[0], place[1]) if isinstance(place, list) and len(place) >= 2 else ("", "")
    return {"lon": "", "lat": "", **row, **({"lon": str(lon), "lat": str(lat)} if place else {})}
