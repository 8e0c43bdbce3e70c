"""Places spread evenly over an area, to stand for it."""

from __future__ import annotations

import numpy as np
import shapely
from numpy.typing import NDArray
from shapely.geometry.base import BaseGeometry

_ENOUGH = 100
_SOUGHT = 200
_FINER = 8  # times the grid is made finer before a shape is taken as too thin for one
_KM_A_DEGREE = 111.2


def spread(area: BaseGeometry) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Return longitude and latitude of places on a regular grid inside an area; each stands for as much of it.

    There are some hundreds of them, and at least one.

    Args:
        area: polygons in WGS 84 degrees, away from the poles and not across the line of the date.

    Examples:
        >>> lon, lat = spread(shapely.box(30, 50, 31, 51))
        >>> len(lon), round(float(lon.mean()), 3), round(float(lat.mean()), 1)
        (216, 30.5, 50.5)
    """
    shapely.prepare(area)
    step_km = np.sqrt(area.area * _KM_A_DEGREE**2 * np.cos(np.radians(area.centroid.y)) / _SOUGHT)
    for _ in range(_FINER):
        lon, lat = _grid(area.bounds, step_km)
        inside = shapely.contains_xy(area, lon, lat)
        if inside.sum() >= _ENOUGH:
            return lon[inside], lat[inside]
        step_km /= np.sqrt(2)
    one = area.representative_point()
    return np.array([one.x]), np.array([one.y])


def _grid(
    bounds: tuple[float, float, float, float], step_km: float
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Return the middles of cells that fill the bounds, each as large as the next on the ground."""
    west, south, east, north = bounds
    rows = _middles(south, north, int(np.ceil((north - south) * _KM_A_DEGREE / step_km)))
    wide_km = (east - west) * _KM_A_DEGREE * np.cos(np.radians(rows))
    lons = [_middles(west, east, int(np.ceil(wide / step_km))) for wide in wide_km]
    return np.concatenate(lons), np.repeat(rows, [len(row) for row in lons])


def _middles(low: float, high: float, count: int) -> NDArray[np.float64]:
    return low + (np.arange(max(count, 1)) + 0.5) * (high - low) / max(count, 1)
