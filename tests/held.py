"""Records held against clauses at once: fused, told, and found, with the chances of places given or worked out."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import dataframely as dy
from shapely.geometry.base import BaseGeometry

from builders import flat, observation, observations, source_rows
from ceaseline.assessment import find, tellers
from ceaseline.fusion import fuse
from ceaseline.pipeline.locating import locate
from ceaseline.tables import Findings, Incidents, Sources

POSTS: dict[str, Mapping[str, Any]] = {
    "posts": {},
    "patrol": {},
    "camera": {"role": "instrument"},
    "drone": {"role": "instrument"},
    "press": {"role": "press"},
    "north": {"role": "party", "party": "A"},
    "south": {"role": "party", "party": "B"},
}
SOURCES = source_rows(**POSTS)
VALLEY = {"zones": {"valley": {"file": "valley.geojson"}}}


def shot(name: str = "p1", **changes: Any) -> dict[str, Any]:
    return observation(**{"phenomenon": "shot", "observation_id": name, **changes})


def held(
    rows: Sequence[Mapping[str, Any]],
    *clauses: Mapping[str, Any],
    drawn: BaseGeometry | None = None,
    sources: dy.DataFrame[Sources] = SOURCES,
    **changes: Any,
) -> tuple[dy.DataFrame[Incidents], dy.DataFrame[Findings]]:
    """Return incidents and findings; *drawn* is the valley for all sides, *changes* are more of the terms."""
    seen = observations(*rows)
    fused = fuse(seen, sources)
    told = tellers(fused.incidents, fused.members, seen, sources)
    table = flat(*clauses, **VALLEY, **changes)
    places = {
        (clause_id, obligor): {"": drawn}
        for clause_id, obligor, scope in table.select("clause_id", "obligor", "scope").unique().iter_rows()
        if drawn is not None and scope == "valley"
    }
    return fused.incidents, find(fused.incidents, told, table, locate(fused.incidents, places))
