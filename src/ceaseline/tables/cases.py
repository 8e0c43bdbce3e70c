"""One row for one complaint with what became of it so far."""

import dataframely as dy
import polars as pl

from ceaseline.tables.columns import moment, word
from ceaseline.tables.steps import BLOCKS, RULINGS, STATES


class Cases(dy.Schema):
    """Where each complaint stands: an allegation until it is ruled, and in no count of incidents ever."""

    complaint_id = dy.String(primary_key=True)
    complainant = dy.String(nullable=True, metadata={"means": "party that complains; null: somebody who is none"})
    respondent = dy.String(nullable=True, metadata={"means": "party complained of; null where none is named"})
    clause_id = dy.String(nullable=True)
    matter = dy.String(
        nullable=False, metadata={"means": "first complaint of the same side in the same words about the same time"}
    )
    lodged = moment()
    state = word(*STATES)
    since = moment(metadata={"means": "when it came into this state"})
    ended = moment(nullable=True, metadata={"means": "when it came to its end; null while it is open"})
    age_days = dy.Int64(
        nullable=True, min=0, metadata={"means": "whole days from lodging to its end, or to now; null: not known"}
    )
    deadline = moment(nullable=True, metadata={"means": "by when the next step is due; null where none is stated"})
    overdue = dy.Bool(nullable=False, metadata={"means": "whether the deadline has passed"})
    blocked_by = word(*BLOCKS, nullable=True)
    ruling = word(*RULINGS, nullable=True)
    steps = dy.Int64(nullable=False, min=0, metadata={"means": "steps on record until now"})
    unfit = dy.String(nullable=True, metadata={"means": "what in its course is out of order, in words"})

    @dy.rule()
    def what_is_over_waits_for_nothing(cls) -> pl.Expr:
        """A case that ended has no deadline, and nothing holds it up."""
        return pl.col("ended").is_null() | (pl.col("deadline").is_null() & pl.col("blocked_by").is_null())

    @dy.rule()
    def only_what_is_due_is_overdue(cls) -> pl.Expr:
        """Without a deadline nothing is overdue."""
        return ~pl.col("overdue") | pl.col("deadline").is_not_null()
