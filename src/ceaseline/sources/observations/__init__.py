"""The public table of observations itself, as CSV, Parquet or GeoJSON."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import partial
from pathlib import Path
from typing import ClassVar

import attrs
import dataframely as dy
import polars as pl
from pydantic import Field

from ceaseline.captures import Arrival, Capture
from ceaseline.sources.cells import Check, Parsed, numbers, same, times
from ceaseline.sources.files import arrivals
from ceaseline.sources.observing import (
    ObservingForm,
    Understood,
    degrees,
    optional,
    places,
    read_observations,
    refuse_unknown_parties,
)
from ceaseline.sources.observing.reading import ID
from ceaseline.sources.protocol import Reading
from ceaseline.sources.tabular import open_table
from ceaseline.sources.writing import written
from ceaseline.tables import Observations
from ceaseline.terms import Terms
from ceaseline.terms.words import Zone

_WORDS = ("means", "phenomenon", "weapon", "unit", "text")
_COLUMNS = [
    name
    for name in Observations.column_names()
    if name not in ("capture_id", "line", "source", "licence", "may_republish")
]
_KNOWN_PHENOMENA = frozenset(
    (
        *("explosion", "impact", "outgoing", "shot", "burst", "projectile", "muzzle_flash", "flare", "fire"),
        *("firefight", "shelling", "strike", "crater", "strike_damage", "casualty"),
        *("movement", "overflight", "uav_sighting", "no_event", "air_raid"),
        *("exercise", "exercise_inside", "exercise_outside", "controlled_explosion"),
        *("state_based_violence", "non_state_violence", "one_sided_violence"),
    )
)


class ObservationsForm(ObservingForm):
    """An entry of ``sources.yaml`` of the kind ``observations``."""

    zone: Zone | None = None
    radius_m: float = Field(default=1000.0, gt=0)  # of places that state no error; wide rather than wrong


@attrs.frozen(init=False)
class ObservationsSource:
    """A file whose columns are those of the public table; only ``observation_id`` and ``earliest`` are needed.

    Attributes:
        form: its entry of ``sources.yaml``.
        parties: party code of each name that may stand under ``accused``.
    """

    Form: ClassVar[type[ObservationsForm]] = ObservationsForm
    schema: ClassVar[type[dy.Schema]] = Observations
    replaces: ClassVar[bool] = False

    form: ObservationsForm
    parties: dict[str, str]

    def __init__(self, form: ObservationsForm, terms: Terms) -> None:
        refuse_unknown_parties(form.parties, terms)
        self.__attrs_init__(form, {code: code for code in terms.parties} | form.parties)

    def fetch(self, folder: Path) -> Iterator[Arrival]:
        """Yield the files that the entry names."""
        return arrivals(folder, self.form.file)

    def read(self, capture: Capture) -> Reading:
        """Return a row for each row or feature of the file."""
        opens = partial(open_table, needed=("observation_id", "earliest"), encoding=self.form.encoding)
        return read_observations(capture, self.form, opens=opens, understand=self._understand, notes=self._notes)

    def write(self, rows: pl.DataFrame) -> bytes:
        """Return the rows as CSV in the columns of the public table, parties by their codes."""
        own = pl.col("observation_id").str.strip_prefix(f"{self.form.name}-")  # reading puts the name before it
        return written(rows.with_columns(own), _COLUMNS)

    def _understand(self, frame: pl.DataFrame) -> Understood:
        name = frame["observation_id"]
        earliest = self._times(frame, "earliest", required=True)
        latest = self._times(frame, "latest", required=False)
        until = latest.values.fill_null(earliest.values)
        made = self._times(frame, "made_at", required=False)
        low, high = (
            numbers(optional(frame, "quantity_low"), "quantity_low"),
            numbers(optional(frame, "quantity_high"), "quantity_high"),
        )
        more = {
            field: numbers(optional(frame, field), field)
            for field in ("time_sigma_s", "radius_m", "bearing_sigma_deg", "major_m", "minor_m")
        }
        bearing = degrees(optional(frame, "bearing_deg"), "bearing_deg", 360.0)
        where = places(
            optional(frame, "lon"),
            optional(frame, "lat"),
            fields=("lon", "lat"),
            area=self.form.area,
            required=False,
        )
        accused = optional(frame, "accused")
        checks = [
            Check("observation_id", name, "empty", "give each observation an id that never changes", name == ""),
            *earliest.checks,
            *latest.checks,
            *made.checks,
            Check(
                "latest",
                optional(frame, "latest"),
                "time-backward",
                "latest comes before earliest; swap them",
                until < earliest.values,
            ),
            *where.checks,
            *bearing.checks,
            Check(
                "bearing_deg",
                optional(frame, "bearing_deg"),
                "negative",
                "bearings run from 0 to 360",
                _true(bearing.values < 0),
            ),
            *low.checks,
            *high.checks,
            Check(
                "quantity_high",
                optional(frame, "quantity_high"),
                "range-backward",
                "the higher number comes first; swap them",
                _true(high.values < low.values),
            ),
            *(check for parsed in more.values() for check in parsed.checks),
            Check(
                "bearing_sigma_deg",
                optional(frame, "bearing_sigma_deg"),
                "too-wide",
                "an error of 180 degrees says nothing already; correct it, or leave the bearing out",
                _true(more["bearing_sigma_deg"].values > 180),
            ),
            Check(
                "accused",
                accused,
                "unknown-party",
                "use a code of the terms, or name it under parties: in sources.yaml",
                (accused != "") & ~accused.is_in(list(self.parties)),
            ),
        ]
        known = where.lon.is_not_null() & where.lat.is_not_null()
        radius = more["radius_m"].values.fill_null(self.form.radius_m)
        rows = pl.DataFrame(
            {
                ID: name,
                **{field: optional(frame, field).replace("", None) for field in _WORDS},
                "earliest": earliest.values,
                "latest": until,
                "time_sigma_s": more["time_sigma_s"].values,
                "lon": where.lon,
                "lat": where.lat,
                "radius_m": pl.select(pl.when(known).then(radius)).to_series(),
                "major_m": more["major_m"].values,
                "minor_m": more["minor_m"].values,
                "bearing_deg": bearing.values,
                "bearing_sigma_deg": more["bearing_sigma_deg"].values,
                "quantity_low": low.values,
                "quantity_high": high.values,
                "made_at": made.values,
                "accused": accused.replace_strict(self.parties, default=None, return_dtype=pl.String),
            }
        )
        return Understood(rows, checks)

    def _times(self, frame: pl.DataFrame, field: str, *, required: bool) -> Parsed:
        cells = optional(frame, field)
        return times(cells, field, zones=same(self.form.zone or "", cells), required=required)

    def _notes(self, rows: pl.DataFrame) -> Iterable[str]:
        counts = rows["phenomenon"].drop_nulls().value_counts(sort=True)
        strange = [(word, count) for word, count in counts.rows() if word not in _KNOWN_PHENOMENA]
        if strange:
            named = ", ".join(f"{word} ({count:,})" for word, count in strange[:10])
            yield f"words not known here, kept as they are: {named}"
        if self.form.zone and self.form.zone != "UTC":
            yield f"times without an offset were read on the clock of {self.form.zone}"


def _true(values: pl.Series) -> pl.Series:
    return values.fill_null(value=False)
