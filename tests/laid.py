"""Lines, assets and places of clauses, laid out into sectors."""

from __future__ import annotations

from datetime import date
from typing import Any

import shapely
from shapely.geometry.base import BaseGeometry

from builders import CAPTURE, clause, flat, source_rows
from ceaseline.pipeline.sectors import Layout, laid_out
from ceaseline.tables import Assets, Lines, from_rows

NORTHWARD = shapely.LineString([(34.0, 12.0), (34.0, 12.54)])  # 59.7 km
ELSEWHERE = shapely.LineString([(36.0, 12.0), (36.0, 12.2)])  # 22.1 km
TOWN = shapely.box(34.4, 12.4, 34.6, 12.6)
SOURCES = {"drawer": {}, "ministry": {"role": "party", "party": "A"}}
EVERYWHERE = clause()
IN_TOWN = clause(id="in-town", where={"zone": "town"})
ZONES: Any = {"zones": {"town": {"kind": "demilitarised", "file": "town.geojson"}}}


def line(shape: BaseGeometry = NORTHWARD, **changes: Any) -> dict[str, Any]:
    usual = {"author": "R. Drawer", "day": date(2031, 5, 1), "left": "A", "right": "B", "source": "drawer"}
    drawn = {"capture_id": CAPTURE, "line": 1, "geometry": shapely.to_wkb(shape), "error_km": 1.0, "scale_km": 0.0}
    return {**usual, **drawn, "length_km": 1.0, "schematic": False, "may_republish": False, **changes}


def asset(name: str = "p1", **changes: Any) -> dict[str, Any]:
    usual = {"asset": name, "kind": "post", "lon": 34.0, "lat": 12.1, "source": "drawer"}
    return {**usual, "capture_id": CAPTURE, "line": 2, **changes}


def laid(
    *entries: dict[str, Any],
    lines: Any = (),
    assets: Any = (),
    drawn: Any = None,
    places: Any = None,
    sector_km: float = 25.0,
    sources: Any = None,
    **forms: Any,
) -> Layout:
    return laid_out(
        flat(*(entries or [EVERYWHERE]), **forms),
        from_rows(Lines, list(lines)),
        from_rows(Assets, list(assets)),
        source_rows(**(sources or SOURCES)),
        drawn=drawn or {},
        places=places or {},
        sector_km=sector_km,
    )
