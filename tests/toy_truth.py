"""A toy world for tests of scoring: what happened, what was recorded, and how it was put together."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from datetime import date, timedelta
from typing import Any

import polars as pl

from builders import CAPTURE, at, observation, observations
from ceaseline.scoring import Said, Truth
from ceaseline.tables import Attributions, Captures, Findings, Members, VerdictParts, Verdicts, from_rows
from ceaseline.tables.truth_incidents import TruthIncidents
from ceaseline.tables.truth_members import TruthMembers
from ceaseline.tables.truth_rates import TruthRates

LATER = "1" * 64  # a capture that comes after the others
MORNING = at("2031-05-10 08:00")


def happening(incident_id: str, **changes: Any) -> dict[str, Any]:
    """Return what happened: a shelling by A at eight o'clock, which broke a clause."""
    usual = {
        "incident_id": incident_id,
        "act": "mortar",
        "phenomenon": "shelling",
        "weapon": "mortar",
        "at": MORNING,
        "until": MORNING,
        "sector": "00",
        "lon": 34.5,
        "lat": 12.5,
        "hypothesis": "A",
        "acts_of": "A",
        "clause_id": "no-fire",
        "outcome": "violation",
        "count": 1,
        "unit": "acts",
        "answers": None,
    }
    return {**usual, **changes}


def innocent(incident_id: str, **changes: Any) -> dict[str, Any]:
    """Return what happened and was nobody's act against anybody: a blast in a quarry."""
    whose = {"act": "quarry", "phenomenon": "explosion", "weapon": None, "hypothesis": "not_hostile"}
    return happening(
        incident_id, **{"acts_of": None, "clause_id": None, "outcome": "not_violation", **whose, **changes}
    )


def finding(incident_id: str, **changes: Any) -> dict[str, Any]:
    usual = {
        "incident_id": incident_id,
        "clause_id": "no-fire",
        "clock": "A",
        "outcome": "violation",
        "probability": 1.0,
        "level": "observed",
        "attributed_to": "undetermined",
        "basis": "seen",
    }
    return {**usual, **changes}


def verdict(clause_id: str = "no-fire", obligor: str = "A", **changes: Any) -> dict[str, Any]:
    usual = {
        "clause_id": clause_id,
        "obligor": obligor,
        "scope": "everywhere",
        "clock": "A",
        "from": at("2031-05-10"),
        "until": at("2031-05-11"),
        "verdict": "cannot_tell",
        "proposed": "cannot_tell",
        "recorded": None,
        "estimated_low": None,
        "estimated_high": None,
        "watched_share": None,
        "signal": "none",
        "reason": "nobody knows",
        "as_of": None,
        "supersedes": None,
        "decision_id": None,
    }
    return {**usual, **changes}


def part(day: date | None = date(2031, 5, 10), obligor: str = "A", **changes: Any) -> dict[str, Any]:
    """Return the answer of a day, or of a sector where there is none: nothing recorded, all of it watched."""
    start = at("2031-05-10" if day is None else day.isoformat())
    usual = {
        "clause_id": "no-fire",
        "obligor": obligor,
        "scope": "everywhere" if day is not None else "km 0-25",
        "clock": "A",
        "from": start,
        "until": start + timedelta(days=1),
        "day": day,
        "verdict": "none_recorded_where_watched",
        "recorded": 0,
        "watched_share": 1.0,
        "verifiable": "verifiable",
        "reason": "all watched",
    }
    return {**usual, **changes}


def rate(acts_of: str, count: int, **changes: Any) -> dict[str, Any]:
    usual = {"clause_id": "no-fire", "sector": "00", "day": date(2031, 5, 10), "acts_of": acts_of, "count": count}
    return {**usual, **changes}


def truth(
    happenings: Sequence[Mapping[str, Any]], told: Mapping[str, str | None], rates: Sequence[Mapping[str, Any]] = ()
) -> Truth:
    """Return the truth: what happened, and which of it each record tells of."""
    members = [{"observation_id": record, "incident_id": of} for record, of in told.items()]
    return Truth(
        from_rows(TruthIncidents, happenings), from_rows(TruthMembers, members), from_rows(TruthRates, rates)
    )


def said(
    put: Mapping[str, str],
    *,
    probability: float = 1.0,
    findings: Sequence[Mapping[str, Any]] = (),
    verdicts: Sequence[Mapping[str, Any]] = (),
    parts: Sequence[Mapping[str, Any]] = (),
    attributions: Mapping[str, Mapping[str, float]] | None = None,
    received_h: float = 2.0,
    late: Collection[str] = (),
) -> Said:
    """Return what a run gives: the incident that each record was put to, and what is said of it.

    Files are received so many hours after eight o'clock, and those of late records three hours after the others.
    """
    members = [
        {"observation_id": record, "incident_id": to, "probability": probability} for record, to in put.items()
    ]
    captures = [
        {
            "capture_id": name,
            "source": "posts",
            "name": "posts.csv",
            "received": MORNING + timedelta(hours=received_h + hours),
            "bytes": 1,
            "standing": "counted",
        }
        for name, hours in ((CAPTURE, 0), (LATER, 3))
    ]
    chances = (
        None
        if attributions is None
        else [
            {"incident_id": of, "hypothesis": name, "probability": chance}
            for of, own in attributions.items()
            for name, chance in own.items()
        ]
    )
    return Said(
        observations(
            *(observation(observation_id=record, capture_id=LATER if record in late else CAPTURE) for record in put)
        ),
        from_rows(Captures, captures),
        from_rows(Members, members),
        from_rows(Findings, findings),
        from_rows(Verdicts, verdicts),
        None if chances is None else from_rows(Attributions, chances),
        from_rows(VerdictParts, parts),
    )


def row(scores: pl.DataFrame, score: str, *, party: str = "any", by: str = "all") -> dict[str, Any]:
    """Return the one row of a score."""
    found = scores.filter(score=score, party=party, by=by)
    assert 1 == found.height, f"{found.height} rows of {score} for {party}, {by}"
    return found.row(0, named=True)


def value(scores: pl.DataFrame, score: str, *, party: str = "any", by: str = "all") -> float | None:
    told: float | None = row(scores, score, party=party, by=by)["value"]
    return told
