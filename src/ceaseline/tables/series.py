"""One row for one bin of a series: a region, a stretch of time, a value."""

import dataframely as dy
import polars as pl

from ceaseline.tables.columns import moment


class Series(dy.Schema):
    """Values over time as a source gives them; a bin nobody watched has no value and no hours."""

    source = dy.String(primary_key=True)
    region = dy.String(primary_key=True, metadata={"means": "empty where the series has no regions"})
    start = moment(alias="from", primary_key=True)
    until = moment()
    value = dy.Float64(nullable=True, min=0, metadata={"means": "null: not known; zero: watched, and nothing"})
    unit = dy.String(nullable=False)
    hours_watched = dy.Float64(nullable=False, min=0)
    full = dy.Float64(nullable=True, min=0, metadata={"means": "value of a bin that can hold no more"})
    capture_id = dy.String(nullable=False)
    line = dy.Int64(nullable=False, min=1)

    @dy.rule()
    def time_runs_forward(cls) -> pl.Expr:
        """A bin ends after it starts."""
        return pl.col("from") < pl.col("until")

    @dy.rule()
    def a_value_was_watched(cls) -> pl.Expr:
        """Zero is written only where somebody watched."""
        return pl.col("value").is_null() == (pl.col("hours_watched") == 0)
