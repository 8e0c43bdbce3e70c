"""Weapons seen for the first time or again, and those seen to be gone; nobody looking is not gone."""

from __future__ import annotations

from datetime import datetime
from typing import Any

import pytest

from builders import at, observation, observations, source_rows
from ceaseline.assessment import sightings, tellers
from ceaseline.fusion import fuse

pytestmark = pytest.mark.usefixtures("outside_shut")

SOURCES = source_rows(patrol={}, drone={"role": "instrument"}, north={"role": "party", "party": "A"})
KM = 1 / 111.19  # degrees of latitude in a kilometre, on the sphere of the rule


def seen(day: int, km: float = 0.0, **changes: Any) -> dict[str, Any]:
    """Return a tank seen at nine on a day of May, so far north of a place, known to 500 m."""
    moment = at(f"2031-05-{day:02} 09:00")
    usual = {
        "observation_id": f"w{day}-{km}",
        "phenomenon": "weapon_presence",
        "weapon": "tank",
        "source": "patrol",
    }
    place = {"lon": 30.0, "lat": 50.0 + km * KM, "radius_m": 500.0}
    return observation(**{**usual, **place, "earliest": moment, "latest": moment, **changes})


def gone(day: int, **changes: Any) -> dict[str, Any]:
    return seen(day, **{"observation_id": f"g{day}", "phenomenon": "weapon_absence", **changes})


def told(*rows: dict[str, Any]) -> list[tuple[str, datetime | None, datetime | None, datetime | None]]:
    table = observations(*rows)
    fused = fuse(table, SOURCES)
    found = sightings(fused.incidents, tellers(fused.incidents, fused.members, table, SOURCES))
    return found.select("first_or_again", "since", "last_seen_before", "gone_by").rows()


def words(*rows: dict[str, Any]) -> list[str]:
    return [row[0] for row in told(*rows)]


def nine(day: int) -> datetime:
    return at(f"2031-05-{day:02} 09:00")


def test_a_weapon_is_seen_first_and_then_again_with_the_time_it_was_first_seen() -> None:
    rows = told(seen(1), seen(3), seen(8))
    assert [
        ("first", nine(1), None, None),
        ("again", nine(1), nine(1), None),
        ("again", nine(1), nine(3), None),
    ] == rows


@pytest.mark.parametrize(("km", "expected"), [(3.40, "again"), (3.43, "first")])
def test_again_is_within_twice_the_joint_errors_and_two_kilometres(km: float, expected: str) -> None:
    """Two radii of 0.5 km are 0.707 km together; twice that and 2 km are 3.414 km."""
    assert ["first", expected] == words(seen(1), seen(2, km))


@pytest.mark.parametrize("weapon", ["mortar", "artillery"])
def test_another_class_is_not_seen_again(weapon: str) -> None:
    assert ["first", "first"] == words(seen(1), seen(2, weapon=weapon))


def test_a_plural_is_the_same_class() -> None:
    assert ["first", "again"] == words(seen(1), seen(2, weapon="Tanks"))


@pytest.mark.parametrize(
    "changes", [{"weapon": None}, {"lon": None, "lat": None, "radius_m": None}, {"radius_m": 5001.0}]
)
def test_what_is_not_known_well_enough_is_neither_first_nor_again_and_makes_nothing_old(
    changes: dict[str, Any],
) -> None:
    assert ["unclear", "first"] == words(seen(1, **changes), seen(2))


def test_gone_is_what_somebody_went_back_to_and_did_not_see() -> None:
    assert [("first", nine(1), None, nine(5))] == told(seen(1), gone(5), gone(6))
    assert [("first", nine(1), None, None)] == told(seen(1))


def test_none_of_any_class_is_none_of_this_one_and_none_of_another_is_not() -> None:
    assert [nine(5)] == [row[3] for row in told(seen(1), gone(5, weapon=None))]
    assert [None] == [row[3] for row in told(seen(1), gone(5, weapon="mortar"))]


def test_none_elsewhere_and_none_before_says_nothing() -> None:
    assert [None] == [row[3] for row in told(seen(2), gone(5, lat=51.0))]
    assert ["first", None] == [told(gone(1), seen(2))[0][place] for place in (0, 3)]


def test_what_was_gone_and_stands_there_once_more_is_back() -> None:
    assert ["first", "back", "again"] == words(seen(1), gone(3), seen(5), seen(7))


def test_a_party_makes_no_weapon_old_and_none_gone() -> None:
    assert ["first", "first"] == words(seen(1, source="north"), seen(2))
    assert [("first", nine(1), None, None)] == told(seen(1), gone(5, source="north"))


def test_two_that_are_seen_at_one_time_are_not_one_before_the_other() -> None:
    assert ["first", "first"] == words(seen(1), seen(1, 1.9))


def test_no_record_gives_no_row() -> None:
    assert [] == told()
    assert [] == told(gone(1))
