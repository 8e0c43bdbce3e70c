"""Findings on incidents of which people determined whose they are."""

from __future__ import annotations

from collections.abc import Collection, Mapping

import dataframely as dy
import polars as pl

from ceaseline.assessment.elements import complete
from ceaseline.tables import Clauses, Findings

NO_ACT = ("not_hostile", "no_event")


def attributed(
    findings: dy.DataFrame[Findings],
    clauses: dy.DataFrame[Clauses],
    whose: Mapping[str, str],
    parties: Collection[str],
) -> dy.DataFrame[Findings]:
    """Return findings with the side that people determined; without such a ruling they stay as they were.

    An incident ruled to be no hostile act, or none at all, is ``not_violation``. One of a party that the clause
    does not bind, or of nobody who is a party, is ``out_of_scope``: whoever did it had not promised this. Where
    nothing but whose it was kept it from being a ``violation``, and it was of a side that is bound, it is one. The
    level is ``determined`` then, and the basis says so.

    Args:
        findings: as the program proposes them, exceptions left aside.
        clauses: the terms laid flat, which say whom a clause binds.
        whose: a party's code or another hypothesis, by the id of the incident.
        parties: codes of the terms.
    """
    if not whose:
        return findings
    bound = clauses.filter("binding").select("clause_id", ruled="obligor", bound=pl.lit(value=True)).unique()
    ruled, row = pl.col("ruled"), findings.with_row_index("row")
    known = pl.col("incident_id").is_in(list(whose))
    owed = pl.col("bound").fill_null(value=False) | (ruled == "both")
    none = ruled.is_in(NO_ACT)
    told = (
        row.filter(known)
        .with_columns(ruled=pl.col("incident_id").replace_strict(whose, return_dtype=pl.String))
        .join(bound, on=["clause_id", "ruled"], how="left")
        .with_columns(
            outcome=pl.when(owed & complete() & (pl.col("outcome") == "indeterminate"))
            .then(pl.lit("violation"))
            .when(owed)
            .then("outcome")
            .when(none)
            .then(pl.lit("not_violation"))
            .otherwise(pl.lit("out_of_scope")),
            act=pl.when(none).then(pl.lit("not_met")).otherwise("act"),
            obligor=pl.when(owed)
            .then(pl.lit("met"))
            .when(none)
            .then(pl.lit("not_asked"))
            .otherwise(pl.lit("not_met")),
            attributed_to=pl.when(ruled.is_in(list(parties))).then(ruled).otherwise("attributed_to"),
            level=pl.lit("determined"),
            basis=pl.format(
                "{}; two people or more determined: {}.",
                pl.col("basis").str.strip_suffix("."),
                ruled.str.replace_all("_", " ", literal=True),
            ),
        )
    )
    return Findings.validate(pl.concat([row.filter(~known), told.select(row.columns)]).sort("row").drop("row"))


def held_back(findings: dy.DataFrame[Findings], why: Mapping[str, str]) -> dy.DataFrame[Findings]:
    """Return findings that say of each incident in *why* that people determined it, and why no side is released.

    Nothing else changes, and whom they named is not said: their ruling stands as theirs.

    Args:
        findings: as the program proposes them.
        why: a sentence, by the id of the incident.
    """
    if not why:
        return findings
    reason = pl.col("incident_id").replace_strict(why, default=None, return_dtype=pl.String)
    told = pl.format(
        "{}; two people determined whose it was, and what a release needs is not there: {}",
        pl.col("basis").str.strip_suffix("."),
        reason,
    )
    return Findings.validate(findings.with_columns(basis=pl.when(reason.is_null()).then("basis").otherwise(told)))
