"""Whether verdicts say what was so, how often they say nothing, and how recorded numbers stand to true ones."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date, datetime, timedelta

import polars as pl

from ceaseline.scoring.figures import ALL, ANY, Figure, counts, figure, ratio, share
from ceaseline.scoring.findings import DIFFER

HAPPENED, NONE, UNBOUND = "happened", "none_happened", "not_bound"
_ESTABLISHED, _NONE_RECORDED = "violation_established", "none_recorded_where_watched"
_REST = timedelta(days=1, microseconds=-1)  # so that a window ending within a day has all of it
_SILENT = ("cannot_tell", "not_verifiable")


def answers(verdicts: pl.DataFrame, rates: pl.DataFrame, incidents: pl.DataFrame) -> pl.DataFrame:
    """Return a row for each clause and obligor, with what was true in its window; clocks are taken together.

    Days count whole, by UTC, from that of the earliest beginning to that of the latest end on any clock.

    Returns:
        ``clause_id``, ``obligor``, ``verdict``, ``recorded``, ``estimated_low``, ``estimated_high``, ``acts``
        (true; null where the truth binds nobody so), ``violations`` (true incidents) and ``truth`` (a word).
    """
    rows = []
    for (clause, obligor), own in verdicts.group_by("clause_id", "obligor", maintain_order=True):
        row = own.row(0, named=True)
        first, last = _window(own)
        whose = pl.lit(value=True) if obligor == ANY else pl.col("acts_of") == obligor
        bound = rates.filter(pl.col("clause_id") == clause, whose)
        acts = None if bound.is_empty() else int(bound.filter(_days(first, last))["count"].sum())
        broken = incidents.filter(pl.col("clause_id") == clause, pl.col("outcome") == "violation", whose).filter(
            _within("at", first, last)
        )
        rows.append(
            {
                "clause_id": clause,
                "obligor": obligor,
                "verdict": row["verdict"] if own["verdict"].n_unique() == 1 else DIFFER,
                "recorded": own["recorded"].max(),
                "estimated_low": own["estimated_low"].min(),
                "estimated_high": own["estimated_high"].max(),
                "acts": acts,
                "violations": broken.height,
                "truth": UNBOUND if acts is None else HAPPENED if acts else NONE,
            }
        )
    return pl.DataFrame(rows, schema=_SCHEMA)


_SCHEMA = {
    "clause_id": pl.String,
    "obligor": pl.String,
    "verdict": pl.String,
    "recorded": pl.Int64,
    "estimated_low": pl.Float64,
    "estimated_high": pl.Float64,
    "acts": pl.Int64,
    "violations": pl.Int64,
    "truth": pl.String,
}


def score_verdicts(told: pl.DataFrame, parties: Sequence[str]) -> Iterator[Figure]:
    """Yield the verdicts against the truth; what says more than was so is counted on its own.

    Args:
        told: what :func:`answers` gives.
        parties: codes.
    """
    cells = told.group_by("verdict", "truth").len()
    yield from counts(
        "verdicts", {f"{word}, in truth {truth}": n for word, truth, n in cells.iter_rows()}, told.height
    )
    for party in (ANY, *parties):
        # of `any`, all answers are counted: those on single sides, and those on all sides together
        mine = told if party == ANY else told.filter(pl.col("obligor") == party)
        yield from _false(mine, party, ALL)
        asked = mine.filter(pl.col("truth") != UNBOUND)
        yield share("no_answer", int(asked["verdict"].is_in(_SILENT).sum()), asked.height, party=party)
    said = told.filter(pl.col("verdict").is_in([_ESTABLISHED, _NONE_RECORDED]))
    for (clause,), rows in said.group_by(["clause_id"], maintain_order=True):
        yield from _false(rows, ANY, str(clause))


def _false(told: pl.DataFrame, party: str, by: str) -> Iterator[Figure]:
    established, absent = (told.filter(pl.col("verdict") == word) for word in (_ESTABLISHED, _NONE_RECORDED))
    for name, said, wrong in (
        ("false_violation_established", established, established["truth"] != HAPPENED),
        ("false_none_recorded_where_watched", absent, absent["truth"] == HAPPENED),
    ):
        yield figure(name, int(wrong.sum()), said.height, unit="count", party=party, by=by)


def score_days(parts: pl.DataFrame, rates: pl.DataFrame, parties: Sequence[str]) -> Iterator[Figure]:
    """Yield how often a day on which a clause was broken is said to have had nothing recorded where watched.

    Each clause counts once a day for each side, and once for all of them together; clocks are taken together, and
    of two answers the one that says so counts. Days are those of the reports, and by UTC in the truth: scores are
    worth something where they are the same.

    Args:
        parts: answers by day; rows of sectors are left out.
        rates: of the truth.
        parties: codes.
    """
    keys = ["clause_id", "day", "obligor"]
    days = parts.filter(pl.col("day").is_not_null())
    broken = rates.filter(pl.col("count") > 0).select("clause_id", "day", obligor="acts_of").unique()
    broken = pl.concat([broken, broken.with_columns(obligor=pl.lit(ANY)).unique()])
    said = days.group_by(keys).agg(absent=(pl.col("verdict") == _NONE_RECORDED).any())
    asked = said.join(broken, on=keys, how="semi")
    quiet = said.join(broken, on=keys, how="anti")
    for party in (ANY, *parties):
        mine, other = (table.filter(pl.col("obligor") == party) for table in (asked, quiet))
        yield share("days_of_violations_called_none_recorded", int(mine["absent"].sum()), mine.height, party=party)
        yield share("days_without_called_none_recorded", int(other["absent"].sum()), other.height, party=party)


def score_counts(told: pl.DataFrame, parties: Sequence[str]) -> Iterator[Figure]:
    """Yield recorded incidents for each true one, by clause, and how often an estimate holds the true number.

    Args:
        told: what :func:`answers` gives.
        parties: codes.
    """
    for party in (ANY, *parties):
        mine = told.filter(pl.col("obligor") == party)
        for clause, recorded, true in mine.select("clause_id", "recorded", "violations").iter_rows():
            if recorded is not None:
                yield ratio("recorded_for_each_true", recorded, true, party=party, by=clause)
        given = mine.filter(pl.col("estimated_low").is_not_null() & pl.col("estimated_high").is_not_null())
        holds = (given["estimated_low"] <= given["violations"]) & (given["violations"] <= given["estimated_high"])
        yield share("estimates_that_hold", int(holds.sum()), given.height, party=party)


def _window(own: pl.DataFrame) -> tuple[datetime | None, datetime | None]:
    """Return from the earliest beginning to the latest end; None where it is open."""
    first, last = own.select(pl.col("from").min(), pl.col("until").max()).row(0)
    return first, None if own["until"].null_count() else last


def _days(first: datetime | None, last: datetime | None) -> pl.Expr:
    return _within("day", first and first.date(), last and (last + _REST).date())


def _within(column: str, first: date | None, last: date | None) -> pl.Expr:
    begun = pl.lit(value=True) if first is None else pl.col(column) >= first
    ended = pl.lit(value=True) if last is None else pl.col(column) < last
    return begun & ended
