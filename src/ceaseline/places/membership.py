"""How surely a place with an error lies in a zone."""

from __future__ import annotations

from math import log, pi, sqrt

import numpy as np
import shapely
from numpy.typing import NDArray
from scipy.special import owens_t
from shapely.geometry.base import BaseGeometry

from ceaseline.plane import Plane

RADIUS_SHARE = 0.68  # a place's radius holds it with this chance
_LEAST_DEGREE_M = 110_500.0  # no degree of latitude is shorter
_SIGMAS = sqrt(-2 * log(1 - RADIUS_SHARE))  # radius of that circle in standard deviations of one axis


def probability_inside(shape: BaseGeometry, lon: float, lat: float, radius_m: float) -> float:
    """Return the chance that a place lies in a zone, from 0 to 1.

    The error is taken as round and normal, so the chance is an integral over the zone; it is worked out exactly
    from the zone's edges, each of which cuts off a wedge whose content is Owen's T (Owen 1956, Annals of
    Mathematical Statistics 27, 1075). Edges run straight in degrees, and so are laid flat in pieces of a radius;
    what lies beyond five radii holds less than 1 in 10 million millions and is left out.

    Args:
        shape: polygons in WGS 84 degrees, with holes or without; points and lines hold nothing.
        lon: degrees east.
        lat: degrees north.
        radius_m: the circle around it that holds it with a chance of 68 %, in metres; 0 where it is exact.

    Raises:
        ValueError: a negative radius.

    Examples:
        >>> from ceaseline.places.buffers import buffered
        >>> round(probability_inside(buffered(shapely.Point(30, 50), 1.0), 30, 50, 1000), 2)
        0.68
        >>> square = shapely.box(30, 50, 31, 51)
        >>> round(probability_inside(square, 30, 50.5, 1000), 2)
        0.5
    """
    if radius_m < 0:
        raise ValueError("a radius is not below zero")
    if radius_m == 0:
        return float(shape.intersects(shapely.Point(lon, lat)))
    sigma = radius_m / 1000 / _SIGMAS
    reach = float(_degrees(np.array(lat), np.array(radius_m)))
    around = (lon - 5 * reach, lat - 5 * reach, lon + 5 * reach, lat + 5 * reach)
    near = shapely.segmentize(shapely.clip_by_rect(shape, *around), reach)
    plane = Plane(lon, lat)
    total = 0.0
    for part in shapely.get_parts(plane.shape(near)):
        if part.geom_type == "Polygon":
            rings = [shapely.get_coordinates(ring) / sigma for ring in (part.exterior, *part.interiors)]
            total += _content(rings[0]) - sum(_content(ring) for ring in rings[1:])
    return min(1.0, max(0.0, total))


def probabilities_inside(
    shape: BaseGeometry, lon: NDArray[np.float64], lat: NDArray[np.float64], radius_m: NDArray[np.float64]
) -> NDArray[np.float64]:
    """Return the chance of each of many places, as :func:`probability_inside` does of one.

    Only places within three radii of an edge are integrated, equal ones once; the others hold less than 1 in 10,000
    beyond it, and get 1 or 0.

    Args:
        shape: as there.
        lon: shape (n,).
        lat: shape (n,).
        radius_m: shape (n,).

    Examples:
        >>> square = shapely.box(30, 50, 31, 51)
        >>> far, middle, error = np.array([30.5, 29.0]), np.array([50.5, 50.5]), np.array([1e3, 1e3])
        >>> probabilities_inside(square, far, middle, error).tolist()
        [1.0, 0.0]
    """
    parts = shapely.get_parts(shape)
    areas = shapely.multipolygons(parts[shapely.get_dimensions(parts) == 2])
    edges = shapely.boundary(areas)
    shapely.prepare([areas, edges])
    close = shapely.dwithin(edges, shapely.points(lon, lat), 3 * _degrees(lat, radius_m))
    chances: NDArray[np.float64] = shapely.contains_xy(areas, lon, lat).astype(np.float64)
    places, which = np.unique(np.column_stack([lon, lat, radius_m])[close], axis=0, return_inverse=True)
    found = [probability_inside(areas, *place) for place in places.tolist()]
    chances[close] = np.array(found, dtype=np.float64)[which.reshape(-1)]
    return chances


def _degrees(lat: NDArray[np.float64], radius_m: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return so many degrees as hold a radius in every direction, 30 at most."""
    level = np.cos(np.radians(np.minimum(np.abs(lat) + 1.0, 89.0)))  # of the narrowest degree within reach
    return np.minimum(radius_m / (_LEAST_DEGREE_M * level), 30.0)


def _content(ring: NDArray[np.float64]) -> float:
    """Return how much of a round normal distribution around 0 a ring holds, whichever way round it runs.

    Args:
        ring: places, shape (n, 2), in standard deviations, the first again at the end.
    """
    start, step = ring[:-1], np.diff(ring, axis=0)
    length = np.hypot(step[:, 0], step[:, 1])
    real = length > 0
    start, step, length = start[real], step[real], length[real]
    along = step / length[:, None]
    off = start[:, 0] * along[:, 1] - start[:, 1] * along[:, 0]  # how far the edge's line passes 0, with its side
    near = (start * along).sum(axis=1)
    far = near + length
    # an edge through 0 cuts off nothing: both its wedge and what Owen's T takes away are half turns
    passing = np.abs(off) > 1e-12
    off, near, far = off[passing], near[passing], far[passing]
    turn = (np.arctan(far / off) - np.arctan(near / off)) / (2 * pi)
    missed = owens_t(off, far / off) - owens_t(off, near / off)
    return abs(float((turn - missed).sum()))
