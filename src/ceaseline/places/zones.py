"""A zone as somebody drew it: GeoJSON in, a checked geometry out."""

from __future__ import annotations

from datetime import datetime

import attrs
import shapely
from shapely.geometry.base import BaseGeometry

from ceaseline.errors import FormError, Problem
from ceaseline.places.drawing import AREAS, LINES, POINTS, drawing


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
    return Zone(name, _drawn(raw, file, AREAS | POINTS), start, end)


def parse_line(raw: bytes, file: str) -> BaseGeometry:
    """Return the line that a GeoJSON file draws, as :func:`parse_zone` does a zone.

    Raises:
        FormError: as for a zone.
    """
    return _drawn(raw, file, LINES)


def _drawn(raw: bytes, file: str, allowed: frozenset[str]) -> BaseGeometry:
    features = drawing(raw, file, allowed).features
    wrong = [(feature, feature.wrong or _crossing(feature.shape)) for feature in features]
    problems = [Problem(f"features[{each.number - 1}]", None, None, *what) for each, what in wrong if what]
    if problems:
        raise FormError(file, problems)
    return shapely.union_all([feature.shape for feature in features])


def _crossing(shape: BaseGeometry | None) -> tuple[str, str] | None:
    if shape is None or shape.is_valid:
        return None
    what = f"crosses or touches itself: {shapely.is_valid_reason(shape)}"
    return what, "open it in a map editor and mend it at that place (longitude, latitude); nothing is guessed"
