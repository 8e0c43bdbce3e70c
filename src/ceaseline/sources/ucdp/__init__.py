"""Deadly events as the Uppsala Conflict Data Program codes them: its georeferenced events (GED) as CSV."""

from __future__ import annotations

from collections.abc import Iterable
from typing import BinaryIO, ClassVar

import attrs
import polars as pl

from ceaseline.captures import Capture
from ceaseline.sources.cells import Check, numbers
from ceaseline.sources.observing import ObservingSource, Understood, optional, read_observations
from ceaseline.sources.observing.reading import ID
from ceaseline.sources.protocol import Reading
from ceaseline.sources.spans import SpansForm, dates, spans, told_clock
from ceaseline.sources.tabular import Table, open_table
from ceaseline.sources.ucdp import words
from ceaseline.sources.ucdp.rules import RADIUS, check_dates, check_deaths, located
from ceaseline.terms.words import Role

_NEEDED = (
    "id",
    "type_of_violence",
    "where_prec",
    "latitude",
    "longitude",
    "date_prec",
    "date_start",
    "date_end",
    "best",
    "high",
    "low",
)
_TOLD = ("event_clarity", "code_status", "best", "where_prec", "source_office", "source_date")
_READ = (*_NEEDED, *_TOLD)


class UcdpForm(SpansForm):
    """An entry of ``sources.yaml`` of the kind ``ucdp``."""

    role: Role = "osint"
    licence: str | None = "UCDP GED, CC BY 4.0; cite Sundberg and Melander 2013 and the version"
    may_republish: bool = True


@attrs.frozen(init=False)
class UcdpSource(ObservingSource[UcdpForm]):
    """A file of deadly events.

    Which side stands first is an order of coding: nobody is accused by it, and no name of a side is kept.

    Attributes:
        form: its entry of ``sources.yaml``.
    """

    Form: ClassVar[type[UcdpForm]] = UcdpForm

    def read(self, capture: Capture) -> Reading:
        """Return a row for each event; headlines and texts of articles are not kept."""
        return read_observations(
            capture,
            self.form,
            opens=self._opened,
            understand=self._understand,
            only=_READ,
            notes=self._notes,
        )

    def _opened(self, stream: BinaryIO) -> Table:
        return open_table(stream, needed=_NEEDED, encoding=self.form.encoding)

    def _understand(self, frame: pl.DataFrame) -> Understood:
        name = frame["id"]
        first, last = (dates(frame[at], words.iso_days(frame[at]), at, words.DAY_MEND) for at in words.DAYS)
        low, best, high = (numbers(frame[at], at, whole=True) for at in ("low", "best", "high"))
        where = located(frame, self.form.area)
        checks = [
            Check("id", name, "empty", "give each event its id", name == ""),
            *first.checks,
            *last.checks,
            *check_dates(frame, first, last),
            *where.checks,
            Check(
                "where_prec",
                frame["where_prec"],
                "not-a-precision",
                "it is 1 to 7",
                ~frame["where_prec"].is_in(list(RADIUS)),
            ),
            *low.checks,
            *best.checks,
            *high.checks,
            *check_deaths(frame, low, best, high),
        ]
        radius = frame["where_prec"].replace_strict(RADIUS, default=None, return_dtype=pl.Float64)
        known = where.lon.is_not_null() & where.lat.is_not_null()
        counted = low.values.is_not_null() | high.values.is_not_null()
        given = pl.DataFrame({"radius": radius, "known": known, "counted": counted}).select(
            radius=pl.when("known").then("radius"), unit=pl.when("counted").then(pl.lit("deaths"))
        )
        earliest, latest = spans(first.values, last.values, self.form.zone)
        rows = pl.DataFrame(
            {
                ID: name,
                "phenomenon": words.violence(frame["type_of_violence"]),
                "earliest": earliest,
                "latest": latest,
                "lon": where.lon,
                "lat": where.lat,
                "radius_m": given["radius"],
                "quantity_low": low.values,
                "quantity_high": high.values,
                "unit": given["unit"],
                "text": words.told(pl.DataFrame({field: optional(frame, field) for field in _TOLD})),
            }
        ).with_columns(means=pl.lit("report"))
        return Understood(rows, checks)

    def _notes(self, rows: pl.DataFrame) -> Iterable[str]:
        yield "only events with deaths; which side stands first says nothing of who acted: nobody is accused"
        yield told_clock(self.form.zone)
        yield from words.unknown(rows)
