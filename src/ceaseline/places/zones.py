"""A zone as somebody drew it: GeoJSON in, a checked geometry out."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import datetime
from math import isfinite
from typing import Any

import attrs
import shapely
from shapely.geometry.base import BaseGeometry

from ceaseline.errors import FormError, Problem

MAX_BYTES = 20_000_000
MAX_POINTS = 1_000_000
MAX_FEATURES = 10_000
_KINDS = {"Polygon": 2, "MultiPolygon": 3, "Point": 0, "MultiPoint": 1, "LineString": 1, "MultiLineString": 2}
_AREAS = frozenset({"Polygon", "MultiPolygon", "Point", "MultiPoint"})
_LINES = frozenset({"LineString", "MultiLineString"})


@attrs.frozen
class Zone:
    """An area, or points to draw circles around, in WGS 84 degrees.

    Attributes:
        name: as the terms call it.
        shape: polygons, with holes or without, or points.
        start: from when it holds, UTC; None where it always did.
        end: until when; None where no end was stated.
    """

    name: str
    shape: BaseGeometry
    start: datetime | None = None
    end: datetime | None = None

    def holds(self, at: datetime) -> bool:
        """Tell whether it holds at a moment, UTC; it does from its start up to but not including its end."""
        return (self.start is None or self.start <= at) and (self.end is None or at < self.end)


def parse_zone(
    raw: bytes, file: str, name: str, start: datetime | None = None, end: datetime | None = None
) -> Zone:
    """Return the zone that a GeoJSON file draws.

    Args:
        raw: a Feature, a FeatureCollection or a geometry, with polygons or points, longitude first.
        file: its name, for errors.
        name: as the terms call it.
        start: from when it holds, UTC.
        end: until when, UTC.

    Raises:
        FormError: not GeoJSON, too large, a place off the earth, or a polygon that crosses itself; all problems of
            all features are listed.

    Examples:
        >>> square = b'{"type": "Polygon", "coordinates": [[[30, 50], [31, 50], [31, 51], [30, 51], [30, 50]]]}'
        >>> parse_zone(square, "zone.geojson", "north").shape.area
        1.0
    """
    return Zone(name, _drawn(raw, file, _AREAS), start, end)


def parse_line(raw: bytes, file: str) -> BaseGeometry:
    """Return the line that a GeoJSON file draws, as :func:`parse_zone` does a zone.

    Raises:
        FormError: as for a zone.
    """
    return _drawn(raw, file, _LINES)


def _drawn(raw: bytes, file: str, allowed: frozenset[str]) -> BaseGeometry:
    geometries = _geometries(_loaded(raw, file), file)
    problems, shapes, points = [], [], 0
    for number, geometry in enumerate(geometries):
        where = f"features[{number}]"
        problem = _wrong_geometry(geometry, allowed)
        if problem is None:
            points += sum(1 for _ in _positions(geometry["coordinates"]))
            problem = ("has too many points", "simplify it") if points > MAX_POINTS else None
        shape = None if problem else _shape(geometry)
        problem = problem or _wrong_shape(shape)
        if problem is not None:
            problems.append(Problem(where, None, None, *problem))
        elif shape is not None:
            shapes.append(shape)
    if problems:
        raise FormError(file, problems)
    return shapely.union_all(shapes)


def _loaded(raw: bytes, file: str) -> Any:
    if len(raw) > MAX_BYTES:
        what, mend = f"is larger than {MAX_BYTES:,} bytes", "simplify it, or take out what is not needed"
        raise FormError(file, [Problem("the file", None, None, what, mend)])
    try:
        return json.loads(raw)
    except (ValueError, RecursionError) as error:
        line = getattr(error, "lineno", None)
        problem = Problem("the file", line, None, "is not JSON", "export it again as GeoJSON")
        raise FormError(file, [problem]) from None


def _geometries(data: Any, file: str) -> list[Any]:
    kind = data.get("type") if isinstance(data, dict) else None
    if kind == "FeatureCollection":
        features = data.get("features")
        found = [each.get("geometry") for each in features if isinstance(each, dict)] if _is_list(features) else []
    elif kind == "Feature":
        found = [data.get("geometry")]
    else:
        found = [data]
    if not 0 < len(found) <= MAX_FEATURES:
        what = f"has {len(found):,} features"
        raise FormError(file, [Problem("the file", None, None, what, f"draw 1 to {MAX_FEATURES:,}")])
    return found


def _is_list(value: Any) -> bool:
    return isinstance(value, list)


_Wrong = tuple[str, str]


def _wrong_geometry(geometry: Any, allowed: frozenset[str]) -> _Wrong | None:
    kind = geometry.get("type") if isinstance(geometry, dict) else None
    if not isinstance(kind, str) or kind not in allowed:
        return "is no geometry that is wanted here", f"draw {', '.join(sorted(allowed))}"
    coordinates = geometry.get("coordinates")
    if _depth(coordinates) != _KINDS[kind] + 1:
        return f"has coordinates that are none of a {kind}", "export it again as GeoJSON"
    for position in _positions(coordinates):
        numbers = len(position) >= 2 and all(_is_number(value) for value in position[:2])
        if not numbers or not (-180 <= position[0] <= 180 and -90 <= position[1] <= 90):
            what = f"has a place that is not on the earth: {position!r:.60}"
            return what, "longitude first, then latitude, WGS 84"
    return None


def _is_number(value: Any) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool) and isfinite(value)


def _depth(coordinates: Any, deepest: int = 5) -> int:
    """Return how deep the lists lie; 0 where they are not of one depth, empty, or deeper than any geometry."""
    if not isinstance(coordinates, list) or not coordinates or deepest == 0:
        return 0
    if not isinstance(coordinates[0], list):
        return 1
    depths = {_depth(each, deepest - 1) for each in coordinates}
    return 1 + depths.pop() if len(depths) == 1 and 0 not in depths else 0


def _positions(coordinates: list[Any]) -> Iterator[list[Any]]:
    if not isinstance(coordinates[0], list):
        yield coordinates
        return
    for each in coordinates:
        yield from _positions(each)


def _shape(geometry: dict[str, Any]) -> BaseGeometry | None:
    try:
        return shapely.force_2d(shapely.geometry.shape(geometry))
    except (shapely.errors.GEOSException, ValueError):  # a ring of fewer than four places
        return None


def _wrong_shape(shape: BaseGeometry | None) -> _Wrong | None:
    if shape is None or shape.is_empty:
        return "has a ring or a line of too few places", "draw it again"
    if not shape.is_valid:
        what = f"crosses or touches itself: {shapely.is_valid_reason(shape)}"
        return what, "open it in a map editor and mend it at that place (longitude, latitude); nothing is guessed"
    return None
