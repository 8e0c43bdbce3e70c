"""Few records of few sources, attributed: named arguments, with defaults for the rest."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import polars as pl

from ceaseline.attribution import Attributed, attribute
from ceaseline.tables import Directions, Incidents, Members, Observations, Sources
from trial_world import BOTH, filled

Row = Mapping[str, Any]
THREE = ("A", "B", "C")
INTERESTS = [
    {"source": "monitor", "role": "monitor"},
    {"source": "other-monitor", "role": "monitor"},
    {"source": "press", "role": "press"},
    {"source": "radio", "role": "instrument"},
    {"source": "of-a", "role": "party", "party": "A"},
    {"source": "of-b", "role": "party", "party": "B"},
    {"source": "of-c", "role": "party", "party": "C"},
]


def asked(
    *records: Row,
    sources: Sequence[Row] = INTERESTS,
    parties: Sequence[str] = BOTH,
    toward: float | None = None,
    **more: Any,
) -> Attributed:
    """Attribute incidents; a record names its ``incident`` and ``source``."""
    rows = [{"observation_id": f"o{k}", **record} for k, record in enumerate(records)]
    told = pl.DataFrame(rows, infer_schema_length=None)
    ids = pl.DataFrame({"incident_id": told["incident"].unique().sort()}).with_columns(observations=9, groups=9)
    ways = None
    if toward is not None:
        shape = {"author": "x", "between": "A/B", "arc_deg": 90.0, "distance_km": 0.0}
        sides = [{"party": p, "toward_deg": (toward + 180 * k) % 360, **shape} for k, p in enumerate(BOTH)]
        ways = filled(Directions, ids.select("incident_id").join(pl.DataFrame(sides), how="cross"))
    grouped = pl.DataFrame([{"group": s["source"], "party": None, **s} for s in sources], infer_schema_length=None)
    return attribute(
        filled(Incidents, ids),
        filled(Members, told.select("observation_id", incident_id="incident", probability=1.0)),
        filled(Observations, told.drop("incident")),
        filled(Sources, grouped),
        parties=parties,
        lines=ways,
        **more,
    )


def chance(got: Attributed, hypothesis: str, incident: str = "i") -> float:
    row = got.attributions.filter(pl.col("incident_id") == incident, pl.col("hypothesis") == hypothesis)
    return float(row["probability"].item())


def claim(source: str, accused: str | None, incident: str = "i", **more: Any) -> Row:
    return {"incident": incident, "source": source, "accused": accused, "phenomenon": "explosion", **more}
