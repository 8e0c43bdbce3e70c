"""One row for what a series says of one clause, in one region or in all together."""

import dataframely as dy
import polars as pl

from ceaseline.tables.columns import moment, word


class Signals(dy.Schema):
    """A window of a series beside windows like it; it supports, it never proves."""

    source = dy.String(nullable=False)
    region = dy.String(nullable=True, metadata={"means": "null: all counted regions together"})
    clause_id = dy.String(nullable=False)
    acts_of = dy.String(nullable=False, metadata={"means": "whose acts the series can speak of"})
    start = moment(alias="from")
    until = moment()
    clock = dy.String(nullable=False)
    value = dy.Float64(nullable=False, min=0)
    unit = dy.String(nullable=False)
    expected = dy.Float64(nullable=False, min=0, metadata={"means": "median of the comparison windows"})
    ratio = dy.Float64(nullable=True, min=0, metadata={"means": "value over expected; null where that is zero"})
    ratio_low = dy.Float64(nullable=True, min=0, metadata={"means": "95 % interval; null: too few windows"})
    ratio_high = dy.Float64(nullable=True, min=0)
    rank = dy.Int64(nullable=False, min=1, metadata={"means": "1: lowest; ties take the worse place"})
    windows = dy.Int64(nullable=False, min=2, metadata={"means": "compared, the window itself included"})
    left_out = dy.String(nullable=False, metadata={"means": "saturated regions, separated by semicolons"})
    supports = word("holding", "not_holding", "neither")

    @dy.rule()
    def rank_is_a_place_among_the_windows(cls) -> pl.Expr:
        """Nothing ranks below the number of windows there are."""
        return pl.col("rank") <= pl.col("windows")

    @dy.rule()
    def one_row_each(cls) -> pl.Expr:
        """A region null means all together, so it cannot be a key; the rule stands in for one."""
        return pl.struct("source", "region", "clause_id", "clock").is_unique()
