"""How well acts against a clause would have been seen in a window: what coverage says, clause by clause."""

from __future__ import annotations

import attrs
import dataframely as dy

from ceaseline.tables import Clauses, ClauseSectors, Exposure, Sectors
from ceaseline.times import Day, Window


@attrs.frozen(eq=False)
class Covered:
    """What could be seen.

    Attributes:
        exposure: by sector, day, part of the day, kind of act, and whose.
        sectors: what they are.
        clauses: which sectors each clause is about.
        days: the reporting days that coverage was worked out for.
        hours: share of the hours that have to be sure before nothing recorded may be called nothing.
        chance: of seeing the smallest act, from which on an hour is sure.
    """

    exposure: dy.DataFrame[Exposure]
    sectors: dy.DataFrame[Sectors]
    clauses: dy.DataFrame[ClauseSectors]
    days: tuple[Day, ...]
    hours: float = 0.8
    chance: float = 0.9


@attrs.frozen
class Seen:
    """How well acts of one side against one clause would have been seen in a window.

    Attributes:
        watched: share of the window watched, 0 to 1.
        sure: share of it watched with the chance that the case asks for.
        chance: that the smallest act at any moment and place of it is seen; None: not known.
        deployed: assets on record that can see it, watching or not.
        whole: whether the sectors are all of the ground on which the clause can be broken.
        lost: what stopped those who would have watched, in words.
    """

    watched: float
    sure: float
    chance: float | None
    deployed: int
    whole: bool
    lost: tuple[str, ...] = ()


def seen(
    covered: Covered, clauses: dy.DataFrame[Clauses], clause_id: str, obligor: str, window: Window
) -> Seen | None:
    """Return how well acts of a side against a clause would have been seen; None where nothing is known of it."""
    _ = (covered, clauses, clause_id, obligor, window)
    return None
