"""How far from a line, on which side of it and how far along it: for millions of places at once.

Importing this loads a compiler (Numba), so it is imported by its own name and only where it is needed.
"""

from __future__ import annotations

from math import pi, radians, sin

import attrs
import numpy as np
import polars as pl
import shapely
from numpy.typing import ArrayLike, NDArray
from pyproj import Geod
from shapely.geometry.base import BaseGeometry

from ceaseline.line import kernel
from ceaseline.plane import Plane

_EARTH = Geod(ellps="WGS84")
_STRAIGHT_DEG = 0.1  # pieces are cut to this length, so that straight in degrees is straight on the plane to 5 m
_NOTHING_KM = 1e-9  # a micrometre: a step as short as this has no direction
_CHUNK = 1 << 17  # places at a time: some 20 MB


@attrs.frozen(eq=False)
class Track:
    """One line of one author on one day, ready to be asked.

    The line is laid flat around its middle (see ``Plane``). What this adds to a distance across the direction to
    the middle (0.4 % at 1,000 km from there, 0.9 % at 1,500) is taken out again: held against geodesics, a distance
    of up to 100 km is then right to 1 in 10,000 within 1,500 km of the middle, and to 1 in 5,000 within 2,500. Only
    which place of the line is nearest is told on the plane: at 1,000 km, of two whose distances differ by less than
    0.4 % it may be the other one.

    Attributes:
        length_km: on the ellipsoid, all parts together.
    """

    length_km: float
    _plane: Plane
    _radius_km: float
    _tree: kernel.Tree
    _part: NDArray[np.int32]
    _start_km: NDArray[np.float64]
    _piece_km: NDArray[np.float64]

    @classmethod
    def of(cls, line: BaseGeometry) -> Track:
        """Return the track of a line.

        Args:
            line: a LineString or a MultiLineString in WGS 84 degrees, straight in degrees between its places; parts
                follow each other in chainage, and what lies between two of them counts nothing. Places given twice
                running count once.

        Raises:
            ValueError: it is no line, has no length, a place in it is none, or it crosses the line of the date or
                comes near a pole.

        Examples:
            >>> track = Track.of(shapely.LineString([(30.0, 50.0), (30.0, 51.0)]))
            >>> round(track.length_km, 1)
            111.2
        """
        middle = _middle(line)
        plane = Plane(*middle)
        pieces, lengths, numbers = [], [], []
        for number, part in enumerate(shapely.get_parts(line)):
            if part.length == 0:  # cannot be cut, and has no sides
                continue
            degrees = shapely.get_coordinates(shapely.segmentize(part, _STRAIGHT_DEG))
            flat = plane.flat(degrees)
            kept = _stepping(flat)
            start, end = degrees[kept[:-1]], degrees[kept[1:]]
            pieces.append(np.hstack([flat[kept[:-1]], flat[kept[1:]]]))
            lengths.append(_EARTH.inv(start[:, 0], start[:, 1], end[:, 0], end[:, 1])[2] / 1000)
            numbers.append(np.full(len(start), number, dtype=np.int32))
        if not any(map(len, pieces)):
            raise ValueError("a line without length has no sides")
        piece_km = np.concatenate(lengths)
        ends = np.cumsum(piece_km)
        return cls(
            float(ends[-1]),
            plane,
            _radius_km(middle[1]),
            kernel.tree_over(np.concatenate(pieces)),
            np.concatenate(numbers),
            ends - piece_km,
            piece_km,
        )

    def places(self, lon: ArrayLike, lat: ArrayLike) -> pl.DataFrame:
        """Return where places lie: one row for each, in their order.

        What is said of a place hangs on it and the line alone, never on the places beside it.

        - ``distance_km``: to the nearest place of the line, at least 0.
        - ``side``: 1 left of the line, walking along it; -1 right of it; 0 on it, or straight beyond an open end,
          to a millimetre. Beyond an open end it is the side of the last piece, extended. Null where the line does
          not tell: it runs there and back over itself, or parts with opposite directions meet.
        - ``chainage_km``: of that nearest place, from 0 at the start to ``length_km``; the first one where several
          are as near.
        - ``part``: part of the line it is in, from 0.

        A line that touches itself still tells, since only the pieces that the place can see count. One that crosses
        itself has no two sides; then the side is that of the nearest piece.

        Args:
            lon: degrees east, shape (n,).
            lat: degrees north, shape (n,). A row with nan, infinity or a latitude beyond a pole gives nulls.

        Raises:
            ValueError: there are not as many of the one as of the other.

        Examples:
            >>> track = Track.of(shapely.LineString([(30.0, 50.0), (30.0, 51.0)]))
            >>> track.places([29.9, 30.1], [50.5, 50.5])["side"].to_list()
            [1, -1]
        """
        east, north = np.asarray(lon, dtype=np.float64), np.asarray(lat, dtype=np.float64)
        if east.ndim != 1 or east.shape != north.shape:
            raise ValueError(f"as many longitudes as latitudes are needed, not {east.shape} and {north.shape}")
        rows = [self._chunk(east[at : at + _CHUNK], north[at : at + _CHUNK]) for at in range(0, len(east), _CHUNK)]
        return pl.concat(rows or [self._chunk(east, north)])

    def _chunk(self, lon: NDArray[np.float64], lat: NDArray[np.float64]) -> pl.DataFrame:
        flat = np.ascontiguousarray(self._plane.flat(np.column_stack([lon, lat])))
        piece, share, away, side = kernel.nearest(flat, self._tree)
        start, end = self._tree.pieces[piece, :2], self._tree.pieces[piece, 2:]
        distance = self._on_the_ground(flat, start + share[:, None] * (end - start), away)
        told = pl.col("side") != kernel.UNTOLD
        return pl.DataFrame(
            {
                "distance_km": distance,
                "side": side,
                "chainage_km": self._start_km[piece] + share * self._piece_km[piece],
                "part": self._part[piece],
                "known": piece >= 0,
            }
        ).select(
            pl.when("known").then("distance_km"),
            pl.when(told & pl.col("known")).then("side").alias("side"),
            pl.when("known").then("chainage_km"),
            pl.when("known").then("part"),
        )

    def _on_the_ground(
        self, place: NDArray[np.float64], foot: NDArray[np.float64], away: NDArray[np.float64]
    ) -> NDArray[np.float64]:
        """Return distances without what the plane added to them across the direction to its middle.

        There an arc c long is laid out as if it were sin c (Snyder 1987, Map Projections, p. 195, k').
        """
        between = (place + foot) / 2
        out = np.hypot(between[:, 0], between[:, 1])
        step = place - foot
        across = (between[:, 0] * step[:, 1] - between[:, 1] * step[:, 0]) / np.maximum(out, _NOTHING_KM)
        shrink = np.sinc(out / self._radius_km / pi)
        return np.sqrt(np.maximum(away * away - (1 - shrink * shrink) * across * across, 0.0))


