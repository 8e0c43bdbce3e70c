"""The truth of a day as tables: what happened, whose it was, and how many acts against each clause."""

from __future__ import annotations

import dataframely as dy
import numpy as np
import polars as pl

from ceaseline.simulation.acts import Acts
from ceaseline.simulation.arrays import NOBODY, Bools, Ints
from ceaseline.simulation.deeds import DEEDS
from ceaseline.simulation.records import named, numbered
from ceaseline.simulation.scenario import Scenario
from ceaseline.simulation.world import World
from ceaseline.tables.truth_incidents import TruthIncidents
from ceaseline.tables.truth_rates import TruthRates

_HOSTILE = np.array([deed.hostile for deed in DEEDS])
OUTCOMES = ("violation", "not_violation", "excepted", "out_of_scope")
_VIOLATION, _NOT, _EXCEPTED, _OUT = range(4)


def moments(values: Ints) -> pl.Series:
    """Return microseconds since 1970 as moments, UTC."""
    return pl.Series(values, dtype=pl.Int64).cast(pl.Datetime("us", "UTC"))


def sectors(world: World, sector: Ints) -> pl.Series:
    """Return names of sectors; null for none."""
    return named([f"{number:02d}" for number in range(world.scenario.sectors)], sector)


def incidents(world: World, day: int, done: Acts) -> dy.DataFrame[TruthIncidents]:
    """Return what happened on a day, one row for each act, in their order."""
    clause, outcome = judged(world, day, done)
    lon, lat = world.places(day, done.chainage, done.offset)
    ids = numbered("i", world.date(day), len(done))
    parties = named(world.scenario.parties, owner(done))
    hypothesis = np.select([done.third, hostile(done)], [3, done.side], default=2)
    frame = pl.DataFrame(
        {
            "incident_id": ids,
            "act": named([deed.name for deed in DEEDS], done.deed),
            "phenomenon": named([deed.phenomenon for deed in DEEDS], done.deed),
            "weapon": named([deed.weapon for deed in DEEDS], done.deed),
            "at": moments(done.at),
            "until": moments(done.until),
            "sector": sectors(world, done.sector),
            "lon": pl.Series(lon, nan_to_null=True),
            "lat": pl.Series(lat, nan_to_null=True),
            "hypothesis": named((*world.scenario.parties, "not_hostile", "third"), hypothesis),
            "acts_of": parties,
            "clause_id": named(list(world.scenario.clauses), clause),
            "outcome": named(OUTCOMES, outcome),
            "count": done.count,
            "unit": named([deed.unit for deed in DEEDS], done.deed),
            "answers": named(ids.to_list(), done.answers),
        }
    )
    return TruthIncidents.validate(frame)


def hostile(done: Acts) -> Bools:
    """Tell which acts are of one side against the other."""
    own: Bools = _HOSTILE[done.deed] & (done.side != NOBODY)
    return own


def owner(done: Acts) -> Ints:
    """Return whose each act is; -1 where it is of neither side."""
    return np.where(done.third, NOBODY, done.side)


def judged(world: World, day: int, done: Acts) -> tuple[Ints, Ints]:
    """Return the clause each act has to do with, and what follows from it; positions, -1 for no clause."""
    scenario = world.scenario
    clause, binding, excepting = _clauses(scenario)
    inside = np.abs(np.nan_to_num(done.offset)) <= scenario.zone_km
    training = done.is_of("exercise")
    found = clause[done.deed]
    # training within the zone is one clause, training without notice outside of it another
    found = np.where(training & ~inside, _first(scenario, "NOTIFY_EXERCISE"), found)
    found = np.where(done.is_of("weapon") & ~inside, -1, found)
    side = owner(done)
    bound = (found >= 0) & (side != NOBODY) & binding[found, side]
    allowed = np.where(training & inside, False, done.allowed)
    excepted = (done.answers >= 0) & excepting[found]
    outcome = np.full(len(done), _VIOLATION)
    outcome[excepted] = _EXCEPTED
    outcome[allowed] = _NOT
    outcome[~bound] = _OUT
    outcome[side == NOBODY] = _NOT
    if not world.agreed(day):
        outcome[:] = _OUT
    return np.where(bound & world.agreed(day), found, -1), outcome


def rates(world: World, day: int, truth: dy.DataFrame[TruthIncidents]) -> dy.DataFrame[TruthRates]:
    """Return acts against each clause, sector by sector, for all it binds; zero where there were none."""
    scenario = world.scenario
    bound = pl.DataFrame(
        [
            (name, scenario.parties[("left", "right").index(side)])
            for name, promise in scenario.clauses.items()
            for side in promise.binds
        ],
        schema={"clause_id": pl.String, "acts_of": pl.String},
        orient="row",
    )
    everywhere = pl.DataFrame({"sector": ["", *(f"{number:02d}" for number in range(scenario.sectors))]})
    counted = (
        truth.filter(pl.col("outcome") == "violation")
        .with_columns(pl.col("sector").fill_null(""))
        .group_by("clause_id", "sector", "acts_of")
        .agg(pl.col("count").sum())
    )
    frame = (
        bound.join(everywhere, how="cross")
        .join(counted, on=["clause_id", "sector", "acts_of"], how="left", maintain_order="left")
        .with_columns(day=pl.lit(world.date(day)), count=pl.col("count").fill_null(0))
    )
    return TruthRates.validate(frame.filter(pl.lit(world.agreed(day))))


def _clauses(scenario: Scenario) -> tuple[Ints, Bools, Bools]:
    """Return the clause of each kind of act, whom each clause binds, and which let answers pass; -1 is the last."""
    clause = np.array(
        [next((at for code in deed.codes if (at := _first(scenario, code)) >= 0), -1) for deed in DEEDS]
    )
    promises = list(scenario.clauses.values())
    binding = np.array([[side in own.binds for side in ("left", "right")] for own in promises] + [[False, False]])
    return clause, binding, np.array([*(own.answers_excepted for own in promises), False])


def _first(scenario: Scenario, code: str) -> int:
    return next((at for at, own in enumerate(scenario.clauses.values()) if own.code == code), -1)
