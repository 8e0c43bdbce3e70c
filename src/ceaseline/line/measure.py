"""How long a line is at a stated scale, and its sectors for reporting."""

from __future__ import annotations

from math import ceil, inf

import shapely
from pyproj import Geod
from shapely.geometry.base import BaseGeometry

from ceaseline.plane import Plane

_EARTH = Geod(ellps="WGS84")
_REST = (
    0.1  # of a sector: what is left over at the end of a line and is shorter makes no sector of its own; assumed
)


def length_km(line: BaseGeometry, scale_km: float = 0.0) -> float:
    """Return the length of a line on the ellipsoid, in kilometres, at a stated scale.

    A drawn line grows with the care of whoever draws it, so a length without a scale says little. Bends that stay
    within half of *scale_km* of a straighter line are drawn straight first (Douglas and Peucker 1973).

    Args:
        line: lines in WGS 84 degrees.
        scale_km: 0 measures it as it is drawn.

    Raises:
        ValueError: a negative scale.

    Examples:
        >>> bent = shapely.LineString([(30, 50), (30.5, 50.01), (31, 50)])
        >>> round(length_km(bent), 2), round(length_km(bent, scale_km=5), 2)
        (71.72, 71.7)
    """
    if scale_km < 0:
        raise ValueError("a scale is not below zero")
    if line.is_empty:
        return 0.0
    if scale_km:
        west, south, east, north = line.bounds
        plane = Plane((west + east) / 2, (south + north) / 2)
        line = plane.back(shapely.simplify(plane.shape(line), scale_km / 2, preserve_topology=False))
    return float(sum(_EARTH.geometry_length(part) for part in shapely.get_parts(line))) / 1000


def area_km2(area: BaseGeometry) -> float:
    """Return the content of polygons on the ellipsoid, in square kilometres; holes are taken off.

    Examples:
        >>> round(area_km2(shapely.box(30, 50, 31, 51)))
        7892
    """
    polygons = [part for part in shapely.get_parts(area) if part.geom_type == "Polygon"]
    walked = (shapely.orient_polygons(part) for part in polygons)
    return float(sum(_EARTH.geometry_area_perimeter(part)[0] for part in walked)) / 1e6


def sector(chainage_km: float, sector_km: float, length_km: float = inf) -> str:
    """Return the name of the sector a place along a line lies in.

    Sectors are counted along one reference line that stays the same, so that a place does not change its sector
    because an author moved the line elsewhere.

    Args:
        chainage_km: kilometres along the reference line.
        sector_km: length of a sector; the last one may be shorter, or longer by up to a tenth.
        length_km: of the line.

    Raises:
        ValueError: below zero, or sectors of no length.

    Examples:
        >>> sector(37.2, 25), sector(25, 25)
        ('km 25-50', 'km 25-50')
        >>> sector(50.3, 25, length_km=50.4)
        'km 25-50'
    """
    if chainage_km < 0 or sector_km <= 0:
        raise ValueError("a place lies at or after the beginning of a line, in a sector longer than zero")
    first = min(chainage_km // sector_km, sectors(length_km, sector_km) - 1) * sector_km
    return f"km {first:g}-{first + sector_km:g}"


def sectors(length_km: float, sector_km: float) -> float:
    """Return how many sectors a line has; at least one.

    Examples:
        >>> sectors(60, 25), sectors(50.4, 25)
        (3, 2)
    """
    return inf if length_km == inf else max(ceil(length_km / sector_km - _REST), 1)
