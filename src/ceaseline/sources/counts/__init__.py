"""The register of what duties of quantity are measured by: prisoners, trucks, tonnes, hectares."""

from __future__ import annotations

from typing import ClassVar

import dataframely as dy

from ceaseline.sources.registers import FORWARD, Column, RegisterSource, Rule
from ceaseline.sources.registers.columns import clause, key, number, party, text, time
from ceaseline.tables import Counts


class CountsSource(RegisterSource):
    """A table of counts; ``count_id``, ``clause_id``, ``from``, ``until``, ``count`` and ``unit`` are needed."""

    schema: ClassVar[type[dy.Schema]] = Counts
    columns: ClassVar[tuple[Column, ...]] = (
        key("count_id", "id that never changes"),
        clause("clause_id", "the duty that is counted", needed=True),
        party("party", "whose duty it is; empty where all share it"),
        time("from", "from when", needed=True),
        time("until", "until when it was counted", needed=True),
        number("count", "how many; 0 where somebody counted and there was none", needed=True),
        text("unit", "of what, as the clause has it", needed=True),
        text("counted_by", "who counted"),
    )
    rules: ClassVar[tuple[Rule, ...]] = (FORWARD,)
