"""One row for one entry of a register, or one period, held against one clause on one clock."""

import dataframely as dy
import polars as pl

from ceaseline.tables.columns import moment, word

REGISTERS = ("orders", "notifications", "calls", "consequences", "inventories", "counts", "restrictions")
RESULTS = ("kept", "late", "broken", "short", "open", "not_shown")


class RegisterChecks(dy.Schema):
    """Whether what a register has, or lacks, keeps a duty; what nobody wrote down is never a breach by itself."""

    clause_id = dy.String(primary_key=True)
    obligor = dy.String(
        primary_key=True, metadata={"means": "party code; any where it is not established whose, or all share it"}
    )
    clock = dy.String(primary_key=True, metadata={"means": "party whose window this is"})
    number = dy.Int64(primary_key=True, min=1, metadata={"means": "of the row, among those of this duty"})
    register = word(*REGISTERS)
    entry = dy.String(nullable=True, metadata={"means": "its id in the register; null: a period, or none is there"})
    result = word(*RESULTS)
    start = moment(alias="from", nullable=True, metadata={"means": "of the period, or of what the entry is about"})
    until = moment(nullable=True)
    due_at = moment(nullable=True)
    done_at = moment(nullable=True)
    due = dy.Float64(nullable=True, min=0, metadata={"means": "how much is owed in the period"})
    done = dy.Float64(nullable=True, min=0, metadata={"means": "how much was counted; null where nobody counted"})
    unit = dy.String(nullable=True)
    hours_counted = dy.Float64(nullable=True, min=0, metadata={"means": "of the period, by this source"})
    level = word("alleged", "reported", "detected", "observed")
    source = dy.String(nullable=False)
    role = word("instrument", "monitor", "party", "press", "osint", "public")
    basis = dy.String(nullable=False, metadata={"means": "a sentence for the reader"})

    @dy.rule()
    def what_a_side_writes_is_alleged(cls) -> pl.Expr:
        """A register that a party keeps alleges, whoever it is about."""
        return (pl.col("role") == "party") == (pl.col("level") == "alleged")

    @dy.rule()
    def what_nobody_counted_is_not_zero(cls) -> pl.Expr:
        """There is a count only where time was counted."""
        return pl.col("done").is_null() | (pl.col("hours_counted") > 0).fill_null(value=False)

    @dy.rule()
    def too_little_is_said_of_periods_that_were_counted_whole(cls) -> pl.Expr:
        """A period is short only where all of it was counted."""
        hours = (pl.col("until") - pl.col("from")).dt.total_microseconds() / 3_600_000_000
        return (pl.col("result") != "short") | (pl.col("hours_counted") >= hours - 1e-6).fill_null(value=False)
