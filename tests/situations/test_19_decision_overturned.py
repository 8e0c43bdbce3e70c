"""A decision overturned: the answer goes back to what the program proposes, and both stay on record."""

from __future__ import annotations

from pathlib import Path

import pytest

from builders import at, clause
from ceaseline.case import Case
from facts import answers, case_of

FIRST, RULED, OVERTURNED = at("2031-05-12"), at("2031-05-13"), at("2031-05-14")
SOURCES = "  - {name: posts, kind: observations, file: inbox/posts.csv, role: monitor}\n"
SHOT = """observation_id,earliest,latest,means,lon,lat,radius_m,phenomenon
x,2031-05-10T08:00:00Z,2031-05-10T08:00:30Z,seen,34.5,12.5,300,explosion
"""


@pytest.fixture
def case(tmp_path: Path) -> Case:
    opened = case_of(tmp_path / "case", clause(), sources=SOURCES, inbox={"posts.csv": SHOT})
    opened.run(now=FIRST)
    return opened


def test_the_commission_finds_and_then_withdraws_and_the_answer_follows(case: Case) -> None:
    assert ("cannot_tell", 1) == answers(case.run(now=FIRST))["any", "A"]
    entry, _ = case.decide("no-fire:any", "violation_established", reason="On site.", by="R. One", now=RULED)
    ruled = case.run(now=RULED)
    assert ("violation_established", 1) == answers(ruled)["any", "A"]
    case.decide(entry.id, "withdrawn", reason="Another site.", by="R. Two", now=OVERTURNED)
    overturned = case.run(now=OVERTURNED)
    assert ("cannot_tell", 1) == answers(overturned)["any", "A"]
    assert ["superseded", "stands"] == overturned.decisions["standing"].to_list() or {"withdrawn"} <= set(
        overturned.decisions["outcome"]
    )


def test_what_the_ruling_said_is_still_there_as_of_its_day(case: Case) -> None:
    entry, _ = case.decide("no-fire:any", "violation_established", reason="On site.", by="R. One", now=RULED)
    case.run(now=RULED)
    case.decide(entry.id, "withdrawn", reason="Another site.", by="R. Two", now=OVERTURNED)
    case.run(now=OVERTURNED)
    assert ("violation_established", 1) == answers(case.run(as_of=RULED))["any", "A"]
