"""One row for what was found of one class of weapons of one party on one day, held against one clause."""

import dataframely as dy
import polars as pl

from ceaseline.tables.columns import word

ALL_SITES = "all sites"  # no code of a site has a blank
CHECKED = (
    "within", "exceeded", "may_be_exceeded",
    "as_declared", "less_than_declared", "more_than_declared", "seen", "missing", "not_verifiable",
)  # fmt: skip


class WeaponChecks(dy.Schema):
    """What visits to sites say of ceilings and of stores; never where, and no accusation.

    ``within``, ``exceeded`` and ``may_be_exceeded`` hold a number against a ceiling; ``as_declared`` and the words
    after it hold what was seen at one site against what the party declared for it. A site or a day without a visit
    has no row.
    """

    clause_id = dy.String(primary_key=True)
    obligor = dy.String(primary_key=True, metadata={"means": "whose sites they are"})
    clock = dy.String(primary_key=True)
    day = dy.Date(primary_key=True, metadata={"means": "day of the visits, UTC"})
    weapon = dy.String(primary_key=True, metadata={"means": "class of weapons, or all those of the clause"})
    site = dy.String(primary_key=True, metadata={"means": f"code of the site, or {ALL_SITES}"})
    result = word(*CHECKED)
    seen_low = dy.Int64(nullable=True, min=0)
    seen_high = dy.Int64(nullable=True, min=0, metadata={"means": "null: not all could be seen"})
    missing = dy.Int64(nullable=True, min=0, metadata={"means": "so many less than declared; null: nobody says"})
    allowed = dy.Float64(nullable=True, min=0)
    declared = dy.Int64(
        nullable=True, min=0, metadata={"means": "the party's own number, the last before that day's end"}
    )
    level = word("alleged", "reported", "detected", "observed")
    basis = dy.String(nullable=False)

    @dy.rule()
    def what_could_not_be_seen_has_no_number(cls) -> pl.Expr:
        """A visit that saw nothing of a site counts none of it, and not zero."""
        return (pl.col("result") != "not_verifiable") | pl.col("seen_high").is_null()

    @dy.rule()
    def numbers_are_a_range(cls) -> pl.Expr:
        """The higher number is not below the lower."""
        return (pl.col("seen_low") <= pl.col("seen_high")).fill_null(value=True)
