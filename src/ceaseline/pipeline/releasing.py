"""Which rulings of people are released: a side only where the evidence for it is there too."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import Literal

import attrs
import dataframely as dy
import polars as pl

from ceaseline.attribution import expected_wrong
from ceaseline.tables import Proposals, Releases

_BOTH = "both"
_OTHER = "The evidence carries another answer over the threshold."


@attrs.frozen
class Released:
    """What people determined, as far as the case lets it out.

    Attributes:
        whose: a party's code or another hypothesis, by the id of the incident.
        held_back: why no side is released that people determined, by the id of the incident; a sentence.
        releases: for each side how many are released, and how many of these wrongly, as expected.
    """

    whose: Mapping[str, str]
    held_back: Mapping[str, str]
    releases: dy.DataFrame[Releases]


def release(
    ruled: Mapping[str, str],
    proposals: dy.DataFrame[Proposals],
    *,
    attribution: Literal["none", "direction", "side"],
    parties: Collection[str],
) -> Released:
    """Return which rulings are released.

    One that names no side is, where the case releases sides at all. One that does needs the evidence too: the
    proposal has to be the same. Otherwise it stays the ruling of those people, and is in the log.

    Args:
        ruled: what people determined, by the id of the incident.
        proposals: what the evidence alone would let be proposed, under the policy ``side``.
        attribution: of ``[release]``.
        parties: codes of the terms.
    """
    let = ruled if attribution == "side" else {}
    rows = proposals.filter(pl.col("incident_id").is_in(list(let)))
    proposed = {incident: (side, reason) for incident, side, _, reason in rows.iter_rows()}
    whose, back = {}, {}
    for incident, (side, reason) in proposed.items():
        outcome = let[incident]
        if outcome not in (*parties, _BOTH) or side == outcome:
            whose[incident] = outcome
        else:
            back[incident] = reason if side == "undetermined" else _OTHER
    named = [incident for incident, outcome in whose.items() if outcome in parties]
    out = Proposals.validate(rows.filter(pl.col("incident_id").is_in(named)))
    wrong = expected_wrong(out, list(parties)).rename({"named": "released"})
    return Released(whose, back, Releases.validate(wrong))
