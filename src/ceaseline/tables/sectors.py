"""One row for one stretch or area of which is told how well it was watched."""

import dataframely as dy
import polars as pl

from ceaseline.tables.columns import word


class Sectors(dy.Schema):
    """Where coverage is told: stretches of a line, zones of clauses, and what has no place."""

    sector = dy.String(primary_key=True)
    kind = word("line", "zone", "unplaced")
    author = dy.String(nullable=True, metadata={"means": "who drew the line"})
    between = dy.String(nullable=True, metadata={"means": "the two parties of the line, such as A/B"})
    from_km = dy.Float64(nullable=True, min=0, metadata={"means": "along the line"})
    until_km = dy.Float64(nullable=True, min=0)

    @dy.rule()
    def a_stretch_of_a_line_has_its_ends(cls) -> pl.Expr:
        """A stretch of a line says from where to where; nothing else does."""
        ends = pl.col("from_km").is_not_null() & (pl.col("from_km") < pl.col("until_km")).fill_null(value=False)
        return ends == (pl.col("kind") == "line")
