"""What sources are like in truth: how far off they are, how late, what they call things, what they make up."""

from __future__ import annotations

import polars as pl

_FEW = 20  # a source of which fewer records are true is taken at its word
_HELD = 0.68  # share of records that a stated error should hold
_KM_NORTH, _KM_EAST = 111.2, 111.2  # in a degree, the second at the equator; right to 1 %, as errors are not


def habits(observations: pl.DataFrame, incidents: pl.DataFrame, members: pl.DataFrame) -> pl.DataFrame:
    """Return the errors that hold 68 % of what a source's true records tell of.

    Args:
        observations: the table.
        incidents: the true ones.
        members: which record tells of which.

    Returns:
        A row for each observation: ``observation_id``; ``wider``: the true radius for each kilometre of the stated
        one, 1 where nobody can know; ``off_s``: seconds beyond the stated interval; ``makes_up``: whether most
        records of the source are of nothing.
    """
    told = (
        observations.select("observation_id", "source", "lon", "lat", "radius_m", "earliest", "latest")
        .join(members, on="observation_id", how="left")
        .join(
            incidents.select("incident_id", "at", "until", "lon", "lat"),
            on="incident_id",
            how="left",
            suffix="_true",
        )
        .with_columns(ratio=_apart() / (pl.col("radius_m") / 1000), gap=_gap())
    )
    true = pl.col("at").is_not_null()
    known = true.sum().over("source") >= _FEW
    wider, off_s = (pl.when(known).then(pl.col(name).quantile(_HELD).over("source")) for name in ("ratio", "gap"))
    return told.select(
        "observation_id",
        wider=wider.fill_nan(None).fill_null(1.0),
        off_s=off_s.fill_null(0.0),
        makes_up=(true.mean().over("source") < 0.5) & (pl.len().over("source") >= _FEW),
    )


def called(
    observations: pl.DataFrame, incidents: pl.DataFrame, members: pl.DataFrame
) -> dict[str, dict[str, float]]:
    """Return the logarithm of the chance that such an act is called so, by act and by means and word."""
    told = (
        members.join(incidents.select("incident_id", "act"), on="incident_id")
        .join(observations.select("observation_id", word=spoken()), on="observation_id")
        .group_by("act", "word")
        .agg(many=pl.len())
        .with_columns(chance=((pl.col("many") + 0.5) / (pl.col("many").sum().over("act") + 1)).log())
    )
    chances: dict[str, dict[str, float]] = {}
    for act, word, chance in told.select("act", "word", "chance").iter_rows():
        chances.setdefault(act, {})[word] = chance
    return chances


def spoken() -> pl.Expr:
    """Return the means and the word of a record as one."""
    return pl.concat_str(pl.col("means", "phenomenon").fill_null("?"), separator=" ")


def _apart() -> pl.Expr:
    """Return kilometres from where a record puts it to where it was."""
    east = (pl.col("lon") - pl.col("lon_true")) * _KM_EAST * pl.col("lat").radians().cos()
    return (east.pow(2) + ((pl.col("lat") - pl.col("lat_true")) * _KM_NORTH).pow(2)).sqrt()


def _gap() -> pl.Expr:
    """Return seconds between the interval of a record and that of what it tells of; 0 where they meet."""
    before, after = pl.col("at") - pl.col("latest"), pl.col("earliest") - pl.col("until")
    gap = pl.max_horizontal(before.dt.total_microseconds(), after.dt.total_microseconds(), 0) / 1e6
    return pl.when(pl.col("at").is_not_null()).then(gap)
