"""Instruments and monitors at the line: what each could see from where it stands, when it watched."""

from __future__ import annotations

import attrs
import numpy as np
import polars as pl

from ceaseline.sensors import SENSORS, Sensor, chance_seen, radius_68
from ceaseline.simulation.acts import Acts
from ceaseline.simulation.arrays import HOUR, QUARTER, SECOND, Bools, Floats, Ints, lognormal, spread
from ceaseline.simulation.course import bearing, distance_m, shifted
from ceaseline.simulation.deeds import DEEDS, PHENOMENA, PHENOMENON, UNIT, UNITS
from ceaseline.simulation.dice import dice
from ceaseline.simulation.records import named, records, together, words
from ceaseline.simulation.sky import Sky
from ceaseline.simulation.sources import INSTRUMENTS, instrument
from ceaseline.simulation.watching import TYPES, Watching
from ceaseline.simulation.world import World

_FAR = 2.5  # ranges; beyond them the chance is below 2.5 %, and nobody looks
_TRIES = 3  # acts of a burst that are so far apart that each is another chance; assumed
_COUNTED = 0.8  # of the acts of a burst, by those who noticed it; assumed
_WEAPONS = ("small_arms", "mortar", "artillery", "rocket_artillery", "tank", "drone")
_WEAPON = np.array([_WEAPONS.index(deed.weapon) if deed.weapon in _WEAPONS else -1 for deed in DEEDS])
# How often a direction is told at all: projectiles in the picture, craters inspected, sounds told apart. Assumed.
_DIRECTED = {"camera": 0.5, "patrol": 0.3, "acoustic": 0.3}
_DELAY_H = {"monitor": 5.0, "instrument": 0.7}  # until a record is filed, median; assumed


@attrs.frozen
class _Scene:
    """A day as instruments have it before them: acts with their places, the sky, who watches, and dice."""

    world: World
    sky: Sky
    watch: Watching
    done: Acts
    lon: Floats
    lat: Floats
    rng: np.random.Generator


@attrs.frozen
class _Sightings:
    """Acts noticed, n of them: rows of the acts and of the assets, metres between them, and quarters of the day."""

    act: Ints
    asset: Ints
    apart: Floats
    quarter: Ints


def near(world: World, day: int, sky: Sky, watch: Watching, done: Acts) -> pl.DataFrame:
    """Return what instruments and monitors at the line record, and what they say kept them from it."""
    lon, lat = world.places(day, done.chainage, done.offset)
    scene = _Scene(world, sky, watch, done, lon, lat, dice(world.seed, "near", day))
    parts = [_of_kind(scene, kind) for kind in INSTRUMENTS if kind != "satellite_thermal"]
    false = [_false(scene, part) for part in parts]
    return together([*parts, *false, _stopped(scene)])


def _of_kind(scene: _Scene, kind: str) -> pl.DataFrame:
    world, done, rng = scene.world, scene.done, scene.rng
    seen = _once(world, _noticed(scene, kind))
    act, n, sensor = seen.act, len(seen.act), SENSORS[kind]
    lon, lat, radius = _placed(scene, sensor, seen)
    clock = (sensor.clock_s * SECOND * rng.standard_normal(n)).astype(np.int64)
    counted = np.maximum(rng.binomial(done.count[act], _COUNTED), 1)
    deed = done.deed[act]
    known = np.where(rng.random(n) < 0.3, _WEAPON[deed], -1)  # a weapon is named in a third of the cases, assumed
    mistaken = rng.random(n) < 0.15
    known = np.where((known >= 0) & mistaken, rng.integers(0, len(_WEAPONS), n), known)
    direction, sigma = _direction(kind, sensor, done.from_deg[act], done.is_of("artillery", "mortar")[act], rng)
    role = INSTRUMENTS[kind][1]
    filed = lognormal(rng, _DELAY_H[role] * 3600.0, 0.6, n) * SECOND
    sources = [instrument(kind, sector) for sector in range(world.scenario.sectors)]
    # what lasts is seen from when somebody looks; one act is of one moment
    since = np.maximum(done.at[act], scene.sky.midnight + seen.quarter * QUARTER) + clock
    until = done.until[act] + clock
    return records(
        n,
        act=act,
        source=named(sources, world.posted.sector[seen.asset]),
        asset=named(world.posted.asset, seen.asset),
        means=sensor.means,
        phenomenon=words(sensor.means, PHENOMENA, PHENOMENON[deed], rng),
        weapon=named(_WEAPONS, np.where(kind == "acoustic", -1, known)),
        earliest=since,
        latest=until,
        time_sigma_s=max(sensor.clock_s, 1.0),
        lon=lon,
        lat=lat,
        radius_m=radius,
        bearing_deg=direction,
        bearing_sigma_deg=sigma,
        quantity_low=counted.astype(np.float64),
        quantity_high=np.maximum(counted, np.ceil(counted * 1.2)),
        unit=named(UNITS, UNIT[deed]),
        received=until + filed.astype(np.int64),
    )


