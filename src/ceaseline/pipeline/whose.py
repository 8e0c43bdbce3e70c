"""Whose incidents are likely to be, in a run: no ruling moves the evidence of the incident that it is on."""

from __future__ import annotations

from typing import Any, TypeVar

import attrs
import dataframely as dy
import polars as pl

from ceaseline.attribution import Policy, attribute, outcome_of
from ceaseline.tables import Attributions, Evidence, Incidents, Members, Observations, Proposals, Sources

S = TypeVar("S", bound=dy.Schema)


@attrs.frozen
class Whose:
    """Chances, what they rest on, and what the rules of release would let be proposed."""

    attributions: dy.DataFrame[Attributions]
    evidence: dy.DataFrame[Evidence]
    proposals: dy.DataFrame[Proposals]


def whose(
    incidents: dy.DataFrame[Incidents],
    members: dy.DataFrame[Members],
    observations: dy.DataFrame[Observations],
    sources: dy.DataFrame[Sources],
    *,
    reviewed: pl.DataFrame,
    threshold: float,
    **more: Any,
) -> Whose:
    """Return whose each incident may be; those on which people ruled are weighed as if nobody had ruled on any.

    What people determine holds what is learned of sources, and so moves the chances of other incidents. If it moved
    those of its own, or two rulings each other's, then evidence would carry a release because people had said so.

    Args:
        incidents: what happened.
        members: which records tell of it.
        observations: the records.
        sources: who tells.
        reviewed: ``incident_id`` and ``hypothesis``, as people determined.
        threshold: chance from which on a side may be proposed.
        more: what else :func:`~ceaseline.attribution.attribute` is given.
    """
    policy = Policy("side", threshold)
    told = attribute(incidents, members, observations, sources, reviewed=reviewed, **more)
    evidence = told.evidence()
    with_rulings = Whose(told.attributions, evidence, outcome_of(told.attributions, evidence, policy))
    if reviewed.is_empty():
        return with_rulings
    bare = attribute(incidents, members, observations, sources, **more)
    ruled = reviewed["incident_id"].to_list()
    own = bare.evidence(ruled)
    chances = Attributions.validate(bare.attributions.filter(pl.col("incident_id").is_in(ruled)))
    return Whose(
        _instead(Attributions, with_rulings.attributions, chances),
        _instead(Evidence, with_rulings.evidence, own),
        _instead(Proposals, with_rulings.proposals, outcome_of(chances, own, policy)),
    )


def _instead(schema: type[S], rows: dy.DataFrame[S], own: dy.DataFrame[S]) -> dy.DataFrame[S]:
    """Return rows with those of some incidents in place of what was said of them."""
    kept = rows.filter(~pl.col("incident_id").is_in(own["incident_id"].unique().implode()))
    return schema.validate(pl.concat([kept, own]).sort(schema.primary_key()))
