"""Whose incidents people determined to be."""

from __future__ import annotations

import dataframely as dy
import polars as pl

from ceaseline.tables import Decisions, Incidents
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


def rulings_on_nothing(decisions: dy.DataFrame[Decisions], incidents: dy.DataFrame[Incidents]) -> int:
    """Return how many standing rulings are on incidents that are not there any more, and so count for nothing.

    An incident is named by its records, so one that gains or loses a record is another.

    Examples:
        >>> from ceaseline.tables import from_rows
        >>> rulings_on_nothing(from_rows(Decisions, []), from_rows(Incidents, []))
        0
    """
    standing = decisions.filter(pl.col("standing") == "stands", pl.col("about").str.starts_with(NAMED))
    return standing.join(incidents.select(about="incident_id"), on="about", how="anti").height
