"""Findings against the truth, by hand."""

from __future__ import annotations

import pytest

from ceaseline.scoring import score
from toy_truth import finding, happening, innocent, row, said, truth, value

pytestmark = pytest.mark.usefixtures("outside_shut")

# A breaks the clause three times, of which two are told; B once, told; and a quarry is told of too.
WORLD = truth(
    [
        happening("a1"),
        happening("a2"),
        happening("unseen"),
        happening("b", acts_of="B", hypothesis="B"),
        innocent("q"),
    ],
    {"1": "a1", "2": "a2", "3": "b", "4": "q", "5": None},
)
PUT = {"1": "i", "2": "j", "3": "k", "4": "m", "5": "n"}


def test_outcomes_stand_in_a_table_against_the_truth() -> None:
    made = said(PUT, findings=[finding("i"), finding("m"), finding("n", outcome="indeterminate")])
    scores = score(made, WORLD)
    assert 1 == value(scores, "outcomes", by="no-fire: violation, in truth violation")
    assert 1 == value(scores, "outcomes", by="no-fire: violation, in truth another_matter")
    assert 1 == value(scores, "outcomes", by="no-fire: indeterminate, in truth nothing_happened")


def test_a_violation_that_was_none_is_counted_on_its_own() -> None:
    scores = score(said(PUT, findings=[finding("i"), finding("m")]), WORLD)
    assert 0.5 == value(scores, "violation_precision")
    assert 1 == value(scores, "false_violations")


def test_an_act_against_another_clause_does_not_make_a_finding_right() -> None:
    scores = score(said(PUT, findings=[finding("i", clause_id="no-advance")]), WORLD)
    assert 1 == value(scores, "outcomes", by="no-advance: violation, in truth another_matter")
    assert 0.0 == value(scores, "violations_held")


def test_of_true_violations_it_is_told_how_many_anybody_told_of_are_held_and_called_so() -> None:
    """Four: three are told of, two of these are held against the clause, one of these is called a violation."""
    scores = score(said(PUT, findings=[finding("i"), finding("k", outcome="indeterminate")]), WORLD)
    steps = ("violations_told_of", "violations_held", "violations_called_so")
    assert [3 / 4, 2 / 4, 1 / 4] == [value(scores, name) for name in steps]
    assert [2 / 3, 1 / 3, 1 / 3] == [value(scores, name, party="A") for name in steps]
    assert [1.0, 1.0, 0.0] == [value(scores, name, party="B") for name in steps]
    assert 3 == row(scores, "violations_held", party="A", by="no-fire")["of"]


def test_an_incident_counts_once_whatever_the_number_of_clocks() -> None:
    twice = [finding("i"), finding("i", clock="B")]
    assert 1 == value(
        score(said(PUT, findings=twice), WORLD), "outcomes", by="no-fire: violation, in truth violation"
    )


def test_clocks_that_part_are_no_violation_on_all() -> None:
    parted = [finding("i"), finding("i", clock="B", outcome="indeterminate")]
    scores = score(said(PUT, findings=parted), WORLD)
    assert 1 == value(scores, "outcomes", by="no-fire: clocks_differ, in truth violation")
    assert 0.0 == value(scores, "violations_called_so")
