"""Worlds for holding ways of putting records together against what was true: a plain one, and a hard one.

The plain world keeps the promises that a way of merging rests on: errors are normal and as wide as stated. The hard
one breaks them: heavy tails, errors misstated by up to ten times and more, a source that is steadily off to one
side, places that are the next village's, telling late, words confused in ways that differ from means to means.
Both lie along a line of 2,000 km over open sea, and all their numbers are made up. By the same size, days and seed
they come out equal to the last digit.

To write one as Parquet files, for ``ceaseline fuse`` or another program::

    python bench/worlds.py plain 100000 30 1 FOLDER
"""

from __future__ import annotations

import sys
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path

import attrs
import dataframely as dy
import numpy as np
import polars as pl
from numpy.typing import NDArray
from scipy.spatial import cKDTree

from ceaseline.tables import Observations, Sources
from ceaseline.tables.truth_incidents import TruthIncidents
from ceaseline.tables.truth_members import TruthMembers

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]

START = datetime(2032, 9, 1, tzinfo=UTC)
LENGTH_KM = 2000.0
_LON, _LAT, _KM = -120.0, -58.0, 111.2  # open sea; the line runs north, and a degree has so many kilometres
_ROUND = 1.5095921  # sigmas of a round normal error that hold 68 %
_HOT, _HOT_SHARE, _HOT_KM, _WIDE_KM = 40, 0.6, 18.0, 16.0  # of the plain world
_CLUTTER = 0.08
_REPORTS = 4.0  # on one incident, in the mean
WORDS = ("explosion", "impact", "shelling", "strike", "fire", "shot", "burst", "uav_sighting")


@attrs.frozen
class World:
    """What sources told, and what was true."""

    observations: dy.DataFrame[Observations]
    sources: dy.DataFrame[Sources]
    incidents: dy.DataFrame[TruthIncidents]
    members: dy.DataFrame[TruthMembers]


@attrs.frozen
class _Happened:
    """Happenings, one after another: seconds from the start, kilometres along and across, word, and side."""

    at: Floats
    along: Floats
    across: Floats
    word: Ints
    side: Ints

    def pick(self, rows: Ints) -> _Happened:
        return _Happened(*(getattr(self, field.name)[rows] for field in attrs.fields(_Happened)))


@attrs.frozen
class _Told:
    """Records, in the order of no meaning in which they were thrown; moments in seconds from the start."""

    of: Ints  # row of what happened; -1 where nothing did
    source: Ints
    word: Ints
    earliest: Floats
    latest: Floats
    sigma_s: Floats  # NaN: from the interval
    along: Floats
    across: Floats
    radius_m: Floats
    accused: Ints  # -1: nobody


@attrs.frozen
class _Kind:
    """A source of the plain world: its errors in kilometres, by axis, and in hours, both as it states them."""

    name: str
    role: str
    means: str
    km: float
    hours: float


_KINDS = (
    _Kind("thermal", "instrument", "satellite", 0.4, 3.0),
    _Kind("acoustic", "instrument", "acoustic", 1.0, 0.02),
    _Kind("camera", "instrument", "camera", 0.3, 0.1),
    _Kind("osint", "osint", "seen", 0.3, 2.0),
    _Kind("press", "press", "reported", 3.0, 6.0),
    _Kind("statement", "party", "declared", 6.0, 8.0),
)


