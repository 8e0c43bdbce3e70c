"""Time cut into stretches in which nothing changes: the sky, the sun, and who watches."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from datetime import UTC, datetime, timedelta
from itertools import pairwise
from typing import Any, NamedTuple

import attrs
import dataframely as dy
import numpy as np
import polars as pl
from numpy.typing import NDArray

from ceaseline.coverage.fleet import Fleet, Sight
from ceaseline.coverage.losses import cause
from ceaseline.sensors import SENSORS
from ceaseline.sensors.sensor import CLOUDED
from ceaseline.tables import Watched, Weather
from ceaseline.times import Day

Moments = NDArray[np.int64]  # microseconds since 1970
HOUR = 3_600_000_000
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
EVERYWHERE = "everywhere"  # weather of all sectors

# What was degraded for a reason that says nothing of its range sees half of what it would. Assumed.
HALVED = 0.5
_HAZE = frozenset(
    ["fog", "smoke", "dust", "snow", "rain"]
)  # what takes from the range as fog does; assumed for all
_SEEING = ("operational", "degraded")


@attrs.frozen(eq=False)
class Pieces:
    """Reporting days, cut where windows of clauses begin or end within them.

    Attributes:
        days: shape (n,), number of the day each belongs to.
        start, until: shape (n,).
    """

    days: NDArray[np.int64]
    start: Moments
    until: Moments

    @classmethod
    def of(cls, days: Sequence[Day], cuts: Sequence[datetime]) -> Pieces:
        """Return the pieces of days, which follow each other in time."""
        at = np.unique(np.array([micro(cut) for cut in cuts], dtype=np.int64))
        found = []
        for number, day in enumerate(days):
            start, until = micro(day.window.start), micro(day.window.end)
            ends = [start, *at[(start < at) & (at < until)].tolist(), until]
            found += [(number, *piece) for piece in pairwise(ends)]
        return cls(*np.array(found, dtype=np.int64).reshape(-1, 3).T)


@attrs.frozen(eq=False)
class Sky:
    """Fog and cloud over one sector; of several words for the same time the one that leaves less.

    Attributes:
        turns: shape (n,), moments at which something changes.
        fog: shape (n + 1,), before the first, between each and the next, after the last; none where none is told.
        cloud: shape (n + 1,), share of the sky; nan where none is told.
    """

    turns: Moments
    fog: NDArray[np.bool_]
    cloud: NDArray[np.float64]

    @classmethod
    def of_all(cls, weather: dy.DataFrame[Weather]) -> Callable[[str], Sky]:
        """Return what gives the sky over each sector."""
        sectors = weather["sector"].to_numpy()
        start, until = _micros(weather["from"]), _micros(weather["until"])
        foggy = weather["fog"].fill_null(value=False).to_numpy()
        covered = weather["cloud"].cast(pl.Float64).to_numpy()

        def over(sector: str) -> Sky:
            own = np.flatnonzero((sectors == sector) | (sectors == EVERYWHERE))
            turns = np.unique(np.concatenate([start[own], until[own]]))
            fog, cloud = np.zeros(len(turns) + 1, dtype=np.bool_), np.full(len(turns) + 1, np.nan)
            which, where = spread(np.searchsorted(turns, start[own]) + 1, np.searchsorted(turns, until[own]) + 1)
            np.logical_or.at(fog, where, foggy[own][which])
            np.fmax.at(cloud, where, covered[own][which])
            return cls(turns, fog, cloud)

        return over

    def fog_at(self, at: Moments) -> NDArray[np.bool_]:
        """Tell whether there was fog; where nobody says so, there was none."""
        return self.fog[np.searchsorted(self.turns, at, side="right")]

    def cloud_at(self, at: Moments) -> NDArray[np.float64]:
        """Return the share of the sky that was covered; where nobody says, that of an average sky."""
        cloud = self.cloud[np.searchsorted(self.turns, at, side="right")]
        return np.where(np.isnan(cloud), CLOUDED, cloud)


@attrs.frozen(eq=False)
class Stretches:
    """Stretches of time of the assets of a fleet, n of them, in the order of the fleet and of time.

    Attributes:
        asset: shape (n,), number in the fleet.
        opens: shape (n,), from when an act is seen: what burns is still seen by the look that comes later.
        start, until: shape (n,), from when to when it watched, or would have.
        share: shape (n,), what its state leaves of its chance; zero where it did not watch.
        hazy: shape (n,), whether it saw as in fog.
        cause: shape (n,), number in ``causes`` of what stopped it; -1 where it watched.
        causes: what stopped anything, and by whom; the same one once.
    """

    asset: NDArray[np.int64]
    opens: Moments
    start: Moments
    until: Moments
    share: NDArray[np.float64]
    hazy: NDArray[np.bool_]
    cause: NDArray[np.int64]
    causes: tuple[tuple[str, str], ...]

    @classmethod
    def of(cls, fleet: Fleet, watched: dy.DataFrame[Watched]) -> Stretches:
        """Return the stretches of a table; of assets that are not in the fleet there are none."""
        number = {name: place for place, name in enumerate(fleet.names)}
        own = watched.filter(pl.col("asset").is_in([*fleet.names])).sort("asset", "from")
        rows = own.to_dicts()
        causes: dict[tuple[str, str], int] = {}
        stopped = [-1 if row["status"] in _SEEING else causes.setdefault(cause(row), len(causes)) for row in rows]
        states = np.array([_state(row) for row in rows], dtype=np.float64).reshape(-1, 2)
        asset = np.array([number[row["asset"]] for row in rows], dtype=np.int64)
        burns = np.array([_burns(*each) for each in zip(fleet.kinds, fleet.sight, strict=True)], dtype=np.int64)[
            asset
        ]
        start = _micros(own["from"])
        return cls(
            asset,
            start - burns,
            start,
            _micros(own["until"]),
            states[:, 0],
            states[:, 1] > 0,
            np.array(stopped, dtype=np.int64),
            tuple(causes),
        )

    def of_assets(self, columns: NDArray[np.int64]) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
        """Return the numbers of the stretches of some assets, and the column of each."""
        first = np.searchsorted(self.asset, columns)
        column, which = spread(first, np.searchsorted(self.asset, columns, side="right"))
        return which, column


class States(NamedTuple):
    """What held for m assets of one sector, in t stretches of time in which nothing changes.

    Attributes:
        length: shape (t,), microseconds.
        row: shape (t,), twice the number of the piece, and one more by night.
        rows: how many there may be.
        fog: shape (t, m), whether each sees as in fog, 0 or 1.
        share: shape (t, m), what state and cloud leave of its chance; zero where it does not watch.
        cause: shape (t, m), number of what stopped it; -1 where nothing did.
        would: shape (t, m), what the cloud would have left of its chance where it was stopped.
    """

    length: NDArray[np.int64]
    row: NDArray[np.int64]
    rows: int
    fog: NDArray[np.uint8]
    share: NDArray[np.float64]
    cause: NDArray[np.int64]
    would: NDArray[np.float64]

    def only(self, used: NDArray[np.bool_]) -> States:
        """Return the states of some of the assets."""
        return self._replace(
            fog=np.ascontiguousarray(self.fog[:, used]),
            share=np.ascontiguousarray(self.share[:, used]),
            cause=np.ascontiguousarray(self.cause[:, used]),
            would=np.ascontiguousarray(self.would[:, used]),
        )


def states(
    fleet: Fleet,
    stretches: Stretches,
    columns: NDArray[np.int64],
    *,
    pieces: Pieces,
    sun: tuple[Moments, NDArray[np.bool_]],
    sky: Sky,
) -> States:
    """Return what held for the assets in *columns*, from one change of anything to the next."""
    which, column = stretches.of_assets(columns)
    opens, start, until = stretches.opens[which], stretches.start[which], stretches.until[which]
    ends = np.unique(np.concatenate([pieces.start, pieces.until, sun[0], sky.turns, opens, start, until]))
    at, length = ends[:-1], np.diff(ends)
    piece = np.searchsorted(pieces.start, at, side="right") - 1
    asked = (piece >= 0) & (at < pieces.until[piece])
    at, length, piece = at[asked], length[asked], piece[asked]
    night = sun[1][np.searchsorted(sun[0], at, side="right")]
    each, when = spread(np.searchsorted(at, opens), np.searchsorted(at, until))
    place, stopped = (when, column[each]), stretches.cause[which][each]
    # the sky counts when the act happens, and for a look that comes later, when that begins
    cover = 1.0 - sky.cloud_at(np.maximum(at[when], start[each])) * _dimmed(fleet, columns)[column[each]]
    share, would = np.zeros((len(at), len(columns))), np.zeros((len(at), len(columns)))
    cause = np.full(share.shape, -1, dtype=np.int64)
    fog = np.repeat(sky.fog_at(at)[:, None], len(columns), axis=1)
    np.logical_or.at(fog, place, stretches.hazy[which][each])
    np.maximum.at(share, place, cover * stretches.share[which][each])
    np.maximum.at(cause, place, stopped)
    np.maximum.at(would, place, np.where(stopped >= 0, cover, 0.0))
    return States(length, 2 * piece + night, 2 * len(pieces.start), fog.astype(np.uint8), share, cause, would)


def spread(first: NDArray[np.int64], end: NDArray[np.int64]) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Return all whole numbers of several ranges, and before them the range each is of.

    Examples:
        >>> which, number = spread(np.array([3, 7]), np.array([5, 8]))
        >>> which.tolist(), number.tolist()
        ([0, 0, 1], [3, 4, 7])
    """
    counts = end - first
    which = np.repeat(np.arange(len(first)), counts)
    return which, np.arange(len(which)) - np.repeat(np.cumsum(counts) - counts - first, counts)


