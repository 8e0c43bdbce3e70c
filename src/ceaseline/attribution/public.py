"""What the public says: all of it together is one voice, that no number of accounts makes louder."""

from __future__ import annotations

import numpy as np
import polars as pl

from ceaseline.attribution.adding import sums
from ceaseline.attribution.beliefs import PUBLIC, Beliefs, Floats, Ints, capped, places, spread
from ceaseline.attribution.hypotheses import Hypotheses
from ceaseline.attribution.voices import Voices


def public(
    rows: pl.DataFrame, voices: Voices, names: Hypotheses, beliefs: Beliefs, many: int
) -> tuple[Floats, Floats, Ints]:
    """Return log-likelihoods, capped and before, shape (H, N), and how many groups speak, shape (N,).

    Accounts stay at what is believed of the public, and nothing is learned from them, so that patience buys them
    nothing. A group that blames several for one incident blames nobody. All accounts together move no log-odds
    between two sides by more than ``most`` of the public, either way.

    Args:
        rows: claims of the public alone: ``incident``, ``voice``, ``claim``.
        voices: who speaks.
        names: the hypotheses.
        beliefs: of the public.
        many: incidents.
    """
    kinds = [places(names, None)] + [places(names, side) for side in range(names.sides)]
    several = names.sides > 2
    said = np.log([spread(beliefs.masses(PUBLIC, several, bool(i)), *kind) for i, kind in enumerate(kinds)])
    at = rows["voice"].to_numpy()
    once = (
        rows.select("incident", "claim", group=pl.Series(voices.group[at]), own=pl.Series(voices.own[at] + 1))
        .group_by("incident", "group")
        .agg(pl.col("claim").min(), pl.col("own").max(), twice=pl.col("claim").min() != pl.col("claim").max())
        .filter(~pl.col("twice"))
        .sort("incident", "group")
    )
    incident, own, claim = (once[name].to_numpy() for name in ("incident", "own", "claim"))
    before = np.array([sums(incident, said[own, row, claim], many) for row in range(len(names.names))])
    return capped(before, names.sides, beliefs.most[PUBLIC]), before, np.bincount(incident, minlength=many)
