"""Small worlds for tests, each made once."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from typing import Any

import polars as pl
import pytest

from ceaseline.simulation import Day, World, days, scenario, world

_MADE: dict[str, World] = {}
_NOBODY = dict.fromkeys(scenario("small").attackers)  # None takes each out


@cache
def _days(of: World) -> list[Day]:
    return list(days(of))


@pytest.fixture
def make() -> Callable[..., World]:
    """Make a small world: 200 km, three days, no attackers, no drop; changed where a test says so."""

    def made(*, seed: int = 1, **changes: Any) -> World:
        usual: dict[str, Any] = {"length_km": 200, "days": 3, "attackers": _NOBODY, "fire": {"drop": 1}}
        key = repr((seed, changes))
        if key not in _MADE:
            _MADE[key] = world(scenario("small", **{**usual, **changes}), seed)
        return _MADE[key]

    return made


@pytest.fixture
def whole() -> Callable[[World, str], pl.DataFrame]:
    """Return a table of all days of a world."""
    return lambda of, name: pl.concat([getattr(day, name) for day in _days(of)])


@pytest.fixture
def told(whole: Callable[[World, str], pl.DataFrame]) -> Callable[[World], pl.DataFrame]:
    """Return what each record says beside what it really tells of; columns of the truth end in ``_true``."""

    def both(of: World) -> pl.DataFrame:
        truth = whole(of, "incidents").rename(lambda name: name if name == "incident_id" else f"{name}_true")
        records = whole(of, "observations").join(whole(of, "members"), on="observation_id", maintain_order="left")
        return records.join(truth, on="incident_id", how="left", maintain_order="left")

    return both
