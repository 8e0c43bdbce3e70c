"""The register of guarantees: who stands for what, and what calls on it."""

from __future__ import annotations

from typing import ClassVar

import dataframely as dy

from ceaseline.sources.registers import FORWARD, Column, RegisterSource, Rule
from ceaseline.sources.registers.columns import clause, key, text, time, word
from ceaseline.tables import Guarantees
from ceaseline.tables.guarantees import LEVELS


class GuaranteesSource(RegisterSource):
    """A table of guarantees; ``guarantee_id``, ``guarantor``, ``what`` and ``from`` are needed."""

    schema: ClassVar[type[dy.Schema]] = Guarantees
    columns: ClassVar[tuple[Column, ...]] = (
        key("guarantee_id", "id that never changes"),
        text("guarantor", "who guarantees", needed=True),
        clause("clause_id", "clause that is guaranteed"),
        text("what", "what is guaranteed", needed=True),
        word("trigger", "level of finding that calls on it", LEVELS, needed=False),
        text("form", "what the guarantor does then"),
        time("from", "from when", needed=True),
        time("until", "until when; empty while it goes on"),
        time("called", "when somebody called on it"),
    )
    rules: ClassVar[tuple[Rule, ...]] = (FORWARD,)
    ends: ClassVar[str | None] = "until"
