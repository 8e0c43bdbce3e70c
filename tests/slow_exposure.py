"""What could be seen, worked out the slow and obvious way: moment by moment, place by place, asset by asset."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import UTC, datetime, timedelta
from itertools import pairwise
from typing import Any

import numpy as np

from ceaseline.coverage import Spots
from ceaseline.coverage.fleet import solid
from ceaseline.coverage.losses import cause
from ceaseline.sensors import SENSORS, chance_seen, turns
from ceaseline.times import Day

Row = dict[str, Any]
Key = tuple[Any, ...]
HOUR = timedelta(hours=1)
HAZE = ("fog", "smoke", "dust", "snow", "rain")


def slow(
    assets: Sequence[Row],
    watched: Sequence[Row],
    weather: Sequence[Row],
    spots: Spots,
    *,
    phenomena: Sequence[str],
    parties: Sequence[str],
    days: Sequence[Day],
    cuts: Sequence[datetime],
    standing: dict[str, str],
    chance: float,
) -> dict[Key, Row]:
    """Return the rows by sector, date, part, phenomenon, party and beginning, with what stopped whom as a set."""
    found: dict[Key, Row] = {}
    for number, sector in enumerate(spots.names):
        places = solid(spots.lon[spots.sector == number], spots.lat[spots.sector == number])
        world = _World(sector, places, (assets, watched, weather), standing)
        sun = _sun(spots, number, days, assets)
        for day in days:
            inside = [cut for cut in cuts if day.window.start < cut < day.window.end]
            for piece in pairwise([day.window.start, *sorted({*inside}), day.window.end]):
                for phenomenon in phenomena:
                    for party in parties:
                        for part, row in _rows(world, sun, piece, phenomenon, party, chance=chance):
                            if len(places) or row["assets"]:
                                found[sector, day.date, part, phenomenon, party, piece[0]] = row
    return found


def _rows(
    world: _World, sun: _Sun, piece: tuple[datetime, datetime], phenomenon: str, party: str, *, chance: float
) -> Iterator[tuple[str, Row]]:
    start, until = piece
    able = [asset for asset in world.assets if asset["acts_of"] in (party, "any") and world.can(asset, phenomenon)]
    sums: dict[str, Row] = {}
    for begin, end in pairwise(sorted({start, until, *world.moments(start, until), *sun.between(start, until)})):
        middle, hours = begin + (end - begin) / 2, (end - begin) / HOUR
        night = sun.night(middle)
        row = sums.setdefault(
            "night" if night else "day",
            {
                "assets": len(able),
                "hours": 0,
                "watched": 0,
                "sure": 0,
                "seen": 0,
                "guess": False,
                "lost": 0,
                "why": set(),
            },
        )
        now = [world.at_spot(able, spot, phenomenon, middle, night) for spot in world.spots()]
        unknown = any(each[1] for each in now)
        certain = [each[0] >= max(chance, 0.5) - 1e-9 for each in now]
        row["hours"] += hours
        row["watched"] += hours * np.mean([unknown or each[0] >= 0.5 - 1e-9 for each in now])
        row["sure"] += hours * np.mean(certain)
        row["seen"] += hours * np.mean([each[0] for each in now])
        row["guess"] = row["guess"] or (unknown and not all(certain))
        lost = [set() if unknown or each[0] >= 0.5 - 1e-9 else each[2] for each in now]
        row["lost"] += hours * np.mean([bool(each) for each in lost])
        row["why"] |= set().union(*lost)
    for part, row in sums.items():
        yield part, row | {"seen": None if row["guess"] else row["seen"] / row["hours"]}


class _World:
    def __init__(
        self, sector: str, places: np.ndarray, rows: tuple[Sequence[Row], ...], standing: dict[str, str]
    ) -> None:
        assets, watched, weather = rows
        self._sector, self._places, self._standing = sector, places, standing
        self.assets = sorted(assets, key=lambda asset: str(asset["asset"]))
        self._watched = watched
        self._weather = [row for row in weather if row["sector"] in (sector, "everywhere")]

    def spots(self) -> Sequence[np.ndarray | None]:
        return [*self._places] or [None]

    def moments(self, start: datetime, until: datetime) -> set[datetime]:
        ends = {row[end] for row in [*self._watched, *self._weather] for end in ("from", "until")}
        ends |= {row["from"] - HOUR for row in self._watched}
        return {end for end in ends if start < end < until}

    def _unknown(self, asset: Row) -> bool:
        above = asset["kind"] == "satellite_thermal"
        return (
            asset["asset"] in self._standing or asset["kind"] not in SENSORS or (asset["lon"] is None and not above)
        )

    def can(self, asset: Row, phenomenon: str) -> bool:
        if self._unknown(asset):
            here = self._standing.get(asset["asset"], self._sector) == self._sector
            notices = asset["kind"] not in SENSORS or SENSORS[asset["kind"]].reach(phenomenon) is not None
            return here and notices
        return any(
            self._chance(asset, spot, phenomenon, night, fog=False) >= 0.1
            for spot in self._places
            for night in (False, True)
        )

    def _chance(self, asset: Row, spot: np.ndarray | None, phenomenon: str, night: bool, fog: bool) -> float:
        if spot is None:
            return 0.0
        away = 0.0
        if asset["kind"] != "satellite_thermal":
            own = solid(np.array([asset["lon"]]), np.array([asset["lat"]]))[0]
            away = float(np.sqrt(((own - spot) ** 2).sum()))
        return float(chance_seen(asset["kind"], phenomenon, np.array([away]), night=night, fog=fog)[0])

    def _said(self, when: datetime, column: str) -> list[Any]:
        return [
            row[column] for row in self._weather if row["from"] <= when < row["until"] and row[column] is not None
        ]

    def at_spot(
        self, able: Sequence[Row], spot: np.ndarray | None, phenomenon: str, when: datetime, night: bool
    ) -> tuple[float, bool, set[tuple[str, str]]]:
        """Return the joint chance, whether something unknown watches, and what stopped those who would watch."""
        missed, above, unknown, stopped = 1.0, 0.0, False, set()
        for asset in able:
            satellite = asset["kind"] == "satellite_thermal" and not self._unknown(asset)
            own = [row for row in self._watched if row["asset"] == asset["asset"]]
            early = HOUR if satellite else timedelta(0)
            looks = [row for row in own if row["from"] - early <= when < row["until"]]
            hazy = any(row["status"] == "degraded" and _hazy(row) for row in looks)
            for row in looks:
                cloud = max(self._said(max(when, row["from"]), "cloud"), default=0.5)
                fog = any(self._said(when, "fog")) or hazy
                p = 0.0
                if not self._unknown(asset):
                    left = 1 - cloud * (1 - SENSORS[asset["kind"]].cloud)
                    p = left * self._chance(asset, spot, phenomenon, night, fog)
                if row["status"] not in ("operational", "degraded"):
                    if self._unknown(asset) or p >= 0.5 - 1e-9:
                        stopped.add(cause(row))
                    continue
                unknown = unknown or self._unknown(asset)
                p *= 0.5 if row["status"] == "degraded" and not _hazy(row) else 1.0
                if satellite:
                    above = max(above, p)
                else:
                    missed *= 1 - p
        return 1 - missed * (1 - above), unknown, stopped


def _hazy(row: Row) -> bool:
    return any(word in row["reason"].split() for word in HAZE)


class _Sun:
    def __init__(self, at: np.ndarray, dark: np.ndarray) -> None:
        self._at = [datetime.fromtimestamp(moment / 1e6, tz=UTC) for moment in at.tolist()]
        self._dark = dark.tolist()

    def between(self, start: datetime, until: datetime) -> set[datetime]:
        return {at for at in self._at if start < at < until}

    def night(self, when: datetime) -> bool:
        return bool(self._dark[sum(at <= when for at in self._at)])


def _sun(spots: Spots, number: int, days: Sequence[Day], assets: Sequence[Row]) -> _Sun:
    own = spots.sector == number
    if own.any():
        places = solid(spots.lon[own], spots.lat[own])
    else:
        rows = [row for row in assets if row["lon"] is not None]
        lon = np.array([*spots.lon, *(row["lon"] for row in rows)])
        places = solid(lon, np.array([*spots.lat, *(row["lat"] for row in rows)]))
    x, y, z = places.sum(axis=0)
    start, until = (int(each.timestamp() * 1e6) for each in (days[0].window.start, days[-1].window.end))
    return _Sun(
        *turns(start, until, float(np.degrees(np.arctan2(y, x))), float(np.degrees(np.arctan2(z, np.hypot(x, y)))))
    )
