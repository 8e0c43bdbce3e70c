"""Exercises, announcements and calls on the page: counts of registers by side, and no place."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from builders import at, clause
from ceaseline.case import Case
from ceaseline.publishing.notifications import Announced, Assessed, Called, notified
from facts import case_of

NOW = at("2031-06-01")
SOURCES = """  - {name: posts, kind: observations, file: inbox/posts.csv, role: monitor}
  - {name: south, kind: observations, file: inbox/south.csv, role: party, party: B}
  - {name: announced, kind: notifications, file: inbox/announced.csv, role: monitor}
  - {name: own, kind: notifications, file: inbox/own.csv, role: party, party: A}
  - {name: hotline, kind: calls, file: inbox/calls.csv, role: monitor}
"""
HEADER = "observation_id,earliest,lon,lat,radius_m,phenomenon\n"
POSTS = (
    HEADER
    + """i1,2031-05-10T08:00Z,34.5,12.5,300,exercise_inside
i2,2031-05-10T08:01Z,34.5,12.5,300,exercise_inside
o1,2031-05-10T08:02Z,35.5,12.5,300,exercise_outside
c1,2031-05-10T08:03Z,34.5,12.5,300,controlled_explosion
s1,2031-05-10T08:04Z,34.5,12.5,300,shot
"""
)
SOUTH = HEADER + "x1,2031-05-10T20:00Z,34.5,12.5,300,exercise_inside\n"
# in time by the 72 hours of one clause, late by them, withdrawn; demining that no exception speaks of
NOTES = """notification_id,party,act,notified,from,until,lon,lat,radius_m,withdrawn
n1,A,exercise,2031-05-01T06:00Z,2031-05-04T06:00Z,2031-05-04T18:00Z,34.5,12.5,900,
n2,A,exercise,2031-05-01T06:01Z,2031-05-04T06:00Z,2031-05-04T18:00Z,34.5,12.5,900,
n3,B,exercise,2031-05-04T07:00Z,2031-05-04T06:00Z,2031-05-04T18:00Z,34.5,12.5,900,2031-05-04T08:00Z
n4,B,demining,2031-05-04T06:00Z,2031-05-04T06:00Z,2031-05-04T18:00Z,34.5,12.5,900,
"""
CALLS = """call_id,caller,at,outcome
k1,B,2031-05-10T08:10Z,stopped
k2,B,2031-05-10T08:20Z,no answer
k3,A,2031-05-10T08:30Z,stopped
k4,B,2031-05-10T08:40Z,stopped
"""


@pytest.fixture
def case(tmp_path: Path) -> Case:
    banned = clause(
        id="no-exercise",
        code="NO_EXERCISE_IN_ZONE",
        where={"zone": "valley"},
        exceptions=[{"act": "exercise", "hours_before": 72}],
    )
    allowed = clause(exceptions=[{"act": "exercise", "hours_before": 24}])
    files = {
        "posts.csv": POSTS,
        "south.csv": SOUTH,
        "announced.csv": NOTES,
        "own.csv": "\n".join(NOTES.replace("n1,", "m1,").splitlines()[:2]) + "\n",
        "calls.csv": CALLS,
    }
    return case_of(tmp_path / "case", banned, allowed, sources=SOURCES, inbox=files)


def test_exercises_stand_on_lines_of_their_own_and_those_that_only_a_party_tells_of_on_none(case: Case) -> None:
    found = notified(case.material(case.run(now=NOW)))
    assert found is not None
    assert (
        Assessed("assessed as a live-fire exercise inside a zone", 2, 1),
        Assessed("assessed as a live-fire exercise outside the zones", 1, 1),
        Assessed("assessed as a controlled explosion", 1, 1),
    ) == found.assessed
    assert ("Held against no-exercise: not violation 1, violation 2.",) == found.findings


def test_announcements_are_counted_by_act_and_side_and_those_of_a_party_s_own_register_are_not(case: Case) -> None:
    found = notified(case.material(case.run(now=NOW)))
    assert found is not None
    assert (
        Announced("demining", "North (A)", 0, 0, 0),
        Announced("demining", "South (B)", 1, 0, 0),
        Announced("exercise", "North (A)", 1, 1, 0),
        Announced("exercise", "South (B)", 0, 0, 1),
    ) == found.announced
    assert ("Left out, as only a party's own register has them: 1 entry.",) == found.notes


def test_calls_are_counted_by_side_and_outcome(case: Case) -> None:
    found = notified(case.material(case.run(now=NOW)))
    assert found is not None
    assert ("pending", "answered", "stopped", "refused", "no answer", "failed") == found.outcomes
    assert (Called("North (A)", (0, 0, 1, 0, 0, 0)), Called("South (B)", (0, 0, 2, 0, 1, 0))) == found.called


def test_the_section_says_no_place(case: Case) -> None:
    page = case.report(case.run(now=NOW)).decode()
    (section,) = re.findall(r'<section id="notified".*?</section>', page, re.DOTALL)
    assert "assessed as a live-fire exercise inside a zone" in section
    assert '<td class="figure" data-label="No answer">1</td>' in section
    assert not re.search(r"34\.5|12\.5|35\.5", section)


def test_there_is_no_section_where_nothing_of_the_kind_is_on_record(case: Case) -> None:
    for path in (case.folder / "inbox").iterdir():
        path.unlink()
    outcome = case.run(now=NOW)
    assert notified(case.material(outcome)) is None
    assert 'id="notified"' not in case.report(outcome).decode()
