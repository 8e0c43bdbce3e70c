"""Fires seen from space: NASA FIRMS text files of VIIRS and MODIS, in all their headers."""

from __future__ import annotations

from collections.abc import Iterable
from functools import partial
from math import log, sqrt
from typing import ClassVar

import attrs
import polars as pl

from ceaseline.captures import Capture
from ceaseline.sources.cells import Check, Parsed, numbers, times
from ceaseline.sources.observing import (
    ObservingForm,
    ObservingSource,
    Understood,
    optional,
    places,
    read_observations,
)
from ceaseline.sources.observing.reading import ID
from ceaseline.sources.protocol import Reading
from ceaseline.sources.tabular import open_table
from ceaseline.sources.writing import written
from ceaseline.terms.words import Role

_NEEDED = ("latitude", "longitude", "acq_date", "acq_time", "satellite", "confidence")
_READ = (*_NEEDED, "brightness", "scan", "track", "frp", "type")
_CLOCK = r"^([0-9]{1,4}|[0-9]{1,2}:[0-5][0-9](:[0-5][0-9])?)$"
_CONFIDENCE = r"^(l|n|h|low|nominal|high|100|[0-9]{1,2})$"
_NOT_FIRES = {"1": "a volcano", "2": "another source that stands still", "3": "a detection over water"}
# half axis of the 68 % ellipse over half the side of a pixel in which the fire may be anywhere
_AXIS = sqrt(-2 * log(1 - 0.68)) / sqrt(3)
_PIXEL_KM = {"VIIRS": 0.375, "MODIS": 1.0}
_SECONDS = 60.0  # acq_time gives minutes
_SATELLITE = "N20"  # of rows that name none
_NAMED = r"^(?<satellite>.+)-[0-9]{4}-[0-9]{2}-[0-9]{2}-[0-9]{4,6}-(?<lat>[-+]?[0-9.]+)-(?<lon>[-+]?[0-9.]+)$"
_SURE = r"^confidence (?<confidence>[^,]+)(?:, (?<power>[0-9.]+) MW)?(?:, (?<kind>.+))?$"


class FirmsForm(ObservingForm):
    """An entry of ``sources.yaml`` of the kind ``firms``."""

    role: Role = "instrument"
    licence: str | None = "NASA FIRMS, free with citation"
    may_republish: bool = True


@attrs.frozen(init=False)
class FirmsSource(ObservingSource[FirmsForm]):
    """A file of active fires.

    A row says that something burnt in a pixel in a minute: no weapon, no side, and not that anything exploded.

    Attributes:
        form: its entry of ``sources.yaml``.
    """

    Form: ClassVar[type[FirmsForm]] = FirmsForm

    def read(self, capture: Capture) -> Reading:
        """Return a row for each detection; those known to be no fires of vegetation or war are noted."""
        return read_observations(
            capture,
            self.form,
            opens=partial(open_table, needed=_NEEDED, encoding=self.form.encoding),
            understand=self._understand,
            only=_READ,
            notes=_notes,
        )

    def write(self, rows: pl.DataFrame) -> bytes:
        """Return the fires as a FIRMS file of VIIRS: minutes, places to five digits, and ids made of both.

        The id of a row that was read from such a file is kept; another gives way to that which FIRMS rows have.
        """
        name = pl.col("observation_id").str.strip_prefix(f"{self.form.name}-").str.extract_groups(_NAMED)
        sure = pl.col("text").fill_null("").str.extract_groups(_SURE)
        told = rows.with_columns(name=name, sure=sure).select(
            latitude=_degrees("lat"),
            longitude=_degrees("lon"),
            scan=_side("major_m"),
            track=_side("minor_m"),
            acq_date=pl.col("earliest").dt.strftime("%Y-%m-%d"),
            acq_time=pl.col("earliest").dt.strftime("%H%M"),
            satellite=pl.col("name").struct.field("satellite").fill_null(_SATELLITE),
            instrument=pl.lit("VIIRS"),
            confidence=pl.col("sure").struct.field("confidence").fill_null("n"),
            frp=pl.col("sure").struct.field("power"),
            type=pl.col("sure").struct.field("kind").replace({what: sign for sign, what in _NOT_FIRES.items()}),
        )
        return written(told, told.columns)

    def _understand(self, frame: pl.DataFrame) -> Understood:
        where = places(frame["longitude"], frame["latitude"], fields=("longitude", "latitude"), area=self.form.area)
        clock = frame["acq_time"]
        padded = _clocks(clock)
        when = _moments(frame["acq_date"] + "T" + padded + "Z")
        sides = {field: numbers(optional(frame, field), field) for field in ("scan", "track")}
        confidence = frame["confidence"].str.to_lowercase()
        checks = [
            Check(
                "acq_time",
                frame["acq_time"],
                "not-a-clock",
                "write HHMM in UTC, such as 0149",
                ~clock.str.contains(_CLOCK),
            ),
            *when.checks,
            *where.checks,
            *(check for parsed in sides.values() for check in parsed.checks),
            Check(
                "confidence",
                frame["confidence"],
                "not-a-confidence",
                "it is l, n or h, or 0 to 100",
                ~confidence.str.contains(_CONFIDENCE),
            ),
        ]
        usual = _PIXEL_KM["MODIS" if "brightness" in frame.columns else "VIIRS"]
        scan, track = (sides[field].values.fill_null(usual) for field in ("scan", "track"))
        axes = pl.DataFrame({"scan": scan, "track": track}).select(
            major=pl.max_horizontal("scan", "track") * 500 * _AXIS,
            minor=pl.min_horizontal("scan", "track") * 500 * _AXIS,
        )
        power, kind = optional(frame, "frp"), optional(frame, "type")
        rows = pl.DataFrame(
            {
                ID: frame["satellite"]
                + "-"
                + frame["acq_date"]
                + "-"
                + padded.str.replace_all(":", "", literal=True)
                + "-"
                + frame["latitude"]
                + "-"
                + frame["longitude"],
                "earliest": when.values,
                "latest": when.values,
                "lon": where.lon,
                "lat": where.lat,
                "major_m": axes["major"],
                "minor_m": axes["minor"],
            }
        ).with_columns(
            means=pl.lit("satellite_thermal"),
            phenomenon=pl.lit("fire"),
            time_sigma_s=pl.lit(_SECONDS),
            radius_m=((axes["major"] ** 2 + axes["minor"] ** 2) / 2) ** 0.5,
            text=_told(confidence, power, kind),
        )
        return Understood(rows, checks)


