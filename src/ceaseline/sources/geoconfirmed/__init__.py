"""Pictures and films placed on the map by volunteers: GeoConfirmed, as CSV or as JSON placemarks."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from functools import partial
from typing import ClassVar

import attrs
import polars as pl
from pydantic import Field

from ceaseline.captures import Capture
from ceaseline.sources.cells import Check
from ceaseline.sources.geoconfirmed.placemarks import opened
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
from ceaseline.sources.spans import dates, spans
from ceaseline.terms.words import Role, Zone

_READ = ("Date", "Name", "Origin", "Latitude", "Longitude", "Description", "Source", "Geolocation", "Id")
_MEANS = {"PIC": "camera", "UAV": "camera"}  # the text tells which of the two
_CLOCK = r"T[0-9]{2}:[0-9]{2}:[0-9]{2}(\.[0-9]+)?$"
_DEGREE = 111_320.0  # metres, of latitude
_MEND = "write the day of the event as 2031-05-02, between 1900 and 2199; an id, or a post's, is no date"
_EMPTY = "the day of the event is not given; find it in the source, and write it as 2031-05-02"
_DAY = r"^([0-9]{4})-?([0-9]{2})-?([0-9]{2})$"  # in no other order


class GeoconfirmedForm(ObservingForm):
    """An entry of ``sources.yaml`` of the kind ``geoconfirmed``."""

    role: Role = "osint"
    zone: Zone  # the files do not state it, so somebody has to
    radius_m: float = Field(default=500.0, gt=0)  # the files state none; a camera is seldom placed better


@attrs.frozen(init=False)
class GeoconfirmedSource(ObservingSource[GeoconfirmedForm]):
    """A file of placemarks.

    A row says that volunteers placed a picture or a film there. Names of units are left out for all sides alike,
    from the rows kept and from those set aside; no side is read from ``Faction`` or from a colour.

    Attributes:
        form: its entry of ``sources.yaml``.
    """

    Form: ClassVar[type[GeoconfirmedForm]] = GeoconfirmedForm

    def read(self, capture: Capture) -> Reading:
        """Return a row for each placemark with a day and a place."""
        opens = partial(opened, encoding=self.form.encoding)
        return read_observations(
            capture, self.form, opens=opens, understand=self._understand, only=_READ, notes=self._notes
        )

    def _understand(self, frame: pl.DataFrame) -> Understood:
        name, lon, lat = frame["Id"], frame["Longitude"], frame["Latitude"]
        where = places(lon, lat, fields=("Longitude", "Latitude"), area=self.form.area)
        # only the day: the clock some files show is that of no stated zone, and often of the entry
        day = frame["Date"].str.replace(_CLOCK, "")
        when = dates(day, day.str.extract(_DAY, 0).str.replace(_DAY, "$1-$2-$3"), "Date", _MEND, _EMPTY)
        earliest, latest = spans(when.values, when.values, self.form.zone)
        checks = [
            Check("Id", name, "empty", "give the id that GeoConfirmed gave it", name == ""),
            *when.checks,
            *where.checks,
        ]
        origin = optional(frame, "Origin")
        rows = pl.DataFrame(
            {
                ID: name,
                "means": origin.replace_strict(_MEANS, default=origin.str.to_lowercase()).replace("", None),
                "earliest": earliest,
                "latest": latest,
                "lon": where.lon,
                "lat": where.lat,
                "radius_m": self._radius(lon, lat),
                "text": _told(frame),
            }
        )
        return Understood(rows, checks)

    def _radius(self, lon: pl.Series, lat: pl.Series) -> pl.Series:
        """Return the radius of the entry, or half of the last digit written where that is coarser.

        Zeros at the end are often lost, so the longer of the two numbers tells.
        """
        digits = pl.DataFrame({"lon": lon, "lat": lat}).select(
            pl.max_horizontal(pl.all().str.extract(r"\.([0-9]+)$").str.len_chars().fill_null(0)).alias("digits")
        )
        return digits.select(
            pl.max_horizontal(
                pl.lit(self.form.radius_m), _DEGREE / 2 / pl.lit(10.0).pow(pl.col("digits").cast(pl.Float64))
            ).alias("radius_m")
        ).to_series()

    def _notes(self, rows: pl.DataFrame) -> Iterable[str]:
        yield "names of units and equipment are left out for all sides alike; no side is read from a colour"
        yield f"dates are whole days on the clock of {self.form.zone}, which the file does not state"
        known = {*_MEANS.values()}
        strange = Counter(word for word in rows["means"].drop_nulls() if word not in known).most_common(10)
        if strange:
            named = ", ".join(f"{word} ({count:,})" for word, count in strange)
            yield f"words not known here (Origin), kept as they are: {named}"


def _told(frame: pl.DataFrame) -> pl.Series:
    """Return what people wrote, and where the pictures and the proof of the place are."""
    parts = [
        _if(optional(frame, "Name"), "{}"),
        _if(optional(frame, "Description"), "{}"),
        _if(optional(frame, "Origin"), "origin {}"),
        _if(optional(frame, "Source"), "source: {}"),
        _if(optional(frame, "Geolocation"), "geolocation: {}"),
    ]
    return pl.DataFrame(parts).select(pl.concat_str(pl.all(), separator="; ", ignore_nulls=True)).to_series(
    ).replace("", None)  # fmt: skip


def _if(cells: pl.Series, pattern: str) -> pl.Series:
    name = cells.name
    return pl.DataFrame({name: cells}).select(
        pl.when(pl.col(name) != "").then(pl.format(pattern, pl.col(name))).alias(name)
    ).to_series()  # fmt: skip
