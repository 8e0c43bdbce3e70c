"""Incidents in counts: how many of which kind, and how well they are known; never where, and never whose."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

import attrs
import polars as pl

from ceaseline.publishing.exceptions import exceptions_told
from ceaseline.publishing.material import Material
from ceaseline.terms import named

_MOST_LISTED = 20  # rows of one kind; the tables hold all of them
_NO_CLAUSE = "held against no clause"


@attrs.frozen
class IncidentCount:
    """Incidents of one phenomenon and one level.

    Attributes:
        phenomenon: what was recorded, in the sources' word.
        level: how well it is known; of those that no clause is about nobody asked.
        count: how many incidents.
        records: how many records tell of them.
        days: on how many days the first of them may have been.
    """

    phenomenon: str
    level: str
    count: int
    records: int
    days: int


def incident_counts(material: Material) -> list[IncidentCount]:
    """Return a row for each phenomenon and level, in the order of the alphabet."""
    levels = material.findings.select("incident_id", "level").unique("incident_id")
    grouped = (
        material.incidents.join(levels, on="incident_id", how="left")
        .with_columns(pl.col("level").fill_null(_NO_CLAUSE))
        .group_by("phenomenon", "level")
        .agg(count=pl.len(), records=pl.col("observations").sum(), days=pl.col("earliest").dt.date().n_unique())
        .sort("phenomenon", "level", nulls_last=True)
    )
    return [
        IncidentCount(what_in_words(row["phenomenon"]), row["level"], row["count"], row["records"], row["days"])
        for row in grouped.iter_rows(named=True)
    ]


def what_in_words(phenomenon: str | None) -> str:
    """Return a word of a source as people read it.

    Examples:
        >>> what_in_words("strike_damage"), what_in_words(None)
        ('strike damage', 'not stated')
    """
    return (phenomenon or "not stated").replace("_", " ")


def incident_told(material: Material, incident_id: str) -> Iterator[tuple[str, str]]:
    """Say what is known of an incident: what, when, who recorded it, and what it was held against."""
    row = material.incidents.row(by_predicate=pl.col("incident_id") == incident_id, named=True)
    when = f"{row['earliest']:%Y-%m-%d %H:%M} to {row['latest']:%Y-%m-%d %H:%M} UTC"
    told = f"records: {row['observations']}, of independent groups of sources: {row['groups']}"
    yield "the incident", f"{what_in_words(row['phenomenon'])}, {when}; {told}"
    yield "standing", "these records are likelier of one happening than of several"
    yield "whose it was", "not established: no place where something fell, and no side that is blamed, says so"
    own = material.members.filter(pl.col("incident_id") == incident_id)
    rows = own.join(material.observations, on="observation_id", maintain_order="left")
    for name, source in rows.select("observation_id", "source").head(_MOST_LISTED).rows():
        yield f"record {name}", f"of {source}; ceaseline explain {name} leads to its line"
    for answered, delay in (
        material.responses.filter(pl.col("incident_id") == incident_id).select("answers", "delay_s").rows()
    ):
        yield "it seems to answer", f"{answered}, after {delay:,.0f} s; our assessment, nobody's claim"
    for place in material.placements.filter(pl.col("incident_id") == incident_id).iter_rows(named=True):
        yield f"by {place['author']}'s line of {place['day']:%Y-%m-%d}", _along(material, place)
    yield from exceptions_told(material, incident_id)
    yield from findings_told(material, pl.col("incident_id") == incident_id, "clause_id")


def _along(material: Material, place: Mapping[str, Any]) -> str:
    """Say in whose area something fell by one author, and in which sector; no finer."""
    where = "within the errors of place and line"
    if place["held_by"] is not None:
        where = f"in area held by {named(material.terms, place['held_by'])} by this author"
    return f"{where}, sector {place['sector']}; on which side it fell does not say who fired"


def findings_told(material: Material, which: pl.Expr, name: str) -> Iterator[tuple[str, str]]:
    """Say what was found, each under its incident or its clause (*name* is that column), once for equal clocks."""
    found = material.findings.filter(which)
    same = [column for column in found.columns if column != "clock"]
    once = found.group_by(same, maintain_order=True).agg("clock")
    for row in once.head(_MOST_LISTED).iter_rows(named=True):
        yield f"finding on {row[name]}", _finding(material, row)
    if once.height > _MOST_LISTED:
        yield "more findings", f"{once.height - _MOST_LISTED:,}, in tables/findings"


def _finding(material: Material, row: Mapping[str, Any]) -> str:
    clocks = ""
    if len(row["clock"]) < len(material.terms.parties):
        clocks = f" by the clock of {' and '.join(named(material.terms, clock) for clock in row['clock'])}"
    return f"{row['outcome']}, {row['level']}{clocks}. {row['basis'][:1].upper()}{row['basis'][1:]}"
