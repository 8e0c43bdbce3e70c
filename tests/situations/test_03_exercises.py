"""Situation 3: 258 acts; 232 of an exercise inside the zone where these are banned, 10 of one outside."""

from __future__ import annotations

from collections import Counter
from pathlib import Path
from typing import Any

import polars as pl
import pytest

from builders import at, clause
from ceaseline.pipeline import Outcome
from facts import case_of, exchanged

NOW = at("2031-06-01")
SOURCES = """  - {name: posts, kind: observations, file: inbox/posts.csv, role: monitor}
  - {name: north, kind: observations, file: inbox/north.csv, role: party, party: A}
  - {name: announced, kind: notifications, file: inbox/announced.csv, role: monitor}
"""
HEADER = "observation_id,earliest,latest,lon,lat,radius_m,phenomenon\n"


def record(name: str, word: str, lon: float, *, second: int = 0) -> str:
    moment = f"2031-05-10T08:{second // 60:02}:{second % 60:02}Z"
    return f"{name},{moment},{moment},{lon},12.5,300,{word}\n"


# 232 and 12 and 4 in the valley, which ends at 35 degrees east, and 10 half a degree east of it
ACTS = (
    HEADER
    + "".join(record(f"i{number}", "exercise_inside", 34.5, second=number) for number in range(232))
    + "".join(record(f"o{number}", "exercise_outside", 35.5, second=number) for number in range(10))
    + "".join(record(f"s{number}", "shot", 34.2, second=number) for number in range(12))
    + "".join(record(f"e{number}", "explosion", 34.2, second=number) for number in range(4))
)
NO_EXERCISE: dict[str, Any] = {"id": "no-exercise", "code": "NO_EXERCISE_IN_ZONE", "where": {"zone": "valley"}}
ANNOUNCED = {"act": "exercise", "if": "announced", "hours_before": 72}
NOTE = {
    "notification_id": "n1",
    "party": "A",
    "act": "exercise",
    "notified": "2031-05-07T06:00Z",
    "from": "2031-05-10T06:00Z",
    "until": "2031-05-10T18:00Z",
    "zone": "valley",
    "lon": "",
    "lat": "",
    "radius_m": "",
    "withdrawn": "",
}


def run(
    folder: Path,
    acts: str = ACTS,
    *,
    notes: list[dict[str, str]] | None = None,
    own: str | None = None,
    swap: bool = False,
    allowed: tuple[dict[str, Any], ...] = (ANNOUNCED,),
) -> Outcome:
    """Work the facts out; *notes* is the register of announcements, *own* what A's side recorded itself."""
    inbox = {"posts.csv": acts}
    if notes is not None:
        rows = "\n".join([",".join(NOTE), *(",".join(row.values()) for row in notes), ""])
        inbox["announced.csv"] = exchanged(rows) if swap else rows
    if own is not None:
        inbox["north.csv"] = HEADER + own
    entries = exchanged(SOURCES) if swap else SOURCES
    banned = clause(**NO_EXERCISE, exceptions=list(allowed))
    return case_of(folder / "case", banned, clause(), sources=entries, inbox=inbox).run(now=NOW)


def outcomes(outcome: Outcome, clause_id: str) -> dict[tuple[str, str], int]:
    """Return how many findings there are on the clock of A, by what was recorded and the outcome."""
    rows = outcome.findings.filter(pl.col("clock") == "A", pl.col("clause_id") == clause_id)
    told = rows.join(outcome.incidents.select("incident_id", "phenomenon"), on="incident_id")
    return Counter(told.select("phenomenon", "outcome").rows())


def recorded(outcome: Outcome) -> dict[str, int | None]:
    rows = outcome.verdicts.filter(pl.col("obligor") == "any", pl.col("clock") == "A")
    return dict(rows.select("clause_id", "recorded").iter_rows())


