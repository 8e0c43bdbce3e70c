"""One row for one guarantee: who stands for what, and what calls on it."""

import dataframely as dy
import polars as pl

from ceaseline.tables.columns import moment, word

LEVELS = ("alleged", "reported", "detected", "observed", "corroborated", "verified", "determined")


class Guarantees(dy.Schema):
    """Who guarantees what, from when, and which level of finding calls on it."""

    guarantee_id = dy.String(primary_key=True)
    guarantor = dy.String(nullable=False)
    clause_id = dy.String(nullable=True)
    what = dy.String(nullable=False)
    trigger = word(*LEVELS, nullable=True)
    form = dy.String(nullable=True, metadata={"means": "what the guarantor does then"})
    start = moment(alias="from")
    until = moment(nullable=True)
    called = moment(nullable=True, metadata={"means": "when somebody called on it"})
    source = dy.String(nullable=False)
    capture_id = dy.String(nullable=False)
    line = dy.Int64(nullable=False, min=1)

    @dy.rule()
    def time_runs_forward(cls) -> pl.Expr:
        """It ends after it starts, or goes on."""
        return (pl.col("from") < pl.col("until")).fill_null(value=True)
