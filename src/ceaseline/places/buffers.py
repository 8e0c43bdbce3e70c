"""Everything within so many kilometres: of a zone, of a settlement, of a line."""

from __future__ import annotations

from collections.abc import Iterator

import shapely
from shapely.geometry.base import BaseGeometry

from ceaseline.plane import Plane

_PIECE_KM = 50.0  # a piece is laid flat around its own middle, so that distances in it stay right
_DEGREE_KM = 111.32  # of latitude, about; only for cutting into pieces
_QUARTER = 32  # corners in a quarter of a circle: its radius is then right to 1 in 3,000


def buffered(shape: BaseGeometry, km: float) -> BaseGeometry:
    """Return all that lies within *km* kilometres of a geometry, itself included, on the ellipsoid.

    Args:
        shape: points, lines or polygons in WGS 84 degrees; holes narrow, and close where nothing of them is left.
        km: above zero.

    Raises:
        ValueError: the width is not above zero, or the result would cross the line of the date or come near a pole.

    Examples:
        >>> from shapely.geometry import Point
        >>> west, south, east, north = buffered(Point(30.0, 50.0), 10.0).bounds
        >>> round(north - south, 3), round(east - west, 3)
        (0.18, 0.279)
    """
    if km <= 0:
        raise ValueError("a buffer is above zero kilometres wide")
    west, south, east, north = shape.bounds
    reach = km / _DEGREE_KM
    if south - reach < -85 or north + reach > 85 or west - 15 * reach < -180 or east + 15 * reach > 180:
        raise ValueError("a buffer near a pole or across the line of the date is not worked out")
    parts = shapely.get_parts(shape)
    areas = parts[shapely.get_dimensions(parts) == 2]
    return shapely.union_all([*(_around(piece, km) for piece in _pieces(shape)), *areas])


def band(line: BaseGeometry, km: float) -> BaseGeometry:
    """Return all within *km* kilometres of a line, on both its sides."""
    return buffered(line, km)


def _around(piece: BaseGeometry, km: float) -> BaseGeometry:
    middle = piece.centroid
    plane = Plane(middle.x, middle.y)
    return plane.back(plane.shape(piece).buffer(km, quad_segs=_QUARTER))


def _pieces(shape: BaseGeometry) -> Iterator[BaseGeometry]:
    """Yield points, and lines and edges of polygons cut short enough to be laid flat."""
    for part in shapely.get_parts(shape):
        if part.geom_type == "Point":
            yield part
            continue
        rings = [part.exterior, *part.interiors] if part.geom_type == "Polygon" else [part]
        for ring in rings:
            short = shapely.segmentize(ring, _PIECE_KM / _DEGREE_KM / 2)
            places = shapely.get_coordinates(short)
            start, length = 0, 0.0
            for number in range(1, len(places)):
                length += float(abs(places[number] - places[number - 1]).sum()) * _DEGREE_KM
                if length >= _PIECE_KM or number == len(places) - 1:
                    yield shapely.LineString(places[start : number + 1])
                    start, length = number, 0.0
