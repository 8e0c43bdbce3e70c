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
    """

    incident: Ints
    pattern: Ints
    group: Ints
    start: Ints
    of: Ints
    source: Ints
    claim: Ints


@attrs.frozen(eq=False)
class Habits:
    """How sources speak: the numbers that are learned.

    Attributes:
        own: chance of each claim of each source under each hypothesis, where it speaks for itself; (S, H, C).
        line: chance of each line of each group under each hypothesis; (G, H, C).
        repeats: chance that a member of a group repeats its line; (G,).
    """

    own: Floats
    line: Floats
    repeats: Floats


def weigh(told: Tellings, habits: Habits) -> tuple[Floats, Floats]:
    """Return the log-likelihood of each pattern, shape (H, P), and with each line taken by its group, (C, H, P).

    A group takes a line (one of the claims) once for an incident; each of its members that speaks repeats that,
    or says what it says by itself. Members that do not speak say nothing, neither for nor against.
    """
    many = habits.line.shape[2]
    repeats = habits.repeats[told.group[told.of]][:, None]
    alone = (1 - repeats) * habits.own[told.source, :, told.claim]
    joint = np.empty((many, habits.own.shape[1], len(told.group)))
    for line in range(many):
        either = np.log(alone + repeats * (told.claim == line)[:, None] + _TINY)
        said = np.add.reduceat(either, told.start, axis=0) if len(told.start) else np.empty((0, either.shape[1]))
        joint[line] = (said + np.log(habits.line[told.group, :, line] + _TINY)).T
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
    repeats = habits.repeats[told.group[told.of]][:, None]
    alone = (1 - repeats) * habits.own[told.source, :, told.claim]
    repeated = taken[told.claim, :, told.of] * repeats / (repeats + alone + _TINY)
    itself = weight[:, told.of].T - repeated
    own = np.empty((sources, many_h, many_c))
    lines = np.empty((groups, many_h, many_c))
    which = told.source * many_c + told.claim
    for hypothesis in range(many_h):
        own[:, hypothesis] = sums(which, itself[:, hypothesis], sources * many_c).reshape(sources, many_c)
        for line in range(many_c):
            lines[:, hypothesis, line] = sums(told.group, taken[line, hypothesis], groups)
    of = told.group[told.of]
    return own, lines, sums(of, repeated.sum(axis=1), groups), sums(of, weight[:, told.of].sum(axis=0), groups)
