"""One row for two statements that speak of the same thing, in two documents or within one."""

import dataframely as dy
import polars as pl

from ceaseline.tables.columns import word

RELATIONS = (
    "same", "partial", "related", "framing", "conflict_quantity", "conflict_speaker", "conflict_polarity",
    "conflict_modality", "conflict_sequence", "conflict_fact", "conflict_inside",
)  # fmt: skip


def _words(means: str) -> dy.String:
    return dy.String(nullable=False, metadata={"means": means})


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
    left_alone = _words("words that the left one has and the right one has not, separated by semicolons")
    left_added = _words("of these adverbs, and those that stand right before a word both have")
    left_marked = _words("short stretches in quotation marks, and words such as `so-called`")
    right_alone = _words("the same of the right one")
    right_added = _words("the same of the right one")
    right_marked = _words("the same of the right one")
    repeats = dy.Bool(
        nullable=False,
        metadata={"means": "one of the two is a copy, and the pair stands already with what it copies"},
    )

    @dy.rule()
    def nothing_is_paired_with_itself(cls) -> pl.Expr:
        """The two are different statements."""
        return pl.col("left") != pl.col("right")
