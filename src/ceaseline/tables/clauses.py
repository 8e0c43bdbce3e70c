"""One row for one clause, one party it binds, and one party's clock."""

import dataframely as dy
import polars as pl

from ceaseline.tables.columns import moment, word


class Clauses(dy.Schema):
    """The terms, flat: what is asked of whom, where, and from when until when on whose clock."""

    clause_id = dy.String(primary_key=True)
    obligor = dy.String(primary_key=True)
    clock = dy.String(primary_key=True, metadata={"means": "party whose window this is"})
    code = dy.String(nullable=False)
    text = dy.String(nullable=False)
    modality = word("prohibition", "duty", "ceiling", "permission", "exception", "notification", "procedure")
    speech_status = word("question", "demanded", "proposed", "accepted", "agreed", "in_force", "waived")
    binding = dy.Bool(nullable=False, metadata={"means": "accepted, agreed or in force for this obligor"})
    start = moment(alias="from", nullable=True)
    until = moment(nullable=True)
    zone = dy.String(nullable=True)
    scope = dy.String(nullable=False, metadata={"means": "everywhere, or the name of a line or zone"})
    within_km = dy.Float64(nullable=True, min=0)
    objects = dy.String(nullable=True, metadata={"means": "classes it is about, separated by blanks; null: all"})
    held_from = moment(nullable=True, metadata={"means": "from when on an act against it counts: see the code"})
    held_until = moment(nullable=True)
    quantity_low = dy.Float64(nullable=True, min=0, metadata={"means": "how much is owed at least"})
    quantity_high = dy.Float64(nullable=True, min=0, metadata={"means": "how much is allowed at most"})
    quantity_unit = dy.String(nullable=True)
    quantity_per = word("hour", "day", "week", nullable=True)
    recipient = dy.String(nullable=True, metadata={"means": "who is to be told"})
    severity = word("minor", "serious", "grave", nullable=True)
    verifiable_by = dy.String(nullable=False, metadata={"means": "role=how far, separated by blanks"})

    @dy.rule()
    def what_binds_has_a_window(cls) -> pl.Expr:
        """A clause somebody is held to says from when; where it says no end, that is open."""
        ends_later = (pl.col("from") < pl.col("until")).fill_null(value=True)
        return ~pl.col("binding") | (pl.col("from").is_not_null() & ends_later)
