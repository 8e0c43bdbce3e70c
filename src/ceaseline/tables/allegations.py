"""One row for one act that somebody lays at a side's door, or denies."""

import dataframely as dy
import polars as pl

from ceaseline.tables.columns import moment, word

INTERESTS = ("self_serving", "against_own_interest", "third_party", "not_known")


class Allegations(dy.Schema):
    """What is said to have been done, by whom it is said, and in whose interest; not that it was done."""

    allegation_id = dy.String(primary_key=True)
    statement_id = dy.String(nullable=False)
    source = dy.String(nullable=False)
    capture_id = dy.String(nullable=False)
    line = dy.Int64(nullable=False, min=1)
    alleger = dy.String(nullable=True, metadata={"means": "party or third state of who says it; null: not known"})
    speaker = dy.String(nullable=True)
    accused = dy.String(nullable=True, metadata={"means": "party said to have done it; null: nobody is named"})
    phenomenon = dy.String(nullable=False, metadata={"means": "the act, as in observations"})
    weapon = dy.String(nullable=True)
    denial = dy.Bool(nullable=False, metadata={"means": "it is said that it was not done"})
    interest = word(*INTERESTS)
    earliest = moment(nullable=True, metadata={"means": "null: nothing says when, or it is long ago"})
    latest = moment(nullable=True)
    dated_by = word("words", "document", nullable=True)
    quantity_low = dy.Float64(nullable=True, min=0)
    quantity_high = dy.Float64(nullable=True, min=0)
    unit = dy.String(nullable=True)
    observation_id = dy.String(
        nullable=True,
        metadata={"means": "the record it became, its own or that of the first who had it; null: none"},
    )
    text = dy.String(nullable=False, metadata={"means": "the statement as the outlet has it"})

    @dy.rule()
    def time_runs_forward(cls) -> pl.Expr:
        """Both ends are known, or neither, and the latest moment is not before the earliest."""
        both = (pl.col("earliest") <= pl.col("latest")).fill_null(value=False)
        return both | (pl.col("earliest").is_null() & pl.col("latest").is_null())
