"""Records put together one after another; each joins the first happening whose records all agree with it."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Iterable, Iterator
from heapq import heappop, heappush
from itertools import product
from math import floor

import attrs

from ceaseline.fusion.agreeing import Point, near, opposed

_CELL_KM = 15.0  # no two records that agree are further apart: twice the joint radius of two of 5 km is 14.2 km


@attrs.frozen
class Record:
    """What the rule looks at, and nothing of who is blamed for it.

    Attributes:
        number: its own, from 0.
        source: whose record.
        phenomenon: what it was; None where that is not stated.
        start, end: seconds, widened by the error of the clock.
        point: in kilometres.
        radius: that holds it with a chance of 68 %, kilometres.
        bearing, sigma: degrees; None where not stated.
    """

    number: int
    source: str
    phenomenon: str | None
    start: float
    end: float
    point: Point
    radius: float
    bearing: float | None
    sigma: float | None

    def agrees(self, other: Record) -> bool:
        """Tell whether both can be of one place and one side; what, when and whose is looked at elsewhere."""
        if opposed(self.bearing, self.sigma, other.bearing, other.sigma):
            return False
        return near(self.point, self.radius, other.point, other.radius)

    @property
    def cell(self) -> tuple[int, int, int]:
        """The cube of the grid it lies in."""
        x, y, z = self.point
        return floor(x / _CELL_KM), floor(y / _CELL_KM), floor(z / _CELL_KM)


_Key = tuple[tuple[int, int, int], str | None, frozenset[str]]


class _Open:
    """Happenings that a later record may still join.

    They lie on shelves: by cube, by phenomenon, and by the sources that already told of them. A shelf whose
    sources hold that of the record is passed over whole, so that no burst of one source is gone through.
    """

    def __init__(self) -> None:
        self._shelves: dict[tuple[int, int, int], dict[_Key, OrderedDict[int, list[Record]]]] = {}
        self._ends: list[tuple[float, int]] = []  # no happening ends later than its first record to end
        self._lies: dict[int, _Key] = {}

    def join(self, record: Record, opening: int) -> int:
        """Return the number of the happening a record belongs to, *opening* where it is a new one."""
        while self._ends and self._ends[0][0] < record.start:
            _, gone = heappop(self._ends)
            if gone in self._lies:
                self._take(gone)
        found = min(self._agreeing(record), default=opening)
        together = [*self._take(found), record] if found in self._lies else [record]
        self._lay(found, together)
        heappush(self._ends, (record.end, found))
        return found

    def _agreeing(self, record: Record) -> Iterator[int]:
        """Yield the first happening of each shelf that agrees; all of them still last, so times overlap."""
        x, y, z = record.cell
        for east, north, up in product((-1, 0, 1), repeat=3):
            beside = (x + east, y + north, z + up)
            for (_, phenomenon, told), shelf in self._shelves.get(beside, {}).items():
                if record.source in told or (
                    phenomenon is not None and record.phenomenon is not None and phenomenon != record.phenomenon
                ):
                    continue
                for number, together in shelf.items():
                    if all(record.agrees(other) for other in together):
                        yield number
                        break

    def _take(self, number: int) -> list[Record]:
        key = self._lies.pop(number)
        shelves = self._shelves[key[0]]
        together = shelves[key].pop(number)
        if not shelves[key]:
            del shelves[key]
            if not shelves:
                del self._shelves[key[0]]
        return together

    def _lay(self, number: int, together: list[Record]) -> None:
        what = next((record.phenomenon for record in together if record.phenomenon is not None), None)
        key = (together[0].cell, what, frozenset(record.source for record in together))
        self._lies[number] = key
        self._shelves.setdefault(key[0], {}).setdefault(key, OrderedDict())[number] = together


def gather(records: Iterable[Record]) -> list[int]:
    """Return for each record the number of the happening it tells of, from 0, in the order they were opened.

    A record joins the happening that was opened first among those where it agrees with every record, and that its
    own source has not told of; else it opens one. So nothing is chained: all records of a happening agree.

    Args:
        records: n of them, by start, then in an order that their content gives.
    """
    still, given, opened = _Open(), [], 0
    for record in records:
        found = still.join(record, opened)
        opened = max(opened, found + 1)
        given.append(found)
    return given
