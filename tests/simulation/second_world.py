"""A second world, made on purpose by other rules than those of ``ceaseline.simulation``, for scoring alone.

Rooms must not be tuned to one world. Here fire comes in trains that excite themselves, at places drawn from a
Pareto law; errors of place follow Student's t with 2.5 degrees of freedom, and what is stated of them is off by a
factor that differs from source to source; people tell late by lognormal delays and round to five minutes; words are
confused in other ways; one side is told of less often than the other. Every number is made up.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import attrs
import numpy as np
import polars as pl

from ceaseline.tables import from_rows
from ceaseline.tables.truth_incidents import TruthIncidents

START = datetime(2032, 9, 1, tzinfo=UTC)
_LON, _LAT = -18.0, -41.0  # open sea
_KM_EAST, _KM_NORTH = 84.0, 111.0  # in a degree there, roughly; distances need not be exact here
_SECTORS = 5
_WORDS = {  # what people call each act: other confusions than in the first world
    "shelling": (("shelling", 0.55), ("impact", 0.25), ("fire", 0.1), ("explosion", 0.1)),
    "strike": (("strike", 0.5), ("explosion", 0.3), ("impact", 0.2)),
    "burst": (("shot", 0.4), ("burst", 0.4), ("firefight", 0.2)),
    "explosion": (("explosion", 0.7), ("shelling", 0.3)),
}
_ACTS = (("mortar", "shelling", 0.5), ("drone", "strike", 0.3), ("small_arms", "burst", 0.2))

_RECORD = {
    "of": pl.String(),
    "means": pl.String(),
    "phenomenon": pl.String(),
    "earliest": pl.Datetime("us", "UTC"),
    "latest": pl.Datetime("us", "UTC"),
    "time_sigma_s": pl.Float64(),
    "lon": pl.Float64(),
    "lat": pl.Float64(),
    "radius_m": pl.Float64(),
    "accused": pl.String(),
}


@attrs.frozen
class Teller:
    """One source: how often it tells, how far off it is, and how far off it says it is."""

    name: str
    role: str
    tells: tuple[float, float]  # of acts of the first side, and of the second
    km: float  # scale of its error of place
    states: float  # share of that which it states
    late_min: float  # median delay; its sigma of the logarithm is 0.9
    blames: float = 0.0
    right: float = 0.8
    invents: float = 0.0  # records of nothing for each act that there is
    means: str = "seen"
    group: str | None = None


TELLERS = (
    Teller("array", "instrument", (0.45, 0.45), 0.6, 0.5, 0.05, invents=0.1, means="acoustic"),
    Teller("mast", "instrument", (0.3, 0.2), 0.15, 0.4, 0.02, means="camera"),
    Teller("walkers", "monitor", (0.25, 0.1), 0.8, 0.8, 12.0, blames=0.2, right=0.9, means="heard"),
    Teller("villagers", "public", (0.35, 0.3), 1.8, 0.6, 25.0, blames=0.5, right=0.7, invents=0.08),
    Teller("evening-paper", "press", (0.2, 0.2), 2.5, 1.0, 90.0, blames=0.7, right=0.6, group="papers"),
    Teller("morning-paper", "press", (0.15, 0.15), 2.5, 0.7, 400.0, blames=0.7, right=0.6, group="papers"),
    Teller("first-staff", "party", (0.02, 0.6), 2.0, 1.5, 60.0, blames=1.0, right=0.95, invents=0.1),
    Teller("second-staff", "party", (0.6, 0.02), 2.0, 1.5, 60.0, blames=1.0, right=0.95, invents=0.1),
)


@attrs.frozen
class SecondWorld:
    """What was so, and what each source gave."""

    parties: tuple[str, str]
    days: int
    observations: Mapping[str, pl.DataFrame]
    incidents: pl.DataFrame
    members: pl.DataFrame
    rates: pl.DataFrame


def second_world(
    seed: int, *, days: int = 8, km: float = 300.0, rate: float = 40.0, parties: tuple[str, str] = ("A", "B")
) -> SecondWorld:
    """Return a world; *rate* is of first acts on a day, and others follow them."""
    dice = np.random.default_rng([seed, 2])
    happened = _happened(dice, days, km, rate, parties)
    given = {teller.name: _told(dice, teller, happened, parties) for teller in TELLERS}
    # the observations of a case carry the name of their source before their own id
    members = pl.concat(
        own.select(pl.format(f"{name}-{{}}", "observation_id").alias("observation_id"), incident_id="of")
        for name, own in given.items()
    )
    return SecondWorld(
        parties,
        days,
        {name: own.drop("of") for name, own in given.items()},
        happened,
        members,
        _rates(happened, days, parties),
    )


def write(world: SecondWorld, folder: Path) -> Path:
    """Write a case with its truth; its files lie in the inbox."""
    folder.mkdir(parents=True)
    until = START + timedelta(days=world.days)
    clause = {
        "id": "no-fire",
        "code": "NO_FIRE",
        "text": "All fire stops.",
        "modality": "prohibition",
        "speech_status": "in_force",
        "obligors": sorted(world.parties),
        "window": {"from": f"{START:%Y-%m-%d %H:%M}", "until": f"{until:%Y-%m-%d %H:%M}", "zone": "UTC"},
    }
    terms = {
        "agreement": {"title": "The second world", "type": "bilateral", "state": "agreed"},
        "parties": {code: {"name": f"Side {code}"} for code in sorted(world.parties)},
        "clauses": [clause],
    }
    (folder / "case.toml").write_text('[case]\nname = "The second world"\nsimulated = true\n', "utf-8")
    (folder / "terms.yaml").write_text(json.dumps(terms), "utf-8")
    (folder / "sources.yaml").write_text(json.dumps({"sources": list(_sources(world))}), "utf-8")
    for name, rows in world.observations.items():
        (folder / "inbox" / name).mkdir(parents=True)
        rows.write_csv(folder / "inbox" / name / "records.csv", datetime_format="%Y-%m-%dT%H:%M:%S%.6fZ")
    (folder / "truth").mkdir()
    for name, rows in (("incidents", world.incidents), ("members", world.members), ("rates", world.rates)):
        rows.write_parquet(folder / "truth" / f"truth_{name}.parquet")
    return folder


def _sources(world: SecondWorld) -> Iterator[dict[str, Any]]:
    staffs = dict(zip(("first-staff", "second-staff"), world.parties, strict=True))
    for teller in TELLERS:
        told = {
            "name": teller.name,
            "kind": "observations",
            "file": f"inbox/{teller.name}/*.csv",
            "role": teller.role,
        }
        whose = {"party": staffs[teller.name]} if teller.name in staffs else {}
        yield {**told, **whose, **({"group": teller.group} if teller.group else {})}


def _happened(
    dice: np.random.Generator, days: int, km: float, rate: float, parties: tuple[str, str]
) -> pl.DataFrame:
    """Return acts in trains, each of one side from one place, and blasts of nobody's in between."""
    spots = np.sort(dice.uniform(0, km, 60))
    weights = dice.pareto(1.2, 60) + 0.05
    rows = []
    for _ in range(dice.poisson(rate * days)):
        seconds, side = dice.uniform(0, days * 86_400), int(dice.integers(2))
        along = float(dice.choice(spots, p=weights / weights.sum())) + dice.laplace(0, 1.2)
        across = dice.gamma(1.5, 1.2) * (1 if side else -1)
        act, phenomenon, _ = _ACTS[int(dice.choice(3, p=[share for *_, share in _ACTS]))]
        for _ in range(int(dice.geometric(0.6))):
            rows.append((act, phenomenon, seconds, along, across, side))
            seconds += float(dice.weibull(0.6)) * 900
            along, across = along + dice.laplace(0, 0.2), across + dice.laplace(0, 0.2)
    blasts = [
        ("quarry", "explosion", dice.uniform(0, days * 86_400), dice.uniform(0, km), dice.normal(0, 6), -1)
        for _ in range(dice.poisson(rate * days / 8))
    ]
    made = sorted((row for row in [*rows, *blasts] if row[2] < days * 86_400), key=lambda row: row[2])
    return from_rows(TruthIncidents, [_happening(n, row, km, parties) for n, row in enumerate(made)])


