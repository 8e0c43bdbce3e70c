"""Days of a world: the same bytes for the same seed, each by itself, and blind to what the parties are called."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta

import numpy as np
import polars as pl
import pytest
import shapely
from pyproj import Geod

from ceaseline.simulation import Day, World, assets, day, days, scenario, world

Maker = Callable[..., World]

pytestmark = pytest.mark.usefixtures("outside_shut")

CODES = {"A": "B", "B": "A"}
OF_PARTIES = {"accused", "imposed_by", "party", "claimant", "left", "right", "hypothesis", "acts_of"}


def tables(made: Day) -> dict[str, pl.DataFrame]:
    things = ((name, getattr(made, name)) for name in Day.__annotations__)
    return {name: thing for name, thing in things if isinstance(thing, pl.DataFrame)}


def same(one: Day, other: Day) -> bool:
    return all(table.equals(tables(other)[name]) for name, table in tables(one).items())


def renamed(table: pl.DataFrame) -> pl.DataFrame:
    """Swap the codes in the columns that hold codes."""
    own = [name for name in table.columns if name in OF_PARTIES]
    return table.with_columns(pl.col(own).replace(CODES)) if own else table


@pytest.fixture(scope="module")
def small() -> World:
    return world(scenario("small"), seed=7)


@pytest.fixture(scope="module")
def four(small: World) -> list[Day]:
    return list(days(small))


def test_there_is_a_table_of_each_kind_and_none_is_empty(four: list[Day]) -> None:
    filled = {name for made in four for name, table in tables(made).items() if table.height}
    assert set(tables(four[0])) == filled
    assert 9 == len(filled)


def test_the_same_seed_gives_the_same_tables_and_another_gives_others(four: list[Day]) -> None:
    again = list(days(world(scenario("small"), seed=7)))
    assert all(same(one, other) for one, other in zip(four, again, strict=True))
    assert not same(four[0], day(world(scenario("small"), seed=8), 0))


def test_a_day_can_be_made_alone(four: list[Day]) -> None:
    assert same(four[2], day(world(scenario("small"), seed=7), 2))


def test_a_shorter_world_is_the_beginning_of_a_longer_one(four: list[Day]) -> None:
    shorter = list(days(world(scenario("small", days=2), seed=7)))
    assert 2 == len(shorter)
    assert all(same(one, other) for one, other in zip(shorter, four, strict=False))


def test_there_is_no_day_beyond_the_last(small: World) -> None:
    with pytest.raises(IndexError, match="days 0 to 3, and no day 4"):
        day(small, 4)


def test_swapping_the_codes_swaps_them_in_every_table_and_changes_nothing_else(four: list[Day]) -> None:
    swapped = list(days(world(scenario("small", parties=["B", "A"]), seed=7)))
    for one, other in zip(four, swapped, strict=True):
        for name, table in tables(one).items():
            assert renamed(table).equals(tables(other)[name]), name
    assert not any(same(one, other) for one, other in zip(four, swapped, strict=True))


def test_swapping_the_codes_swaps_them_in_the_sources(small: World) -> None:
    swapped = world(scenario("small", parties=["B", "A"]), seed=7)
    assert renamed(small.sources).equals(swapped.sources)
    assert assets(small).equals(assets(swapped))


def test_every_record_is_in_the_truth_once_and_tells_of_an_act_of_its_day_or_of_none(four: list[Day]) -> None:
    for made in four:
        assert made.observations["observation_id"].to_list() == made.members["observation_id"].to_list()
        assert set(made.members["incident_id"].drop_nulls()) <= set(made.incidents["incident_id"])
        assert 0 < made.members["incident_id"].null_count() < made.members.height / 2


def test_every_source_of_a_record_is_in_the_table_of_sources(small: World, four: list[Day]) -> None:
    known = set(small.sources["source"])
    for made in four:
        for table in (made.observations, made.claims, made.watches, made.restrictions, made.lines):
            assert set(table["source"]) <= known


def test_ids_follow_arrival_and_so_tell_nothing_of_what_belongs_together(four: list[Day]) -> None:
    for made in four:
        assert made.observations["received"].is_sorted()
        assert made.observations["observation_id"].is_sorted()


def test_nothing_arrives_before_it_happened_or_more_than_a_month_late(four: list[Day]) -> None:
    for made in four:
        late = made.observations.select(pl.col("received").max()).item().date() - made.date
        assert late <= timedelta(days=32)
        truly = made.members.join(made.incidents, on="incident_id").join(made.observations, on="observation_id")
        assert truly.filter(pl.col("received") < pl.col("at")).is_empty()


def test_no_table_has_a_place_that_fire_came_from(four: list[Day]) -> None:
    places = {
        (name, column)
        for name, table in tables(four[0]).items()
        for column in table.columns
        if column in ("lon", "lat", "geometry") or "origin" in column
    }
    allowed = {(name, axis) for name in ("observations", "notices", "incidents") for axis in ("lon", "lat")}
    assert {*allowed, ("lines", "geometry")} == places


@pytest.mark.parametrize("length_km", [10, 420, 2000, 5000])
def test_the_line_is_as_long_as_asked_on_the_ellipsoid_and_lies_far_from_any_land(length_km: float) -> None:
    course = world(scenario("small", length_km=length_km), seed=3).course
    measured = Geod(ellps="WGS84").line_length(course.lon, course.lat) / 1000.0
    assert measured == pytest.approx(length_km, rel=0.001)
    # open sea all around: no land between New Zealand's islands (176 W) and Chile (82 W), 30 to 62 S
    assert -170 < course.lon.min() < course.lon.max() < -88
    assert -62 < course.lat.min() < course.lat.max() < -32


def test_a_place_to_the_left_lies_so_far_from_the_line_and_on_its_left(small: World) -> None:
    chainage = np.linspace(5, 55, 11)
    lon, lat = small.course.places(chainage, np.full(11, 20.0))
    back, _, metres = Geod(ellps="WGS84").inv(*small.course.places(chainage, np.zeros(11)), lon, lat)
    assert metres == pytest.approx(np.full(11, 20_000.0), rel=0.002)
    assert back % 360 == pytest.approx(small.course.leftward(chainage), abs=0.5)
    assert (lat > small.course.places(chainage, np.zeros(11))[1]).all()  # it runs east, so left is north


def test_the_line_moves_by_what_was_advanced_and_by_nothing_else() -> None:
    still = world(scenario("small", left={"advances": 0}, right={"advances": 0}), seed=2)
    assert 0 == np.abs(still.shift_km(3)).max()
    moved = world(scenario("small", left={"advances": 0}, right={"advances": 200}), seed=2)
    assert (moved.shift_km(3) > 0).all()  # into the left side's ground
    assert moved.shift_km(3) == pytest.approx(moved.advances[:, :, 1].sum(axis=0))
    truth = pl.concat([made.incidents for made in days(moved)]).filter(pl.col("act") == "advance")
    assert {"B"} == set(truth["acts_of"])
    assert int((moved.advances > 0).sum()) == truth.height


def test_each_author_draws_the_line_in_its_own_favour() -> None:
    made = day(world(scenario("small"), seed=2), 0).lines
    north = {row["author"]: shapely.from_wkb(row["geometry"]).centroid.y for row in made.iter_rows(named=True)}
    # the left side holds the north: its own map has the line further south
    assert north["left-map"] < north["observatory-map"] < north["right-map"]
    assert {("A", "B")} == set(made.select("left", "right").iter_rows())


def test_days_of_the_war_before_come_first_and_are_under_no_clause() -> None:
    made = world(scenario("small", days=1, days_before=2, start="2031-05-10"), seed=1)
    dated = list(days(made))
    assert [date(2031, 5, 8), date(2031, 5, 9), date(2031, 5, 10)] == [own.date for own in dated]
    assert {"out_of_scope"} == set(dated[1].incidents["outcome"])
    assert dated[1].rates.is_empty()
    assert "violation" in set(dated[2].incidents["outcome"])


@pytest.mark.parametrize("name", ["one-eyed", "provocation", "two-presses", "fog", "exercises", "quiet"])
def test_every_world_makes_a_day(name: str) -> None:
    made = day(world(scenario(name, length_km=60, sectors=4), seed=1), 1)
    assert made.observations.height > 0


def test_a_world_with_nothing_in_it_is_made_too() -> None:
    nothing = {"rate": 0}
    silent = {"exercises": 0, "weapons": 0, "advances": 0, "mobilisations": 0, "trainings": 0, "deliveries": 0}
    silent |= {"rearmings": 0, "regroupings": 0}
    watching = dict.fromkeys(
        ("posts", "patrols", "cameras", "acoustic", "mini_uav", "long_uav", "satellite_looks"), 0
    )
    innocent = dict.fromkeys(("demining_week", "accidents_week", "quarries", "stubble_fires_day", "storms"), 0)
    changes = {"fire": nothing, "left": silent, "right": silent, "watching": watching, "innocent": innocent}
    made = day(world(scenario("small", pocket=None, **changes), seed=1), 1)
    assert 0 == made.incidents.height == made.watches.height
    assert 0 == made.rates["count"].sum()
