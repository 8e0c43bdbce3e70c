"""What a map shows of the earth: a rectangle of kilometres around the middle of what is drawn."""

from __future__ import annotations

from collections.abc import Sequence
from math import atan2, degrees, hypot

import attrs
import numpy as np
import shapely
from numpy.typing import NDArray
from shapely.geometry.base import BaseGeometry

from ceaseline.plane import Plane

_LEAST_KM = 120.0  # no map shows less: what is published is coarse
_WIDEST, _TALLEST = 1.7, 1.0  # width over height
_MARGIN, _MARGIN_KM = 0.06, 12.0


@attrs.frozen
class Frame:
    """A rectangle on the plane around one place.

    Attributes:
        lon: of the middle, degrees.
        lat: of the middle, degrees.
        west, south, east, north: edges in kilometres from the middle.
    """

    lon: float
    lat: float
    west: float
    south: float
    east: float
    north: float

    @property
    def plane(self) -> Plane:
        """The plane it lies on."""
        return Plane(self.lon, self.lat)

    @property
    def width(self) -> float:
        """In kilometres."""
        return self.east - self.west

    @property
    def height(self) -> float:
        """In kilometres."""
        return self.north - self.south

    @property
    def box(self) -> BaseGeometry:
        """The rectangle as a polygon, in kilometres."""
        return shapely.box(self.west, self.south, self.east, self.north)

    def flat(self, shape: BaseGeometry, step: float = 0.1) -> BaseGeometry:
        """Return a geometry in kilometres; its edges are followed each *step* degrees, which bend on a plane."""
        return self.plane.shape(shapely.segmentize(shape, step))


def frame_around(shapes: Sequence[BaseGeometry]) -> Frame:
    """Return the frame of all that is given, in WGS 84 degrees, with a margin.

    Args:
        shapes: at least one; they may lie on both sides of the antimeridian.

    Examples:
        >>> frame = frame_around([shapely.Point(30, 50)])
        >>> round(frame.width), round(frame.lon, 6)
        (120, 30.0)
    """
    places = shapely.get_coordinates(list(shapes))
    lon, lat = _middle(places)
    flat = Plane(lon, lat).flat(places)
    (west, south), (east, north) = flat.min(axis=0), flat.max(axis=0)
    width = max((east - west) * (1 + 2 * _MARGIN) + 2 * _MARGIN_KM, _LEAST_KM)
    height = max((north - south) * (1 + 2 * _MARGIN) + 2 * _MARGIN_KM, _LEAST_KM / _WIDEST)
    width, height = max(width, height * _TALLEST), max(height, width / _WIDEST)
    x, y = (west + east) / 2, (south + north) / 2
    return Frame(lon, lat, x - width / 2, y - height / 2, x + width / 2, y + height / 2)


def _middle(places: NDArray[np.float64]) -> tuple[float, float]:
    """Return the middle of places by their directions from the earth's centre, to a hundredth of a degree."""
    lon, lat = np.radians(places).T
    x, y, z = (np.mean(part) for part in (np.cos(lat) * np.cos(lon), np.cos(lat) * np.sin(lon), np.sin(lat)))
    return round(degrees(atan2(y, x)), 2), round(degrees(atan2(z, hypot(x, y))), 2)