def _happening(
    number: int, row: tuple[str, str, float, float, float, int], km: float, parties: tuple[str, str]
) -> dict[str, Any]:
    act, phenomenon, seconds, along, across, side = row
    moment = START + timedelta(seconds=seconds)
    whose = None if side < 0 else parties[side]
    return {
        "incident_id": f"w{number:06d}",
        "act": act,
        "phenomenon": phenomenon,
        "weapon": act if whose else None,
        "at": moment,
        "until": moment + timedelta(seconds=1),
        "sector": f"{min(max(int(along / km * _SECTORS), 0), _SECTORS - 1):02d}",
        "lon": _LON + across / _KM_EAST,
        "lat": _LAT + along / _KM_NORTH,
        "hypothesis": whose or "not_hostile",
        "acts_of": whose,
        "clause_id": whose and "no-fire",
        "outcome": "violation" if whose else "not_violation",
        "count": 1,
        "unit": "acts",
        "answers": None,
    }


def _told(
    dice: np.random.Generator, teller: Teller, happened: pl.DataFrame, parties: tuple[str, str]
) -> pl.DataFrame:
    rows = []
    for row in happened.iter_rows(named=True):
        whose = row["acts_of"]
        chance = np.mean(teller.tells) / 2 if whose is None else teller.tells[parties.index(whose)]
        if dice.random() < chance:
            rows.append(_record(dice, teller, row, row["incident_id"], parties))
        if dice.random() < teller.invents:
            rows.append(_record(dice, teller, _elsewhere(dice, row), None, parties))
    told = pl.DataFrame(rows, schema=_RECORD).sort("earliest", "lon")
    return told.with_columns(observation_id=pl.format("n{}", pl.int_range(pl.len())))