def _degrees(field: str) -> pl.Expr:
    """Return places as they are written, to five digits where the id does not say how they were."""
    return pl.coalesce(pl.col("name").struct.field(field), pl.col(field).round(5).cast(pl.String))


def _side(axis: str) -> pl.Expr:
    """Return sides of pixels, kilometres; of the usual length where the error is round."""
    return pl.coalesce((pl.col(axis) / (500 * _AXIS)).round(4), pl.lit(_PIXEL_KM["VIIRS"]))


def _clocks(text: pl.Series) -> pl.Series:
    """Return clocks as HH:MM or HH:MM:SS; leading zeros are often lost, so 149 is 01:49."""
    bare = text.str.zfill(4)
    parted = bare.str.slice(0, 2) + ":" + bare.str.slice(2)
    return pl.select(
        pl.when(text.str.contains(":", literal=True)).then(text.str.zfill(5)).otherwise(parted)
    ).to_series()


def _moments(text: pl.Series) -> Parsed:
    """Read moments, each that is written alike once: a pass of a satellite gives many rows."""
    once = text.unique()
    parsed = times(once, "acq_date, acq_time")
    columns = {check.rule: check.broken for check in parsed.checks}
    read = pl.DataFrame({"text": once, "value": parsed.values, **columns})
    every = pl.DataFrame({"text": text}).join(read, on="text", how="left", maintain_order="left")
    checks = (Check(check.field, text, check.rule, check.mend, every[check.rule]) for check in parsed.checks)
    return Parsed(every["value"], tuple(checks))


def _told(confidence: pl.Series, power: pl.Series, kind: pl.Series) -> pl.Expr:
    """Return what the instrument adds: how sure, how strong, and whether it is known to be something else."""
    other = kind.replace_strict(_NOT_FIRES, default="", return_dtype=pl.String)
    parts = pl.DataFrame({"c": confidence, "p": power, "o": other}).select(
        pl.concat_str(
            pl.format("confidence {}", "c"),
            pl.when(pl.col("p") != "").then(pl.format(", {} MW", "p")).otherwise(pl.lit("")),
            pl.when(pl.col("o") != "").then(pl.format(", {}", "o")).otherwise(pl.lit("")),
        )
    )
    return pl.lit(parts.to_series())


def _notes(rows: pl.DataFrame) -> Iterable[str]:
    yield "a fire seen from space says nothing of who lit it; without a pass, or under cloud, none is seen"
    for what in _NOT_FIRES.values():
        count = rows["text"].str.ends_with(what).sum()
        if count:
            yield f"{count:,} rows are {what}, as the file says"
