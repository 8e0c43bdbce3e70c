"""One row for one time somebody or something kept an asset from watching."""

import dataframely as dy
import polars as pl

from ceaseline.tables.columns import moment, word

# What each kind of restriction makes of a watch.
RESTRICTED = {
    "denial": "denied",
    "delay": "denied",
    "expulsion": "denied",
    "refused_guarantee": "denied",
    "administrative": "denied",
    "conditional": "degraded",
    "threat": "withdrawn",
    "gunfire_near": "withdrawn",
    "mine": "withdrawn",
    "jamming": "jammed",
    "gps_interference": "jammed",
    "blinding": "non_operational",
    "shootdown": "non_operational",
    "theft": "non_operational",
    "weather": "non_operational",
}


class Restrictions(dy.Schema):
    """What kept assets from watching; by whom is said, and whether that is established."""

    restriction_id = dy.String(primary_key=True)
    start = moment(alias="from")
    until = moment(nullable=True)
    asset = dy.String(nullable=True)
    sector = dy.String(nullable=True)
    type = word(*RESTRICTED)
    imposed_by = dy.String(nullable=True, metadata={"means": "party said to have imposed it"})
    established = dy.Bool(
        nullable=False, metadata={"means": "whether it is established that this party imposed it"}
    )
    source = dy.String(nullable=False)
    capture_id = dy.String(nullable=False)
    line = dy.Int64(nullable=False, min=1)

    @dy.rule()
    def time_runs_forward(cls) -> pl.Expr:
        """A restriction ends after it starts, or goes on."""
        return (pl.col("from") < pl.col("until")).fill_null(value=True)

    @dy.rule()
    def it_restricts_something(cls) -> pl.Expr:
        """An asset is named, or a sector."""
        return pl.col("asset").is_not_null() | pl.col("sector").is_not_null()

    @dy.rule()
    def what_is_established_names_somebody(cls) -> pl.Expr:
        """Nothing is established of nobody."""
        return ~pl.col("established") | pl.col("imposed_by").is_not_null()
