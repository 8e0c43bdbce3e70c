"""Verdicts and numbers against the truth, by hand."""

from __future__ import annotations

from datetime import date
from typing import Any

import polars as pl
import pytest

from builders import at
from ceaseline.scoring import score
from toy_truth import happening, part, rate, row, said, truth, value, verdict

pytestmark = pytest.mark.usefixtures("outside_shut")

# On 10 May A broke the clause with five acts in two happenings, and B did not; B did on the next day.
WORLD = truth(
    [
        happening("a1", count=3),
        happening("a2", count=2),
        happening("b", acts_of="B", hypothesis="B", at=at("2031-05-11 08:00"), until=at("2031-05-11 08:00")),
    ],
    {"1": "a1"},
    [rate("A", 5), rate("B", 0), rate("A", 0, day=date(2031, 5, 11)), rate("B", 1, day=date(2031, 5, 11))],
)


def scores(*verdicts: dict[str, Any]) -> pl.DataFrame:
    return score(said({"1": "i"}, verdicts=verdicts), WORLD)


def test_verdicts_stand_in_a_table_against_the_truth_in_their_window() -> None:
    made = scores(verdict(), verdict(obligor="B"), verdict(obligor="any"), verdict("orders"))
    assert 2 == value(made, "verdicts", by="cannot_tell, in truth happened")
    assert 1 == value(made, "verdicts", by="cannot_tell, in truth none_happened")
    assert 1 == value(made, "verdicts", by="cannot_tell, in truth not_bound")


def test_a_violation_established_of_a_side_that_did_nothing_is_false() -> None:
    made = scores(verdict(verdict="violation_established"), verdict(obligor="B", verdict="violation_established"))
    assert 1 == value(made, "false_violation_established")
    assert 2 == row(made, "false_violation_established")["of"]
    assert 0 == value(made, "false_violation_established", party="A")
    assert 1 == value(made, "false_violation_established", party="B")
    assert 1 == value(made, "false_violation_established", by="no-fire")


def test_none_recorded_where_there_was_something_is_false() -> None:
    none: dict[str, Any] = {"verdict": "none_recorded_where_watched", "recorded": 0, "watched_share": 0.9}
    made = scores(verdict(**none), verdict(obligor="B", **none))
    assert 1 == value(made, "false_none_recorded_where_watched")
    assert 1 == value(made, "false_none_recorded_where_watched", party="A")
    assert 0 == value(made, "false_none_recorded_where_watched", party="B")


@pytest.mark.parametrize(
    ("until", "truly"), [("2031-05-11", "none_happened"), ("2031-05-11 00:30", "happened"), (None, "happened")]
)
def test_a_day_of_which_the_window_has_any_part_counts(until: str | None, truly: str) -> None:
    made = scores(verdict(obligor="B", until=None if until is None else at(until)))
    assert 1 == value(made, "verdicts", by=f"cannot_tell, in truth {truly}")


def test_no_answer_is_a_share_of_what_was_asked_of_those_who_are_bound() -> None:
    said_nothing = verdict(obligor="B", verdict="not_verifiable")
    made = scores(verdict(verdict="violation_established"), said_nothing, verdict("orders"))
    assert 0.5 == value(made, "no_answer")


def test_clocks_that_part_make_one_answer_that_says_so() -> None:
    parted = verdict(clock="B", verdict="not_in_force", proposed="not_in_force")
    assert 1 == value(scores(verdict(), parted), "verdicts", by="clocks_differ, in truth happened")


def test_recorded_incidents_stand_beside_true_ones_in_the_window() -> None:
    """Three recorded of any side on the day, where there were two."""
    made = scores(verdict(obligor="any", recorded=3))
    assert 1.5 == value(made, "recorded_for_each_true", by="no-fire")


def test_an_estimate_holds_where_the_true_number_lies_in_it() -> None:
    wide = verdict(obligor="any", estimated_low=1.0, estimated_high=2.0)
    narrow = verdict(estimated_low=3.0, estimated_high=9.0)
    made = scores(wide, narrow)
    assert (1.0, 0.0) == (value(made, "estimates_that_hold"), value(made, "estimates_that_hold", party="A"))


def test_the_number_of_a_side_stands_beside_its_own_violations() -> None:
    """B's one, and not the three of both sides on the two days."""
    made = scores(verdict(obligor="B", until=at("2031-05-12"), recorded=2))
    assert 2.0 == value(made, "recorded_for_each_true", party="B", by="no-fire")


CALLED = "days_of_violations_called_none_recorded"
NEXT = date(2031, 5, 11)


def of_days(*parts: dict[str, Any]) -> pl.DataFrame:
    return score(said({"1": "i"}, parts=parts), WORLD)


def test_a_day_of_a_violation_that_is_called_none_recorded_is_counted_by_side_and_for_all() -> None:
    """A broke it on the 10th, B on the 11th: two clause-days of sides, and two of all together."""
    unknown: dict[str, Any] = {"verdict": "cannot_tell", "recorded": None}
    made = of_days(part(), part(NEXT, "B", **unknown), part(obligor="any", **unknown), part(NEXT, "any"))
    assert (1.0, 0.0, 0.5) == tuple(value(made, CALLED, party=party) for party in ("A", "B", "any"))
    assert (1, 1, 2) == tuple(row(made, CALLED, party=party)["of"] for party in ("A", "B", "any"))


def test_days_without_a_violation_are_counted_on_their_own() -> None:
    made = of_days(part(), part(NEXT), part(obligor="B", verdict="cannot_tell", recorded=None))
    called = "days_without_called_none_recorded"
    assert (1.0, 0.0, None) == tuple(value(made, called, party=party) for party in ("A", "B", "any"))


def test_of_two_clocks_one_that_calls_a_day_so_is_enough_and_sectors_are_no_days() -> None:
    unknown: dict[str, Any] = {"verdict": "cannot_tell", "recorded": None, "clock": "B"}
    made = of_days(part(), part(**unknown), part(None))
    assert (1.0, 1) == (value(made, CALLED, party="A"), row(made, CALLED, party="A")["of"])
