"""One row for one stretch of time in which an asset had one status."""

import dataframely as dy
import polars as pl

from ceaseline.tables.columns import moment, word

# In order: of two words for the same time the later one is taken, so that no watch is made better than it was.
STATUSES = ("operational", "degraded", "jammed", "denied", "withdrawn", "non_operational")

# Words of a log that may be told. A log is free text and can name people and places; all else is left out.
CAUSES = frozenset(
    [
        *("power", "battery", "maintenance", "repair", "failure", "link", "storage", "crew"),
        *("night", "weather", "fog", "rain", "snow", "wind", "dust", "smoke"),
    ]
)


class Watches(dy.Schema):
    """When assets watched, and how well, as their register says; what is in no row was not watched."""

    source = dy.String(primary_key=True)
    asset = dy.String(primary_key=True)
    start = moment(alias="from", primary_key=True)
    until = moment()
    status = word(*STATUSES)
    reason = dy.String(nullable=True, metadata={"means": "why it was not operational, in the register's words"})
    capture_id = dy.String(nullable=False)
    line = dy.Int64(nullable=False, min=1)

    @dy.rule()
    def time_runs_forward(cls) -> pl.Expr:
        """A watch ends after it starts."""
        return pl.col("from") < pl.col("until")

    @dy.rule()
    def a_status_has_a_reason(cls) -> pl.Expr:
        """What was not operational says why."""
        return (pl.col("status") == "operational") | pl.col("reason").is_not_null()
