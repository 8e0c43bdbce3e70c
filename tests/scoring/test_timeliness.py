"""How long it takes until what happened is in the tables, by hand."""

from __future__ import annotations

from collections.abc import Collection

import polars as pl
import pytest

from ceaseline.scoring import score
from toy_truth import happening, row, said, truth, value

pytestmark = pytest.mark.usefixtures("outside_shut")

MEDIAN, NINE_IN_TEN = "hours_to_first_record_median", "hours_to_first_record_nine_in_ten"
# All at eight o'clock: A's is told of twice, B's once, and one more by A never.
WORLD = truth(
    [happening("a"), happening("b", acts_of="B", hypothesis="B"), happening("unseen")],
    {"1": "a", "2": "a", "3": "b"},
)


def scores(received_h: float, late: Collection[str]) -> pl.DataFrame:
    return score(said({"1": "i", "2": "i", "3": "j"}, received_h=received_h, late=late), WORLD)


def test_hours_run_from_the_happening_to_the_first_record_of_it() -> None:
    """Files come after two hours, and late ones after five: B's came late, A's once in time."""
    made = scores(2.0, late=["2", "3"])
    assert 2.0 == value(made, MEDIAN, party="A")
    assert 5.0 == value(made, MEDIAN, party="B")
    assert 5.0 == value(made, NINE_IN_TEN)
    assert 2 == row(made, MEDIAN)["of"]


def test_files_received_on_another_clock_say_nothing_of_hours() -> None:
    assert value(scores(-1.0, late=["3"]), MEDIAN) is None


def test_files_that_came_all_at_once_say_nothing_of_hours() -> None:
    assert value(scores(2.0, late=[]), MEDIAN) is None
