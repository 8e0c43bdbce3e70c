"""One row for how much of something was counted in one stretch of time."""

import dataframely as dy
import polars as pl

from ceaseline.tables.columns import moment


class Counts(dy.Schema):
    """What a duty of quantity is measured by: prisoners, trucks, tonnes, hectares; as counted, by whom."""

    count_id = dy.String(primary_key=True)
    clause_id = dy.String(nullable=False)
    party = dy.String(nullable=True, metadata={"means": "whose duty it is; null where all share it"})
    start = moment(alias="from")
    until = moment()
    count = dy.Float64(nullable=False, min=0)
    unit = dy.String(nullable=False)
    counted_by = dy.String(nullable=True)
    source = dy.String(nullable=False)
    capture_id = dy.String(nullable=False)
    line = dy.Int64(nullable=False, min=1)

    @dy.rule()
    def time_runs_forward(cls) -> pl.Expr:
        """It ends after it starts."""
        return pl.col("from") < pl.col("until")
