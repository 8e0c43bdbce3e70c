"""Incidents of which too little is known to hold them against a clause: they keep nothing from being nothing."""

from __future__ import annotations

from typing import Any

import pytest

from builders import at, clause, flat, observation, observations, source_rows
from ceaseline.assessment import doubts
from ceaseline.tables import Findings, Incidents, Members, Whereabouts, from_rows

pytestmark = pytest.mark.usefixtures("outside_shut")

ZONE = {"where": {"zone": "town"}}
NOWHERE: dict[str, Any] = {"lon": None, "lat": None, "radius_m": None}
IN, OUT, MAYBE = (1.0, 1.0), (0.0, 0.0), (0.0, 0.3)


def doubted(
    *,
    chance: tuple[float, float] | None = IN,
    found: dict[str, Any] | None = None,
    role: str = "monitor",
    about: dict[str, Any] | None = None,
    **changes: Any,
) -> set[tuple[str, str]]:
    """Return the clauses and clocks against which the only incident is in doubt."""
    incident = {
        "incident_id": "i", "phenomenon": "shot", "earliest": at("2031-05-10 08:00"), "groups": 1,
        "observations": 1, "latest": at("2031-05-10 08:05"), "lon": 34.5, "lat": 12.5, "radius_m": 500.0, **changes,
    }  # fmt: skip
    placed = incident["lon"] is not None and about is not None and chance is not None
    where = [{"incident_id": "i", "clause_id": "no-fire", "obligor": side} for side in "AB"] if placed else []
    low, high = chance or IN
    held = {"incident_id": "i", "clause_id": "no-fire", "clock": "A", "probability": 1.0, "level": "observed"}
    held |= {"attributed_to": "undetermined", "basis": "shot."}
    rows = doubts(
        from_rows(Findings, [held | found] if found else []),
        from_rows(Incidents, [incident]),
        members=from_rows(Members, [{"observation_id": "p1", "incident_id": "i", "probability": 1.0}]),
        observations=observations(observation()),
        sources=source_rows(posts={"role": role}),
        clauses=flat(clause(**(about or {})), zones={"town": {"file": None, "kind": "settlements"}}),
        whereabouts=from_rows(Whereabouts, [{**row, "low": low, "high": high} for row in where]),
    )
    return {(clause_id, clock) for _, clause_id, clock in rows.rows()}


BOTH = {("no-fire", "A"), ("no-fire", "B")}


def test_what_was_looked_at_with_place_time_and_word_known_is_no_doubt() -> None:
    assert set() == doubted()
    assert set() == doubted(about=ZONE)


def test_what_has_no_place_is_in_doubt_where_a_clause_has_one() -> None:
    assert set() == doubted(**NOWHERE)
    assert BOTH == doubted(about=ZONE, **NOWHERE)


def test_what_has_no_place_is_of_no_concern_to_a_clause_of_other_acts() -> None:
    assert set() == doubted(about=ZONE, phenomenon="exercise", **NOWHERE)


def test_what_nobody_called_by_a_word_is_in_doubt_unless_it_lies_outside() -> None:
    assert BOTH == doubted(phenomenon=None)
    assert BOTH == doubted(about=ZONE, phenomenon=None, chance=MAYBE)
    assert set() == doubted(about=ZONE, phenomenon=None, chance=OUT)


@pytest.mark.parametrize(
    ("earliest", "latest", "doubt"),
    [
        ("2031-05-09 00:00", "2031-05-10 00:10", True),
        ("2031-05-10 23:59", "2031-05-12 00:00", True),
        ("2031-05-09 00:00", "2031-05-10 00:00", False),
        ("2031-05-11 00:00", "2031-05-11 01:00", False),
        ("2031-05-09 22:00", "2031-05-10 02:00", False),
    ],
)
def test_what_only_touches_a_window_is_in_doubt(earliest: str, latest: str, doubt: bool) -> None:
    """The last may have been in it with one half, and so has a finding of its own."""
    assert (BOTH if doubt else set()) == doubted(earliest=at(earliest), latest=at(latest))


def test_what_a_party_alone_tells_is_no_doubt() -> None:
    assert set() == doubted(role="party", phenomenon=None)
    assert set() == doubted(role="party", about=ZONE, **NOWHERE)


def test_what_a_party_alone_calls_an_act_and_another_recorded_is_in_doubt() -> None:
    alleged = {"outcome": "indeterminate", "level": "alleged"}
    assert {("no-fire", "A")} == doubted(found=alleged)
    assert set() == doubted(found=alleged, role="party")


@pytest.mark.parametrize(("outcome", "doubt"), [("not_violation", False), ("out_of_scope", False), (None, True)])
def test_what_was_found_to_be_no_such_act_is_no_doubt(outcome: str | None, doubt: bool) -> None:
    found = None if outcome is None else {"outcome": outcome}
    assert (("no-fire", "A") in doubted(about=ZONE, found=found, **NOWHERE)) is doubt


def test_what_binds_nobody_is_in_no_doubt() -> None:
    assert set() == doubted(about={**ZONE, "speech_status": "demanded"}, **NOWHERE)
