"""One row for two statements that speak of the same thing, in two documents or within one."""

import dataframely as dy
import polars as pl

from ceaseline.tables.columns import word

RELATIONS = (
    "same", "partial", "related", "framing", "conflict_quantity", "conflict_speaker", "conflict_polarity",
    "conflict_modality", "conflict_sequence", "conflict_fact", "conflict_inside",
)  # fmt: skip


class AccountPairs(dy.Schema):
    """How they stand to each other: decided by checks of what they say, not by likeness."""

    left = dy.String(primary_key=True, metadata={"means": "statement id"})
    right = dy.String(
        primary_key=True, metadata={"means": "statement id; of the same document only for `conflict_inside`"}
    )
    relation = word(*RELATIONS)
    score = dy.Float64(
        nullable=False, min=0.0, max=1.0, metadata={"means": "how sure that both speak of the same thing"}
    )
    why = dy.String(nullable=False, metadata={"means": "what differs, in words"})

    @dy.rule()
    def nothing_is_paired_with_itself(cls) -> pl.Expr:
        """The two are different statements."""
        return pl.col("left") != pl.col("right")
