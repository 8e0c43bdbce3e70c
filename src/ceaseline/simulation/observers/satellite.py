"""Thermal satellites: what burns while one passes under a clear sky."""

from __future__ import annotations

import numpy as np
import polars as pl

from ceaseline.sensors import SENSORS, radius_68
from ceaseline.simulation.acts import Acts
from ceaseline.simulation.arrays import HOUR, QUARTER, SECOND, Floats, lognormal
from ceaseline.simulation.course import shifted
from ceaseline.simulation.deeds import DEEDS
from ceaseline.simulation.dice import dice
from ceaseline.simulation.records import astray, records
from ceaseline.simulation.sky import Sky
from ceaseline.simulation.sources import instrument
from ceaseline.simulation.watching import Watching
from ceaseline.simulation.world import World

_BURNS = np.array([deed.burns for deed in DEEDS])
_BURNS_H = 0.7  # median time that a fire lit by a shell burns hot enough; assumed


def satellite(world: World, day: int, sky: Sky, watch: Watching, done: Acts) -> pl.DataFrame:
    """Return fires that satellites saw: one record for each pass in which something burnt under a clear sky."""
    rng = dice(world.seed, "satellite", day)
    alight = np.flatnonzero((rng.random(len(done)) < _BURNS[done.deed]) & (done.sector >= 0))
    lit = lognormal(rng, _BURNS_H, 0.8, len(alight)) * HOUR
    ends = np.maximum(done.until[alight], done.at[alight] + lit.astype(np.int64))
    own = world.posted.rows_of("satellite_thermal")
    passes = np.flatnonzero(watch.seeing[own].sum(axis=0) > 0)
    at = sky.midnight + passes * QUARTER + rng.integers(0, QUARTER, len(passes))
    burning = (done.at[alight][:, None] <= at) & (at <= ends[:, None])
    clear = rng.random(burning.shape) >= sky.cloud[done.sector[alight]][:, None]
    fire, look = np.nonzero(burning & clear)
    act, n = alight[fire], len(fire)
    lon, lat = world.places(day, done.chainage[act], done.offset[act])
    error: Floats = np.array([SENSORS["satellite_thermal"].place_m])
    lon, lat = shifted(lon, lat, *astray(error[0], n, rng))
    return records(
        n,
        act=act,
        source=instrument("satellite_thermal", 0),
        asset="satellites",
        means="satellite",
        phenomenon="fire",
        earliest=at[look],
        latest=at[look],
        time_sigma_s=SENSORS["satellite_thermal"].clock_s,
        lon=lon,
        lat=lat,
        radius_m=float(radius_68(error, error)[0]),
        received=at[look]
        + (lognormal(rng, 3 * 3600.0, 0.2, n) * SECOND).astype(np.int64),  # 3 hours after the pass
    )
