"""From accounts kept in a case to what follows from them: never to a count of ours."""

from __future__ import annotations

from collections.abc import Sequence

import attrs
import dataframely as dy
import polars as pl

from ceaseline.accounts import positions
from ceaseline.tables import Positions, Sources, Statements


@attrs.frozen
class Heard:
    """What accounts gave.

    Attributes:
        statements: who said what, in all accounts.
        positions: where sides stand, those that people entered first.
    """

    statements: dy.DataFrame[Statements]
    positions: dy.DataFrame[Positions]


def hear(
    statements: dy.DataFrame[Statements], entered: dy.DataFrame[Positions], sources: dy.DataFrame[Sources]
) -> Heard:
    """Return what follows from statements.

    Args:
        statements: of all accounts of a case.
        entered: positions that people entered.
        sources: of the case.
    """
    free = sources.filter("may_republish")["source"].to_list()
    stands: Sequence[pl.DataFrame] = (entered, positions(statements, free))
    return Heard(statements, Positions.validate(pl.concat(stands).unique("position_id", maintain_order=True)))
