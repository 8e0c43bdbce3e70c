"""One row for one incident and where one clause holds for one side."""

import dataframely as dy
import polars as pl


class Whereabouts(dy.Schema):
    """How surely an incident lies where a clause holds; only clauses whose place somebody has drawn are here."""

    incident_id = dy.String(primary_key=True)
    clause_id = dy.String(primary_key=True)
    obligor = dy.String(primary_key=True, metadata={"means": "whose line the place is measured from"})
    low = dy.Float64(nullable=False, min=0, max=1, metadata={"means": "chance, for the weapon that reaches least"})
    high = dy.Float64(nullable=False, min=0, max=1, metadata={"means": "chance, for the one that reaches furthest"})

    @dy.rule()
    def chances_are_a_range(cls) -> pl.Expr:
        """The higher chance is not below the lower."""
        return pl.col("low") <= pl.col("high")
