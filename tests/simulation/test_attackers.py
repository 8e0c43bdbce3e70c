"""Every way of spoiling a record does what it is called, and nothing else."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import polars as pl
import pytest

from ceaseline.simulation import World, day

Maker = Callable[..., World]
Whole = Callable[[World, str], pl.DataFrame]
Told = Callable[[World], pl.DataFrame]

pytestmark = pytest.mark.usefixtures("outside_shut")

SAID = [
    "source",
    "means",
    "phenomenon",
    "earliest",
    "latest",
    "lon",
    "lat",
    "accused",
    "text",
    "quantity_low",
    "unit",
]


def attacked(make: Maker, **attacker: Any) -> World:
    nobody = dict.fromkeys(("left-flood", "right-flood", "left-staged", "right-staged", "left-recycled"))
    nobody |= dict.fromkeys(("right-recycled", "left-backdated", "right-backdated", "spoofed", "units", "late"))
    return make(attackers={**nobody, "duplicates": None, "x": attacker})


def accounts(of: World) -> list[str]:
    return list(of.voices.accounts["x"])


def by_accounts(of: World, told: Told) -> pl.DataFrame:
    return told(of).filter(pl.col("source").is_in(accounts(of)))


def test_a_flood_is_one_sided_near_same_within_the_hour_and_tells_of_nothing(make: Maker, told: Told) -> None:
    made = attacked(make, does="flood", by="left", accounts=10, reports=4, first=1, last=1)
    own = by_accounts(made, told)
    assert 40 == own.height
    assert {None} == set(own["incident_id"])
    assert {"B"} == set(own["accused"])
    assert own["earliest"].max() - own["earliest"].min() < timedelta(hours=1)  # type: ignore[operator]
    assert {made.date(1)} == set(own["earliest"].dt.date())
    assert 1 == own["text"].str.replace_all(r"\d+", "").n_unique()


def test_paid_accounts_tell_the_truth_before_they_lie(make: Maker, told: Told) -> None:
    made = attacked(make, does="flood", by="right", accounts=5, reports=2, first=2, last=2, honest_days=2)
    own = by_accounts(made, told).with_columns(number=pl.col("observation_id").str.slice(2, 8))
    dates = [f"{made.date(number):%Y%m%d}" for number in range(3)]
    honest = own.filter(pl.col("number").is_in(dates[:2]))
    assert 10 == honest.height
    assert 0 == honest["incident_id"].null_count()
    lies = own.filter(pl.col("number") == dates[2])
    assert 10 == lies.height == lies["incident_id"].null_count()
    assert {"A"} == set(lies["accused"])


def test_staged_events_are_videos_of_nothing(make: Maker, told: Told) -> None:
    own = by_accounts(attacked(make, does="staged", by="left", accounts=100), told)
    assert 15 < own.height < 50  # every tenth account on each of three days
    assert {("video", None, "B")} == set(own.select("means", "incident_id", "accused").iter_rows())


def test_recycled_pictures_tell_of_nothing_where_they_are_said_to_be_from(make: Maker, told: Told) -> None:
    own = by_accounts(attacked(make, does="recycled", by="right", accounts=50), told)
    assert own.height > 20
    assert {("video", None, "A")} == set(own.select("means", "incident_id", "accused").iter_rows())


def test_what_is_back_dated_arrives_days_after_the_moment_it_claims(make: Maker, told: Told) -> None:
    own = by_accounts(attacked(make, does="backdated", by="left", accounts=30), told)
    assert own.height > 5
    late = (own["received"] - own["latest"]).dt.total_hours()
    assert 5 * 24 <= late.min() <= late.max() <= 22 * 24  # type: ignore[operator]


def test_false_fixes_move_drones_and_phones_far_and_nothing_else(make: Maker, whole: Whole) -> None:
    clean = day(attacked(make, does="spoofed", share=0.0), 0).observations
    moved = day(attacked(make, does="spoofed", share=0.5), 0).observations
    assert clean.drop("lon", "lat").equals(moved.drop("lon", "lat"))
    changed = (clean["lat"] != moved["lat"]).fill_null(value=False)
    placed = clean["means"].is_in(["uav", "seen"]) & clean["lon"].is_not_null()
    assert not (changed & ~placed).any()
    assert 0.5 == pytest.approx(float(changed.sum()) / float(placed.sum()), abs=0.15)


def test_chaos_of_units_multiplies_numbers_of_parties_and_says_rounds(make: Maker) -> None:
    clean = day(attacked(make, does="units", share=0.0), 0).observations
    mixed = day(attacked(make, does="units", share=1.0), 0).observations
    party = clean["source"].str.contains("command") & clean["quantity_low"].is_not_null()
    assert clean.filter(~party).equals(mixed.filter(~party))
    assert {"rounds"} == set(mixed.filter(party)["unit"])
    times = (mixed.filter(party)["quantity_low"] / clean.filter(party)["quantity_low"]).median()
    assert 9 == pytest.approx(times, rel=0.3)


def test_what_is_late_is_a_month_late_at_most_and_says_the_same(make: Maker) -> None:
    clean = day(attacked(make, does="late", share=0.0), 0).observations
    late = day(attacked(make, does="late", share=0.5), 0).observations
    assert clean.select(SAID).sort(SAID).equals(late.select(SAID).sort(SAID))
    delays = (late["received"] - late["latest"]).dt.total_days()
    assert 20 < delays.max() <= 32  # type: ignore[operator]
    assert 0.5 == pytest.approx((delays > 5).mean(), abs=0.15)


def test_duplicates_are_the_same_records_under_other_ids(make: Maker, whole: Whole) -> None:
    clean = day(attacked(make, does="duplicates", share=0.0), 0)
    twice = day(attacked(make, does="duplicates", share=1.0), 0)
    assert (
        2 * clean.observations.height
        == twice.observations.height
        == twice.observations["observation_id"].n_unique()
    )
    again = twice.observations.group_by(SAID).len()
    assert {0} == set(again["len"] % 2)
    assert 2 * clean.members["incident_id"].null_count() == twice.members["incident_id"].null_count()


def test_names_of_paid_accounts_tell_nothing(make: Maker) -> None:
    made = attacked(make, does="flood", by="left", accounts=20, reports=1)
    paid = set(accounts(made))
    honest = set(made.voices.outlets["channels"])
    assert {13} == {len(name) for name in paid | honest}
    assert not paid & honest
    rows = made.sources.filter(pl.col("source").is_in([*paid, *honest])).drop("source", "group")
    assert 1 == rows.unique().height
