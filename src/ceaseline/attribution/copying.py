"""Sources that are no two witnesses, found from what they say: they share their mistakes."""

from __future__ import annotations

import numpy as np
import polars as pl

from ceaseline.attribution.adding import sums
from ceaseline.attribution.beliefs import Floats
from ceaseline.attribution.voices import Voices
from ceaseline.attribution.witnesses import Habits

_INCIDENTS = 100_000  # looked at: more tell no more of who copies
_BOTH = 50  # incidents of which both speak, below which nothing is said of two
_FEWER = 0.75  # disagreements, of those two witnesses would have
_SURE = 5.0  # standard errors


def copying(rows: pl.DataFrame, voices: Voices, habits: Habits, q: Floats) -> list[tuple[str, str]]:
    """Return pairs of sources of different groups that disagree far less than two witnesses would.

    Two that are mostly right agree often; two that copy agree also where they are wrong. So disagreements are
    counted, beside those expected from how each speaks and from what is likely to have been so.

    Args:
        rows: claims that are learned from: ``incident``, ``voice``, ``claim``.
        voices: who speaks.
        habits: as learned.
        q: chances of the hypotheses, shape (H, N).
    """
    step = max(1, q.shape[1] // _INCIDENTS)
    some = rows.filter(pl.col("incident") % step == 0)
    both = some.join(some, on="incident", suffix="_other").filter(pl.col("voice") < pl.col("voice_other"))
    both = both.sort("incident", "voice", "voice_other")
    one, other = both["voice"].to_numpy(), both["voice_other"].to_numpy()
    apart = voices.group[one] != voices.group[other]
    one, other, incident = one[apart], other[apart], both["incident"].to_numpy()[apart]
    differ = (both["claim"] != both["claim_other"]).to_numpy()[apart]
    repeats = habits.repeats[voices.group][:, None, None]
    spoken = repeats * habits.line[voices.group] + (1 - repeats) * habits.own
    which, pair = np.unique(one * len(voices.source) + other, return_inverse=True)
    first, second = np.divmod(which, max(1, len(voices.source)))
    agree = (spoken[first] * spoken[second]).sum(axis=2)
    expected = 1 - (agree[pair] * q[:, incident].T).sum(axis=1)
    many, found, usual, spread = (
        sums(pair, each, len(which))
        for each in (np.ones_like(expected), differ, expected, expected * (1 - expected))
    )
    sure = usual - found > _SURE * np.sqrt(spread)
    alike = (many >= _BOTH) & sure & (found < _FEWER * usual)
    return [(voices.source[first[k]], voices.source[second[k]]) for k in np.flatnonzero(alike)]
