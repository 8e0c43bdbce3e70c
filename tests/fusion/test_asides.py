"""What fusion treats in a way of its own is counted by reason and told with its mend."""

from __future__ import annotations

from typing import Any

import pytest

from builders import at, observation, observations, source_rows
from ceaseline.fusion import Ruling, asides, asides_told, fuse, joining, large, shown_again
from ceaseline.fusion.asides import LARGE

pytestmark = pytest.mark.usefixtures("outside_shut")

NOWHERE: dict[str, Any] = {"lon": None, "lat": None, "radius_m": None}


@pytest.mark.parametrize(
    ("changes", "reason", "alone"),
    [
        (NOWHERE, "no_place", True),
        ({"radius_m": 37_800.0}, "wide_place", True),
        ({"radius_m": 37_700.0}, None, False),
        ({"latest": at("2031-05-12 01:40")}, "long_time", True),
        ({"latest": at("2031-05-12 01:30")}, None, False),
        ({"time_sigma_s": 43_201.0}, "long_time", True),
        ({"phenomenon": "no_event"}, "nothing_happened", True),
        ({"radius_m": 0.0}, "no_radius", False),
        ({"latest": at("2031-05-10 08:00")}, "no_length", False),
        ({"latest": at("2031-05-10 08:00"), "time_sigma_s": 5.0}, None, False),
    ],
)
def test_what_is_told_to_stay_alone_stays_alone_and_nothing_else(
    changes: dict[str, Any], reason: str | None, alone: bool
) -> None:
    """25 km of sigma are 37.7 of radius; twelve hours of sigma are 41 hours and 34 minutes of an interval."""
    rows = observations(
        *(observation(**{"observation_id": f"o{n}", "source": f"s{n}", **changes}) for n in range(2))
    )
    assert ({} if reason is None else {reason: 2}) == asides(rows)
    made = fuse(rows, source_rows())
    assert (2 if alone else 1) == made.incidents.height
    told = list(asides_told(asides(rows)))
    assert (reason is not None) == bool(told)
    assert all(sentence.startswith("2 records ") for sentence in told)


def test_an_incident_too_large_to_be_looked_at_again_is_told() -> None:
    assert LARGE == joining.LARGE
    for many, expected in ((LARGE, 0), (LARGE + 1, 1)):
        rows = [observation(observation_id=f"o{n}", source=f"s{n}") for n in range(many)]
        one = Ruling(("o0",), tuple(f"o{n}" for n in range(1, many)), together=True)
        made = fuse(observations(*rows), source_rows(), rulings=[one])
        assert expected == large(made.incidents)
    assert "1 incident of more than 64 records of several groups" in next(asides_told({}, 1))


def test_a_film_that_several_sources_show_of_days_apart_is_told_and_one_of_a_source_of_its_own_is_not() -> None:
    later = {"earliest": at("2031-05-20 08:00"), "latest": at("2031-05-20 08:05")}
    for source, expected in (("cameras", 1), ("posts", 0)):
        rows = [observation(media="film"), observation(observation_id="o2", source=source, media="film", **later)]
        made = fuse(observations(*rows), source_rows())
        assert 2 == made.incidents.height
        assert expected == shown_again(observations(*rows), made.members)
    assert "1 picture or film is shown by several sources" in next(asides_told({}, 0, 1))
