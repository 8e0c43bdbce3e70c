"""Who records what: instruments from where they stand and when they watch, people as their interest has it."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import polars as pl
import pytest

from ceaseline.coverage import cut
from ceaseline.simulation import World, assets, day, scenario, world
from ceaseline.simulation.course import distance_m
from ceaseline.simulation.observers.tellers import blamed
from ceaseline.simulation.sky import sky
from ceaseline.simulation.watching import TYPES, watching

Maker = Callable[..., World]
Whole = Callable[[World, str], pl.DataFrame]
Told = Callable[[World], pl.DataFrame]

pytestmark = pytest.mark.usefixtures("outside_shut")

BUSY = {"rate": 400, "drop": 1}
INSTRUMENTS = ["heard", "acoustic", "camera", "uav"]


def apart_m(records: pl.DataFrame) -> np.ndarray:
    """Metres between where a record says it was and where it was."""
    here, there = (records.select(f"lon{end}", f"lat{end}").to_numpy().T for end in ("", "_true"))
    return distance_m(*here, *there)


def real(records: pl.DataFrame) -> pl.DataFrame:
    return records.filter(pl.col("incident_id").is_not_null(), pl.col("lon").is_not_null())


def test_no_asset_records_anything_while_its_watch_was_not_on_or_was_stopped(make: Maker, whole: Whole) -> None:
    made = make(fire=BUSY, access={"restrictions": 20, "jamming": 20, "failures": 0.3})
    records = whole(made, "observations").filter(pl.col("means").is_in(INSTRUMENTS))
    # a record is put down to the quarter of an hour, with the error of its clock: a margin of 15 minutes
    at = pl.col("earliest").alias("moment")
    seen = records.select("observation_id", "asset", at)
    margin = pl.duration(minutes=15)
    on = whole(made, "watches").filter(pl.col("status").is_in(["operational", "degraded"]))
    covered = (
        seen.join(on, on="asset")
        .filter(pl.col("from") - margin <= pl.col("moment"), pl.col("moment") < pl.col("until") + margin)[
            "observation_id"
        ]
        .unique()
    )
    assert seen.height == covered.len() > 500
    off = whole(made, "restrictions").filter(pl.col("type") != "conditional")
    through = seen.join(off, on="asset").filter(
        pl.col("from") + margin <= pl.col("moment"), pl.col("moment") < pl.col("until") - margin
    )
    assert off.height > 20
    assert through.is_empty()


def test_instruments_place_what_they_saw_within_their_radius_in_two_cases_of_three(make: Maker, told: Told) -> None:
    records = real(told(make(fire=BUSY)))
    for means in ("heard", "acoustic", "camera", "satellite"):
        own = records.filter(pl.col("means") == means)
        held = float((apart_m(own) <= own["radius_m"].to_numpy()).mean())
        by_chance = 3 * (0.68 * 0.32 / own.height) ** 0.5
        assert 0.68 - by_chance < held < 0.73 + by_chance, means


def test_cameras_see_no_further_than_physics_lets_them(make: Maker, told: Told) -> None:
    made = make(fire=BUSY)
    posted = assets(made).select("asset", asset_lon="lon", asset_lat="lat")
    records = real(told(made)).filter(pl.col("means") == "camera").join(posted, on="asset")
    ends = (
        records.select(f"{axis}" for axis in names).to_numpy().T
        for names in (("asset_lon", "asset_lat"), ("lon_true", "lat_true"))
    )
    there, here = ends
    far = distance_m(*there, *here)
    assert far.max() < 2.5 * 5_000
    assert np.median(far) < 3_500


def test_fog_blinds_cameras_and_not_ears(make: Maker, told: Told) -> None:
    def counted(share: float) -> dict[str, int]:
        records = told(make(fire=BUSY, weather={"fog": share, "cloud": 0.5}))
        return dict(records.group_by("means").len().iter_rows())

    clear, foggy = counted(0.0), counted(1.0)
    assert foggy["camera"] < 0.85 * clear["camera"]
    assert foggy["acoustic"] == pytest.approx(clear["acoustic"], rel=0.12)


def test_a_closed_sky_leaves_satellites_nothing(make: Maker, told: Told) -> None:
    assert "satellite" not in set(told(make(fire=BUSY, weather={"fog": 0, "cloud": 1.0}))["means"])
    assert "satellite" in set(told(make(fire=BUSY, weather={"fog": 0, "cloud": 0.0}))["means"])


def test_satellites_see_only_what_burnt_while_they_passed(make: Maker, told: Told) -> None:
    records = real(told(make(fire=BUSY, weather={"fog": 0, "cloud": 0.2}))).filter(pl.col("means") == "satellite")
    assert records.height > 20
    assert {"fire"} == set(records["phenomenon"])
    assert records.filter(pl.col("earliest") < pl.col("at_true")).is_empty()


def test_directions_come_only_from_cameras_craters_and_sensors_and_point_to_the_side_that_fired(
    make: Maker, told: Told
) -> None:
    records = real(told(make(fire=BUSY))).filter(pl.col("bearing_deg").is_not_null())
    assert {"camera", "acoustic", "heard"} == set(records["means"])
    assert {"patrols"} == set(records.filter(pl.col("means") == "heard")["source"].str.slice(0, 7))
    # the left side lies north: within 90 degrees of north for its fire, of south for the other's
    north = np.cos(np.radians(records["bearing_deg"].to_numpy()))
    of_left = records["acts_of_true"].to_numpy() == "A"
    sharp = records["bearing_sigma_deg"].to_numpy() < 30
    assert float((of_left == (north > 0))[sharp].mean()) > 0.9
    assert {60.0} == set(records.filter(pl.col("means") == "acoustic")["bearing_sigma_deg"])


def test_one_team_writes_down_one_act_once(make: Maker, told: Told) -> None:
    records = real(told(make(fire=BUSY, watching={"false_alarms": 0}))).filter(pl.col("means").is_in(INSTRUMENTS))
    assert not records.select("source", "incident_id").is_duplicated().any()


def test_false_alarms_are_as_many_as_asked(make: Maker, told: Told) -> None:
    records = told(make(fire=BUSY, watching={"false_alarms": 0.2})).filter(pl.col("means") == "acoustic")
    false = records["incident_id"].null_count() / records["incident_id"].count()
    assert 0.1 < false <= 0.22  # some would fall into hours in which nobody watched


def test_a_camp_blames_the_other_side_whoever_it_was(make: Maker, told: Told) -> None:
    records = told(make(fire=BUSY)).filter(pl.col("source").str.starts_with("left-press"))
    assert 0.95 == pytest.approx(records["accused"].drop_nulls().eq("B").mean(), abs=0.03)
    of_its_own = records.filter(pl.col("acts_of_true") == "A")
    assert of_its_own.height < 0.15 * records.height
    assert of_its_own["accused"].drop_nulls().eq("B").mean() == pytest.approx(0.95, abs=0.1)


def test_who_has_no_side_is_right_as_often_as_the_form_says() -> None:
    teller, rng = scenario("small").tellers["osint"], np.random.default_rng(1)
    side = rng.integers(0, 2, 20_000)
    said = blamed(teller, side, rng)
    assert 0.8 == pytest.approx(np.isfinite(said).mean(), abs=0.01)
    assert 0.85 == pytest.approx((said == side)[np.isfinite(said)].mean(), abs=0.01)


def test_copies_say_the_same_later_under_another_name(make: Maker, told: Told) -> None:
    records = told(make(fire=BUSY)).filter(pl.col("source").str.starts_with("right-press"))
    shown = ["phenomenon", "earliest", "latest", "lon", "lat", "accused", "text", "incident_id"]
    copied = records.group_by(shown).agg(
        pl.len(), pl.col("source").n_unique(), pl.col("received").n_unique().alias("moments")
    )
    # four outlets, of which each other one copies in half of the cases: 2.5 on average
    assert 2.5 == pytest.approx(copied["len"].mean(), rel=0.1)
    assert copied.filter(pl.col("len") != pl.col("source")).is_empty()
    assert copied.filter(pl.col("len") != pl.col("moments")).is_empty()


def test_press_of_one_camp_is_one_group_and_accounts_are_each_their_own(make: Maker) -> None:
    table = make().sources
    camp = table.filter(pl.col("source").str.starts_with("left-press"))
    assert [("left-press", "A")] == camp.select("group", "party").unique().rows()
    accounts = table.filter(pl.col("source").str.starts_with("account-"))
    assert accounts.height == accounts["group"].n_unique()
    assert [None] == accounts["party"].unique().to_list()


def test_nearly_all_restrictions_fall_on_one_side_where_the_form_says_so(make: Maker, whole: Whole) -> None:
    made = make(length_km=420, access={"restrictions": 20, "jamming": 0, "on_the_right": 0.97})
    by = whole(made, "restrictions")["imposed_by"].drop_nulls()
    assert 0.97 == pytest.approx(by.eq("B").mean(), abs=0.04)


def test_more_restrictions_on_one_side_hide_what_takes_effect_there(make: Maker, told: Told, whole: Whole) -> None:
    made = make(length_km=420, fire=BUSY, access={"restrictions": 300, "on_the_right": 1.0, "jamming": 50})
    seen = real(told(made)).filter(pl.col("means").is_in(INSTRUMENTS))["incident_id"].unique()
    truth = whole(made, "incidents").filter(pl.col("act") == "drone").drop_nulls("acts_of")
    share = truth.group_by("acts_of").agg(pl.col("incident_id").is_in(seen.to_list()).mean()).sort("acts_of")
    of_left, of_right = share["incident_id"].to_list()
    # the left side's drones take effect on the right side's ground, where nobody gets to
    assert of_left < of_right - 0.05


def test_weather_and_failures_are_in_the_watches_with_their_reason(make: Maker, whole: Whole) -> None:
    made = make(length_km=420, weather={"fog": 0.5, "cloud": 0.5}, access={"failures": 0.2})
    rows = whole(made, "watches").select("status", "reason").unique()
    assert {("operational", None), ("degraded", "fog"), ("non_operational", "out of order")} == set(
        rows.iter_rows()
    )


def test_what_stopped_monitors_is_an_act_that_they_write_down(make: Maker, told: Told, whole: Whole) -> None:
    made = make(length_km=420)
    stopped = whole(made, "restrictions")
    truth = whole(made, "incidents").filter(pl.col("act").is_in(["restriction", "jamming", "interference"]))
    assert stopped.height == truth.height > 5
    written = real(told(made)).filter(pl.col("means") == "reported", pl.col("asset").is_not_null())
    assert set(truth["incident_id"]) == set(written["incident_id"])
    both = written.join(stopped, left_on=["asset", "earliest"], right_on=["asset", "from"])
    assert both.filter(pl.col("phenomenon") != pl.col("type")).is_empty()


def test_a_burst_is_numbered_by_those_who_noticed_it_lower_than_it_was(make: Maker, told: Told) -> None:
    records = real(told(make(fire=BUSY))).filter(pl.col("means") == "heard", pl.col("count_true") >= 10)
    assert 0.8 == pytest.approx((records["quantity_low"] / records["count_true"]).mean(), abs=0.03)
    assert records.filter(pl.col("quantity_low") > pl.col("count_true")).is_empty()


def test_sectors_differ_and_the_top_four_of_twenty_hold_three_quarters() -> None:
    made = world(scenario("founding-case"), seed=5)
    assert 0.75 == pytest.approx(float(np.sort(made.weights)[-4:].sum()), abs=0.02)
    assert made.drones.std(axis=0).min() > 0.01


def test_a_conditional_restriction_leaves_half_a_watch_and_every_other_none(make: Maker) -> None:
    made = make(length_km=420, access={"restrictions": 20, "jamming": 20})
    seen = watching(made, 0, sky(made, 0))
    stopped = seen.stopped
    rows = list(zip(stopped.asset, stopped.type, stopped.start, stopped.end, strict=True))
    left = {TYPES[kind]: set(seen.seeing[asset, start:end]) for asset, kind, start, end in rows}
    assert left.pop("conditional") <= {0.5, 0.25, 0.0}
    assert {"denial", "jamming"} <= set(left)
    assert all(values == {0.0} for values in left.values())


def test_what_coverage_makes_of_the_registers_is_what_was_really_watched(make: Maker) -> None:
    made = make(length_km=420, access={"restrictions": 20, "jamming": 20, "failures": 0.2})
    seen, registers = watching(made, 0, sky(made, 0)), day(made, 0)
    watched = cut(registers.watches, registers.restrictions).filter(
        pl.col("status").is_in(["operational", "degraded"])
    )
    quarters = np.zeros(seen.seeing.shape, dtype=np.bool_)
    row = {name: number for number, name in enumerate(made.posted.asset)}
    midnight = pl.lit(made.midnight(0))
    ends = watched.select(
        "asset", *((pl.col(end).dt.epoch("us") - midnight) // (900 * 1_000_000) for end in ("from", "until"))
    )
    for asset, start, until in ends.iter_rows():
        quarters[row[asset], start:until] = True
    assert (quarters == (seen.seeing > 0)).all()
    assert 0 < (seen.seeing > 0).sum() < (seen.status >= 0).sum()  # restrictions and failures took something
