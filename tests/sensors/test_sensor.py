"""What instruments can see: by distance, by night, in fog and under cloud."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from builders import at
from ceaseline.errors import UnknownName
from ceaseline.sensors import SENSORS, chance_of_a_look, chance_seen, is_night, radius_68, turns
from ceaseline.tables.assets import KINDS

pytestmark = pytest.mark.usefixtures("outside_shut")

SEEN = [(kind, word) for kind, sensor in SENSORS.items() for reach in sensor.notices for word in reach.words]


def chance(kind: str, word: str, km: float, **sky: float) -> float:
    return float(chance_seen(kind, word, np.array([1000.0 * km]), **sky)[0])


def micro(text: str) -> np.ndarray:
    return np.array([round(at(text).timestamp()) * 1_000_000])


def test_a_camera_sees_an_explosion_at_its_range_as_often_as_not() -> None:
    assert 0.5 == chance("camera", "explosion", 2.4)
    # at 2 ranges: 1 / (1 + 2^4)
    assert 1 / 17 == pytest.approx(chance("camera", "explosion", 4.8))


def test_ears_reach_further_by_night() -> None:
    assert 0.5 == chance("post", "burst", 2.5)
    assert 0.5 == chance("post", "burst", 5.0, night=True)


@pytest.mark.parametrize(("kind", "word"), SEEN)
@given(apart=st.tuples(st.floats(0.001, 200), st.floats(0.001, 200)), night=st.booleans(), fog=st.booleans())
def test_no_chance_grows_with_distance_or_fog_or_leaves_its_range(
    kind: str, word: str, apart: tuple[float, float], night: bool, fog: bool
) -> None:
    near, further = sorted(apart)
    seen = chance(kind, word, near, night=night, fog=fog)
    assert 0 <= chance(kind, word, further, night=night, fog=fog) <= seen <= 1
    assert chance(kind, word, near, night=night, fog=True) <= chance(kind, word, near, night=night, fog=False)
    assert chance(kind, word, near, cloud=1.0) <= chance(kind, word, near, cloud=0.0)


def test_a_closed_sky_hides_fires_from_satellites() -> None:
    assert 0.0 == chance("satellite_thermal", "fire", 0, cloud=1.0)
    assert 0.25 == pytest.approx(chance("satellite_thermal", "fire", 0, cloud=0.75))


def test_what_a_kind_never_notices_has_no_chance() -> None:
    assert 0.0 == chance("acoustic", "fire", 0.01)
    assert 0.0 == chance("satellite_thermal", "burst", 0.01)


def test_an_unknown_kind_is_told_with_those_there_are() -> None:
    with pytest.raises(UnknownName, match="Did you mean 'camera'"):
        chance("kamera", "fire", 1)


def test_every_sensor_is_a_kind_of_asset_and_every_range_has_a_source() -> None:
    assert set(SENSORS) <= set(KINDS)
    assert all(reach.source for sensor in SENSORS.values() for reach in sensor.notices)


def test_no_acoustic_sensor_tells_more_than_a_side() -> None:
    assert SENSORS["acoustic"].direction_deg is not None
    assert SENSORS["acoustic"].direction_deg >= 45
    assert SENSORS["post"].direction_deg is None


@pytest.mark.parametrize("other", [1.0, 0.5, 0.0])
def test_the_radius_holds_68_percent_of_an_error(other: float) -> None:
    east, north = np.random.default_rng(1).standard_normal((2, 200_000)) * np.array([[100.0], [100.0 * other]])
    held = float((np.hypot(east, north) <= radius_68(np.array([100.0]), np.array([100.0 * other]))).mean())
    assert held == pytest.approx(0.68, abs=0.005) if other == 1.0 else 0.68 <= held <= 0.73


def test_a_fire_of_one_hour_is_looked_at_in_one_case_of_eight() -> None:
    # six passes a day of 24 hours, half of the sky covered: 6 * 1 / 24 / 2
    assert 0.125 == float(chance_of_a_look(np.array([1.0]), looks=6, cloud=0.5)[0])
    assert 1.0 == float(chance_of_a_look(np.array([48.0]), looks=6, cloud=0.0)[0])


@pytest.mark.parametrize(
    ("moment", "night"),
    # sunrise and sunset of 21 June 2025 at Greenwich: 03:43 and 20:21 UTC
    [
        ("2025-06-21T03:38", True),
        ("2025-06-21T03:48", False),
        ("2025-06-21T20:16", False),
        ("2025-06-21T20:26", True),
    ],
)
def test_the_sun_rises_and_sets_when_the_almanac_says(moment: str, night: bool) -> None:
    assert night == bool(is_night(micro(moment), 0.0, 51.48)[0])


def test_half_a_year_is_night() -> None:
    hours = micro("2031-01-01") + 3_600_000_000 * np.arange(365 * 24)
    assert 0.49 == pytest.approx(float(is_night(hours, -125.0, -45.0).mean()), abs=0.015)


@pytest.mark.parametrize(("lon", "lat"), [(0.0, 51.48), (-125.0, -45.0), (179.9, 64.0), (25.0, 70.0), (30.0, 0.0)])
@pytest.mark.parametrize("day", ["2031-06-20T03:07", "2031-12-20", "2031-03-20T18:30"])
def test_between_two_turns_of_the_sun_it_is_all_day_or_all_night(lon: float, lat: float, day: str) -> None:
    start = int(micro(day)[0])
    until = start + 3 * 86_400_000_000
    at_turn, night = turns(start, until, lon, lat)
    minutes = np.arange(start, until, 60_000_000) + 30_000_000
    told = night[np.searchsorted(at_turn, minutes, side="right")]
    assert len(at_turn) + 1 == len(night)
    # a turn is told to the minute, so no more than the minute it falls into may differ
    assert (told != is_night(minutes, lon, lat)).sum() <= len(at_turn)
    # and does not hang on where one begins to look
    later, after = turns(start + 86_400_000_000, until, lon, lat)
    assert later.tolist() == [turn for turn in at_turn.tolist() if turn > start + 86_400_000_000]
    assert after.tolist() == night[len(night) - len(after) :].tolist()


def test_where_the_sun_does_not_rise_all_is_one_night() -> None:
    start = int(micro("2031-12-20")[0])
    at_turn, night = turns(start, start + 86_400_000_000, 25.0, 80.0)
    assert ([], [True]) == (at_turn.tolist(), night.tolist())


def test_what_looks_from_above_says_how_long_that_burns_which_it_sees() -> None:
    assert {"satellite_thermal"} == {kind for kind, sensor in SENSORS.items() if sensor.burns_h is not None}
