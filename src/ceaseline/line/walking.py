"""Places along a line by their kilometre, and beside it."""

from __future__ import annotations

import attrs
import numpy as np
import shapely
from numpy.typing import NDArray
from pyproj import Geod
from shapely.geometry.base import BaseGeometry

_EARTH = Geod(ellps="WGS84")
_STRAIGHT_DEG = 0.1  # pieces are cut to this length, as where distances from lines are told

Floats = NDArray[np.float64]


@attrs.frozen(eq=False)
class Walk:
    """A line, walked from its beginning; its parts follow each other.

    Attributes:
        length_km: on the ellipsoid, all parts together.
    """

    length_km: float
    _start: Floats
    _end: Floats
    _start_km: Floats
    _piece_km: Floats
    _bearing: Floats

    @classmethod
    def of(cls, line: BaseGeometry) -> Walk:
        """Return the walk along a line.

        Args:
            line: a LineString or a MultiLineString in WGS 84 degrees, straight in degrees between its places.

        Raises:
            ValueError: it has no length.

        Examples:
            >>> round(Walk.of(shapely.LineString([(30.0, 50.0), (30.0, 51.0)])).length_km, 1)
            111.2
        """
        cut = [shapely.get_coordinates(shapely.segmentize(part, _STRAIGHT_DEG)) for part in shapely.get_parts(line)]
        if not cut:
            raise ValueError("a line without length cannot be walked")
        start, end = np.concatenate([part[:-1] for part in cut]), np.concatenate([part[1:] for part in cut])
        bearing, _, metres = _EARTH.inv(start[:, 0], start[:, 1], end[:, 0], end[:, 1])
        steps = metres > 0
        if not steps.any():
            raise ValueError("a line without length cannot be walked")
        piece_km = metres[steps] / 1000
        ends = np.cumsum(piece_km)
        return cls(float(ends[-1]), start[steps], end[steps], ends - piece_km, piece_km, bearing[steps])

    def places(self, km: Floats, left_km: Floats) -> tuple[Floats, Floats]:
        """Return longitude and latitude of places beside the line.

        Args:
            km: shape (n,), along the line, from 0 to ``length_km``.
            left_km: shape (n,), how far from it at a right angle: left of it, or right where below zero.

        Examples:
            >>> walk = Walk.of(shapely.LineString([(30.0, 50.0), (30.0, 51.0)]))
            >>> lon, lat = walk.places(np.array([55.6, 55.6]), np.array([0.0, 7.16]))
            >>> lon.round(2).tolist(), lat.round(2).tolist()
            ([30.0, 29.9], [50.5, 50.5])
        """
        piece = np.clip(np.searchsorted(self._start_km, km, side="right") - 1, 0, None)
        share = ((km - self._start_km[piece]) / self._piece_km[piece])[:, None]
        foot = self._start[piece] + share * (self._end[piece] - self._start[piece])
        lon, lat, _ = _EARTH.fwd(foot[:, 0], foot[:, 1], self._bearing[piece] - 90, left_km * 1000)
        return lon, lat
