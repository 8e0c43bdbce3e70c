"""Whether records of one happening were put together, beside a plain rule and a linker that may see the truth."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import numpy as np
import polars as pl

from ceaseline.scoring.chances import calibration
from ceaseline.scoring.figures import ANY, Figure, counts, figure
from ceaseline.scoring.linking import Linking, f1, harmonic, linking

_PLAIN, _REFERENCE = "plain_", "reference_"


def score_fusion(
    records: pl.DataFrame, plain: pl.DataFrame, reference: pl.DataFrame, parties: Sequence[str]
) -> Iterator[Figure]:
    """Yield how well records were put together, and how well two others do it.

    Args:
        records: a row for each with a truth: ``observation_id``, ``said``, ``true``, ``probability``, ``acts_of``.
        plain: what :func:`~ceaseline.scoring.plain.plain` gives for the same records.
        reference: what :func:`~ceaseline.scoring.reference.reference` gives for them.
        parties: codes; their acts are scored apart by the B-cubed shares.
    """
    ours = linking(records)
    true = records.select("observation_id", "true")
    ceiling = linking(reference.join(true, on="observation_id"))
    for name, linked in (
        ("", ours),
        (_PLAIN, linking(plain.join(true, on="observation_id"))),
        (_REFERENCE, ceiling),
    ):
        yield from _agreement(name, linked)
        yield figure(f"{name}splits", linked.splits, linked.groups("true"), unit="count")
        yield figure(f"{name}merges", linked.merges, linked.groups("said"), unit="count")
    reached, highest = _f1(ours), _f1(ceiling)
    if reached is not None and highest:
        yield figure("pairwise_f1_of_reference", reached / highest, ours.records, unit="ratio")
    said, happened = ours.cells["said"].n_unique(), ours.what_happened.cells["true"].n_unique()
    yield from counts("groups", {"said": said, "told_of_what_happened": happened}, ours.records)
    for party in parties:
        of_party = records.filter(pl.col("acts_of") == party)["true"].unique()
        yield from _b_cubed("", ours.of(of_party), party)
    yield from _memberships(records)


def _agreement(name: str, linked: Linking) -> Iterator[Figure]:
    both, said, true = linked.pairs
    yield figure(f"{name}pairwise_precision", both / said if said else None, said)
    yield figure(f"{name}pairwise_recall", both / true if true else None, true)
    yield figure(f"{name}pairwise_f1", _f1(linked), said + true)
    yield from _b_cubed(name, linked, ANY)
    real = linked.what_happened
    yield figure(f"{name}pairwise_f1_without_invented", _f1(real), sum(real.pairs[1:]))


def _b_cubed(name: str, linked: Linking, party: str) -> Iterator[Figure]:
    precision, recall = linked.b_cubed
    for score, value in (("precision", precision), ("recall", recall), ("f1", harmonic(precision, recall))):
        yield figure(f"{name}bcubed_{score}", value, linked.records, party=party)


def _f1(linked: Linking) -> float | None:
    return f1(*linked.pairs)


def _memberships(records: pl.DataFrame) -> Iterator[Figure]:
    """Yield whether members belong where most of their incident's records do as surely as is stated."""
    known = records.with_columns(
        together=pl.len().over("said"), same=pl.col("probability").sum().over("said", "true")
    ).filter(pl.col("together") > 1)
    most = known.with_columns(most=pl.col("same").max().over("said"))
    tied = most.filter(pl.col("same") == pl.col("most")).group_by("said").agg(tied=pl.col("true").n_unique())
    rows = most.join(tied, on="said")
    right = pl.when(pl.col("same") == pl.col("most")).then(1.0 / pl.col("tied")).otherwise(0.0)
    said, true = rows["probability"].to_numpy(), rows.select(right=right)["right"].to_numpy()
    of = len(said)
    squares = said**2 * (1 - true) + (1 - said) ** 2 * true  # true is the share of the tied that it belongs with
    yield figure("member_brier", float(np.mean(squares)) if of else None, of)
    yield from calibration("member_calibration", said, true)
