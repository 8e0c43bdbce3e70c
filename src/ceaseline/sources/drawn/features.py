"""From the bytes of a drawing to its features, and to a reading in which none is lost."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date
from typing import Any

import attrs
import dataframely as dy
import numpy as np
import polars as pl
import shapely
from shapely.geometry import mapping
from shapely.geometry.base import BaseGeometry

from ceaseline.captures import Capture
from ceaseline.errors import FileRefused, FormError
from ceaseline.places.drawing import Drawing, Feature, drawing
from ceaseline.sources.cells import set_aside
from ceaseline.sources.observing.form import Area
from ceaseline.sources.protocol import Reading

_DAY = re.compile(r"(?<![0-9])([0-9]{4})[-_.]?([01][0-9])[-_.]?([0-3][0-9])(?![0-9]{3})")
_YEARS = range(1900, 2200)
_SHOWN = 100  # characters of a value
_HALF_TURN = 180  # degrees between two corners: the drawing crosses the line of the date

Wrong = tuple[str, str, str, str]
"""Field, what stands there, the rule it breaks, and the mend."""


@attrs.frozen
class Said:
    """What became of one feature.

    Attributes:
        row: of the table, without what every row of the source has; None where there is none.
        wrong: why it is set aside; None where it is not.
    """

    row: Mapping[str, Any] | None = None
    wrong: Wrong | None = None


def opened(capture: Capture, allowed: frozenset[str]) -> Drawing:
    """Return what a capture draws.

    Raises:
        FileRefused: no GeoJSON, too large, or in another projection.
    """
    with capture.open() as stream:
        raw = stream.read()
    try:
        return drawing(raw, capture.name, allowed)
    except FormError as error:
        raise FileRefused(str(error)) from None


def reading(
    capture: Capture,
    features: Sequence[Feature],
    say: Callable[[Feature], Said],
    *,
    schema: type[dy.Schema],
    always: Mapping[str, Any],
    notes: Callable[[pl.DataFrame], Sequence[str]],
    merge: Callable[[list[dict[str, Any]]], list[dict[str, Any]]] = lambda rows: rows,
) -> Reading:
    """Return a row for each feature that gives one, and set aside those with something wrong.

    Args:
        capture: the file.
        features: its features.
        say: reads one; one that gives neither row nor fault is passed over.
        schema: of the rows.
        always: what every row of the source has.
        notes: says of the rows what a careful reader should know.
        merge: joins rows that belong together; those that go into another are passed over.
    """
    rows, asides = [], []
    for feature in features:
        said = say(feature)
        if said.row is not None:
            rows.append({"line": feature.number, "capture_id": capture.capture_id, **always, **said.row})
        if said.wrong is not None:
            asides.append(_aside(feature, said.wrong))
    merged = merge(rows)
    empty = schema.create_empty()
    kept = [{name: row[name] for name in empty.columns} for row in merged]
    table = pl.DataFrame(kept, schema=empty.schema)
    return Reading(
        rows=table,
        set_aside=set_aside(asides, source=capture.source, capture_id=capture.capture_id, file=capture.name),
        seen=len(features),
        skipped=len(features) - len(merged) - len(asides),
        header=("properties",),
        notes=tuple(notes(table)),
    )


def collection(features: Iterable[tuple[Mapping[str, Any], BaseGeometry]], **about: Any) -> bytes:
    """Return features as a GeoJSON FeatureCollection, places to the last digit.

    Args:
        features: each with its properties and its shape, WGS 84 degrees.
        about: members of the whole file beside its features.
    """
    told = [
        {"type": "Feature", "properties": dict(properties), "geometry": mapping(shape)}
        for properties, shape in features
    ]
    return json.dumps({"type": "FeatureCollection", **about, "features": told}, ensure_ascii=False).encode()


def day_of(text: object) -> date | None:
    """Return the first day that a text names, as 2031-05-01, 2031_05_01 or 20310501; None where it names none.

    Examples:
        >>> day_of("held_20310501.geojson"), day_of("1527-01-01")
        (datetime.date(2031, 5, 1), None)
    """
    for year, month, day in _DAY.findall(str(text)):
        try:
            found = date(int(year), int(month), int(day))
        except ValueError:
            continue
        if found.year in _YEARS:
            return found
    return None


def misplaced(shape: BaseGeometry, area: Area | None) -> Wrong | None:
    """Return what is wrong with where a shape lies: at 0, 0, across the line of the date, swapped, or outside."""
    places = shapely.get_coordinates(shape)
    steps = np.abs(np.diff(places[:, 0]))
    shown = f"{places[0, 0]:g}, {places[0, 1]:g}"
    if (places == 0).all(axis=1).any():
        return "geometry", "0, 0", "place-zero", "0, 0 lies in the sea off Africa; take that corner out"
    if (steps > _HALF_TURN).any() and shapely.get_num_geometries(shape) == 1:
        return "geometry", shown, "across-the-date", "cut it in two at 180 degrees, as RFC 7946 asks"
    if area is None or shapely.intersects(shape, _box(area)):
        return None
    swapped = shapely.transform(shape, lambda at: at[:, ::-1])
    if shapely.intersects(swapped, _box(area)):
        return "geometry", shown, "place-swapped", "longitude and latitude are the other way round; swap them"
    return (
        "geometry",
        shown,
        "place-outside",
        "it lies outside area: in sources.yaml; correct it, or widen the area",
    )


def _box(area: Area) -> BaseGeometry:
    if area.west <= area.east:
        return shapely.box(area.west, area.south, area.east, area.north)
    return shapely.union(
        shapely.box(area.west, area.south, 180, area.north), shapely.box(-180, area.south, area.east, area.north)
    )


def _aside(feature: Feature, wrong: Wrong) -> pl.DataFrame:
    field, value, rule, mend = wrong
    said = json.dumps(dict(feature.properties), ensure_ascii=False)
    cells = json.dumps([said], ensure_ascii=False)
    row = {
        "line": feature.number,
        "field": field,
        "value": value[:_SHOWN],
        "rule": rule,
        "mend": mend,
        "row": cells,
    }
    return pl.DataFrame([row], schema_overrides={"line": pl.Int64})
