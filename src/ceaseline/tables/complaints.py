"""One row for one complaint; what became of it is in its steps."""

import dataframely as dy
import polars as pl

from ceaseline.tables.columns import moment, word

CHANNELS = ("hotline", "letter", "web", "visit", "other")


class Complaints(dy.Schema):
    """Who complained of whom, when, and under which clause: an allegation, never a count of violations."""

    complaint_id = dy.String(primary_key=True)
    complainant = dy.String(nullable=True, metadata={"means": "party that complains; null: somebody who is none"})
    respondent = dy.String(nullable=True, metadata={"means": "party complained of; null where none is named"})
    lodged = moment()
    channel = word(*CHANNELS, nullable=True)
    clause_id = dy.String(nullable=True)
    incident_id = dy.String(nullable=True, metadata={"means": "the incident, where somebody linked it"})
    start = moment(alias="from", nullable=True)
    until = moment(nullable=True)
    facts = dy.String(nullable=True, metadata={"means": "what is complained of, naming nobody"})
    wanted = dy.String(nullable=True, metadata={"means": "what the complainant asks for"})
    source = dy.String(nullable=False)
    capture_id = dy.String(nullable=False)
    line = dy.Int64(nullable=False, min=1)

    @dy.rule()
    def time_runs_forward(cls) -> pl.Expr:
        """What is complained of does not end before it starts."""
        return (pl.col("from") <= pl.col("until")).fill_null(value=True)
