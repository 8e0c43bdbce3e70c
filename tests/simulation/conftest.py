"""Small worlds, made once."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import polars as pl
import pytest

from ceaseline.simulation import Day, World, days, scenario, world

Table = Callable[[World, str], pl.DataFrame]


@pytest.fixture(scope="session")
def made() -> Callable[..., World]:
    """Make a small world, changed where a test says so; 200 km and no attackers where nothing is said."""

    def make(*, seed: int = 1, **changes: Any) -> World:
        usual: dict[str, Any] = {"length_km": 200, "days": 3, "attackers": ALONE, "fire": {"drop": 1}}
        return world(scenario("small", **{**usual, **changes}), seed)

    return make


ALONE = dict.fromkeys(scenario("small").attackers)  # each None: taken out


def whole(of: World, table: str) -> pl.DataFrame:
    """Return a table of all days."""
    return pl.concat([getattr(day, table) for day in days(of)])


def told(of: World) -> pl.DataFrame:
    """Return what each record says beside what it really tells of; the columns of the truth end in ``_true``."""
    records = whole(of, "observations").join(whole(of, "members"), on="observation_id")
    return records.join(whole(of, "incidents"), on="incident_id", how="left", suffix="_true", maintain_order="left")


def tables(day: Day) -> dict[str, pl.DataFrame]:
    """Return the tables of a day by their names."""
    return {name: thing for name, thing in vars_of(day).items() if isinstance(thing, pl.DataFrame)}


def vars_of(day: Day) -> dict[str, Any]:
    return {name: getattr(day, name) for name in Day.__annotations__}
