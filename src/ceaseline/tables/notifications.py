"""One row for one thing a party announced beforehand, or was to."""

import dataframely as dy
import polars as pl

from ceaseline.tables.columns import moment, word

NOTIFIED = ("exercise", "movement", "demining", "flight", "repair")


class Notifications(dy.Schema):
    """What was announced, when the announcement came, and for when and where."""

    notification_id = dy.String(primary_key=True)
    party = dy.String(nullable=False, metadata={"means": "who announced it"})
    act = word(*NOTIFIED)
    notified = moment(metadata={"means": "when the announcement came in"})
    start = moment(alias="from")
    until = moment()
    zone = dy.String(nullable=True, metadata={"means": "zone of the terms in which it is to be"})
    lon = dy.Float64(nullable=True, min=-180, max=180)
    lat = dy.Float64(nullable=True, min=-90, max=90)
    radius_m = dy.Float64(nullable=True, min=0, metadata={"means": "all of it lies within this of the place"})
    notified_to = dy.String(nullable=True)
    withdrawn = moment(nullable=True)
    source = dy.String(nullable=False)
    capture_id = dy.String(nullable=False)
    line = dy.Int64(nullable=False, min=1)

    @dy.rule()
    def time_runs_forward(cls) -> pl.Expr:
        """It ends after it starts."""
        return pl.col("from") < pl.col("until")

    @dy.rule()
    def a_place_is_whole(cls) -> pl.Expr:
        """Longitude, latitude and radius are all known, or none is."""
        known = pl.col("lon").is_not_null()
        return (known == pl.col("lat").is_not_null()) & (known == pl.col("radius_m").is_not_null())
