"""When assets watched, and how well: a row for each stretch of time with one status."""

from __future__ import annotations

from typing import ClassVar

import dataframely as dy
import polars as pl

from ceaseline.sources.registers import FORWARD, Column, RegisterSource, Rival, Rule, overlapping
from ceaseline.sources.registers.columns import key, text, time, word
from ceaseline.tables import Watches
from ceaseline.tables.watches import STATUSES


class WatchesSource(RegisterSource):
    """A table of watches; ``asset``, ``from``, ``until`` and ``status`` are needed."""

    schema: ClassVar[type[dy.Schema]] = Watches
    columns: ClassVar[tuple[Column, ...]] = (
        key("asset", "as in the list of assets"),
        time("from", "when this status began", needed=True),
        time("until", "when it ended", needed=True),
        word("status", "how well it watched", STATUSES),
        text("reason", "why it was not operational"),
    )
    rules: ClassVar[tuple[Rule, ...]] = (
        FORWARD,
        Rule(
            "reason",
            "reason-missing",
            "say why it was not operational",
            pl.col("reason").is_null() & (pl.col("status") != "operational"),
        ),
    )
    contradiction: ClassVar[Rival | None] = Rival(
        "from",
        "watches-overlap",
        "this watch shares time with another of the same asset; end one where the other begins, or take one out",
        lambda rows: overlapping(rows, "asset"),
    )
