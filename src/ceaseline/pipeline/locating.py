"""How surely each incident lies where each clause holds."""

from __future__ import annotations

from collections.abc import Mapping

import dataframely as dy
import numpy as np
import polars as pl
from numpy.typing import NDArray
from shapely.geometry.base import BaseGeometry

from ceaseline.tables import Incidents, Whereabouts

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


def _chances(
    placed: pl.DataFrame, shapes: Mapping[str, BaseGeometry], known: dict[bytes, NDArray[np.float64]]
) -> pl.DataFrame:
    from ceaseline.places.membership import probabilities_inside  # noqa: PLC0415  loads SciPy only where needed

    where = [placed[name].to_numpy() for name in ("lon", "lat", "radius_m")]
    for shape in shapes.values():
        if shape.wkb not in known:
            known[shape.wkb] = probabilities_inside(shape, *where)
    found = {weapon: known[shape.wkb] for weapon, shape in shapes.items()}
    low, high = (end(list(found.values()), axis=0) for end in (np.min, np.max))
    for weapon, chances in found.items():
        own = (placed["weapon"] == weapon).fill_null(value=False).to_numpy()
        low, high = (np.where(own, chances, end) for end in (low, high))
    return pl.DataFrame({"incident_id": placed["incident_id"], "low": low, "high": high})
