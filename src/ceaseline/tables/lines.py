"""One row for one author's line on one day."""

import dataframely as dy
import polars as pl


class Lines(dy.Schema):
    """Lines between what two parties hold, each with its day, author and error; never *the* line."""

    author = dy.String(primary_key=True)
    day = dy.Date(primary_key=True, metadata={"means": "it holds from this day until its author's next"})
    left = dy.String(primary_key=True, metadata={"means": "party holding the ground on the left, walking along it"})
    right = dy.String(primary_key=True, metadata={"means": "party holding the ground on the right"})
    source = dy.String(nullable=False)
    capture_id = dy.String(nullable=False)
    line = dy.Int64(
        nullable=False, min=1, metadata={"means": "feature of the file it was drawn in or follows from"}
    )
    geometry = dy.Binary(nullable=False, metadata={"means": "lines as WKB, WGS 84 degrees, in order of chainage"})
    error_km = dy.Float64(nullable=False, min=0, metadata={"means": "how far the drawing may be off"})
    length_km = dy.Float64(nullable=False, min=0, metadata={"means": "on the ellipsoid, at scale_km"})
    scale_km = dy.Float64(nullable=False, min=0, metadata={"means": "bends smaller than this are not measured"})
    schematic = dy.Bool(nullable=False, metadata={"means": "drawn through a few places; good for no distance"})
    licence = dy.String(nullable=True)
    may_republish = dy.Bool(nullable=False)

    @dy.rule()
    def two_sides(cls) -> pl.Expr:
        """A line parts two parties."""
        return pl.col("left") != pl.col("right")
