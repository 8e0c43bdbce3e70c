"""One row for one incident that was named once and is not there any more, and one that has records of it now."""

import dataframely as dy
import polars as pl

from ceaseline.tables.columns import moment, word


class Lineage(dy.Schema):
    """Where the records of former incidents are: an old link still leads somewhere."""

    was = dy.String(nullable=False, metadata={"means": "the former incident"})
    now = dy.String(
        nullable=True, metadata={"means": "an incident that has records of it; null: these records are gone"}
    )
    share = dy.Float64(nullable=False, min=0, max=1, metadata={"means": "of the records of the former incident"})
    how = word("renamed", "merged", "split", "moved", "gone")
    named = moment(metadata={"means": "when the former incident was last named by a run"})

    @dy.rule()
    def one_row_each(cls) -> pl.Expr:
        """A null incident cannot be a key; the rule stands in for one."""
        return pl.struct("was", "now").is_unique()