def plain(records: int, days: float, seed: int) -> World:
    """Return the plain world, of the trial that set the figures to reach.

    Six sources, each with errors of its own that are normal and stated rightly; any of them may tell of a happening
    twice. Four records of a happening in the mean, geometric; eight words, of which 15 % are wrong; 8 % of records
    are of nothing; 40 hot spots hold 60 % of what happens.

    Args:
        records: how many.
        days: over which what happened is spread evenly.
        seed: gives every byte.
    """
    dice = np.random.default_rng([seed, 1])
    spots = dice.uniform(0, LENGTH_KM, _HOT)
    invented = round(_CLUTTER * records)
    of = _shares(dice, records - invented)
    happened = _plainly(dice, int(of[-1]) + 1, days, spots)
    nothing = _plainly(dice, invented, days, spots)
    of = np.concatenate([of, np.full(invented, -1)])
    source = dice.integers(0, len(_KINDS), records)
    km, hours = (np.array([getattr(kind, name) for kind in _KINDS])[source] for name in ("km", "hours"))
    true = [
        np.concatenate([getattr(happened, name)[of[: records - invented]], getattr(nothing, name)])
        for name in ("at", "along", "across", "word")
    ]
    at = true[0] + dice.normal(0, 1, records) * hours * 3600
    wrong = dice.random(records) < 0.15
    told = _Told(
        of=of,
        source=source,
        word=np.where(wrong, (true[3] + dice.integers(1, len(WORDS), records)) % len(WORDS), true[3]),
        earliest=at,
        latest=at,
        sigma_s=hours * 3600,
        along=true[1] + dice.normal(0, 1, records) * km,
        across=true[2] + dice.normal(0, 1, records) * km,
        radius_m=km * _ROUND * 1000,
        accused=np.full(records, -1),
    )
    sources = [
        {"source": kind.name, "role": kind.role, "party": "A" if kind.role == "party" else None, "group": kind.name}
        for kind in _KINDS
    ]
    return _tables(dice, happened, told, sources, [kind.means for kind in _KINDS])


def _plainly(dice: np.random.Generator, count: int, days: float, spots: Floats) -> _Happened:
    hot = dice.random(count) < _HOT_SHARE
    near = spots[dice.integers(0, _HOT, count)] + dice.normal(0, _HOT_KM, count)
    return _Happened(
        at=dice.uniform(0, days * 86_400, count),
        along=np.where(hot, near, dice.uniform(0, LENGTH_KM, count)),
        across=dice.normal(0, _WIDE_KM, count),
        word=dice.integers(0, len(WORDS), count),
        side=dice.integers(0, 2, count),
    )


def _shares(dice: np.random.Generator, records: int) -> Ints:
    """Return which happening each of *records* tells of, rising: geometric shares, cut where it is enough."""
    many = dice.geometric(1 / _REPORTS, round(records / _REPORTS * 1.2) + 100)
    return np.repeat(np.arange(len(many)), many)[:records].astype(np.int64)


@attrs.frozen
class _Habit:
    """Sources of one sort in the hard world.

    Attributes:
        tells: how often, of the first side's acts and of the second's, beside the others.
        km: scale of the error of place, which is Student's t with 2.5 degrees of freedom.
        states: share of it that is stated; each source strays from it by a factor of its own.
        late_min: median minutes by which people tell late; 0 for those who know the second.
        villages: whether the place given is the middle of the nearest village.
        hears: words it knows; none: all.
        group: sources that copy each other.
    """

    name: str
    many: int
    role: str
    means: str
    tells: tuple[float, float]
    km: float
    states: float = 1.0
    late_min: float = 0.0
    villages: bool = False
    hears: tuple[str, ...] = ()
    group: str | None = None


_HABITS = (
    _Habit("array", 4, "instrument", "acoustic", (1.0, 1.0), 0.6, 0.6, hears=("explosion", "burst", "shot")),
    _Habit("mast", 4, "instrument", "camera", (0.8, 0.5), 0.15, 0.4),
    _Habit("satellite", 2, "instrument", "satellite", (0.9, 0.9), 0.4, 1.0, 60.0, hears=("fire",)),
    _Habit("walkers", 4, "monitor", "heard", (0.7, 0.3), 0.8, 0.8, 12.0),
    _Habit("villagers", 4, "public", "heard", (0.6, 0.5), 0.3, 0.6, 25.0, villages=True),
    _Habit("phones", 2, "osint", "seen", (0.6, 0.6), 2.0, 0.0, 6.0),  # say 10 m, and are 2 km off
    _Habit("paper", 4, "press", "reported", (0.4, 0.4), 2.5, 0.8, 120.0, villages=True, group="papers"),
    _Habit("first-staff", 1, "party", "declared", (0.1, 1.2), 2.0, 1.5, 60.0),
    _Habit("second-staff", 1, "party", "declared", (1.2, 0.1), 2.0, 1.5, 60.0),
)
_VILLAGES, _ACROSS_KM = 1500, 15.0
_LATE = 0.9  # sigma of the logarithm of how late people tell
_TWICE = 0.05  # of records told again by the same source, with new errors


