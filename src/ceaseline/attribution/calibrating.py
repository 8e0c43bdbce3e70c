"""Whether stated chances come true: one number that cools or warms them, and sets that hold the truth so often."""

from __future__ import annotations

from collections.abc import Mapping

import dataframely as dy
import numpy as np
import polars as pl
from scipy.optimize import minimize_scalar

from ceaseline.attribution.beliefs import Floats
from ceaseline.tables import Attributions

_ENOUGH = 100  # decided incidents below which chances stay as they are
_HELD = 0.1  # standard deviation of the log of the temperature beforehand
_LEAST, _MOST = 0.7, 2.0
_OF_ONE = 30  # decided incidents of a hypothesis from which on its bound is its own


def temperature(total: Floats, found: Mapping[int, int]) -> float:
    """Return what log-likelihoods are to be divided by so that decided incidents are likeliest; 1 if there are few.

    Args:
        total: log-likelihoods, shape (H, N).
        found: hypothesis that people found, by incident.

    References:
        Guo et al. 2017, On calibration of modern neural networks, section 4.2; here with a belief near 1.
    """
    if len(found) < _ENOUGH:
        return 1.0
    at, true = np.array(list(found)), np.array(list(found.values()))
    some = total[:, at]

    def loss(log_temper: float) -> float:
        cooled = some / np.exp(log_temper)
        top = cooled.max(axis=0)
        said = cooled[true, np.arange(len(at))] - top - np.log(np.exp(cooled - top).sum(axis=0))
        return float(-said.sum() + (log_temper / _HELD) ** 2 / 2)

    best = minimize_scalar(loss, bounds=(np.log(_LEAST), np.log(_MOST)), method="bounded")
    return float(np.exp(best.x))


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
