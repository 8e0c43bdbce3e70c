"""How surely each incident lies where each clause holds."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress

import dataframely as dy
import numpy as np
import polars as pl
import shapely
from numpy.typing import NDArray
from shapely.geometry.base import BaseGeometry

from ceaseline.tables import Incidents, Notifications, Whereabouts

Places = Mapping[tuple[str, str], Mapping[str, BaseGeometry]]
"""Where a clause (its id) holds for an obligor (its code): a shape for each class of weapons, WGS 84 degrees."""

Chances = Callable[[pl.DataFrame, Sequence[BaseGeometry]], NDArray[np.float64]]
"""Gives the chances that places (``lon``, ``lat``, ``radius_m``) lie in shapes, as an array (shapes, places)."""


def locate(
    incidents: dy.DataFrame[Incidents], places: Places, chances: Chances | None = None
) -> dy.DataFrame[Whereabouts]:
    """Return for each incident with a place, and each clause and side with a drawn one, the chance of lying in it.

    Where a clause reaches to another distance for each class of weapons, that of the incident's class is given; the
    least and the greatest where its class is not known, or none of them.

    Args:
        incidents: what happened.
        places: where each clause holds for each side.
        chances: gives the chances of places in shapes, asked day by day; None to work them all out.
    """
    placed = incidents.filter(pl.col("lon").is_not_null())
    shapes = {shape.wkb: shape for each in places.values() for shape in each.values()}
    known = _day_by_day(placed, shapes, chances or _inside_each) if placed.height and shapes else {}
    frames = [
        _chances(placed, own, known).with_columns(clause_id=pl.lit(clause_id), obligor=pl.lit(obligor))
        for (clause_id, obligor), own in places.items()
        if placed.height and own
    ]
    return Whereabouts.validate(pl.concat([Whereabouts.create_empty(), *frames], how="diagonal"))


def _day_by_day(
    placed: pl.DataFrame, shapes: Mapping[bytes, BaseGeometry], chances: Chances
) -> dict[bytes, NDArray[np.float64]]:
    """Return for each shape, by its bytes, the chances of all places; most are those of several clauses and sides.

    They are asked for in parts, each of one day, so that a late record of one day changes no other part.
    """
    found = np.empty((len(shapes), placed.height))
    days = placed.select("lon", "lat", "radius_m", day=pl.col("earliest").dt.date()).with_row_index("place")
    for (_,), day in days.group_by(["day"], maintain_order=True):
        found[:, day["place"].to_numpy()] = chances(day, list(shapes.values()))
    return dict(zip(shapes, found, strict=True))


def announced_at(
    incidents: dy.DataFrame[Incidents],
    notifications: dy.DataFrame[Notifications],
    zones: Mapping[str, BaseGeometry],
) -> pl.DataFrame:
    """Return how surely each incident lies where something was announced for a time that meets its own.

    Returns:
        ``incident_id``, ``notification_id``, ``chance``; null where the incident has no place, where the
        announcement says none, and where its zone is not drawn as an area.
    """
    times = notifications.select("notification_id", "from", "until")
    met = incidents.join_where(
        times, pl.col("earliest") <= pl.col("until"), pl.col("latest") >= pl.col("from")
    ).select("incident_id", "notification_id", "lon", "lat", "radius_m")
    shapes: dict[bytes, tuple[BaseGeometry, list[str]]] = {}
    for name, zone, lon, lat, radius in notifications.select(
        "notification_id", "zone", "lon", "lat", "radius_m"
    ).iter_rows():
        shape = _announced(zone, lon, lat, radius, zones)
        if shape is not None:
            shapes.setdefault(shape.wkb, (shape, []))[1].append(name)
    frames = [pl.DataFrame(schema={"incident_id": pl.String, "notification_id": pl.String, "chance": pl.Float64})]
    for shape, names in shapes.values():
        rows = met.filter(pl.col("lon").is_not_null(), pl.col("notification_id").is_in(names))
        if rows.height:
            chances = pl.Series("chance", _inside(rows, shape))
            frames.append(rows.select("incident_id", "notification_id").with_columns(chances))
    pairs = met.select("incident_id", "notification_id").sort("incident_id", "notification_id")
    return pairs.join(pl.concat(frames), on=["incident_id", "notification_id"], how="left", maintain_order="left")


def _announced(
    zone: str | None,
    lon: float | None,
    lat: float | None,
    radius_m: float | None,
    zones: Mapping[str, BaseGeometry],
) -> BaseGeometry | None:
    """Return where something was announced; the zone goes before the circle."""
    from ceaseline.places.buffers import buffered  # noqa: PLC0415  PROJ is loaded where it is needed

    if zone is not None or radius_m is None:
        shape = zones.get(zone or "")
        return shape if shape is not None and shape.area > 0 else None
    with suppress(ValueError):  # a radius of nothing, near a pole, or across the line of the date
        return buffered(shapely.Point(lon, lat), radius_m / 1000)
    return None


def _chances(
    placed: pl.DataFrame, shapes: Mapping[str, BaseGeometry], known: Mapping[bytes, NDArray[np.float64]]
) -> pl.DataFrame:
    found = {weapon: known[shape.wkb] for weapon, shape in shapes.items()}
    low, high = (end(list(found.values()), axis=0) for end in (np.min, np.max))
    for weapon, chances in found.items():
        own = (placed["weapon"] == weapon).fill_null(value=False).to_numpy()
        low, high = (np.where(own, chances, end) for end in (low, high))
    return pl.DataFrame({"incident_id": placed["incident_id"], "low": low, "high": high})


def _inside_each(placed: pl.DataFrame, shapes: Sequence[BaseGeometry]) -> NDArray[np.float64]:
    return np.array([_inside(placed, shape) for shape in shapes])


def _inside(placed: pl.DataFrame, shape: BaseGeometry) -> NDArray[np.float64]:
    from ceaseline.places.membership import probabilities_inside  # noqa: PLC0415  loads SciPy only where needed

    return probabilities_inside(shape, *(placed[name].to_numpy() for name in ("lon", "lat", "radius_m")))
