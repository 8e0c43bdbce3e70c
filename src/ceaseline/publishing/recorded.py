"""What sources recorded, counted by source and word: recorded, never occurred; what was only said is no record."""

from __future__ import annotations

from collections.abc import Iterator

import attrs
import polars as pl

from ceaseline.publishing.incidents import what_in_words
from ceaseline.publishing.material import Material


@attrs.frozen
class Recorded:
    """Observations of one source and one phenomenon.

    Attributes:
        source: name of the source.
        phenomenon: what was recorded, in the source's word.
        count: how many records; several can be of one happening.
        days: on how many days; on the others nothing was recorded, which does not mean that nothing was there.
        first, last: the days of the first and the last, UTC.
    """

    source: str
    phenomenon: str
    count: int
    days: int
    first: str
    last: str


def recorded(material: Material) -> list[Recorded]:
    """Return a row for each source and phenomenon, in the order of the sources."""
    return list(_rows(material))


def _rows(material: Material) -> Iterator[Recorded]:
    grouped = (
        material.observations.filter(pl.col("means").ne_missing("statement"))
        .group_by("source", "phenomenon", maintain_order=True)
        .agg(
            count=pl.len(),
            days=pl.col("earliest").dt.date().n_unique(),
            first=pl.col("earliest").min(),
            last=pl.col("latest").max(),
        )
        .sort("source", "phenomenon", nulls_last=True)
    )
    for row in grouped.iter_rows(named=True):
        yield Recorded(
            source=row["source"],
            phenomenon=what_in_words(row["phenomenon"]),
            count=row["count"],
            days=row["days"],
            first=f"{row['first']:%Y-%m-%d}",
            last=f"{row['last']:%Y-%m-%d}",
        )
