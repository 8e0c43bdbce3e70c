"""One row for one figure that says how good a room was in a world of which the truth is known."""

import dataframely as dy
import polars as pl

from ceaseline.tables.columns import word

ROOMS = ("fusion", "attribution", "findings", "verdicts", "counts", "timeliness")
UNITS = ("share", "count", "nats", "hours", "ratio")


class Scores(dy.Schema):
    """How far what the program says is what was true; a world of our own making says nothing of any other."""

    room = dy.String(primary_key=True, regex=f"^({'|'.join(ROOMS)})$")
    score = dy.String(primary_key=True, metadata={"means": "what is measured"})
    party = dy.String(
        primary_key=True, metadata={"means": "whose acts, by the truth; any: of all sides and of none"}
    )
    by = dy.String(primary_key=True, metadata={"means": "a clause, a cell of a table, a range; all: no part"})
    value = dy.Float64(nullable=True, metadata={"means": "null where there is nothing to measure"})
    unit = word(*UNITS)
    of = dy.Int64(nullable=False, min=0, metadata={"means": "how many records, incidents or answers it rests on"})
    low = dy.Float64(nullable=True, metadata={"means": "lower end of the 95 % interval, where there is one"})
    high = dy.Float64(nullable=True, metadata={"means": "upper end of it"})

    @dy.rule()
    def nothing_measured_has_no_value(cls) -> pl.Expr:
        """What rests on nothing has a value only where it is a count."""
        return (pl.col("of") > 0) | pl.col("value").is_null() | (pl.col("unit") == "count")
