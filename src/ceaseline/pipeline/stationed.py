"""Which assets stand in which sector, for restrictions that name a sector and no asset."""

from __future__ import annotations

from collections.abc import Iterator

import dataframely as dy
import numpy as np
import polars as pl
import shapely
from numpy.typing import NDArray
from pyproj import Geod

from ceaseline.pipeline.sectors import SEES_EVERYWHERE, Layout
from ceaseline.tables import Assets

_EARTH = Geod(ellps="WGS84")

Floats = NDArray[np.float64]


def stationed(layout: Layout, assets: dy.DataFrame[Assets]) -> dict[str, frozenset[str]]:
    """Return the assets that stand in each sector that has any.

    In a zone stands what lies inside it. Along each author's line an asset stands in the stretch that it is nearest
    to, and in none where it is further from it than that stretch is long. What has no place stands nowhere, and nor
    does what sees everywhere.
    """
    placed = assets.filter(pl.col("lon").is_not_null(), ~pl.col("kind").is_in(list(SEES_EVERYWHERE)))
    names = placed["asset"].to_numpy()
    lon, lat = (placed[name].to_numpy() for name in ("lon", "lat"))
    found = [(zone, names[shapely.contains_xy(shape, lon, lat)]) for zone, shape in layout.zones.items()]
    if len(names):
        found += list(_along(layout, names, lon, lat))
    return {sector: frozenset(each) for sector, each in found if len(each)}


def _along(
    layout: Layout, names: NDArray[np.str_], lon: Floats, lat: Floats
) -> Iterator[tuple[str, NDArray[np.str_]]]:
    lines = layout.sectors.with_row_index("row").filter(kind="line")
    squeeze = np.array([np.cos(np.radians(lat.mean())), 1.0])  # so that near in degrees is near on the ground
    for _, own in lines.group_by("author", "between", maintain_order=True):
        at = np.flatnonzero(np.isin(layout.spots.sector, own["row"].to_numpy()))
        spots = np.column_stack([layout.spots.lon[at], layout.spots.lat[at]])
        tree = shapely.STRtree(shapely.points(spots * squeeze))
        nearest = tree.nearest(shapely.points(np.column_stack([lon, lat]) * squeeze))
        metres = _EARTH.inv(lon, lat, *spots[nearest].T)[2]
        for row, sector, start, end in own.select("row", "sector", "from_km", "until_km").iter_rows():
            yield sector, names[(layout.spots.sector[at][nearest] == row) & (metres <= 1000 * (end - start))]
