"""Those who spoil the record: fabricated reports, old pictures as new ones, false places, clocks and units."""

from __future__ import annotations

from collections.abc import Callable, Mapping

import attrs
import numpy as np
import polars as pl

from ceaseline.simulation.acts import Acts
from ceaseline.simulation.arrays import DAY, HOUR, SECOND, Ints, lognormal
from ceaseline.simulation.course import shifted
from ceaseline.simulation.dice import dice
from ceaseline.simulation.observers.tellers import SIDES
from ceaseline.simulation.records import astray, named, records, together
from ceaseline.simulation.scenario import Attacker
from ceaseline.simulation.sky import Sky
from ceaseline.simulation.world import World

_LIE = "Heavy shelling right now near kilometre {}, they fired first, share this."  # near-same texts
_OLD = "Video from today near kilometre {}."
_LATEST_DAYS = 30  # after which nothing is delivered any more


@attrs.frozen
class Told:
    """What an attacker works with on a day.

    Attributes:
        world: the world.
        day: number of the day.
        sky: night and day.
        done: what really happened.
        accounts: its own sources.
        rng: dice.
    """

    world: World
    day: int
    sky: Sky
    done: Acts
    accounts: tuple[str, ...]
    rng: np.random.Generator

    @property
    def since(self) -> int:
        """Days since the ceasefire began."""
        return self.day - self.world.scenario.days_before


def spoiled(world: World, day: int, sky: Sky, done: Acts, told: pl.DataFrame) -> pl.DataFrame:
    """Return all records of a day as they arrive: with what attackers add, and with what they do to others."""
    rng = dice(world.seed, "attackers", day)
    for name, attacker in world.scenario.attackers.items():
        accounts = world.voices.accounts.get(name, ())
        told = _WAYS[attacker.does](attacker, Told(world, day, sky, done, accounts, rng), told)
    return told


def _flood(attacker: Attacker, at: Told, told: pl.DataFrame) -> pl.DataFrame:
    """Add near-same reports in one hour of things that never were, by accounts that were honest before."""
    if attacker.first <= at.since <= attacker.last:
        n = len(at.accounts) * attacker.reports
        rng = at.rng
        sector = np.full(n, int(rng.integers(at.world.scenario.sectors)))
        chainage = (sector + 0.5 + 0.1 * rng.standard_normal(n)) * at.world.sector_km
        moment = at.sky.midnight + 10 * HOUR + rng.integers(0, HOUR, n)
        own = _fabricated(attacker, at, np.repeat(np.arange(len(at.accounts)), attacker.reports), chainage, moment)
        return together([told, own])
    if attacker.first - attacker.honest_days <= at.since < attacker.first:
        return together([told, _honest(at, told)])
    return told


