"""What could be seen in any world: as the slow way has it, blind to sides and order, no better for silence."""

from __future__ import annotations

import subprocess
import sys
from datetime import datetime, timedelta
from typing import Any

import attrs
import numpy as np
import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pyproj import Geod

from builders import CAPTURE, at
from ceaseline.coverage import Spots, expose, kernel
from ceaseline.coverage.fleet import Sight, solid
from ceaseline.tables import Assets, Watched, Weather, from_rows
from ceaseline.times import days
from slow_exposure import slow

Row = dict[str, Any]
START = at("2031-03-28T23:00")  # midnight in Berlin, a day before its clocks go forward
DAYS = days(START, START + timedelta(hours=40), "Europe/Berlin")
SPAN = 300  # ten-minute steps, from six hours before the first day to an hour after the last
NAMES = ("north", "south", "without a place")
SPOTS = Spots(
    np.array([0, 0, 0, 1, 1]),
    np.array([30.0, 30.01, 30.02, 30.0, 30.02]),
    np.array([50.05, 50.06, 50.05, 50.0, 49.98]),
    NAMES,
)
KINDS = (
    "satellite_thermal",
    "post",
    "camera",
    "acoustic",
    "mini_uav",
    "long_uav",
    "satellite_thermal",
    "patrol",
    "radio",
)
STATES = (
    *(("operational", None), ("degraded", "thick fog"), ("degraded", "tired"), ("jammed", "jamming")),
    *(("denied", "who knows"), ("non_operational", "power"), ("withdrawn", "gunfire_near; threat")),
)
ASKED: Row = {
    "phenomena": ("shot", "shelling", "fire", "movement"),
    "parties": ("A", "B"),
    "days": DAYS,
    "cuts": [START + timedelta(hours=18), START + timedelta(hours=30.2), START - timedelta(days=3)],
    "chance": 0.9,
}


def step(number: int) -> datetime:
    return START + timedelta(minutes=10 * (number - 36))


@attrs.frozen
class World:
    assets: list[Row]
    watched: list[Row]
    weather: list[Row]
    standing: dict[str, str]

    def exposed(self) -> pl.DataFrame:
        return expose(
            from_rows(Assets, self.assets),
            from_rows(Watched, self.watched),
            from_rows(Weather, self.weather),
            SPOTS,
            standing=self.standing,
            **ASKED,
        )


@st.composite
def worlds(draw: st.DrawFn) -> World:
    assets, watched, standing = [], [], {}
    for number, kind in enumerate(draw(st.lists(st.sampled_from(KINDS), max_size=5))):
        name = f"asset-{number}"
        placed = kind != "satellite_thermal" and draw(st.integers(0, 3)) > 0
        east, north = draw(st.tuples(st.floats(-0.05, 0.05), st.floats(-0.08, 0.08)))
        assets.append(
            {"asset": name, "kind": kind, "owner": None, "acts_of": draw(st.sampled_from(["any", "A", "B", None]))}
            | {"lon": 30.0 + east if placed else None, "lat": 50.0 + north if placed else None}
            | {"source": "book", "capture_id": CAPTURE, "line": 2}
        )
        if draw(st.integers(0, 7)) > (6 if placed else 1):
            standing[name] = draw(st.sampled_from(NAMES))
        ends = sorted(draw(st.sets(st.integers(0, SPAN), max_size=6)))
        for start, until in zip(ends[::2], ends[1::2], strict=False):
            status, reason = draw(st.sampled_from(STATES))
            by = draw(st.sampled_from([None, "A", "B"])) if status == "jammed" else None
            watched.append(
                {"asset": name, "from": step(start), "until": step(until), "status": status, "reason": reason}
                | {"restrictions": "r" if status in ("jammed", "withdrawn") else None, "imposed_by": by}
            )
    weather = [
        {"source": f"sky-{number}", "sector": sector, "from": step(start), "until": step(start + length)}
        | {"fog": fog, "cloud": 0.5 if fog is None and cloud is None else cloud, "capture_id": CAPTURE, "line": 2}
        for number, (sector, start, length, fog, cloud) in enumerate(
            draw(
                st.lists(
                    st.tuples(
                        st.sampled_from(["north", "south", "everywhere", "nowhere"]),
                        st.integers(0, SPAN),
                        st.integers(1, 60),
                        st.sampled_from([None, True, False]),
                        st.sampled_from([None, 0.0, 0.25, 1.0]),
                    ),
                    max_size=4,
                )
            )
        )
    ]
    return World(assets, watched, weather, standing)


KEY = ["sector", "day", "part", "phenomenon", "acts_of", "from"]


@settings(max_examples=40)
@given(world=worlds())
def test_any_world_is_what_the_slow_way_makes_of_it(world: World) -> None:
    asked = {**ASKED, "standing": world.standing}
    expected = slow(world.assets, world.watched, world.weather, SPOTS, **asked)
    found = {tuple(row[name] for name in KEY): row for row in world.exposed().iter_rows(named=True)}
    assert set(expected) == set(found)
    for key, want in expected.items():
        row = found[key]
        assert want["assets"] == row["assets"], key
        for name, column in (
            ("hours", "hours"),
            ("watched", "hours_watched"),
            ("sure", "hours_sure"),
            ("lost", "hours_lost"),
        ):
            assert want[name] == pytest.approx(row[column], abs=1e-9), (key, name)
        assert (want["seen"] is None) == (row["chance_seen"] is None), key
        if want["seen"] is not None:
            assert want["seen"] == pytest.approx(row["chance_seen"], abs=1e-9), key
        told = {part.rpartition(": ")[0] for part in (row["lost_to"] or "").split("; ")} - {""}
        assert {words + by for words, by in want["why"]} == told, key