def _middle(line: BaseGeometry) -> tuple[float, float]:
    """Return the middle of a line's bounds, where it is a line that can be laid flat."""
    if line.geom_type not in {"LineString", "MultiLineString"}:
        raise ValueError(f"a line is a LineString or a MultiLineString, not a {line.geom_type}")
    places = shapely.get_coordinates(line)
    if not len(places):
        raise ValueError("a line without length has no sides")
    if not np.isfinite(places).all():
        raise ValueError("a line has a place that is not a number")
    west, south, east, north = line.bounds
    # who draws across the line of the date leaps from one edge of the map to the other
    if south < -85 or north > 85 or west < -180 or east > 180 or east - west > 180:
        raise ValueError("a line near a pole or across the line of the date is not worked out")
    return (west + east) / 2, (south + north) / 2


def _stepping(flat: NDArray[np.float64]) -> NDArray[np.intp]:
    """Return which places of a part to keep: the first, and each that is a step away from the last one kept."""
    if (np.hypot(*np.diff(flat, axis=0).T) > _NOTHING_KM).all():
        return np.arange(len(flat))
    kept = [0]
    for number in range(1, len(flat)):
        if np.hypot(*(flat[number] - flat[kept[-1]])) > _NOTHING_KM:
            kept.append(number)
    return np.array(kept)


def _radius_km(lat: float) -> float:
    """Return the mean radius of the ellipsoid at a latitude: the root of its two radii's product."""
    return _EARTH.b / (1 - _EARTH.es * sin(radians(lat)) ** 2) / 1000
