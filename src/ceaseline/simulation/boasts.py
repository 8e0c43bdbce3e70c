"""What each side claims of the other's fire, day by day: what it knew, times what it makes of it."""

from __future__ import annotations

import numpy as np

from ceaseline.simulation.arrays import Ints
from ceaseline.simulation.deeds import DEEDS, GUN_SHARES, GUNS, NUMBER, SMALL_ARMS
from ceaseline.simulation.scenario import Behaviour, Scenario

ITEMS = ("shelling", "drone strikes", "small arms fire", "assaults")
YEARS = 1_000_000  # number of the dice that are thrown for all days at once
_NOISE = 0.2  # sigma of the logarithm, from day to day and item to item; assumed


def claimed(scenario: Scenario, counts: Ints, rng: np.random.Generator) -> Ints:
    """Return claims of each side about the other, item by item: shape (days, 2, items).

    Args:
        scenario: what each side does, and how much it exaggerates.
        counts: fire that answers nothing, by day, sector and side.
        rng: dice.
    """
    begun = counts.sum(axis=1)  # days, sides
    noise = np.exp(_NOISE * rng.standard_normal((len(begun), 2, len(ITEMS))))
    said = np.empty((len(begun), 2, len(ITEMS)))
    for side, own in enumerate(scenario.sides):
        other = scenario.sides[1 - side]
        fired = begun[:, 1 - side] + begun[:, side] * other.answers
        said[:, side] = fired[:, None] * _acts_each(other) * own.exaggerates
    return np.round(said * noise).astype(np.int64)


def _acts_each(side: Behaviour) -> np.ndarray:
    """Return acts of each item in one happening of a side, on average."""
    rest = 1 - side.drones - side.assaults
    guns = sum(share * _mean(gun) for gun, share in zip(GUNS, GUN_SHARES, strict=True))
    return np.array(
        [
            rest * (1 - side.small_arms) * guns,
            side.drones,
            rest * side.small_arms * _mean(SMALL_ARMS),
            side.assaults,
        ]
    )


def _mean(name: str) -> float:
    """Return how many acts one happening of a kind has on average: the mean of a lognormal."""
    deed = DEEDS[NUMBER[name]]
    return float(deed.count * np.exp(deed.count_sigma**2 / 2))
