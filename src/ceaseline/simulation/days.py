"""Days of a world, one after another or each alone: what sources gave, what registers say, and what was true."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

import attrs
import dataframely as dy
import polars as pl

from ceaseline.simulation.acts import Acts, in_order
from ceaseline.simulation.attackers import spoiled
from ceaseline.simulation.claiming import claims
from ceaseline.simulation.fire import fire
from ceaseline.simulation.innocent import innocent
from ceaseline.simulation.maps import lines
from ceaseline.simulation.observers import near, satellite, tellers
from ceaseline.simulation.papers import papers
from ceaseline.simulation.records import named, numbered, together
from ceaseline.simulation.registers import capture_id, notices, restrictions, watches
from ceaseline.simulation.sky import sky
from ceaseline.simulation.truth import incidents, rates
from ceaseline.simulation.watching import restricting, watching
from ceaseline.simulation.world import World
from ceaseline.tables import (
    Claims,
    Lines,
    Notices,
    Restrictions,
    SimulatedObservations,
    Watches,
)
from ceaseline.tables.truth_incidents import TruthIncidents
from ceaseline.tables.truth_members import TruthMembers
from ceaseline.tables.truth_rates import TruthRates


@attrs.frozen(eq=False)  # tables do not compare as one
class Day:
    """One day of a world.

    Attributes:
        number: of the day, from 0.
        date: of the day.
        observations: records that tell of the day, in the order in which they arrive; some arrive weeks later.
        watches: as their register has them.
        restrictions: what kept assets from watching.
        notices: papers of parties that concern the day.
        claims: numbers that parties state at its end.
        lines: drawn on that day.
        incidents: the truth: what happened.
        members: the truth: what each record tells of.
        rates: the truth: how many acts against each clause.
    """

    number: int
    date: date
    observations: dy.DataFrame[SimulatedObservations]
    watches: dy.DataFrame[Watches]
    restrictions: dy.DataFrame[Restrictions]
    notices: dy.DataFrame[Notices]
    claims: dy.DataFrame[Claims]
    lines: dy.DataFrame[Lines]
    incidents: dy.DataFrame[TruthIncidents]
    members: dy.DataFrame[TruthMembers]
    rates: dy.DataFrame[TruthRates]


def days(world: World) -> Iterator[Day]:
    """Yield all days of a world, one at a time; no more than one is in memory.

    Examples:
        >>> from ceaseline.simulation import days, scenario, world
        >>> [made.date.isoformat() for made in days(world(scenario("small", days=2), seed=1))]
        ['2031-03-18', '2031-03-19']
    """
    for number in range(world.days):
        yield day(world, number)


def day(world: World, number: int) -> Day:
    """Return one day of a world; it needs no other day, and is the same whichever were made before.

    Args:
        world: its fixed parts.
        number: from 0; days of the war before the ceasefire come first.

    Raises:
        IndexError: the world has no such day.
    """
    if not 0 <= number < world.days:
        msg = f"the world has days 0 to {world.days - 1}, and no day {number}"
        raise IndexError(msg)
    above = sky(world, number)
    watch = watching(world, number, above)
    done = in_order(
        [
            fire(world, number, above),
            *innocent(world, number, above),
            *papers(world, number, above),
            restricting(world, above, watch),
        ]
    )
    told = together(
        [
            near(world, number, above, watch, done),
            satellite(world, number, above, watch, done),
            tellers(world, number, done),
        ]
    )
    arrived = spoiled(world, number, above, done, told).sort("received", maintain_order=True)
    # by arrival, so that ids tell nothing of what belongs together
    ids = numbered("o", world.date(number), arrived.height).alias("observation_id")
    truth = incidents(world, number, done)
    return Day(
        number=number,
        date=world.date(number),
        observations=_observations(world, number, arrived, ids),
        watches=watches(world, number, watch),
        restrictions=restrictions(world, number, watch),
        notices=notices(world, number, done),
        claims=claims(world, number),
        lines=lines(world, number),
        incidents=truth,
        members=_members(world, number, done, arrived, ids),
        rates=rates(world, number, truth),
    )


def _members(
    world: World, number: int, done: Acts, arrived: pl.DataFrame, ids: pl.Series
) -> dy.DataFrame[TruthMembers]:
    incident = numbered("i", world.date(number), len(done)).gather(arrived["act"])
    return TruthMembers.validate(pl.DataFrame([ids, incident.alias("incident_id")]))


def _observations(
    world: World, number: int, arrived: pl.DataFrame, ids: pl.Series
) -> dy.DataFrame[SimulatedObservations]:
    """Return records in the columns of the public table; a source's file of the day stands for its capture."""
    captures = {source: capture_id(world, source, number) for source in arrived["source"].unique().to_list()}
    moment = pl.Datetime("us", "UTC")
    frame = arrived.with_columns(
        ids,
        pl.col("source").replace_strict(captures, return_dtype=pl.String).alias("capture_id"),
        (pl.int_range(pl.len()).over("source") + 2).alias("line"),
        pl.col("earliest", "latest", "made_at", "received").cast(moment),
        named(world.scenario.parties, arrived["accused"].fill_null(-1).to_numpy()).alias("accused"),
        pl.lit(None, pl.Float64).alias("major_m"),
        pl.lit(None, pl.Float64).alias("minor_m"),
        pl.lit(None, pl.String).alias("media"),
        pl.lit("invented").alias("licence"),
        pl.lit(value=True).alias("may_republish"),
    )
    return SimulatedObservations.validate(frame)
