"""What there is to watch with, and what each could see of the places of a sector, were it watching."""

from __future__ import annotations

from collections.abc import Container, Iterator, Sequence
from enum import IntEnum
from typing import Any

import attrs
import dataframely as dy
import numpy as np
from numpy.typing import NDArray

from ceaseline.sensors import SENSORS, chance_seen
from ceaseline.tables import Assets

Floats = NDArray[np.float64]

# An asset counts as deployed where it would notice one act in ten in clear weather. What would notice fewer is left
# out altogether. Decided here; no mission has published such a bound.
IN_REACH = 0.1
_SEMI_MAJOR_M, _ECCENTRICITY_2 = 6_378_137.0, 0.00669437999014  # of WGS 84


class Sight(IntEnum):
    """What decides whether an asset sees."""

    NEAR = 0  # how far off the act is
    ABOVE = 1  # whether the sky is clear: it looks from so high that distance means nothing
    UNKNOWN = 2  # nobody knows: it has no place, its kind no detection function, or nothing has a place


@attrs.frozen(eq=False)
class Fleet:
    """Assets in the order of their names, n of them.

    Attributes:
        names: of the assets.
        kinds: of the assets, in the words of the table ``assets``.
        acts_of: party whose acts each can see, ``any``, or None.
        sight: shape (n,), a ``Sight`` each.
        solid: shape (n, 3), places as ``solid`` gives them; nan where there is none.
    """

    names: tuple[str, ...]
    kinds: tuple[str, ...]
    acts_of: tuple[str | None, ...]
    sight: NDArray[np.int64]
    solid: Floats

    @classmethod
    def of(cls, assets: dy.DataFrame[Assets], standing: Container[str]) -> Fleet:
        """Return the fleet of a table, whatever the order of its rows; nobody knows what those *standing* see."""
        rows = sorted(assets.iter_rows(named=True), key=lambda row: row["asset"])
        lon, lat = (np.array([row[name] for row in rows], dtype=np.float64) for name in ("lon", "lat"))
        return cls(
            tuple(row["asset"] for row in rows),
            tuple(row["kind"] for row in rows),
            tuple(row["acts_of"] for row in rows),
            np.array([Sight.UNKNOWN if row["asset"] in standing else _sight(row) for row in rows], dtype=np.int64),
            solid(lon, lat),
        )

    def notices(self, phenomenon: str) -> NDArray[np.bool_]:
        """Return which assets can see a phenomenon at all, shape (n,); where nobody knows, they can."""
        blind = {kind for kind, sensor in SENSORS.items() if sensor.reach(phenomenon) is None}
        return np.array([kind not in blind for kind in self.kinds], dtype=np.bool_)

    def of_kinds(self, columns: NDArray[np.int64]) -> Iterator[tuple[str, NDArray[np.intp]]]:
        """Yield each kind of which is known what it sees, and which of *columns* are of it and have a place."""
        kinds = np.array(self.kinds, dtype=object)[columns]
        known = self.sight[columns] != Sight.UNKNOWN
        for kind in sorted({*kinds[known]}):
            yield kind, np.flatnonzero(known & (kinds == kind))

    def sees(self, party: str) -> NDArray[np.bool_]:
        """Return which assets see acts of a party, shape (n,)."""
        return np.array([whose in (party, "any") for whose in self.acts_of], dtype=np.bool_)


@attrs.frozen(eq=False)
class Outlook:
    """What m assets could see of s places, were they watching.

    Attributes:
        columns: shape (m,), numbers of the assets in the fleet, rising.
        chances: for each phenomenon which of them can see it, shape (m,); and their chances, shape (4, m, s): by
            day, by day in fog, by night, by night in fog; under clear sky. Zero where nobody knows.
    """

    columns: NDArray[np.int64]
    chances: dict[str, tuple[NDArray[np.bool_], Floats]]


def outlook(
    fleet: Fleet, standing: NDArray[np.bool_], lon: Floats, lat: Floats, phenomena: Sequence[str]
) -> Outlook:
    """Return what the assets could see of the places of one sector.

    Args:
        fleet: all assets.
        standing: shape (n,), which of those of which nobody knows what they see are told in this sector.
        lon: shape (s,), of its places, degrees; none where it has no place.
        lat: the same.
        phenomena: acts.
    """
    away = np.linalg.norm(solid(lon, lat)[None] - fleet.solid[:, None], axis=2)  # nan where there is no place
    away[fleet.sight == Sight.ABOVE] = 0.0
    nearest = away.min(axis=1, initial=np.inf)
    able = {name: standing & fleet.notices(name) | _in_reach(fleet, nearest, name) for name in phenomena}
    columns = np.flatnonzero(np.any([*able.values()], axis=0)) if able else np.zeros(0, dtype=np.int64)
    return Outlook(
        columns,
        {name: (able[name][columns], _chances(fleet, columns, away[columns], name)) for name in phenomena},
    )


def _in_reach(fleet: Fleet, nearest: Floats, phenomenon: str) -> NDArray[np.bool_]:
    """Return which assets would notice an act at the place nearest to them, by day or by night."""
    found = np.zeros(len(nearest), dtype=np.bool_)
    for kind, own in fleet.of_kinds(np.arange(len(nearest))):
        for night in (False, True):
            found[own] |= chance_seen(kind, phenomenon, nearest[own], night=night) >= IN_REACH
    return found


def _chances(fleet: Fleet, columns: NDArray[np.int64], away: Floats, phenomenon: str) -> Floats:
    chances = np.zeros((4, len(columns), max(away.shape[1], 1)))  # one place stands for a sector that has none
    for kind, own in fleet.of_kinds(columns) if away.shape[1] else ():
        for mode in range(4):
            seen = chance_seen(kind, phenomenon, away[own].ravel(), night=mode >= 2, fog=mode % 2 == 1)
            chances[mode, own] = seen.reshape(len(own), -1)
    return chances


def solid(lon: Floats, lat: Floats) -> Floats:
    """Return places on the ellipsoid in space, shape (n, 3), metres from the middle of the earth.

    The straight way between two of them is shorter than that on the ground by one metre in 100 km.

    Examples:
        >>> one, other = solid(np.array([30.0, 30.0]), np.array([50.0, 50.1]))
        >>> round(float(np.linalg.norm(one - other)))
        11123
    """
    east, north = np.radians(lon), np.radians(lat)
    across = _SEMI_MAJOR_M / np.sqrt(1 - _ECCENTRICITY_2 * np.sin(north) ** 2)
    return np.column_stack(
        [
            across * np.cos(north) * np.cos(east),
            across * np.cos(north) * np.sin(east),
            across * (1 - _ECCENTRICITY_2) * np.sin(north),
        ]
    )


def _sight(row: dict[str, Any]) -> Sight:
    if row["kind"] not in SENSORS:
        return Sight.UNKNOWN
    if SENSORS[row["kind"]].burns_h is not None:
        return Sight.ABOVE
    return Sight.UNKNOWN if row["lon"] is None else Sight.NEAR