@given(world=worlds())
def test_the_hours_of_a_day_are_those_of_its_clock(world: World) -> None:
    sums = world.exposed().group_by("sector", "phenomenon", "acts_of", "day").agg(pl.col("hours").sum())
    expected = {day.date: day.window.hours for day in DAYS}
    assert [24, 23] == [*expected.values()]
    assert all(expected[day] == pytest.approx(hours) for day, hours in sums.select("day", "hours").iter_rows())


def swapped(text: str | None) -> str | None:
    return None if text is None else text.replace("A", "?").replace("B", "A").replace("?", "B")


@given(world=worlds())
def test_swapping_the_codes_swaps_the_rows_and_changes_nothing_else(world: World) -> None:
    mirror = attrs.evolve(
        world,
        assets=[row | {"acts_of": swapped(row["acts_of"])} for row in world.assets],
        watched=[row | {"imposed_by": swapped(row["imposed_by"])} for row in world.watched],
    )
    here = world.exposed().with_columns(
        pl.col("acts_of").replace_strict({"A": "B", "B": "A"}, return_dtype=pl.String),
        pl.col("lost_to").map_elements(lambda text: text.translate({65: 66, 66: 65}), return_dtype=pl.String),
    )
    assert here.sort(KEY).equals(mirror.exposed().sort(KEY))


@given(world=worlds())
def test_the_order_of_rows_changes_nothing(world: World) -> None:
    turned = World(world.assets[::-1], world.watched[::-1], world.weather[::-1], world.standing)
    assert world.exposed().equals(turned.exposed())


def no_less(more: pl.DataFrame, less: pl.DataFrame) -> bool:
    both = less.join(more, on=KEY, suffix="_more")
    assert less.height == both.height
    slack = 1e-9
    return bool(
        both.select(
            ((pl.col(name) <= pl.col(f"{name}_more") + slack) | pl.col(f"{name}_more").is_null())
            .fill_null(value=True)
            .all()
            for name in ("hours_watched", "hours_sure", "chance_seen")
        )
        .to_numpy()
        .all()
    )


@given(world=worlds())
def test_what_falls_silent_makes_nothing_better_watched(world: World) -> None:
    silent = attrs.evolve(world, watched=[row for row in world.watched if row["asset"] != "asset-0"])
    assert no_less(world.exposed(), silent.exposed())
    assert 0 == attrs.evolve(world, watched=[]).exposed()["hours_watched"].sum()


@given(world=worlds(), kind=st.sampled_from(KINDS))
def test_more_watching_makes_nothing_worse_watched(world: World, kind: str) -> None:
    operational = {"status": "operational", "reason": None, "restrictions": None, "imposed_by": None}
    up = attrs.evolve(world, watched=[row | operational for row in world.watched])
    assert no_less(up.exposed(), world.exposed())
    extra = {"asset": "extra", "kind": kind, "owner": None, "acts_of": "any", "lon": 30.01, "lat": 50.05}
    more = attrs.evolve(
        world,
        assets=[*world.assets, extra | {"source": "book", "capture_id": CAPTURE, "line": 2}],
        watched=[*world.watched, {"asset": "extra", "from": step(0), "until": step(SPAN), **operational}],
    )
    assert no_less(more.exposed(), world.exposed())


def test_no_compiler_is_loaded_where_nobody_can_watch() -> None:
    code = """
import sys
import numpy as np
from builders import at
from ceaseline.coverage import Spots, expose
from ceaseline.tables import Assets, Watched, Weather
from ceaseline.times import days
none, here = np.zeros(1), np.zeros(1, dtype=np.int64)
empty = (table.create_empty() for table in (Assets, Watched, Weather))
asked = {"phenomena": ["shot"], "parties": ["A"], "cuts": [], "standing": {}}
span = days(at("2031-05-01"), at("2031-05-02"))
assert 2 == expose(*empty, Spots(here, none, none, ("here",)), days=span, **asked).height
sys.exit("numba" in sys.modules)
"""
    done = subprocess.run([sys.executable, "-c", code], check=False, env={"PYTHONPATH": ":".join(sys.path)})
    assert 0 == done.returncode


def test_the_kernel_and_the_fleet_mean_the_same_by_a_number() -> None:
    assert (kernel.NEAR, kernel.ABOVE, kernel.UNKNOWN) == tuple(Sight)


@settings(max_examples=200)
@given(lon=st.floats(-180, 180), lat=st.floats(-85, 85), bearing=st.floats(0, 360), far=st.floats(10, 100_000))
def test_distances_are_those_on_the_ground(lon: float, lat: float, bearing: float, far: float) -> None:
    other = Geod(ellps="WGS84").fwd(lon, lat, bearing, far)
    one, two = solid(np.array([lon, other[0]]), np.array([lat, other[1]]))
    assert far == pytest.approx(float(np.linalg.norm(one - two)), rel=2e-5, abs=1e-3)
