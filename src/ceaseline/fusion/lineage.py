"""Where an incident went when records were put together anew: an old link still leads somewhere."""

from __future__ import annotations

import dataframely as dy
import polars as pl

from ceaseline.tables import Members


def lineage(was: dy.DataFrame[Members], now: dy.DataFrame[Members]) -> pl.DataFrame:
    """Return, for each former incident whose records are others now, which incidents have them.

    Args:
        was: members of a former run.
        now: of this one.

    Returns:
        ``was``, ``now`` (null where none of its records is there any more), ``share`` of the former's records, and
        ``how``: ``renamed``, ``merged``, ``split``, ``moved`` (both) or ``gone``; the largest share first.
    """
    met = was.select("observation_id", was="incident_id").join(
        now.select("observation_id", now="incident_id"), on="observation_id", how="left"
    )
    cells = met.group_by("was", "now").agg(both=pl.len()).with_columns(of=pl.col("both").sum().over("was"))
    parts = pl.col("now").drop_nulls().n_unique().over("was")
    whole = pl.col("was").n_unique().over("now")
    told = cells.with_columns(parts=parts, whole=whole, share=pl.col("both") / pl.col("of")).filter(
        pl.col("was") != pl.col("now").fill_null("")
    )
    how = (
        pl.when(pl.col("now").is_null())
        .then(pl.lit("gone"))
        .when((pl.col("parts") > 1) & (pl.col("whole") > 1))
        .then(pl.lit("moved"))
        .when(pl.col("parts") > 1)
        .then(pl.lit("split"))
        .when(pl.col("whole") > 1)
        .then(pl.lit("merged"))
        .otherwise(pl.lit("renamed"))
    )
    return told.select("was", "now", "share", how=how).sort(
        "was", "share", "now", descending=[False, True, False], nulls_last=True
    )
