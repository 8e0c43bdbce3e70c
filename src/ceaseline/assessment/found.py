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
        at = incidents.select("incident_id", "earliest", "latest", "lon").with_row_index("row")
        names = at.select("incident_id", "row")
        held = _held(recorded(findings), doubts).join(names, on="incident_id").drop("incident_id")
        spread = _on_days(at, days)
        lying = lying_in.join(names, on="incident_id").select("row", "sector", first="nearest")
        nowhere = at.filter(pl.col("lon").is_null()).select("row", here=pl.lit(""), first=False)
        last = at.join(held, on="row", how="semi")["latest"].max()
        return cls(
            by_day=_gathered(held.join(spread, on="row"), "day"),
            by_sector=_gathered(held.join(lying, on="row"), "sector"),
            anywhere={key: each[""] for key, each in _gathered(held.join(nowhere, on="row"), "here").items()},
            last=last if isinstance(last, datetime) else None,
        )


def _held(findings: pl.DataFrame, doubts: pl.DataFrame | None) -> pl.DataFrame:
    """Return what is held against clauses, in words that are quick to group by."""
    words = [pl.col(name).cast(pl.Categorical) for name in [*_KEYS, "attributed_to"]]
    held = findings.select("incident_id", *words, "established", doubt=False)
    if doubts is None:
        return held
    unknown = doubts.with_columns(attributed_to=pl.lit(UNDETERMINED))
    return pl.concat([held, unknown.select("incident_id", *words, established=False, doubt=True)])


def _on_days(at: pl.DataFrame, days: Sequence[Day]) -> pl.DataFrame:
    """Return ``row`` and ``day`` for each day on which an incident may lie; ``first`` where it begins."""
    starts = np.array([day.window.start.timestamp() * 1e6 for day in days])
    begun, over = (at[end].dt.epoch("us").to_numpy() for end in ("earliest", "latest"))
    over = np.where(over > begun, over - 1, begun)  # the end of a day lies on that day
    first, last = (np.searchsorted(starts, when, "right") - 1 for when in (begun, over))
    return (
        at.select("row", begins=pl.Series(first, dtype=pl.Int64), ends=pl.Series(last, dtype=pl.Int64))
        .with_columns(day=pl.int_ranges("begins", pl.col("ends") + 1))
        .explode("day")
        .select("row", "day", first=pl.col("day") == pl.col("begins"))
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
