"""The register of complaints: who complained of whom, when, and under which clause."""

from __future__ import annotations

from typing import ClassVar

import dataframely as dy
import polars as pl

from ceaseline.sources.registers import Column, RegisterSource, Rule
from ceaseline.sources.registers.columns import clause, key, party, text, time, word
from ceaseline.tables import Complaints
from ceaseline.tables.complaints import CHANNELS


class ComplaintsSource(RegisterSource):
    """A table of complaints; ``complaint_id`` and ``lodged`` are needed."""

    schema: ClassVar[type[dy.Schema]] = Complaints
    closes_by: ClassVar[str] = (
        "a case is closed by a step: ceaseline register steps add complaint_id={of} state=closed"
    )
    columns: ClassVar[tuple[Column, ...]] = (
        key("complaint_id", "id that never changes"),
        party("complainant", "party that complains; empty for somebody who is none"),
        party("respondent", "party complained of; empty where none is named"),
        time("lodged", "when it came in", needed=True),
        word("channel", "how it came in", CHANNELS, needed=False),
        clause("clause_id", "clause it cites"),
        text("incident_id", "the incident, where somebody linked it"),
        time("from", "when what is complained of began"),
        time("until", "when it ended"),
        text("facts", "what is complained of, naming nobody", restricted=True),
        text("wanted", "what the complainant asks for", restricted=True),
    )
    rules: ClassVar[tuple[Rule, ...]] = (
        Rule(
            "until",
            "time-backward",
            "it ends before it starts; swap the ends, or correct one",
            pl.col("until") < pl.col("from"),
        ),
    )
