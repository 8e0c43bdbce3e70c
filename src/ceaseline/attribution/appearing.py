"""Sources that appear together: nobody vouches for them, and they were first heard of in one hour."""

from __future__ import annotations

import polars as pl

from ceaseline.attribution.voices import Voices

_MANY = 5  # sources first heard of in one hour, from which on that is no chance
_SETTLED = pl.duration(hours=24)  # from the first record of all: before, everybody is new
_WITHIN = pl.duration(hours=1)


def appearing(rows: pl.DataFrame, voices: Voices) -> list[tuple[str, str]]:
    """Return pairs of sources that are one witness, as five or more of them were first heard of in one hour.

    Accredited sources, camps and the public are not looked at: somebody vouches for the first, and the others are
    one voice anyway. In the first day of a case everybody is new.

    Args:
        rows: records with ``source`` and ``earliest``.
        voices: who speaks.
    """
    loose = [
        source
        for source, heard, accredited, own in zip(
            voices.source, voices.heard.tolist(), voices.accredited.tolist(), voices.own.tolist(), strict=True
        )
        if heard and not accredited and own < 0
    ]
    if not loose:
        return []
    begun = pl.col("earliest").min()
    first = (
        rows.filter(pl.col("source").is_in(loose))
        .group_by("source")
        .agg(begun)
        .filter(pl.col("earliest") >= pl.lit(rows["earliest"].min()) + _SETTLED)
        .sort("earliest", "source")
    )
    near = first.with_columns(until=pl.col("earliest") + _WITHIN).join_where(
        first.select(other="source", later="earliest"),
        pl.col("later") >= pl.col("earliest"),
        pl.col("later") <= pl.col("until"),
    )
    together = near.filter(pl.len().over("source") >= _MANY, pl.col("source") != pl.col("other"))
    return (
        together.select("source", "other")
        .sort("other", "source")
        .unique("other", keep="first")
        .sort("other")
        .rows()
    )
