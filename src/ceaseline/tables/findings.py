"""One row for one incident held against one clause on one clock."""

import dataframely as dy
import polars as pl

from ceaseline.tables.columns import word

ELEMENTS = ("act", "object", "place", "time", "obligor")
NOTHING_LACKS = ("met", "not_asked")  # of each element but the obligor, where a clause was broken


def _element(means: str) -> dy.String:
    """Return a column for one element of a clause; null in tables that others made without it."""
    return dy.String(nullable=True, regex="^(met|may_be|not_met|not_asked)$", metadata={"means": means})


def _share(means: str) -> dy.Float64:
    return dy.Float64(nullable=True, min=0, max=1, metadata={"means": means})


class Findings(dy.Schema):
    """Whether an incident broke a clause, which elements are met, how far that is checked, and whose it was."""

    incident_id = dy.String(primary_key=True)
    clause_id = dy.String(primary_key=True)
    clock = dy.String(primary_key=True)
    outcome = word("violation", "not_violation", "excepted", "indeterminate", "out_of_scope")
    probability = dy.Float64(
        nullable=False, min=0, max=1, metadata={"means": "that it lies in the place and the window of the clause"}
    )
    level = word("alleged", "reported", "detected", "observed", "corroborated", "verified", "determined")
    attributed_to = dy.String(nullable=False, metadata={"means": "party code or undetermined"})
    basis = dy.String(nullable=False)
    act = _element("whether it was such an act, and enough of it where the clause has a ceiling")
    object = _element("whether its weapon, or what it struck, is of a class of the clause")
    place = _element("whether it lies where the clause holds")
    time = _element("whether it lies in the window")
    obligor = _element("whether it was of somebody the clause binds: people determine that")
    place_low = _share("chance of the place, the least by weapon and side; null: not asked")
    place_high = _share("the greatest")
    time_share = _share("how much of its time lies in the window")
    quantity_low = dy.Float64(nullable=True, min=0, metadata={"means": "how much it was, as recorded"})
    quantity_high = dy.Float64(nullable=True, min=0)
    unit = dy.String(nullable=True, metadata={"means": "of these numbers; never converted into another"})

    @dy.rule()
    def chances_are_a_range(cls) -> pl.Expr:
        """The higher chance of the place is not below the lower."""
        return (pl.col("place_low") <= pl.col("place_high")).fill_null(value=True)

    @dy.rule()
    def quantities_are_a_range(cls) -> pl.Expr:
        """The higher number is not below the lower."""
        return (pl.col("quantity_low") <= pl.col("quantity_high")).fill_null(value=True)

    @dy.rule()
    def a_violation_lacks_no_element(cls) -> pl.Expr:
        """Act, object, place and time of a violation are met, or not asked for; whose it was may be open."""
        lacking = [~pl.col(name).is_in(NOTHING_LACKS).fill_null(value=True) for name in ELEMENTS[:-1]]
        return (pl.col("outcome") != "violation") | ~pl.any_horizontal(lacking)
