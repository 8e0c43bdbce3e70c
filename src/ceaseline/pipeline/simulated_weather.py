"""The weather of a simulated world as its record has it, sector by sector of the case."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from itertools import groupby
from math import ceil

import dataframely as dy

from ceaseline.line import sector
from ceaseline.pipeline.simulated_patrols import ended
from ceaseline.simulation import Sky, World, capture_id, sky
from ceaseline.tables import Weather, from_rows

SOURCE = "weather-record"
_LONGEST_KM = 25.0  # of a sector of the case, as where nothing else is said
_QUARTER = timedelta(minutes=15)


def parts(world: World) -> int:
    """Return into how many sectors of the case each sector of the world is cut."""
    return ceil(world.sector_km / _LONGEST_KM)


def weather(world: World, day: int) -> dy.DataFrame[Weather]:
    """Return stretches with fog and without, and the cloud of a day, which is one share for all of it."""
    many, above = parts(world), sky(world, day)
    told = [
        {**stretch, "sector": sector(middle_km, world.sector_km / many)}
        for number in range(world.scenario.sectors)
        for stretch in _stretches(world, day, above, number)
        for middle_km in (world.sector_km * (number + (part + 0.5) / many) for part in range(many))
    ]
    usual = {"source": SOURCE, "capture_id": capture_id(world, SOURCE, day)}
    return from_rows(Weather, [{**usual, "line": line, **row} for line, row in enumerate(told, start=2)])


def _stretches(world: World, day: int, above: Sky, number: int) -> Iterator[dict[str, object]]:
    """Yield stretches with fog and without, each with the cloud of the day."""
    midnight = ended(world.date(day)) - timedelta(days=1)
    for foggy, same in groupby(range(96), key=lambda quarter: bool(above.fog[number, quarter])):
        quarters = list(same)
        yield {
            "from": midnight + quarters[0] * _QUARTER,
            "until": midnight + (quarters[-1] + 1) * _QUARTER,
            "fog": foggy,
            "cloud": float(above.cloud[number]),
        }
