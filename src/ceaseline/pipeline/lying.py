"""In which stretches of the lines each incident lies, or may lie."""

from __future__ import annotations

import dataframely as dy
import numpy as np
import polars as pl

from ceaseline.fusion.agreeing import points
from ceaseline.pipeline.sectors import Layout
from ceaseline.tables import Incidents

_NEAR_KM = 15.0  # what lies further from a line is in none of its sectors
_ALONG = 3  # of so many spots across a line the middle one stands for its kilometre
_MOST = (24, 96)  # so many spots are looked at for each incident, and for those that may lie further along
# The radius holds a place with 68 %; 1.62 times that with 95 %, of errors alike in all directions. Moving a place
# so far changes the difference of its distances to two spots by twice as much.
_DOUBT = 2 * 1.62


def lying_in(incidents: dy.DataFrame[Incidents], layout: Layout) -> pl.DataFrame:
    """Return the sectors of lines in which each incident may lie, of each author's line.

    Returns:
        ``incident_id``, ``sector``, ``author``, ``nearest`` (the one it is counted in); no row for what has no
        place, and for what lies far from the line.
    """
    schema = {"incident_id": pl.String, "sector": pl.String, "author": pl.String, "nearest": pl.Boolean}
    placed = incidents.filter(pl.col("lon").is_not_null())
    lines = layout.sectors.filter(pl.col("kind") == "line")
    frames = [
        _of_line(placed, layout, own["sector"].to_list()).with_columns(author=pl.lit(author, dtype=pl.String))
        for (author,), own in lines.group_by(["author"], maintain_order=True)
    ]
    return pl.concat([pl.DataFrame(schema=schema), *(frame.select([*schema]) for frame in frames)])


def _of_line(placed: pl.DataFrame, layout: Layout, names: list[str]) -> pl.DataFrame:
    from scipy.spatial import cKDTree  # noqa: PLC0415  loads SciPy only where needed

    schema = {"incident_id": pl.String, "sector": pl.String, "nearest": pl.Boolean}
    spots, wanted = layout.spots, {name: number for number, name in enumerate(names)}
    sector = np.array([wanted.get(name, -1) for name in spots.names], dtype=np.int64)[spots.sector]
    mine = np.flatnonzero(sector >= 0)[_ALONG // 2 :: _ALONG]
    if not len(mine) or placed.is_empty():
        return pl.DataFrame(schema=schema)
    tree = cKDTree(points(spots.lon[mine], spots.lat[mine]))
    places = points(placed["lon"].to_numpy(), placed["lat"].to_numpy())
    reach = placed["radius_m"].to_numpy() / 1000 * _DOUBT
    left, frames = np.arange(len(places)), [pl.DataFrame(schema=schema)]
    for many in sorted({min(most, len(mine)) for most in _MOST}):
        apart, at = tree.query(places[left], k=[*range(1, many + 1)])
        first, bound = apart[:, 0], apart[:, 0] + reach[left]
        wide = (apart[:, -1] <= bound) & (many < min(_MOST[-1], len(mine)))
        may = (apart <= bound[:, None]) & ((first <= _NEAR_KM + reach[left]) & ~wide)[:, None]
        row, column = np.nonzero(may)
        frames.append(
            pl.DataFrame(
                {
                    "incident_id": placed["incident_id"].gather(left[row]),
                    "sector": pl.Series(names, dtype=pl.String).gather(sector[mine[at[row, column]]]),
                    "nearest": (column == 0) & (first[row] <= _NEAR_KM),
                }
            )
            .group_by(["incident_id", "sector"], maintain_order=True)
            .agg(pl.col("nearest").any())
        )
        left = left[wide]
    return pl.concat(frames)
