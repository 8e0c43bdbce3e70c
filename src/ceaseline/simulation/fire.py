"""Fire of one day: what begins, and what answers it."""

from __future__ import annotations

import numpy as np

from ceaseline.simulation.acts import Acts, acts
from ceaseline.simulation.arrays import DAY, LEFT, SECOND, Bools, Floats, Ints, choices, lognormal
from ceaseline.simulation.deeds import ASSAULT, DEEDS, DRONE, GUN_SHARES, GUNS, NUMBER, SMALL_ARMS
from ceaseline.simulation.dice import dice
from ceaseline.simulation.sky import Sky
from ceaseline.simulation.world import World, fired

_ROUNDS = 3  # an answer is answered, and that once more
_SPREAD_DEG = 25.0  # one sigma of the direction of fire about the straight one across the line; assumed
_SURGES = 3  # of a sector in a day; assumed
_SURGE_S = 1200.0  # one sigma; 240 explosions in 35 minutes were recorded
_LONGEST = 3 * 3600 * SECOND
_MOST = 400  # acts in one happening; 240 were recorded

# Sector, side, kind, chainage, moment, and row of what is answered.
_Rows = tuple[Ints, Ints, Ints, Floats, Ints, Ints]

_REACH = np.array([deed.reach_km for deed in DEEDS])
_REACH_SIGMA = np.array([deed.reach_sigma for deed in DEEDS])
_COUNT = np.array([deed.count for deed in DEEDS])
_COUNT_SIGMA = np.array([deed.count_sigma for deed in DEEDS])
_CHOSEN = np.array([NUMBER[name] for name in (SMALL_ARMS, DRONE, ASSAULT, *GUNS)])


def fire(world: World, day: int, sky: Sky) -> Acts:
    """Return the fire of a day; an answer names the row of what it answers."""
    rng = dice(world.seed, "fire", day)
    sector, side = fired(world.counts[day])
    deed = _weapons(world, sector, side, rng)
    chainage = world.near_spots(sector, rng)
    at = _moments(world, sky, sector, deed, rng)
    rows = [(sector, side, deed, chainage, at, np.full(len(side), -1))]
    first = 0
    for _ in range(_ROUNDS):
        answering = _answering(world, sky, rows[-1], first, rng)
        first += len(rows[-1][0])
        rows.append(answering)
    sector, side, deed, chainage, at, answers = (np.concatenate(part) for part in zip(*rows, strict=True))
    count = _counts(deed, rng)
    return acts(
        deed,
        len(deed),
        sector=sector,
        side=side,
        chainage=chainage,
        offset=_offsets(world, side, deed, rng),
        at=at,
        until=at + _lengths(count, rng),
        count=count,
        answers=answers,
        third=(rng.random(len(deed)) < world.scenario.fire.third) & (answers < 0),
        from_deg=directions(world, chainage, side, rng),
    )


def _answering(world: World, sky: Sky, fired_at: _Rows, first: int, rng: np.random.Generator) -> _Rows:
    """Return what answers some fire, whose first row is *first*: from the other side, minutes later, near by."""
    sector, side, _, chainage, at, _ = fired_at
    chance = np.array([own.answers for own in world.scenario.sides])[1 - side]
    answered = np.flatnonzero(rng.random(len(side)) < chance)
    delay = lognormal(rng, world.scenario.fire.answer_minutes * 60, 0.8, len(answered))
    later = at[answered] + (delay * SECOND).astype(np.int64)
    answered, later = answered[later < sky.end], later[later < sky.end]
    sector, side = sector[answered], 1 - side[answered]
    beside = chainage[answered] + rng.standard_normal(len(answered))  # a kilometre, assumed
    chainage = np.clip(beside, sector * world.sector_km, np.nextafter((sector + 1) * world.sector_km, 0))
    return sector, side, _weapons(world, sector, side, rng), chainage, later, answered + first


def directions(world: World, chainage: Floats, side: Ints, rng: np.random.Generator) -> Floats:
    """Return the compass direction that fire comes from: roughly that of the side's ground, and no place."""
    leftward = world.course.leftward(chainage)
    straight = np.where(side == LEFT, leftward, leftward + 180.0)
    from_deg: Floats = (straight + _SPREAD_DEG * rng.standard_normal(len(side))) % 360.0
    return from_deg


def _weapons(world: World, sector: Ints, side: Ints, rng: np.random.Generator) -> Ints:
    small_arms, assaults = (
        np.array([getattr(own, name) for own in world.scenario.sides])[side] for name in ("small_arms", "assaults")
    )
    drones = world.drones[sector, side]
    rest = 1.0 - drones - assaults
    guns = (rest * (1.0 - small_arms))[:, None] * np.array(GUN_SHARES)
    deed: Ints = _CHOSEN[choices(rng, np.column_stack([rest * small_arms, drones, assaults, guns]).clip(0.0))]
    return deed


def _moments(world: World, sky: Sky, sector: Ints, deed: Ints, rng: np.random.Generator) -> Ints:
    surges = np.repeat(np.arange(world.scenario.sectors), _SURGES)
    share = world.scenario.fire.night_share
    by_foot = np.isin(deed, [NUMBER[SMALL_ARMS], NUMBER[ASSAULT]])
    night: Bools = rng.random(len(deed)) < np.where(by_foot, share, 0.5)
    usual = sky.moments(sector, night, rng)
    surge = sky.moments(surges, rng.random(len(surges)) < share, rng)
    which = sector * _SURGES + rng.integers(0, _SURGES, len(deed))
    surging = surge[which] + (_SURGE_S * SECOND * rng.standard_normal(len(deed))).astype(np.int64)
    in_surge = rng.random(len(deed)) < world.scenario.fire.surges
    return np.where(in_surge, surging, usual).clip(sky.midnight, sky.midnight + DAY - 1)


def _offsets(world: World, side: Ints, deed: Ints, rng: np.random.Generator) -> Floats:
    """Return where fire takes effect: beyond the line, a few times short of it."""
    reach = _drawn(_REACH, _REACH_SIGMA, deed, rng)
    beyond = np.where(side == LEFT, -1.0, 1.0)
    short = rng.random(len(side)) < world.scenario.fire.own_ground
    offset: Floats = np.minimum(reach, 30.0) * np.where(short, -beyond, beyond)
    return offset


def _counts(deed: Ints, rng: np.random.Generator) -> Ints:
    return np.clip(np.round(_drawn(_COUNT, _COUNT_SIGMA, deed, rng)), 1, _MOST).astype(np.int64)


def _drawn(median: Floats, sigma: Floats, deed: Ints, rng: np.random.Generator) -> Floats:
    drawn: Floats = median[deed] * np.exp(sigma[deed] * rng.standard_normal(len(deed)))
    return drawn


def _lengths(count: Ints, rng: np.random.Generator) -> Ints:
    """Return how long a happening lasts: one act no time, ten some eight minutes; assumed."""
    seconds = lognormal(rng, 90.0 * count**0.7, 0.6, len(count)) * (count > 1)
    return np.minimum((seconds * SECOND).astype(np.int64), _LONGEST)
