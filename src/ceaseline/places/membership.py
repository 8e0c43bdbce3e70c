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
_SIGMAS = sqrt(-2 * log(1 - RADIUS_SHARE))  # radius of that circle in standard deviations of one axis


def probability_inside(shape: BaseGeometry, lon: float, lat: float, radius_m: float) -> float:
    """Return the chance that a place lies in a zone, from 0 to 1.

    The error is taken as round and normal, so the chance is an integral over the zone; it is worked out exactly
    from the zone's edges, each of which cuts off a wedge whose content is Owen's T (Owen 1956, Annals of
    Mathematical Statistics 27, 1075).

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
    plane = Plane(lon, lat)
    total = 0.0
    for part in shapely.get_parts(plane.shape(shape)):
        if part.geom_type == "Polygon":
            rings = [shapely.get_coordinates(ring) / sigma for ring in (part.exterior, *part.interiors)]
            total += _content(rings[0]) - sum(_content(ring) for ring in rings[1:])
    return min(1.0, max(0.0, total))


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
