"""GeoJSON that somebody drew: features with their geometry checked, or in words what is wrong with it."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from math import isfinite
from typing import Any

import attrs
import shapely
from shapely.geometry.base import BaseGeometry

from ceaseline.errors import FormError, Problem

MAX_BYTES = 20_000_000
MAX_POINTS = 1_000_000
MAX_FEATURES = 10_000
AREAS = frozenset({"Polygon", "MultiPolygon"})
LINES = frozenset({"LineString", "MultiLineString"})
POINTS = frozenset({"Point", "MultiPoint"})
_MOST_NUMBERS = 4  # longitude, latitude, height, and what some programs add
_LARGEST = 10**9  # whole numbers have no end in JSON
_DEPTHS = {"Polygon": 2, "MultiPolygon": 3, "Point": 0, "MultiPoint": 1, "LineString": 1, "MultiLineString": 2}
# what old files call WGS 84 degrees; RFC 7946 has no such member any more
_DEGREES = ("CRS84", "EPSG::4326", "EPSG:4326")


@attrs.frozen
class Feature:
    """One feature.

    Attributes:
        number: its place in the file, from 1.
        properties: what is said of it.
        kind: type of its geometry, empty where it has none.
        shape: in WGS 84 degrees, two-dimensional; None where something is wrong.
        wrong: what is wrong, and the mend.
    """

    number: int
    properties: Mapping[str, Any]
    kind: str
    shape: BaseGeometry | None
    wrong: tuple[str, str] | None


@attrs.frozen
class Drawing:
    """A GeoJSON file.

    Attributes:
        about: members of the whole file beside its features.
        features: in their order.
    """

    about: Mapping[str, Any]
    features: tuple[Feature, ...]


def drawing(raw: bytes, file: str, allowed: frozenset[str]) -> Drawing:
    """Return what a GeoJSON file draws: a FeatureCollection, a Feature, a geometry, or one inside ``map``.

    Args:
        raw: its bytes.
        file: its name, for errors.
        allowed: types of geometry that are wanted; others are features with something wrong.

    Raises:
        FormError: not GeoJSON, too large, or in another projection than WGS 84 degrees.

    Examples:
        >>> one = drawing(b'{"type": "Point", "coordinates": [30, 95]}', "a.geojson", POINTS).features[0]
        >>> one.wrong
        ('has a place that is not on the earth: [30, 95]', 'longitude first, then latitude, WGS 84')
    """
    data = _loaded(raw, file)
    about = data if isinstance(data, dict) else {}
    if isinstance(about.get("map"), dict):  # a collection inside an envelope that says when
        data = about["map"]
    _refuse_other_projections(data, file)
    found = [_feature(number, each, allowed) for number, each in enumerate(_features(data, file), 1)]
    if sum(shapely.get_num_coordinates(each.shape) for each in found if each.shape is not None) > MAX_POINTS:
        raise _refused(file, f"has more than {MAX_POINTS:,} points", "simplify it")
    rest = {name: value for name, value in about.items() if name not in ("features", "map", "coordinates")}
    return Drawing(rest, tuple(found))


def _loaded(raw: bytes, file: str) -> Any:
    if len(raw) > MAX_BYTES:
        raise _refused(file, f"is larger than {MAX_BYTES:,} bytes", "simplify it, or take out what is not needed")
    try:
        text = raw.decode("utf-8-sig")
        data = json.loads(text)
    except UnicodeDecodeError:
        raise _refused(file, "is not UTF-8 text", "export it again as GeoJSON") from None
    except (ValueError, RecursionError) as error:
        line = getattr(error, "lineno", None)
        raise _refused(file, "is not JSON", "export it again as GeoJSON", line) from None
    return _whole_letters(data) if "\\ud" in text.lower() else data


def _whole_letters(data: Any) -> Any:
    """Return data with a mark in place of each half of a letter, which JSON can spell and nobody can write."""
    return json.loads(json.dumps(data, ensure_ascii=False).encode("utf-8", "replace"))


def _refused(file: str, what: str, mend: str, line: int | None = None) -> FormError:
    return FormError(file, [Problem("the file", line, None, what, mend)])


def _refuse_other_projections(data: Any, file: str) -> None:
    crs = data.get("crs") if isinstance(data, dict) else None
    if crs is not None and not any(name in json.dumps(crs) for name in _DEGREES):
        what = f"is in another projection: {json.dumps(crs):.60}"
        raise _refused(file, what, "export it in WGS 84 degrees (EPSG:4326)")


def _features(data: Any, file: str) -> list[Any]:
    kind = data.get("type") if isinstance(data, dict) else None
    if kind == "FeatureCollection":
        features = data.get("features")
        found = [each for each in features if isinstance(each, dict)] if isinstance(features, list) else []
    else:
        found = [data if kind == "Feature" else {"geometry": data}]
    if not 0 < len(found) <= MAX_FEATURES:
        raise _refused(file, f"has {len(found):,} features", f"draw 1 to {MAX_FEATURES:,}")
    return found


def _feature(number: int, feature: dict[str, Any], allowed: frozenset[str]) -> Feature:
    geometry, properties = feature.get("geometry"), feature.get("properties")
    kind = geometry.get("type") if isinstance(geometry, dict) else None
    wrong = _wrong_geometry(geometry, allowed)
    shape = _shape(geometry) if wrong is None and isinstance(geometry, dict) else None
    if wrong is None and (shape is None or shape.is_empty):
        wrong, shape = ("has a ring or a line of too few places", "draw it again"), None
    said = properties if isinstance(properties, dict) else {}
    return Feature(number, said, kind if isinstance(kind, str) else "", shape, wrong)


def _wrong_geometry(geometry: Any, allowed: frozenset[str]) -> tuple[str, str] | None:
    kind = geometry.get("type") if isinstance(geometry, dict) else None
    if not isinstance(kind, str) or kind not in allowed:
        return "is no geometry that is wanted here", f"draw {', '.join(sorted(allowed))}"
    coordinates = geometry.get("coordinates")
    if _depth(coordinates) != _DEPTHS[kind] + 1:
        return f"has coordinates that are none of a {kind}", "export it again as GeoJSON"
    for position in _positions(coordinates):
        numbers = 2 <= len(position) <= _MOST_NUMBERS and all(_is_number(value) for value in position)
        if not numbers or not (-180 <= position[0] <= 180 and -90 <= position[1] <= 90):
            what = f"has a place that is not on the earth: {position!r:.60}"
            return what, "longitude first, then latitude, WGS 84"
    return None


def _is_number(value: Any) -> bool:
    if isinstance(value, bool) or not isinstance(value, int | float):
        return False
    return abs(value) <= _LARGEST if isinstance(value, int) else isfinite(value)


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
