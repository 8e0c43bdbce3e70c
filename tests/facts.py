"""A small case folder with exactly the facts of a situation, and the same with its parties exchanged."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from datetime import datetime
from pathlib import Path
from typing import Any

import polars as pl

import ceaseline as cl
from builders import terms_text
from ceaseline.case import Case
from ceaseline.pipeline import Outcome
from ceaseline.store import decide

VALLEY = {"type": "Polygon", "coordinates": [[[34, 12], [35, 12], [35, 13], [34, 13], [34, 12]]]}
# two kilometres across, with a post in its middle that hears shelling from all of it
RIDGE = {
    "type": "Polygon",
    "coordinates": [[[34.49, 12.49], [34.51, 12.49], [34.51, 12.51], [34.49, 12.51], [34.49, 12.49]]],
}
TWO: Mapping[str, str | None] = {"R. One": "Mission", "R. Two": "Panel"}
ZONES = {"zones": {"valley": {"file": "valley.geojson"}, "ridge": {"file": "ridge.geojson"}}}


def case_of(
    folder: Path, *clauses: Mapping[str, Any], sources: str, inbox: Mapping[str, str], settings: str = ""
) -> Case:
    """Return a case in a new folder, with the valley and the ridge drawn; *sources* are entries, one a line."""
    (folder / "inbox").mkdir(parents=True)
    files = {
        "case.toml": f'[case]\nname = "A situation"\n{settings}',
        "terms.yaml": terms_text(*clauses, **ZONES),
        "sources.yaml": "sources:\n" + sources,
        "valley.geojson": json.dumps(VALLEY),
        "ridge.geojson": json.dumps(RIDGE),
        **{f"inbox/{name}": text for name, text in inbox.items()},
    }
    for name, text in files.items():
        (folder / name).write_text(text, "utf-8")
    return cl.open(folder)


def exchanged(text: str) -> str:
    """Exchange the parties, by code and by name, wherever they stand as words of their own."""
    other = {"A": "B", "B": "A", "North": "South", "South": "North"}
    return re.sub(r"\b(A|B|North|South)\b", lambda found: other[found[0]], text)


def answers(outcome: Outcome, clause_id: str = "no-fire") -> dict[tuple[str, str], tuple[str, int | None]]:
    """Return verdict and number of a clause, by obligor and clock."""
    rows = outcome.verdicts.filter(pl.col("clause_id") == clause_id)
    told = rows.select("obligor", "clock", "verdict", "recorded").rows()
    return {(obligor, clock): (verdict, count) for obligor, clock, verdict, count in told}


def mirrored(told: Mapping[tuple[str, str], tuple[str, int | None]]) -> dict[tuple[str, str], Any]:
    """Return answers with the parties' codes exchanged, in keys alone."""
    return {(exchanged(obligor), exchanged(clock)): value for (obligor, clock), value in told.items()}


def rule(case: Case, side: str, *, now: datetime) -> None:
    """Let two people determine of every incident there is that it is one side's."""
    for incident in case.run(now=now).incidents["incident_id"]:
        determine(case, incident, side, now=now)


def determine(case: Case, incident: str, side: str, *, now: datetime, of: Mapping[str, str | None] = TWO) -> None:
    """Let people determine whose an incident is; *of* says of which organisation each of them is."""
    for who, affiliation in of.items():
        told: dict[str, Any] = {"reviewer": who, "affiliation": affiliation, "as_of": now, "now": now}
        decide(case.evidence, about=incident, outcome=side, reason="Seen.", **told)
