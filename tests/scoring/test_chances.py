"""Chances against what was so, by hand."""

from __future__ import annotations

import numpy as np
import pytest

from ceaseline.scoring.chances import brier, calibration, log_score
from ceaseline.scoring.figures import Figure, share

pytestmark = pytest.mark.usefixtures("outside_shut")

SURE, EVEN = [1.0, 0.0], [0.5, 0.5]


def table(said: list[float], right: list[float]) -> dict[tuple[str, str], Figure]:
    rows = calibration("c", np.array(said), np.array(right))
    return {(str(row["score"]), str(row["by"])): row for row in rows}


def test_brier_of_two_answers_is_that_of_one_of_them() -> None:
    """0.7 for what was so: an error of 0.3, squared."""
    assert pytest.approx(0.09) == brier(np.array([[0.7, 0.3]]), np.array([SURE]))


def test_brier_is_nothing_for_certainty_that_is_right_and_one_for_certainty_that_is_wrong() -> None:
    assert 0.0 == brier(np.array([SURE]), np.array([SURE]))
    assert 1.0 == brier(np.array([[0.0, 1.0]]), np.array([SURE]))


def test_the_log_score_is_the_mean_over_cases() -> None:
    """One sure and right, nothing; one even, log 2."""
    assert pytest.approx(np.log(2) / 2) == log_score(np.array([SURE, EVEN]), np.array([SURE, SURE]))


def test_a_chance_of_nothing_for_what_was_so_costs_no_more_than_one_in_a_million() -> None:
    assert pytest.approx(6 * np.log(10)) == log_score(np.array([[0.0, 1.0]]), np.array([SURE]))


def test_the_calibration_error_weighs_each_range_by_its_cases() -> None:
    """Two of .95, one right: off by .45 in half of the cases. Two of .25, one right: off by .25 in half."""
    rows = table([0.95, 0.95, 0.25, 0.25], [1.0, 0.0, 1.0, 0.0])
    assert pytest.approx(0.35) == rows["c_error", "all"]["value"]
    assert 2 == rows["c_said", "0.9 to 1.0"]["of"]
    assert 0.95 == rows["c_said", "0.9 to 1.0"]["value"]
    assert 0.5 == rows["c_right", "0.2 to 0.3"]["value"]


def test_certainty_stands_in_the_last_range() -> None:
    assert 1.0 == table([1.0], [1.0])["c_said", "0.9 to 1.0"]["value"]


def test_no_cases_have_no_error() -> None:
    assert table([], [])["c_error", "all"]["value"] is None


def test_a_share_of_nothing_has_neither_value_nor_interval() -> None:
    assert (None, None, None) == tuple(share("accuracy", 0, 0)[name] for name in ("value", "low", "high"))
