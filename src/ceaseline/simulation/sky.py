"""Night, fog and cloud of one day, by sector and quarter of an hour."""

from __future__ import annotations

import attrs
import numpy as np

from ceaseline.sensors import is_night
from ceaseline.simulation.arrays import DAY, QUARTER, Bools, Floats, Ints, middles
from ceaseline.simulation.dice import dice
from ceaseline.simulation.world import World

_TRIES = 12  # draws of a quarter; one act in 4,000 then falls into the other half of the day


@attrs.frozen
class Sky:
    """Night, fog (sectors, 96), and share of the sky that is covered (sectors,), from midnight UTC on."""

    midnight: int
    night: Bools
    fog: Bools
    cloud: Floats

    def quarter(self, at: Ints) -> Ints:
        """Return the quarter of the hour in which moments lie, 0 to 95; later ones count to the last."""
        within: Ints = np.clip((at - self.midnight) // QUARTER, 0, 95)
        return within

    def moments(self, sector: Ints, night: Bools, rng: np.random.Generator) -> Ints:
        """Return a moment of the day for each act, by night or by day as asked."""
        tried = rng.integers(0, 96, (len(sector), _TRIES))
        fits = self.night[sector[:, None], tried] == night[:, None]
        quarter = tried[np.arange(len(sector)), fits.argmax(axis=1)]
        moments: Ints = self.midnight + quarter * QUARTER + rng.integers(0, QUARTER, len(sector))
        return moments

    @property
    def end(self) -> int:
        """When the day is over."""
        return self.midnight + DAY


def sky(world: World, day: int) -> Sky:
    """Return what the sky is like on a day."""
    rng = dice(world.seed, "weather", day)
    sectors = world.scenario.sectors
    midnight = world.midnight(day)
    lon, lat = world.course.places(middles(sectors, world.sector_km), np.zeros(sectors))
    quarters = midnight + QUARTER // 2 + QUARTER * np.arange(96)
    # fog comes in the night and in the morning and lasts 4 to 12 hours, assumed
    foggy = rng.random(sectors) < world.scenario.weather.fog
    begins, lasts = rng.integers(16, 60, sectors), rng.integers(16, 48, sectors)
    since = np.arange(96)[None, :] - begins[:, None]
    cloud = world.scenario.weather.cloud
    return Sky(
        midnight=midnight,
        night=is_night(quarters[None, :], lon[:, None], lat[:, None]),
        fog=foggy[:, None] & (since >= 0) & (since < lasts[:, None]),
        # days are mostly clear or mostly covered: beta draws with that mean
        cloud=rng.beta(0.6 * cloud + 1e-6, 0.6 * (1 - cloud) + 1e-6, sectors),
    )
