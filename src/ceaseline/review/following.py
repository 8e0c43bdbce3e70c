"""Rulings on incidents whose records were put together anew since: they follow, or are held for people."""

from __future__ import annotations

from collections.abc import Collection, Iterable

import attrs
import dataframely as dy
import polars as pl

from ceaseline.tables import Lineage
from ceaseline.tables.incidents import NAMED


@attrs.frozen
class Followed:
    """Where the incident of a ruling is.

    Attributes:
        now: the incident it is taken for; None where nobody can tell, or nothing is left.
        among: incidents that have its records, where they were merged or split since, or some are gone.
    """

    now: str | None
    among: tuple[str, ...] = ()


def followed(
    abouts: Iterable[str], incidents: Collection[str], lineage: dy.DataFrame[Lineage]
) -> dict[str, Followed]:
    """Return of each incident that was ruled on where it is now.

    A ruling goes along where the incident only gained records that came since. Where its records were put together
    with those of another or are in several now, or some are gone that people had before them, what was ruled may be
    true of none of these: that is for people.

    Args:
        abouts: what rulings are about; what is no incident is passed over.
        incidents: those there are.
        lineage: where former ones are.
    """
    asked = sorted({about for about in abouts if about.startswith(NAMED)})
    rows = lineage.filter(pl.col("was").is_in(asked)).group_by("was", maintain_order=True)
    went = {
        was: Followed(nows[0]) if hows == ["renamed"] else Followed(None, tuple(nows))
        for was, nows, hows in rows.agg(pl.col("now").drop_nulls(), "how").iter_rows()
    }
    there = set(incidents)
    return {each: Followed(each) if each in there else went.get(each, Followed(None)) for each in asked}
