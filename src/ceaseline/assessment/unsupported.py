"""What only a party tells of, where it was watched: not supported, which is not to say that it is not so."""

from __future__ import annotations

import dataframely as dy
import polars as pl

from ceaseline.tables import Findings, Incidents, VerdictParts

_KEYS = ["incident_id", "clause_id", "clock"]
NOT_SUPPORTED = "not supported where watched: nothing of the kind is recorded there on that day by anybody else"


def supported(
    findings: dy.DataFrame[Findings], incidents: dy.DataFrame[Incidents], parts: dy.DataFrame[VerdictParts]
) -> dy.DataFrame[Findings]:
    """Return the findings, with a remark on those that only parties tell of and that watching does not support.

    That is said where on each day on which it can have happened none is recorded where watched, for all sides
    together. It changes no outcome: what was watched with a chance of nine in ten misses one in ten.

    Args:
        findings: of all levels.
        incidents: when each was.
        parts: the answers for each day.

    Examples:
        >>> from ceaseline.tables import from_rows
        >>> nothing = [from_rows(schema, []) for schema in (Findings, Incidents, VerdictParts)]
        >>> supported(*nothing).height
        0
    """
    quiet = pl.col("verdict") == "none_recorded_where_watched"
    days = parts.filter(pl.col("obligor") == "any", pl.col("day").is_not_null()).select(
        "clause_id", "clock", "from", "until", quiet=quiet
    )
    alleged = findings.filter(pl.col("level") == "alleged").join(
        incidents.select("incident_id", "earliest", "latest"), on="incident_id"
    )
    shared = (pl.col("earliest") < pl.col("until")) & (pl.col("latest") >= pl.col("from"))
    lacking = (
        alleged.select(*_KEYS, "earliest", "latest")
        .join(days, on=["clause_id", "clock"])
        .filter(shared)
        .group_by(_KEYS)
        .agg(lacks=pl.col("quiet").all())
    )
    rows = findings.join(lacking, on=_KEYS, how="left", maintain_order="left")
    remark = pl.format("{}; {}.", pl.col("basis").str.strip_suffix("."), pl.lit(NOT_SUPPORTED))
    lacks = pl.col("lacks").fill_null(value=False)
    return Findings.validate(rows.with_columns(basis=pl.when(lacks).then(remark).otherwise("basis")).drop("lacks"))
