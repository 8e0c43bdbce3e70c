"""What a party calls an incident that others call something else."""

from __future__ import annotations

from collections.abc import Collection

import dataframely as dy
import numpy as np
import polars as pl

from ceaseline.fusion.agreeing import ERRORS, points
from ceaseline.tables import Incidents, Observations, Sources

VAGUE_KM = 5.0  # what is less exact speaks of no incident in particular
VAGUE_HOURS = 6.0

_SPAN = pl.duration(minutes=int(VAGUE_HOURS * 60))


def called(
    incidents: dy.DataFrame[Incidents],
    observations: dy.DataFrame[Observations],
    sources: dy.DataFrame[Sources],
    words: Collection[str],
) -> pl.DataFrame:
    """Return the records of parties that say one of *words* of an incident of which others say something else.

    Time and place agree as those of two records of one incident would: the times overlap, the record's widened by
    twice the error of its clock, and the places are no further apart than twice the joint radius. Records less
    exact than 5 km or six hours speak of no incident in particular.

    Args:
        incidents: what happened.
        observations: all records.
        sources: whose they are.
        words: phenomena.

    Returns:
        ``incident_id``, ``observation_id``, ``party``, ``phenomenon``, by record.
    """
    own = sources.filter(pl.col("role") == "party", pl.col("party").is_not_null()).select("source", "party")
    widened = pl.duration(microseconds=(pl.col("time_sigma_s").fill_null(0.0) * 2e6).clip(0, 1e15).cast(pl.Int64))
    said = (
        observations.filter(
            pl.col("phenomenon").is_in(list(words)),
            pl.col("radius_m") <= VAGUE_KM * 1000,
            pl.col("latest") - pl.col("earliest") <= _SPAN,
        )
        .join(own, on="source")
        .select(
            "observation_id", "party", "phenomenon",
            begin=pl.col("earliest") - widened, end=pl.col("latest") + widened,
            own_lon="lon", own_lat="lat", own_radius="radius_m",
        )
    )  # fmt: skip
    others = incidents.filter(
        pl.col("radius_m").is_not_null(), ~pl.col("phenomenon").is_in(list(words)).fill_null(value=False)
    ).select("incident_id", "earliest", "latest", "lon", "lat", "radius_m")
    met = said.join_where(others, pl.col("begin") <= pl.col("latest"), pl.col("end") >= pl.col("earliest")).sort(
        "observation_id", "incident_id"
    )
    apart = np.linalg.norm(
        points(met["lon"].to_numpy(), met["lat"].to_numpy())
        - points(met["own_lon"].to_numpy(), met["own_lat"].to_numpy()),
        axis=1,
    )
    reach = ERRORS / 1000 * np.hypot(met["radius_m"].to_numpy(), met["own_radius"].to_numpy())
    return met.filter(pl.Series(apart <= reach)).select("incident_id", "observation_id", "party", "phenomenon")
