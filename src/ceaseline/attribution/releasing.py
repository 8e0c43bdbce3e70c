"""What may be said of an incident: a side only where more than claims carry it, and far enough."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal

import attrs
import dataframely as dy
import numpy as np
import polars as pl

from ceaseline.attribution.hypotheses import AGAINST_ITSELF, NOTHING, OTHERS, UNDETERMINED
from ceaseline.tables import Attributions, Evidence, Proposals

_CARRIES = float(np.log(4))  # physical or accredited evidence makes it four times as likely as any other side

_WHY = {
    "none": "This case releases no attribution.",
    "nothing": "There is no evidence of whose it was.",
    "people": "That nothing happened is for people to say.",
    "low": "The chance is below the threshold.",
    "alone": "All of it comes from the camp of one side.",
    "claims": "It rests on claims: nothing physical, and no accredited source without an interest, carries it.",
    "carried": "It is over the threshold only with what the public says, or with what a side did elsewhere.",
    "said": "Over the threshold, and carried by physical or accredited evidence; two people have to determine it.",
}


@attrs.frozen
class Policy:
    """When a side may be named, as ``[release]`` of the case has it.

    Attributes:
        attribution: ``side``; under ``none`` and ``direction`` no side is named.
        threshold: chance from which on it may be.
    """

    attribution: Literal["none", "direction", "side"] = "none"
    threshold: float = 0.95


def outcome_of(
    attributions: dy.DataFrame[Attributions], evidence: dy.DataFrame[Evidence], policy: Policy
) -> dy.DataFrame[Proposals]:
    """Return what may be said of each incident, and in a sentence why.

    A side is named where its chance reaches the threshold, reaches it too without the public, and with no side
    thought likelier beforehand, and where physical or accredited evidence alone makes it four times as likely as
    any other. Claims alone do none of this, and one camp alone neither. That nothing happened is never proposed.

    Args:
        attributions: the chances.
        evidence: of the same incidents.
        policy: when.

    Examples:
        >>> outcome_of(Attributions.create_empty(), Evidence.create_empty(), Policy()).height
        0
    """
    rows = _sober(attributions, evidence)
    best = rows.group_by("incident_id").agg(
        probability=pl.col("probability").max(),
        # no two hypotheses reach a threshold above one half
        over=pl.col("hypothesis").filter(pl.col("probability") >= policy.threshold).min(),
        sober=pl.col("sober").filter(pl.col("probability") >= policy.threshold).min(),
        ahead=pl.col("ahead").filter(pl.col("probability") >= policy.threshold).min(),
    )
    # where it fell never decides, so that it is nobody's second word
    weighs = ~pl.col("term").is_in(["pattern", "position"]) & (pl.col("log_odds") != 0)
    told = evidence.filter(weighs).group_by("incident_id")
    camp = pl.col("group").str.starts_with("claims: camp of ")
    of = told.agg(
        groups=pl.col("group").n_unique(),
        camps=pl.col("group").filter(camp).n_unique(),
        owns=pl.col("basis").str.contains(AGAINST_ITSELF, literal=True).any(),
    )
    proposed = best.join(of, on="incident_id", how="left").with_columns(why=_why(policy))
    return Proposals.validate(
        proposed.sort("incident_id").select(
            "incident_id",
            proposal=pl.when(pl.col("why") == "said").then("over").otherwise(pl.lit(UNDETERMINED)),
            probability="probability",
            reason=pl.col("why").replace_strict(_WHY, return_dtype=pl.String),
        )
    )


def expected_wrong(proposals: dy.DataFrame[Proposals], parties: Sequence[str]) -> pl.DataFrame:
    """Return for each side how many incidents would be said to be its, and how many of these wrongly, as expected.

    Returns:
        ``party``, ``named`` and ``expected_wrong``; right on average only where the chances are calibrated.

    Examples:
        >>> expected_wrong(Proposals.create_empty(), ["A"]).rows()
        [('A', 0, 0.0)]
    """
    wrong = proposals.group_by(party="proposal").agg(
        named=pl.len().cast(pl.Int64), expected_wrong=(1 - pl.col("probability")).sum()
    )
    sides = pl.DataFrame({"party": list(parties)}, schema={"party": pl.String})
    return sides.join(wrong, on="party", how="left", maintain_order="left").with_columns(
        pl.col("named").fill_null(0), pl.col("expected_wrong").fill_null(0.0)
    )


def _why(policy: Policy) -> pl.Expr:
    """Return the word for why a side may be proposed, or why not; the first that holds."""
    return (
        pl.when(pl.lit(policy.attribution != "side"))
        .then(pl.lit("none"))
        .when(pl.col("groups").is_null())
        .then(pl.lit("nothing"))
        .when((pl.col("groups") == 1) & (pl.col("camps") == 1) & ~pl.col("owns"))
        .then(pl.lit("alone"))
        .when(pl.col("over").is_null())
        .then(pl.lit("low"))
        .when(pl.col("over") == NOTHING)
        .then(pl.lit("people"))
        .when(pl.col("ahead") < _CARRIES)
        .then(pl.lit("claims"))
        .when(pl.col("sober") < policy.threshold)
        .then(pl.lit("carried"))
        .otherwise(pl.lit("said"))
    )


def _sober(attributions: pl.DataFrame, evidence: pl.DataFrame) -> pl.DataFrame:
    """Return attributions with ``sober`` and ``ahead``.

    ``sober`` is the chance without the public, with and without a side being thought likelier beforehand, the
    lower of the two. ``ahead`` is by how much physical and accredited evidence alone favours a hypothesis over the
    best other side, in log-odds.
    """
    side = ~pl.col("hypothesis").is_in(OTHERS)
    public, usual = pl.col("term") == "public", pl.col("term") == "pattern"
    summed = evidence.group_by("incident_id", "hypothesis").agg(
        calm=pl.col("log_odds").filter(~public).sort().sum(),
        level=pl.col("log_odds").filter(~public & ~(usual & side)).sort().sum(),
        carried=pl.col("log_odds").filter(pl.col("standing") & ~usual).sort().sum(),
    )
    rows = attributions.join(summed, on=["incident_id", "hypothesis"], how="left").with_columns(
        pl.col("calm", "level", "carried").fill_null(0.0), side=side
    )
    of_sides = pl.col("carried").filter("side").sort(descending=True)
    first = of_sides.first().over("incident_id")
    second = of_sides.slice(1, 1).first().over("incident_id")
    other = pl.when(pl.col("side") & (pl.col("carried") == first)).then(second).otherwise(first)
    return rows.with_columns(
        sober=pl.min_horizontal(_chance("calm"), _chance("level")), ahead=pl.col("carried") - other.fill_null(0.0)
    )


def _chance(column: str) -> pl.Expr:
    lifted = (pl.col(column) - pl.col(column).max().over("incident_id")).exp()
    return lifted / lifted.sort().sum().over("incident_id")
