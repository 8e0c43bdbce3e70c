"""One row for one number that somebody stated."""

import dataframely as dy
import polars as pl

from ceaseline.tables.columns import moment, word


class Claims(dy.Schema):
    """What was claimed, as it was claimed; never added to anything this program counts."""

    claim_id = dy.String(primary_key=True)
    source = dy.String(nullable=False)
    claimant = dy.String(nullable=False, metadata={"means": "party code, or the name as given"})
    accused = dy.String(nullable=True)
    start = moment(alias="from", nullable=True)
    until = moment(nullable=True)
    zone = dy.String(nullable=True, metadata={"means": "clock the window was given on"})
    stated = dy.String(nullable=True, metadata={"means": "the window in the claimant's words"})
    item = dy.String(nullable=False)
    count = dy.Int64(nullable=False, min=0)
    at_least = dy.Bool(nullable=False, metadata={"means": "the claimant said more than, or at least"})
    total_of = dy.String(
        nullable=True, metadata={"means": "on a total: the claim ids of its parts, separated by blanks"}
    )
    residual = dy.Int64(
        nullable=True,
        metadata={"means": "total less the sum of its parts; negative where the parts are more"},
    )
    residual_is = word("exact", "at_most", "at_least", nullable=True)
    page = dy.String(nullable=True)
    capture_id = dy.String(nullable=False)
    line = dy.Int64(nullable=False, min=1)

    @dy.rule()
    def a_window_has_two_ends(cls) -> pl.Expr:
        """Both ends are known, or neither, and time runs forward."""
        both = (pl.col("from") < pl.col("until")).fill_null(value=False)
        return both | (pl.col("from").is_null() & pl.col("until").is_null())
