"""The fixed parts of a world: line and sectors, how much each side does where and when, who watches and tells."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import attrs
import dataframely as dy
import numpy as np

from ceaseline.simulation.arrays import LEFT, RIGHT, Floats, Ints, middles, spread
from ceaseline.simulation.boasts import YEARS, claimed
from ceaseline.simulation.course import Course, course
from ceaseline.simulation.dice import dice
from ceaseline.simulation.posting import Posted, posted
from ceaseline.simulation.scenario import Scenario
from ceaseline.simulation.sources import Voices, voices
from ceaseline.tables import Sources

_APART_KM = 8.0  # hot spots of a sector, on average; assumed
_EVEN = 0.7  # exponent of their weights by rank; assumed
_NEAR = 0.6  # share of fire near them, as in our trials of fusion
_WANDER = 0.2  # sigma of the logarithm by which a side's shares differ from sector to sector; assumed
_STEP_KM = 0.4  # median depth of one advance; assumed


@attrs.frozen(eq=False)  # columns do not compare as one
class World:
    """What does not change from day to day; any day can be made from it alone.

    Days are counted from 0, the first there is; those of the war before come first.

    Attributes:
        scenario: what it was made from.
        seed: with the scenario it gives every byte.
        course: of the line on the first day.
        weights: of each sector, one in all; shape (sectors,).
        spots: chainage of the hot spots; shape (sectors, spots).
        counts: fire that answers nothing, by day, sector and side; shape (days, sectors, 2).
        drones: share of each side's fire by drones; shape (sectors, 2).
        claimed: what each side claims of the other for each day; shape (days, 2, items).
        advances: depth of advances, kilometres; shape (days, sectors, 2).
        posted: what there is to watch with.
        voices: who tells.
    """

    scenario: Scenario
    seed: int
    course: Course
    weights: Floats
    spots: Floats
    counts: Ints
    drones: Floats
    claimed: Ints
    advances: Floats
    posted: Posted
    voices: Voices

    @property
    def sources(self) -> dy.DataFrame[Sources]:
        """Return all who tell, instruments, registers and paid accounts among them."""
        return self.voices.table

    @property
    def days(self) -> int:
        """How many days there are, those before the ceasefire included."""
        return self.scenario.days_before + self.scenario.days

    @property
    def sector_km(self) -> float:
        """Length of a sector along the line."""
        return self.scenario.length_km / self.scenario.sectors

    def date(self, day: int) -> date:
        """Return the date of a day."""
        return self.scenario.start + timedelta(days=day - self.scenario.days_before)

    def midnight(self, day: int) -> int:
        """Return when a day begins, microseconds since 1970."""
        start = datetime.combine(self.date(day), datetime.min.time(), UTC)
        return int(start.timestamp()) * 1_000_000

    def agreed(self, day: int) -> bool:
        """Tell whether the ceasefire holds on a day."""
        return day >= self.scenario.days_before

    def shift_km(self, day: int) -> Floats:
        """Return how far the line lies to the left of its first course at the middle of each sector."""
        moved = self.advances[: day + 1].sum(axis=0)
        shift: Floats = moved[:, RIGHT] - moved[:, LEFT]
        return shift

    def from_course(self, day: int, chainage: Floats, offset: Floats) -> Floats:
        """Return distances from the first course of places so far from the line of the day."""
        moved: Floats = offset + np.interp(
            chainage, middles(self.scenario.sectors, self.sector_km), self.shift_km(day)
        )
        return moved

    def places(self, day: int, chainage: Floats, offset: Floats) -> tuple[Floats, Floats]:
        """Return longitudes and latitudes of places beside the line of a day."""
        return self.course.places(chainage, self.from_course(day, chainage, offset))

    def near_spots(self, sector: Ints, rng: np.random.Generator) -> Floats:
        """Return chainages in these sectors, most of them near a hot spot."""
        ranks = np.arange(self.spots.shape[1]) + 1.0
        rank = rng.choice(len(ranks), size=len(sector), p=ranks**-_EVEN / (ranks**-_EVEN).sum())
        near = self.spots[sector, rank] + 3.0 * rng.standard_normal(len(sector))  # kilometres, assumed
        anywhere = (sector + rng.random(len(sector))) * self.sector_km
        chosen = np.where(rng.random(len(sector)) < _NEAR, near, anywhere)
        return np.clip(chosen, sector * self.sector_km, np.nextafter((sector + 1) * self.sector_km, 0.0))


def world(scenario: Scenario, seed: int) -> World:
    """Return the fixed parts of a world; the same for the same scenario and seed.

    Args:
        scenario: see :func:`~ceaseline.simulation.scenario.scenario`.
        seed: any whole number from 0.

    Examples:
        >>> from ceaseline.simulation import scenario, world
        >>> made = world(scenario("small"), seed=7)
        >>> made.days, round(float(made.weights.sum()), 6)
        (4, 1.0)
    """
    rng = dice(seed, "sectors")
    ranks = rng.permutation(scenario.sectors) + 1
    weights = ranks**-scenario.fire.concentration
    weights = weights / weights.sum()
    sector_km = scenario.length_km / scenario.sectors
    spots = max(2, round(sector_km / _APART_KM))
    places = (np.arange(scenario.sectors)[:, None] + rng.random((scenario.sectors, spots))) * sector_km
    made = course(scenario.length_km, dice(seed, "course"))
    shares, drones = _shares(scenario, weights, rng), _drones(scenario, weights, rng)
    counts = _counts(scenario, seed, weights, shares)
    return World(
        scenario=scenario,
        seed=seed,
        course=made,
        weights=weights,
        spots=places,
        counts=counts,
        drones=drones,
        claimed=claimed(scenario, counts, dice(seed, "claims", YEARS)),
        advances=_advances(scenario, seed, weights),
        posted=posted(scenario, made, weights, places, dice(seed, "assets")),
        voices=voices(scenario, dice(seed, "accounts")),
    )


def trend(scenario: Scenario) -> Floats:
    """Return fire over what it was before, day by day: one, a sharp drop, growth by the week, never above one.

    Examples:
        >>> from ceaseline.simulation import scenario
        >>> trend(scenario("small", days=2, days_before=1, fire={"drop": 4, "weekly_growth": 1})).tolist()
        [1.0, 0.25, 0.25]
    """
    since = np.arange(scenario.days) / 7.0
    kept = np.minimum(scenario.fire.weekly_growth**since / scenario.fire.drop, 1.0)
    return np.concatenate([np.ones(scenario.days_before), kept])


def _shares(scenario: Scenario, weights: Floats, rng: np.random.Generator) -> Floats:
    """Return each side's share of the fire that answers nothing, by sector: shape (sectors, 2)."""
    shares = np.array([side.fires for side in scenario.sides]) * _tilts(weights, rng)
    shared: Floats = shares / np.maximum(shares.sum(axis=1, keepdims=True), 1e-9)
    return shared


