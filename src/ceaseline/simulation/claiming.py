"""Claims of the parties and what relays make of them: exaggerated, badly added up, and changed on the way."""

from __future__ import annotations

from datetime import UTC, datetime, time, timedelta

import attrs
import dataframely as dy
import numpy as np

from ceaseline.simulation.arrays import LEFT, RIGHT
from ceaseline.simulation.boasts import ITEMS, YEARS
from ceaseline.simulation.dice import dice
from ceaseline.simulation.registers import capture_id
from ceaseline.simulation.world import World
from ceaseline.tables import Claims, from_rows

TOTAL = "violations, total"
_RELAYS = 2  # press that repeats each statement
_CHANGED = 0.2  # share of relayed numbers that are changed on the way; assumed


@attrs.frozen
class Statement:
    """One number as somebody gives it: who claims what of whom, for which days, and whether at least."""

    source: str
    side: int
    accused: int
    item: str
    count: int
    start: int
    end: int
    stated: str
    at_least: bool


def claims(world: World, day: int) -> dy.DataFrame[Claims]:
    """Return what parties claim at the end of a day, of it and of the ceasefire so far, and what relays print.

    Numbers grow from what each side knew of the other's fire, times what it makes of that. Relays now and then
    change a digit, the accused, or the window: all three were met in reports of 2024 to 2026.
    """
    if not world.agreed(day):
        return from_rows(Claims, [])
    rng = dice(world.seed, "claims", day)
    own = [one for side in (LEFT, RIGHT) for one in _stated(world, day, side)]
    relayed = [_relayed(one, relay, rng) for one in own for relay in range(_RELAYS) if rng.random() < 0.5]
    return from_rows(
        Claims, [_row(world, day, number, one) for number, one in enumerate([*own, *relayed], start=1)]
    )


def _stated(world: World, day: int, side: int) -> list[Statement]:
    """Return a party's statement: parts and a total, of the day and of all days since the ceasefire began."""
    first = world.scenario.days_before
    daily = world.claimed[first : day + 1, side]
    source = ("left-claims", "right-claims")[side]
    made: list[Statement] = []
    for counts, start, stated in (
        (daily[-1], day, "today"),
        (daily.sum(axis=0), first, "since the ceasefire began"),
    ):
        wrong = dice(world.seed, "claims", YEARS + 1 + 4 * day + 2 * (start == day) + side)
        sums_wrong = wrong.random() < world.scenario.sides[side].sums_wrong
        total = int(counts.sum()) + (int(wrong.integers(5, 120)) if sums_wrong else 0)
        for item, count in zip((*ITEMS, TOTAL), (*counts.tolist(), total), strict=True):
            made.append(Statement(source, side, 1 - side, item, int(count), start, day + 1, stated, at_least=False))
    return made


def _relayed(one: Statement, relay: int, rng: np.random.Generator) -> Statement:
    """Return a statement as another prints it: mostly the same, else with one thing changed."""
    told = attrs.evolve(one, source=f"relay-{relay + 1}")
    way = int(rng.integers(4)) if rng.random() < _CHANGED else -1
    if way == 0 and one.count >= 10:  # two digits change places: 3,168 and 3,186 were both printed
        digits = list(str(one.count))
        digits[-1], digits[-2] = digits[-2], digits[-1]
        return attrs.evolve(told, count=int("".join(digits)))
    if way == 1:  # the numbers of one party printed as the other's
        return attrs.evolve(told, side=one.accused, accused=one.side)
    if way == 2:  # 24 hours become 30 and then 48
        return attrs.evolve(told, end=one.end + 1, stated="in two days")
    if way == 3 and one.count >= 20:  # more than a round number
        return attrs.evolve(told, count=one.count // 10 * 10, at_least=True)
    return told


def _row(world: World, day: int, number: int, one: Statement) -> dict[str, object]:
    start, end = (datetime.combine(world.date(at), time(), UTC) for at in (one.start, one.end))
    return {
        "claim_id": f"c-{world.date(day):%Y%m%d}-{number:04d}",
        "source": one.source,
        "claimant": world.scenario.parties[one.side],
        "accused": world.scenario.parties[one.accused],
        "from": start,
        "until": max(end, start + timedelta(days=1)),
        "zone": "UTC",
        "stated": one.stated,
        "item": one.item,
        "count": one.count,
        "at_least": one.at_least,
        "total_of": None,
        "residual": None,
        "residual_is": None,
        "page": None,
        "capture_id": capture_id(world, one.source, day),
        "line": number + 1,
    }
