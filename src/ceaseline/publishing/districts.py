"""Districts as the case draws them: a place in one that is larger than a cell is told by the district alone."""

from __future__ import annotations

from collections.abc import Sequence

import attrs
import numpy as np
import shapely
from numpy.typing import NDArray
from pyproj import Geod
from shapely.geometry.base import BaseGeometry

_EARTH = Geod(ellps="WGS84")


@attrs.frozen(eq=False)
class District:
    """A district.

    Attributes:
        name: as people call it.
        shape: polygons in WGS 84 degrees.
        km2: its area on the ellipsoid.
    """

    name: str
    shape: BaseGeometry
    km2: float

    @classmethod
    def drawn(cls, name: str, shape: BaseGeometry) -> District:
        """Return a district with its area.

        Examples:
            >>> round(District.drawn("North", shapely.box(30, 50, 31, 51)).km2)
            7892
        """
        area, _ = _EARTH.geometry_area_perimeter(shapely.orient_polygons(shape))
        return cls(name, shape, abs(area) / 1e6)


def coarser(districts: Sequence[District], cell_km2: float) -> list[District]:
    """Return the districts that are larger than a cell, in their order; of a smaller one the cell is told."""
    return [each for each in districts if each.km2 > cell_km2]


def lying_in(
    districts: Sequence[District], lon: NDArray[np.float64], lat: NDArray[np.float64]
) -> NDArray[np.int64]:
    """Return the number of the first district that holds each place; -1 where none does.

    Args:
        districts: those asked about.
        lon: degrees, shape (n,).
        lat: degrees, shape (n,).
    """
    found = np.full(len(lon), -1, dtype=np.int64)
    for number, district in enumerate(districts):
        shapely.prepare(district.shape)
        inside = shapely.intersects_xy(district.shape, lon, lat) & (found < 0)
        found[inside] = number
    return found
