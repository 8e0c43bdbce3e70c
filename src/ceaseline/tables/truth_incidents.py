"""One row for one thing that really happened in a simulated world."""

import dataframely as dy
import polars as pl

from ceaseline.tables.columns import moment, word


class TruthIncidents(dy.Schema):
    """What happened, where it took effect, and whose it was; where fire came from is in no column."""

    incident_id = dy.String(primary_key=True)
    act = dy.String(nullable=False, metadata={"means": "what was done: artillery, drone, exercise, quarry, ..."})
    phenomenon = dy.String(nullable=False)
    weapon = dy.String(nullable=True)
    at = moment()
    until = moment()
    sector = dy.String(nullable=True)
    lon = dy.Float64(nullable=True, min=-180, max=180)
    lat = dy.Float64(nullable=True, min=-90, max=90)
    hypothesis = dy.String(
        nullable=False, metadata={"means": "party code, both, third or not_hostile, as in attributions"}
    )
    acts_of = dy.String(nullable=True, metadata={"means": "party whose act it was; null where nobody's"})
    clause_id = dy.String(nullable=True, metadata={"means": "clause it has to do with, if any"})
    outcome = word("violation", "not_violation", "excepted", "indeterminate", "out_of_scope")
    count = dy.Int64(nullable=False, min=1)
    unit = dy.String(nullable=False)
    answers = dy.String(nullable=True, metadata={"means": "incident that it answers"})

    @dy.rule()
    def time_runs_forward(cls) -> pl.Expr:
        """It ends no earlier than it begins."""
        return pl.col("at") <= pl.col("until")

    @dy.rule()
    def a_place_is_whole(cls) -> pl.Expr:
        """Longitude and latitude are both known, or neither is."""
        return pl.col("lon").is_null() == pl.col("lat").is_null()

    @dy.rule()
    def a_violation_is_of_a_clause(cls) -> pl.Expr:
        """What is a violation names the clause and the party."""
        named = pl.col("clause_id").is_not_null() & pl.col("acts_of").is_not_null()
        return (pl.col("outcome") != "violation") | named
