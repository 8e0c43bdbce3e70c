"""Which records become one incident, by hand; and what holds for any records."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from builders import at, observation, observations, source_rows
from ceaseline.fusion import Fused, fuse

pytestmark = pytest.mark.usefixtures("outside_shut")

SOURCES = source_rows(
    posts={}, cameras={}, mirror={"group": "posts"}, press={"role": "press"}, north={"role": "party"}
)
KM_NORTH = 1 / 111.19493  # degrees of latitude on the sphere of the program


def fused(*rows: dict[str, Any]) -> Fused:
    return fuse(observations(*rows), SOURCES)


def together(*rows: dict[str, Any]) -> list[set[str]]:
    """Return which records stand together, in the order of the incidents."""
    found: dict[str, set[str]] = {}
    for observation_id, incident_id, _ in fused(*rows).members.rows():
        found.setdefault(incident_id, set()).add(observation_id)
    return list(found.values())


def camera(**changes: Any) -> dict[str, Any]:
    """Return a second record of the usual observation."""
    return observation(**{"observation_id": "c1", "source": "cameras", **changes})


def test_two_sources_that_agree_tell_of_one_incident() -> None:
    assert [{"p1", "c1"}] == together(observation(), camera())


def test_one_source_counts_its_own_happenings() -> None:
    assert [{"p1"}, {"p2"}] == together(observation(), observation(observation_id="p2"))


@pytest.mark.parametrize(("apart", "count"), [(9.99, 1), (10.01, 2)])
def test_places_agree_up_to_twice_the_joint_radius(apart: float, count: int) -> None:
    """Radii of 3 km and 4 km are 5 km together, and twice that is 10 km."""
    far = camera(lat=12.5 + apart * KM_NORTH, radius_m=4000.0)
    assert count == len(together(observation(radius_m=3000.0), far))


@pytest.mark.parametrize(("second", "count"), [(14, 1), (15, 2)])
def test_times_overlap_when_widened_by_twice_the_error_of_the_clock(second: int, count: int) -> None:
    """Four and ten seconds wide: 08:00:00 lasts until :04, and what was at :14 may have been from :04 on."""
    one = observation(latest=at("2031-05-10 08:00"), time_sigma_s=2.0)
    moment = at(f"2031-05-10 08:00:{second}")
    assert count == len(together(one, camera(earliest=moment, latest=moment, time_sigma_s=5.0)))


@pytest.mark.parametrize(("what", "count"), [("explosion", 1), (None, 1), ("fire", 2)])
def test_what_is_not_stated_agrees_with_anything_and_other_words_do_not(what: str | None, count: int) -> None:
    assert count == len(together(observation(), camera(phenomenon=what)))


def test_what_is_not_stated_joins_no_two_words() -> None:
    silent = observation(observation_id="m1", source="mirror", phenomenon=None)
    assert 2 == len(together(observation(), silent, camera(phenomenon="fire")))


@pytest.mark.parametrize(
    "vague",
    [
        {"lon": None, "lat": None, "radius_m": None},
        {"radius_m": 5001.0},
        {"latest": at("2031-05-10 14:00:01")},
        {"phenomenon": "no_event"},
    ],
    ids=["no place", "a wide place", "a long time", "nothing happened"],
)
def test_a_vague_record_stays_alone(vague: dict[str, Any]) -> None:
    assert 2 == len(together(observation(**vague), camera(**vague)))


@pytest.mark.parametrize(("bearing", "count"), [(180.0, 2), (110.0, 1)])
def test_fire_from_opposite_directions_is_never_one_incident(bearing: float, count: int) -> None:
    """Ten degrees of error each are 28 in twice the joint error: up to 118 degrees apart can be one side."""
    one = observation(bearing_deg=0.0, bearing_sigma_deg=10.0)
    assert count == len(together(one, camera(bearing_deg=bearing, bearing_sigma_deg=10.0)))


def test_nothing_is_chained_all_records_of_an_incident_agree() -> None:
    """A kilometre of error each: 2.8 km agree, so 2 km do and 4 km do not."""
    rows = [
        observation(observation_id=name, source=source, lat=12.5 + 2 * number * KM_NORTH, radius_m=1000.0)
        for number, (name, source) in enumerate([("a", "posts"), ("b", "cameras"), ("c", "press")])
    ]
    assert [{"a", "b"}, {"c"}] == together(*rows)


def test_places_agree_across_the_line_of_the_date() -> None:
    assert [{"p1", "c1"}] == together(observation(lon=179.999), camera(lon=-179.999))


# What an incident says


def test_the_place_is_the_mean_by_precision_and_no_more_exact_than_its_records_allow() -> None:
    """Weights 1 and 4: a fifth of 100 m from the second; the radius is 500 m / sqrt(1.25)."""
    row = fused(observation(radius_m=500.0), camera(lat=12.5 + 0.1 * KM_NORTH, radius_m=250.0)).incidents
    assert (34.5, round(12.5 + 0.08 * KM_NORTH, 6)) == row.select("lon", "lat").row(0)
    assert 223.6 == row["radius_m"][0]


def test_a_copy_makes_no_place_more_exact_and_adds_no_group() -> None:
    copy = observation(observation_id="m1", source="mirror")
    row = fused(observation(), copy).incidents.row(0, named=True)
    assert (500.0, 2, 1) == (row["radius_m"], row["observations"], row["groups"])


def test_no_record_of_a_party_moves_what_others_saw() -> None:
    claim = observation(
        observation_id="n1", source="north", lat=12.504, radius_m=1.0, latest=at("2031-05-10 08:01")
    )
    claim |= {"quantity_low": 90.0, "unit": "rounds", "weapon": "mortar", "bearing_deg": 10.0}
    alone = fused(observation(quantity_low=3.0, unit="rounds", weapon="rifle")).incidents
    both = fused(observation(quantity_low=3.0, unit="rounds", weapon="rifle"), claim).incidents
    changed = ["incident_id", "observations", "groups"]
    assert (2, 2) == both.select("observations", "groups").row(0)
    assert alone.drop(changed).equals(both.drop(changed))


def test_the_time_is_what_all_have_in_common() -> None:
    later = camera(earliest=at("2031-05-10 08:03"), latest=at("2031-05-10 08:09"))
    row = fused(observation(), later).incidents.row(0, named=True)
    assert (at("2031-05-10 08:03"), at("2031-05-10 08:05")) == (row["earliest"], row["latest"])


def test_where_only_the_errors_of_clocks_meet_the_time_is_all_they_cover() -> None:
    later = camera(earliest=at("2031-05-10 08:06"), latest=at("2031-05-10 08:07"), time_sigma_s=60.0)
    row = fused(observation(), later).incidents.row(0, named=True)
    assert (at("2031-05-10 08:00"), at("2031-05-10 08:07")) == (row["earliest"], row["latest"])


@pytest.mark.parametrize(
    ("second", "expected"),
    [
        ({"quantity_low": 5.0, "quantity_high": 9.0, "unit": "rounds"}, (3.0, 9.0, "rounds")),
        ({"quantity_low": 5.0, "quantity_high": 9.0, "unit": "acts"}, (None, None, None)),
        ({"quantity_low": None, "quantity_high": 2.0, "unit": "rounds"}, (3.0, 4.0, "rounds")),
        ({"unit": "acts"}, (3.0, 4.0, "rounds")),
    ],
    ids=["one unit", "two units", "a bound below", "no number"],
)
def test_numbers_are_the_widest_range_in_one_unit(second: dict[str, Any], expected: tuple[Any, ...]) -> None:
    one = observation(quantity_low=3.0, quantity_high=4.0, unit="rounds")
    told = fused(one, camera(**second)).incidents
    assert expected == told.select("quantity_low", "quantity_high", "unit").row(0)


def test_numbers_that_leave_no_range_are_not_known() -> None:
    """At least five and at most two: nobody can say."""
    told = fused(observation(quantity_low=5.0, unit="rounds"), camera(quantity_high=2.0, unit="rounds")).incidents
    assert (None, None, None) == told.select("quantity_low", "quantity_high", "unit").row(0)


def test_the_bearing_is_the_mean_of_directions_and_not_of_numbers() -> None:
    rows = [observation(bearing_deg=350.0, bearing_sigma_deg=6.0), camera(bearing_deg=10.0, bearing_sigma_deg=6.0)]
    told = fused(*rows).incidents
    assert (0.0, round(6 / 2**0.5, 3)) == told.select("bearing_deg", "bearing_sigma_deg").row(0)


# Answers


def opposite(start: str, until: str) -> dict[str, Any]:
    times = {"earliest": at(f"2031-05-10 {start}"), "latest": at(f"2031-05-10 {until}")}
    return observation(observation_id="p2", bearing_deg=180.0, bearing_sigma_deg=10.0, **times)


@pytest.mark.parametrize(
    ("start", "until", "delay"),
    [("08:07", "08:08", [120.0]), ("08:04", "08:06", []), ("08:07", "08:13", []), ("08:36", "08:37", [])],
    ids=["soon after", "at the same time", "a time not known well enough", "too late"],
)
def test_an_answer_is_linked_where_times_put_it_in_order(start: str, until: str, delay: list[float]) -> None:
    one = observation(bearing_deg=0.0, bearing_sigma_deg=10.0)
    found = fused(one, opposite(start, until))
    assert delay == found.responses["delay_s"].to_list()
    if delay:
        first, second = found.incidents["incident_id"]
        assert (second, first, 120.0, "assessed", None) == found.responses.row(0)


# Any records

ROWS = st.fixed_dictionaries(
    {
        "source": st.sampled_from(["posts", "cameras", "mirror", "press", "unknown"]),
        "phenomenon": st.sampled_from([None, "explosion", "fire", "no_event"]),
        "minute": st.integers(0, 6),
        "length": st.sampled_from([0, 3, 600]),
        "place": st.none() | st.tuples(st.integers(0, 4), st.sampled_from([0.0, 300.0, 2000.0, 9000.0])),
        "bearing_deg": st.sampled_from([None, 0.0, 170.0]),
        "time_sigma_s": st.sampled_from([None, 45.0]),
        "accused": st.sampled_from([None, "A", "B"]),
        "quantity_low": st.sampled_from([None, 1.0, 7.0]),
        "quantity_high": st.sampled_from([None, 9.0]),
        "unit": st.sampled_from(["rounds", "acts"]),
    }
)


def drawn(forms: list[dict[str, Any]]) -> list[dict[str, Any]]:
    rows = []
    for number, form in enumerate(forms):
        kept = {key: value for key, value in form.items() if key not in ("minute", "length", "place")}
        place: dict[str, float | None] = {"lon": None, "lat": None, "radius_m": None}
        if form["place"] is not None:
            step, radius = form["place"]
            place = {"lon": 34.5, "lat": 12.5 + step * KM_NORTH / 4, "radius_m": radius}
        start, end = form["minute"], form["minute"] + form["length"]
        times = {"earliest": minute(start), "latest": minute(end)}
        rows.append(observation(observation_id=f"o{number}", **kept, **place, **times))
    return rows


def minute(number: int) -> Any:
    return at(f"2031-05-10 {number // 60:02}:{number % 60:02}")


@given(st.lists(ROWS, max_size=12), st.randoms(use_true_random=False))
def test_no_record_is_lost_or_doubled_and_the_order_of_rows_changes_nothing(
    forms: list[dict[str, Any]], dice: Any
) -> None:
    rows = drawn(forms)
    before = fused(*rows)
    assert sorted(row["observation_id"] for row in rows) == sorted(before.members["observation_id"])
    assert len(rows) == before.incidents["observations"].sum()
    dice.shuffle(rows)
    after = fused(*rows)
    assert before.incidents.equals(after.incidents)
    assert before.members.equals(after.members)
    assert before.responses.equals(after.responses)


@pytest.mark.parametrize("blamed", [("A", "A"), ("A", "B"), (None, "B")])
def test_records_that_blame_anybody_or_nobody_are_put_together_alike(blamed: tuple[str | None, str]) -> None:
    assert [{"p1", "c1"}] == together(observation(accused=blamed[0]), camera(accused=blamed[1]))


@given(st.lists(ROWS, min_size=1, max_size=12))
def test_whom_a_record_blames_changes_no_byte(forms: list[dict[str, Any]]) -> None:
    silent = [{**form, "accused": None} for form in forms]
    before, after = fused(*drawn(forms)), fused(*drawn(silent))
    assert before.incidents.equals(after.incidents)
    assert before.members.equals(after.members)
    assert before.responses.equals(after.responses)


@given(st.lists(ROWS, max_size=12))
def test_an_incident_has_one_record_of_a_source_at_most(forms: list[dict[str, Any]]) -> None:
    rows = observations(*drawn(forms))
    sides = fuse(rows, SOURCES).members.join(rows.select("observation_id", "source"), on="observation_id")
    assert not sides.select("incident_id", "source").is_duplicated().any()


def test_ten_thousand_equal_rows_of_two_sources_are_paired_and_do_not_stall() -> None:
    rows = [
        observation(observation_id=f"{source}{number}", source=source)
        for source in ("posts", "cameras")
        for number in range(5000)
    ]
    told = fused(*rows).incidents
    assert 5000 == told.height
    assert {2} == set(told["observations"])
