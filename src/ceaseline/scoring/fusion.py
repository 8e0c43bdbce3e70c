"""Whether records were put together that tell of one happening, beside a linker that may see the truth."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import numpy as np
import polars as pl

from ceaseline.scoring.chances import calibration
from ceaseline.scoring.figures import ANY, Figure, counts, figure
from ceaseline.scoring.linking import ALONE, Linking, f1, harmonic, linking

_REFERENCE = "reference_"


def score_fusion(records: pl.DataFrame, reference: pl.DataFrame, parties: Sequence[str]) -> Iterator[Figure]:
    """Yield how well records were put together.

    Args:
        records: a row for each with a truth: ``observation_id``, ``said``, ``true``, ``probability``, ``acts_of``.
        reference: what :func:`~ceaseline.scoring.reference.reference` gives for the same records.
        parties: codes; their acts are scored apart by the B-cubed shares.
    """
    ours = linking(records)
    ceiling = linking(reference.join(records.select("observation_id", "true"), on="observation_id"))
    yield from _agreement("", ours)
    yield from _agreement(_REFERENCE, ceiling)
    reached, highest = _f1(ours), _f1(ceiling)
    if reached is not None and highest:
        yield figure("pairwise_f1_of_reference", reached / highest, ours.records, unit="ratio")
    for name, linked in (("", ours), (_REFERENCE, ceiling)):
        yield figure(f"{name}splits", linked.splits, linked.groups("true"), unit="count")
        yield figure(f"{name}merges", linked.merges, linked.groups("said"), unit="count")
    real = linking(records.filter(~pl.col("true").str.starts_with(ALONE)))
    yield figure("pairwise_f1_inventions_together", f1(*ours.pairs_of_what_happened), ours.records)
    yield figure("pairwise_f1_without_invented", _f1(real), sum(real.pairs[1:]))
    said, happened = ours.cells["said"].n_unique(), real.cells["true"].n_unique()
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
