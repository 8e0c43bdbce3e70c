"""What records of one happening say together."""

from __future__ import annotations

import dataframely as dy
import numpy as np
import polars as pl
from numpy.typing import NDArray

from ceaseline.fusion.agreeing import points
from ceaseline.fusion.evidence import Vocabulary
from ceaseline.fusion.habits import Habits
from ceaseline.tables import Incidents, Members
from ceaseline.tables.incidents import incident_of

LEAST_RADIUS_M = 1.0  # no record is more exact than this, whatever it says


def incidents(
    rows: pl.DataFrame, words: Vocabulary, habits: Habits
) -> tuple[dy.DataFrame[Incidents], dy.DataFrame[Members]]:
    """Return incidents, and the members of each.

    Place: the mean of the places, each with the weight of its precision. Its radius is that of such a mean, and
    never below that of the best record over the root of the number of independent groups: a copy makes no place
    more exact. Time: what all intervals have in common, or, where that is nothing, all they cover; the
    error of its clock is the least that is stated. Numbers: from
    the lowest to the highest that was stated, where all are in one unit; else null. Weapon: what all agree on who
    name one; else null. Bearing: the mean direction, with the weight of its precision; an error that is not stated
    counts as one degree, and then that of the mean is not stated either.

    Copies are not heard: who says it first speaks for them. Where a source that is no party's tells of it, all of
    this is taken from such sources alone: no record of a party, and no copy of one, moves what others saw. What it
    was, is taken from such a source too, where one says so.

    Args:
        rows: observations in order, with ``incident`` (a number), ``group`` of the first who said it, ``claimed``
            (by a party), ``witness`` (the row of that first), ``probability``, and ``likely_m``: the radius as it
            is likely to be.
        words: of the table.
        habits: what sources call things.
    """
    # a copy that people took off speaks for itself where it is then
    rows = rows.with_columns(witness=pl.col("place_in_order").min().over("incident", "witness"))
    copies = pl.col("witness") != pl.col("place_in_order")
    rows = rows.with_columns(
        heard=~copies & (~pl.col("claimed") | (copies | pl.col("claimed")).all().over("incident")),
        radius_m=pl.when(pl.col("witness").n_unique().over("incident") > 1)
        .then(pl.when(pl.col("likely_m") > 0).then("likely_m").otherwise("radius_m"))
        .otherwise("radius_m")
        .clip(LEAST_RADIUS_M),
    )
    rows = rows.join(likeliest(rows, words, habits), on="incident", how="left", maintain_order="left")
    heard = rows.filter("heard")
    together = rows.group_by("incident", maintain_order=True).agg(
        ids=pl.col("observation_id"),
        phenomenon=pl.col("likeliest").first(),
        weapon=_agreed("weapon"),
        first_start=_heard("earliest").min(),
        last_start=_heard("earliest").max(),
        first_end=_heard("latest").min(),
        last_end=_heard("latest").max(),
        time_sigma_s=_heard("time_sigma_s").min(),
        observations=pl.len().cast(pl.Int64),
        groups=pl.col("group").n_unique().cast(pl.Int64),
        quantity_low=_heard("quantity_low").min(),
        quantity_high=_heard("quantity_high").max(),
        unit=_counted("unit").drop_nulls().first(),
        units=_counted("unit").n_unique(),
        place_in_order=pl.col("place_in_order").first(),
    )
    together = together.with_columns(_ids(together)).with_columns(_time(), *_numbers())
    told = together.join(_places(heard), on="incident", how="left").join(
        _bearings(heard), on="incident", how="left"
    )
    members = rows.join(
        together.select("incident", "incident_id"), on="incident", how="left", maintain_order="left"
    )
    return (
        Incidents.validate(told.sort("place_in_order").select(Incidents.column_names())),
        Members.validate(members.select("observation_id", "incident_id", "probability")),
    )


def likeliest(rows: pl.DataFrame, words: Vocabulary, habits: Habits) -> pl.DataFrame:
    """Return which of the words that are said of each incident it most likely was.

    Each record speaks with the chance of its word, by its means, if so it was; copies speak once, and parties only
    where nobody else does.
    """
    numbers = {pair: number for number, pair in enumerate(words.said)}
    worded = rows.filter(pl.col("phenomenon").is_not_null(), pl.col("witness") == pl.col("place_in_order"))
    spoken = worded.filter(pl.col("heard") | ~pl.col("heard").any().over("incident")).select(
        "incident", "phenomenon", pl.col("means").fill_null("?"), "place_in_order"
    )
    if spoken.is_empty():
        return pl.DataFrame(schema={"incident": pl.Int64, "likeliest": pl.String})
    said = np.array([numbers[pair] for pair in spoken.select("means", "phenomenon").iter_rows()], dtype=np.int64)
    chances = pl.DataFrame(np.log(habits.words[said]), schema=[f"t{k}" for k in range(habits.words.shape[1])])
    sums = (
        pl.concat([spoken.select("incident"), chances], how="horizontal").group_by("incident").agg(pl.all().sum())
    )
    truths = {name: number for number, name in enumerate(words.truths)}
    each = spoken.unique(["incident", "phenomenon"], keep="first", maintain_order=True).join(
        sums, on="incident", how="left", maintain_order="left"
    )
    which = each["phenomenon"].replace_strict(truths, default=-1, return_dtype=pl.Int64).to_numpy()
    table = each.select(chances.columns).to_numpy() + np.log(habits.share)
    height = np.where(which >= 0, table[np.arange(len(which)), np.maximum(which, 0)], -1e9)
    return (
        each.select("incident", "phenomenon", "place_in_order", height=-pl.Series(height))
        .sort("incident", "height", "place_in_order")
        .group_by("incident", maintain_order=True)
        .agg(likeliest=pl.col("phenomenon").first())
    )


