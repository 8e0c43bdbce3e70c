"""Parquet files that hold the public table of observations in its own types, read as they are."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator
from pathlib import Path

import attrs
import polars as pl
import polars.selectors as cs
from polars.exceptions import PolarsError

from ceaseline.errors import FileRefused
from ceaseline.sources.cells import Check, aside, faults
from ceaseline.sources.delimited import CELL, Batch
from ceaseline.sources.observations.many import NEEDED, NO_SOURCE, without_radius
from ceaseline.sources.observing.reading import ID, Part
from ceaseline.tables import Observations

_EMPTY = Observations.create_empty()
_ROWS = 200_000  # at a time
_RADIUS_M = 1000.0  # of places that state no error, as in a file of the kind ``observations``
_LARGEST = 1e15  # beyond this a float no longer holds every whole number
_BOUNDS = {  # of numbers that have others than 0 and none
    "lon": (-180.0, 180.0),
    "lat": (-90.0, 90.0),
    "bearing_deg": (0.0, 360.0),
    "bearing_sigma_deg": (0.0, 180.0),
}
_NUMBERS = [name for name, kind in _EMPTY.schema.items() if kind == pl.Float64]
_YEARS = (1900, 2199)  # as in text; years beyond these are slips
_TWICE = "this id is given twice with different content; keep the right one, or give the other an id of its own"


def is_typed(path: Path) -> bool:
    """Tell whether a file is Parquet whose columns have the types of the table, as far as they are its columns."""
    with path.open("rb") as stream:
        if stream.read(4) != b"PAR1":
            return False
    try:
        found = pl.read_parquet_schema(path)
    except PolarsError:
        return False  # whoever reads it as text says what is wrong
    return set(NEEDED) <= set(found) and all(
        found[name] in (kind, pl.Null) or (found[name].is_numeric() and kind.is_numeric())
        for name, kind in _EMPTY.schema.items()
        if name in found
    )


@attrs.define
class Typed:
    """Such a file, held to the same rules as text.

    Rows are numbered from 1. Where the file names no capture, its own name stands for it.

    Attributes:
        path: the file.
        tell: told how many rows are read, and how many there are.
    """

    path: Path
    tell: Callable[[int, int], None]
    notes: tuple[str, ...] = ("read as Parquet; rows are numbered from 1",)

    def parts(self) -> Iterator[Part]:
        """Yield its observations.

        Raises:
            FileRefused: it is broken inside.
        """
        try:
            whole = int(pl.scan_parquet(self.path).select(pl.len()).collect().item())
            without = 0
            for start in range(0, whole, _ROWS):
                given = pl.scan_parquet(self.path).slice(start, _ROWS).collect()
                rows = _laid_out(given, start, self.path.name)
                without += _without_radius(given)
                broken = faults(rows["line"], _checks(rows))
                cells = _as_cells(given[(broken["line"] - 1 - start).to_list()], broken["line"])
                good = rows.join(broken, on="line", how="anti", maintain_order="left") if broken.height else rows
                yield Part(good, aside(cells, broken), given.height)
                self.tell(min(start + _ROWS, whole), whole)
            self.notes = (*self.notes, *without_radius(without))
        except PolarsError:
            raise FileRefused(
                f"{self.path.name} is a Parquet file that cannot be read. Mend: save it again."
            ) from None

    def contradicting(self, lines: Collection[int]) -> pl.DataFrame:
        """Return rows whose id is given twice as they stand in the file, for which it is read once more."""
        wanted = pl.Series(lines, dtype=pl.Int64).unique().sort()
        found = pl.scan_parquet(self.path).with_row_index(ID).filter(pl.col(ID).is_in((wanted - 1).to_list()))
        rows = found.collect()
        every = pl.repeat(value=True, n=rows.height, eager=True)
        broken = faults(wanted, [Check("(id)", rows["observation_id"], "id-twice", _TWICE, every)])
        return aside(_as_cells(rows.drop(ID), wanted), broken)


def _laid_out(given: pl.DataFrame, start: int, name: str) -> pl.DataFrame:
    """Return rows in all columns of the table; what is not known is null, as is what is no number."""
    missing = [
        pl.lit(None, dtype=kind).alias(column)
        for column, kind in _EMPTY.schema.items()
        if column not in given.columns
    ]
    whole = given.with_columns(missing).select(pl.col(column).cast(kind) for column, kind in _EMPTY.schema.items())
    placed = pl.col("lon").is_not_null() & pl.col("lat").is_not_null()
    return whole.with_columns(pl.col(_NUMBERS).fill_nan(None)).with_columns(
        line=pl.int_range(start + 1, start + 1 + pl.len()),
        capture_id=pl.col("capture_id").fill_null(name),
        latest=pl.col("latest").fill_null(pl.col("earliest")),
        radius_m=pl.when(placed).then(pl.col("radius_m").fill_null(_RADIUS_M)),
        may_republish=pl.col("may_republish").fill_null(value=False),
    )


def _without_radius(given: pl.DataFrame) -> int:
    """Return how many places state no error."""
    if not {"lon", "lat"} <= set(given.columns):
        return 0
    placed = given.filter(pl.col("lon").is_not_null() & pl.col("lat").is_not_null())
    return placed["radius_m"].null_count() if "radius_m" in given.columns else placed.height


def _checks(rows: pl.DataFrame) -> Iterator[Check]:
    """Yield the rules that any row breaks, in the words that text files are told in."""
    for field, rule, mend, broken in _rules():
        cells = rows.select(broken.fill_null(value=False)).to_series()
        if cells.any():
            shown = rows[field].cast(pl.String).fill_null("")
            yield Check(field, shown, rule, mend, cells)


def _rules() -> Iterator[tuple[str, str, str, pl.Expr]]:
    for field, mend in (
        ("observation_id", "give each observation an id that never changes"),
        ("source", NO_SOURCE),
        ("earliest", "give the time"),
    ):
        empty = pl.col(field).is_null()
        yield field, "empty", mend, empty if field == "earliest" else empty | (pl.col(field) == "")
    for field in ("earliest", "latest"):
        year = pl.col(field).dt.year()
        yield field, "not-a-time", f"years run from {_YEARS[0]} to {_YEARS[1]}", ~year.is_between(*_YEARS)
    backward = pl.col("latest") < pl.col("earliest")
    yield "latest", "time-backward", "latest comes before earliest; swap them", backward
    lon, lat = pl.col("lon"), pl.col("lat")
    half = lon.is_null() != lat.is_null()
    yield "lon", "place-half", "give both longitude and latitude, or neither", half
    nowhere = "0, 0 lies in the sea off Africa and stands for not known; leave both empty"
    yield "lon", "place-zero", nowhere, (lon == 0) & (lat == 0)
    for field in _NUMBERS:
        least, most = _BOUNDS.get(field, (0.0, _LARGEST))
        outside = ~pl.col(field).is_between(least, most)
        rule = "not-on-earth" if field in ("lon", "lat") else "out-of-range"
        yield field, rule, f"it runs from {least:g} to {most:g}; correct it, or leave it empty", outside
    low, high = pl.col("quantity_low"), pl.col("quantity_high")
    yield "quantity_high", "range-backward", "the higher number comes first; swap them", high < low


def _as_cells(found: pl.DataFrame, lines: pl.Series) -> Batch:
    """Return rows as cells of text, to be shown to whoever mends them."""
    cells = found.with_columns(cs.datetime().dt.strftime("%Y-%m-%dT%H:%M:%S%.6fZ")).select(
        pl.concat_str(
            pl.all().cast(pl.String, strict=False).fill_null("").str.replace_all("\0", ""), separator=CELL
        )
    )
    return Batch(lines.to_list(), cells.to_series().to_list(), [])
