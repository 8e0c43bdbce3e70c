"""The tables of a report that tell of places, as GeoJSON: coarse cells and what was counted in them."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

from ceaseline.publishing.report.messages import messages
from ceaseline.publishing.report.model import Report, Table
from ceaseline.publishing.report.writing.masthead import banners
from ceaseline.publishing.report.writing.tables import all_ids, exact, named_tables

_EDGES = ("west", "south", "east", "north")
_DIGITS = 4  # of a degree: eleven metres, for edges of cells kilometres wide


def to_geojson(report: Report) -> bytes:
    """Return the cells of all tables that have them as one collection of features (RFC 7946).

    A row whose place is held back is a feature without geometry, so that the counts still add up. ``hxl`` beside
    the features has the HXL tag of each property.
    """
    tables = [(name, table) for name, table in named_tables(report) if _has_cells(table)]
    collection = {
        "type": "FeatureCollection",
        "report": report.masthead.number,
        "banners": list(banners(report.masthead, messages(report.masthead.languages[0]))),
        "hxl": _tags([table for _, table in tables]),
        "features": [feature for name, table in tables for feature in _features(name, table)],
    }
    return json.dumps(collection, ensure_ascii=False, indent=1).encode()


def _has_cells(table: Table) -> bool:
    return {column.key for column in table.columns}.issuperset(_EDGES)


def _features(name: str, table: Table) -> Iterator[dict[str, Any]]:
    for row in table.rows:
        values = {column.key: exact(cell.value) for column, cell in zip(table.columns, row, strict=True)}
        geometry = _cell([values.pop(edge) for edge in _EDGES])
        why = {
            column.key: cell.why_not
            for column, cell in zip(table.columns, row, strict=True)
            if cell.why_not and column.key not in _EDGES
        }
        yield {
            "type": "Feature",
            "geometry": geometry,
            "properties": {"table": name, **values, **({"why_not": why} if why else {}), "ids": all_ids(row)},
        }


def _cell(edges: list[str | int | float | None]) -> dict[str, Any] | None:
    known = [round(float(edge), _DIGITS) for edge in edges if isinstance(edge, int | float)]
    if len(known) < len(_EDGES):
        return None
    west, south, east, north = known
    ring = [[west, south], [east, south], [east, north], [west, north], [west, south]]
    return {"type": "Polygon", "coordinates": [ring]}


def _tags(tables: list[Table]) -> dict[str, str]:
    columns = (column for table in tables for column in table.columns)
    return {column.key: column.hxl for column in columns if column.hxl and column.key not in _EDGES}
