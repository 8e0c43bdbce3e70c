"""The plain rule, by hand: what agrees with all is one, and nothing is chained."""

from __future__ import annotations

from typing import Any

import pytest

from builders import at, observation, observations
from ceaseline.scoring.plain import plain

pytestmark = pytest.mark.usefixtures("outside_shut")

KM_NORTH = 1 / 111.19493  # degrees of latitude on the sphere of the program


def together(*rows: dict[str, Any]) -> list[set[str]]:
    found: dict[str, set[str]] = {}
    for observation_id, said in plain(observations(*rows)).rows():
        found.setdefault(said, set()).add(observation_id)
    return sorted(found.values(), key=min)


def camera(**changes: Any) -> dict[str, Any]:
    return observation(**{"observation_id": "q1", "source": "cameras", **changes})


@pytest.mark.parametrize(
    ("changes", "count"),
    [
        ({}, 1),
        ({"phenomenon": None}, 1),
        ({"phenomenon": "fire"}, 2),
        ({"source": "posts"}, 2),
        ({"lat": 12.5 + 1.40 * KM_NORTH}, 1),  # twice the joint radius of half a kilometre each is 1.414 km
        ({"lat": 12.5 + 1.42 * KM_NORTH}, 2),
        ({"earliest": at("2031-05-10 08:06"), "latest": at("2031-05-10 08:06")}, 2),
        ({"earliest": at("2031-05-10 08:06"), "latest": at("2031-05-10 08:06"), "time_sigma_s": 30.0}, 1),
        ({"lon": None, "lat": None, "radius_m": None}, 2),
        ({"radius_m": 5001.0}, 2),
        ({"latest": at("2031-05-10 14:01")}, 2),
    ],
    ids=str,
)
def test_two_records_agree_within_what_they_state(changes: dict[str, Any], count: int) -> None:
    one = observation(earliest=at("2031-05-10 08:00"), latest=at("2031-05-10 08:05"))
    assert count == len(together(one, camera(**changes)))


def test_bearings_of_two_sides_do_not_agree() -> None:
    north = {"bearing_deg": 0.0, "bearing_sigma_deg": 10.0}
    assert 2 == len(together(observation(**north), camera(bearing_deg=180.0, bearing_sigma_deg=10.0)))
    assert 1 == len(together(observation(**north), camera(bearing_deg=110.0, bearing_sigma_deg=10.0)))


def test_a_record_joins_only_where_it_agrees_with_all() -> None:
    """One kilometre after another: the third agrees with the second, and is too far from the first."""
    rows = [
        observation(observation_id=f"o{number}", source=f"s{number}", lat=12.5 + number * KM_NORTH)
        for number in range(3)
    ]
    assert [{"o0", "o1"}, {"o2"}] == together(*rows)
