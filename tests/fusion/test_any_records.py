"""What holds for any records: late copies, cuts between days, and errors that grow."""

from __future__ import annotations

from datetime import timedelta
from itertools import pairwise
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from builders import observation, observations, source_rows
from ceaseline.fusion import Fused, fuse

pytestmark = pytest.mark.usefixtures("outside_shut")

SOURCES = source_rows(
    posts={"role": "monitor"},
    cameras={},
    mirror={"group": "posts"},
    press={"role": "press"},
    north={"role": "party"},
)
KM_NORTH = 1 / 111.19493
TEXT = "Heavy shelling hit the old bridge near the mill at dawn, and houses beside the river are on fire."

FORMS = st.fixed_dictionaries(
    {
        "source": st.sampled_from(["posts", "cameras", "mirror", "press", "north", "unknown"]),
        "phenomenon": st.sampled_from([None, "explosion", "fire", "no_event"]),
        "minute": st.integers(0, 8),
        "length": st.sampled_from([0, 3, 600]),
        "km": st.sampled_from([0.0, 0.4, 1.5, 20.0, None]),
        "radius_m": st.sampled_from([0.0, 300.0, 2000.0, 9000.0]),
        "time_sigma_s": st.sampled_from([None, 0.0, 45.0]),
        "bearing_deg": st.sampled_from([None, 0.0, 170.0]),
        "text": st.sampled_from([None, TEXT, TEXT.replace("dawn", "noon"), TEXT.replace("on fire", "gone")]),
        "media": st.sampled_from([None, "film"]),
    }
)


def drawn(form: dict[str, Any], name: str, *, day: int = 0) -> dict[str, Any]:
    start = observation()["earliest"] + timedelta(days=day, minutes=form["minute"])
    place: dict[str, Any] = {"lon": 34.5, "lat": 12.5, "radius_m": form["radius_m"]}
    if form["km"] is None:
        place = dict.fromkeys(place)
    else:
        place["lat"] += form["km"] * KM_NORTH
    kept = {key: form[key] for key in ("source", "phenomenon", "time_sigma_s", "bearing_deg", "text", "media")}
    return observation(
        observation_id=name, earliest=start, latest=start + timedelta(minutes=form["length"]), **kept, **place
    )


def fused(rows: list[dict[str, Any]]) -> Fused:
    return fuse(observations(*rows), SOURCES)


def parts(made: Fused) -> set[frozenset[str]]:
    each = made.members.group_by("incident_id").agg("observation_id")
    return {frozenset(records) for records in each["observation_id"].to_list()}


# Of two rows that say the very same, nobody knows which one was delivered again.
@settings(max_examples=40)
@given(st.lists(FORMS, min_size=1, max_size=8, unique_by=lambda form: tuple(form.values())), st.data())
def test_one_more_delivery_of_any_record_adds_no_incident_and_no_group(
    forms: list[dict[str, Any]], data: Any
) -> None:
    rows = [drawn(form, f"o{number}") for number, form in enumerate(forms)]
    which = data.draw(st.integers(0, len(rows) - 1))
    again = {**rows[which], "observation_id": "again", "capture_id": "1" * 64}
    before, after = fused(rows), fused([*rows, again])
    assert parts(before) == {part - {"again"} for part in parts(after)}
    of = dict(after.members.select("observation_id", "incident_id").iter_rows())
    assert of["again"] == of[f"o{which}"]
    assert sorted(before.incidents["groups"]) == sorted(after.incidents["groups"])
    told = ["phenomenon", "earliest", "latest", "lon", "lat", "radius_m", "bearing_deg"]
    assert before.incidents.select(told).sort(told).equals(after.incidents.select(told).sort(told))


@settings(max_examples=30)
@given(st.lists(st.tuples(FORMS, st.sampled_from([0, 7, 30])), min_size=2, max_size=10))
def test_a_cut_between_days_far_apart_changes_nothing(forms: list[tuple[dict[str, Any], int]]) -> None:
    rows = [(drawn(form, f"o{number}", day=day), day) for number, (form, day) in enumerate(forms)]
    whole = fused([row for row, _ in rows])
    cut = [fused([row for row, day in rows if day == each]) for each in sorted({day for _, day in rows})]
    assert parts(whole) == set[frozenset[str]]().union(*map(parts, cut))
    assert whole.incidents.height == sum(each.incidents.height for each in cut)


@settings(max_examples=30)
@given(
    st.sampled_from([100.0, 300.0, 1000.0]),
    st.lists(st.sampled_from([1.0, 1.5, 2.0, 4.0, 8.0, 16.0, 40.0]), min_size=2, max_size=5, unique=True).map(
        sorted
    ),
    st.sampled_from(["radius_m", "time_sigma_s"]),
)
def test_a_wider_error_of_a_record_that_agrees_never_raises_the_chance_that_it_belongs(
    radius: float, factors: list[float], field: str
) -> None:
    """Two records of one place and moment; where they do not agree, a wider error may rightly bring them nearer."""
    chances = []
    for factor in factors:
        usual = {"radius_m": radius, "time_sigma_s": 20.0}
        other = observation(observation_id="c1", source="cameras", **{**usual, field: usual[field] * factor})
        made = fused([observation(**usual), other])
        if made.incidents.height == 1:
            chances.append(made.members["probability"].to_list())
    assert len(chances) >= 1
    for narrow, wide in pairwise(chances):
        assert all(after <= before + 1e-9 for before, after in zip(narrow, wide, strict=True))
