"""What watches on a day, quarter by quarter, and what keeps it from watching."""

from __future__ import annotations

from collections.abc import Iterator

import attrs
import numpy as np

from ceaseline.simulation.acts import Acts, acts
from ceaseline.simulation.arrays import LEFT, QUARTER, RIGHT, Bools, Floats, Ints, lognormal
from ceaseline.simulation.deeds import NUMBER
from ceaseline.simulation.dice import dice
from ceaseline.simulation.innocent import hundreds
from ceaseline.simulation.sky import Sky
from ceaseline.simulation.world import World
from ceaseline.tables.restrictions import RESTRICTED
from ceaseline.tables.watches import STATUSES

NOT_PLANNED, OPERATIONAL = -1, STATUSES.index("operational")
DEGRADED, BROKEN = STATUSES.index("degraded"), STATUSES.index("non_operational")
OPTICAL = ("camera", "mini_uav", "long_uav")

# What can befall each kind of asset. Which types there are is on record, how often each is assumed.
_STOPPED = {
    "patrol": ("denial", "denial", "delay", "conditional", "refused_guarantee", "mine", "gunfire_near"),
    "post": ("threat", "administrative"),
    "camera": ("blinding",),
    "acoustic": ("refused_guarantee", "administrative"),
    "mini_uav": ("gunfire_near",),
}
_OFTEN = {
    "patrol": 4.0,
    "post": 1.0,
    "camera": 1.0,
    "acoustic": 1.0,
    "mini_uav": 1.0,
}  # of one asset, beside the others; assumed
_DEEDS = {"jamming": "jamming", "gps_interference": "jamming", "blinding": "interference", "theft": "interference"}
_DEEDS |= {"shootdown": "interference", "threat": "interference"}
TYPES = tuple(RESTRICTED)
_DEED = np.array([NUMBER[_DEEDS.get(name, "restriction")] for name in TYPES])


@attrs.frozen
class Stopped:
    """Restrictions of a day, n of them.

    Attributes:
        asset: row of the asset.
        type: number of the type in ``TYPES``.
        start, end: quarters of the day; the end is not within it.
        by: side that imposed it.
        established: whether it is established that it did.
    """

    asset: Ints
    type: Ints
    start: Ints
    end: Ints
    by: Ints
    established: Bools


@attrs.frozen
class Watching:
    """What watches on a day.

    Attributes:
        status: number in ``STATUSES`` as the register of watches has it, -1 where none was planned; (assets, 96).
        stopped: what kept assets from watching.
        seeing: how much of a full watch there really was, restrictions taken into account; (assets, 96).
    """

    status: Ints
    stopped: Stopped
    seeing: Floats


def watching(world: World, day: int, sky: Sky) -> Watching:
    """Return who watches when on a day, and what stops whom."""
    rng = dice(world.seed, "watching", day)
    status = _planned(world, sky, rng)
    sector = world.posted.sector
    optical = np.isin(world.posted.kind, OPTICAL)
    status = np.where(optical[:, None] & sky.fog[sector] & (status == OPERATIONAL), DEGRADED, status)
    failing = rng.random(len(sector)) < world.scenario.access.failures
    failing &= np.isin(world.posted.kind, ("camera", "acoustic", "mini_uav", "long_uav"))
    status = np.where(failing[:, None] & (status != NOT_PLANNED), BROKEN, status)
    stopped = _stopped(world, status, rng)
    # fog is in the chance that an act is seen, so a watch degraded by it counts in full here
    seeing = np.where(np.isin(status, (OPERATIONAL, DEGRADED)), 1.0, 0.0)
    for asset, kind, start, end in zip(stopped.asset, stopped.type, stopped.start, stopped.end, strict=True):
        seeing[asset, start:end] *= 0.5 if RESTRICTED[TYPES[kind]] == "degraded" else 0.0
    return Watching(status, stopped, seeing)


def restricting(world: World, sky: Sky, seen: Watching) -> Acts:
    """Return restrictions as acts, in their order: what a side does to those who watch."""
    stopped = seen.stopped
    asset = stopped.asset
    return acts(
        _DEED[stopped.type],
        len(asset),
        side=stopped.by,
        sector=world.posted.sector[asset],
        chainage=world.posted.chainage[asset],
        offset=world.posted.offset[asset],
        at=sky.midnight + stopped.start * QUARTER,
        until=sky.midnight + stopped.end * QUARTER,
    )