def hard(records: int, days: float, seed: int) -> World:
    """Return the hard world, in which next to nothing is as a way of merging would have it.

    Fire comes in trains at places drawn from a Pareto law. Errors of place have heavy tails, and what is stated of
    them is off by a factor of each source's own, some by five to ten; two sources state 10 m and are 2 km off; a
    third of the sources are steadily off to one side. Villagers and papers give the middle of a village. People
    tell late by lognormal delays, and round to five minutes. Words are confused by a table of each means' own that
    nobody states. One side is told of less often than the other.

    Args:
        records: how many.
        days: over which what happened is spread evenly.
        seed: gives every byte.
    """
    dice = np.random.default_rng([seed, 2])
    habits = [habit for habit in _HABITS for _ in range(habit.many)]
    invented = round(_CLUTTER * records)
    of = _shares(dice, records - invented)
    happened = _trains(dice, int(of[-1]) + 1, days)
    made_up = dice.integers(0, len(happened.at), invented)
    true = happened.pick(np.concatenate([of, made_up]))
    of = np.concatenate([of, np.full(invented, -1)])
    elsewhere = of < 0
    source = _tellers(dice, habits, true.side, of)
    late = np.array([habit.late_min for habit in habits])[source]
    told = late * np.exp(_LATE * dice.normal(0, 1, records)) * 60
    at = true.at + np.where(late > 0, told, dice.normal(0, 1.5, records))
    at += np.where(elsewhere, dice.uniform(0, 12 * 3600, records), 0)
    latest = np.where(late > 0, np.floor(at / 300) * 300, at)
    along, across, radius = _placed(dice, habits, source, true, elsewhere)
    party = np.array([habit.role == "party" for habit in habits])[source]
    blamed = np.where(dice.random(records) < 0.9, true.side, 1 - true.side)
    return _tables(
        dice,
        happened,
        _Told(
            of=of,
            source=source,
            word=_called(dice, habits, source, true.word),
            earliest=latest - late * 60,
            latest=latest,
            sigma_s=np.where(late > 0, np.nan, 2.0),
            along=along,
            across=across,
            radius_m=radius,
            accused=np.where(party | (dice.random(records) < 0.15), blamed, -1),
        ),
        [_entry(habit, number) for number, habit in enumerate(habits)],
        [habit.means for habit in habits],
    )


def _trains(dice: np.random.Generator, count: int, days: float) -> _Happened:
    """Return acts of which one in five follows another of the same side and word, an hour or so later and near."""
    spots, weights = dice.uniform(0, LENGTH_KM, 150), dice.pareto(1.2, 150) + 0.05
    first = dice.random(count) >= 0.2
    first[0] = True
    train = np.cumsum(first) - 1
    trains = int(train[-1]) + 1
    side = dice.integers(0, 2, trains)[train]
    begun = dice.uniform(0, days * 86_400, trains)[train]
    spot = dice.choice(spots, trains, p=weights / weights.sum()) + dice.laplace(0, 6.0, trains)
    depth = dice.gamma(1.5, 4.0, trains)[train] * np.where(side == 1, 1, -1)
    return _Happened(
        at=begun + _since(np.where(first, 0, dice.weibull(0.6, count) * 3600), first),
        along=spot[train] + _since(np.where(first, 0, dice.laplace(0, 0.7, count)), first),
        across=depth + _since(np.where(first, 0, dice.laplace(0, 0.7, count)), first),
        word=dice.choice(len(WORDS), trains, p=np.array([8, 5, 6, 5, 2, 3, 3, 2]) / 34)[train],
        side=side,
    )


def _since(steps: Floats, first: NDArray[np.bool_]) -> Floats:
    """Return sums of steps, begun anew at each first."""
    sums = np.cumsum(steps)
    begun = np.flatnonzero(first)
    return sums - np.repeat(sums[begun], np.diff(np.append(begun, len(steps))))


