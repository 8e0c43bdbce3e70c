"""Where incidents lie along each author's line: how far from it, in whose area by that author, in which sector."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

import dataframely as dy
import polars as pl
import shapely

from ceaseline.line.measure import sector
from ceaseline.tables import Incidents, Lines, Placements

if TYPE_CHECKING:
    from ceaseline.line.distance import Track


def place(
    incidents: dy.DataFrame[Incidents], lines: dy.DataFrame[Lines], sector_km: float = 25.0
) -> dy.DataFrame[Placements]:
    """Return for each incident with a place, and each author, where it lies along the line that held on its day.

    Lines of several parts are walked one part after another. An incident before an author's first line has no row
    for that author, and schematic lines place nothing.

    Args:
        incidents: at any times; the day is that of ``earliest``, UTC.
        lines: of any number of authors.
        sector_km: length of a sector along each author's first line.

    Returns:
        At most a row for each incident and pair of sides of each author. ``held_by`` is null where the distance is
        no more than the errors of place and line together.

    Examples:
        >>> place(Incidents.create_empty(), Lines.create_empty()).height
        0
    """
    placed = incidents.filter(pl.col("lon").is_not_null()).select(
        "incident_id", "lon", "lat", "radius_m", at=pl.col("earliest").dt.date()
    )
    drawn = lines.filter(~pl.col("schematic")).with_columns(
        between=pl.concat_list("left", "right").list.sort().list.join("/")
    )
    if placed.is_empty() or drawn.is_empty():  # nothing needs the compiler
        return Placements.create_empty()
    frames = [
        frame
        for _, own in drawn.sort("author", "between", "day").group_by(["author", "between"], maintain_order=True)
        for frame in _along(placed, own, sector_km)
    ]
    return Placements.validate(pl.concat([Placements.create_empty(), *frames]).sort("incident_id", "author"))


def _along(placed: pl.DataFrame, own: pl.DataFrame, sector_km: float) -> Iterator[pl.DataFrame]:
    """Yield the placements along one author's lines, line by line."""
    held = placed.sort("at").join_asof(own.select("day").sort("day"), left_on="at", right_on="day")
    first = None
    for line in own.iter_rows(named=True):
        here = held.filter(pl.col("day") == line["day"])
        if here.is_empty():
            continue
        first = first or _track(own.row(0, named=True)["geometry"])
        track = _track(line["geometry"])
        found = track.places(here["lon"], here["lat"])
        along = first.places(here["lon"], here["lat"])["chainage_km"]
        within = found["distance_km"] <= here["radius_m"] / 1000 + line["error_km"]
        side = pl.when(pl.lit(within)).then(None).otherwise(pl.lit(found["side"]))
        yield here.select(
            "incident_id",
            author=pl.lit(line["author"]),
            between=pl.lit(line["between"]),
            day="day",
            distance_km=found["distance_km"],
            held_by=side.replace_strict({1: line["left"], -1: line["right"]}, default=None, return_dtype=pl.String),
            chainage_km=found["chainage_km"],
            sector=pl.Series([sector(km, sector_km, first.length_km) for km in along], dtype=pl.String),
        )


def _track(raw: bytes) -> Track:
    from ceaseline.line.distance import Track  # noqa: PLC0415  loads a compiler, and only distances need it

    return Track.of(shapely.from_wkb(raw))
