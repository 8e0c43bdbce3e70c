"""One row for what we believe happened once."""

from collections.abc import Iterable
from hashlib import sha256

import dataframely as dy
import polars as pl

from ceaseline.tables.columns import moment

NAMED = "incident-"  # what every id begins with


def incident_of(observation_ids: Iterable[str]) -> str:
    """Return the id of the incident of which these records tell, in whatever order they come.

    That of one record alone is its mark: it names the record, and does not tell the id that a source gave it.

    Examples:
        >>> incident_of(["b", "a"]) == incident_of(["a", "b"])
        True
    """
    return NAMED + sha256("\n".join(sorted(observation_ids)).encode()).hexdigest()[:16]


class Incidents(dy.Schema):
    """Fire from one side, or one other happening, with all records of it taken together; answers are others."""

    incident_id = dy.String(primary_key=True)
    phenomenon = dy.String(nullable=True)
    weapon = dy.String(nullable=True)
    earliest = moment()
    latest = moment()
    time_sigma_s = dy.Float64(
        nullable=True,
        min=0,
        metadata={"means": "error of the best clock of its records; null where none is stated"},
    )
    lon = dy.Float64(nullable=True, min=-180, max=180)
    lat = dy.Float64(nullable=True, min=-90, max=90)
    radius_m = dy.Float64(nullable=True, min=0, metadata={"means": "holds the place with a chance of 68 %"})
    bearing_deg = dy.Float64(nullable=True, min=0, max=360, metadata={"means": "direction the fire came from"})
    bearing_sigma_deg = dy.Float64(nullable=True, min=0, max=180)
    observations = dy.Int64(nullable=False, min=1, metadata={"means": "records taken together"})
    groups = dy.Int64(nullable=False, min=1, metadata={"means": "independent groups of sources among them"})
    quantity_low = dy.Float64(nullable=True, min=0)
    quantity_high = dy.Float64(nullable=True, min=0)
    unit = dy.String(nullable=True)

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

    @dy.rule()
    def groups_are_made_of_records(cls) -> pl.Expr:
        """There are no more independent groups than records."""
        return pl.col("groups") <= pl.col("observations")
