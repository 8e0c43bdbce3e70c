"""Events as ACLED codes them from reports: its export as CSV, in the older and the newer columns."""

from __future__ import annotations

from collections.abc import Iterable
from typing import BinaryIO, ClassVar

import attrs
import polars as pl
from pydantic import field_validator

from ceaseline.captures import Capture
from ceaseline.sources.acled import words
from ceaseline.sources.cells import Check, numbers
from ceaseline.sources.observing import ObservingSource, Understood, optional, places, read_observations
from ceaseline.sources.observing.reading import ID
from ceaseline.sources.protocol import Reading
from ceaseline.sources.spans import SpansForm, dates, spans, told_clock
from ceaseline.sources.tabular import Table, open_table
from ceaseline.terms.words import Role

_NEEDED = ("event_id_cnty", "event_date", "time_precision", "latitude", "longitude", "geo_precision")
_TOLD = ("event_type", "sub_event_type", "inter1", "inter2", "civilian_targeting", "source")
_READ = (*_NEEDED, *_TOLD, "fatalities", "timestamp")
# Days on either side of the date given. 2 is a week or a weekend that holds it; 3 is half a week in one codebook
# and a month in another, so the wider of the two.
_DAYS = {"1": 0, "2": 6, "3": 30}
# Metres. 1 is a named place, whose middle is given: events lie in and around it. 2 is a part of a region, given
# by a place near by. 3 is a region, given by its chief town.
_RADIUS = {"1": 5_000.0, "2": 25_000.0, "3": 100_000.0}
_EDIT = "\0"  # between the id of an event and the second of its last edit


class AcledForm(SpansForm):
    """An entry of ``sources.yaml`` of the kind ``acled``."""

    role: Role = "osint"
    licence: str | None = "ACLED, terms of use; its rows are never republished"

    @field_validator("may_republish")
    @classmethod
    def _never_republished(cls, may_republish: bool) -> bool:
        if may_republish:
            raise ValueError("cannot be true, because ACLED does not let its rows be republished; take it out")
        return may_republish


@attrs.frozen(init=False)
class AcledSource(ObservingSource[AcledForm]):
    """A file of events coded from reports.

    Which actor stands first is an order of coding: nobody is accused by it, and no name of an actor is kept.

    Attributes:
        form: its entry of ``sources.yaml``.
    """

    Form: ClassVar[type[AcledForm]] = AcledForm

    def read(self, capture: Capture) -> Reading:
        """Return a row for each event; of one that was edited, as it was last."""
        every = read_observations(capture, self.form, opens=self._opened, understand=self._understand, only=_READ)
        rows, older = _last_edits(every.rows)
        notes = (*every.notes, *self._notes(rows, older))
        return attrs.evolve(every, rows=rows, skipped=every.skipped + older, notes=notes)

    def _opened(self, stream: BinaryIO) -> Table:
        return open_table(stream, needed=_NEEDED, encoding=self.form.encoding)

    def _understand(self, frame: pl.DataFrame) -> Understood:
        name, date = frame["event_id_cnty"], frame["event_date"]
        day = dates(date, words.iso_days(date), "event_date", words.DAY_MEND)
        around = frame["time_precision"].replace_strict(_DAYS, default=None, return_dtype=pl.Int64)
        radius = frame["geo_precision"].replace_strict(_RADIUS, default=None, return_dtype=pl.Float64)
        dead = numbers(optional(frame, "fatalities"), "fatalities", whole=True)
        edited = numbers(optional(frame, "timestamp"), "timestamp", whole=True)
        where = places(
            frame["longitude"],
            frame["latitude"],
            fields=("longitude", "latitude"),
            area=self.form.area,
            required=False,
        )
        checks = [
            Check("event_id_cnty", name, "empty", "give each event its id", name == ""),
            *day.checks,
            _coded(frame, "time_precision", around),
            *where.checks,
            _coded(frame, "geo_precision", radius),
            *dead.checks,
            *edited.checks,
        ]
        margin = pl.duration(days=pl.col("around"))
        wide = pl.DataFrame({"day": day.values, "around": around}).select(
            first=pl.col("day") - margin, last=pl.col("day") + margin
        )
        earliest, latest = spans(wide["first"], wide["last"], self.form.zone)
        counted = pl.col("dead") > 0  # 0 stands for none and for not known alike
        given = pl.DataFrame({"dead": dead.values, "radius": radius, "lon": where.lon, "lat": where.lat}).select(
            dead=pl.when(counted).then("dead"),
            unit=pl.when(counted).then(pl.lit("deaths")),
            radius=pl.when(pl.col("lon").is_not_null() & pl.col("lat").is_not_null()).then("radius"),
        )
        phenomenon, weapon = words.happenings(optional(frame, "event_type"), optional(frame, "sub_event_type"))
        edit = edited.values.fill_null(0).cast(pl.String)
        rows = pl.DataFrame(
            {
                ID: name + _EDIT + edit,
                "phenomenon": phenomenon,
                "weapon": weapon,
                "earliest": earliest,
                "latest": latest,
                "lon": where.lon,
                "lat": where.lat,
                "radius_m": given["radius"],
                "quantity_low": given["dead"],
                "quantity_high": given["dead"],
                "unit": given["unit"],
                "text": words.told(pl.DataFrame({field: optional(frame, field) for field in _TOLD})),
            }
        ).with_columns(means=pl.lit("report"))
        return Understood(rows, checks)

    def _notes(self, rows: pl.DataFrame, older: int) -> Iterable[str]:
        yield "which actor stands first says nothing of who acted: nobody is accused"
        yield told_clock(self.form.zone)
        if older:
            yield f"{older:,} rows are earlier edits of events that stand in the file again, and were left out"
        yield from words.unknown(rows)


def _coded(frame: pl.DataFrame, field: str, values: pl.Series) -> Check:
    return Check(field, frame[field], "not-a-precision", "it is 1, 2 or 3", values.is_null())


def _last_edits(rows: pl.DataFrame) -> tuple[pl.DataFrame, int]:
    """Return each event as it was last edited, and how many earlier edits there were."""
    parted = pl.col("observation_id").str.split_exact(_EDIT, 1).struct
    marked = rows.with_columns(parted.field("field_0").alias("event"), parted.field("field_1").alias("edit"))
    edit = pl.col("edit").cast(pl.Int64)
    last = marked.filter(edit == edit.max().over("event"))
    named = last.with_columns(observation_id=pl.col("event")).select(rows.columns)
    return named, rows.height - named.height
