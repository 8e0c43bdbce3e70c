"""What sources are like in truth, by hand."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from builders import observation, observations
from ceaseline.scoring.habits import habits
from toy_truth import MORNING, happening, truth

pytestmark = pytest.mark.usefixtures("outside_shut")

KM_NORTH = 1 / 111.2


def found(many: int, told: str | None, **changes: Any) -> tuple[float, float, bool]:
    """Return the habits of a source with so many records alike."""
    usual = {"latest": MORNING, **changes}
    records = observations(*(observation(observation_id=f"p{number}", **usual) for number in range(many)))
    world = truth([happening("a")], {f"p{number}": told for number in range(many)})
    rows = habits(records, world.incidents, world.members).select("wider", "off_s", "makes_up").unique()
    assert 1 == rows.height
    return rows.row(0)


def test_a_source_that_is_three_times_as_far_off_as_it_says_is_taken_so() -> None:
    wider, _, _ = found(20, "a", lat=12.5 + 3 * KM_NORTH, radius_m=1000.0)
    assert pytest.approx(3.0, rel=1e-3) == wider


def test_seconds_beyond_the_stated_interval_are_its_error_of_time() -> None:
    """From eight o'clock and half a minute on, of what was over at eight."""
    moment = MORNING + timedelta(seconds=30)
    assert 30.0 == found(20, "a", earliest=moment, latest=moment)[1]


def test_a_source_of_few_records_is_taken_at_its_word() -> None:
    assert (1.0, 0.0, False) == found(19, "a", lat=12.5 + 3 * KM_NORTH, radius_m=1000.0)


def test_a_source_that_tells_of_nothing_makes_it_up() -> None:
    assert (1.0, 0.0, True) == found(20, None)
