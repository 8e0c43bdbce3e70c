"""Where three authors draw the line on a day: each party in its own favour, and one that is neither's."""

from __future__ import annotations

import dataframely as dy
import numpy as np
import shapely

from ceaseline.simulation.course import distance_m
from ceaseline.simulation.dice import dice
from ceaseline.simulation.registers import capture_id
from ceaseline.simulation.world import World
from ceaseline.tables import Lines, from_rows

# Author, kilometres by which it draws the line into the left side's ground, stated error, days between drawings;
# what parties gain on paper and how exactly anybody draws is assumed.
AUTHORS = (("observatory-map", 0.0, 0.5, 1), ("left-map", -0.8, 1.0, 7), ("right-map", 0.8, 1.0, 7))


def lines(world: World, day: int) -> dy.DataFrame[Lines]:
    """Return the lines drawn on a day; each holds until its author's next."""
    rng = dice(world.seed, "maps", day)
    left, right = world.scenario.parties
    rows: list[dict[str, object]] = []
    for author, favour, error_km, every in AUTHORS:
        knots = np.linspace(0, world.scenario.length_km, max(3, round(world.scenario.length_km / 20)))
        wrong = np.interp(world.course.chainage, knots, error_km / 2 * rng.standard_normal(len(knots)))
        if day % every:
            continue
        lon, lat = world.places(day, world.course.chainage, wrong + favour)
        length_km = float(distance_m(lon[:-1], lat[:-1], lon[1:], lat[1:]).sum()) / 1000.0
        rows.append(
            {
                "author": author,
                "day": world.date(day),
                "left": left,
                "right": right,
                "source": author,
                "capture_id": capture_id(world, author, day),
                "line": 1,
                "geometry": shapely.to_wkb(shapely.LineString(np.column_stack([lon, lat]))),
                "error_km": error_km,
                "length_km": length_km,
                "scale_km": 1.0,
                "schematic": False,
                "licence": "invented",
                "may_republish": True,
            }
        )
    return from_rows(Lines, rows)
