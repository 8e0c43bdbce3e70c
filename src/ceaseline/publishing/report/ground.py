"""Who holds the ground on which assets stand: a side, where every author of a line says so, and never where."""

from __future__ import annotations

from collections.abc import Mapping
from math import cos, radians
from typing import Any

import numpy as np
import polars as pl
import shapely
from numpy.typing import NDArray
from shapely.geometry.base import BaseGeometry

from ceaseline.publishing.report.frame import Frame

_KM = 111.2  # of a degree of latitude, to half a per cent
_STEP = 0.01  # kilometres: over so short a piece the way of a line is taken


def ground_of(frame: Frame) -> Mapping[str, str]:
    """Return by asset that was kept from watching the party that holds the ground it stands on, on the last day.

    Assets nearer to a line than its error, assets of which authors differ, and assets without a place are left out;
    so are schematic lines, which are good for no distance.
    """
    kept = pl.col("asset").is_in([*_restricted(frame), *_stopped(frame)])
    assets = frame.material.assets.filter(pl.col("lon").is_not_null(), kept)
    lines = [(line, shapely.from_wkb(line["geometry"])) for line in _newest(frame)] if assets.height else []
    found = {}
    for asset, lon, lat in assets.select("asset", "lon", "lat").iter_rows():
        told = {_side(line, shape, lon, lat) for line, shape in lines}
        if len(told) == 1 and (party := told.pop()) is not None:
            found[str(asset)] = party
    return found


def _restricted(frame: Frame) -> list[str]:
    ends = pl.col("until").is_null() | (pl.col("until") > frame.begin)
    return frame.material.restrictions.filter(pl.col("from") < frame.end, ends)["asset"].drop_nulls().to_list()


def _stopped(frame: Frame) -> list[str]:
    """Return the assets of which any watch in the time of the report was not operational."""
    meets = (pl.col("from") < frame.end) & (pl.col("until") > frame.begin) & (pl.col("status") != "operational")
    return frame.material.watched.filter(meets)["asset"].unique().to_list()


def _newest(frame: Frame) -> list[dict[str, Any]]:
    """Return the line of each author that holds on the last day of the report."""
    drawn = pl.col("day") <= frame.days[-1].date
    own = frame.material.lines.filter(~pl.col("schematic"), drawn).sort("author", "day")
    return own.unique(["author", "left", "right"], keep="last", maintain_order=True).to_dicts()


def _side(line: Mapping[str, Any], shape: BaseGeometry, lon: float, lat: float) -> str | None:
    """Return the party on whose side of a line a place lies; None within the error of the line."""

    def flat(places: NDArray[np.float64]) -> NDArray[np.float64]:
        return (places - [lon, lat]) * [_KM * cos(radians(lat)), _KM]

    here = shapely.Point(0, 0)
    part = min(shapely.get_parts(shapely.transform(shape, flat)), key=here.distance)
    if part.distance(here) <= line["error_km"]:
        return None
    at = part.project(here)
    before, after = part.interpolate(max(at - _STEP, 0)), part.interpolate(min(at + _STEP, part.length))
    turn = (after.x - before.x) * -before.y - (after.y - before.y) * -before.x
    return str(line["left"] if turn > 0 else line["right"])