def micro(at: datetime) -> int:
    """Return a moment as microseconds since 1970."""
    return (at - _EPOCH) // timedelta(microseconds=1)


def _micros(column: pl.Series) -> Moments:
    return column.to_physical().to_numpy().astype(np.int64)


def _state(row: Mapping[str, Any]) -> tuple[float, bool]:
    """Return what the state of an asset leaves of its chance, and whether it sees as in fog."""
    if row["status"] == "degraded":
        hazy = bool(_HAZE & {*re.findall(r"[a-z]+", row["reason"].casefold())})
        return (1.0, True) if hazy else (HALVED, False)
    return float(row["status"] == "operational"), False


def _burns(kind: str, sight: int) -> int:
    return round((SENSORS[kind].burns_h or 0.0) * HOUR) if sight == Sight.ABOVE else 0


def _dimmed(fleet: Fleet, columns: NDArray[np.int64]) -> NDArray[np.float64]:
    """Return what a closed cover of cloud takes from the chance of each asset; nothing where nobody knows."""
    known = fleet.sight[columns] != Sight.UNKNOWN
    kinds = (fleet.kinds[column] for column in columns)
    return np.array(
        [1.0 - SENSORS[kind].cloud if is_known else 0.0 for kind, is_known in zip(kinds, known, strict=True)]
    )
