"""The register of consequences: what was done about a finding, by whom, and who was told."""

from __future__ import annotations

from typing import ClassVar

import dataframely as dy
import polars as pl

from ceaseline.sources.registers import Column, RegisterSource, Rule
from ceaseline.sources.registers.columns import clause, key, party, text, time, word
from ceaseline.tables import Consequences
from ceaseline.tables.consequences import CONSEQUENCES


class ConsequencesSource(RegisterSource):
    """A table of consequences; ``consequence_id``, ``party``, ``about`` and ``type`` are needed."""

    schema: ClassVar[type[dy.Schema]] = Consequences
    columns: ClassVar[tuple[Column, ...]] = (
        key("consequence_id", "id that never changes"),
        party("party", "party that acted, or was to", needed=True),
        clause("clause_id", "clause that was broken"),
        text("about", "id of the incident, case or finding it follows", needed=True),
        word("type", "what was done", CONSEQUENCES),
        text("office", "who acted, by office and never by name", restricted=True),
        time("due", "by when it is due"),
        time("done", "when it was done"),
        time("notified", "when the other side or the mission was told"),
    )
    rules: ClassVar[tuple[Rule, ...]] = (
        Rule(
            "notified",
            "time-backward",
            "it was told before it was done; correct one of the times",
            pl.col("notified") < pl.col("done"),
        ),
    )
    ends: ClassVar[str | None] = "notified"
