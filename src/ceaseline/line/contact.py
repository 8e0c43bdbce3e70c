"""From an area one author draws to the line of contact: its outline, less coast and state border."""

from __future__ import annotations

from collections.abc import Iterator

import attrs
import numpy as np
import shapely
from numpy.typing import NDArray
from shapely.geometry.base import BaseGeometry

from ceaseline.plane import Plane

_STEP_KM = 0.1  # the outline is cut to this length where contact begins and ends
_TOUCH_KM = 0.01  # an outline lies on the ground beside it but for rounding
_NEAR_KM = 30.0  # ground further off cannot change where the outline runs beside it


@attrs.frozen
class Ground:
    """The land on which two sides face each other; what it is, the user says, and nothing is bundled.

    Attributes:
        land: polygons in WGS 84 degrees, whose outline is coast and state border.
        strip_km: ground narrower than this between the area and that outline is how two drawings of one border
            differ, not ground that anybody holds.
    """

    land: BaseGeometry
    strip_km: float = 4.0


def contact(area: BaseGeometry, ground: Ground | None = None) -> BaseGeometry:
    """Return where an area borders on the rest of the land: lines with the area on their left.

    Without *ground* the whole outline is returned, coast and borders with it. A strip along the border is not
    simply cut off, since that would hide a line that runs near one: the outline is kept wherever the ground beside
    it is wide, and where it is narrow but does not reach the border, as between two salients.

    Args:
        area: polygons in WGS 84 degrees.
        ground: the land, as given.

    Returns:
        A MultiLineString in degrees: rings from the largest on; each is followed from behind its longest stretch
        without contact, so that a front along a coast runs from coast to coast. Empty where nothing borders.

    Raises:
        ValueError: the strip is not above zero.

    Examples:
        >>> land = shapely.box(30, 50, 32, 51)
        >>> line = contact(shapely.box(31, 50, 32, 51), Ground(land))
        >>> shapely.get_coordinates(line)[[0, -1]].round(1).tolist()
        [[31.0, 51.0], [31.0, 50.0]]
    """
    if area.is_empty:
        return shapely.MultiLineString()
    rings = [shapely.get_coordinates(ring) for ring in _rings(area)]
    if ground is None:
        return shapely.MultiLineString(rings)
    if ground.strip_km <= 0:
        raise ValueError("the strip along a border is above zero kilometres wide")
    middle = area.envelope.centroid
    plane = Plane(round(middle.x), round(middle.y))  # the same on all days of one author
    flat = shapely.make_valid(plane.shape(area))
    beside = _wide_ground(flat, shapely.make_valid(plane.shape(ground.land)), ground.strip_km)
    shapely.prepare(beside)
    found = [part for ring in rings for part in _runs(ring, plane, beside, ground.strip_km)]
    return shapely.MultiLineString(found)


def _rings(area: BaseGeometry) -> Iterator[BaseGeometry]:
    """Yield the rings of polygons, the largest polygon first, each with its inside on the left."""
    parts = [part for part in shapely.get_parts(area) if part.geom_type == "Polygon"]
    for part in sorted(parts, key=lambda part: (-part.area, part.bounds)):
        walked = shapely.orient_polygons(part)
        yield walked.exterior
        yield from walked.interiors


def _wide_ground(area: BaseGeometry, land: BaseGeometry, strip_km: float) -> BaseGeometry:
    """Return the ground beside an area, both in kilometres, without slivers along the outline of the land."""
    rest = shapely.intersection(land, shapely.buffer(area.boundary, _NEAR_KM, quad_segs=2)).difference(area)
    wide = rest.buffer(-strip_km / 2, quad_segs=4).buffer(strip_km / 2 + _TOUCH_KM, quad_segs=4)
    border = land.boundary
    shapely.prepare(border)
    narrow = shapely.get_parts(rest.difference(wide))
    inland = narrow[~shapely.dwithin(narrow, border, _TOUCH_KM)]
    return shapely.union_all([wide, *inland]).buffer(_TOUCH_KM, quad_segs=1)


def _runs(
    ring: NDArray[np.float64], plane: Plane, beside: BaseGeometry, strip_km: float
) -> Iterator[NDArray[np.float64]]:
    """Yield the stretches of a ring beside that ground, in degrees; open ones shorter than the strip are noise."""
    flat = plane.flat(ring)
    length = np.hypot(*np.diff(flat, axis=0).T)
    pieces = np.maximum(1, np.ceil(length / _STEP_KM)).astype(np.int64)
    share = np.concatenate([np.arange(count) / count for count in pieces])
    at = np.repeat(np.arange(len(pieces)), pieces)
    along = (ring[at + 1] - ring[at]) * share[:, None] + ring[at]
    touching = shapely.intersects_xy(beside, *plane.flat(along).T)
    if touching.all():
        yield ring
        return
    if not touching.any():
        return
    first = _behind_the_longest_gap(touching, np.repeat(length / pieces, pieces))
    along, touching, corner = (np.roll(each, -first, axis=0) for each in (along, touching, share == 0))
    edges = np.diff(np.concatenate([[False], touching]).astype(np.int8))
    for start, end in zip(np.flatnonzero(edges == 1), np.flatnonzero(edges == -1), strict=True):
        kept = corner[start:end]
        kept[[0, -1]] = True
        run = along[start:end][kept]
        if len(run) > 1 and np.hypot(*np.diff(plane.flat(run), axis=0).T).sum() >= strip_km:
            yield run


def _behind_the_longest_gap(touching: NDArray[np.bool_], length: NDArray[np.float64]) -> int:
    """Return where contact begins behind the longest stretch without it; *length* is up to the next place."""
    starts = np.flatnonzero(touching & ~np.roll(touching, 1))
    free = np.concatenate([[0.0], np.cumsum(np.where(touching, 0.0, length))])
    gaps = np.diff(free[starts], prepend=free[starts[-1]] - free[-1])
    return int(starts[gaps.argmax()])