def _tellers(dice: np.random.Generator, habits: Sequence[_Habit], side: Ints, of: Ints) -> Ints:
    """Return whose each record is: no source tells of one happening twice, but for a few that do."""
    chance = np.array([habit.tells for habit in habits]).T
    edges = np.cumsum(chance / chance.sum(axis=1, keepdims=True), axis=1)
    source = np.empty(len(side), dtype=np.int64)
    again = np.ones(len(side), dtype=bool)
    for _ in range(8):  # what is still doubled after so many throws stays so
        rows = np.flatnonzero(again)
        for whose in (0, 1):
            own = rows[side[rows] == whose]
            source[own] = np.searchsorted(edges[whose], dice.random(len(own)) * 0.999999)
        twice = pl.DataFrame({"of": of, "source": source}).select(
            again=pl.struct("of", "source").is_first_distinct().not_() & (pl.col("of") >= 0)
        )
        again = twice["again"].to_numpy() & (dice.random(len(side)) >= _TWICE)
    return source


def _placed(
    dice: np.random.Generator, habits: Sequence[_Habit], source: Ints, true: _Happened, elsewhere: NDArray[np.bool_]
) -> tuple[Floats, Floats, Floats]:
    """Return where records put it, and the radius they state in metres."""
    count, many = len(source), len(habits)
    km = np.array([habit.km for habit in habits]) * np.exp(0.3 * dice.normal(0, 1, many))
    factor = np.clip(np.exp(0.9 * dice.normal(0, 1, many)), 0.1, 5.0)
    aside = dice.normal(0, 1, (2, many)) * km * (dice.random(many) < 1 / 3)
    stated = np.maximum(np.array([habit.states for habit in habits]) * km * factor * 1500, 10).round(0)
    along, across = (
        place + aside[axis][source] + dice.standard_t(2.5, count) * km[source]
        for axis, place in enumerate((true.along, true.across))
    )
    along = along + np.where(elsewhere, dice.normal(0, 5, count), 0)
    villages = np.column_stack([dice.uniform(0, LENGTH_KM, _VILLAGES), dice.normal(0, _ACROSS_KM, _VILLAGES)])
    snapped = np.flatnonzero(np.array([habit.villages for habit in habits])[source])
    _, nearest = cKDTree(villages).query(np.column_stack([along[snapped], across[snapped]]))
    along[snapped], across[snapped] = villages[nearest].T
    return along, across, stated[source]


def _called(dice: np.random.Generator, habits: Sequence[_Habit], source: Ints, word: Ints) -> Ints:
    """Return words by a table of each means' own, drawn once: the right one with .5 to .9, the others unevenly."""
    tables = {}
    for means, hears in dict.fromkeys((habit.means, habit.hears) for habit in habits):
        right = dice.uniform(0.5, 0.9, len(WORDS))[:, None]
        table = right * np.eye(len(WORDS)) + (1 - right) * dice.dirichlet(np.full(len(WORDS), 0.3), len(WORDS))
        if hears:  # what it cannot say becomes what it can, each word in its own way
            known = [WORDS.index(each) for each in hears]
            kept = np.zeros_like(table)
            kept[:, known] = 0.3 * table[:, known] + 0.7 * dice.dirichlet(np.full(len(known), 0.4), len(WORDS))
            table = kept / kept.sum(axis=1, keepdims=True)
        tables[means, hears] = np.cumsum(table, axis=1)
    edges = np.array([tables[habit.means, habit.hears] for habit in habits])
    thrown = dice.random(len(source)) * 0.999999
    said = np.zeros(len(source), dtype=np.int64)
    for column in range(len(WORDS) - 1):
        said += thrown > edges[source, word, column]
    return said


def _entry(habit: _Habit, number: int) -> dict[str, str | None]:
    party = {"first-staff": "A", "second-staff": "B"}.get(habit.name)
    name = habit.name if habit.many == 1 else f"{habit.name}-{number}"
    return {"source": name, "role": habit.role, "party": party, "group": habit.group or name}


