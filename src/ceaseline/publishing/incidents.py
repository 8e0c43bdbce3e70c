"""Incidents in counts: how many of which kind, and how well they are known; never where, and never whose."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

import attrs
import polars as pl

from ceaseline.publishing.alleged import recorded_incidents
from ceaseline.publishing.coverage import coverages
from ceaseline.publishing.material import Material
from ceaseline.tables.findings import ELEMENTS
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
        watched: how well such acts were watched for, for each clause that asks.
    """

    phenomenon: str
    level: str
    count: int
    records: int
    days: int
    watched: tuple[str, ...]


def incident_counts(material: Material) -> list[IncidentCount]:
    """Return a row for each phenomenon and level, in the order of the alphabet; what is only alleged is in none."""
    levels = material.findings.select("incident_id", "level").unique("incident_id")
    asked = _asked(material)
    grouped = (
        recorded_incidents(material)
        .join(levels, on="incident_id", how="left")
        .with_columns(pl.col("level").fill_null(_NO_CLAUSE))
        .group_by("phenomenon", "level")
        .agg(count=pl.len(), records=pl.col("observations").sum(), days=pl.col("earliest").dt.date().n_unique())
        .sort("phenomenon", "level", nulls_last=True)
    )
    return [
        IncidentCount(
            phenomenon=what_in_words(row["phenomenon"]),
            level=row["level"],
            count=row["count"],
            records=row["records"],
            days=row["days"],
            watched=asked.get(row["phenomenon"], ()),
        )
        for row in grouped.iter_rows(named=True)
    ]


def _asked(material: Material) -> dict[str | None, tuple[str, ...]]:
    """Return for each phenomenon how well the clauses it is held against were watched, in their order."""
    covered = coverages(material)
    held = (
        material.findings.filter(pl.col("outcome") != "out_of_scope")
        .join(material.incidents.select("incident_id", "phenomenon"), on="incident_id")
        .select("phenomenon", "clause_id")
        .unique()
        .rows()
    )
    told: dict[str | None, tuple[str, ...]] = {}
    for clause in material.terms.clauses:
        shares = dict.fromkeys(
            coverage.told for (name, side, _), coverage in covered.items() if (name, side) == (clause.id, "any")
        )
        for phenomenon, name in held:
            if name == clause.id and shares:
                told[phenomenon] = (*told.get(phenomenon, ()), f"{clause.id}: {' or '.join(shares)}")
    return told


def what_in_words(phenomenon: str | None) -> str:
    """Return a word of a source as people read it.

    Examples:
        >>> what_in_words("strike_damage"), what_in_words(None)
        ('strike damage', 'not stated')
    """
    return (phenomenon or "not stated").replace("_", " ")


def findings_told(material: Material, which: pl.Expr, name: str) -> Iterator[tuple[str, str]]:
    """Say what was found, each under its incident or its clause (*name* is that column), once for equal clocks."""
    found = material.findings.filter(which)
    same = [column for column in found.columns if column != "clock"]
    once = found.group_by(same, maintain_order=True).agg("clock")
    for row in once.head(_MOST_LISTED).iter_rows(named=True):
        yield f"finding on {row[name]}", _finding(material, row)
        if row["act"] is not None:
            yield f"elements on {row[name]}", elements_told(row)
    if once.height > _MOST_LISTED:
        yield "more findings", f"{once.height - _MOST_LISTED:,}, in tables/findings"


def elements_told(row: Mapping[str, Any]) -> str:
    """Return which elements of a clause a finding meets, in one line.

    Examples:
        >>> row = {"act": "met", "object": "not_asked", "place": "may_be", "time": "met", "obligor": "may_be"}
        >>> elements_told(row | {"place_low": 0.93, "place_high": 0.97, "time_share": 1.0})
        'act: met; object: not asked; place: 93 to 97 %; time: met; obligor: not established'
    """
    said = {name: row[name].replace("_", " ") for name in ELEMENTS}
    if row["place"] == "may_be":
        said["place"] = _chance(row["place_low"], row["place_high"])
    if row["time"] == "may_be":
        said["time"] = _chance(row["time_share"], row["time_share"])
    if row["obligor"] == "may_be":
        said["obligor"] = "not established"
    return "; ".join(f"{name}: {word}" for name, word in said.items())


def _chance(low: float, high: float) -> str:
    """Return a chance in words: never all or nothing where it is in doubt."""
    least, most = (
        "over 99" if 0.995 < each < 1 else "under 1" if 0 < each < 0.005 else f"{each * 100:.0f}"
        for each in (low, high)
    )
    return f"{least} %" if least == most else f"{least} to {most} %"


def _finding(material: Material, row: Mapping[str, Any]) -> str:
    clocks = ""
    if len(row["clock"]) < len(material.terms.parties):
        clocks = f" by the clock of {' and '.join(named(material.terms, clock) for clock in row['clock'])}"
    return f"{row['outcome']}, {row['level']}{clocks}. {row['basis'][:1].upper()}{row['basis'][1:]}"
