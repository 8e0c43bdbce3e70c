"""One row for one paper that a party deposited: an exercise, a clearance of mines, an order."""

import dataframely as dy
import polars as pl

from ceaseline.tables.columns import moment, word


class Notices(dy.Schema):
    """What parties gave notice of beforehand, or deposited; that it was given does not say that it was kept."""

    notice_id = dy.String(primary_key=True)
    party = dy.String(nullable=False)
    subject = word("exercise", "demining", "order", "order_withdrawn")
    start = moment(alias="from")
    until = moment(nullable=True)
    lon = dy.Float64(nullable=True, min=-180, max=180)
    lat = dy.Float64(nullable=True, min=-90, max=90)
    radius_m = dy.Float64(nullable=True, min=0)
    received = moment()
    text = dy.String(nullable=True)

    @dy.rule()
    def time_runs_forward(cls) -> pl.Expr:
        """It ends after it starts, where an end is told."""
        return (pl.col("from") < pl.col("until")).fill_null(value=True)

    @dy.rule()
    def a_place_is_whole(cls) -> pl.Expr:
        """Longitude, latitude and radius are all known, or none is."""
        known = pl.col("lon").is_not_null()
        return (known == pl.col("lat").is_not_null()) & (known == pl.col("radius_m").is_not_null())