def _ids(together: pl.DataFrame) -> pl.Series:
    """Return ids made from those of the records alone, in whatever order they came."""
    return pl.Series("incident_id", [incident_of(ids) for ids in together["ids"].to_list()], dtype=pl.String)


def _agreed(column: str) -> pl.Expr:
    named = _heard(column).drop_nulls()
    return pl.when(named.n_unique() == 1).then(named.first())


def _counted(column: str) -> pl.Expr:
    """Return a column of the records that state a number."""
    stated = pl.col("quantity_low").is_not_null() | pl.col("quantity_high").is_not_null()
    return pl.col(column).filter(pl.col("heard") & stated)


def _heard(column: str) -> pl.Expr:
    """Return a column of the records that are no party's, or of all where there are no others."""
    return pl.col(column).filter("heard")


def _time() -> pl.Expr:
    common = pl.col("last_start") <= pl.col("first_end")
    ends = pl.struct(
        earliest=pl.when(common).then("last_start").otherwise("first_start"),
        latest=pl.when(common).then("first_end").otherwise("last_end"),
    )
    return ends.struct.unnest()


def _numbers() -> list[pl.Expr]:
    of_one_kind = (pl.col("units") == 1) & (pl.col("quantity_low") <= pl.col("quantity_high")).fill_null(value=True)
    return [pl.when(of_one_kind).then(name).alias(name) for name in ("quantity_low", "quantity_high", "unit")]


def _places(rows: pl.DataFrame) -> pl.DataFrame:
    """Return the place of each incident that has one; a record alone keeps its own to the last digit."""
    placed = rows.filter(pl.col("lon").is_not_null())
    number = placed["incident"].to_numpy()
    radius = placed["radius_m"].to_numpy()
    middle = _weighed(points(placed["lon"].to_numpy(), placed["lat"].to_numpy()), number, 1 / radius**2)
    weight = np.bincount(number, weights=1 / radius**2)
    present = np.flatnonzero(weight)
    x, y, z = middle[present].T
    means = pl.DataFrame(
        {
            "incident": present.astype(np.int64),
            "mean_lon": np.degrees(np.arctan2(y, x)).round(6),
            "mean_lat": np.degrees(np.arctan2(z, np.hypot(x, y))).round(6),
            "mean_radius": 1 / np.sqrt(weight[present]),
        }
    )
    best = placed.group_by("incident").agg(
        *(pl.col(name).first() for name in ("lon", "lat")),
        best=pl.col("radius_m").min(),
        count=pl.len(),
        groups=pl.col("group").n_unique(),
    )
    known = means.join(best, on="incident")
    alone = pl.col("count") == 1
    floor = pl.col("best") / pl.col("groups").cast(pl.Float64).sqrt()
    return known.select(
        "incident",
        lon=pl.when(alone).then("lon").otherwise("mean_lon"),
        lat=pl.when(alone).then("lat").otherwise("mean_lat"),
        radius_m=pl.when(alone).then("best").otherwise(pl.max_horizontal("mean_radius", floor).round(1)),
    )


def _bearings(rows: pl.DataFrame) -> pl.DataFrame:
    """Return the mean direction of each incident that has one; no error is stated where one record states none."""
    known = rows.filter(pl.col("bearing_deg").is_not_null())
    number = known["incident"].to_numpy()
    sigma = known["bearing_sigma_deg"].fill_null(1.0).clip(0.1).to_numpy()
    turn = np.radians(known["bearing_deg"].to_numpy())
    middle = _weighed(np.column_stack([np.cos(turn), np.sin(turn)]), number, 1 / sigma**2)
    weight = np.bincount(number, weights=1 / sigma**2)
    present = np.flatnonzero(weight)
    means = pl.DataFrame(
        {
            "incident": present.astype(np.int64),
            "mean": (np.degrees(np.arctan2(middle[present, 1], middle[present, 0])) % 360).round(3) % 360,
            "mean_sigma": (1 / np.sqrt(weight[present])).round(3),
        }
    )
    own = known.group_by("incident").agg(
        own=pl.col("bearing_deg").first(),
        own_sigma=pl.col("bearing_sigma_deg").first(),
        count=pl.len(),
        stated=pl.col("bearing_sigma_deg").is_not_null().all(),
    )
    alone = pl.col("count") == 1
    return means.join(own, on="incident").select(
        "incident",
        bearing_deg=pl.when(alone).then("own").otherwise("mean"),
        bearing_sigma_deg=pl.when(alone).then("own_sigma").when("stated").then("mean_sigma"),
    )


def _weighed(
    values: NDArray[np.float64], number: NDArray[np.int64], weights: NDArray[np.float64]
) -> NDArray[np.float64]:
    """Return weighted sums of rows of equal number, in their order, shape (largest number + 1, columns)."""
    return np.column_stack([np.bincount(number, weights=weights * column) for column in values.T])
