"""One row for one order that a party gave its own forces, as its register has it."""

import dataframely as dy
import polars as pl

from ceaseline.tables.columns import moment, word

ORDERED = ("cease_fire", "withdraw", "return_fire", "other")


class Orders(dy.Schema):
    """Who ordered what, from when, who received it, and whether it was taken back; no name of any unit."""

    order_id = dy.String(primary_key=True)
    party = dy.String(nullable=False, metadata={"means": "whose order it is"})
    orders = word(*ORDERED)
    clause_id = dy.String(nullable=True, metadata={"means": "clause it is to carry out"})
    office = dy.String(nullable=True, metadata={"means": "who signed, by office and never by name"})
    sha256 = dy.String(nullable=True, metadata={"means": "of the text"})
    issued = moment()
    effective = moment(nullable=True)
    deposited = moment(nullable=True, metadata={"means": "when somebody neutral was given the text"})
    deposited_with = dy.String(nullable=True)
    addressees = dy.Int64(nullable=True, min=0, metadata={"means": "how many formations it is addressed to"})
    receipts = dy.Int64(nullable=True, min=0, metadata={"means": "how many of them confirmed its receipt"})
    received = moment(nullable=True, metadata={"means": "when the last of these receipts came"})
    supersedes = dy.String(nullable=True, metadata={"means": "order it stands in place of"})
    revoked = moment(nullable=True)
    source = dy.String(nullable=False)
    capture_id = dy.String(nullable=False)
    line = dy.Int64(nullable=False, min=1)

    @dy.rule()
    def nobody_confirms_what_was_not_sent(cls) -> pl.Expr:
        """There are no more receipts than addressees."""
        return (pl.col("receipts") <= pl.col("addressees")).fill_null(value=True)
