"""One row for what one source recorded, once."""

import dataframely as dy
import polars as pl

from ceaseline.tables.columns import moment


class Observations(dy.Schema):
    """Records of sources as they gave them: no judgement, and nothing about where fire came from but a bearing."""

    observation_id = dy.String(primary_key=True)
    capture_id = dy.String(nullable=False)
    line = dy.Int64(nullable=False, min=1, metadata={"means": "line, row or feature of the file, from 1"})
    source = dy.String(nullable=False)
    means = dy.String(nullable=True, metadata={"means": "how it was recorded: heard, seen, camera, satellite, ..."})
    phenomenon = dy.String(nullable=True, metadata={"means": "what it was: explosion, fire, shot, projectile, ..."})
    weapon = dy.String(nullable=True)
    earliest = moment()
    latest = moment()
    time_sigma_s = dy.Float64(nullable=True, min=0, metadata={"means": "null: from the interval"})
    lon = dy.Float64(nullable=True, min=-180, max=180)
    lat = dy.Float64(nullable=True, min=-90, max=90)
    radius_m = dy.Float64(nullable=True, min=0, metadata={"means": "holds the place with a chance of 68 %"})
    major_m = dy.Float64(nullable=True, min=0, metadata={"means": "longer half axis of the 68 % ellipse, if one"})
    minor_m = dy.Float64(nullable=True, min=0, metadata={"means": "shorter half axis; its direction is not known"})
    bearing_deg = dy.Float64(nullable=True, min=0, max=360, metadata={"means": "direction the fire came from"})
    bearing_sigma_deg = dy.Float64(nullable=True, min=0, max=180)
    quantity_low = dy.Float64(nullable=True, min=0)
    quantity_high = dy.Float64(nullable=True, min=0)
    unit = dy.String(nullable=True)
    accused = dy.String(nullable=True, metadata={"means": "party the source blames; order of actors never is"})
    made_at = moment(
        nullable=True, metadata={"means": "when the picture or film it rests on was made, by that file's own data"}
    )
    text = dy.String(nullable=True)
    media = dy.String(
        nullable=True,
        metadata={
            "means": "SHA-256 of the picture or film it rests on, or another word for it; the same is one witness"
        },
    )
    licence = dy.String(nullable=True)
    may_republish = dy.Bool(nullable=False)

    @dy.rule()
    def time_runs_forward(cls) -> pl.Expr:
        """The latest moment is not before the earliest."""
        return pl.col("earliest") <= pl.col("latest")

    @dy.rule()
    def a_place_is_whole(cls) -> pl.Expr:
        """Longitude, latitude and radius are all known, or none is."""
        known = pl.col("lon").is_not_null()
        return (known == pl.col("lat").is_not_null()) & (known == pl.col("radius_m").is_not_null())

    @dy.rule()
    def quantities_are_a_range(cls) -> pl.Expr:
        """The higher number is not below the lower."""
        return (pl.col("quantity_low") <= pl.col("quantity_high")).fill_null(value=True)
