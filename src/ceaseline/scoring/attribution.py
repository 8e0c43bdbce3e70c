"""Whether incidents are said to be those whose they were: by the chances stated, and by the sides released."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import numpy as np
import polars as pl

from ceaseline.scoring.chances import Floats, brier, calibration, log_score
from ceaseline.scoring.figures import ANY, Figure, counts, figure, share

NO_EVENT, BOTH, UNDETERMINED = "no_event", "both", "undetermined"
RELEASED = 0.8  # from this chance on a side counts as one that would be released
_TIES = 1e-12  # chances no further apart are equal


def whose(records: pl.DataFrame, parties: Sequence[str]) -> pl.DataFrame:
    """Return whose each said incident truly was: what most of its records tell of.

    Where as many tell of one side as of the other it is ``both``; where as many tell of acts of sides as of
    anything else it is of the sides; and what happened comes before what did not.

    Returns:
        ``said`` and ``true_hypothesis``.

    Examples:
        >>> rows = pl.DataFrame({"said": ["i", "i", "i"], "hypothesis": ["A", "A", None]})
        >>> whose(rows, ["A", "B"])["true_hypothesis"].to_list()
        ['A']
    """
    order = {NO_EVENT: 2} | dict.fromkeys(parties, 0)
    tallied = (
        records.with_columns(pl.col("hypothesis").fill_null(NO_EVENT))
        .group_by("said", "hypothesis")
        .agg(many=pl.len())
        .filter(pl.col("many") == pl.col("many").max().over("said"))
        .with_columns(turn=pl.col("hypothesis").replace_strict(order, default=1, return_dtype=pl.Int64))
        .filter(pl.col("turn") == pl.col("turn").min().over("said"))
    )
    several = (pl.col("turn").first() == 0) & (pl.len() > 1)
    return tallied.group_by("said").agg(
        true_hypothesis=pl.when(several).then(pl.lit(BOTH)).otherwise(pl.col("hypothesis").min())
    )


def score_attributions(attributions: pl.DataFrame, truly: pl.DataFrame, parties: Sequence[str]) -> Iterator[Figure]:
    """Yield how good the stated chances are, for all incidents and for those of each side.

    Args:
        attributions: the table; incidents without a truth are left out.
        truly: what :func:`whose` gives.
        parties: codes.
    """
    names = sorted({*attributions["hypothesis"], *truly["true_hypothesis"]})
    told = attributions.join(truly, left_on="incident_id", right_on="said").sort("incident_id")
    wide = told.pivot("hypothesis", index=["incident_id", "true_hypothesis"], values="probability")
    chances = wide.with_columns(pl.lit(0.0).alias(name) for name in names if name not in wide.columns)
    said = chances.select(pl.col(names).fill_null(0.0)).to_numpy()
    hypothesis = chances["true_hypothesis"].to_list()
    true = np.array([[float(name == each) for name in names] for each in hypothesis]).reshape(said.shape)
    for party in (ANY, *parties):
        mine = np.array([party in (ANY, each) for each in hypothesis], dtype=np.bool_)
        yield from _goodness(said[mine], true[mine], party)
    for party in parties:
        yield from _releases(said[:, names.index(party)], true[:, names.index(party)], party)


def score_findings_of_sides(
    findings: pl.DataFrame, truly: pl.DataFrame, parties: Sequence[str]
) -> Iterator[Figure]:
    """Yield what can be scored where no chances are stated: sides that findings name, and how many name none."""
    named = (
        findings.select("incident_id", "attributed_to").unique().join(truly, left_on="incident_id", right_on="said")
    )
    determined = named.filter(pl.col("attributed_to") != UNDETERMINED)
    yield share(UNDETERMINED, named.height - determined.height, named.height)
    for party in (ANY, *parties):
        of_party = determined.filter((pl.col("true_hypothesis") == party) | (party == ANY))
        right = int((of_party["attributed_to"] == of_party["true_hypothesis"]).sum())
        yield share("accuracy", right, of_party.height, party=party)
    for party in parties:
        released = determined.filter(pl.col("attributed_to") == party)
        wrong = int((released["true_hypothesis"] != party).sum())
        yield figure("released", released.height, named.height, unit="count", party=party)
        yield figure("wrong_releases", wrong, released.height, unit="count", party=party)
    yield from counts("true_hypothesis", _tally(named["true_hypothesis"]), named.height)


def _goodness(said: Floats, true: Floats, party: str) -> Iterator[Figure]:
    of = len(said)
    if not of:
        for score, unit in (("accuracy", "share"), ("brier", "share"), ("log_score", "nats")):
            yield figure(score, None, 0, unit=unit, party=party)
        return
    best = said.max(axis=1)
    tops = said >= best[:, None] - _TIES
    right = (tops * true).sum(axis=1) / tops.sum(axis=1)
    yield share("accuracy", float(right.sum()), of, party=party)
    yield figure("brier", brier(said, true), of, party=party)
    yield figure("log_score", log_score(said, true), of, unit="nats", party=party)
    yield from calibration("calibration", best, right, party=party)


def _releases(said: Floats, true: Floats, party: str) -> Iterator[Figure]:
    """Yield how many incidents would be released as this side's, and how many of these wrongly: said and true."""
    out = said >= RELEASED - _TIES
    of = int(out.sum())
    yield figure("released", of, len(said), unit="count", party=party)
    yield figure("expected_wrong_releases", float((1 - said[out]).sum()), of, unit="count", party=party)
    yield figure("wrong_releases", float((1 - true[out]).sum()), of, unit="count", party=party)


def _tally(values: pl.Series) -> dict[str, int]:
    return dict(values.value_counts().iter_rows())
