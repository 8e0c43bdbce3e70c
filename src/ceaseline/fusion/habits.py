"""What sources and means are like, and what is assumed of those of which nothing is known."""

from __future__ import annotations

import attrs
import numpy as np

from ceaseline.fusion.evidence import Floats, Vocabulary

SELF = 0.75  # share of records that say the true word, where the means has it, before anything is known


@attrs.frozen(eq=False)
class Habits:
    """What sources and means are like.

    Attributes:
        factor: true errors of places for each stated one, by source.
        slow: the same of moments.
        late: seconds by which a source's moments lie behind, by source.
        words: chance of each pair of means and word given what truly was, shape (said, truths).
        share: of each truth.
        together: how many others tell of the same as a record, on average.
        again: how likely a source tells of one thing twice, for once that another does.
    """

    factor: Floats
    slow: Floats
    late: Floats
    words: Floats
    share: Floats
    together: float
    again: float


def unlearned(words: Vocabulary) -> Habits:
    """Return what is assumed of sources of which nothing is known."""
    many = len(words.sources)
    table, share = usual(words, np.ones(len(words.said)))
    return Habits(np.ones(many), np.ones(many), np.zeros(many), table, share, 2.0, 0.0)


def usual(words: Vocabulary, counts: Floats) -> tuple[Floats, Floats]:
    """Return what is assumed of words: mostly the true one where the means has it, else any that it has."""
    table = np.zeros((len(words.said), max(len(words.truths), 1)))
    share = np.ones(max(len(words.truths), 1))
    for means in {means for means, _ in words.said}:
        own = [number for number, (which, word) in enumerate(words.said) if which == means and word is not None]
        if not own:
            continue
        often = (counts[own] + 0.5) / (counts[own] + 0.5).sum()
        for truth, name in enumerate(words.truths):
            true = np.array([float(words.said[number][1] == name) for number in own])
            table[own, truth] = SELF * true + (1 - SELF) * often if true.any() else often
    for number, (_, word) in enumerate(words.said):
        if word is None:
            table[number] = 1.0
        elif word in words.truths:
            share[words.truths.index(word)] += counts[number]
    return table, share / share.sum()
