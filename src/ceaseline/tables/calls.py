"""One row for one call through the hotline or the coordination mechanism."""

import dataframely as dy
import polars as pl

from ceaseline.tables.columns import moment, word

OUTCOMES = ("pending", "answered", "stopped", "refused", "no_answer", "failed")
FAILED = ("refused", "no_answer", "failed")  # what came to nothing


class Calls(dy.Schema):
    """Who called whom about what, and what came of it."""

    call_id = dy.String(primary_key=True)
    caller = dy.String(nullable=False, metadata={"means": "party that called"})
    called = dy.String(nullable=True, metadata={"means": "party or body that was called"})
    at = moment()
    about = moment(nullable=True, metadata={"means": "when what it is about began"})
    incident_id = dy.String(nullable=True, metadata={"means": "the incident it is about, where somebody linked it"})
    outcome = word(*OUTCOMES)
    answered = moment(nullable=True)
    words = dy.String(nullable=True)
    source = dy.String(nullable=False)
    capture_id = dy.String(nullable=False)
    line = dy.Int64(nullable=False, min=1)

    @dy.rule()
    def an_answer_follows_the_call(cls) -> pl.Expr:
        """Nobody answers before being called."""
        return (pl.col("at") <= pl.col("answered")).fill_null(value=True)
