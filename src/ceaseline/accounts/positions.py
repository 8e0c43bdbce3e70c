"""Where each side stands on each clause, over time, as its words in accounts have it."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from typing import Any

import dataframely as dy
import polars as pl

from ceaseline.tables import Positions, from_rows

_NO_POSITION = frozenset({"thanks"})
_AS_THEY_STAND = ("party", "act", "polarity", "form", "rhetorical", "source", "outlet", "capture_id", "line")


def positions(statements: pl.DataFrame, free: Collection[str] = ()) -> dy.DataFrame[Positions]:
    """Return a row for each clause that a side speaks of, in the order of the statements.

    What nobody is known to say, and what an outlet says itself, is no side's position.

    Args:
        statements: of a case, so that source, outlet, file and line are known.
        free: sources whose sentences may be shown; of others only what they amount to is kept.
    """
    spoken = statements.filter(
        (pl.col("voice") != "outlet")
        & pl.col("party").is_not_null()
        & ~pl.col("act").is_in(list(_NO_POSITION))
        & (pl.col("clauses") != "")
    )
    return from_rows(Positions, [row for said in spoken.iter_rows(named=True) for row in _of_one(said, free)])


def _of_one(said: Mapping[str, Any], free: Collection[str]) -> Iterator[dict[str, Any]]:
    for clause in said["clauses"].split():
        yield {name: said[name] for name in _AS_THEY_STAND} | {
            "position_id": f"{said['statement_id']}:{clause}",
            "clause_id": clause,
            "day": said["published"],
            "published": said["published"],
            "page": None,
            "words": said["text"] if said["source"] in free else None,
            "statement_id": said["statement_id"],
        }
