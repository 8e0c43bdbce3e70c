"""A plain rule for putting records together, to show what weighing them is worth: it learns nothing."""

from __future__ import annotations

import numpy as np
import polars as pl
from numpy.typing import NDArray

Floats = NDArray[np.float64]

_EARTH_KM = 6371.0088  # mean radius
_ERRORS = 2.0  # joint 68 % radii: two records of one place are no further apart with a chance of 99 %
_VAGUE_KM, _VAGUE_S = 5.0, 6 * 3600.0  # what is less exact is put together with nothing
_OPPOSED_DEG = 90.0  # bearings further apart than this, and than twice their errors, are fire from different sides
_NOTHING = "no_event"


def plain(observations: pl.DataFrame) -> pl.DataFrame:
    """Return which records a plain rule puts together.

    Two records agree where both say the same word or one says none, their places are no further apart than twice
    the joint 68 % radius, their times overlap when each is widened by twice the error of its clock, their bearings
    are not opposed, and they are of different sources. In the order of time each record joins the first happening
    with all of whose records it agrees, or opens one. Alone stay records without a place, with a radius above 5 km
    or a time of more than six hours, and those that say that nothing happened.

    Args:
        observations: the table.

    Returns:
        ``observation_id`` and ``said``.

    Examples:
        >>> from datetime import datetime
        >>> rows = {"observation_id": ["a", "b", "c"], "source": ["x", "y", "x"], "phenomenon": "fire"}
        >>> rows |= {"earliest": datetime(2031, 5, 1), "latest": datetime(2031, 5, 1), "time_sigma_s": 1.0}
        >>> rows |= {"lon": [0.0, 0.01, 0.0], "lat": 0.0, "radius_m": 500.0, "bearing_deg": None}
        >>> plain(pl.DataFrame({**rows, "bearing_sigma_deg": None})).rows()
        [('a', 'plain:0'), ('b', 'plain:0'), ('c', 'plain:1')]
    """
    rows = _ordered(observations)
    start, end, km, x, y, z, bearing, turn = (rows[name].to_numpy() for name in _AXES)
    word, source = (rows[name].to_physical().to_numpy() for name in ("word", "whose"))
    group = np.full(rows.height, -1, dtype=np.int64)
    size = np.zeros(rows.height, dtype=np.int64)
    first = np.searchsorted(start, start - _VAGUE_S)
    opened = 0
    for number in np.flatnonzero(rows["exact"].to_numpy()):
        before = first[number] + np.flatnonzero(end[first[number] : number] >= start[number])
        before = before[(group[before] >= 0) & (source[before] != source[number])]
        said = word[before]
        before = before[(said == word[number]) | (said == 0) | (word[number] == 0)]
        apart = (x[before] - x[number]) ** 2 + (y[before] - y[number]) ** 2 + (z[before] - z[number]) ** 2
        before = before[apart <= _ERRORS**2 * (km[before] ** 2 + km[number] ** 2)]
        away = np.abs(bearing[before] - bearing[number]) % 360
        opposed = np.minimum(away, 360 - away) > _OPPOSED_DEG + 2 * np.hypot(turn[before], turn[number])
        found, agreeing = np.unique(group[before[~opposed]], return_counts=True)
        whole = found[agreeing == size[found]]
        group[number] = whole[0] if len(whole) else opened
        opened += not len(whole)
        size[group[number]] += 1
    alone = group < 0
    group[alone] = opened + np.arange(alone.sum())
    return rows.select("observation_id", said=pl.format("plain:{}", pl.Series(group)))


_AXES = ("start", "end", "km", "x", "y", "z", "bearing", "turn")


def _ordered(observations: pl.DataFrame) -> pl.DataFrame:
    """Return what the rule looks at, in an order that the content of the records gives."""
    clock = 2 * pl.col("time_sigma_s").fill_null(0.0)
    east, north = pl.col("lon").cast(pl.Float64).radians(), pl.col("lat").cast(pl.Float64).radians()
    return (
        observations.select(
            "observation_id",
            word=pl.col("phenomenon").fill_null("").cast(pl.String).rank("dense") - 1,
            unnamed=pl.col("phenomenon").is_null(),
            whose=pl.col("source").rank("dense"),
            nothing=(pl.col("phenomenon") == _NOTHING).fill_null(value=False),
            start=pl.col("earliest").dt.epoch("us") / 1e6 - clock,
            end=pl.col("latest").dt.epoch("us") / 1e6 + clock,
            km=pl.col("radius_m").cast(pl.Float64) / 1000,
            x=_EARTH_KM * north.cos() * east.cos(),
            y=_EARTH_KM * north.cos() * east.sin(),
            z=_EARTH_KM * north.sin(),
            bearing=pl.col("bearing_deg").cast(pl.Float64).fill_null(np.nan),
            turn=pl.col("bearing_sigma_deg").cast(pl.Float64).fill_null(0.0),
        )
        .with_columns(
            word=pl.when("unnamed").then(0).otherwise(pl.col("word").cast(pl.Int64) + 1),
            exact=(
                (pl.col("km") <= _VAGUE_KM) & (pl.col("end") - pl.col("start") <= _VAGUE_S) & ~pl.col("nothing")
            ).fill_null(value=False),
            km=pl.col("km").fill_null(np.nan).clip(0.001),
            x=pl.col("x").fill_null(np.nan),
            y=pl.col("y").fill_null(np.nan),
            z=pl.col("z").fill_null(np.nan),
        )
        .sort("start", "end", "observation_id")
    )
