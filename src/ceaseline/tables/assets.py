"""One row for one thing that can watch: a post, a camera, a patrol, a sensor."""

import dataframely as dy
import polars as pl

from ceaseline.tables.columns import word

# Closed, so that no name and no place of an asset gets onto a page by way of its kind.
KINDS = (
    *(
        "post",
        "patrol",
        "camera",
        "mini_uav",
        "mid_uav",
        "long_uav",
        "aerostat",
        "acoustic",
        "seismic",
        "infrasound",
    ),
    *("ground_radar", "counter_battery_radar", "satellite_thermal", "satellite_optical", "satellite_radar"),
    *("radio", "documents", "media", "hotline", "liaison", "crowd"),
)


class Assets(dy.Schema):
    """What there is to watch with; where it stands is in no publication."""

    asset = dy.String(primary_key=True)
    kind = word(*KINDS)
    owner = dy.String(nullable=True, metadata={"means": "party whose it is; null where no side's, or not known"})
    acts_of = dy.String(nullable=True, metadata={"means": "party whose acts it can see; any: those of all sides"})
    lon = dy.Float64(nullable=True, min=-180, max=180)
    lat = dy.Float64(nullable=True, min=-90, max=90)
    source = dy.String(nullable=False)
    capture_id = dy.String(nullable=False)
    line = dy.Int64(nullable=False, min=1)

    @dy.rule()
    def a_place_is_whole(cls) -> pl.Expr:
        """Longitude and latitude are both known, or neither is."""
        return pl.col("lon").is_null() == pl.col("lat").is_null()