def _tables(
    dice: np.random.Generator,
    happened: _Happened,
    told: _Told,
    sources: Sequence[dict[str, str | None]],
    means: Sequence[str],
) -> World:
    """Return all as tables; records are shuffled first, so that neither row nor id tells what belongs together."""
    order = dice.permutation(len(told.of))
    told = _Told(*(getattr(told, field.name)[order] for field in attrs.fields(_Told)))
    names = pl.Series([str(each["source"]) for each in sources])
    lon, lat = _degrees(told.along, told.across)
    rows = pl.DataFrame(
        {
            "of": told.of,
            "source": names.gather(told.source),
            "means": pl.Series(means).gather(told.source),
            "phenomenon": pl.Series(WORDS).gather(told.word),
            "earliest": _moments(told.earliest),
            "latest": _moments(told.latest),
            "time_sigma_s": pl.Series(told.sigma_s).fill_nan(None),
            "lon": lon,
            "lat": lat,
            "radius_m": told.radius_m,
            "accused": pl.Series(["A", "B"]).gather(pl.Series(told.accused).replace(-1, None)),
        }
    ).with_columns(
        observation_id=pl.format("r{}", pl.int_range(pl.len())),
        capture_id=pl.lit("made-up"),
        line=pl.int_range(1, pl.len() + 1),
        may_republish=pl.lit(value=True),
    )
    empty = [pl.lit(None).alias(name) for name in Observations.column_names() if name not in rows.columns]
    named = _named(happened)
    return World(
        Observations.cast(rows.with_columns(empty).select(Observations.column_names())),
        Sources.cast(
            pl.DataFrame(list(sources)).with_columns(
                kind=pl.lit("observations"), grade=pl.lit("F6"), licence=None, may_republish=pl.lit(value=True)
            )
        ),
        named,
        TruthMembers.cast(
            rows.select("observation_id", incident_id=named["incident_id"].gather(rows["of"].replace(-1, None)))
        ),
    )


def _named(happened: _Happened) -> dy.DataFrame[TruthIncidents]:
    lon, lat = _degrees(happened.along, happened.across)
    word = pl.Series(WORDS).gather(happened.word)
    rows = pl.DataFrame(
        {
            "act": word,
            "phenomenon": word,
            "at": _moments(happened.at),
            "until": _moments(happened.at),
            "lon": lon,
            "lat": lat,
            "hypothesis": pl.Series(["A", "B"]).gather(happened.side),
            "acts_of": pl.Series(["A", "B"]).gather(happened.side),
        }
    ).with_columns(
        incident_id=pl.format("true-{}", pl.int_range(pl.len())),
        outcome=pl.lit("out_of_scope"),
        count=pl.lit(1),
        unit=pl.lit("acts"),
    )
    empty = [pl.lit(None).alias(name) for name in TruthIncidents.column_names() if name not in rows.columns]
    return TruthIncidents.cast(rows.with_columns(empty).select(TruthIncidents.column_names()))


def _degrees(along: Floats, across: Floats) -> tuple[Floats, Floats]:
    lat = _LAT + along / _KM
    return (_LON + across / (_KM * np.cos(np.radians(lat)))).round(6), lat.round(6)


def _moments(seconds: Floats) -> pl.Series:
    since = pl.Series((seconds * 1e6).astype(np.int64)).cast(pl.Duration("us"))
    return pl.select(pl.lit(START).dt.cast_time_unit("us") + since).to_series()


WORLDS = {"plain": plain, "hard": hard}


def write(world: World, folder: Path, ending: str = "") -> None:
    """Write the four tables as Parquet files."""
    folder.mkdir(parents=True, exist_ok=True)
    for name, table in (
        ("observations", world.observations),
        ("sources", world.sources),
        ("truth_incidents", world.incidents),
        ("truth_members", world.members),
    ):
        table.write_parquet(folder / f"{name}{ending}.parquet")


if __name__ == "__main__":
    _, which, size, length, number, where = sys.argv
    write(WORLDS[which](int(size), float(length), int(number)), Path(where))
