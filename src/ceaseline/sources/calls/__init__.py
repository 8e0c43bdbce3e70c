"""The register of the hotline: who called whom about what, and what came of it."""

from __future__ import annotations

from typing import ClassVar

import dataframely as dy
import polars as pl

from ceaseline.sources.registers import Column, RegisterSource, Rule
from ceaseline.sources.registers.columns import key, party, text, time, word
from ceaseline.tables import Calls
from ceaseline.tables.calls import OUTCOMES


class CallsSource(RegisterSource):
    """A table of calls; ``call_id``, ``caller``, ``at`` and ``outcome`` are needed."""

    schema: ClassVar[type[dy.Schema]] = Calls
    columns: ClassVar[tuple[Column, ...]] = (
        key("call_id", "id that never changes"),
        party("caller", "party that called", needed=True),
        text("called", "party or body that was called"),
        time("at", "when", needed=True),
        time("about", "when what it is about began"),
        text("incident_id", "the incident it is about, where somebody linked it"),
        word("outcome", "what came of it", OUTCOMES),
        time("answered", "when it was answered"),
        text("words", "what was said, naming nobody", restricted=True),
    )
    rules: ClassVar[tuple[Rule, ...]] = (
        Rule(
            "answered",
            "time-backward",
            "it was answered before the call; correct one of the times",
            pl.col("answered") < pl.col("at"),
        ),
    )
    ends: ClassVar[str | None] = "answered"
