"""Numbers over time from one table: wide (a column for each region), long, or a single series."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import ClassVar, Literal

import attrs
import dataframely as dy
import polars as pl
from pydantic import Field, ValidationInfo, field_validator

from ceaseline.errors import FileRefused, UnknownName
from ceaseline.forms import FormPart
from ceaseline.sources.cells import (
    Check,
    Parsed,
    aside_lines,
    frame_of,
    line_number,
    numbers,
    set_aside,
    sift,
    times,
)
from ceaseline.sources.delimited import Delimited, open_delimited
from ceaseline.sources.files import arrivals
from ceaseline.sources.protocol import Arrival, Capture, Evidence, Reading, SourceForm
from ceaseline.tables import Series
from ceaseline.terms import Terms
from ceaseline.terms.model import PartyCode
from ceaseline.times import zone_of


class TimeForm(FormPart):
    """Which column holds the start of a bin, how long a bin is, and on which clock."""

    column: str
    bin: str = Field(pattern=r"^[1-9][0-9]{0,3}(m|h|d)$")
    zone: str | None = None

    @field_validator("zone")
    @classmethod
    def _known_zone(cls, zone: str | None) -> str | None:
        return zone if zone is None else zone_of(zone).key


class RegionsForm(FormPart):
    """Where the regions stand: in the names of columns, or in a column."""

    columns: Literal["all_others"] | tuple[str, ...] | None = None
    column: str | None = None

    @field_validator("column")
    @classmethod
    def _one_of_two(cls, column: str | None, info: ValidationInfo) -> str | None:
        if (column is None) == (info.data.get("columns") is None):
            raise ValueError("gives neither or both of columns and column; give one of them")
        return column


class ValueForm(FormPart):
    """Which column holds the value, in the long and the single form, and its unit."""

    unit: str
    column: str | None = None


class ColumnForm(FormPart):
    """A column by name."""

    column: str


class SignalForm(FormPart):
    """Which clause the series can speak of, and whose acts alone."""

    clause: str
    acts_of: PartyCode


class SeriesForm(SourceForm):
    """An entry of ``sources.yaml`` of the kind ``series``."""

    time: TimeForm
    value: ValueForm
    regions: RegionsForm | None = None
    full: float | dict[str, float] | None = None
    exposure: ColumnForm | None = None
    signals: SignalForm | None = None
    kind_of_evidence: Evidence = "proxy"


_HOURS = {"m": 1 / 60, "h": 1.0, "d": 24.0}


@attrs.frozen(init=False)
class SeriesSource:
    """A table of values over time.

    Attributes:
        form: its entry of ``sources.yaml``.
    """

    Form: ClassVar[type[SeriesForm]] = SeriesForm
    schema: ClassVar[type[dy.Schema]] = Series

    form: SeriesForm

    def __init__(self, form: SeriesForm, terms: Terms) -> None:
        signal = form.signals
        if signal is not None and terms.clause(signal.clause) is None:
            raise UnknownName("clause of the terms", signal.clause, [clause.id for clause in terms.clauses])
        if signal is not None and signal.acts_of not in terms.parties:
            raise UnknownName("party of the terms", signal.acts_of, terms.parties)
        self.__attrs_init__(form)

    def fetch(self, folder: Path) -> Iterator[Arrival]:
        """Yield the files that the entry names."""
        return arrivals(folder, self.form.file)

    def read(self, capture: Capture) -> Reading:
        """Return a row for each region and bin.

        A file row with one bad cell is set aside whole, so that what is kept can be told from
        the file; a bin given twice with different values is set aside both times.
        """
        with capture.open() as stream:
            file = open_delimited(stream, needed=self._needed(), encoding=self.form.encoding)
            kept, aside, seen = self._sift(file)
        rows = pl.concat(kept) if kept else pl.DataFrame(schema=_READ)
        rows, twice, skipped = _without_contradictions(rows)
        if twice.height:
            aside.append(self._again(capture, twice))
        named = rows.with_columns(source=pl.lit(capture.source), capture_id=pl.lit(capture.capture_id))
        return Reading(
            rows=named,
            set_aside=set_aside(aside, source=capture.source, capture_id=capture.capture_id, file=capture.name),
            seen=seen,
            skipped=skipped,
            header=file.header,
            notes=tuple(self._notes(file)),
        )

    def _sift(self, file: Delimited) -> tuple[list[pl.DataFrame], list[pl.DataFrame], int]:
        kept, aside, seen = [], [], 0
        start, regions = self._start(), self._regions(file.header)
        values = {region: self._value(column) for region, column in regions.items()}
        checks = [*start.checks, *self._region_checks(), *self._hours().checks]
        checks += [check for value in values.values() for check in value.checks]
        for batch in file.batches():
            seen += len(batch.rows) + len(batch.bad)
            good, bad = sift(frame_of(batch, file.header), checks)
            kept.append(self._long(good, start, values))
            aside += [part for part in (aside_lines(batch.bad), bad) if part.height]
        return kept, aside, seen

    def _long(self, good: pl.DataFrame, start: Parsed, values: dict[str, Parsed]) -> pl.DataFrame:
        """Lay the regions under one another, in the file's order of rows, then of columns."""
        form = self.form
        hours = float(form.time.bin[:-1]) * _HOURS[form.time.bin[-1]]
        named_in = form.regions.column if form.regions else None
        parts = [
            good.select(
                line_number(),
                (pl.lit(region) if named_in is None else pl.col(named_in)).alias("region"),
                start.values.alias("from"),
                value.values.alias("value"),
                (pl.lit(hours) if form.exposure is None else self._hours().values).alias("hours_watched"),
            )
            for region, value in values.items()
        ]
        watched = pl.when(pl.col("value").is_null()).then(0.0).otherwise(pl.col("hours_watched")).fill_null(0.0)
        return (
            pl.concat(parts)
            .sort("line", maintain_order=True)
            .with_columns(hours_watched=watched)
            .with_columns(
                until=self._end(hours),
                value=pl.when(pl.col("hours_watched") > 0).then("value"),
                unit=pl.lit(form.value.unit),
                full=self._full(),
            )
            .select(list(_READ))
        )

    def _end(self, hours: float) -> pl.Expr:
        """Return the end of a bin; a day ends at the next midnight of its clock, 23 to 25 hours later."""
        time = self.form.time
        if time.bin.endswith("d") and time.zone is not None:
            local = pl.col("from").dt.convert_time_zone(time.zone)
            return local.dt.offset_by(time.bin).dt.convert_time_zone("UTC")
        return pl.col("from") + pl.duration(minutes=round(hours * 60))

    def _full(self) -> pl.Expr:
        full = self.form.full
        if isinstance(full, dict):
            return pl.col("region").replace_strict(full, default=None, return_dtype=pl.Float64)
        return pl.lit(full, dtype=pl.Float64)

    def _needed(self) -> list[str]:
        form = self.form
        columns = form.regions.columns if form.regions else None
        named = list(columns) if isinstance(columns, tuple) else []
        optional = [form.regions.column if form.regions else None, form.exposure and form.exposure.column]
        value = [] if columns is not None else [form.value.column or "value"]
        return [form.time.column, *named, *value, *(name for name in optional if name)]

    def _start(self) -> Parsed:
        return times(self.form.time.column, self.form.time.zone)

    def _hours(self) -> Parsed:
        if self.form.exposure is None:
            return Parsed(pl.lit(None), ())
        return numbers(self.form.exposure.column)

    def _value(self, column: str) -> Parsed:
        return numbers(column)

    def _region_checks(self) -> list[Check]:
        if self.form.regions is None or self.form.regions.column is None:
            return []
        column = self.form.regions.column
        return [Check(column, "empty", "name the region", pl.col(column) == "")]

    def _regions(self, header: tuple[str, ...]) -> dict[str, str]:
        """Return the column of each region; one column without a name of its own in the other forms."""
        form = self.form
        columns = form.regions.columns if form.regions else None
        if columns is None:
            return {"": form.value.column or "value"}
        if columns != "all_others":
            return {name: name for name in columns}
        taken = {form.time.column, form.exposure.column if form.exposure else None, ""}
        regions = {name: name for name in header if name not in taken}
        if not regions:
            raise FileRefused("There is no column beside the time. Mend: name the regions in sources.yaml.")
        return regions

    def _notes(self, file: Delimited) -> Iterator[str]:
        if file.delimiter != ",":
            mark = {"\t": "tabs", ";": "semicolons", "|": "bars"}[file.delimiter]
            yield f"cells are parted by {mark}"
        if self.form.time.zone and self.form.time.zone != "UTC":
            yield f"times without an offset were read on the clock of {self.form.time.zone}"
        if file.cut_off:
            yield "the last line has no end; if the file was cut off, fetch it again"

    def _again(self, capture: Capture, twice: pl.DataFrame) -> pl.DataFrame:
        """Return the rows of bins given twice as they stand in the file, for which it is read once more."""
        lines = set(twice["line"].to_list())
        column = self.form.time.column
        mend = "this bin is given twice with different values; keep the right one"
        check = Check(column, "bin-twice", mend, pl.lit(value=True))
        found = []
        with capture.open() as stream:
            file = open_delimited(stream, needed=self._needed(), encoding=self.form.encoding)
            for batch in file.batches():
                frame = frame_of(batch, file.header)
                found.append(sift(frame.filter(line_number().is_in(lines)), [check])[1])
        return pl.concat(found)


_READ: dict[str, pl.DataType] = {
    "line": pl.Int64(),
    "region": pl.String(),
    "from": pl.Datetime("us", "UTC"),
    "until": pl.Datetime("us", "UTC"),
    "value": pl.Float64(),
    "unit": pl.String(),
    "hours_watched": pl.Float64(),
    "full": pl.Float64(),
}


def _without_contradictions(rows: pl.DataFrame) -> tuple[pl.DataFrame, pl.DataFrame, int]:
    """Part off rows whose file line holds a bin given twice with different values; drop mere repeats."""
    key = ["region", "from"]
    once = rows.unique([*key, "value", "hours_watched"], keep="first", maintain_order=True)
    contradicted = once.filter(pl.struct(key).is_duplicated())
    bins = rows.join(contradicted.select(key).unique(), on=key, how="semi")
    lines = bins.select("line").unique()
    kept = once.join(lines, on="line", how="anti", maintain_order="left")
    repeats = rows.select("line").n_unique() - kept.select("line").n_unique() - lines.height
    return kept, lines, repeats
