"""One row for one incident and one answer to the question whose it was."""

import dataframely as dy
import polars as pl


class Attributions(dy.Schema):
    """With what probability an incident is which side's; the proposals of a program, which people determine."""

    incident_id = dy.String(primary_key=True)
    hypothesis = dy.String(primary_key=True, metadata={"means": "party code, both, third, not_hostile or no_event"})
    probability = dy.Float64(nullable=False, min=0, max=1)

    @dy.rule()
    def probabilities_sum_to_one(cls) -> pl.Expr:
        """The probabilities of an incident sum to one."""
        return (pl.col("probability").sum().over("incident_id") - 1).abs() < 1e-6
