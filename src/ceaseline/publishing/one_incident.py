"""One incident for an analyst: what, where, when, which clause, whose it may be, and on what that rests."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import datetime
from typing import Any

import attrs
import polars as pl

from ceaseline.publishing.exceptions import exceptions_told
from ceaseline.publishing.incidents import findings_told, what_in_words
from ceaseline.publishing.material import Material
from ceaseline.publishing.nearby import where_told
from ceaseline.publishing.rulings import rulings_on
from ceaseline.publishing.speaking import UNDETERMINED, whose
from ceaseline.publishing.whose import whose_told
from ceaseline.publishing.words import number
from ceaseline.terms import named
from ceaseline.times import zone_of

_MOST_LISTED = 20  # records; the tables hold all of them
_ANALYSTS = (
    "restricted: an analyst's view, not for publication: it names sources, and says of sides more than is released"
)


def incident_told(material: Material, incident_id: str) -> Iterator[tuple[str, str]]:
    """Say what is known of an incident, each thing under a label of its own."""
    row = _row(material, incident_id)
    yield "for whom this is", _ANALYSTS
    yield "the incident", _what(row)
    yield "where", _where(material, row)
    yield "when", "; ".join(_when(row, zone) for zone in dict.fromkeys(("UTC", *material.zones)))
    yield from findings_told(material, pl.col("incident_id") == incident_id, "clause_id")
    yield from exceptions_told(material, incident_id)
    yield from whose_told(material, incident_id)
    if not material.decisions.filter(pl.col("applies_to") == incident_id).height:
        yield "what people determined", "nobody has ruled on it; naming a side takes two people of two affiliations"
    yield "standing", "these records are likelier of one happening than of several"
    yield from _links(material, incident_id)
    for place in material.placements.filter(pl.col("incident_id") == incident_id).iter_rows(named=True):
        yield f"by {place['author']}'s line of {place['day']:%Y-%m-%d}", _along(material, place)
    own = material.members.filter(pl.col("incident_id") == incident_id)
    rows = own.join(material.observations, on="observation_id", maintain_order="left")
    for name, source in rows.select("observation_id", "source").head(_MOST_LISTED).rows():
        yield f"record {name}", f"of {source}; ceaseline explain {name} leads to its line"
    if rows.height > _MOST_LISTED:
        yield "more records", f"{rows.height - _MOST_LISTED:,}, in tables/members"


def incident_data(material: Material, incident_id: str) -> dict[str, Any]:
    """Return the same as numbers and codes, for programs; ``whose`` is null where nothing was attributed."""
    row = _row(material, incident_id)
    found = whose(material, incident_id)
    own = pl.col("incident_id") == incident_id
    return {
        "restricted": _ANALYSTS,
        "phenomenon": row["phenomenon"],
        "records": row["observations"],
        "groups": row["groups"],
        "where": _where(material, row),
        "earliest": row["earliest"],
        "latest": row["latest"],
        "local": {zone: _when(row, zone) for zone in material.zones},
        "findings": material.findings.filter(own).to_dicts(),
        "whose": None if found is None else _whose_data(material, attrs.asdict(found)),
        "rulings": [
            {name: value for name, value in ruling.items() if name != "reviewer"}
            for ruling in rulings_on(material, incident_id)
        ],
    }


def _whose_data(material: Material, found: dict[str, Any]) -> dict[str, Any]:
    """Return chances, with ``undetermined`` among the answers; it has no chance, as it is what a policy makes."""
    without = found.pop("without")
    return {
        **found,
        "chances": {**found["chances"], UNDETERMINED: None},
        "threshold": material.threshold,
        "releases_sides": material.releases_sides,
        "without_the_strongest": None
        if without is None
        else {"term": without[0]["term"], "group": without[0]["group"], "chances": without[1]},
    }


def _row(material: Material, incident_id: str) -> dict[str, Any]:
    return material.incidents.row(by_predicate=pl.col("incident_id") == incident_id, named=True)


def _what(row: Mapping[str, Any]) -> str:
    many = "1 record" if row["observations"] == 1 else f"{row['observations']:,} records"
    groups = "1 independent group" if row["groups"] == 1 else f"{row['groups']:,} independent groups"
    low, high, unit = row["quantity_low"], row["quantity_high"], row["unit"] or "of no stated unit"
    size = ""
    if low is not None and high is not None:
        one = unit.removesuffix("s") if high == 1 else unit
        size = f", {number(low)} {one}" if low == high else f", {number(low)} to {number(high)} {unit}"
    elif low is not None:
        size = f", at least {number(low)} {unit}"
    return f"{what_in_words(row['phenomenon'])}{size}, recorded in {many} of {groups} of sources"


def _where(material: Material, row: Mapping[str, Any]) -> str:
    chart = material.chart
    told = where_told(row["lon"], row["lat"], cell_km2=chart.cell_km2, places=chart.places)
    return told if row["lon"] is None else f"{told}; it is published no finer, and does not say whose it was"


def _when(row: Mapping[str, Any], zone: str) -> str:
    start, end = (row[name].astimezone(zone_of(zone)) for name in ("earliest", "latest"))
    return f"{_span(start, end)} {zone}"


def _span(start: datetime, end: datetime) -> str:
    if start == end:
        return f"{start:%Y-%m-%d %H:%M:%S}"
    if start.date() == end.date():
        return f"{start:%Y-%m-%d %H:%M:%S} to {end:%H:%M:%S}"
    return f"{start:%Y-%m-%d %H:%M} to {end:%Y-%m-%d %H:%M}"


def _links(material: Material, incident_id: str) -> Iterator[tuple[str, str]]:
    for answered, delay in (
        material.responses.filter(pl.col("incident_id") == incident_id).select("answers", "delay_s").rows()
    ):
        yield "it seems to answer", f"{answered}, {_after(delay)}; our assessment, nobody's claim"
    answers = material.responses.filter(pl.col("answers") == incident_id)
    for answer, delay in answers.select("incident_id", "delay_s").rows():
        yield "it seems to be answered by", f"{answer}, {_after(delay)}; who began is not established by that"


def _after(delay: float | None) -> str:
    """Return how long after another an incident was; none where their order is not known."""
    if delay is None:
        return "so close in time that which was first is not known"
    return f"after {delay:,.0f} s"


def _along(material: Material, place: Mapping[str, Any]) -> str:
    """Say in whose area something fell by one author, and in which sector; no finer."""
    where = "within the errors of place and line"
    if place["held_by"] is not None:
        where = f"in area held by {named(material.terms, place['held_by'])} by this author"
    return f"{where}, sector {place['sector']}; on which side it fell does not say who fired"
