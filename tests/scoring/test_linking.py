"""Pairs and record by record, by hand."""

from __future__ import annotations

import polars as pl
import pytest

from ceaseline.scoring.linking import linking

pytestmark = pytest.mark.usefixtures("outside_shut")

# Said: three together, one alone. In truth: two and two.
FOUR = pl.DataFrame({"said": ["a", "a", "a", "b"], "true": ["x", "x", "y", "y"]})


def test_of_three_pairs_said_and_two_true_ones_one_is_in_both() -> None:
    assert (1, 3, 2) == linking(FOUR).pairs


def test_b_cubed_is_the_mean_over_records() -> None:
    """Precision: 2/3, 2/3, 1/3 and 1, so 2/3. Recall: 1, 1, 1/2 and 1/2, so 3/4."""
    precision, recall = linking(FOUR).b_cubed
    assert pytest.approx(2 / 3) == precision
    assert pytest.approx(3 / 4) == recall


def test_a_true_group_in_two_places_is_split_and_a_place_with_two_is_a_merge() -> None:
    """y lies in a and b; a holds x and y."""
    made = linking(FOUR)
    assert (1, 1) == (made.splits, made.merges)
    assert (1, 2) == (made.groups("said"), made.groups("true"))


def test_a_group_scored_apart_is_still_charged_for_what_it_is_mixed_with() -> None:
    """x alone: two of the three records that stand together are of x, and all of x is there."""
    precision, recall = linking(FOUR).of(pl.Series(["x"])).b_cubed
    assert pytest.approx(2 / 3) == precision
    assert 1.0 == recall


def test_no_records_have_no_shares() -> None:
    made = linking(FOUR.clear())
    assert (None, None) == made.b_cubed
    assert (0, 0, 0) == made.pairs


def test_among_records_of_what_happened_no_invention_is_charged() -> None:
    """Said: all four in one, six pairs; of the two records of x there is one pair, and it is right."""
    made = linking(pl.DataFrame({"said": ["a"] * 4, "true": ["alone:1", "alone:2", "x", "x"]}))
    assert (1, 6, 1) == made.pairs
    assert (1, 1, 1) == made.what_happened.pairs
    assert (1.0, 1.0) == made.what_happened.b_cubed
