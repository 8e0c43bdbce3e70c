"""Rulings folded in: which of them stand, and what the answers are with them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import dataframely as dy
import polars as pl

from ceaseline.review.following import Followed
from ceaseline.review.subjects import WITHDRAWN, impossible, spellings
from ceaseline.tables import Decisions, Verdicts, from_rows
from ceaseline.tables.decisions import BY_EACH
from ceaseline.tables.incidents import NAMED

_ANY = "any"
_VIOLATION = "violation_established"


def decided(
    rows: Sequence[Mapping[str, Any]], where: Mapping[str, Followed] | None = None
) -> dy.DataFrame[Decisions]:
    """Return rulings with whether each still stands, and what it applies to.

    Args:
        rows: rulings in the order they were made, with all columns but ``standing`` and ``applies_to``; two on the
            same thing do not stand beside one another, the later one supersedes; but for incidents and reports, on
            which several people rule, each for themselves.
        where: where each incident is that was ruled on; None where no incidents are known yet, and each is where
            it was.
    """
    placed = [{**row, "applies_to": None if at is None else at.now} for row in rows for at in [_at(row, where)]]
    newest = {_one(row): row["decision_id"] for row in placed}
    among = [at.among if at else () for at in (_at(row, where) for row in rows)]
    standings = [_standing(placed, number, newest, among[number]) for number in range(len(placed))]
    return from_rows(
        Decisions, [{**row, "standing": standing} for row, standing in zip(placed, standings, strict=True)]
    )


def _at(row: Mapping[str, Any], where: Mapping[str, Followed] | None) -> Followed | None:
    """Return where the incident of a ruling is; None where it is on something else."""
    about = str(row["about"])
    if not about.startswith(NAMED):
        return None
    return Followed(about) if where is None else where.get(about, Followed(None))


def _one(row: Mapping[str, Any]) -> tuple[str, str | None]:
    """Return what of several rulings one alone stands."""
    about = str(row["applies_to"] or row["about"])
    return about, row["reviewer"] if about.startswith(BY_EACH) else None


def _standing(
    rows: Sequence[Mapping[str, Any]], number: int, newest: Mapping[Any, str], among: Sequence[str]
) -> str:
    row = rows[number]
    if newest[_one(row)] != row["decision_id"]:
        return "superseded"
    if row["outcome"] == WITHDRAWN:
        return "withdrawn"
    if not among:
        return "stands"
    # whoever has ruled on what became of it has said what they think now
    anew = any(row["reviewer"] == each["reviewer"] and each["applies_to"] in among for each in rows[number + 1 :])
    return "superseded" if anew and row["reviewer"] is not None else "held"


def left_out(decisions: dy.DataFrame[Decisions]) -> frozenset[str]:
    """Return the files that are to enter no count, as ``SHA-256`` or ``SHA-256:SOURCE``."""
    standing = decisions.filter(pl.col("standing") == "stands", pl.col("outcome") == "left_out")
    return frozenset(standing["about"])


def fold(verdicts: dy.DataFrame[Verdicts], decisions: dy.DataFrame[Decisions]) -> dy.DataFrame[Verdicts]:
    """Return the answers with the rulings in place of what the program proposed, which stays readable.

    Where two rulings speak of one answer, one for all clocks and one for its own, the later one counts. Where a
    violation by one party is ruled, it is one for any side too.

    Args:
        verdicts: as the program proposes them.
        decisions: every ruling, with whether it stands.
    """
    standing = decisions.filter(pl.col("standing") == "stands").sort("decided", maintain_order=True)
    by_about = list(standing.iter_rows(named=True))
    rows = [_folded(row, by_about) for row in verdicts.iter_rows(named=True)]
    established = {
        (row["clause_id"], row["clock"]): row
        for row in reversed(rows)
        if row["decision_id"] is not None and row["verdict"] == _VIOLATION
    }
    return from_rows(Verdicts, [_followed(row, established.get((row["clause_id"], row["clock"]))) for row in rows])


def _followed(row: dict[str, Any], established: Mapping[str, Any] | None) -> dict[str, Any]:
    """Return the answer for any side, which follows where a violation by one is ruled and nothing else is."""
    if row["obligor"] != _ANY or row["decision_id"] is not None or established is None:
        return row
    told = {field: established[field] for field in ("verdict", "decision_id", "supersedes")}
    return {**row, **told, "reason": f"Follows from the ruling on {established['obligor']}. {row['reason']}"}


def _folded(row: Mapping[str, Any], rulings: Sequence[Mapping[str, Any]]) -> dict[str, Any]:
    own = [ruling for ruling in rulings if ruling["about"] in spellings(row)]
    if not own:
        return dict(row)
    ruling = own[-1]
    wrong = impossible(ruling["outcome"], row)
    if wrong is not None:
        told = f"A ruling of {ruling['outcome']} ({ruling['decision_id']}) does not hold any more: {wrong}."
        return {**row, "reason": f"{row['reason']} {told}"}
    return {
        **row,
        "verdict": ruling["outcome"],
        "decision_id": ruling["decision_id"],
        "supersedes": ruling["as_of"],
        "reason": f"Determined by a person: {ruling['reason']} "
        f"The program had proposed {row['proposed'].replace('_', ' ')}: {row['reason']}",
    }
