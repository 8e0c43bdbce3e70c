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
_FINE_DEG = 0.05  # edges are straight in degrees; laid flat, longer ones would cut corners by more than a metre
_NEAR = 4.0  # times the strip: ground further off cannot change where the outline runs beside it


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
    west, south, east, north = area.bounds
    plane = Plane(round((west + east) / 2), round((south + north) / 2))  # the same on all days of one author
    drawn, land = (plane.shape(shapely.segmentize(shape, _FINE_DEG)) for shape in (area, ground.land))
    sides = _sides(drawn, land, ground.strip_km)
    return shapely.MultiLineString([part for ring in rings for part in _runs(ring, plane, sides)])


@attrs.frozen
class _Sides:
    """What lies beside an area, in kilometres: ground that is wide enough, and the outline of the land."""

    beside: BaseGeometry
    border: BaseGeometry
    strip_km: float


def _rings(area: BaseGeometry) -> Iterator[BaseGeometry]:
    """Yield the rings of polygons, the largest polygon first, each with its inside on the left."""
    parts = [part for part in shapely.get_parts(area) if part.geom_type == "Polygon"]
    for part in sorted(parts, key=lambda part: (-part.area, part.bounds)):
        walked = shapely.orient_polygons(part)
        yield walked.exterior
        yield from walked.interiors


def _sides(area: BaseGeometry, land: BaseGeometry, strip_km: float) -> _Sides:
    """Return the ground beside an area without slivers along the outline of the land."""
    area, land = shapely.make_valid(area), shapely.make_valid(land)
    outline = area.boundary.simplify(strip_km / 4)  # it only says what is near
    rest = land.intersection(outline.buffer(_NEAR * strip_km, quad_segs=1)).difference(area)
    wide = rest.buffer(-strip_km / 2, quad_segs=4).buffer(strip_km / 2 + _TOUCH_KM, quad_segs=4)
    border = land.boundary
    shapely.prepare(border)
    narrow = shapely.get_parts(rest.difference(wide))
    inland = narrow[~shapely.dwithin(narrow, border, _TOUCH_KM)]
    beside = shapely.union_all([wide, *inland]).buffer(_TOUCH_KM, quad_segs=1)
    shapely.prepare(beside)
    return _Sides(beside, border, strip_km)


def _runs(ring: NDArray[np.float64], plane: Plane, sides: _Sides) -> Iterator[NDArray[np.float64]]:
    """Yield the stretches of a ring beside that ground, in degrees."""
    flat = plane.flat(ring)
    length = np.hypot(*np.diff(flat, axis=0).T)
    pieces = np.maximum(1, np.ceil(length / _STEP_KM)).astype(np.int64)
    share = np.concatenate([np.arange(count) / count for count in pieces])
    at = np.repeat(np.arange(len(pieces)), pieces)
    places = (ring[at + 1] - ring[at]) * share[:, None] + ring[at]
    along = plane.flat(places)
    touching = shapely.intersects_xy(sides.beside, *along.T)
    if touching.all():
        yield ring
        return
    if not touching.any():
        return
    turn = _into_the_longest_gap(touching, np.repeat(length / pieces, pieces))
    places, along = np.roll(places, -turn, axis=0), np.roll(along, -turn, axis=0)
    touching, corner = np.roll(touching, -turn), np.roll(share == 0, -turn)
    edges = np.diff(np.concatenate([[False], touching, [False]]).astype(np.int8))
    for start, stop in zip(np.flatnonzero(edges == 1), np.flatnonzero(edges == -1), strict=True):
        first = _to_the_border(along, touching, int(start), -1, sides)
        last = _to_the_border(along, touching, int(stop) - 1, 1, sides)
        if last > first:
            kept = corner[first : last + 1].copy()
            kept[[0, -1]] = True
            yield places[first : last + 1][kept]


def _into_the_longest_gap(touching: NDArray[np.bool_], length: NDArray[np.float64]) -> int:
    """Return a place in the middle of the longest stretch without contact; *length* is up to the next place."""
    count = len(touching)
    starts = np.flatnonzero(touching & ~np.roll(touching, 1))
    free = np.concatenate([[0.0], np.cumsum(np.where(touching, 0.0, length))])
    gaps = np.diff(free[starts], prepend=free[starts[-1]] - free[-1])
    longest = int(gaps.argmax())
    before = (starts[longest] - starts[longest - 1]) % count or count
    held = int(touching[(starts[longest - 1] + np.arange(before)) % count].sum())
    return int(starts[longest] - (before - held) // 2) % count


def _to_the_border(
    along: NDArray[np.float64], touching: NDArray[np.bool_], place: int, step: int, sides: _Sides
) -> int:
    """Follow a ring on from the end of a stretch while it comes nearer to the border, the strip's width at most.

    Where a front meets the border, the ground between the two is a wedge whose tip is always narrow.
    """
    distance = shapely.distance(sides.border, shapely.Point(along[place]))
    for _ in range(round(sides.strip_km / _STEP_KM)):
        onward = place + step
        if not 0 <= onward < len(along) or touching[onward]:
            break
        nearer = shapely.distance(sides.border, shapely.Point(along[onward]))
        if nearer > distance - _TOUCH_KM:
            break
        place, distance = onward, nearer
    return place
