"""What registers show of acts that are allowed after all, laid out for the assessment."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime

import dataframely as dy
from shapely.geometry.base import BaseGeometry

from ceaseline.assessment import Grounds
from ceaseline.fusion import called, orderly
from ceaseline.pipeline.intake import Taken
from ceaseline.pipeline.locating import announced_at
from ceaseline.sources import Source
from ceaseline.tables import Calls, Incidents, Notifications, Observations, Orders, Sources
from ceaseline.terms import CODES

_REGISTERS: Mapping[str, type[dy.Schema]] = {"notifications": Notifications, "calls": Calls, "orders": Orders}


def grounds(
    taken: Sequence[tuple[Source, Taken]],
    incidents: dy.DataFrame[Incidents],
    observations: dy.DataFrame[Observations],
    sources: dy.DataFrame[Sources],
    zones: Mapping[str, BaseGeometry],
    *,
    notifications: dy.DataFrame[Notifications],
    calls: dy.DataFrame[Calls],
    orders: dy.DataFrame[Orders],
) -> Grounds:
    """Return the registers, with where things were announced and what parties call what others recorded."""
    words = {word for code in CODES.values() for word in code.not_by}
    return Grounds(
        notifications=notifications,
        calls=calls,
        orders=orders,
        announced_at=announced_at(incidents, notifications, zones),
        called=called(incidents, observations, sources, words),
        ordered=frozenset(orderly(incidents)["incident_id"]),
        own=frozenset(source.form.name for source, _ in taken if source.form.role == "party"),
        kept=dict(_kept(taken)),
    )


def _kept(taken: Sequence[tuple[Source, Taken]]) -> Iterator[tuple[str, datetime]]:
    """Yield until when each register was taken in, parties' own left out; a silent source keeps none."""
    for name, schema in _REGISTERS.items():
        received = [
            each.capture.received
            for source, each in taken
            if source.form.role != "party"
            and each.reading is not None
            and list(each.reading.of(schema, source.schema))
        ]
        if received:
            yield name, max(received)
