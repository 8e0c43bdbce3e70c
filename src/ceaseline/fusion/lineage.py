"""Where an incident went when records were put together anew: an old link still leads somewhere."""

from __future__ import annotations

import dataframely as dy
import polars as pl

from ceaseline.tables import Lineage

_NEVER = 2**62


def lineage(named: pl.DataFrame, now: pl.DataFrame) -> dy.DataFrame[Lineage]:
    """Return, for each incident that was named once and is not there now, which incidents have its records.

    Of an incident whose records are all in one other now it says ``merged`` where that one has a record too that
    belonged to another incident while this one stood, and ``renamed`` where it only gained or lost records. Where
    they are in several it says ``split``, or ``moved`` where such records of others are with any of them. ``gone``
    are records that are in none.

    Args:
        named: ``run`` (number), ``named`` (moment), ``incident_id``, ``record``: whenever an incident was
            named that was not there in the run before, its records.
        now: ``incident_id`` and ``record``, by whatever name records are known in *named*.

    Returns:
        By former incident, the largest share first.
    """
    last = named.filter(
        pl.col("run") == pl.col("run").max().over("incident_id"),
        ~pl.col("incident_id").is_in(now["incident_id"].implode()),
    ).rename({"incident_id": "was"})
    if last.is_empty():
        return Lineage.create_empty()
    cells = (
        last.join(now.rename({"incident_id": "now"}), on="record", how="left")
        .group_by("was", "now")
        .agg(both=pl.len(), named=pl.col("named").first())
        .with_columns(share=pl.col("both") / pl.col("both").sum().over("was"))
        .join(_ends(named, last), on="was")
    )
    parts = pl.col("now").drop_nulls().n_unique().over("was")
    others = (pl.col("beside") > pl.col("both")).fill_null(value=False).any().over("was")
    how = (
        pl.when(pl.col("now").is_null())
        .then(pl.lit("gone"))
        .when((parts > 1) & others)
        .then(pl.lit("moved"))
        .when(parts > 1)
        .then(pl.lit("split"))
        .when(others)
        .then(pl.lit("merged"))
        .otherwise(pl.lit("renamed"))
    )
    told = cells.join(_beside(named, now, cells), on=["was", "now"], how="left").with_columns(how=how)
    return Lineage.validate(
        told.select(Lineage.column_names()).sort(
            "was", "share", "now", descending=[False, True, False], nulls_last=True
        )
    )


def _ends(named: pl.DataFrame, last: pl.DataFrame) -> pl.DataFrame:
    """Return the run in which each former incident was first seen not to be there, by what its records are in."""
    after = named.select("record", later="run")
    met = last.select("was", "run", "record").join(after, on="record")
    later = pl.when(pl.col("later") > pl.col("run")).then("later")
    return met.group_by("was").agg(end=later.min().fill_null(_NEVER))


def _beside(named: pl.DataFrame, now: pl.DataFrame, cells: pl.DataFrame) -> pl.DataFrame:
    """Return how many records of present incidents were known before each former one ended."""
    known = named.group_by("record").agg(first=pl.col("run").min())
    has = now.join(known, on="record").select("first", now="incident_id")
    met = cells.filter(pl.col("now").is_not_null()).select("was", "now", "end").join(has, on="now")
    return met.filter(pl.col("first") < pl.col("end")).group_by("was", "now").agg(beside=pl.len())
