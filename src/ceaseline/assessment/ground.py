"""Where acts against a clause would be seen, and what was watched of it, stretch by stretch of time."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

import attrs
import numpy as np
import polars as pl
from numpy.typing import NDArray

from ceaseline.times import Window

_DIGITS = 9  # of shares; sums of hours are not exact beyond
_HOUR_US = 3_600_000_000
_SLACK_US = 1_000  # so little of a window may lack a row
_SUMS = ("watched", "sure", "seen")


@attrs.frozen
class Lost:
    """What one cause took from those who would have watched.

    Attributes:
        cause: in closed words.
        by: parties established to have imposed it.
        hours: as a mean over the place.
    """

    cause: str
    by: tuple[str, ...]
    hours: float


@attrs.frozen
class Seen:
    """How well acts of one side against one clause would have been seen in a window.

    Attributes:
        watched: share of the window watched, 0 to 1.
        sure: share of it watched with the chance that the case asks for.
        least: share of such hours in the reporting day that has the least of them.
        chance: that the smallest act at any moment and place of it is seen; None: not known.
        deployed: assets on record that can see it, watching or not; in the sector with most of them.
        placed: whether one of them is known to reach a part of the place.
        whole: whether the sectors are all of the ground on which the clause can be broken.
        kind: of the sectors: ``line``, ``zone`` or ``unplaced``.
        sectors: how many there are, of the author who has fewest.
        lost: what stopped those who would have watched, the longest first.
    """

    watched: float
    sure: float
    least: float
    chance: float | None
    deployed: int
    placed: bool
    whole: bool
    kind: str
    sectors: int
    lost: tuple[Lost, ...] = ()

    @property
    def blind(self) -> bool:
        """Tell whether it is known that no asset on record can see it."""
        return not self.deployed and self.chance is not None


@attrs.frozen(cache_hash=True)
class Ground:
    """Where acts against a clause would be seen: sectors, each with its weight.

    Attributes:
        weights: length in kilometres of stretches of lines, 1 of everything else.
        kind: of the sectors, as in :class:`Seen`.
        whole: whether they are all of the ground on which the clause can be broken.
    """

    weights: tuple[tuple[str, float], ...]
    kind: str
    whole: bool

    @property
    def weight(self) -> float:
        """The weight of all sectors together."""
        return sum(weight for _, weight in self.weights)

    @property
    def name(self) -> str:
        """The first sector."""
        return self.weights[0][0]

    def stretches(self) -> tuple[Ground, ...]:
        """Return each stretch of a line as a ground of its own."""
        return tuple(Ground((each,), "line", True) for each in self.weights) if self.kind == "line" else ()


def grounds(own: pl.DataFrame) -> Iterator[Ground]:
    """Yield the ground of one clause and side, by each author's line; a line goes before what has no place."""
    kinds = [kind for kind in ("line", "zone", "unplaced") if kind in own["kind"]]
    if kinds[0] != "unplaced":
        own = own.filter(pl.col("kind") != "unplaced")
    length = pl.when(pl.col("kind") == "line").then(pl.col("until_km") - pl.col("from_km")).otherwise(1.0)
    for author in own["author"].drop_nulls().unique(maintain_order=True).to_list() or [None]:
        rows = own.filter(pl.col("author").is_null() | pl.col("author").eq_missing(pl.lit(author)))
        weights = tuple(rows.select("sector", length).sort("sector").iter_rows())
        yield Ground(weights, kinds[0], bool(rows["whole"].all()))


@attrs.frozen(eq=False)
class View:
    """The stretches of time for which is known what was watched of a ground, n of them, one after another.

    Attributes:
        start, end: shape (n,), microseconds.
        day: shape (n,), of the reporting day.
        sums: shape (n, 3), hours times weight: watched, sure, and seen by chance.
        unknown: shape (n,), whether there is a sector in which the chance is not known.
        placed: shape (n,), whether an asset is known to reach a part of the ground.
        deployed: shape (n,), assets that can see it.
        weight: of all of the ground.
        lost: beginning and end of a stretch, a cause, whose, and hours times weight; in the order of time.
    """

    start: NDArray[np.int64]
    end: NDArray[np.int64]
    day: NDArray[np.int64]
    sums: NDArray[np.float64]
    unknown: NDArray[np.bool_]
    placed: NDArray[np.bool_]
    deployed: NDArray[np.int64]
    weight: float
    lost: Sequence[tuple[int, int, str, str | None, float]]

    @classmethod
    def of(cls, pieces: pl.DataFrame, ground: Ground, lost: Sequence[Any]) -> View:
        """Return it from rows in the order of time."""
        return cls(
            start=pieces["from"].dt.epoch("us").to_numpy(),
            end=pieces["until"].dt.epoch("us").to_numpy(),
            day=pieces["day"].to_physical().cast(pl.Int64).to_numpy(),
            sums=pieces.select(_SUMS).to_numpy(),
            unknown=pieces["unknown"].to_numpy(),
            placed=pieces["placed"].to_numpy(),
            deployed=pieces["deployed"].to_numpy(),
            weight=ground.weight,
            lost=lost,
        )

    def within(self, window: Window, ground: Ground) -> Seen:
        """Return what was watched in a window; time without a row, or with one that goes beyond it, was not."""
        start, end = (round(at.timestamp() * 1e6) for at in (window.start, window.end))
        own = self._slice(start, end)
        length = self.end[own] - self.start[own]
        every = (end - start) / _HOUR_US * self.weight
        watched, sure, chance = (_share(value, every) for value in self.sums[own].sum(axis=0))
        return Seen(
            watched=watched,
            sure=sure,
            least=self._least(own, length) if int(length.sum()) >= end - start - _SLACK_US else 0.0,
            chance=None if bool(self.unknown[own].any()) or not len(length) else chance,
            deployed=int(self.deployed[own].max(initial=0)),
            placed=bool(self.placed[own].any()),
            whole=ground.whole,
            kind=ground.kind,
            sectors=len(ground.weights),
            lost=tuple(self._losses(start, end)),
        )

    def _losses(self, start: int, end: int) -> Iterator[Lost]:
        """Yield what was lost, the most first, and of equals what was lost first."""
        hours: dict[tuple[str, str | None], float] = {}
        for begun, ended, cause, by, lasted in self.lost:
            if start <= begun and ended <= end:
                hours[cause, by] = hours.get((cause, by), 0.0) + lasted / self.weight
        for (cause, by), lasted in sorted(hours.items(), key=lambda item: -round(item[1], _DIGITS)):
            yield Lost(cause, () if by is None else tuple(by.split(" and ")), round(lasted, _DIGITS))

    def _slice(self, start: int, end: int) -> slice:
        return slice(int(np.searchsorted(self.start, start)), int(np.searchsorted(self.end, end, "right")))

    def _least(self, own: slice, length: NDArray[np.int64]) -> float:
        """Return the share of sure hours in the day that has the least."""
        _, first = np.unique(self.day[own], return_index=True)
        sure = np.add.reduceat(self.sums[own, 1], first)
        return _share(float((sure / np.add.reduceat(length, first)).min()) * _HOUR_US, self.weight)


def _share(part: float, whole: float) -> float:
    return min(max(round(float(part / whole), _DIGITS), 0.0), 1.0)
