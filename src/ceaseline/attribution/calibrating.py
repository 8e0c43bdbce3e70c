"""Whether stated chances come true: one number that cools or warms them, and sets that hold the truth so often."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import dataframely as dy
import numpy as np
import polars as pl

from ceaseline.attribution.beliefs import Floats, Ints
from ceaseline.tables import Attributions

_ENOUGH = 100  # decided incidents below which chances stay as they are
_HELD = 0.03  # scale of the belief (Cauchy) that the log of the temperature is 0: chance decisions hardly move it
_LOGS = np.round(np.arange(-0.36, 0.70, 0.01), 2)  # temperatures from 0.7 to 2 that are tried
_OF_ONE = 30  # decided incidents of a hypothesis from which on its bound is its own


def temperature(total: Floats, found: Mapping[int, int]) -> float:
    """Return what log-likelihoods are to be divided by so that decided incidents are likeliest; 1 if unclear.

    Args:
        total: log-likelihoods, shape (H, N).
        found: hypothesis that people found, by incident.

    References:
        Guo et al. 2017, On calibration of modern neural networks, section 4.2; here with a belief in 1.
    """
    if len(found) < _ENOUGH:
        return 1.0
    at, true = np.array(list(found)), np.array(list(found.values()))
    some = total[:, at]

    believed = [np.log1p((log / _HELD) ** 2) for log in _LOGS]
    lost = [_loss(some / np.exp(log), true) for log in _LOGS]
    return float(np.exp(_LOGS[np.argmin(np.add(believed, lost))]))


def _loss(total: Floats, true: Ints) -> float:
    """Return how unlikely what was found is, in nats."""
    top = total.max(axis=0)
    whole = top + np.log(np.exp(total - top).sum(axis=0))
    return float((whole - total[true, np.arange(len(true))]).sum())


def sets_holding(
    attributions: dy.DataFrame[Attributions], reviewed: pl.DataFrame, *, coverage: float = 0.9
) -> pl.DataFrame:
    """Return the hypotheses of each incident that cannot be put aside: the true one is among them so often.

    The bound is each hypothesis's own where people decided at least 30 incidents to be it: then incidents of that
    side, for whatever side, hold it in their set with the chance *coverage*. Where there are fewer, the stated
    chances are taken at their word. A set with more than one side in it says ``undetermined`` in another way.

    Args:
        attributions: the chances.
        reviewed: ``incident_id`` and ``hypothesis``, a random choice of the incidents.
        coverage: how often.

    Returns:
        ``incident_id`` and ``hypothesis``, in that order.

    References:
        Vovk 2012, Conditional validity of inductive conformal predictors, for bounds by label.
    """
    told = attributions.join(reviewed.select("incident_id", "hypothesis"), on=["incident_id", "hypothesis"])
    bounds = []
    for (name,), rows in attributions.group_by("hypothesis"):
        seen = told.filter(pl.col("hypothesis") == name)["probability"].sort().to_numpy()
        if len(seen) >= _OF_ONE:
            bound = float(seen[max(0, int(np.floor((1 - coverage) * (len(seen) + 1))) - 1)])
        else:
            said = rows["probability"].sort().to_numpy()
            beyond = np.cumsum(said) - said
            bound = float(said[max(0, np.searchsorted(beyond, (1 - coverage) * said.sum(), side="right") - 1)])
        bounds.append({"hypothesis": name, "bound": bound})
    least = pl.DataFrame(bounds, schema={"hypothesis": pl.String, "bound": pl.Float64})
    return (
        attributions.join(least, on="hypothesis")
        .filter(pl.col("probability") >= pl.col("bound"))
        .select("incident_id", "hypothesis")
        .sort("incident_id", "hypothesis")
    )


def reliability(
    attributions: dy.DataFrame[Attributions],
    reviewed: pl.DataFrame,
    *,
    parties: Sequence[str],
    mixes: pl.DataFrame | None = None,
    bins: int = 10,
) -> pl.DataFrame:
    """Return for each side, and each mix of evidence, how often what was said so surely was so.

    Args:
        attributions: the chances.
        reviewed: ``incident_id`` and ``hypothesis`` as people found, or as it truly was in a made world.
        parties: codes.
        mixes: ``incident_id`` and ``mix``; without it all incidents are taken together, as ``all``.
        bins: of equal width.

    Returns:
        ``party``, ``mix``, ``bin`` (from 0), ``said`` (mean chance), ``so`` (share) and ``of``; no row where there
        is no incident.
    """
    told = attributions.filter(pl.col("hypothesis").is_in(list(parties))).join(
        reviewed.select("incident_id", found="hypothesis"), on="incident_id"
    )
    mixed = (
        told.with_columns(mix=pl.lit("all"))
        if mixes is None
        else told.join(mixes.select("incident_id", "mix"), on="incident_id")
    )
    return (
        mixed.with_columns(bin=(pl.col("probability") * bins).floor().clip(0, bins - 1).cast(pl.Int64))
        .group_by(party="hypothesis", mix="mix", bin="bin")
        .agg(
            said=pl.col("probability").sort().mean(),
            so=(pl.col("found") == pl.col("hypothesis")).mean(),
            of=pl.len().cast(pl.Int64),
        )
        .sort("party", "mix", "bin")
    )


def error(table: pl.DataFrame) -> pl.DataFrame:
    """Return the calibration error of each side and mix: the mean gap of a table of reliability, by incidents.

    Returns:
        ``party``, ``mix``, ``error`` and ``of``.
    """
    gap = (pl.col("said") - pl.col("so")).abs() * pl.col("of")
    return (
        table.group_by("party", "mix")
        .agg(error=gap.sum() / pl.col("of").sum(), of=pl.col("of").sum())
        .sort("party", "mix")
    )
