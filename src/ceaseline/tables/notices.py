"""One row for what a party said or deposited beforehand: an exercise, an order, a movement."""

import dataframely as dy
import polars as pl

from ceaseline.tables.columns import moment, word


class Notices(dy.Schema):
    """What parties gave notice of, deposited or announced; that it was given does not say that it was kept."""

    notice_id = dy.String(primary_key=True)
    party = dy.String(nullable=False, metadata={"means": "code of a party or a third state"})
    subject = word("exercise", "demining", "order", "order_withdrawn", "movement", "delivery", "plan")
    start = moment(alias="from", nullable=True, metadata={"means": "null: announced without a day"})
    until = moment(nullable=True)
    lon = dy.Float64(nullable=True, min=-180, max=180)
    lat = dy.Float64(nullable=True, min=-90, max=90)
    radius_m = dy.Float64(nullable=True, min=0)
    received = moment(
        nullable=True, metadata={"means": "of an announcement: the start of the day it was published"}
    )
    text = dy.String(nullable=True)
    statement_id = dy.String(nullable=True, metadata={"means": "where it was announced; null: a paper"})
    source = dy.String(nullable=True)
    capture_id = dy.String(nullable=True)
    line = dy.Int64(nullable=True, min=1)

    @dy.rule()
    def time_runs_forward(cls) -> pl.Expr:
        """It ends after it starts, where an end is told."""
        return (pl.col("from") < pl.col("until")).fill_null(value=True)

    @dy.rule()
    def a_place_is_whole(cls) -> pl.Expr:
        """Longitude, latitude and radius are all known, or none is."""
        known = pl.col("lon").is_not_null()
        return (known == pl.col("lat").is_not_null()) & (known == pl.col("radius_m").is_not_null())
