"""Acts without fire: weapons and advances near the line, call-ups and deliveries far from it, orders, a pocket."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from ceaseline.simulation.acts import Acts, acts
from ceaseline.simulation.arrays import HOUR, LEFT, RIGHT, Floats, lognormal, middles
from ceaseline.simulation.dice import dice
from ceaseline.simulation.innocent import SITES, hundreds
from ceaseline.simulation.scenario import Pocket
from ceaseline.simulation.sky import Sky
from ceaseline.simulation.world import World

# Acts of a whole side, and the key of the form that says how many a week.
_FAR = (
    ("mobilisation", "mobilisations"),
    ("training", "trainings"),
    ("delivery", "deliveries"),
    ("rearming", "rearmings"),
    ("regrouping", "regroupings"),
)

_MONTH = 30  # days, in which an order is taken back with the chance that the form states


def papers(world: World, day: int, sky: Sky) -> list[Acts]:
    """Return the acts of a day in which nothing is fired."""
    rng = dice(world.seed, "papers", day)
    return [
        *_weapons(world, sky, rng),
        *_advances(world, day, sky, rng),
        *_far(world, sky, rng),
        *_orders(world, day, sky),
        *_encirclement(world, day, sky),
    ]


def pocket_place(world: World, pocket: Pocket) -> tuple[Floats, Floats]:
    """Return chainage and offset of the middle of the pocket: busiest sector, ground of those who are in it."""
    sector = int(world.weights.argmax())
    behind = pocket.radius_km + 2.0
    offset = -behind if pocket.claimed_by == "left" else behind
    return np.array([(sector + 0.5) * world.sector_km]), np.array([offset])


def _weapons(world: World, sky: Sky, rng: np.random.Generator) -> Iterator[Acts]:
    for side, own in enumerate(world.scenario.sides):
        many = int(rng.poisson(own.weapons * hundreds(world)))
        chainage = rng.random(many) * world.scenario.length_km
        behind = rng.uniform(1.0, max(world.scenario.zone_km, 2.0), many)
        at = sky.midnight + rng.integers(0, 18 * HOUR, many)
        yield acts(
            "weapon",
            many,
            side=side,
            sector=(chainage // world.sector_km).astype(np.int64),
            chainage=chainage,
            offset=behind if side == LEFT else -behind,
            at=at,
            until=at + (lognormal(rng, 6.0, 0.5, many) * HOUR).astype(np.int64),
            count=1 + rng.poisson(1.0, many),
        )


def _advances(world: World, day: int, sky: Sky, rng: np.random.Generator) -> Iterator[Acts]:
    """Yield one act for each sector in which a side moves forward; the line of the day lies behind it."""
    for side in (LEFT, RIGHT):
        sector = np.flatnonzero(world.advances[day, :, side])
        many = len(sector)
        at = sky.midnight + rng.integers(0, 18 * HOUR, many)
        yield acts(
            "advance",
            many,
            side=side,
            sector=sector,
            chainage=middles(world.scenario.sectors, world.sector_km)[sector],
            offset=np.zeros(many),
            at=at,
            until=at + 3 * HOUR,
        )


def _far(world: World, sky: Sky, rng: np.random.Generator) -> Iterator[Acts]:
    for side, own in enumerate(world.scenario.sides):
        for name, key in _FAR:
            many = int(rng.poisson(float(getattr(own, key)) / 7.0))
            yield acts(name, many, side=side, at=sky.midnight + rng.integers(0, 20 * HOUR, many))


def _orders(world: World, day: int, sky: Sky) -> Iterator[Acts]:
    """Yield orders deposited on the first day, orders owed and not given, and those taken back later."""
    first = world.scenario.days_before
    for side, own in enumerate(world.scenario.sides):
        rng = dice(world.seed, "papers", SITES + side)  # the same dice each day: they say on which it is
        at = np.array([sky.midnight + int(rng.integers(8, 20)) * HOUR])
        daily = 1.0 - (1.0 - own.withdraws) ** (1.0 / _MONTH)
        back = first + 1 + np.flatnonzero(rng.random(world.scenario.days) < daily)
        if day == first:
            yield acts("order" if own.orders else "order_missing", 1, side=side, at=at, allowed=own.orders)
        if own.orders and len(back) and day == back[0]:
            yield acts("order_withdrawn", 1, side=side, at=at)


def _encirclement(world: World, day: int, sky: Sky) -> Iterator[Acts]:
    pocket = world.scenario.pocket
    if pocket is None or not pocket.true or day != world.scenario.days_before + pocket.first:
        return
    chainage, offset = pocket_place(world, pocket)
    within = RIGHT if pocket.claimed_by == "left" else LEFT
    yield acts(
        "encirclement",
        1,
        side=within,
        sector=(chainage // world.sector_km).astype(np.int64),
        chainage=chainage,
        offset=offset,
        at=np.array([sky.midnight + 9 * HOUR]),
        allowed=True,
    )
