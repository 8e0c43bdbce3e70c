"""Lines and incidents for maps, in an invented place."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

import dataframely as dy
import shapely

from builders import CAPTURE, at
from ceaseline.tables import Incidents, Lines, from_rows

FRONT = shapely.LineString([(30.0, 50.0), (30.4, 50.2), (30.9, 50.1)])


def line(**changes: Any) -> dict[str, Any]:
    usual = {
        "author": "Institute",
        "day": date(2031, 5, 10),
        "left": "A",
        "right": "B",
        "source": "fronts",
        "capture_id": CAPTURE,
        "line": 1,
        "geometry": shapely.to_wkb(FRONT),
        "error_km": 5.0,
        "length_km": 70.0,
        "scale_km": 1.0,
        "schematic": False,
        "licence": "CC0-1.0",
        "may_republish": True,
    }
    return {**usual, **changes}


def lines(*rows: dict[str, Any]) -> dy.DataFrame[Lines]:
    return from_rows(Lines, list(rows))


def incident(number: int, lon: float | None = 30.4, lat: float | None = 50.2, **changes: Any) -> dict[str, Any]:
    when: datetime = at("2031-05-10 12:00")
    usual = {
        "incident_id": f"i{number}",
        "phenomenon": "explosion",
        "earliest": when,
        "latest": when,
        "lon": lon,
        "lat": lat,
        "radius_m": None if lon is None else 500.0,
        "observations": 1,
        "groups": 1,
    }
    empty = dict.fromkeys(Incidents.column_names())
    return {**empty, **usual, **changes}


def incidents(*rows: dict[str, Any]) -> dy.DataFrame[Incidents]:
    return from_rows(Incidents, list(rows))
