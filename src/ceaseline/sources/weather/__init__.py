"""What the sky was like where somebody watched: fog and cloud, stretch by stretch."""

from __future__ import annotations

from typing import ClassVar

import dataframely as dy
import polars as pl

from ceaseline.sources.registers import FORWARD, Column, RegisterSource, Rival, Rule, overlapping
from ceaseline.sources.registers.columns import number, text, time, truth
from ceaseline.tables import Weather


def _twice(rows: pl.DataFrame) -> pl.Series:
    """Return the lines that tell what another of the sector and time does, or that begin as it does."""
    told = [overlapping(rows.filter(pl.col(name).is_not_null()), "sector") for name in ("fog", "cloud")]
    at_once = rows.filter(pl.struct("sector", "from").is_duplicated())["line"]
    return pl.concat([*told, at_once]).unique()


class WeatherSource(RegisterSource):
    """A table of the weather; ``from`` and ``until`` are needed, and ``fog`` or ``cloud``."""

    schema: ClassVar[type[dy.Schema]] = Weather
    columns: ClassVar[tuple[Column, ...]] = (
        text("sector", "sector, as ceaseline cover names it; empty: everywhere", empty="everywhere"),
        time("from", "when it began", needed=True),
        time("until", "when it ended", needed=True),
        truth("fog", "whether there was fog; empty: not known", empty=None),
        number("cloud", "share of the sky that was covered, 0 to 1; empty: not known"),
    )
    rules: ClassVar[tuple[Rule, ...]] = (
        FORWARD,
        Rule("cloud", "not-a-share", "write a share of the sky from 0 to 1, such as 0.5", pl.col("cloud") > 1),
        Rule("fog", "empty", "tell fog, or cloud", pl.col("fog").is_null() & pl.col("cloud").is_null()),
    )
    contradiction: ClassVar[Rival | None] = Rival(
        "from",
        "weather-twice",
        "another row tells the same of this sector and time; end one where the other begins, or join them in one",
        _twice,
    )
