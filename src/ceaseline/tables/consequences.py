"""One row for what was done about a finding."""

import dataframely as dy
import polars as pl

from ceaseline.tables.columns import moment, word

CONSEQUENCES = ("none", "protest", "disciplinary", "removal", "compensation", "sanction", "suspension")


class Consequences(dy.Schema):
    """What followed a breach: by whom, when, and who was told."""

    consequence_id = dy.String(primary_key=True)
    party = dy.String(nullable=False, metadata={"means": "party that acted, or was to"})
    clause_id = dy.String(nullable=True)
    about = dy.String(nullable=False, metadata={"means": "id of the incident, case or finding it follows"})
    type = word(*CONSEQUENCES)
    office = dy.String(nullable=True, metadata={"means": "who acted, by office and never by name"})
    due = moment(nullable=True)
    done = moment(nullable=True)
    notified = moment(nullable=True, metadata={"means": "when the other side or the mission was told"})
    source = dy.String(nullable=False)
    capture_id = dy.String(nullable=False)
    line = dy.Int64(nullable=False, min=1)

    @dy.rule()
    def what_is_done_is_told_afterwards(cls) -> pl.Expr:
        """Nobody is told before it is done."""
        return (pl.col("done") <= pl.col("notified")).fill_null(value=True)