def basis(outcome: Outcome, clause_id: str, phenomenon: str) -> str:
    rows = outcome.findings.filter(pl.col("clock") == "A", pl.col("clause_id") == clause_id).join(
        outcome.incidents.filter(pl.col("phenomenon") == phenomenon), on="incident_id"
    )
    (told,) = rows["basis"].unique()
    return str(told)


def test_an_exercise_inside_breaks_that_clause_only_one_outside_none_and_the_rest_is_held_on_its_own(
    tmp_path: Path,
) -> None:
    outcome = run(tmp_path, allowed=())
    assert 258 == outcome.incidents.height
    assert {("exercise_inside", "violation"): 232, ("exercise_outside", "not_violation"): 10} == outcomes(
        outcome, "no-exercise"
    )
    assert {
        ("exercise_inside", "not_violation"): 232,
        ("exercise_outside", "not_violation"): 10,
        ("shot", "violation"): 12,
        ("explosion", "indeterminate"): 4,
    } == outcomes(outcome, "no-fire")
    assert {"no-exercise": 232, "no-fire": 16} == recorded(outcome)
    assert basis(outcome, "no-fire", "exercise_inside").startswith("exercise inside, assessed as no such act; ")
    assert basis(outcome, "no-exercise", "exercise_outside").startswith(
        "exercise outside, which breaks the clause inside its place only; "
        "in the place of the clause with a chance of 0 %;"
    )


@pytest.mark.parametrize(
    ("word", "lon", "expected"),
    [
        ("exercise", 34.5, "violation"),
        ("exercise", 35.5, "not_violation"),
        ("exercise", 35.0, "indeterminate"),
        ("exercise_inside", 35.5, "not_violation"),
        ("exercise_outside", 34.5, "indeterminate"),
        ("exercise_outside", 35.0, "indeterminate"),
    ],
)
def test_the_place_decides_and_where_word_and_place_part_it_stays_open(
    tmp_path: Path, word: str, lon: float, expected: str
) -> None:
    outcome = run(tmp_path, HEADER + record("x", word, lon), allowed=())
    assert {(word, expected): 1} == outcomes(outcome, "no-exercise")


def test_an_exercise_outside_that_only_a_party_tells_of_gives_no_row_for_the_zone(tmp_path: Path) -> None:
    outcome = run(tmp_path, HEADER, own=record("x", "exercise_outside", 35.5))
    assert {} == outcomes(outcome, "no-exercise")
    assert {("exercise_outside", "indeterminate"): 1} == outcomes(outcome, "no-fire")


def test_a_controlled_explosion_that_a_monitor_assessed_is_no_fire_and_no_exercise(tmp_path: Path) -> None:
    outcome = run(tmp_path, HEADER + record("x", "controlled_explosion", 34.5))
    assert {("controlled_explosion", "not_violation"): 1} == outcomes(outcome, "no-fire")
    assert {} == outcomes(outcome, "no-exercise")
    assert {"no-exercise": None, "no-fire": None} == recorded(outcome)
    assert {"not_verifiable"} == set(outcome.verdicts["verdict"])


def test_a_party_that_calls_recorded_fire_an_exercise_leaves_it_indeterminate(tmp_path: Path) -> None:
    shot = HEADER + record("s", "shot", 34.5)
    assert {("shot", "violation"): 1} == outcomes(run(tmp_path / "without", shot), "no-fire")
    outcome = run(tmp_path / "with", shot, own=record("x", "exercise_outside", 34.5))
    assert {("shot", "indeterminate"): 1, ("exercise_outside", "indeterminate"): 1} == outcomes(outcome, "no-fire")
    assert basis(outcome, "no-fire", "shot").endswith(
        "; North (A) itself calls it exercise outside, which alone shows nothing."
    )
    assert 1 == recorded(outcome)["no-fire"]


