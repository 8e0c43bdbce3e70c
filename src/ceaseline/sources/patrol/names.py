"""Names of questions as exports write them, with the groups they stand in, and values as text."""

from __future__ import annotations

import math
import re
from collections.abc import Iterator, Mapping
from decimal import Decimal
from typing import Any

from ceaseline.errors import FileRefused
from ceaseline.sources.patrol.fields import COLUMNS

REPEATS = ("observation", "restriction")

_PLACES = {"observer_place": "observer", "event_place": "event"}
_PART = re.compile(r"(observer_place|event_place)[-_](latitude|longitude)$", re.IGNORECASE)
_POINT = re.compile(r"POINT *Z?M? *\(([-0-9.]+) ([-0-9.]+)")
_DEEPEST = 8  # groups within groups
_FIELDS = frozenset(COLUMNS)


def field(name: str) -> str | None:
    """Return the column a name stands for, None where it is none of ours; groups before it make no difference.

    Examples:
        >>> field("watch/asset"), field("watch-observer_place-Latitude"), field("SubmitterName")
        ('asset', 'observer_lat', None)
    """
    place = _PART.search(name)
    if place:
        return f"{_PLACES[place[1].lower()]}_{place[2].lower()[:3]}"
    last = re.split(r"[/-]", name)[-1]
    return last if last in _FIELDS else None


def answers(values: Mapping[str, Any], depth: int = 0) -> Iterator[tuple[str, str]]:
    """Yield the columns and cells in one object of JSON, through the groups it holds; repeats are passed over.

    Raises:
        FileRefused: groups lie deeper in each other than in any form.
    """
    if depth > _DEEPEST:
        raise FileRefused("Groups lie in groups more than 8 deep, as in no form. Mend: export it again.")
    for key, value in values.items():
        last = re.split(r"[/-]", key)[-1]
        if last in _PLACES:
            yield from _place(_PLACES[last], value)
        elif isinstance(value, Mapping):
            yield from answers(value, depth + 1)
        elif not isinstance(value, list) and (name := field(key)):
            yield name, text(value)


def repeats(values: Mapping[str, Any], name: str, depth: int = 0) -> list[Mapping[str, Any]]:
    """Return the objects of a repeat, whatever groups it stands in; none where it is not there."""
    for key, value in values.items():
        if isinstance(value, list) and re.split(r"[/-]", key)[-1] == name:
            return [each for each in value if isinstance(each, Mapping)]
        if isinstance(value, Mapping) and depth < _DEEPEST:
            found = repeats(value, name, depth + 1)
            if found:
                return found
    return []


def text(value: Any) -> str:
    """Return a value of JSON as people would write it.

    Examples:
        >>> text(3.0), text(True), text(None), text("fire")
        ('3', '1', '', 'fire')
    """
    if value is None:
        return ""
    if isinstance(value, bool):
        return str(int(value))
    if isinstance(value, float) and math.isfinite(value):
        return str(int(value)) if value.is_integer() and abs(value) < 1e15 else f"{Decimal(repr(value)):f}"
    return str(value).encode("utf-8", "replace").decode()


def _place(whose: str, value: Any) -> Iterator[tuple[str, str]]:
    """Yield latitude and longitude of a point: of GeoJSON, of WKT, or as ``lat lon altitude accuracy``."""
    if isinstance(value, Mapping):
        point = value.get("coordinates")
        parts = [text(part) for part in point[:2]] if isinstance(point, list) else []
        lon, lat = [*parts, "", ""][:2]
    elif isinstance(value, str) and (wkt := _POINT.match(value)):
        lon, lat = wkt[1], wkt[2]
    else:
        lat, lon = [*text(value).split(), "", ""][:2]
    yield f"{whose}_lat", lat
    yield f"{whose}_lon", lon