def _drones(scenario: Scenario, weights: Floats, rng: np.random.Generator) -> Floats:
    """Return each side's share of fire by drones: some units have more of them than others."""
    usual = np.array([side.drones for side in scenario.sides])
    most = 1.0 - np.array([side.assaults for side in scenario.sides])
    shares: Floats = np.minimum(usual * _tilts(weights, rng), most)
    return shares


def _tilts(weights: Floats, rng: np.random.Generator) -> Floats:
    """Return how much more or less than usual there is in each sector and side: one on average of all fire."""
    tilts = np.exp(_WANDER * rng.standard_normal((len(weights), 2)))
    evened: Floats = tilts / (weights @ tilts)
    return evened


def _counts(scenario: Scenario, seed: int, weights: Floats, shares: Floats) -> Ints:
    """Return negative binomial counts: both sides of a sector are busy on the same days.

    Two dice, each thrown day by day, so that a shorter world is the beginning of a longer one.
    """
    answered = float(np.mean([side.answers for side in scenario.sides]))
    whole = scenario.fire.rate * scenario.length_km / 100.0 / (1 + answered + answered**2 + answered**3)
    heat = dice(seed, "counts").gamma(
        scenario.fire.dispersion, 1.0 / scenario.fire.dispersion, (len(trend(scenario)), scenario.sectors)
    )
    mean = whole * trend(scenario)[:, None] * weights * heat
    return dice(seed, "counts", 1).poisson(mean[:, :, None] * shares)


def _advances(scenario: Scenario, seed: int, weights: Floats) -> Floats:
    shape = (scenario.days_before + scenario.days, scenario.sectors, 2)
    weekly = np.array([side.advances for side in scenario.sides]) * scenario.length_km / 100.0
    moves = dice(seed, "moves").poisson(np.broadcast_to(weights[:, None] * weekly / 7.0, shape))
    depth: Floats = np.minimum(moves, 3) * _STEP_KM * np.exp(0.5 * dice(seed, "moves", 1).standard_normal(shape))
    return depth


def fired(counts: Ints) -> tuple[Ints, Ints]:
    """Return sector and side of each of the happenings counted, shape (n,) each.

    Examples:
        >>> sector, side = fired(np.array([[1, 0], [0, 2]]))
        >>> sector.tolist(), side.tolist()
        ([0, 1, 1], [0, 1, 1])
    """
    _, cell = spread(np.zeros(counts.size, dtype=np.int64), counts.ravel())
    return cell // 2, cell % 2
