"""One row for what could be seen: of whose acts of one kind, in one sector, by day or by night of one day."""

import dataframely as dy
import polars as pl

from ceaseline.tables.columns import moment

_SLACK = 1e-6  # hours: sums of stretches are not exact


class Exposure(dy.Schema):
    """How long and how well each sector was watched; what was watched and quiet is not what nobody watched.

    A day or night that a clause's window cuts has a row on each side of the cut.
    """

    sector = dy.String(primary_key=True)
    day = dy.Date(primary_key=True, metadata={"means": "reporting day of the case"})
    part = dy.String(primary_key=True, regex="^(day|night)$")
    phenomenon = dy.String(primary_key=True, metadata={"means": "the act, in the words of the observations"})
    acts_of = dy.String(primary_key=True, metadata={"means": "party whose acts would be seen"})
    start = moment(alias="from", primary_key=True, metadata={"means": "beginning of the day, or the cut within it"})
    until = moment()
    assets = dy.Int64(nullable=False, min=0, metadata={"means": "on record that can see it there, watching or not"})
    hours = dy.Float64(nullable=False, min=0, metadata={"means": "hours of that part between from and until"})
    hours_watched = dy.Float64(
        nullable=False,
        min=0,
        metadata={"means": "hours of them watched, with a chance of one half or more, as a mean over the sector"},
    )
    hours_sure = dy.Float64(
        nullable=False, min=0, metadata={"means": "hours of them watched with the chance that the case asks for"}
    )
    chance_seen = dy.Float64(
        nullable=True,
        min=0,
        max=1,
        metadata={
            "means": "that one act at any moment and place of it is seen, blind hours included; null: not known"
        },
    )
    hours_lost = dy.Float64(
        nullable=False, min=0, metadata={"means": "hours that would have been watched but for what stopped assets"}
    )
    lost_to = dy.String(
        nullable=True, metadata={"means": "what stopped them, with hours, and who where that is established"}
    )

    @dy.rule()
    def no_more_is_watched_than_there_is(cls) -> pl.Expr:
        """Sure hours are watched hours, and these are hours."""
        sure = pl.col("hours_sure") <= pl.col("hours_watched") + _SLACK
        return sure & (pl.col("hours_watched") <= pl.col("hours") + _SLACK)

    @dy.rule()
    def nobody_sees_without_an_asset(cls) -> pl.Expr:
        """Where no asset can see it, nothing was watched."""
        return (pl.col("assets") > 0) | (pl.col("hours_watched") == 0)
