"""From records to happenings: incidents, which records tell of which, and which incident answers which."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

import attrs
import dataframely as dy
import polars as pl

from ceaseline.fusion.agreeing import points
from ceaseline.fusion.answers import answers
from ceaseline.fusion.gathering import Record, gather
from ceaseline.fusion.summing import incidents
from ceaseline.tables import Incidents, Members, Observations, Responses, Sources

VAGUE_KM = 5.0  # a record less exact than this is merged with nothing
VAGUE_HOURS = 6.0  # nor is one that could have been at any time of so many hours
LEAST_RADIUS_M = 1.0  # no record is more exact than this, whatever it says
NOTHING = "no_event"
STANDING = ("weapon_presence", "weapon_absence")  # words for weapons; those of two classes are never one


@attrs.frozen
class Fused:
    """What records tell of, taken together."""

    incidents: dy.DataFrame[Incidents]
    members: dy.DataFrame[Members]
    responses: dy.DataFrame[Responses]


def fuse(observations: dy.DataFrame[Observations], sources: dy.DataFrame[Sources]) -> Fused:
    """Return the incidents that records tell of; every record belongs to exactly one.

    A plain rule, not calibrated: two records are of one happening where what they say is equal or one of them does
    not say, their places are no further apart than twice the joint 68 % radius, their times overlap when each is
    widened by twice the error of its clock, their bearings are not opposed, and they are of different sources. A
    record is put to the first incident where it agrees with all; see :func:`~ceaseline.fusion.gathering.gather`.

    Weapons that stand somewhere, or stand there no more, are of one happening only where their class is the same.
    Merged with nothing are records without a place, with a radius above 5 km, or with a time of more than 6 hours,
    and those that say that nothing happened. Whom a source blames is not looked at.

    Args:
        observations: in any order.
        sources: their groups; a source that is not there is a group of its own.

    Returns:
        Incidents and members, by time and then by id of the first record; ``probability`` of a member is 1, which
        says that a rule put it there and not how sure that is.
    """
    rows = _ordered(observations, sources)
    exact = rows.filter("exact")
    given = gather(_records(exact))
    opened = max(given, default=-1) + 1
    together = exact.with_columns(incident=pl.Series(given, dtype=pl.Int64))
    alone = rows.filter(~pl.col("exact")).with_columns(incident=opened + pl.int_range(pl.len(), dtype=pl.Int64))
    told, members = incidents(pl.concat([together, alone]).sort("place_in_order"))
    return Fused(told, members, answers(told))


def _ordered(observations: pl.DataFrame, sources: pl.DataFrame) -> pl.DataFrame:
    """Return the records in an order that their content gives, with what the rule needs."""
    widened = pl.duration(microseconds=(pl.col("time_sigma_s").fill_null(0.0) * 2e6).clip(0, 1e15).cast(pl.Int64))
    groups = dict(sources.select("source", "group").iter_rows())
    claiming = sources.filter(pl.col("role") == "party")["source"].to_list()
    length = pl.col("end") - pl.col("start")
    return (
        observations.with_columns(
            start=pl.col("earliest") - widened,
            end=pl.col("latest") + widened,
            radius_m=pl.col("radius_m").clip(LEAST_RADIUS_M),
            group=pl.col("source").replace(groups),
            claimed=pl.col("source").is_in(claiming),
        )
        .with_columns(
            exact=(
                (pl.col("radius_m") <= VAGUE_KM * 1000)
                & (length <= timedelta(hours=VAGUE_HOURS))
                & (pl.col("phenomenon") != NOTHING).fill_null(value=True)
            ).fill_null(value=False)
        )
        .sort("start", "end", "observation_id")
        .with_row_index("place_in_order")
    )


def _records(rows: pl.DataFrame) -> Iterator[Record]:
    places = points(rows["lon"].to_numpy(), rows["lat"].to_numpy()).tolist()
    columns = rows.select(
        pl.col("source"),
        pl.when(pl.col("phenomenon").is_in(STANDING))
        .then(pl.concat_str("phenomenon", "weapon", separator=" ", ignore_nulls=True))
        .otherwise("phenomenon"),
        pl.col("start").dt.epoch("us") / 1e6,
        pl.col("end").dt.epoch("us") / 1e6,
        pl.col("radius_m") / 1000,
        pl.col("bearing_deg"),
        pl.col("bearing_sigma_deg"),
    )
    for number, ((source, what, start, end, radius, bearing, sigma), (x, y, z)) in enumerate(
        zip(columns.iter_rows(), places, strict=True)
    ):
        yield Record(number, source, what, start, end, (x, y, z), radius, bearing, sigma)
