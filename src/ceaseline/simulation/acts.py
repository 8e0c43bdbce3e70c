"""What happens on one day, as columns: every act with its side, place, time and number."""

from __future__ import annotations

from collections.abc import Sequence

import attrs
import numpy as np

from ceaseline.simulation.arrays import NOBODY, Bools, Floats, Ints
from ceaseline.simulation.deeds import NUMBER


@attrs.frozen
class Acts:
    """Acts of one day, n of them, column by column.

    Attributes:
        deed: number of the kind in ``DEEDS``.
        side: whose; -1 nobody's.
        sector: number of the sector; -1 without a place.
        chainage: kilometres along the line; NaN without a place.
        offset: kilometres to the left of the line of the day, where it took effect; NaN without a place.
        at, until: microseconds since 1970.
        count: how many.
        answers: row of the act it answers; -1 where none.
        allowed: whether a notice or a permission covers it.
        third: whether it was somebody else's, from that side's ground.
        from_deg: direction the fire came from, seen from where it took effect; NaN where nothing was fired.
    """

    deed: Ints
    side: Ints
    sector: Ints
    chainage: Floats
    offset: Floats
    at: Ints
    until: Ints
    count: Ints
    answers: Ints
    allowed: Bools
    third: Bools
    from_deg: Floats

    def __len__(self) -> int:
        """Return how many there are."""
        return len(self.deed)

    def taken(self, rows: Ints | Bools) -> Acts:
        """Return some of the acts, in the order given; links of answers stay as they are."""
        return Acts(**{name: column[rows] for name, column in attrs.asdict(self, recurse=False).items()})

    def is_of(self, *names: str) -> Bools:
        """Tell which acts are of one of these kinds."""
        return np.isin(self.deed, [NUMBER[name] for name in names])


def acts(deed: str | Ints, n: int, **columns: Ints | Floats | Bools | float) -> Acts:
    """Return n acts; columns not given are those of an act of nobody, at no place, once."""
    usual: dict[str, Ints | Floats | Bools | float] = {
        "deed": NUMBER[deed] if isinstance(deed, str) else deed,
        "side": NOBODY,
        "sector": -1,
        "chainage": np.nan,
        "offset": np.nan,
        "count": 1,
        "answers": -1,
        "allowed": False,
        "third": False,
        "from_deg": np.nan,
    }
    given = {**usual, **columns}
    given.setdefault("until", given["at"])
    types = {
        "chainage": np.float64,
        "offset": np.float64,
        "from_deg": np.float64,
        "allowed": np.bool_,
        "third": np.bool_,
    }
    return Acts(
        **{
            field.name: np.broadcast_to(np.asarray(given[field.name], types.get(field.name, np.int64)), n)
            for field in attrs.fields(Acts)
        }
    )


def in_order(parts: Sequence[Acts]) -> Acts:
    """Return all acts by time; answers point to the new rows."""
    starts = np.cumsum([0, *(len(part) for part in parts)])
    linked = [
        attrs.evolve(part, answers=np.where(part.answers >= 0, part.answers + start, -1))
        for part, start in zip(parts, starts, strict=False)
    ]
    whole = Acts(
        **{
            field.name: np.concatenate([getattr(part, field.name) for part in linked])
            for field in attrs.fields(Acts)
        }
    )
    order = np.argsort(whole.at, kind="stable")
    place = np.empty(len(order), dtype=np.int64)
    place[order] = np.arange(len(order))
    found = whole.taken(order)
    return attrs.evolve(found, answers=np.where(found.answers >= 0, place[found.answers], -1))
