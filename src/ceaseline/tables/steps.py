"""One row for one step of a case: what was done, when, why, and what is waited for."""

import dataframely as dy
import polars as pl

from ceaseline.tables.columns import moment, word

RULINGS = ("violation", "no_violation", "not_established", "both", "closed_no_access", "withdrawn")
STATES = (
    *("received", "triaged", "under_inquiry", "draft", "comments"),
    *("commission", "ruled", "published", "follow_up", "closed"),
)
BLOCKS = ("quorum", "access", "flight_clearance", "mines", "funding", "security", "information", "other")


class Steps(dy.Schema):
    """How a case went on: a state it came into, with its deadline, its reason, and what holds it up."""

    step_id = dy.String(primary_key=True)
    complaint_id = dy.String(nullable=False)
    state = word(*STATES)
    at = moment()
    deadline = moment(nullable=True, metadata={"means": "by when the next step is due"})
    ruling = word(*RULINGS, nullable=True)
    reason = dy.String(nullable=True)
    blocked_by = word(*BLOCKS, nullable=True)
    source = dy.String(nullable=False)
    capture_id = dy.String(nullable=False)
    line = dy.Int64(nullable=False, min=1)

    @dy.rule()
    def a_ruling_is_given_when_it_is_ruled(cls) -> pl.Expr:
        """The state ruled, and no other, has a ruling."""
        return (pl.col("state") == "ruled") == pl.col("ruling").is_not_null()

    @dy.rule()
    def a_deadline_lies_ahead(cls) -> pl.Expr:
        """What is due is due after the step."""
        return (pl.col("at") < pl.col("deadline")).fill_null(value=True)