def _planned(world: World, sky: Sky, rng: np.random.Generator) -> Ints:
    """Return what each asset was to do: posts, cameras and sensors all day, patrols by day, drones now and then."""
    quarters = np.arange(96)
    night = sky.night[world.posted.sector]
    kinds = np.array(world.posted.kind)
    up = np.isin(kinds, ("post", "camera", "acoustic"))[:, None] | np.zeros_like(night)
    up |= (kinds == "patrol")[:, None] & ~night
    first, second, long = (rng.integers(0, 96, len(kinds)) for _ in range(3))
    flights = [(quarters - takes_off[:, None]) % 96 for takes_off in (first, second, long)]
    # small ones fly twice for 20 to 30 minutes, large ones once for 6 to 8 hours
    up |= (kinds == "mini_uav")[:, None] & ((flights[0] < 2) | (flights[1] < 2)) & ~night
    up |= (kinds == "long_uav")[:, None] & (flights[2] < 28)
    up |= (kinds == "satellite_thermal")[:, None] & _passes(world, rng)[None, :]
    return np.where(up, OPERATIONAL, NOT_PLANNED)


def _passes(world: World, rng: np.random.Generator) -> Bools:
    """Return the quarters in which a satellite passes: evenly over the day, each up to two hours late."""
    looks = world.scenario.watching.satellite_looks
    passes = np.zeros(96, dtype=np.bool_)
    evenly = np.linspace(0, 96, looks, endpoint=False).astype(np.int64)
    passes[(evenly + rng.integers(0, 8, looks)) % 96] = True
    return passes


def _stopped(world: World, status: Ints, rng: np.random.Generator) -> Stopped:
    """Return what keeps assets from watching on a day, and who imposed it: mostly who holds the ground."""
    access = world.scenario.access
    kinds = np.array(world.posted.kind)
    weight = sum((kinds == kind) * often for kind, often in _OFTEN.items())
    drones = np.isin(kinds, ("mini_uav", "long_uav")).astype(np.float64)
    lossy = np.isin(kinds, ("mini_uav", "long_uav", "camera")).astype(np.float64)
    drawn = [
        *_drawn(world, access.restrictions, np.asarray(weight), None, rng),
        *_drawn(world, access.jamming, drones, ("jamming", "jamming", "gps_interference"), rng),
        *_drawn(world, access.losses_week / 7.0, lossy, ("shootdown", "theft"), rng),
    ]
    rows = [_lasting(asset, kind, status, rng) for asset, kind in drawn if (status[asset] >= 0).any()]
    asset, kind, start, end = (
        (np.array(column, dtype=np.int64) for column in zip(*rows, strict=True))
        if rows
        else (np.zeros(0, dtype=np.int64) for _ in range(4))
    )
    jammed = np.isin(kind, [TYPES.index("jamming"), TYPES.index("gps_interference")])
    ground = world.posted.ground[asset]
    across = jammed & (rng.random(len(asset)) < 0.3)  # jammers reach over the line; assumed
    established = rng.random(len(asset)) < np.where(jammed, 0.1, 0.8)  # who jams mostly stays open; assumed
    return Stopped(asset, kind, start, end, np.where(across, 1 - ground, ground), established)


def _drawn(
    world: World, rate: float, weight: Floats, types: tuple[str, ...] | None, rng: np.random.Generator
) -> Iterator[tuple[int, int]]:
    """Yield the asset and the type of each restriction; a camera is stolen, a drone is shot down."""
    for _ in range(int(rng.poisson(rate * hundreds(world)))):
        side = RIGHT if rng.random() < world.scenario.access.on_the_right else LEFT
        there = weight * (world.posted.ground == side)
        if there.sum() == 0:
            continue
        asset = int(rng.choice(len(there), p=there / there.sum()))
        kind = world.posted.kind[asset]
        chosen = types or _STOPPED[kind]
        name = chosen[int(rng.integers(len(chosen)))]
        if name in ("shootdown", "theft"):
            name = "theft" if kind == "camera" else "shootdown"
        yield asset, TYPES.index(name)


def _lasting(asset: int, kind: int, status: Ints, rng: np.random.Generator) -> tuple[int, int, int, int]:
    """Return a restriction with its quarters: it begins in a watch, and ends with the day at the latest."""
    planned = np.flatnonzero(status[asset] >= 0)
    start = int(planned[rng.integers(len(planned))])
    lasts = max(1, round(float(lognormal(rng, 8.0, 0.8, 1)[0])))
    end = 96 if TYPES[kind] in ("shootdown", "theft") else min(start + lasts, 96)
    return asset, kind, start, end
