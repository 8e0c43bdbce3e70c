"""Two clocks and an exception: an announced exercise is excepted on the one clock, and on the other nothing ran."""

from __future__ import annotations

from pathlib import Path

from builders import at, clause
from ceaseline.case import Case
from ceaseline.pipeline import Outcome
from facts import answers, case_of, exchanged, mirrored

NOW = at("2031-05-12")
CLOCKS = {
    "A": {"from": "2031-05-10 00:00", "until": "2031-05-20 00:00", "zone": "UTC"},
    "B": {"from": "2031-05-15 00:00", "until": "2031-05-25 00:00", "zone": "UTC"},
}
NO_EXERCISE = {
    "id": "no-exercise",
    "code": "NO_EXERCISE_IN_ZONE",
    "where": {"zone": "valley"},
    "exceptions": [{"act": "exercise", "if": "announced", "hours_before": 72}],
    "window": {"from": "2031-05-15 00:00", "until": "2031-05-20 00:00", "zone": "UTC"},
}
SOURCES = """  - {name: posts, kind: observations, file: inbox/posts.csv, role: monitor}
  - {name: announced, kind: notifications, file: inbox/announced.csv, role: monitor}
"""
ACT = """observation_id,earliest,latest,lon,lat,radius_m,phenomenon
x,2031-05-11T08:00:00Z,2031-05-11T08:00:30Z,34.5,12.5,300,exercise_inside
"""
NOTES = """notification_id,party,act,notified,from,until,zone,lon,lat,radius_m,withdrawn
n1,A,exercise,{told},2031-05-11T06:00Z,2031-05-11T18:00Z,valley,,,,
"""


def run(folder: Path, *, told: str, mirror: bool = False) -> Outcome:
    clocks = {"A": CLOCKS["B"], "B": CLOCKS["A"]} if mirror else CLOCKS
    notes = NOTES.format(told=told)
    case: Case = case_of(
        folder / "case",
        clause(**NO_EXERCISE, windows_disputed=clocks),
        sources=SOURCES,
        inbox={"posts.csv": ACT, "announced.csv": exchanged(notes) if mirror else notes},
    )
    return case.run(now=NOW)


def outcomes(outcome: Outcome) -> list[tuple[str, str]]:
    return outcome.findings.select("clock", "outcome").sort("clock").rows()


IN_TIME, TOO_LATE = "2031-05-07T06:00Z", "2031-05-10T06:00Z"


def test_announced_in_time_it_is_excepted_on_the_clock_that_ran_and_has_no_finding_on_the_other(
    tmp_path: Path,
) -> None:
    outcome = run(tmp_path, told=IN_TIME)
    assert [("A", "excepted")] == outcomes(outcome)
    told = answers(outcome, "no-exercise")
    assert {("cannot_tell", None)} == {told[who, "A"] for who in ("A", "B", "any")}
    assert {("not_in_force", None)} == {told[who, "B"] for who in ("A", "B", "any")}


def test_announced_too_late_it_stays_open_on_the_clock_that_ran_with_how_late_it_was(tmp_path: Path) -> None:
    outcome = run(tmp_path, told=TOO_LATE)
    assert [("A", "indeterminate")] == outcomes(outcome)
    assert "late by 48 hours" in outcome.findings["basis"].item()
    assert ("cannot_tell", 1) == answers(outcome, "no-exercise")["any", "A"]
    assert ("not_in_force", None) == answers(outcome, "no-exercise")["any", "B"]


def test_exchanging_the_parties_exchanges_the_clocks(tmp_path: Path) -> None:
    one, other = run(tmp_path / "one", told=IN_TIME), run(tmp_path / "other", told=IN_TIME, mirror=True)
    assert [("B", "excepted")] == outcomes(other)
    assert answers(one, "no-exercise") == mirrored(answers(other, "no-exercise"))
