"""Watches less their restrictions, stretch by stretch."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping
from datetime import UTC, datetime
from itertools import pairwise
from typing import Any

import attrs
import dataframely as dy

from ceaseline.tables import Restrictions, Watched, Watches, from_rows
from ceaseline.tables.restrictions import RESTRICTED
from ceaseline.tables.watches import STATUSES

_FOREVER = datetime.max.replace(tzinfo=UTC)  # of a restriction that goes on
_SEEING = ("operational", "degraded")

Row = Mapping[str, Any]


def cut(
    watches: dy.DataFrame[Watches],
    restrictions: dy.DataFrame[Restrictions],
    standing: Mapping[str, Collection[str]] | None = None,
) -> dy.DataFrame[Watched]:
    """Return each watch less the restrictions of its asset; of one asset nothing overlaps, and no time is lost.

    A restriction tells where an asset was still seeing and makes it less, and where the watch itself has the same
    status and does not say by whom. Time that a watch gives as lost for another reason stays as it is: what was
    withdrawn already was not jammed by anybody. Where watches share time, or restrictions do, the one that left
    less is taken, in the order of the statuses; of several alike, all are named. The order of rows changes nothing.

    Time beyond the watches is in no row, because nobody watched it; restrictions of it cut nothing.

    The work is that of sorting the ends, and of naming what stands at each.

    Args:
        watches: of any assets.
        restrictions: of any assets, or of all that stand in a sector.
        standing: the assets that stand in each sector; restrictions of any other sector cut nothing.

    Examples:
        >>> from ceaseline.tables import Restrictions, Watches, from_rows
        >>> cut(from_rows(Watches, []), from_rows(Restrictions, [])).height
        0
    """
    rows: dict[str, tuple[list[Row], list[Row]]] = {}
    for watch in watches.iter_rows(named=True):
        rows.setdefault(watch["asset"], ([], []))[0].append(watch)
    for restriction in restrictions.iter_rows(named=True):
        here = () if standing is None else standing.get(restriction["sector"], ())
        for asset in here if restriction["asset"] is None else (restriction["asset"],):
            if asset in rows:
                rows[asset][1].append(restriction)
    return from_rows(
        Watched,
        [{"asset": asset, **stretch} for asset in sorted(rows) for stretch in _joined(_stretches(*rows[asset]))],
    )


@attrs.frozen
class _Moment:
    """One end of a watch or a restriction: a status of which there is from here on one more, or one fewer."""

    at: datetime
    change: int
    cuts: bool
    status: str
    what: tuple[str | None, ...]


def _moments(rows: Iterable[Row], *, cuts: bool) -> Iterator[_Moment]:
    for row in rows:
        status = RESTRICTED[row["type"]] if cuts else row["status"]
        by = row["imposed_by"] if cuts and row["established"] else None
        what = (row["restriction_id"], row["type"], by) if cuts else (row["reason"],)
        yield _Moment(row["from"], 1, cuts, status, what)
        yield _Moment(row["until"] or _FOREVER, -1, cuts, status, what)


class _Standing:
    """What holds at one moment, by status."""

    def __init__(self) -> None:
        self._held: dict[str, Counter[tuple[str | None, ...]]] = {status: Counter() for status in STATUSES}

    def change(self, moment: _Moment) -> None:
        held = self._held[moment.status]
        held[moment.what] += moment.change
        if not held[moment.what]:
            del held[moment.what]

    @property
    def least(self) -> str | None:
        """The status that left least, None where there is none."""
        return next((status for status in reversed(STATUSES) if self._held[status]), None)

    def has(self, status: str) -> bool:
        """Tell whether anything has the status."""
        return bool(self._held[status])

    def words(self, status: str, position: int) -> str | None:
        """Name what has the status, each once; None where there is no name."""
        return "; ".join(sorted({word for what in self._held[status] if (word := what[position])})) or None


def _stretches(watches: list[Row], restrictions: list[Row]) -> Iterator[dict[str, Any]]:
    """Yield what holds between each moment of one asset and the next, where there is a watch."""
    moments = sorted(
        [*_moments(watches, cuts=False), *_moments(restrictions, cuts=True)], key=lambda moment: moment.at
    )
    own, cutting = _Standing(), _Standing()
    for moment, following in pairwise(moments):
        (cutting if moment.cuts else own).change(moment)
        status = own.least
        if status is not None and moment.at < following.at:
            yield {"from": moment.at, "until": following.at, **_told(status, own, cutting)}


def _told(status: str, own: _Standing, cutting: _Standing) -> dict[str, str | None]:
    made = cutting.least if status in _SEEING else status
    if made is None or not cutting.has(made):
        return {"status": status, "reason": own.words(status, 0), "restrictions": None, "imposed_by": None}
    return {
        "status": made,
        "reason": cutting.words(made, 1),
        "restrictions": cutting.words(made, 0),
        "imposed_by": cutting.words(made, 2),
    }


def _joined(stretches: Iterable[dict[str, Any]]) -> Iterator[dict[str, Any]]:
    """Yield stretches that touch and say the same as one."""
    last: dict[str, Any] | None = None
    for stretch in stretches:
        if (
            last is not None
            and last | {"until": stretch["until"]} == stretch | {"from": last["from"]}
            and (last["until"] == stretch["from"])
        ):
            last["until"] = stretch["until"]
            continue
        if last is not None:
            yield last
        last = stretch
    if last is not None:
        yield last
