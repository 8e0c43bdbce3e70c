"""What looks like fire and is none: training, clearance of mines, accidents, quarries, fields on fire, thunder."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from ceaseline.simulation.acts import Acts, acts
from ceaseline.simulation.arrays import HOUR, LEFT, SECOND, Floats, Ints, lognormal
from ceaseline.simulation.deeds import DEEDS, NUMBER
from ceaseline.simulation.dice import dice
from ceaseline.simulation.sky import Sky
from ceaseline.simulation.world import World

SITES = 1_000_000  # number of the dice that place what stays where it is
_WEEKDAYS = 5


def innocent(world: World, day: int, sky: Sky) -> list[Acts]:
    """Return what happens on a day that is no fire of one side at the other."""
    rng = dice(world.seed, "innocent", day)
    return [
        *_exercises(world, sky, rng),
        *_works(world, day, sky, rng),
        _stubble(world, sky, rng),
        _thunder(world, sky, rng),
    ]


def hundreds(world: World) -> float:
    """Return the length of the line in hundreds of kilometres."""
    return world.scenario.length_km / 100.0


def _exercises(world: World, sky: Sky, rng: np.random.Generator) -> Iterator[Acts]:
    """Yield the training of each side, on its own ground: one is one, whatever is fired in it."""
    deed = DEEDS[NUMBER["exercise"]]
    for side, own in enumerate(world.scenario.sides):
        many = rng.poisson(own.exercises / 7.0 * hundreds(world))
        chainage = rng.random(many) * world.scenario.length_km
        sector = (chainage // world.sector_km).astype(np.int64)
        inside = rng.random(many) < own.inside
        zone = max(world.scenario.zone_km, 1.0)
        behind = np.where(inside, rng.uniform(0.2, 1.0, many) * zone, zone + rng.uniform(2.0, 15.0, many))
        at = sky.moments(sector, np.zeros(many, dtype=np.bool_), rng)
        yield acts(
            "exercise",
            many,
            side=side,
            sector=sector,
            chainage=chainage,
            offset=behind if side == LEFT else -behind,
            at=at,
            until=at + (lognormal(rng, 2 * HOUR / SECOND, 0.4, many) * SECOND).astype(np.int64),
            count=np.clip(np.round(lognormal(rng, deed.count, deed.count_sigma, many)), 1, 500).astype(np.int64),
            allowed=rng.random(many) < own.notified,
        )


def _works(world: World, day: int, sky: Sky, rng: np.random.Generator) -> Iterator[Acts]:
    """Yield clearance of mines and accidents anywhere, and quarries where they always are, on weekdays."""
    own = world.scenario.innocent
    for name, weekly in (("demining", own.demining_week), ("accident", own.accidents_week)):
        many = int(rng.poisson(weekly / 7.0 * hundreds(world)))
        chainage = rng.random(many) * world.scenario.length_km
        yield _by_day(world, name, (chainage, rng.uniform(-20.0, 20.0, many)), sky, rng)
    if world.date(day).weekday() < _WEEKDAYS:
        fixed = dice(world.seed, "innocent", SITES)
        many = round(own.quarries * hundreds(world))
        sites = fixed.random(many) * world.scenario.length_km
        yield _by_day(world, "quarry", (sites, fixed.uniform(-30.0, 30.0, many)), sky, rng)


def _stubble(world: World, sky: Sky, rng: np.random.Generator) -> Acts:
    many = int(rng.poisson(world.scenario.innocent.stubble_fires_day * hundreds(world)))
    chainage = rng.random(many) * world.scenario.length_km
    return _by_day(world, "stubble_fire", (chainage, rng.uniform(-30.0, 30.0, many)), sky, rng)


def _thunder(world: World, sky: Sky, rng: np.random.Generator) -> Acts:
    """Return claps of thunder: some twenty within two hours, in the sectors where there is a storm."""
    stormy = np.flatnonzero(rng.random(world.scenario.sectors) < world.scenario.innocent.storms)
    many = rng.poisson(20, len(stormy))
    begins = sky.moments(stormy, rng.random(len(stormy)) < 0.3, rng)
    sector = np.repeat(stormy, many)
    at = np.repeat(begins, many) + rng.integers(0, 2 * HOUR, len(sector))
    kept = at < sky.end
    sector, at = sector[kept], at[kept]
    return acts(
        "thunder",
        len(at),
        sector=sector,
        chainage=(sector + rng.random(len(at))) * world.sector_km,
        offset=rng.uniform(-15.0, 15.0, len(at)),
        at=at,
    )


def _by_day(world: World, name: str, places: tuple[Floats, Floats], sky: Sky, rng: np.random.Generator) -> Acts:
    """Return things people do by day, each as many times as its kind is done at once."""
    chainage, offset = places
    many = len(chainage)
    sector: Ints = (chainage // world.sector_km).astype(np.int64)
    at = sky.moments(sector, np.zeros(many, dtype=np.bool_), rng)
    deed = DEEDS[NUMBER[name]]
    lasts = lognormal(rng, 2.5 * 3600 if deed.phenomenon == "fire" else 600, 0.5, many)  # seconds, assumed
    return acts(
        name,
        many,
        sector=sector,
        chainage=chainage,
        offset=offset,
        at=at,
        until=at + (lasts * SECOND).astype(np.int64),
        count=np.clip(np.round(lognormal(rng, deed.count, deed.count_sigma, many)), 1, 100).astype(np.int64),
    )
