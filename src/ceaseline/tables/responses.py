"""One row for one incident that answers another."""

from datetime import timedelta

import dataframely as dy
import polars as pl

from ceaseline.tables.columns import word

LONGEST = timedelta(minutes=30)  # what comes later answers nothing that a rule could name


class Responses(dy.Schema):
    """Answers: linked with what they answer, never merged with it."""

    incident_id = dy.String(primary_key=True)
    answers = dy.String(primary_key=True, metadata={"means": "the incident it answers"})
    delay_s = dy.Float64(
        nullable=True, min=0, metadata={"means": "null where clocks do not tell which of the two came first"}
    )
    basis = word("claimed", "assessed")
    procedure_followed = dy.Bool(nullable=True, metadata={"means": "what the terms ask for before an answer"})

    @dy.rule()
    def nothing_answers_itself(cls) -> pl.Expr:
        """An incident answers another."""
        return pl.col("incident_id") != pl.col("answers")
