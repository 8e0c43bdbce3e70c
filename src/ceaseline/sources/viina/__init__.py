"""Reports of the press, labelled by a model: VIINA 2, reports one by one or gathered by place and day."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import timedelta
from functools import partial
from typing import BinaryIO, ClassVar

import attrs
import polars as pl
from pydantic import Field

from ceaseline.captures import Capture
from ceaseline.sources.cells import Check
from ceaseline.sources.observing import ObservingForm, ObservingSource, Understood, places, read_observations
from ceaseline.sources.observing.reading import ID
from ceaseline.sources.protocol import Reading
from ceaseline.sources.spans import dates, spans
from ceaseline.sources.tabular import Table, open_table
from ceaseline.sources.viina.files import is_of_reports, refuse_other_files
from ceaseline.sources.viina.labels import checks_of, phenomenon
from ceaseline.sources.viina.telling import known_to, notes, radius, told
from ceaseline.sources.viina.unpacking import unpacked
from ceaseline.terms.words import Role, Zone

_CLOCK = r"^(([01]?[0-9]|2[0-3]):[0-5][0-9])?$"
_DAY = r"^([0-9]{4})-?([0-9]{2})-?([0-9]{2})$"  # in no other order


class ViinaForm(ObservingForm):
    """An entry of ``sources.yaml`` of the kind ``viina``."""

    role: Role = "press"
    licence: str | None = "ODbL-1.0"
    zone: Zone  # the files do not state it, so somebody has to
    days_before: int = Field(default=1, ge=0, le=31)  # the date is that of the report


@attrs.frozen(init=False)
class ViinaSource(ObservingSource[ViinaForm]):
    """A file ``event_info`` or ``event_1pd``, as CSV or as one CSV in a ZIP.

    A row says that the press reported something of a place on a day. A model read the report: its labels are
    weak, and who began is never taken from them.

    Attributes:
        form: its entry of ``sources.yaml``.
    """

    Form: ClassVar[type[ViinaForm]] = ViinaForm

    def read(self, capture: Capture) -> Reading:
        """Return a row for each report, or for each event gathered from several."""
        opens = partial(_opened, encoding=self.form.encoding)
        return read_observations(capture, self.form, opens=opens, understand=self._understand, notes=self._notes)

    def _understand(self, frame: pl.DataFrame) -> Understood:
        filled = frame.with_columns(pl.col(pl.String).replace("NA", ""))  # what R writes for not known
        reports = is_of_reports(frame.columns)
        field, word = ("event_id", "report") if reports else ("event_id_1pd", "event")
        name = filled[field]
        where = places(
            filled["longitude"],
            filled["latitude"],
            fields=("longitude", "latitude"),
            area=self.form.area,
            required=False,
        )
        day = dates(
            filled["date"],
            filled["date"].str.extract(_DAY, 0).str.replace(_DAY, "$1-$2-$3"),
            "date",
            "write the day as 20310502, between 1900 and 2199",
            "give the day of the report as 20310502",
        )
        earliest, latest = spans(day.values - timedelta(days=self.form.days_before), day.values, self.form.zone)
        checks = [
            Check(field, name, "empty", "give the id that VIINA gave it", name == ""),
            *day.checks,
            *([_clock(filled["time"])] if reports else []),
            *where.checks,
            *checks_of(filled),
        ]
        known = where.lon.is_not_null() & where.lat.is_not_null()
        exactness = known_to(filled)
        rows = pl.DataFrame(
            {
                ID: pl.select(pl.format("{}-{}", pl.lit(word), name)).to_series(),
                "earliest": earliest,
                "latest": latest,
                "lon": where.lon,
                "lat": where.lat,
                "phenomenon": phenomenon(filled),
                "text": told(filled, exactness, reports=reports),
            }
        ).with_columns(
            means=pl.lit("reported"),
            radius_m=pl.when(known).then(radius(exactness)),
        )
        return Understood(rows, checks)

    def _notes(self, rows: pl.DataFrame) -> Iterable[str]:
        yield (
            f"the date is that of the report, read on the clock of {self.form.zone}, which no file states; "
            f"the event may lie {self.form.days_before} day(s) earlier"
        )
        yield from notes(rows)


def _opened(stream: BinaryIO, encoding: str) -> Table:
    table = open_table(unpacked(stream), needed=("date", "geonameid"), encoding=encoding)
    refuse_other_files(table.header)
    return table


def _clock(text: pl.Series) -> Check:
    return Check("time", text, "not-a-clock", "write HH:MM, such as 06:40", ~text.str.contains(_CLOCK))
