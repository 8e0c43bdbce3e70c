"""Who speaks: each source with its role and interest, and the independent group it is counted in."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import attrs
import numpy as np
import polars as pl

from ceaseline.attribution.beliefs import ACCREDITED, PUBLIC, Beliefs, Floats, Ints, places, spread
from ceaseline.attribution.hypotheses import Hypotheses

_RANK = ("public", "party", "press", "osint", "monitor", "instrument")  # a group carries what its best role may


@attrs.frozen(eq=False)
class Voices:
    """Sources in the order of their names; a group is numbered by the first of its sources.

    Attributes:
        source: names.
        role: of each; a source that the table does not have, or a party's of which no one knows whose, is public.
        own: number of the side whose interest it has; -1 where of none.
        heard: it is learned from; the public is not.
        accredited: an instrument or a monitor of no side.
        group: number of its independent group.
        label: name of each group.
    """

    source: tuple[str, ...]
    role: tuple[str, ...]
    own: Ints
    heard: np.ndarray[tuple[int], np.dtype[np.bool_]]
    accredited: np.ndarray[tuple[int], np.dtype[np.bool_]]
    group: Ints
    label: tuple[str, ...]

    def templates(self, names: Hypotheses, beliefs: Beliefs) -> Floats:
        """Return what is believed of each source, shape (S, H, C)."""
        several = names.sides > 2
        return np.array(
            [
                spread(beliefs.masses(role, several, own >= 0), *places(names, own if own >= 0 else None))
                for role, own in zip(self.role, self.own.tolist(), strict=True)
            ]
        ).reshape(len(self.source), names.sides + 4, names.sides + 2)

    def most(self, beliefs: Beliefs) -> Floats:
        """Return how far each group can carry, by its best role."""
        best = [0] * len(self.label)
        for group, role in zip(self.group.tolist(), self.role, strict=True):
            best[group] = max(best[group], _RANK.index(role))
        return np.array([beliefs.most[_RANK[rank]] for rank in best])

    def vouched(self) -> np.ndarray[tuple[int], np.dtype[np.bool_]]:
        """Return which groups have an accredited source, or speak in the interest of a side."""
        vouched = np.zeros(len(self.label), dtype=np.bool_)
        np.logical_or.at(vouched, self.group, self.accredited | (self.own >= 0))
        return vouched

    def stands(self) -> np.ndarray[tuple[int], np.dtype[np.bool_]]:
        """Return which groups have an accredited source, and nobody's interest in them."""
        accredited = np.zeros(len(self.label), dtype=np.bool_)
        interested = np.zeros(len(self.label), dtype=np.bool_)
        np.logical_or.at(accredited, self.group, self.accredited)
        np.logical_or.at(interested, self.group, self.own >= 0)
        return accredited & ~interested


def voices(
    sources: pl.DataFrame, speaking: Iterable[str], names: Hypotheses, found: Sequence[tuple[str, str]] = ()
) -> Voices:
    """Return the sources that speak, in groups: those declared, those of one interest, and those found to copy.

    Args:
        sources: the table.
        speaking: names in the observations.
        names: the hypotheses.
        found: pairs of sources that were found to be no two witnesses.
    """
    rows = {row["source"]: row for row in sources.iter_rows(named=True)}
    order = sorted(set(speaking))
    own, role, declared = [], [], []
    for source in order:
        row = rows.get(source, {"role": PUBLIC, "party": None, "group": source})
        side = names.parties.index(row["party"]) if row["party"] in names.parties else -1
        own.append(side)
        role.append(PUBLIC if row["role"] == "party" and side < 0 else row["role"])
        declared.append(row["group"])
    number = {source: place for place, source in enumerate(order)}
    heard = np.array([each != PUBLIC for each in role], dtype=np.bool_)
    known = heard.tolist()
    # no account of the public joins a group that is learned from, whatever it says of itself
    pairs = list(_same(list(zip(declared, known, strict=True))))
    pairs += _same([(side, one) if side >= 0 else None for side, one in zip(own, known, strict=True)])
    pairs += [(number[one], number[other]) for one, other in found]
    root = _joined(len(order), pairs)
    opened = {first: place for place, first in enumerate(sorted(set(root)))}
    group = np.array([opened[each] for each in root], dtype=np.int64)
    return Voices(
        tuple(order),
        tuple(role),
        np.array(own, dtype=np.int64),
        heard,
        np.array([r in ACCREDITED and o < 0 for r, o in zip(role, own, strict=True)], dtype=np.bool_),
        group,
        tuple(
            _label(names, [i for i, each in enumerate(root) if each == first], own, declared) for first in opened
        ),
    )


def _label(names: Hypotheses, members: Sequence[int], own: Sequence[int], declared: Sequence[str]) -> str:
    camps = sorted({names.parties[own[member]] for member in members if own[member] >= 0})
    if camps:
        return "camp of " + " and ".join(camps)
    return min(declared[member] for member in members)


def _same(labels: Sequence[object]) -> Iterable[tuple[int, int]]:
    """Yield each place with the first place of the same label."""
    first: dict[object, int] = {}
    for place, label in enumerate(labels):
        if label is not None and first.setdefault(label, place) != place:
            yield first[label], place


def _joined(many: int, pairs: Iterable[tuple[int, int]]) -> list[int]:
    """Return for each number the smallest that it is joined with."""
    root = list(range(many))

    def top(place: int) -> int:
        while root[place] != place:
            place = root[place]
        return place

    for one, other in pairs:
        low, high = sorted((top(one), top(other)))
        root[high] = low
    return [top(place) for place in range(many)]
