"""Two who watched and contradict each other: both are named, and nothing is concluded."""

from __future__ import annotations

from typing import Any

import polars as pl
import pytest

from builders import at, clause, only, source_rows
from held import POSTS, held, shot

pytestmark = pytest.mark.usefixtures("outside_shut")


def exercise(**changes: Any) -> dict[str, Any]:
    return shot("x1", **{"phenomenon": "exercise", "source": "patrol", **changes})


def found(*rows: dict[str, Any], **more: Any) -> list[dict[str, Any]]:
    return list(held(rows, clause(), **more)[1].filter(pl.col("clock") == "A").iter_rows(named=True))


def outcomes(*rows: dict[str, Any], **more: Any) -> list[str]:
    return sorted(row["outcome"] for row in found(*rows, **more))


def test_who_calls_it_an_act_and_who_assessed_it_as_none_are_both_named_and_nothing_follows() -> None:
    rows = found(shot(source="camera"), exercise())
    act = only(row for row in rows if row["basis"].startswith("shot, such an act"))
    none = only(row for row in rows if row["basis"].startswith("exercise, assessed as no such act"))
    assert {("indeterminate", "may_be")} == {(row["outcome"], row["act"]) for row in rows}
    assert f"but patrol assessed it as no such act (exercise, {none['incident_id']})" in act["basis"]
    assert f"but camera recorded such an act (shot, {act['incident_id']})" in none["basis"]


@pytest.mark.parametrize(
    "beside",
    [
        {"source": "camera"},
        {"earliest": at("2031-05-10 08:06"), "latest": at("2031-05-10 08:10")},
        {"lat": 12.6},
        {"latest": at("2031-05-10 15:00")},
        {"radius_m": 6_000.0},
    ],
    ids=["the same source", "later", "elsewhere", "too long", "too vague"],
)
def test_what_may_be_two_happenings_contradicts_nothing(beside: dict[str, Any]) -> None:
    assert ["not_violation", "violation"] == outcomes(shot(source="camera"), exercise(**beside))


def test_sources_that_copy_each_other_contradict_nothing() -> None:
    copies = {**POSTS, "camera": {"role": "instrument", "group": "one"}, "patrol": {"group": "one"}}
    assert ["not_violation", "violation"] == outcomes(
        shot(source="camera"), exercise(), sources=source_rows(**copies)
    )


@pytest.mark.parametrize("party", ["north", "south"])
def test_what_a_party_calls_it_contradicts_no_record(party: str) -> None:
    assert ["indeterminate", "violation"] == outcomes(shot(source="camera"), exercise(source=party))


def test_what_only_may_be_an_act_contradicts_no_assessment() -> None:
    assert ["indeterminate", "not_violation"] == outcomes(shot(phenomenon="explosion", source="camera"), exercise())


def test_an_exercise_stays_one_against_a_ban_on_exercises_whatever_else_was_heard() -> None:
    ban = clause(id="no-exercise", code="NO_EXERCISE_IN_ZONE")
    table = held([shot(source="camera"), exercise()], ban)[1]
    assert {"violation"} == set(table["outcome"])
