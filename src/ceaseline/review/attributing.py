"""Whose incidents people determined to be."""

from __future__ import annotations

import dataframely as dy
import polars as pl

from ceaseline.tables import Decisions
from ceaseline.tables.incidents import NAMED

PEOPLE = 2  # who have to say the same before it is taken as determined


def determined(decisions: dy.DataFrame[Decisions]) -> dict[str, str]:
    """Return whose each incident is, where two people or more say the same and nobody says otherwise.

    Args:
        decisions: every ruling, with whether it stands; rulings whose reviewer was erased count for nobody, as two
            of them may be one person's.

    Returns:
        A party's code or another hypothesis, by the id of the incident.

    Examples:
        >>> from ceaseline.tables import from_rows
        >>> determined(from_rows(Decisions, []))
        {}
    """
    standing = decisions.filter(
        pl.col("standing") == "stands", pl.col("about").str.starts_with(NAMED), pl.col("reviewer").is_not_null()
    )
    told = (
        standing.group_by("about", maintain_order=True)
        .agg(
            pl.col("outcome").first(),
            answers=pl.col("outcome").n_unique(),
            people=pl.col("reviewer").n_unique(),
        )
        .filter(pl.col("answers") == 1, pl.col("people") >= PEOPLE, pl.col("outcome") != "undetermined")
    )
    return dict(told.select("about", "outcome").iter_rows())
