"""One row for one party's area in one author's drawing, held against the drawing before it."""

import dataframely as dy
import polars as pl

from ceaseline.tables.columns import word


class LineChanges(dy.Schema):
    """What an author changed from one drawing to the next; a change of a drawing is no event of its day."""

    source = dy.String(primary_key=True)
    day = dy.Date(primary_key=True)
    party = dy.String(primary_key=True)
    author = dy.String(nullable=False)
    before = dy.Date(nullable=False, metadata={"means": "day of the drawing before"})
    days_missing = dy.Int64(nullable=False, min=0, metadata={"means": "days between them without a drawing"})
    kind = word("copied", "edited", "redrawn")
    gained_km2 = dy.Float64(nullable=False, min=0, metadata={"means": "drawn as held now, and not before"})
    lost_km2 = dy.Float64(nullable=False, min=0, metadata={"means": "drawn as held before, and not now"})
    reason = dy.String(nullable=False, metadata={"means": "a sentence: why it is of that kind"})

    @dy.rule()
    def days_run_forward(cls) -> pl.Expr:
        """A drawing is held against an older one."""
        return pl.col("before") < pl.col("day")
