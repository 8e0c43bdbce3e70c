"""What only parties tell of: listed apart, in no number of ours."""

from __future__ import annotations

from collections.abc import Iterator

import attrs
import polars as pl

from ceaseline.publishing.material import Material

_UNSUPPORTED = "not supported where watched"


@attrs.frozen
class AllegedCount:
    """Incidents of one phenomenon that only parties tell of.

    Attributes:
        phenomenon: in the sources' word.
        count: how many incidents.
        days: on how many days they are said to have begun.
        unsupported: how many of them lie wholly in days of which none is recorded where watched.
    """

    phenomenon: str | None
    count: int
    days: int
    unsupported: int


def alleged_only(material: Material) -> pl.Series:
    """Return the ids of incidents of which no source but a party's says what they were."""
    level = material.findings.filter(pl.col("level") == "alleged")["incident_id"]
    told = (
        material.members.join(material.observations.select("observation_id", "source"), on="observation_id")
        .join(material.sources.select("source", "role"), on="source")
        .group_by("incident_id", maintain_order=True)
        .agg(alone=(pl.col("role") == "party").all())
    )
    return pl.concat([level, told.filter("alone")["incident_id"]]).unique()


def recorded_incidents(material: Material) -> pl.DataFrame:
    """Return the incidents that may enter a number of ours."""
    return material.incidents.filter(~pl.col("incident_id").is_in(alleged_only(material).implode()))


def alleged_counts(material: Material) -> list[AllegedCount]:
    """Return a row for each phenomenon of which only parties tell, in the order of the alphabet."""
    lacking = material.findings.filter(pl.col("basis").str.contains(_UNSUPPORTED, literal=True))["incident_id"]
    own = material.incidents.filter(pl.col("incident_id").is_in(alleged_only(material).implode()))
    rows = (
        own.with_columns(lacks=pl.col("incident_id").is_in(lacking.implode()))
        .group_by("phenomenon")
        .agg(count=pl.len(), days=pl.col("earliest").dt.date().n_unique(), unsupported=pl.col("lacks").sum())
        .sort("phenomenon", nulls_last=True)
    )
    return [AllegedCount(*row) for row in rows.select("phenomenon", "count", "days", "unsupported").rows()]


def told_of_alleged(row: AllegedCount) -> Iterator[str]:
    """Yield what may be said of them beside their number: never that they are not so."""
    if row.unsupported == row.count:
        yield f"{_UNSUPPORTED}: nothing of the kind is recorded there on those days by anybody else"
    elif row.unsupported:
        yield f"{row.unsupported:,} of them {_UNSUPPORTED}; of the rest nothing follows"
    else:
        yield "nothing follows: neither supported nor gainsaid by what was watched"
