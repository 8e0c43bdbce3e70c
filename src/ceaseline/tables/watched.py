"""One row for one stretch of time in which an asset really watched, or did not, with what stopped it."""

import dataframely as dy
import polars as pl

from ceaseline.tables.columns import moment, word
from ceaseline.tables.watches import STATUSES


class Watched(dy.Schema):
    """Watches less what restricted them; of one asset no two rows share any time."""

    asset = dy.String(primary_key=True)
    start = moment(alias="from", primary_key=True)
    until = moment()
    status = word(*STATUSES)
    reason = dy.String(
        nullable=True, metadata={"means": "the register's words; kinds of the restrictions where these cut it"}
    )
    restrictions = dy.String(nullable=True, metadata={"means": "ids of those that cut it, separated by semicolons"})
    imposed_by = dy.String(
        nullable=True, metadata={"means": "parties established to have imposed them, separated by semicolons"}
    )

    @dy.rule()
    def time_runs_forward(cls) -> pl.Expr:
        """A stretch ends after it starts."""
        return pl.col("from") < pl.col("until")

    @dy.rule()
    def nothing_overlaps(cls) -> pl.Expr:
        """The next stretch of an asset begins when this one is over, or later."""
        following = pl.col("from").shift(-1).over("asset", order_by="from")
        return (pl.col("until") <= following).fill_null(value=True)

    @dy.rule()
    def a_status_has_a_reason(cls) -> pl.Expr:
        """What was not operational says why."""
        return (pl.col("status") == "operational") | pl.col("reason").is_not_null()

    @dy.rule()
    def somebody_imposed_something(cls) -> pl.Expr:
        """Parties are named only beside the restrictions they imposed."""
        return pl.col("imposed_by").is_null() | pl.col("restrictions").is_not_null()
