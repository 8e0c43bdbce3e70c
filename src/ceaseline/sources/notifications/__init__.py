"""The register of notifications: exercises, movements, demining and flights that were announced."""

from __future__ import annotations

from typing import ClassVar

import dataframely as dy
import polars as pl

from ceaseline.sources.registers import FORWARD, Column, PlacedRegisterForm, RegisterForm, RegisterSource, Rule
from ceaseline.sources.registers.columns import key, number, party, place, text, time, word
from ceaseline.tables import Notifications
from ceaseline.tables.notifications import NOTIFIED


class NotificationsSource(RegisterSource):
    """A table of notifications; all columns but those of place, ``notified_to`` and ``withdrawn`` are needed."""

    Form: ClassVar[type[RegisterForm]] = PlacedRegisterForm
    schema: ClassVar[type[dy.Schema]] = Notifications
    columns: ClassVar[tuple[Column, ...]] = (
        key("notification_id", "id that never changes"),
        party("party", "who announced it", needed=True),
        word("act", "what was announced", NOTIFIED),
        time("notified", "when the announcement came in", needed=True),
        time("from", "when it is to begin", needed=True),
        time("until", "when it is to end", needed=True),
        text("zone", "zone of the terms in which it is to be"),
        place("where it is to be, in place of a zone"),
        number("radius_m", "all of it lies within so many metres of that place"),
        text("notified_to", "who was told"),
        time("withdrawn", "when the announcement was taken back"),
    )
    rules: ClassVar[tuple[Rule, ...]] = (
        FORWARD,
        Rule(
            "radius_m",
            "place-half",
            "give lon, lat and radius_m, or none of them",
            pl.col("lon").is_null() != pl.col("radius_m").is_null(),
        ),
    )
    ends: ClassVar[str | None] = "withdrawn"
