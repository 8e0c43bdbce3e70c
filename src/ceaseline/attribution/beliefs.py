"""What is believed of each kind of source before it is known, alike for every side; and how far any may carry."""

from __future__ import annotations

from collections.abc import Mapping

import attrs
import numpy as np
from numpy.typing import NDArray

from ceaseline.attribution.hypotheses import Hypotheses

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]

ACCREDITED = ("instrument", "monitor")
PUBLIC = "public"

_RIGHT, _WRONG, _OWN, _ELSEWHERE, _NOTHING = range(5)  # kinds of claim
KINDS = 5
_SIDE, _MINE, _THEIRS = range(3)  # rows that are learned: of whoever has no interest; and of whoever has
ROWS = 7  # and one for each other hypothesis, never learned: no history shows what hardly ever happens
_BOTH_ON = 3

# Chances of each kind of claim where no side did it: right, wrong (any side), own, elsewhere, nothing.
_FROM_NOBODY = (
    (0.0, 0.97, 0.0, 0.02, 0.01),
    (0.0, 0.5, 0.0, 0.45, 0.05),
    (0, 0.8, 0, 0.05, 0.15),
    (0, 0.6, 0, 0.05, 0.35),
)
_FROM_SOMEBODY = (
    (0.0, 0.93, 0.05, 0.01, 0.01),
    (0.0, 0.85, 0.03, 0.10, 0.02),
    (0.0, 0.80, 0.04, 0.02, 0.14),
    (0.0, 0.85, 0.02, 0.02, 0.11),
)
_ASIDE = 0.01  # a source says so seldom that it was somebody else, or nothing
_DENIES = 0.04  # an interested one denies so often what its own side did
_TELLS_APART = 0.75  # with several other sides, an interested source names the right one so often


@attrs.frozen
class Beliefs:
    """Numbers to begin from, none of which knows a party.

    They are ours, drawn from how such sources are described, and not measured in a ceasefire: learning corrects
    them where a source has history, and the bench says what is lost where they are wrong.

    Attributes:
        right: with what chance a source without an interest that blames a side blames the right one, by role.
        blames_rightly, blames_wrongly: with what chance a source in the interest of a side blames another side
            where another did it, and where its own did.
        strength: claims that a belief weighs as much as, for a source and for its role.
        most: log-odds between two sides that one independent group can carry, by its best role; for the public,
            all of it together.
    """

    right: Mapping[str, float] = attrs.field(
        factory=lambda: {
            "instrument": 0.95,
            "monitor": 0.90,
            "osint": 0.82,
            "press": 0.75,
            "party": 0.60,
            "public": 0.60,
        }
    )
    blames_rightly: float = 0.95
    blames_wrongly: float = 0.88
    strength: float = 30.0
    most: Mapping[str, float] = attrs.field(
        factory=lambda: {
            "instrument": 5.0,
            "monitor": 5.0,
            "osint": 3.0,
            "press": 2.5,
            "party": 3.0,
            "public": 0.4,  # from one side to the other it is twice that, the C = 0.8 of promise F3
        }
    )

    def masses(self, role: str, several: bool, interested: bool) -> Floats:
        """Return the chance of each kind of claim in each row, shape (ROWS, KINDS).

        Args:
            role: of the source.
            several: there are more than two sides.
            interested: it has the interest of one.
        """
        if not interested:
            right = self.right[role]
            side = (right, 1 - right - 2 * _ASIDE, 0.0, _ASIDE, _ASIDE)
            return np.array([side, side, side, *_FROM_NOBODY])
        blames = self.blames_wrongly
        mine = (0.0, blames, 1 - blames - _ASIDE - _DENIES, _ASIDE, _DENIES)
        right = self.blames_rightly * (_TELLS_APART if several else 1.0)
        theirs = (right, self.blames_rightly - right, 1 - self.blames_rightly - 2 * _ASIDE, _ASIDE, _ASIDE)
        return np.array([theirs, mine, theirs, *_FROM_SOMEBODY])


def places(names: Hypotheses, own: int | None) -> tuple[Ints, Ints]:
    """Return for each hypothesis its row, shape (H,), and for each claim under it its kind, shape (H, C).

    Args:
        names: the hypotheses.
        own: which side's interest the source has; None where nobody's.
    """
    sides = names.sides
    rows = np.full(sides, _SIDE if own is None else _THEIRS)
    kinds = np.full((sides + 4, sides + 2), _WRONG)
    kinds[np.arange(sides), np.arange(sides)] = _RIGHT
    if own is not None:
        rows[own] = _MINE
        kinds[:, own] = _OWN
    kinds[:, sides], kinds[:, sides + 1] = _ELSEWHERE, _NOTHING
    return np.concatenate([rows, np.arange(_BOTH_ON, ROWS)]), kinds


def spread(masses: Floats, rows: Ints, kinds: Ints) -> Floats:
    """Return the chance of each claim under each hypothesis, shape (H, C): a kind's is shared by its claims."""
    many = np.array([np.bincount(row, minlength=KINDS) for row in kinds])
    hypothesis = np.arange(len(rows))[:, None]
    chances = masses[rows[:, None], kinds] / many[hypothesis, kinds]
    whole: Floats = chances / chances.sum(axis=1, keepdims=True)
    return whole


def capped(values: Floats, sides: int, most: float | Floats) -> Floats:
    """Return log-likelihoods, hypotheses first, so that no two differ by more than *most*.

    They are taken against the mean of the sides, and cut at half of *most* on either hand.

    Examples:
        >>> capped(np.array([[2.0], [-2.0], [9.0]]), 2, 1.0).ravel().tolist()
        [0.5, -0.5, 0.5]
    """
    middle = values[:sides].sum(axis=0) / sides
    cut: Floats = np.clip(values - middle, -np.asarray(most) / 2, np.asarray(most) / 2)
    return cut
