"""Whether what is held against a clause broke it, and how much of what broke it was ever held against it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import polars as pl

from ceaseline.scoring.figures import ANY, Figure, counts, figure, share

DIFFER = "clocks_differ"  # an incident or a verdict that is one thing on one clock, and another on another
NOTHING, OTHER = "nothing_happened", "another_matter"  # besides the outcomes
_TURN = {"violation": 0, "excepted": 1, "not_violation": 2, "out_of_scope": 3, OTHER: 4, NOTHING: 5}


def score_findings(
    findings: pl.DataFrame, records: pl.DataFrame, incidents: pl.DataFrame, parties: Sequence[str]
) -> Iterator[Figure]:
    """Yield how far findings are right, and how many true violations have one.

    Args:
        findings: the table; an incident counts once for a clause, whatever the number of clocks.
        records: a row for each record with a truth: ``said``, ``true``, ``clause_id``, ``outcome`` (of the truth).
        incidents: the true ones.
        parties: codes; what was told, held and called a violation is told for the acts of each.
    """
    held = _held(findings)
    judged = held.join(records, left_on="incident_id", right_on="said", suffix="_true")
    yield from _confusion(_truths(judged))
    yield from _reached(judged, records, incidents, parties)


def _held(findings: pl.DataFrame) -> pl.DataFrame:
    """Return one outcome for each incident and clause."""
    return findings.group_by("incident_id", "clause_id").agg(
        said_outcome=pl.when(pl.col("outcome").n_unique() == 1)
        .then(pl.col("outcome").first())
        .otherwise(pl.lit(DIFFER))
    )


def _truths(judged: pl.DataFrame) -> pl.DataFrame:
    """Return what most records of a finding's incident tell of: an outcome under its clause, or something else.

    Of equals the one that weighs most against a side counts.
    """
    same = pl.col("clause_id") == pl.col("clause_id_true")
    truth = (
        pl.when(pl.col("outcome").is_null())
        .then(pl.lit(NOTHING))
        .when(same)
        .then("outcome")
        .otherwise(pl.lit(OTHER))
    )
    return (
        judged.with_columns(truth=truth.fill_null(OTHER))
        .group_by("incident_id", "clause_id", "said_outcome", "truth")
        .agg(many=pl.len())
        .with_columns(turn=pl.col("truth").replace_strict(_TURN, default=4, return_dtype=pl.Int64))
        .sort("many", "turn", descending=[True, False])
        .unique(["incident_id", "clause_id"], keep="first", maintain_order=True)
    )


def _confusion(truths: pl.DataFrame) -> Iterator[Figure]:
    cells = truths.group_by("clause_id", "said_outcome", "truth").len()
    table = {f"{clause}: {said}, in truth {truth}": many for clause, said, truth, many in cells.iter_rows()}
    yield from counts("outcomes", table, truths.height)
    said = truths.filter(pl.col("said_outcome") == "violation")
    wrong = int((said["truth"] != "violation").sum())
    yield share("violation_precision", said.height - wrong, said.height)
    yield figure("false_violations", wrong, said.height, unit="count")
    for (clause,), rows in said.sort("clause_id").group_by(["clause_id"], maintain_order=True):
        yield share("violation_precision", int((rows["truth"] == "violation").sum()), rows.height, by=str(clause))


def _reached(
    judged: pl.DataFrame, records: pl.DataFrame, incidents: pl.DataFrame, parties: Sequence[str]
) -> Iterator[Figure]:
    """Yield of how many true violations anybody told, how many are held against their clause, and called so."""
    right = judged.filter(pl.col("clause_id") == pl.col("clause_id_true"), pl.col("outcome") == "violation")
    named = right.filter(pl.col("said_outcome") == "violation")
    marked = incidents.filter(pl.col("outcome") == "violation").select(
        "acts_of",
        "clause_id",
        told=pl.col("incident_id").is_in(records["true"].unique().implode()),
        held=pl.col("incident_id").is_in(right["true"].unique().implode()),
        called=pl.col("incident_id").is_in(named["true"].unique().implode()),
    )
    for party in (ANY, *parties):
        mine = marked if party == ANY else marked.filter(pl.col("acts_of") == party)
        for name, column in _STEPS:
            yield share(name, int(mine[column].sum()), mine.height, party=party)
        for (clause,), rows in mine.sort("clause_id").group_by(["clause_id"], maintain_order=True):
            for name, column in _STEPS:
                yield share(name, int(rows[column].sum()), rows.height, party=party, by=str(clause))


_STEPS = (("violations_told_of", "told"), ("violations_held", "held"), ("violations_called_so", "called"))
