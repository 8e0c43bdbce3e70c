"""Incidents that may have broken a clause, though too little is known of them to hold them against it."""

from __future__ import annotations

import dataframely as dy
import numpy as np
import polars as pl

from ceaseline.assessment.elements import SURE
from ceaseline.assessment.findings import HELD_TO, share_within
from ceaseline.assessment.weapons import CEILING
from ceaseline.tables import Clauses, Findings, Incidents, Members, Observations, Sources, Whereabouts
from ceaseline.terms.codes import CODES

_NO_DOUBT = ("not_violation", "excepted", "out_of_scope")


def doubts(
    findings: dy.DataFrame[Findings],
    incidents: dy.DataFrame[Incidents],
    *,
    members: dy.DataFrame[Members],
    observations: dy.DataFrame[Observations],
    sources: dy.DataFrame[Sources],
    clauses: dy.DataFrame[Clauses],
    whereabouts: dy.DataFrame[Whereabouts],
) -> pl.DataFrame:
    """Return incidents that keep nothing recorded from being called so, beside those that are found.

    Those are incidents that a source which is no party's recorded, and of which nobody knows where they were, or
    what, or whether in the window; or of which only a party says what they were. What lies outside the place or the
    window with a chance of 95 % and touches the place is none, and neither is what was found to be no such act.

    Returns:
        ``incident_id``, ``clause_id``, ``clock``.
    """
    neutral = sources.filter(pl.col("role") != "party").select("source")
    recorded = members.join(observations.select("observation_id", "source"), on="observation_id").join(
        neutral, on="source"
    )
    looked = incidents.join(recorded.select("incident_id").unique(), on="incident_id", how="semi")
    asked = _asked(clauses)
    candidates = pl.concat(
        [_of_words(looked, asked), _of_nothing(looked, asked), _alleged(looked, findings, asked)]
    )
    settled = findings.filter((pl.col("level") != "alleged") | pl.col("outcome").is_in(_NO_DOUBT))
    keys = ["incident_id", "clause_id", "clock"]
    outside = (
        whereabouts.join(
            clauses.filter("binding").select("clause_id", "obligor").unique(), on=["clause_id", "obligor"]
        )
        .group_by("incident_id", "clause_id")
        .agg(pl.col("high").max())
        .filter(pl.col("high") <= 1 - SURE)
    )
    return (
        candidates.unique(keys, maintain_order=True)
        .join(outside, on=["incident_id", "clause_id"], how="anti")
        .join(settled, on=keys, how="anti")
        .select(keys)
        .sort(keys)
    )


def _asked(clauses: pl.DataFrame) -> pl.DataFrame:
    """Return the clauses that forbid an act, one row for each clock."""
    ceiling = (pl.col("code") == CEILING) & (pl.col("modality") == "ceiling")
    return (
        clauses.filter("binding", pl.col("modality").is_in(HELD_TO) | ceiling)
        .unique(["clause_id", "clock"], keep="first", maintain_order=True)
        .select("clause_id", "clock", "code", "scope", pl.col("held_from").alias("from"), until="held_until")
    )


def _of_words(looked: pl.DataFrame, asked: pl.DataFrame) -> pl.DataFrame:
    """Return what may be such an act by its word, has no place though one is asked, or lies on an edge."""
    rows = [(code, word) for code, entry in CODES.items() for word in (*entry.shown_by, *entry.hinted_by)]
    words = pl.DataFrame(rows, schema={"code": pl.String, "phenomenon": pl.String}, orient="row")
    edges = pl.concat([asked["from"], asked["until"]]).drop_nulls().unique().sort().dt.epoch("us").to_numpy()
    begun, over = (looked[end].dt.epoch("us").to_numpy() for end in ("earliest", "latest"))
    crossing = np.searchsorted(edges, begun, "right") != np.searchsorted(edges, over, "left")
    no_place = pl.col("lon").is_null() & (pl.col("scope") != "everywhere")
    return _touching(
        looked.filter(pl.col("lon").is_null() | pl.Series(crossing))
        .join(words, on="phenomenon")
        .join(asked, on="code")
        .with_columns(share=share_within())
        .filter(no_place | (pl.col("share") <= 1 - SURE))
    )


def _of_nothing(looked: pl.DataFrame, asked: pl.DataFrame) -> pl.DataFrame:
    """Return that of which nobody says what it was, beside every clause."""
    told = [code for code, entry in CODES.items() if entry.shown_by or entry.hinted_by]
    unknown = looked.filter(pl.col("phenomenon").is_null())
    return _touching(unknown.join(asked.filter(pl.col("code").is_in(told)), how="cross"))


def _alleged(looked: pl.DataFrame, findings: pl.DataFrame, asked: pl.DataFrame) -> pl.DataFrame:
    """Return what a party alone calls such an act, and somebody else recorded too."""
    held = findings.filter(pl.col("level") == "alleged", pl.col("outcome").is_in(["violation", "indeterminate"]))
    rows = held.select("incident_id", "clause_id", "clock").join(asked, on=["clause_id", "clock"])
    return _touching(looked.join(rows, on="incident_id"))


def _touching(rows: pl.DataFrame) -> pl.DataFrame:
    """Return the rows whose time shares a moment with the window."""
    instant = pl.col("earliest") == pl.col("latest")
    begun = (pl.col("latest") > pl.col("from")) | (instant & (pl.col("earliest") == pl.col("from")))
    not_over = pl.col("until").is_null() | (pl.col("earliest") < pl.col("until"))
    return rows.filter(begun & not_over).select("incident_id", "clause_id", "clock")
