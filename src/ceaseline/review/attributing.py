"""Whose incidents people determined to be: two at least, of different affiliations."""

from __future__ import annotations

import dataframely as dy
import polars as pl

from ceaseline.tables import Decisions, Incidents
from ceaseline.tables.incidents import NAMED

PEOPLE = 2  # who have to say the same before it is taken as determined


def determined(decisions: dy.DataFrame[Decisions]) -> dict[str, str]:
    """Return whose each incident is, where two people or more say the same and nobody says otherwise.

    The two are of different affiliations, and both state theirs: who states none could be of any. Capitals and
    blanks make no other affiliation of one.

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
    agreed = _agreed(decisions).filter(pl.col("affiliations") >= PEOPLE)
    return dict(agreed.select("about", "outcome").iter_rows())


def of_one_affiliation(decisions: dy.DataFrame[Decisions]) -> int:
    """Return on how many incidents two people say the same who are of one affiliation, or state none.

    Examples:
        >>> from ceaseline.tables import from_rows
        >>> of_one_affiliation(from_rows(Decisions, []))
        0
    """
    return _agreed(decisions).filter(pl.col("affiliations") < PEOPLE).height


def _agreed(decisions: pl.DataFrame) -> pl.DataFrame:
    """Return ``about``, ``outcome`` and ``affiliations`` of incidents on which two people or more say the same."""
    standing = decisions.filter(
        pl.col("standing") == "stands", pl.col("about").str.starts_with(NAMED), pl.col("reviewer").is_not_null()
    )
    of = pl.col("affiliation").str.normalize("NFKC").str.to_lowercase().str.replace_all(r"\s+", " ")
    return (
        standing.group_by("about", maintain_order=True)
        .agg(
            pl.col("outcome").first(),
            answers=pl.col("outcome").n_unique(),
            people=pl.col("reviewer").n_unique(),
            affiliations=of.str.strip_chars().drop_nulls().n_unique(),
        )
        .filter(pl.col("answers") == 1, pl.col("people") >= PEOPLE, pl.col("outcome") != "undetermined")
    )


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