def _false(scene: _Scene, part: pl.DataFrame) -> pl.DataFrame:
    """Return false alarms: records as good as others, of nothing, at another time while their asset watched."""
    own = np.flatnonzero(scene.rng.random(part.height) < scene.world.scenario.watching.false_alarms)
    moved = pl.Series(scene.rng.integers(-6 * HOUR, 6 * HOUR, len(own)))
    rows = {name: row for row, name in enumerate(scene.world.posted.asset)}
    alarms = part[own].with_columns(pl.col("earliest", "latest", "received") + moved, act=pl.lit(None, pl.Int64))
    asset = np.array([rows[name] for name in alarms["asset"]], dtype=np.int64)
    moment = alarms["earliest"].to_numpy()
    watched = (scene.sky.midnight <= moment) & (moment < scene.sky.end)
    watched &= scene.watch.seeing[asset, scene.sky.quarter(moment)] > 0
    return alarms.filter(pl.Series(watched))


def _noticed(scene: _Scene, kind: str) -> _Sightings:
    """Return which acts were noticed by which assets; what lasts can be seen by those who come later."""
    world, sky, done = scene.world, scene.sky, scene.done
    own = world.posted.rows_of(kind)
    looks = _next(scene.watch.seeing)
    found = [(np.zeros(0, np.int64), np.zeros(0, np.int64), np.zeros(0), np.zeros(0, np.int64))]
    for word, phenomenon in enumerate(PHENOMENA):
        reach = SENSORS[kind].reach(phenomenon)
        if reach is None or not len(own):
            continue
        rows = np.flatnonzero((PHENOMENON[done.deed] == word) & (done.sector >= 0))
        far_km = _FAR * max(reach.day_km, reach.night_km)
        act, asset = _pairs(world, rows, own, done.chainage, far_km)
        apart = distance_m(scene.lon[act], scene.lat[act], world.posted.lon[asset], world.posted.lat[asset])
        sector, quarter = done.sector[act], looks[asset, sky.quarter(done.at[act])]
        there = (quarter <= sky.quarter(done.until[act])) & (apart < 1000.0 * far_km)
        quarter = np.where(there, quarter, 0)
        chance = chance_seen(
            kind,
            phenomenon,
            apart,
            night=sky.night[sector, quarter],
            fog=sky.fog[world.posted.sector[asset], quarter],
            cloud=sky.cloud[sector],
        )
        of_all = 1.0 - (1.0 - chance) ** np.minimum(done.count[act], _TRIES)
        seen = scene.rng.random(len(act)) < of_all * scene.watch.seeing[asset, quarter]
        seen &= there
        found.append((act[seen], asset[seen], apart[seen], quarter[seen]))
    act, asset, apart, quarter = (np.concatenate(column) for column in zip(*found, strict=True))
    return _Sightings(act, asset, apart, quarter)


