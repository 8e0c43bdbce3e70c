"""Whose incidents people determined to be: two at least, of different affiliations."""

from __future__ import annotations

import dataframely as dy
import polars as pl

from ceaseline.tables import Decisions
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
        A party's code or another hypothesis, by the id of the incident that the rulings apply to.

    Examples:
        >>> from ceaseline.tables import from_rows
        >>> determined(from_rows(Decisions, []))
        {}
    """
    agreed = _agreed(decisions).filter(pl.col("affiliations") >= PEOPLE)
    return dict(agreed.select("applies_to", "outcome").iter_rows())


def of_one_affiliation(decisions: dy.DataFrame[Decisions]) -> int:
    """Return on how many incidents two people say the same who are of one affiliation, or state none.

    Examples:
        >>> from ceaseline.tables import from_rows
        >>> of_one_affiliation(from_rows(Decisions, []))
        0
    """
    return _agreed(decisions).filter(pl.col("affiliations") < PEOPLE).height


def _agreed(decisions: pl.DataFrame) -> pl.DataFrame:
    """Return ``applies_to``, ``outcome``, ``affiliations`` of incidents on which two people say the same."""
    standing = decisions.filter(
        pl.col("standing") == "stands", pl.col("applies_to").is_not_null(), pl.col("reviewer").is_not_null()
    )
    of = pl.col("affiliation").str.normalize("NFKC").str.to_lowercase().str.replace_all(r"\s+", " ")
    return (
        standing.group_by("applies_to", maintain_order=True)
        .agg(
            pl.col("outcome").first(),
            answers=pl.col("outcome").n_unique(),
            people=pl.col("reviewer").n_unique(),
            affiliations=of.str.strip_chars().drop_nulls().n_unique(),
        )
        .filter(pl.col("answers") == 1, pl.col("people") >= PEOPLE, pl.col("outcome") != "undetermined")
    )


def rulings_on_nothing(decisions: dy.DataFrame[Decisions]) -> int:
    """Return how many standing rulings are on incidents of which no record is there, and so count for nothing.

    Examples:
        >>> from ceaseline.tables import from_rows
        >>> rulings_on_nothing(from_rows(Decisions, []))
        0
    """
    standing = decisions.filter(pl.col("standing") == "stands", pl.col("about").str.starts_with(NAMED))
    return standing.filter(pl.col("applies_to").is_null()).height


def held_rulings(decisions: dy.DataFrame[Decisions]) -> int:
    """Return how many rulings wait for people, as records were merged or split since or some are gone.

    Examples:
        >>> from ceaseline.tables import from_rows
        >>> held_rulings(from_rows(Decisions, []))
        0
    """
    return decisions.filter(pl.col("standing") == "held").height
