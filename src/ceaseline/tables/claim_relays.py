"""One row for two claims that look like one, told twice and not alike."""

import dataframely as dy
import polars as pl

from ceaseline.tables.columns import word

MUTATIONS = ("party_swapped", "unit_changed", "window_stretched", "window_moved", "number_changed", "bound_dropped")


class ClaimRelays(dy.Schema):
    """What changed between two places that have a claim; which of them has it right is not known."""

    left = dy.String(primary_key=True, metadata={"means": "claim id"})
    right = dy.String(primary_key=True, metadata={"means": "claim id"})
    mutation = word(*MUTATIONS)
    why = dy.String(nullable=False, metadata={"means": "what differs, in words"})

    @dy.rule()
    def nothing_is_a_relay_of_itself(cls) -> pl.Expr:
        """The two are different claims."""
        return pl.col("left") != pl.col("right")
