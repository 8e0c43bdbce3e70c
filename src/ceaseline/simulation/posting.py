"""Where instruments stand: more of them where more is fired, on both sides of the line."""

from __future__ import annotations

import attrs
import numpy as np

from ceaseline.simulation.arrays import LEFT, RIGHT, Floats, Ints
from ceaseline.simulation.course import Course
from ceaseline.simulation.scenario import Scenario
from ceaseline.simulation.sources import INSTRUMENTS

# Kilometres behind the line, at least and at most; assumed.
_BEHIND = {
    "post": (1.0, 5.0),
    "patrol": (1.0, 6.0),
    "camera": (0.3, 1.5),
    "acoustic": (1.0, 4.0),
    "mini_uav": (2.0, 5.0),
    "long_uav": (8.0, 15.0),
}


@attrs.frozen
class Posted:
    """What there is to watch with, n assets by kind and then along the line.

    Attributes:
        asset: names.
        kind: of each, as in the table ``assets``.
        sector: number of the sector.
        ground: side on whose ground it stands.
        chainage, offset: kilometres along the line, and to its left.
        lon, lat: degrees; NaN for satellites.
    """

    asset: tuple[str, ...]
    kind: tuple[str, ...]
    sector: Ints
    ground: Ints
    chainage: Floats
    offset: Floats
    lon: Floats
    lat: Floats

    def rows_of(self, kind: str) -> Ints:
        """Return the rows of one kind, along the line."""
        return np.flatnonzero(np.array([own == kind for own in self.kind], dtype=np.bool_)).astype(np.int64)


def posted(scenario: Scenario, line: Course, weights: Floats, spots: Floats, rng: np.random.Generator) -> Posted:
    """Return the assets of a world.

    Two in three are spread evenly, one stands where the fire is: at a hot spot, in sectors by the root of
    their weight.
    """
    kinds: list[str] = []
    chainage: list[Floats] = []
    for kind in _BEHIND:
        many = round(float(getattr(scenario.watching, _PLURAL[kind])) * scenario.length_km / 100.0)
        chainage.append(np.sort(_along(many, scenario, weights, spots, rng)))
        kinds += [kind] * many
    along = np.concatenate(chainage)
    ground = np.where(rng.random(len(along)) < scenario.watching.on_the_left, LEFT, RIGHT)
    low, high = (np.array([_BEHIND[kind][end] for kind in kinds]) for end in (0, 1))
    behind = low + (high - low) * rng.random(len(along))
    offset = np.where(ground == LEFT, behind, -behind)
    lon, lat = line.places(along, offset)
    satellites = 1 if scenario.watching.satellite_looks else 0
    nothing = np.full(satellites, np.nan)
    sector = np.minimum((along / (scenario.length_km / scenario.sectors)).astype(np.int64), scenario.sectors - 1)
    numbers = {kind: iter(range(1, kinds.count(kind) + 1)) for kind in _BEHIND}
    names = [f"{kind.replace('_', '-')}-{next(numbers[kind]):04d}" for kind in kinds]
    return Posted(
        asset=(*names, *["satellites"] * satellites),
        kind=(*kinds, *["satellite_thermal"] * satellites),
        sector=np.concatenate([sector, np.full(satellites, -1)]),
        ground=np.concatenate([ground, np.full(satellites, -1)]),
        chainage=np.concatenate([along, nothing]),
        offset=np.concatenate([offset, nothing]),
        lon=np.concatenate([lon, nothing]),
        lat=np.concatenate([lat, nothing]),
    )


_PLURAL = {
    "post": "posts",
    "patrol": "patrols",
    "camera": "cameras",
    "acoustic": "acoustic",
    "mini_uav": "mini_uav",
    "long_uav": "long_uav",
}
assert set(_BEHIND) | {"satellite_thermal"} == set(INSTRUMENTS)  # noqa: S101 - two lists of one thing


def _along(many: int, scenario: Scenario, weights: Floats, spots: Floats, rng: np.random.Generator) -> Floats:
    even = (np.arange(many) + rng.random(many)) / max(many, 1) * scenario.length_km
    drawn = np.sqrt(weights) / np.sqrt(weights).sum()
    sector = rng.choice(len(weights), size=many, p=drawn)
    near = spots[sector, rng.integers(0, spots.shape[1], many)] + rng.standard_normal(many)
    placed: Floats = np.where(np.arange(many) % 3 < 2, even, near).clip(0.0, scenario.length_km)
    return placed
