"""Records while they are made: columns of the public table, with the act each tells of."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

import numpy as np
import polars as pl
from numpy.typing import ArrayLike

from ceaseline.simulation.arrays import Floats, Ints, choices

# Before codes of parties, ids and moments of the calendar are put in: `act` is a row of the day's acts or null,
# `accused` is 0, 1 or null, and times are microseconds.
SCHEMA: dict[str, pl.DataType] = {
    "act": pl.Int64(),
    "source": pl.String(),
    "asset": pl.String(),
    "means": pl.String(),
    "phenomenon": pl.String(),
    "weapon": pl.String(),
    "earliest": pl.Int64(),
    "latest": pl.Int64(),
    "time_sigma_s": pl.Float64(),
    "lon": pl.Float64(),
    "lat": pl.Float64(),
    "radius_m": pl.Float64(),
    "bearing_deg": pl.Float64(),
    "bearing_sigma_deg": pl.Float64(),
    "quantity_low": pl.Float64(),
    "quantity_high": pl.Float64(),
    "unit": pl.String(),
    "accused": pl.Int64(),
    "made_at": pl.Int64(),
    "text": pl.String(),
    "received": pl.Int64(),
}

# What each kind of act is called, by who tells of it, and how often: guns are seldom told apart from other
# explosions, and thunder is taken for one. Confusions of 15 % in all, as in our trials of fusion; shares assumed.
_WORDS: dict[str, dict[str, tuple[tuple[str, float], ...]]] = {
    "heard": {
        "burst": (("burst", 0.8), ("shot", 0.15), ("firefight", 0.05)),
        "firefight": (("firefight", 0.5), ("burst", 0.5)),
        "shelling": (("explosion", 0.6), ("shelling", 0.4)),
        "strike": (("explosion", 0.85), ("strike", 0.15)),
        "explosion": (("explosion", 0.9), ("shelling", 0.1)),
        "thunder": (("explosion", 0.9), ("shelling", 0.1)),
    },
    "acoustic": {
        "burst": (("burst", 0.85), ("explosion", 0.15)),
        "firefight": (("burst", 0.85), ("explosion", 0.15)),
        "shelling": (("explosion", 1.0),),
        "strike": (("explosion", 1.0),),
        "thunder": (("explosion", 1.0),),
    },
    "camera": {
        "burst": (("burst", 0.4), ("projectile", 0.6)),
        "firefight": (("firefight", 0.6), ("projectile", 0.4)),
        "shelling": (("explosion", 0.5), ("impact", 0.3), ("projectile", 0.1), ("muzzle_flash", 0.1)),
        "strike": (("explosion", 0.6), ("strike", 0.4)),
    },
    "uav": {
        "shelling": (("impact", 0.6), ("explosion", 0.4)),
        "strike": (("strike", 0.6), ("explosion", 0.4)),
    },
    "told": {
        "burst": (("burst", 0.5), ("firefight", 0.35), ("shelling", 0.15)),
        "firefight": (("firefight", 0.85), ("shelling", 0.15)),
        "shelling": (("shelling", 0.75), ("explosion", 0.1), ("strike", 0.15)),
        "strike": (("strike", 0.8), ("shelling", 0.15), ("explosion", 0.05)),
        "explosion": (("explosion", 0.6), ("shelling", 0.4)),
        "thunder": (("explosion", 0.8), ("shelling", 0.2)),
    },
}


def records(n: int, **columns: Any) -> pl.DataFrame:
    """Return n records; columns not given are null, and so is what is not a number."""
    given = {name: _column(name, columns.get(name), n) for name in SCHEMA}
    return pl.DataFrame(given, schema=SCHEMA, nan_to_null=True)


def together(parts: Sequence[pl.DataFrame]) -> pl.DataFrame:
    """Return all records one after another."""
    return pl.concat([pl.DataFrame(schema=SCHEMA), *parts])


def words(means: str, phenomena: Sequence[str], which: Ints, rng: np.random.Generator) -> pl.Series:
    """Return what a teller calls each act.

    Args:
        means: how it is told; ``told`` stands for people who did not say how.
        phenomena: the true words there are.
        which: position of the true word of each act.
        rng: dice.
    """
    known = [_WORDS.get(means, {}).get(word, ((word, 1.0),)) for word in phenomena]
    widest = max(len(own) for own in known)
    shares = np.array([[share for _, share in own] + [0.0] * (widest - len(own)) for own in known])
    flat = pl.Series([(*(word for word, _ in own), *[own[0][0]] * (widest - len(own))) for own in known]).explode()
    return flat.gather(which * widest + choices(rng, shares[which]))


def named(names: Sequence[str | None], which: Ints) -> pl.Series:
    """Return names by their positions; below zero is null."""
    return pl.Series([*names, None], dtype=pl.String).gather(np.where(which < 0, len(names), which))


def repeated(word: str | None, n: int) -> pl.Series:
    """Return one word n times."""
    return pl.Series([word], dtype=pl.String).new_from_index(0, n)


def numbered(letter: str, day: date, many: int) -> pl.Series:
    """Return ids of one kind and day.

    Examples:
        >>> numbered("i", date(2031, 3, 18), 2).to_list()
        ['i-20310318-0000000', 'i-20310318-0000001']
    """
    counted = pl.int_range(many, eager=True).cast(pl.String).str.zfill(7)
    return pl.select(pl.lit(f"{letter}-{day:%Y%m%d}-") + counted).to_series()


def pick(names: Sequence[str], n: int, rng: np.random.Generator) -> pl.Series:
    """Return n names, all as likely."""
    return named(names, rng.integers(0, len(names), n))


def astray(sigma_m: ArrayLike, n: int, rng: np.random.Generator) -> tuple[Floats, Floats]:
    """Return round errors of a place, metres east and north."""
    east, north = rng.standard_normal((2, n)) * np.asarray(sigma_m, dtype=np.float64)
    return east, north


def _column(name: str, value: Any, n: int) -> pl.Series:
    if isinstance(value, pl.Series):
        return value.cast(SCHEMA[name]).alias(name)
    if value is None or isinstance(value, str):
        return repeated(value, n).cast(SCHEMA[name]).alias(name)
    array = np.broadcast_to(np.asarray(value), n)
    return pl.Series(name, array, nan_to_null=True).cast(SCHEMA[name])
