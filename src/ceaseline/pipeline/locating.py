"""How surely each incident lies where each clause holds."""

from __future__ import annotations

from collections.abc import Mapping
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


def locate(incidents: dy.DataFrame[Incidents], places: Places) -> dy.DataFrame[Whereabouts]:
    """Return for each incident with a place, and each clause and side with a drawn one, the chance of lying in it.

    Where a clause reaches to another distance for each class of weapons, that of the incident's class is given; the
    least and the greatest where its class is not known, or none of them.
    """
    placed = incidents.filter(pl.col("lon").is_not_null())
    known: dict[bytes, NDArray[np.float64]] = {}  # most places are those of several clauses and sides
    frames = [
        _chances(placed, shapes, known).with_columns(clause_id=pl.lit(clause_id), obligor=pl.lit(obligor))
        for (clause_id, obligor), shapes in places.items()
        if placed.height and shapes
    ]
    return Whereabouts.validate(pl.concat([Whereabouts.create_empty(), *frames], how="diagonal"))


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
    placed: pl.DataFrame, shapes: Mapping[str, BaseGeometry], known: dict[bytes, NDArray[np.float64]]
) -> pl.DataFrame:
    for shape in shapes.values():
        if shape.wkb not in known:
            known[shape.wkb] = _inside(placed, shape)
    found = {weapon: known[shape.wkb] for weapon, shape in shapes.items()}
    low, high = (end(list(found.values()), axis=0) for end in (np.min, np.max))
    for weapon, chances in found.items():
        own = (placed["weapon"] == weapon).fill_null(value=False).to_numpy()
        low, high = (np.where(own, chances, end) for end in (low, high))
    return pl.DataFrame({"incident_id": placed["incident_id"], "low": low, "high": high})


def _inside(placed: pl.DataFrame, shape: BaseGeometry) -> NDArray[np.float64]:
    from ceaseline.places.membership import probabilities_inside  # noqa: PLC0415  loads SciPy only where needed

    return probabilities_inside(shape, *(placed[name].to_numpy() for name in ("lon", "lat", "radius_m")))
