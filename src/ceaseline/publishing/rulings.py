"""Rulings of people, in words."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

import polars as pl

from ceaseline.publishing.material import Material
from ceaseline.tables.decisions import merged_by, split_by
from ceaseline.terms import listed

_HELD = (
    "records of that incident were put together with others, are in several incidents now, or some are gone, and "
    "what was ruled may be true of none; it decides nothing until somebody rules on what is there"
)


def ruled_in_words(about: str, outcome: str) -> str:
    """Return what a ruling says.

    Examples:
        >>> ruled_in_words("no-fire:A", "cannot_tell")
        'no-fire:A: cannot tell'
        >>> ruled_in_words("merge:incident-01+incident-02", "merged")
        'incident-01 and incident-02 are one: merged'
    """
    told = about
    if merged := merged_by(about):
        told = f"{listed(merged)} are one"
    elif split := split_by(about):
        many = "1 record tells" if len(split[1]) == 1 else f"{len(split[1]):,} records tell"
        told = f"{split[0]}: {many} of another happening than the rest"
    return f"{told}: {outcome.replace('_', ' ')}"


def ruling_told(row: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    """Say what was ruled, by whom, from what, and where it stands."""
    who = row["reviewer"] or "somebody whose name was erased"
    of = "" if row["affiliation"] is None else f" of {row['affiliation']}"
    known = (
        "with no evidence yet" if row["as_of"] is None else f"from evidence until {row['as_of']:%Y-%m-%d %H:%M} UTC"
    )
    said, on = ruled_in_words(row["about"], row["outcome"]), f"{row['decided']:%Y-%m-%d %H:%M} UTC"
    yield (
        f"decision {row['decision_id']}, {row['standing']}",
        f"{said}, by {who}{of} on {on}, {known}. {row['reason']}",
    )
    if row["standing"] == "held":
        yield "why it is held", _HELD
    elif row["applies_to"] not in {None, row["about"]}:
        yield "applies to", f"{row['applies_to']}, which has the records of {row['about']} now"
    if row["supersedes"] is not None:
        yield "in place of", row["supersedes"]


def rulings_on(material: Material, incident_id: str) -> Iterator[Mapping[str, Any]]:
    """Yield the rulings on an incident, on what it was, and on which records it has."""
    names = {incident_id, *material.lineage.filter(pl.col("now") == incident_id)["was"]}
    for row in material.decisions.iter_rows(named=True):
        split = split_by(row["about"])
        about = {row["about"], row["applies_to"], *merged_by(row["about"]), split[0] if split else None}
        if names & about:
            yield row