def _next(seeing: Floats) -> Ints:
    """Return the first quarter from each on in which an asset sees anything; 96 where there is none that day.

    Examples:
        >>> _next(np.array([[0.0, 1.0, 0.0]])).tolist()
        [[1, 1, 96]]
    """
    quarters = np.where(seeing > 0, np.arange(seeing.shape[1]), 96)
    following: Ints = np.minimum.accumulate(quarters[:, ::-1], axis=1)[:, ::-1]
    return following


def _pairs(world: World, rows: Ints, own: Ints, chainage: Floats, far_km: float) -> tuple[Ints, Ints]:
    """Return acts and assets no further apart along the line than that; bends make it a little longer."""
    along = world.posted.chainage[own]
    first = np.searchsorted(along, chainage[rows] - 1.3 * far_km)
    last = np.searchsorted(along, chainage[rows] + 1.3 * far_km)
    places, of = spread(first.astype(np.int64), (last - first).astype(np.int64))
    return rows[of], own[places]


def _once(world: World, seen: _Sightings) -> _Sightings:
    """Keep the nearest record of each act in each source: a team writes down once what two of its own saw."""
    source = seen.act * world.scenario.sectors + world.posted.sector[seen.asset]
    order = np.lexsort((seen.apart, source))
    _, first = np.unique(source[order], return_index=True)
    kept = order[first]
    return _Sightings(seen.act[kept], seen.asset[kept], seen.apart[kept], seen.quarter[kept])


def _placed(scene: _Scene, sensor: Sensor, seen: _Sightings) -> tuple[Floats, Floats, Floats]:
    """Return where each record says it was, with errors along and across the line of sight, and the 68 % radius."""
    lon, lat, posted = scene.lon[seen.act], scene.lat[seen.act], scene.world.posted
    sight = bearing(posted.lon[seen.asset], posted.lat[seen.asset], lon, lat)
    along_m, across_m = sensor.errors_m(seen.apart)
    drawn = scene.rng.standard_normal((2, len(seen.act)))
    along, across = along_m * drawn[0], across_m * drawn[1]
    east = along * np.sin(sight) + across * np.cos(sight)
    north = along * np.cos(sight) - across * np.sin(sight)
    told_lon, told_lat = shifted(lon, lat, east, north)
    return told_lon, told_lat, radius_68(along_m, across_m)


def _direction(
    kind: str, sensor: Sensor, from_deg: Floats, cratered: Bools, rng: np.random.Generator
) -> tuple[Floats, Floats]:
    """Return the direction the fire came from, where the kind of instrument tells one; NaN elsewhere."""
    told = rng.random(len(from_deg)) < _DIRECTED.get(kind, 0.0)
    told &= np.isfinite(from_deg) & (cratered | (kind != "patrol"))
    sigma = sensor.direction_deg or 0.0
    seen = (from_deg + sigma * rng.standard_normal(len(from_deg))) % 360.0
    return np.where(told, seen, np.nan), np.where(told, sigma, np.nan)


def _stopped(scene: _Scene) -> pl.DataFrame:
    """Return what monitors write down of what kept them from watching; each such act is one of the day's."""
    world, done, stopped = scene.world, scene.done, scene.watch.stopped
    rows = np.flatnonzero(done.is_of("restriction", "jamming", "interference"))
    by_time = np.argsort(stopped.start, kind="stable")  # the order of the acts
    asset, kinds = stopped.asset[by_time], stopped.type[by_time]
    n = len(rows)
    lon, lat = shifted(
        world.posted.lon[asset], world.posted.lat[asset], *(50.0 * scene.rng.standard_normal((2, n)))
    )
    names = [instrument(kind, sector) for kind, sector in zip(world.posted.kind, world.posted.sector, strict=True)]
    return records(
        n,
        act=rows,
        source=named(names, asset),
        asset=named(world.posted.asset, asset),
        means="reported",
        phenomenon=named(TYPES, kinds),
        earliest=done.at[rows],
        latest=done.until[rows],
        time_sigma_s=60.0,
        lon=lon,
        lat=lat,
        radius_m=100.0,
        quantity_low=1.0,
        quantity_high=1.0,
        unit="acts",
        received=done.until[rows] + np.int64(3600 * SECOND),
    )
