"""Numbers over time from one table: wide (a column for each region), long, or a single series."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import ClassVar

import attrs
import dataframely as dy
import polars as pl
from polars.selectors import by_name

from ceaseline.captures import Arrival, Capture
from ceaseline.errors import FileRefused
from ceaseline.sources.cells import (
    LINE,
    MOMENT,
    Check,
    Parsed,
    aside,
    faults,
    frame_of,
    numbers,
    same,
    set_aside,
    times,
)
from ceaseline.sources.delimited import Delimited
from ceaseline.sources.files import arrivals
from ceaseline.sources.header import open_delimited
from ceaseline.sources.protocol import Misnamed, Reading
from ceaseline.sources.series.form import SeriesForm
from ceaseline.tables import Series
from ceaseline.terms import Terms

__all__ = ["SeriesForm", "SeriesSource"]

_HOURS = {"m": 1 / 60, "h": 1.0, "d": 24.0}

# Columns of ours beside those of the file, whose names hold no zero byte.
_FROM, _HOURS_GIVEN, _REGION, _COLUMN, _TEXT = "\0from", "\0hours", "\0region", "\0column", "\0text"


@attrs.frozen(init=False)
class SeriesSource:
    """A table of values over time.

    Attributes:
        form: its entry of ``sources.yaml``.
    """

    Form: ClassVar[type[SeriesForm]] = SeriesForm
    schema: ClassVar[type[dy.Schema]] = Series
    replaces: ClassVar[bool] = False  # a download often holds only the newest stretch

    form: SeriesForm

    def __init__(self, form: SeriesForm, terms: Terms) -> None:
        signal = form.signals
        if signal is not None and terms.clause(signal.clause) is None:
            clauses = [clause.id for clause in terms.clauses]
            raise Misnamed(("signals", "clause"), "clause of the terms", signal.clause, clauses)
        if signal is not None and signal.acts_of not in (*terms.parties, "any"):
            raise Misnamed(("signals", "acts_of"), "party of the terms", signal.acts_of, terms.parties)
        self.__attrs_init__(form)

    def fetch(self, folder: Path) -> Iterator[Arrival]:
        """Yield the files that the entry names."""
        return arrivals(folder, self.form.file)

    def read(self, capture: Capture) -> Reading:
        """Return a row for each region and bin.

        A file row with one bad cell is set aside whole, so that what is kept can be told from
        the file; a bin given twice with different values is set aside both times.
        """
        kept, asides, seen = [pl.DataFrame(schema=_READ)], [], 0
        with capture.open() as stream:
            file = open_delimited(stream, needed=self.form.columns, encoding=self.form.encoding)
            columns = self._value_columns(file.header)
            for batch in file.batches():
                rows, broken = self._understand(frame_of(batch, file.header), columns)
                kept.append(rows)
                asides.append(aside(batch, broken))
                seen += len(batch.lines) + len(batch.bad)
        rows, twice, repeats = _without_contradictions(pl.concat(kept))
        if len(twice):
            asides += self._again(capture, twice)
        return Reading(
            rows=self._table(rows, capture),
            set_aside=set_aside(asides, source=capture.source, capture_id=capture.capture_id, file=capture.name),
            seen=seen,
            skipped=repeats,
            header=file.header,
            notes=tuple(self._notes(file, rows["region"])),
        )

    def _value_columns(self, header: tuple[str, ...]) -> tuple[str, ...]:
        if self.form.value_columns:
            return self.form.value_columns
        others = tuple(name for name in header if name and name not in self.form.columns)
        if not others:
            raise FileRefused("There is no column beside the time. Mend: name the regions in sources.yaml.")
        return others

    def _understand(self, frame: pl.DataFrame, columns: tuple[str, ...]) -> tuple[pl.DataFrame, pl.DataFrame]:
        """Return the good rows of a batch, a row for each region and bin, and the faults of the others."""
        form = self.form
        stamps = frame[form.time.column]
        start = times(stamps, form.time.column, zones=same(form.time.zone or "", stamps))
        hours = self._hours(frame)
        cells = self._cells(
            frame.with_columns(start.values.alias(_FROM), hours.values.alias(_HOURS_GIVEN)), columns
        )
        values = numbers(cells[_TEXT], cells[_COLUMN])
        cells = cells.with_columns(values.values.alias("value"))
        in_rows = faults(frame[LINE], [*start.checks, *self._region_checks(frame), *hours.checks])
        in_cells = faults(cells["line"], [*values.checks, *self._watched_checks(cells)])
        broken = pl.concat([in_rows, in_cells]).unique("line", keep="first", maintain_order=True)
        good = cells.join(broken, on="line", how="anti", maintain_order="left") if broken.height else cells
        return good.select(list(_READ)).sort("line", maintain_order=True), broken

    def _cells(self, frame: pl.DataFrame, columns: tuple[str, ...]) -> pl.DataFrame:
        """Lay the columns of values under one another, each cell with its line, column, region and time."""
        column = self.form.region_column
        region = frame[column] if column else same("", frame[LINE])
        index = [LINE, _REGION, _FROM, _HOURS_GIVEN]
        cells = frame.with_columns(region.alias(_REGION)).unpivot(
            by_name(*columns), index=index, variable_name=_COLUMN, value_name=_TEXT
        )
        return cells.select(
            pl.col(LINE).alias("line"),
            pl.col(_COLUMN if self.form.is_wide else _REGION).alias("region"),
            pl.col(_FROM).alias("from"),
            pl.col(_HOURS_GIVEN).alias("hours"),
            _COLUMN,
            _TEXT,
        )

    def _hours(self, frame: pl.DataFrame) -> Parsed:
        if self.form.exposure is None:
            return Parsed(pl.Series([None], dtype=pl.Float64).new_from_index(0, frame.height))
        return numbers(frame[self.form.exposure.column], self.form.exposure.column)

    def _region_checks(self, frame: pl.DataFrame) -> list[Check]:
        column = self.form.region_column
        if column is None:
            return []
        return [Check(column, frame[column], "empty", "name the region", frame[column] == "")]

    def _watched_checks(self, cells: pl.DataFrame) -> list[Check]:
        """Hold that nothing is counted in hours that nobody watched."""
        if self.form.exposure is None:
            return []
        counted = cells.select((pl.col("value") > 0) & ~(pl.col("hours") > 0).fill_null(value=False)).to_series()
        mend = "something was counted in hours that nobody watched; give the hours, or leave the value empty"
        return [Check(cells[_COLUMN], cells[_TEXT], "value-unwatched", mend, counted)]

    def _table(self, rows: pl.DataFrame, capture: Capture) -> pl.DataFrame:
        length = (pl.col("until") - pl.col("from")).dt.total_seconds() / 3600
        hours = length if self.form.exposure is None else pl.col("hours")
        watched = pl.when(pl.col("value").is_not_null()).then(hours).fill_null(0.0)
        return (
            rows.with_columns(until=self._end())
            .with_columns(hours_watched=watched)
            .select(
                "line",
                "region",
                "from",
                "until",
                pl.when(pl.col("hours_watched") > 0).then("value").alias("value"),
                pl.lit(self.form.value.unit).alias("unit"),
                "hours_watched",
                self._full().alias("full"),
                pl.lit(capture.source).alias("source"),
                pl.lit(capture.capture_id).alias("capture_id"),
            )
        )

    def _end(self) -> pl.Expr:
        """Return the end of a bin; a day ends where the next begins on its clock, 23 to 25 hours later."""
        time = self.form.time
        count, unit = int(time.bin[:-1]), time.bin[-1]
        later = pl.col("from") + pl.duration(minutes=round(count * _HOURS[unit] * 60))
        if unit != "d" or time.zone is None:
            return later
        local = pl.col("from").dt.convert_time_zone(time.zone).dt.replace_time_zone(None)
        midnight = local.dt.offset_by(time.bin).dt.replace_time_zone(
            time.zone, ambiguous="earliest", non_existent="null"
        )
        # where the clocks jump over midnight, the day that begins then begins a full day of hours later
        return midnight.dt.convert_time_zone("UTC").fill_null(later)

    def _full(self) -> pl.Expr:
        full = self.form.full
        if isinstance(full, dict):
            return pl.col("region").replace_strict(full, default=None, return_dtype=pl.Float64)
        return pl.lit(full, dtype=pl.Float64)

    def _notes(self, file: Delimited, regions: pl.Series) -> Iterator[str]:
        yield from file.notes()
        if self.form.time.zone and self.form.time.zone != "UTC":
            yield f"times without an offset were read on the clock of {self.form.time.zone}"
        if isinstance(self.form.full, dict):
            known = set(regions.unique())
            for name in self.form.full:
                if name not in known:
                    yield f"full: names a region {name!r} that the file does not have"

    def _again(self, capture: Capture, lines: pl.Series) -> Iterator[pl.DataFrame]:
        """Yield the rows of bins given twice as they stand in the file, for which it is read once more."""
        column, wanted = self.form.time.column, set(lines)
        mend = "this bin is given twice with different values; keep the right one"
        with capture.open() as stream:
            file = open_delimited(stream, needed=self.form.columns, encoding=self.form.encoding)
            for batch in file.batches():
                if wanted.isdisjoint(batch.lines):
                    continue
                frame = frame_of(batch, file.header)
                check = Check(column, frame[column], "bin-twice", mend, frame[LINE].is_in(wanted))
                yield aside(attrs.evolve(batch, bad=[]), faults(frame[LINE], [check]))


_READ: dict[str, pl.DataType] = {
    "line": pl.Int64(),
    "region": pl.String(),
    "from": MOMENT,
    "value": pl.Float64(),
    "hours": pl.Float64(),
}


def _without_contradictions(rows: pl.DataFrame) -> tuple[pl.DataFrame, pl.Series, int]:
    """Part off the lines that hold a bin given twice with different values; drop those that merely repeat one.

    Returns:
        The rows that are left, the contradicting lines, and how many repeating lines were dropped.
    """
    key = ["region", "from"]
    bins = rows.select(pl.struct(key).hash()).to_series()  # sorting hashes takes a tenth of the memory keys take
    ordered = bins.sort()
    suspects = rows.filter(bins.is_in(ordered.filter(ordered == ordered.shift(1)).implode()))
    once = suspects.unique([*key, "value", "hours"], keep="first", maintain_order=True)
    contradicted = once.filter(pl.struct(key).is_duplicated())
    contradicting = suspects.join(contradicted, on=key, how="semi").select("line").unique()
    repeating = (
        suspects.join(pl.concat([once.select("line"), contradicting]), on="line", how="anti")
        .select("line")
        .unique()
    )
    dropped = pl.concat([contradicting, repeating])
    kept = rows.join(dropped, on="line", how="anti", maintain_order="left") if dropped.height else rows
    return kept, contradicting["line"], repeating.height
