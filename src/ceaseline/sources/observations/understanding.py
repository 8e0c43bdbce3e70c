"""Rows of the public table of observations as people write them: cells of text in, columns and broken rules out."""

from __future__ import annotations

from collections.abc import Mapping

import polars as pl
from pydantic import Field

from ceaseline.sources.cells import Check, Parsed, numbers, same, times
from ceaseline.sources.observing import ObservingForm, Understood, degrees, optional, places
from ceaseline.sources.observing.reading import ID
from ceaseline.terms.words import Zone

_WORDS = ("means", "phenomenon", "weapon", "unit", "text", "media")


class ObservationsForm(ObservingForm):
    """An entry of ``sources.yaml`` of the kind ``observations``."""

    zone: Zone | None = None
    radius_m: float = Field(default=1000.0, gt=0)  # of places that state no error; wide rather than wrong


def understood(frame: pl.DataFrame, form: ObservationsForm, parties: Mapping[str, str]) -> Understood:
    """Return a batch of rows, understood.

    Args:
        frame: columns of text, by the names of the public table; what is not there is taken for empty.
        form: the clock of times without one, the area, and the radius of places that state none.
        parties: party code of each name that may stand under ``accused``.
    """
    name = frame["observation_id"]
    earliest = _times(frame, "earliest", form.zone, required=True)
    latest = _times(frame, "latest", form.zone, required=False)
    until = latest.values.fill_null(earliest.values)
    made = _times(frame, "made_at", form.zone, required=False)
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
        area=form.area,
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
            (accused != "") & ~accused.is_in(list(parties)),
        ),
    ]
    known = where.lon.is_not_null() & where.lat.is_not_null()
    radius = more["radius_m"].values.fill_null(form.radius_m)
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
            "accused": accused.replace_strict(parties, default=None, return_dtype=pl.String),
        }
    )
    return Understood(rows, checks)


def _times(frame: pl.DataFrame, field: str, zone: str | None, *, required: bool) -> Parsed:
    cells = optional(frame, field)
    return times(cells, field, zones=same(zone or "", cells), required=required)


def _true(values: pl.Series) -> pl.Series:
    return values.fill_null(value=False)
