"""Records of independent sources that contradict each other: one calls an act what another assessed as none."""

from __future__ import annotations

import numpy as np
import polars as pl

from ceaseline.assessment.sightings import ERRORS, VAGUE_M, points

_LONGEST = pl.duration(hours=6)  # a record less exact than this speaks of no incident in particular
_MOST_NAMED = 3


def contradicted(incidents: pl.DataFrame, told: pl.DataFrame, acts: pl.DataFrame) -> pl.DataFrame:
    """Return for each incident and code by whom the contrary was recorded, in words.

    Records with different words are never merged, so the contrary is another incident: at an overlapping time, no
    further off than twice the joint 68 % radius, and told by groups of sources of which none tells of this one, as
    one source counts its own happenings. Both have to be recorded by a monitor or an instrument; a party's word
    contradicts nobody here. What is less exact than 5 km or six hours contradicts nothing.

    Args:
        incidents: what happened.
        told: who says so, as :func:`~ceaseline.assessment.tellers` gives it.
        acts: ``code``, ``phenomenon``, and whether that word is an ``act`` against it or ``none``.

    Returns:
        ``incident_id``, ``code``, ``against``; no row where nobody says the contrary.
    """
    exact = (
        incidents.filter(pl.col("radius_m") <= VAGUE_M, pl.col("latest") - pl.col("earliest") <= _LONGEST)
        .join(told.filter("watched").select("incident_id", "by", "told_by"), on="incident_id")
        .select("incident_id", "phenomenon", "earliest", "latest", "lon", "lat", "radius_m", "by", "told_by")
    )
    cleared = acts.filter("none")["phenomenon"].unique().implode()
    shown = acts.filter("act")["phenomenon"].unique().implode()
    met = _met(
        exact.filter(pl.col("phenomenon").is_in(cleared)),
        exact.filter(pl.col("phenomenon").is_in(shown)),
    )
    none, act = acts.filter("none").select("code", "phenomenon"), acts.filter("act").select("code", "phenomenon")
    codes = met.join(none, on="phenomenon").join(
        act, left_on=["phenomenon_act", "code"], right_on=["phenomenon", "code"]
    )
    both = [
        codes.select("code", incident_id="incident_id_act", words=_said("", "assessed it as no such act")),
        codes.select("code", incident_id="incident_id", words=_said("_act", "recorded such an act")),
    ]
    return (
        pl.concat(both)
        .sort("incident_id", "code", "words")
        .group_by("incident_id", "code", maintain_order=True)
        .agg(against=pl.col("words").head(_MOST_NAMED).str.join("; "))
    )


def _met(cleared: pl.DataFrame, shown: pl.DataFrame) -> pl.DataFrame:
    """Return the pairs that can be one happening, told by sources independent of each other."""
    others = shown.rename({name: f"{name}_act" for name in shown.columns})
    met = cleared.join_where(
        others,
        pl.col("earliest") <= pl.col("latest_act"),
        pl.col("latest") >= pl.col("earliest_act"),
        pl.col("incident_id") != pl.col("incident_id_act"),
    )
    apart = np.linalg.norm(
        points(met["lon"].to_numpy(), met["lat"].to_numpy())
        - points(met["lon_act"].to_numpy(), met["lat_act"].to_numpy()),
        axis=1,
    )
    reach = ERRORS / 1000 * np.hypot(met["radius_m"].to_numpy(), met["radius_m_act"].to_numpy())
    return met.filter(pl.Series(apart <= reach)).filter(
        pl.col("by").list.set_intersection("by_act").list.len() == 0
    )


def _said(end: str, what: str) -> pl.Expr:
    word = pl.col(f"phenomenon{end}").str.replace_all("_", " ", literal=True)
    return pl.format(f"{{}} {what} ({{}}, {{}})", f"told_by{end}", word, f"incident_id{end}")
