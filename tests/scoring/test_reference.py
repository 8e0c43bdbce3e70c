"""The linker that may see the truth, by hand."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import polars as pl
import pytest

from builders import observation, observations
from ceaseline.scoring import Truth
from ceaseline.scoring.reference import reference
from toy_truth import MORNING, happening, truth

pytestmark = pytest.mark.usefixtures("outside_shut")

KM_NORTH = 1 / 111.19493  # degrees of latitude on the sphere of the program
NORTH = happening("north", lat=12.5 + 10 * KM_NORTH)
SOUTH = happening("south")


def given(world: Truth, **changes: Any) -> str:
    """Return where one record goes that tells of something by its own statement alone."""
    record = observation(**{"latest": MORNING, "phenomenon": "shelling", **changes})
    found = reference(observations(record), world.incidents, world.members)
    return str(found.item(0, "said"))


@pytest.mark.parametrize(("km", "to"), [(4.9, "south"), (5.1, "north")])
def test_a_record_goes_to_the_nearer_of_two(km: float, to: str) -> None:
    assert to == given(truth([NORTH, SOUTH], {}), lat=12.5 + km * KM_NORTH, radius_m=5000.0)


@pytest.mark.parametrize(("km", "to"), [(2.3, "south"), (2.4, "alone:p1")])
def test_a_record_further_than_its_errors_from_all_is_alone(km: float, to: str) -> None:
    """A 68 % radius of 1,000 m is a sigma of 662 m, and 3.5 of these are 2.32 km."""
    assert to == given(truth([SOUTH], {}), lat=12.5 + km * KM_NORTH, radius_m=1000.0)


@pytest.mark.parametrize(("seconds", "to"), [(14, "south"), (16, "later")])
def test_a_record_goes_to_the_nearer_in_time_by_its_own_clock(seconds: int, to: str) -> None:
    later = happening("later", at=MORNING + timedelta(seconds=30), until=MORNING + timedelta(seconds=30))
    moment = MORNING + timedelta(seconds=seconds)
    assert to == given(truth([SOUTH, later], {}), earliest=moment, latest=moment, time_sigma_s=20.0)


def test_words_decide_between_two_at_one_place_and_time() -> None:
    """Of drones nine records in this world say strike, and of mortars none; else the first by its id would do."""
    drone = happening("z-drone", act="drone")
    ids = [f"s{number}" for number in range(9)]
    world = truth([SOUTH, drone], dict.fromkeys(ids, "z-drone"))
    told = observations(*(observation(observation_id=each, phenomenon="strike", latest=MORNING) for each in ids))
    found = reference(told, world.incidents, world.members)
    assert {"z-drone"} == set(found["said"])


def test_a_record_without_a_place_goes_to_what_has_none() -> None:
    paper = happening("paper", lon=None, lat=None, act="training")
    assert "paper" == given(truth([SOUTH, paper], {}), lon=None, lat=None, radius_m=None)


def test_no_record_is_lost_or_doubled() -> None:
    told = observations(observation(), observation(observation_id="p2", lon=None, lat=None, radius_m=None))
    world = truth([SOUTH], {})
    found = reference(told, world.incidents, world.members)
    assert {"p1", "p2"} == set(found["observation_id"])
    assert 2 == found.height
    assert found.schema == pl.Schema({"observation_id": pl.String, "said": pl.String})
