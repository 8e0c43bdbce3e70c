"""One row for one side and one day on which it complained."""

import dataframely as dy
import polars as pl


class ComplaintDays(dy.Schema):
    """How many complaints one side lodged on one day, and about how many distinct matters; nobody is accused."""

    day = dy.Date(nullable=False, metadata={"means": "day of lodging, UTC"})
    complainant = dy.String(nullable=True, metadata={"means": "party; null: all who are none, taken together"})
    complaints = dy.Int64(nullable=False, min=1)
    matters = dy.Int64(nullable=False, min=1, metadata={"means": "of different words, times, clauses or sides"})
    alike = dy.Int64(nullable=False, min=0, metadata={"means": "most with one wording, figures apart"})
    clause_id = dy.String(nullable=True, metadata={"means": "the clause most of them cite"})
    citing = dy.Int64(nullable=False, min=0, metadata={"means": "how many cite that clause"})
    usual = dy.Float64(
        nullable=True, min=0, metadata={"means": "median of this side's other days with a complaint; null: none"}
    )
    flooding = dy.Bool(nullable=False, metadata={"means": "whether they are far over the usual, or many are alike"})

    @dy.rule()
    def a_side_has_a_day_once(cls) -> pl.Expr:
        """Of one day and one side there is one row."""
        return pl.struct("day", "complainant").is_unique()

    @dy.rule()
    def parts_are_no_more_than_the_whole(cls) -> pl.Expr:
        """No more are alike, citing or distinct than there are."""
        return pl.max_horizontal("matters", "alike", "citing") <= pl.col("complaints")
