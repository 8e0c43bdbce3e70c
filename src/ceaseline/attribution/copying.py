"""Sources that are no two witnesses, found from what they say: they share their mistakes."""

from __future__ import annotations

import numpy as np
import polars as pl

from ceaseline.attribution.adding import sums
from ceaseline.attribution.beliefs import Floats, Ints
from ceaseline.attribution.voices import Voices

_INCIDENTS = 100_000  # looked at: more tell no more of who copies
_BOTH = 50  # incidents of which both speak, below which nothing is said of two
_FEWER = 0.75  # disagreements, of those two witnesses would have
_SURE = 5.0  # standard errors
_KNOWN = 0.7  # mean chance of the likeliest, below which too little is known to tell copying from being right
_TURNS = 15


def copying(
    rows: pl.DataFrame, voices: Voices, believed: Floats, q: Floats, strength: float
) -> list[tuple[str, str]]:
    """Return pairs of sources of different groups that disagree far less than two witnesses would.

    Two that are mostly right agree often; two that copy agree also where they are wrong. So disagreements are
    counted, beside those expected from how each speaks and from what others say was so. Those others are the
    accredited, the camps and the directions: many copies would else look like the truth, and who is not among
    them like a liar. Accredited sources are not looked at; who vouches for them says whether they are one.

    Args:
        rows: claims: ``incident``, ``voice``, ``claim``.
        voices: who speaks.
        believed: of each source; (S, H, C).
        q: chances of the hypotheses by all but those that are looked at, shape (H, N).
        strength: claims that belief weighs as much as.
    """
    step = max(1, q.shape[1] // _INCIDENTS)
    some = rows.filter(
        pl.col("incident") % step == 0, ~pl.Series(voices.accredited[rows["voice"].to_numpy()], dtype=pl.Boolean)
    )
    looked_at = voices.heard & ~voices.accredited & (voices.own < 0)
    both = some.join(some, on="incident", suffix="_other").filter(pl.col("voice") < pl.col("voice_other"))
    both = both.sort("incident", "voice", "voice_other")
    one, other = both["voice"].to_numpy(), both["voice_other"].to_numpy()
    wanted = (voices.group[one] != voices.group[other]) & (looked_at[one] | looked_at[other])
    one, other, incident = one[wanted], other[wanted], both["incident"].to_numpy()[wanted]
    if not len(one) or q[:, incident].max(axis=0).mean() < _KNOWN:
        return []
    differ = (both["claim"] != both["claim_other"]).to_numpy()[wanted].astype(np.float64)
    speaks = _alone(some, believed, q, strength)
    which, pair = np.unique(one * len(voices.source) + other, return_inverse=True)
    first, second = np.divmod(which, len(voices.source))
    agree = (speaks[first] * speaks[second]).sum(axis=2)
    expected = 1 - (agree[pair] * q[:, incident].T).sum(axis=1)
    many, found, usual, spread = (
        sums(pair, each, len(which))
        for each in (np.ones_like(expected), differ, expected, expected * (1 - expected))
    )
    alike = (many >= _BOTH) & (usual - found > _SURE * np.sqrt(spread)) & (found < _FEWER * usual)
    return [(voices.source[first[k]], voices.source[second[k]]) for k in np.flatnonzero(alike)]


def _alone(rows: pl.DataFrame, believed: Floats, q: Floats, strength: float) -> Floats:
    """Return how each source speaks by its own claims and what others say was so, shape (S, H, C)."""
    incident, voice, claim = (rows[name].to_numpy() for name in ("incident", "voice", "claim"))
    known, speaks = q[:, incident].T, believed
    sources, many_h, many_c = believed.shape
    at: Ints = voice * many_c + claim
    for _ in range(_TURNS):
        likely = known * speaks[voice, :, claim]
        likely /= likely.sum(axis=1, keepdims=True)
        counts = np.stack(
            [sums(at, likely[:, h], sources * many_c).reshape(sources, many_c) for h in range(many_h)], axis=1
        )
        speaks = (strength * believed + counts) / (strength + counts.sum(axis=2, keepdims=True))
    return speaks
