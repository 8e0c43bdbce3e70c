"""The register of how complaints went on: each state a case came into, with its deadline and reason."""

from __future__ import annotations

from typing import ClassVar

import dataframely as dy
import polars as pl

from ceaseline.sources.registers import Column, RegisterSource, Rule
from ceaseline.sources.registers.columns import key, text, time, word
from ceaseline.tables import Steps
from ceaseline.tables.steps import BLOCKS, RULINGS, STATES


class StepsSource(RegisterSource):
    """A table of steps; ``step_id``, ``complaint_id``, ``state`` and ``at`` are needed."""

    schema: ClassVar[type[dy.Schema]] = Steps
    columns: ClassVar[tuple[Column, ...]] = (
        key("step_id", "id that never changes"),
        text("complaint_id", "the case", needed=True),
        word("state", "what it came into", STATES),
        time("at", "when", needed=True),
        time("deadline", "by when the next step is due"),
        word("ruling", "how it was ruled, where it was", RULINGS, needed=False),
        text("reason", "why, naming nobody", restricted=True),
        word("blocked_by", "what holds it up", BLOCKS, needed=False),
    )
    rules: ClassVar[tuple[Rule, ...]] = (
        Rule(
            "ruling",
            "ruling-unfit",
            "give a ruling where the state is ruled, and nowhere else",
            (pl.col("state") == "ruled") != pl.col("ruling").is_not_null(),
        ),
        Rule(
            "deadline",
            "time-backward",
            "the deadline does not lie after the step; correct one of them",
            pl.col("deadline") <= pl.col("at"),
        ),
    )
