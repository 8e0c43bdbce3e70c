"""What kept assets from watching: denials, jamming, weather, and by whom where that is established."""

from __future__ import annotations

from typing import ClassVar

import dataframely as dy
import polars as pl

from ceaseline.sources.registers import FORWARD, Column, RegisterSource, Rule
from ceaseline.sources.registers.columns import key, party, text, time, truth, word
from ceaseline.tables import Restrictions
from ceaseline.tables.restrictions import RESTRICTED


class RestrictionsSource(RegisterSource):
    """A table of restrictions; ``restriction_id``, ``from`` and ``type`` are needed."""

    schema: ClassVar[type[dy.Schema]] = Restrictions
    columns: ClassVar[tuple[Column, ...]] = (
        key("restriction_id", "id that never changes"),
        time("from", "when it began", needed=True),
        time("until", "when it ended; empty while it goes on"),
        text("asset", "what was kept from watching", restricted=True),
        text("sector", "or where, if it was no single asset"),
        word("type", "what kind of restriction", RESTRICTED),
        party("imposed_by", "the party said to have imposed it"),
        truth("established", "whether it is established that this party did"),
    )
    rules: ClassVar[tuple[Rule, ...]] = (
        FORWARD,
        Rule(
            "asset",
            "empty",
            "name the asset, or the sector",
            pl.col("asset").is_null() & pl.col("sector").is_null(),
        ),
        Rule(
            "established",
            "nobody-established",
            "name the party, or write 0",
            pl.col("established") & pl.col("imposed_by").is_null(),
        ),
    )
    ends: ClassVar[str | None] = "until"
