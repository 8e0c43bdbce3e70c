"""Whose incidents were, and how good what is said of it is; by hand."""

from __future__ import annotations

from collections.abc import Sequence

import polars as pl
import pytest

from ceaseline.scoring import score
from ceaseline.scoring.attribution import whose
from toy_truth import finding, happening, innocent, row, said, truth, value

pytestmark = pytest.mark.usefixtures("outside_shut")

# Three incidents of a record each: A's, B's, and nobody's.
WORLD = truth(
    [happening("a"), happening("b", acts_of="B", hypothesis="B"), innocent("q")], {"1": "a", "2": "b", "3": "q"}
)
PUT = {"1": "i", "2": "j", "3": "k"}


@pytest.mark.parametrize(
    ("told", "answer"),
    [
        (["A", "A", "B"], "A"),
        (["B", "A"], "both"),
        (["A", "not_hostile"], "A"),
        (["not_hostile", None], "not_hostile"),
        ([None, None, "A"], "no_event"),
        ([None], "no_event"),
    ],
)
def test_an_incident_is_whose_most_of_its_records_tell_of(told: Sequence[str | None], answer: str) -> None:
    rows = pl.DataFrame(
        {"said": ["i"] * len(told), "hypothesis": told}, schema={"said": pl.String, "hypothesis": pl.String}
    )
    assert [answer] == whose(rows, ["A", "B"])["true_hypothesis"].to_list()


def test_stated_chances_are_scored_for_all_and_for_each_side() -> None:
    """Right with .9, wrong with .6 and with 1.

    Brier: (.01 + .01) / 2 = .01, (.36 + .36) / 2 = .36, and 1 for certainty that is wrong: 1.37 / 3.
    """
    chances = {"i": {"A": 0.9, "B": 0.1}, "j": {"A": 0.6, "B": 0.4}, "k": {"A": 1.0}}
    scores = score(said(PUT, attributions=chances), WORLD)
    assert pytest.approx(1 / 3) == value(scores, "accuracy")
    assert (1.0, 0.0) == (value(scores, "accuracy", party="A"), value(scores, "accuracy", party="B"))
    assert pytest.approx(1.37 / 3) == value(scores, "brier")
    assert pytest.approx(0.01) == value(scores, "brier", party="A")
    assert pytest.approx(0.36) == value(scores, "brier", party="B")


def test_wrong_releases_are_told_as_expected_and_as_they_are() -> None:
    """i and k would be released as A's: .1 of a wrong one is expected, and k is wrong. Of B none would be."""
    chances = {"i": {"A": 0.9, "B": 0.1}, "j": {"A": 0.6, "B": 0.4}, "k": {"A": 1.0}}
    scores = score(said(PUT, attributions=chances), WORLD)
    assert 2 == value(scores, "released", party="A")
    assert pytest.approx(0.1) == value(scores, "expected_wrong_releases", party="A")
    assert 1 == value(scores, "wrong_releases", party="A")
    assert 0 == value(scores, "released", party="B")


def test_a_tie_is_right_by_half() -> None:
    scores = score(said({"1": "i"}, attributions={"i": {"A": 0.5, "B": 0.5}}), WORLD)
    assert 0.5 == value(scores, "accuracy")


def test_where_nothing_attributes_undetermined_is_scored_as_such() -> None:
    scores = score(said(PUT, findings=[finding("i"), finding("j")]), WORLD)
    assert 1.0 == value(scores, "undetermined")
    assert value(scores, "accuracy") is None
    assert scores.filter(pl.col("score") == "brier").is_empty()


def test_sides_that_findings_name_are_right_or_wrong() -> None:
    """i is A's and called so; j is B's and called A's; k is left open."""
    named = [finding("i", attributed_to="A"), finding("j", attributed_to="A"), finding("k")]
    scores = score(said(PUT, findings=named), WORLD)
    assert pytest.approx(1 / 3) == value(scores, "undetermined")
    assert 0.5 == value(scores, "accuracy")
    assert 1 == value(scores, "wrong_releases", party="A")
    assert 2 == row(scores, "wrong_releases", party="A")["of"]
