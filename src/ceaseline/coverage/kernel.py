"""The joint chance of many instruments at many places, stretch by stretch of time: compiled, blind to the earth.

Nothing is sorted here. What several see is ``1 - (1 - p) (1 - q) ...``, in the order of the columns; those that
look from above look through one sky, so of them the best counts alone.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from ceaseline.compiling import compiled
from ceaseline.coverage.moments import States

NEAR, ABOVE, UNKNOWN = 0, 1, 2  # as in ``fleet.Sight``
HALF = 0.5  # from this chance on a place is watched
SLACK = 1e-9  # of chances: products are not exact, and one half by hand is one half here


class Tally(NamedTuple):
    """Sums over the stretches of each row, r of them, in microseconds.

    Attributes:
        watched: shape (r,), time watched, as a mean over the places.
        sure: shape (r,), time watched with the chance asked for.
        seen: shape (r,), time times chance.
        lost: shape (r,), time that would have been watched but for what stopped assets.
        causes: shape (r, c), the same by what stopped them; they may share time.
        guessed: shape (r,), whether something of which nobody knows what it sees watched where that matters.
    """

    watched: NDArray[np.float64]
    sure: NDArray[np.float64]
    seen: NDArray[np.float64]
    lost: NDArray[np.float64]
    causes: NDArray[np.float64]
    guessed: NDArray[np.bool_]


class Means(NamedTuple):
    """What m instruments see of s places, at least one, while they watch.

    Attributes:
        sight: shape (m,), NEAR, ABOVE or UNKNOWN for each.
        chances: shape (4, m, s): by day, by day in fog, by night, by night in fog.
    """

    sight: NDArray[np.int64]
    chances: NDArray[np.float64]


@compiled
def _seen(seen: NDArray[np.float64], states: States, at: int, means: Means) -> bool:
    """Write the joint chance at each place into *seen*; tell whether something unknown watches."""
    places = len(seen)
    unknown, above = False, 0.0
    seen[:] = 1.0
    for column in range(len(means.sight)):
        share = states.share[at, column]
        if share == 0.0:
            continue
        own = means.chances[2 * (states.row[at] % 2) + states.fog[at, column], column]
        if means.sight[column] == UNKNOWN:
            unknown = True
        elif means.sight[column] == ABOVE:
            above = max(above, share * own[0])
        else:
            for place in range(places):
                seen[place] *= 1.0 - share * own[place]
    for place in range(places):
        seen[place] = 1.0 - seen[place] * (1.0 - above)
    return unknown


@compiled
def _losses(found: NDArray[np.float64], covered: NDArray[np.bool_], states: States, at: int, means: Means) -> float:
    """Write which share of the places each cause took into *found*, and return which share all took."""
    places = len(covered)
    found[:] = 0.0
    anything, taken = np.zeros(places, dtype=np.bool_), np.zeros(places, dtype=np.bool_)
    for first in range(len(means.sight)):
        why = states.cause[at, first]
        if why < 0 or found[why] > 0.0:
            continue
        taken[:] = False
        for column in range(first, len(means.sight)):
            if states.cause[at, column] != why:
                continue
            own = means.chances[2 * (states.row[at] % 2) + states.fog[at, column], column]
            everywhere, share = means.sight[column] == UNKNOWN, states.would[at, column]
            for place in range(places):
                if not covered[place] and (everywhere or share * own[place] >= HALF - SLACK):
                    taken[place] = True
                    anything[place] = True
        found[why] = taken.sum() / places
    return float(anything.sum() / places)


@compiled
def _same(states: States, at: int) -> bool:
    """Tell whether what holds is what held before."""
    if at == 0 or (states.row[at] - states.row[at - 1]) % 2 != 0:
        return False
    for column in range(states.share.shape[1]):
        if (
            states.fog[at, column] != states.fog[at - 1, column]
            or states.share[at, column] != states.share[at - 1, column]
            or states.cause[at, column] != states.cause[at - 1, column]
            or states.would[at, column] != states.would[at - 1, column]
        ):
            return False
    return True


@compiled
def tally(states: States, means: Means, causes: int, enough: float) -> Tally:
    """Return how much of each row was watched, and how well.

    Args:
        states: of the instruments.
        means: what they see.
        causes: how many things there are that may have stopped one.
        enough: the chance asked for, at least one half.
    """
    rows, places = states.rows, means.chances.shape[2]
    watched, sure, seen_for, lost = np.zeros(rows), np.zeros(rows), np.zeros(rows), np.zeros(rows)
    by_cause, guessed = np.zeros((rows, causes)), np.zeros(rows, dtype=np.bool_)
    seen, covered, found = np.zeros(places), np.zeros(places, dtype=np.bool_), np.zeros(causes)
    halves, certain, mean, missed, unknown = 0.0, 0.0, 0.0, 0.0, False
    for at in range(len(states.length)):
        if not _same(states, at):
            unknown = _seen(seen, states, at, means)
            halves, certain, mean = 0.0, 0.0, 0.0
            for place in range(places):
                covered[place] = unknown or seen[place] >= HALF - SLACK
                halves += covered[place]
                certain += seen[place] >= enough - SLACK
                mean += seen[place]
            halves, certain, mean = halves / places, certain / places, mean / places
            missed = _losses(found, covered, states, at, means)
        here, length = states.row[at], states.length[at]
        watched[here] += length * halves
        sure[here] += length * certain
        seen_for[here] += length * mean
        lost[here] += length * missed
        guessed[here] |= unknown and certain < 1.0
        for why in range(causes):
            by_cause[here, why] += length * found[why]
    return Tally(watched, sure, seen_for, lost, by_cause, guessed)
