"""Acts that a clause allows after all: whether a register shows it, and what follows for findings."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import dataframely as dy
import polars as pl

from ceaseline.assessment.announcements import ANNOUNCED, announced
from ceaseline.assessment.return_fire import RETURN_FIRE, returned
from ceaseline.assessment.rules import Grounds
from ceaseline.tables import ExceptionChecks, Findings, Incidents, Responses, from_rows
from ceaseline.tables.exception_checks import SHOWN
from ceaseline.terms import CODES, Terms, named

_KEY = ["incident_id", "clause_id", "act"]
_OPEN = ("violation", "indeterminate")  # outcomes that an exception can change


def check_exceptions(
    findings: dy.DataFrame[Findings],
    incidents: dy.DataFrame[Incidents],
    responses: dy.DataFrame[Responses],
    grounds: Grounds,
    terms: Terms,
) -> dy.DataFrame[ExceptionChecks]:
    """Return for each incident that may have broken a clause, and each exception of it, what registers show.

    Exercises, demining, movements, flights and repairs are held against notifications, return fire against calls
    and orders; of any other act no register here says anything. Where a party itself recorded as an exercise or a
    controlled explosion what others recorded as such an act, that is a row too, whether or not the clause has such
    an exception.

    Args:
        findings: as :func:`~ceaseline.assessment.find` gives them.
        incidents: what happened.
        responses: which incident answers which.
        grounds: what was announced, tried and ordered.
        terms: the clauses with their exceptions, and the names of the parties.

    Returns:
        Rows in the order of the findings; of two checks of one act the one that shows more.
    """
    held = _held(findings, incidents)
    asked = held.join(_exceptions(terms), on="clause_id", maintain_order="left")
    act = pl.col("act")
    rows = [
        *announced(asked.filter(act.is_in(ANNOUNCED)), grounds, terms),
        *returned(asked.filter(act == RETURN_FIRE), incidents, responses, grounds, terms),
        *_unregistered(asked.filter(~act.is_in([*ANNOUNCED, RETURN_FIRE]))),
        *_called_so(held, grounds, terms),
    ]
    order = held.select("incident_id", "clause_id").with_row_index("turn")
    return ExceptionChecks.validate(
        from_rows(ExceptionChecks, _best(rows)).join(order, on=["incident_id", "clause_id"]).sort("turn", "act")
    )


def weigh(findings: dy.DataFrame[Findings], checks: dy.DataFrame[ExceptionChecks]) -> dy.DataFrame[Findings]:
    """Return the findings with what the checks make of them, and their words at the end of the basis.

    ``excepted`` where an exception is shown. ``indeterminate`` where one may hold that is not. Where none does, a
    finding is as without exceptions.
    """
    told = (
        checks.sort("clause_id", "act")
        .group_by("incident_id", "clause_id")
        .agg(
            is_shown=(pl.col("shown") == "shown").any(),
            may_hold=pl.col("open").any(),
            shown_words=_words(pl.col("shown") == "shown"),
            open_words=_words("open"),
            words=_words(pl.lit(value=True)),
        )
    )
    words = pl.when("is_shown").then("shown_words").when("may_hold").then("open_words").otherwise("words")
    weighed = (
        findings.filter(pl.col("outcome").is_in(_OPEN))
        .join(told, on=["incident_id", "clause_id"])
        .select(
            *Findings.primary_key(),
            weighed=pl.when("is_shown")
            .then(pl.lit("excepted"))
            .when("may_hold")
            .then(pl.lit("indeterminate"))
            .otherwise("outcome"),
            told=pl.format("{}; {}.", pl.col("basis").str.strip_suffix("."), words),
        )
    )
    rows = findings.join(weighed, on=Findings.primary_key(), how="left", maintain_order="left")
    return Findings.validate(
        rows.with_columns(outcome=pl.coalesce("weighed", "outcome"), basis=pl.coalesce("told", "basis"))
    )


def procedures(
    responses: dy.DataFrame[Responses], checks: dy.DataFrame[ExceptionChecks]
) -> dy.DataFrame[Responses]:
    """Return the answers with whether the steps that the terms ask for came before.

    True where registers show it; false where an order to return fire stands that no failed attempt came before;
    else null, as what stands in no register may have been done all the same.
    """
    steps = checks.filter(pl.col("act") == RETURN_FIRE, pl.col("shown").is_in(["shown", "not_shown"]))
    followed = pl.when((pl.col("shown") == "shown").any()).then(True).when(pl.col("entry").is_not_null().any())
    known = steps.group_by("incident_id").agg(procedure_followed=followed.then(False))
    return Responses.validate(
        responses.drop("procedure_followed").join(known, on="incident_id", how="left", maintain_order="left")
    )


def _held(findings: pl.DataFrame, incidents: pl.DataFrame) -> pl.DataFrame:
    """Return each incident and clause once whose finding an exception can change, with the time of the incident."""
    pairs = findings.filter(pl.col("outcome").is_in(_OPEN)).select("incident_id", "clause_id")
    times = incidents.select("incident_id", "earliest", "latest")
    return pairs.unique(maintain_order=True).join(times, on="incident_id", maintain_order="left")


def _exceptions(terms: Terms) -> pl.DataFrame:
    rows = [
        (clause.id, each.act, each.hours_before, each.condition, len(each.after))
        for clause in terms.clauses
        for each in clause.exceptions
    ]
    schema = {"clause_id": pl.String, "act": pl.String, "hours_before": pl.Float64, "condition": pl.String}
    return pl.DataFrame(rows, schema={**schema, "steps": pl.Int64}, orient="row")


def _unregistered(asked: pl.DataFrame) -> Iterator[dict[str, Any]]:
    for row in asked.select(_KEY).iter_rows(named=True):
        basis = f"{row['act'].replace('_', ' ')} is allowed, and no register of this case can show it"
        yield row | {"shown": "no_register", "open": True, "entry": None, "party": None, "basis": basis}


def _called_so(held: pl.DataFrame, grounds: Grounds, terms: Terms) -> Iterator[dict[str, Any]]:
    """Yield what a party itself recorded as something that is no such act, where others recorded the act."""
    ruled_out = {clause.id: CODES[clause.code].not_by for clause in terms.clauses if clause.code in CODES}
    for row in held.join(grounds.called, on="incident_id").iter_rows(named=True):
        if row["phenomenon"] in ruled_out.get(row["clause_id"], ()):
            what = row["phenomenon"].replace("_", " ")
            yield {
                "incident_id": row["incident_id"],
                "clause_id": row["clause_id"],
                "act": row["phenomenon"],
                "shown": "not_shown",
                "open": True,
                "entry": row["observation_id"],
                "party": row["party"],
                "basis": f"{named(terms, row['party'])} itself calls it {what}, which alone shows nothing",
            }


def _best(rows: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Return of several checks of one act the one that shows most: shown, then what may hold, then the rest."""
    best: dict[tuple[str, ...], dict[str, Any]] = {}
    for row in sorted(
        rows, key=lambda row: (not row["open"] and row["shown"] != "shown", SHOWN.index(row["shown"]))
    ):
        best.setdefault(tuple(row[name] for name in _KEY), row)
    return list(best.values())


def _words(which: pl.Expr | str) -> pl.Expr:
    return pl.col("basis").filter(which).str.join("; ")
