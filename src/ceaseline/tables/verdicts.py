"""One row for the answer to: did this party keep this clause, on this clock?"""

import dataframely as dy
import polars as pl

from ceaseline.tables.columns import moment, word

WORDS = (
    "violation_established",
    "none_recorded_where_watched",
    "cannot_tell",
    "not_verifiable",
    "not_in_force",
)


class Verdicts(dy.Schema):
    """What can be said, clause by clause and side by side, and what cannot."""

    clause_id = dy.String(primary_key=True)
    obligor = dy.String(primary_key=True, metadata={"means": "party code, or any where no side is meant"})
    scope = dy.String(primary_key=True)
    clock = dy.String(primary_key=True)
    start = moment(alias="from", nullable=True)
    until = moment(nullable=True)
    verdict = word(*WORDS)
    proposed = word(*WORDS)
    recorded = dy.Int64(nullable=True, min=0, metadata={"means": "null where nobody watched: never zero then"})
    estimated_low = dy.Float64(nullable=True, min=0)
    estimated_high = dy.Float64(nullable=True, min=0)
    watched_share = dy.Float64(nullable=True, min=0, max=1)
    signal = word("holding", "not_holding", "neither", "none")
    reason = dy.String(nullable=False, metadata={"means": "one or two sentences for the reader"})
    as_of = moment(nullable=True)
    supersedes = moment(nullable=True)
    decision_id = dy.String(
        nullable=True, metadata={"means": "the ruling that gives the verdict; null: as proposed"}
    )

    @dy.rule()
    def no_zero_without_somebody_watching(cls) -> pl.Expr:
        """A count of zero needs hours that were watched."""
        return (pl.col("recorded") != 0).fill_null(value=True) | (pl.col("watched_share") > 0).fill_null(
            value=False
        )