def _honest(at: Told, told: pl.DataFrame) -> pl.DataFrame:
    """Return true reports of paid accounts: what neutral ones told, half an hour later, in their own name."""
    seen = told.filter(pl.col("means") == "seen", pl.col("act").is_not_null())
    n = min(len(at.accounts), seen.height)
    row = np.sort(at.rng.choice(seen.height, size=n, replace=False)) if n else np.zeros(0, dtype=np.int64)
    who = at.rng.permutation(len(at.accounts))[:n]
    return seen[row].with_columns(source=named(at.accounts, who), received=pl.col("received") + HOUR // 2)


def _staged(attacker: Attacker, at: Told, told: pl.DataFrame) -> pl.DataFrame:
    """Add a filmed event that never was, by every tenth account of a day; no press can tell."""
    who = np.flatnonzero(at.rng.random(len(at.accounts)) < 0.1 * attacker.reports)
    chainage = at.rng.random(len(who)) * at.world.scenario.length_km
    moment = at.sky.midnight + at.rng.integers(0, 20 * HOUR, len(who))
    own = _fabricated(attacker, at, who, chainage, moment).with_columns(means=pl.lit("video"))
    return together([told, own])


def _recycled(attacker: Attacker, at: Told, told: pl.DataFrame) -> pl.DataFrame:
    """Add real acts of the day told again as others: elsewhere, hours later, and blamed on the other side.

    Half of the films still carry the moment at which they were made; assumed.
    """
    fired = np.flatnonzero(at.done.from_deg == at.done.from_deg)
    n = min(int(at.rng.poisson(0.3 * len(at.accounts) * attacker.reports)), len(fired))
    act = at.rng.choice(fired, size=n, replace=False) if n else np.zeros(0, dtype=np.int64)
    moved = at.done.chainage[act] + at.rng.choice([-1.0, 1.0], n) * at.rng.uniform(10.0, 40.0, n)
    moment = np.minimum(at.done.at[act] + at.rng.integers(HOUR, 6 * HOUR, n), at.sky.end - 1)
    who = at.rng.integers(0, len(at.accounts), n)
    own = _fabricated(attacker, at, who, moved.clip(0, at.world.scenario.length_km), moment)
    text = pl.format(_OLD, pl.Series(np.round(moved).astype(np.int64)))
    made = pl.select(pl.when(pl.Series(at.rng.random(n) < 0.5)).then(pl.Series(at.done.at[act]))).to_series()
    return together([told, own.with_columns(means=pl.lit("video"), made_at=made, text=text)])


def _backdated(attacker: Attacker, at: Told, told: pl.DataFrame) -> pl.DataFrame:
    """Add reports that arrive days later and say that they are of this day."""
    who = np.flatnonzero(at.rng.random(len(at.accounts)) < 0.3)
    chainage = at.rng.random(len(who)) * at.world.scenario.length_km
    moment = at.sky.midnight + at.rng.integers(0, 20 * HOUR, len(who))
    days = at.rng.integers(5, 21, len(who)) * DAY
    own = _fabricated(attacker, at, who, chainage, moment)
    return together([told, own.with_columns(received=pl.col("received") + pl.Series(days))])


def _spoofed(attacker: Attacker, at: Told, told: pl.DataFrame) -> pl.DataFrame:
    """Move what drones and phones place: all of a quarter of a day in one sector, by the same false fix."""
    placed = np.flatnonzero(told["means"].is_in(["uav", "seen"]).to_numpy() & told["lon"].is_not_null().to_numpy())
    moved = np.zeros(told.height, dtype=np.bool_)
    moved[placed[at.rng.random(len(placed)) < attacker.share]] = True
    turn, far = at.rng.uniform(0, 2 * np.pi), at.rng.uniform(5_000.0, 20_000.0)
    lon, lat = shifted(
        told["lon"].to_numpy(),
        told["lat"].to_numpy(),
        np.array([far * np.sin(turn)]),
        np.array([far * np.cos(turn)]),
    )
    here = pl.Series(moved)
    return told.with_columns(
        lon=pl.when(here).then(pl.Series(lon)).otherwise("lon"),
        lat=pl.when(here).then(pl.Series(lat)).otherwise("lat"),
    )


def _units(attacker: Attacker, at: Told, told: pl.DataFrame) -> pl.DataFrame:
    """Turn acts into rounds in some records of parties, without touching anything else."""
    rounds = pl.Series(lognormal(at.rng, 9.0, 0.4, told.height))  # 6 to 16 rounds a case were claimed in one war
    party = (
        pl.col("source").is_in(at.world.voices.table.filter(pl.col("role") == "party")["source"].to_list())
        & pl.col("quantity_low").is_not_null()
    )
    chosen = pl.Series(at.rng.random(told.height) < attacker.share)
    swapped = party & chosen
    return told.with_columns(
        quantity_low=pl.when(swapped).then((pl.col("quantity_low") * rounds).round()).otherwise("quantity_low"),
        quantity_high=pl.when(swapped).then((pl.col("quantity_high") * rounds).round()).otherwise("quantity_high"),
        unit=pl.when(swapped).then(pl.lit("rounds")).otherwise("unit"),
    )


def _late(attacker: Attacker, at: Told, told: pl.DataFrame) -> pl.DataFrame:
    """Deliver some records days later, the latest after 30."""
    delay = np.where(
        at.rng.random(told.height) < attacker.share, at.rng.integers(DAY, _LATEST_DAYS * DAY, told.height), 0
    )
    last = at.sky.end + _LATEST_DAYS * DAY
    delayed = pl.min_horizontal(pl.col("received") + pl.Series(delay), pl.max_horizontal("received", pl.lit(last)))
    return told.with_columns(received=delayed)


def _duplicates(attacker: Attacker, at: Told, told: pl.DataFrame) -> pl.DataFrame:
    """Deliver some records twice, some minutes apart."""
    again = np.flatnonzero(at.rng.random(told.height) < attacker.share)
    minutes = pl.Series(at.rng.integers(1, 120, len(again)) * 60 * SECOND)
    return together([told, told[again].with_columns(received=pl.col("received") + minutes)])


def _fabricated(attacker: Attacker, at: Told, who: Ints, chainage: np.ndarray, moment: Ints) -> pl.DataFrame:
    """Return reports of shelling that never was, blamed on the other side, so placed as if at its work."""
    n = len(who)
    by = SIDES.index(attacker.by or "left")  # the form has seen to it that there is one
    behind = np.abs(at.rng.normal(2.0, 2.0, n))
    lon, lat = at.world.places(at.day, chainage, behind if by == 0 else -behind)
    lon, lat = shifted(lon, lat, *astray(500.0, n, at.rng))
    return records(
        n,
        source=named(at.accounts, who),
        means="seen",
        phenomenon="shelling",
        earliest=moment,
        latest=moment + HOUR // 2,
        lon=lon,
        lat=lat,
        radius_m=1500.0,
        quantity_low=np.round(at.rng.uniform(3, 40, n)),
        unit="acts",
        accused=float(1 - by),
        text=pl.select(pl.format(_LIE, pl.Series(np.round(chainage).astype(np.int64)))).to_series(),
        received=moment + HOUR // 2 + (lognormal(at.rng, 0.3, 0.5, n) * HOUR).astype(np.int64),
    ).with_columns(quantity_high=pl.col("quantity_low"))


_WAYS: Mapping[str, Callable[[Attacker, Told, pl.DataFrame], pl.DataFrame]] = {
    "flood": _flood,
    "staged": _staged,
    "recycled": _recycled,
    "backdated": _backdated,
    "spoofed": _spoofed,
    "units": _units,
    "late": _late,
    "duplicates": _duplicates,
}
