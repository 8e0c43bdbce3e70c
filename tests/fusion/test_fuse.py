"""Which records become one incident, by hand; and what holds for any records."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import numpy as np
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


@pytest.mark.parametrize(("apart", "count"), [(0.0, 1), (1.0, 1), (40.0, 2)])
def test_records_of_one_place_are_one_and_of_places_far_apart_in_their_errors_are_two(
    apart: float, count: int
) -> None:
    """Half a kilometre of error each: one kilometre apart is one happening, forty are two."""
    assert count == len(together(observation(), camera(lat=12.5 + apart * KM_NORTH)))


@pytest.mark.parametrize(("minute", "count"), [(0, 1), (59, 2)])
def test_records_of_moments_far_apart_in_their_errors_are_two(minute: int, count: int) -> None:
    moment = at(f"2031-05-10 08:{minute:02}")
    one = observation(latest=at("2031-05-10 08:00"), time_sigma_s=2.0)
    assert count == len(together(one, camera(earliest=moment, latest=moment, time_sigma_s=5.0)))


def test_words_that_one_kind_of_witness_confuses_are_one_happening() -> None:
    """A satellite that said fire of every explosion, and explosion of every fire, is taken by what it means.

    On the last day there are both at one place and moment: whose record is whose, only the words tell.
    """
    swapped = {"explosion": "fire", "fire": "explosion"}
    rows = []
    for day in range(1, 29):
        for word in ("explosion",) if day % 2 else ("fire",) if day < 28 else swapped:
            rows += [
                observation(observation_id=f"h{day}{word}", phenomenon=word, means="heard", **moment(day)),
                camera(observation_id=f"c{day}{word}", phenomenon=word, means="camera", **moment(day)),
                observation(
                    observation_id=f"s{day}{word}",
                    source="orbit",
                    phenomenon=swapped[word],
                    means="satellite",
                    **moment(day),
                ),
            ]
    made = together(*rows)
    assert {"h28explosion", "c28explosion", "s28explosion"} in made
    assert {"h28fire", "c28fire", "s28fire"} in made


def moment(day: int) -> dict[str, Any]:
    return {"earliest": at(f"2031-05-{day:02} 08:00"), "latest": at(f"2031-05-{day:02} 08:05")}


def test_an_error_that_a_source_always_misstates_does_not_part_what_is_one() -> None:
    """A phone says ten metres and is two kilometres off; with sixty cases to learn from, that is found."""
    dice = np.random.default_rng(3)
    rows = []
    for number in range(60):
        start = at("2031-05-01 08:00") + timedelta(hours=11 * number)
        times = {"earliest": start, "latest": start + timedelta(minutes=5)}
        east, north = dice.normal(0, 2.0, 2) * KM_NORTH
        rows += [
            observation(observation_id=f"p{number}", **times),
            camera(observation_id=f"c{number}", lon=34.5 + east, lat=12.5 + north, radius_m=10.0, **times),
        ]
    assert sum(each == {f"p{n}", f"c{n}"} for n in range(60) for each in together(*rows)) >= 57


@pytest.mark.parametrize(
    "vague",
    [
        {"lon": None, "lat": None, "radius_m": None},
        {"radius_m": 40_000.0},
        {"latest": at("2031-05-13 08:00")},
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


def test_places_agree_across_the_line_of_the_date() -> None:
    assert [{"p1", "c1"}] == together(observation(lon=179.999), camera(lon=-179.999))


LIE = "Heavy shelling right now near kilometre {}, they fired first, share this."


def test_a_thousand_copies_of_a_text_are_one_witness() -> None:
    rows = [observation(observation_id=f"o{n}", source=f"account-{n}", text=LIE.format(n % 9)) for n in range(1000)]
    told = fused(*rows).incidents
    assert [(1000, 1)] == told.select("observations", "groups").rows()


def test_what_another_file_says_again_is_one_record_and_what_one_file_says_twice_is_two() -> None:
    again = [observation(observation_id=f"p{n}", capture_id=f"{n:064}") for n in (1, 2)]
    twice = [observation(observation_id=f"p{n}") for n in (1, 2)]
    assert [{"p1", "p2"}] == together(*again)
    assert [{"p1"}, {"p2"}] == together(*twice)


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
    [("08:07", "08:08", [120.0]), ("08:04", "08:06", [None]), ("08:07", "08:13", []), ("08:36", "08:37", [])],
    ids=["soon after", "at the same time", "a time not known well enough", "too late"],
)
def test_an_answer_is_linked_and_the_order_is_told_where_times_tell_it(
    start: str, until: str, delay: list[float | None]
) -> None:
    one = observation(bearing_deg=0.0, bearing_sigma_deg=10.0)
    found = fused(one, opposite(start, until))
    assert delay == found.responses["delay_s"].to_list()
    if delay == [120.0]:
        first, second = found.incidents["incident_id"]
        assert (second, first, 120.0, "assessed", None) == found.responses.row(0)


@pytest.mark.parametrize(("clock", "delay"), [(30.0, None), (5.0, 40.0)], ids=["clocks overlap", "clocks are good"])
def test_opposite_fire_forty_seconds_apart_is_two_incidents_and_the_clocks_say_whether_one_answers(
    clock: float, delay: float | None
) -> None:
    """Situation 1: the bearings are opposed."""
    one = {"earliest": at("2031-05-10 08:00:00"), "latest": at("2031-05-10 08:00:00"), "time_sigma_s": clock}
    two = {"earliest": at("2031-05-10 08:00:40"), "latest": at("2031-05-10 08:00:40"), "time_sigma_s": clock}
    found = fused(
        observation(bearing_deg=5.0, bearing_sigma_deg=5.0, **one),
        camera(bearing_deg=185.0, bearing_sigma_deg=5.0, **two),
    )
    assert 2 == found.incidents.height
    assert [delay] == found.responses["delay_s"].to_list()


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


def test_ten_thousand_equal_rows_do_not_stall_and_none_is_lost() -> None:
    rows = [
        observation(observation_id=f"{source}{number}", source=source)
        for source in ("posts", "cameras")
        for number in range(5000)
    ]
    told = fused(*rows).incidents
    assert 10_000 == told["observations"].sum()
    assert set(told["observations"]) <= {1, 2}


def test_one_more_delivery_of_a_record_adds_no_incident_and_no_group() -> None:
    again = camera(observation_id="c2", capture_id="1" * 64)
    before, after = fused(observation(), camera()).incidents, fused(observation(), camera(), again).incidents
    assert [(2, 2)] == before.select("observations", "groups").rows()
    assert [(3, 2)] == after.select("observations", "groups").rows()


def test_where_a_file_is_cut_between_days_changes_nothing_a_day_and_a_half_away() -> None:
    rows = [
        form | {"observation_id": f"{form['observation_id']}-{day}", **moment(day)}
        for day in (2, 9, 20)
        for form in (observation(), camera(), observation(observation_id="n1", source="press", lat=12.51))
    ]
    whole = together(*rows)
    parts = [each for cut in (rows[:3], rows[3:6], rows[6:]) for each in together(*cut)]
    assert whole == parts


def test_a_wider_error_never_raises_the_chance_of_belonging() -> None:
    chances = []
    for radius in (300.0, 600.0, 1200.0, 2400.0, 4800.0, 9600.0):
        made = fused(observation(), camera(radius_m=radius))
        if made.incidents.height == 1:
            chances.append(made.members["probability"].to_list())
    assert len(chances) >= 3
    assert chances == sorted(chances, reverse=True)
