"""What claims say: a group is one witness whose members repeat its line, or speak for themselves."""

from __future__ import annotations

import attrs
import numpy as np

from ceaseline.attribution.adding import sums
from ceaseline.attribution.beliefs import Floats, Ints

_TINY = 1e-12


@attrs.frozen(eq=False)
class Tellings:
    """Claims, laid out so that equal ones of a group are worked out once.

    Attributes:
        incident: of each entry, which is one group speaking of one incident; shape (E,).
        pattern: which set of claims it makes; shape (E,).
        group: of each pattern; shape (P,).
        start: where the claims of each pattern begin; shape (P,).
        of: pattern of each claim; shape (T,).
        source, claim: who says what; shape (T,).
        belongs: chance that it is of this incident, and not of another; shape (T,).
        accuses: side of the camp that blames others alone in a pattern, or -1; shape (P,).
    """

    incident: Ints
    pattern: Ints
    group: Ints
    start: Ints
    of: Ints
    source: Ints
    claim: Ints
    belongs: Floats
    accuses: Ints

    def surest(self) -> Floats:
        """Return how surely each pattern is of its incident: as its surest claim; shape (P,)."""
        if not len(self.start):
            return np.ones(0)
        most: Floats = np.maximum.reduceat(self.belongs, self.start)
        return most


@attrs.frozen(eq=False)
class Habits:
    """How sources speak: the numbers that are learned.

    Attributes:
        own: chance of each claim of each source under each hypothesis, where it speaks for itself; (S, H, C).
        line: chance of each line of each group under each hypothesis; (G, H, C).
        repeats: chance that a member of a group repeats its line; (G,).
        speaks: what it tells of each hypothesis that a group accuses at all, log; (G, H).
    """

    own: Floats
    line: Floats
    repeats: Floats
    speaks: Floats


def weigh(told: Tellings, habits: Habits) -> tuple[Floats, Floats]:
    """Return the log-likelihood of each pattern, shape (H, P), and with each line taken by its group, (C, H, P).

    A group takes a line (one of the claims) once for an incident; each of its members that speaks repeats that,
    or says what it says by itself. Members that do not speak say nothing, neither for nor against. A claim that is
    of another incident says what its source says anywhere.
    """
    many = habits.line.shape[2]
    repeats, alone, elsewhere = _ways(told, habits)
    here = np.where(told.accuses >= 0, told.surest(), 0.0)
    speaks = np.log(here * np.exp(habits.speaks[told.group]).T + 1 - here)
    joint = np.empty((many, habits.own.shape[1], len(told.group)))
    for line in range(many):
        either = np.log(alone + repeats * (told.claim == line)[:, None] + elsewhere + _TINY)
        said = np.add.reduceat(either, told.start, axis=0) if len(told.start) else np.empty((0, either.shape[1]))
        joint[line] = (said + np.log(habits.line[told.group, :, line] + _TINY)).T + speaks
    top = joint.max(axis=0)
    whole = top + np.log(np.exp(joint - top).sum(axis=0))
    return whole, joint


def tally(told: Tellings, habits: Habits, weight: Floats) -> tuple[Floats, Floats, Floats, Floats]:
    """Return the expected counts of claims of their own, of lines, of repetitions, and of claims of groups.

    Args:
        told: the claims.
        habits: as they are believed to be now.
        weight: how many incidents of each pattern there are under each hypothesis, shape (H, P).

    Returns:
        Shapes (S, H, C), (G, H, C), (G,) and (G,).
    """
    whole, joint = weigh(told, habits)
    taken = np.exp(joint - whole) * weight
    sources, many_h, many_c = habits.own.shape
    groups = len(habits.repeats)
    repeats, alone, elsewhere = _ways(told, habits)
    as_line = taken[told.claim, :, told.of]
    repeated = as_line * repeats / (repeats + alone + elsewhere + _TINY)
    otherwise = (weight[:, told.of].T - as_line) / (alone + elsewhere + _TINY)
    itself = alone * (otherwise + as_line / (repeats + alone + elsewhere + _TINY))
    own = np.empty((sources, many_h, many_c))
    lines = np.empty((groups, many_h, many_c))
    which = told.source * many_c + told.claim
    for hypothesis in range(many_h):
        own[:, hypothesis] = sums(which, itself[:, hypothesis], sources * many_c).reshape(sources, many_c)
        for line in range(many_c):
            lines[:, hypothesis, line] = sums(told.group, taken[line, hypothesis], groups)
    of = told.group[told.of]
    here = repeated.sum(axis=1)
    return own, lines, sums(of, here, groups), sums(of, here + itself.sum(axis=1), groups)


def _ways(told: Tellings, habits: Habits) -> tuple[Floats, Floats, Floats]:
    """Return for each claim the chance that it repeats a line, (T, 1), is its source's own, or is of elsewhere."""
    repeats = habits.repeats[told.group[told.of]][:, None]
    own, belongs = habits.own[told.source, :, told.claim], told.belongs[:, None]
    sides = own.shape[1] - 4
    anywhere = own[:, :sides].sum(axis=1, keepdims=True) / sides
    return belongs * repeats, belongs * (1 - repeats) * own, (1 - belongs) * anywhere
