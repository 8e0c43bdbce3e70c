"""One row for one stretch of fog or cloud."""

import dataframely as dy
import polars as pl

from ceaseline.tables.columns import moment


class Weather(dy.Schema):
    """What the sky was like, as far as it hinders those who watch; what is in no row is not known."""

    source = dy.String(primary_key=True)
    sector = dy.String(primary_key=True, metadata={"means": "as in the table sectors; everywhere: all of them"})
    start = moment(alias="from", primary_key=True)
    until = moment()
    fog = dy.Bool(nullable=True)
    cloud = dy.Float64(nullable=True, min=0, max=1, metadata={"means": "share of the sky that is covered"})
    capture_id = dy.String(nullable=False)
    line = dy.Int64(nullable=False, min=1)

    @dy.rule()
    def time_runs_forward(cls) -> pl.Expr:
        """A stretch ends after it starts."""
        return pl.col("from") < pl.col("until")

    @dy.rule()
    def it_says_something(cls) -> pl.Expr:
        """Fog is told, or cloud."""
        return pl.col("fog").is_not_null() | pl.col("cloud").is_not_null()
