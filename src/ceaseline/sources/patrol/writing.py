"""From observations, watches and restrictions back to the template, as patrols would have typed them in."""

from __future__ import annotations

import polars as pl
from pyproj import Geod

from ceaseline.sources.patrol.fields import EXERCISES, TEMPLATE_COLUMNS
from ceaseline.sources.patrol.understanding import ABOUT, FALLEN, FROM_THERE, MEANS, ROUND_M, STANDING
from ceaseline.sources.writing import written

# What the form has no word for, in the word that it has; what is not here is typed in as it is, and read so.
_COARSER = {"shelling": "explosion", "strike": "explosion", "firefight": "burst"}
_WEAPONS = {"drone": "uav"}
_DESCRIBED = {
    "explosion": "undetermined",
    "outgoing": "outgoing",
    "impact": "incoming",
    "controlled_explosion": "controlled",
    **{word: word for word in EXERCISES},
}  # kinds of explosion, by how the form describes them
_EARTH = Geod(ellps="WGS84")


def template(rows: pl.DataFrame, watches: pl.DataFrame, restrictions: pl.DataFrame) -> bytes:
    """Return the template as CSV: a row for each watch, then for each observation and restriction.

    A watch belongs to the first report of its asset with an observation or a restriction that began in it, and is
    a report of its own where there is none.

    Args:
        rows: observations of one source as they are read, ids and all, with ``asset``. Where ``observer_lon`` and
            ``observer_lat`` stand beside them, the place is that of the event, and else as the form keeps it.
        watches: as they are read.
        restrictions: as they are read.
    """
    told, stopped = _observations(rows), _restrictions(restrictions)
    parts = pl.concat([_watches(watches, told, stopped), told, stopped], how="diagonal")
    missing = [pl.lit(None, pl.String).alias(name) for name in TEMPLATE_COLUMNS if name not in parts.columns]
    return written(parts.with_columns(missing), TEMPLATE_COLUMNS)


def own_report() -> pl.Expr:
    """Return the id of a watch that is a report of its own: by its asset and when it began."""
    return pl.format("{}-{}", "asset", pl.col("from").dt.strftime("%Y%m%dT%H%M%SZ"))


def _report(name: str) -> pl.Expr:
    """Return the report of an id as reading makes it: what stands between the source and the part."""
    ours = pl.col(name).str.strip_prefix(pl.format("{}-", "source"))
    return ours.str.replace(r"/[or][0-9]*$", "").alias("report")


def _watches(watches: pl.DataFrame, told: pl.DataFrame, stopped: pl.DataFrame) -> pl.DataFrame:
    began = pl.concat(
        [told.select("report", "asset", began="at"), stopped.select("report", "asset", began="restricted_from")]
    )
    within = (
        watches.select("asset", "from", "until")
        .join(began, on="asset", maintain_order="right")
        .filter(pl.col("began") >= pl.col("from"), pl.col("began") < pl.col("until"))
        .unique("report", keep="first", maintain_order=True)
        .unique(["asset", "from"], keep="first", maintain_order=True)
    )
    something = pl.col("report").is_in(told["report"].unique().implode())
    return (
        watches.join(
            within.select("asset", "from", "report"), on=["asset", "from"], how="left", maintain_order="left"
        )
        .with_columns(pl.col("report").fill_null(own_report()))
        .select(
            "report",
            "asset",
            watched_from="from",
            watched_until="until",
            # the form cannot say how well it was watched, and no watch is made better than it was
            observed=pl.when(pl.col("status") != "operational")
            .then(pl.lit("not_watched"))
            .when(something)
            .then(pl.lit("something"))
            .otherwise(pl.lit("nothing")),
        )
    )


def _observations(rows: pl.DataFrame) -> pl.DataFrame:
    word = pl.col("phenomenon").replace(_COARSER)
    found, given = word.is_in((*FALLEN, *STANDING)), pl.col("observer_lon").is_not_null()
    rounded = pl.when(given).then(0.0).otherwise(ROUND_M)  # what reading adds for the two decimals
    wide = (pl.col("radius_m") - rounded).clip(lower_bound=0.0)
    own = pl.when(~found)  # the place that was kept is that of whoever observed it
    turned = word.is_in(FROM_THERE)
    return _apart(rows).select(
        _report("observation_id"),
        "asset",
        *_counted(),
        observer_lat=pl.coalesce("observer_lat", own.then("lat")),
        observer_lon=pl.coalesce("observer_lon", own.then("lon")),
        phenomenon=pl.when(word.is_in(list(_DESCRIBED))).then(pl.lit("explosion")).otherwise(word),
        description=word.replace_strict(_DESCRIBED, default=None, return_dtype=pl.String),
        at="earliest",
        at_until=pl.when(pl.col("latest") > pl.col("earliest")).then("latest"),
        means=pl.col("means").replace_strict(
            {**{name: name for name in MEANS}, "camera": "recorded"}, default="seen", return_dtype=pl.String
        ),
        direction_deg=pl.when(turned).then("bearing_deg"),
        direction_error_deg=pl.when(turned).then("bearing_sigma_deg"),
        range_km=own.then(pl.when(given).then(pl.col("apart_m")).otherwise(wide) / 1_000).round(3),
        range_error_km=own.then(pl.when(given).then(wide).otherwise(wide * 0) / 1_000).round(3),
        event_lat=pl.when(found).then("lat"),
        event_lon=pl.when(found).then("lon"),
        event_error_m=pl.when(found).then(pl.when(word.is_in(STANDING)).then(wide).otherwise("radius_m")),
        weapon=pl.col("weapon").replace(_WEAPONS),
        observation_remarks="text",
    )


def _apart(rows: pl.DataFrame) -> pl.DataFrame:
    """Return rows with where the observer stood, and how far from there the place is, in metres."""
    names = ("observer_lon", "observer_lat")
    every = rows.with_columns(pl.lit(None, pl.Float64).alias(name) for name in names if name not in rows.columns)
    lon, lat, other_lon, other_lat = (every[name].fill_null(0.0).to_numpy() for name in (*names, "lon", "lat"))
    known = pl.col("lon").is_not_null() & pl.col("observer_lon").is_not_null()
    apart = pl.Series("apart_m", _EARTH.inv(lon, lat, other_lon, other_lat)[2], pl.Float64)
    return every.with_columns(apart).with_columns(pl.when(known).then("apart_m").alias("apart_m"))


def _counted() -> tuple[pl.Expr, pl.Expr]:
    """Return ``count`` and ``count_is``; a range is about so many where that holds it, else at least so many."""
    low, high = pl.col("quantity_low"), pl.col("quantity_high")
    about = ((high - 1) / (1 + ABOUT)).floor() + 1  # the fewest of which a quarter more reaches the highest
    exact, holds = (low == high) & (low == low.floor()), (about * (1 - ABOUT)).floor().clip(lower_bound=1) <= low
    some = low >= 1
    many = pl.when(holds & ~exact).then(about).otherwise(low.floor())
    what = pl.when(exact).then(pl.lit("exact")).when(holds).then(pl.lit("about")).otherwise(pl.lit("at_least"))
    return pl.when(some).then(many).cast(pl.Int64).alias("count"), pl.when(some).then(what).alias("count_is")


def _restrictions(restrictions: pl.DataFrame) -> pl.DataFrame:
    said = pl.when("established").then(pl.lit("yes")).otherwise(pl.lit("no"))
    return restrictions.select(
        _report("restriction_id"),
        "asset",
        "imposed_by",
        restriction_type="type",
        restricted_from="from",
        restricted_until="until",
        established=pl.when(pl.col("imposed_by").is_not_null()).then(said),
    )
