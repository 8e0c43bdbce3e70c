"""What is found against each clause, day by day and sector by sector."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

import attrs
import dataframely as dy
import numpy as np
import polars as pl

from ceaseline.assessment.recorded import UNDETERMINED, recorded
from ceaseline.tables import Findings, Incidents
from ceaseline.times import Day

Key = tuple[str, str]  # clause and clock
_KEYS = ["clause_id", "clock"]


@attrs.frozen
class Tallied:
    """What is recorded against a clause in a part of its time or place.

    Attributes:
        sides: by whose it is: how many, how many of them established, and how many may lie there.
        doubts: incidents of which too little is known to hold them against it.
    """

    sides: Mapping[str, tuple[int, int, int]] = attrs.field(factory=dict)
    doubts: int = 0

    def of(self, obligor: str) -> tuple[int, int, int]:
        """Return how many are of a side, how many of them established, and how many may be; of ``any``, all."""
        many, established, may = self.sides.get(obligor, (0, 0, 0))
        if obligor != "any":
            return many, established, may + self.sides.get(UNDETERMINED, (0, 0, 0))[2]
        every = list(self.sides.values())
        return sum(each[0] for each in every), sum(each[1] for each in every), sum(each[2] for each in every)

    def beside(self, other: Tallied) -> Tallied:
        """Return it with what may lie there as well as anywhere else."""
        sides = dict(self.sides)
        for side, (_, _, may) in other.sides.items():
            own = sides.get(side, (0, 0, 0))
            sides[side] = (own[0], own[1], own[2] + may)
        return Tallied(sides, self.doubts + other.doubts)


@attrs.frozen(eq=False)
class Found:
    """What is recorded, by clause and clock.

    Attributes:
        by_day: by the number of the day.
        by_sector: by the sector.
        anywhere: what has no place.
        last: when the last of it was over; None where nothing is.
    """

    by_day: Mapping[Key, Mapping[int, Tallied]]
    by_sector: Mapping[Key, Mapping[str, Tallied]]
    anywhere: Mapping[Key, Tallied]
    last: datetime | None

    @classmethod
    def of(
        cls,
        findings: dy.DataFrame[Findings],
        incidents: dy.DataFrame[Incidents],
        days: Sequence[Day],
        *,
        doubts: pl.DataFrame | None,
        lying_in: pl.DataFrame,
    ) -> Found:
        """Return it; what only a party tells of is left out."""
        held = recorded(findings).select("incident_id", *_KEYS, "attributed_to", "established", doubt=False)
        if doubts is not None:
            unknown = pl.lit(None, dtype=pl.String)
            unsure = doubts.select("incident_id", *_KEYS, attributed_to=unknown, established=False, doubt=True)
            held = pl.concat([held, unsure])
        when = held.join(incidents.select("incident_id", "earliest", "latest", "lon"), on="incident_id")
        last = when["latest"].max()
        return cls(
            by_day=_gathered(_on_days(when, days), "day"),
            by_sector=_gathered(when.join(lying_in, on="incident_id").rename({"nearest": "first"}), "sector"),
            anywhere={
                key: each[""]
                for key, each in _gathered(
                    when.filter(pl.col("lon").is_null()).with_columns(first=False, here=pl.lit("")), "here"
                ).items()
            },
            last=last if isinstance(last, datetime) else None,
        )


def _on_days(when: pl.DataFrame, days: Sequence[Day]) -> pl.DataFrame:
    """Return a row for each day on which an incident may lie; ``first`` where it begins."""
    starts = np.array([day.window.start.timestamp() * 1e6 for day in days])
    begun, over = (when[end].dt.epoch("us").to_numpy() for end in ("earliest", "latest"))
    over = np.where(over > begun, over - 1, begun)  # the end of a day lies on that day
    first, last = (np.searchsorted(starts, at, "right") - 1 for at in (begun, over))
    return (
        when.with_columns(begins=pl.Series(first, dtype=pl.Int64), ends=pl.Series(last, dtype=pl.Int64))
        .with_columns(day=pl.int_ranges("begins", pl.col("ends") + 1))
        .explode("day")
        .with_columns(first=pl.col("day") == pl.col("begins"))
    )


def _gathered(rows: pl.DataFrame, part: str) -> dict[Key, dict[Any, Tallied]]:
    """Return the tallies of each clause and clock, by a part of its time or place."""
    sides: dict[tuple[Key, Any], dict[str, tuple[int, int, int]]] = {}
    doubts: dict[tuple[Key, Any], int] = {}
    told = rows.group_by(*_KEYS, part, "attributed_to", "doubt", maintain_order=True).agg(
        pl.col("first").sum(), established=(pl.col("first") & pl.col("established")).sum(), may=pl.len()
    )
    for clause, clock, where, side, doubt, many, established, may in told.iter_rows():
        if doubt:
            doubts[(clause, clock), where] = may
        else:
            sides.setdefault(((clause, clock), where), {})[side] = (many, established, may)
    found: dict[Key, dict[Any, Tallied]] = {}
    for at in dict.fromkeys([*sides, *doubts]):
        key, where = at
        found.setdefault(key, {})[where] = Tallied(sides.get(at, {}), doubts.get(at, 0))
    return found