@pytest.mark.parametrize(
    "own",
    [
        record("x", "exercise_outside", 34.6),
        record("x", "exercise_outside", 34.5, second=60),
        record("x", "exercise_outside", 34.5).replace("T08:00:00Z", "T07:59:00Z"),
        record("x", "exercise_outside", 34.5).replace(",300,", ",50000,"),
        record("x", "explosion", 34.5),
    ],
    ids=["elsewhere", "later", "before", "somewhere within 50 km", "no exercise"],
)
def test_what_it_says_of_another_place_or_time_or_of_no_place_changes_nothing(tmp_path: Path, own: str) -> None:
    outcome = run(tmp_path, HEADER + record("s", "shot", 34.5), own=own)
    assert 1 == outcomes(outcome, "no-fire")["shot", "violation"]


@pytest.mark.parametrize(
    ("change", "expected", "words"),
    [
        ({}, "excepted", "North (A) announced exercise in n1, in time and for this place and time."),
        ({"notified": "2031-05-07T09:00Z"}, "indeterminate", "(A) announced exercise in n1, late by 3 hours."),
        ({"notified": "2031-05-10T09:00Z"}, "indeterminate", "in n1 after it had begun, and nothing before."),
        ({"withdrawn": "2031-05-10T07:00Z"}, "violation", "no announced exercise on record fits it."),
        ({"from": "2031-05-10T09:00Z"}, "violation", "no announced exercise on record fits it."),
        ({"act": "demining"}, "violation", "no announced exercise on record fits it."),
        ({"zone": "", "lon": "34.5", "lat": "12.5", "radius_m": "900"}, "excepted", "for this place and time."),
        ({"zone": "", "lon": "34.5", "lat": "12.5", "radius_m": "300"}, "indeterminate", "is in doubt."),
        ({"zone": "", "lon": "34.6", "lat": "12.5", "radius_m": "900"}, "violation", "on record fits it."),
        ({"zone": ""}, "indeterminate", "and whether this lies in that place and time is in doubt."),
        ({"zone": "a range that nobody drew"}, "indeterminate", "is in doubt."),
    ],
)  # fmt: skip
def test_an_exercise_is_excepted_only_where_an_announcement_in_time_holds_its_place_and_time(
    tmp_path: Path, change: dict[str, str], expected: str, words: str
) -> None:
    """Of a place known to 300 m, a circle of 900 m holds 1 - .32^9, over 99 %, and one of 300 m holds 68 %."""
    acts = HEADER + record("x", "exercise_inside", 34.5)
    outcome = run(tmp_path, acts, notes=[{**NOTE, **change}])
    assert {("exercise_inside", expected): 1} == outcomes(outcome, "no-exercise")
    assert basis(outcome, "no-exercise", "exercise_inside").endswith(words)
    assert {("exercise_inside", "not_violation"): 1} == outcomes(outcome, "no-fire")


def test_where_no_register_is_on_record_the_exception_may_hold(tmp_path: Path) -> None:
    outcome = run(tmp_path)
    assert 232 == outcomes(outcome, "no-exercise")["exercise_inside", "indeterminate"]
    assert basis(outcome, "no-exercise", "exercise_inside").endswith(
        "; exercise is allowed where it was announced, and no register of announcements is on record."
    )


def test_an_empty_register_is_one_and_nothing_in_it_fits(tmp_path: Path) -> None:
    assert 232 == outcomes(run(tmp_path, notes=[]), "no-exercise")["exercise_inside", "violation"]


def test_exchanging_the_parties_exchanges_who_announced_it_and_changes_nothing_else(tmp_path: Path) -> None:
    own = record("x", "exercise_outside", 34.2)
    late = {**NOTE, "notified": "2031-05-07T09:00Z"}
    one = run(tmp_path / "one", notes=[late], own=own)
    other = run(tmp_path / "other", notes=[late], own=own, swap=True)
    assert {"A"} == set(one.exception_checks["party"])
    for name in ("incidents", "exception_checks", "findings", "verdicts"):
        table = other.tables[name].with_columns(
            pl.col(column).map_elements(exchanged, return_dtype=pl.String)
            for column in ("party", "basis")
            if column in other.tables[name].columns
        )
        assert one.tables[name].equals(table), name
