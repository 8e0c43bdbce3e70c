"""Reports that people released: two at least, who are not one and the same."""

from __future__ import annotations

import dataframely as dy
import polars as pl

from ceaseline.review.subjects import RELEASED
from ceaseline.tables import Decisions
from ceaseline.tables.decisions import REPORTS

PEOPLE = 2  # who have to release a report


def report_named(number: str, digest: str) -> str:
    """Return what a ruling on a report is about: its number, and the words it had then.

    Examples:
        >>> report_named("2031-05-03-1", "0123456789abcdef")
        'report-2031-05-03-1:0123456789ab'
    """
    return f"{REPORTS}{number}:{digest[:12]}"


def releasing(decisions: dy.DataFrame[Decisions], about: str) -> int:
    """Return how many people want a report released as it stands; capitals and blanks make nobody another.

    Args:
        decisions: every ruling, with whether it stands; those whose reviewer was erased count for nobody.
        about: of :func:`report_named`.

    Examples:
        >>> from ceaseline.tables import from_rows
        >>> releasing(from_rows(Decisions, []), "report-2031-05-03-1:0123456789ab")
        0
    """
    standing = decisions.filter(
        pl.col("standing") == "stands", pl.col("about") == about, pl.col("outcome") == RELEASED
    )
    name = pl.col("reviewer").str.normalize("NFKC").str.to_lowercase().str.replace_all(r"\s+", " ")
    return standing.select(name.str.strip_chars()).to_series().drop_nulls().n_unique()
