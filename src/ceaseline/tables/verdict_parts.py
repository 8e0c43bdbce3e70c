"""One row for the answer to: did this party keep this clause on this day, or in this sector?"""

import dataframely as dy
import polars as pl

from ceaseline.tables.columns import moment, word
from ceaseline.tables.verdicts import WORDS

ALIKE = 0.1  # shares of time, and chances, further apart than this are not alike: nothing is compared across them


class VerdictParts(dy.Schema):
    """The answers for parts: each day of a window, over all of the place; each sector, over all of the window."""

    clause_id = dy.String(primary_key=True)
    obligor = dy.String(primary_key=True, metadata={"means": "party code, or any where no side is meant"})
    scope = dy.String(
        primary_key=True, metadata={"means": "of the clause for a day; a sector for the whole window"}
    )
    clock = dy.String(primary_key=True)
    start = moment(alias="from", primary_key=True)
    until = moment()
    day = dy.Date(nullable=True, metadata={"means": "reporting day; null for a sector over the whole window"})
    verdict = word(*WORDS)
    recorded = dy.Int64(nullable=True, min=0, metadata={"means": "null where nobody watched: never zero then"})
    watched_share = dy.Float64(nullable=True, min=0, max=1)
    sure_share = dy.Float64(
        nullable=True, min=0, max=1, metadata={"means": "share watched with the chance that the case asks for"}
    )
    chance_seen = dy.Float64(
        nullable=True, min=0, max=1, metadata={"means": "that the smallest act there is seen; null: not known"}
    )
    verifiable = word("verifiable", "partly", "not_verifiable")
    comparable = dy.Bool(
        nullable=True,
        metadata={"means": "whether it was watched as the day before was; null where there is none, or not known"},
    )
    reason = dy.String(nullable=False)
    as_of = moment(nullable=True)
    supersedes = moment(nullable=True, metadata={"means": "as_of of the last answer that was another one"})

    @dy.rule()
    def no_zero_without_somebody_watching(cls) -> pl.Expr:
        """A count of zero needs hours that were watched."""
        return (pl.col("recorded") != 0).fill_null(value=True) | (pl.col("watched_share") > 0).fill_null(
            value=False
        )