def _record(
    dice: np.random.Generator, teller: Teller, row: Mapping[str, Any], of: str | None, parties: tuple[str, str]
) -> dict[str, Any]:
    east, north = dice.standard_t(2.5, 2) * teller.km
    said, shares = zip(*_WORDS[row["phenomenon"]], strict=True)
    late = timedelta(minutes=float(dice.lognormal(np.log(teller.late_min), 0.9)))
    moment = row["at"] + late
    if teller.role != "instrument":
        moment = moment.replace(minute=moment.minute // 5 * 5, second=0, microsecond=0)
    true = parties.index(row["acts_of"]) if row["acts_of"] else int(dice.integers(2))
    blamed = true if dice.random() < teller.right else 1 - true
    blames = teller.blames > dice.random()
    wide = timedelta(minutes=0 if teller.role == "instrument" else teller.late_min)
    return {
        "of": of,
        "means": teller.means,
        "phenomenon": str(dice.choice(said, p=shares)),
        "earliest": moment - wide,
        "latest": moment,
        "time_sigma_s": 2.0 if teller.role == "instrument" else None,
        "lon": row["lon"] + east / _KM_EAST,
        "lat": row["lat"] + north / _KM_NORTH,
        "radius_m": round(1500 * teller.km * teller.states, 1),
        "accused": parties[blamed] if blames else None,
    }


def _elsewhere(dice: np.random.Generator, row: Mapping[str, Any]) -> dict[str, Any]:
    """Return what is told of and never was: like another, at another time and some way off."""
    moved = {
        "at": row["at"] + timedelta(hours=float(dice.uniform(0, 12))),
        "lat": row["lat"] + dice.normal(0, 0.05),
    }
    return {**row, **moved}


def _rates(happened: pl.DataFrame, days: int, parties: tuple[str, str]) -> pl.DataFrame:
    counted = (
        happened.filter(pl.col("outcome") == "violation")
        .group_by("sector", pl.col("at").dt.date().alias("day"), "acts_of")
        .agg(pl.col("count").sum())
    )
    every = [
        (f"{sector:02d}", date(START.year, START.month, START.day) + timedelta(days=day), whose)
        for sector in range(_SECTORS)
        for day in range(days)
        for whose in sorted(parties)
    ]
    cells = pl.DataFrame(every, schema={"sector": pl.String, "day": pl.Date, "acts_of": pl.String}, orient="row")
    return cells.join(counted, on=["sector", "day", "acts_of"], how="left").select(
        pl.lit("no-fire").alias("clause_id"), "sector", "day", "acts_of", pl.col("count").fill_null(0)
    )
