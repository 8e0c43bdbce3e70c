"""What could be seen, by hand: a line of a few sectors, day by day."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any

from builders import at
from ceaseline.assessment import Covered
from ceaseline.tables import ClauseSectors, Exposure, Sectors, from_rows
from ceaseline.times import days

Row = dict[str, Any]
LINE = ("A/B 1", "A/B 2")  # of 30 and 10 km
KM = {"A/B 1": (0.0, 30.0), "A/B 2": (30.0, 40.0)}
LAST = at("2031-06-01")


def sector(
    name: str, kind: str = "line", author: str | None = "R. Drawer", km: Sequence[float] | None = None
) -> Row:
    start, until = (km or KM.get(name, (0.0, 10.0))) if kind == "line" else (None, None)
    between = "A/B" if kind == "line" else None
    drawn = author if kind == "line" else None
    return {"sector": name, "kind": kind, "author": drawn, "between": between, "from_km": start, "until_km": until}


def about(*names: str, clause_id: str = "no-fire", obligors: str = "AB", whole: bool = True) -> list[Row]:
    """Return where acts of each side against a clause would be seen."""
    return [
        {"clause_id": clause_id, "obligor": obligor, "sector": name, "whole": whole}
        for obligor in obligors
        for name in names
    ]


def exposed(
    day: str,
    *names: str,
    watched: float = 1.0,
    sure: float | None = None,
    chance: float | None = 0.95,
    acts_of: str = "AB",
    phenomena: Iterable[str] = ("shot", "strike"),
    **changes: Any,
) -> list[Row]:
    """Return what could be seen on a day, as shares of its hours, in one row for light and one for dark."""
    start = at(day)
    cut: tuple[datetime, datetime] = changes.pop("cut", (start, start + timedelta(days=1)))
    hours = (cut[1] - cut[0]) / timedelta(hours=1) / 2
    usual = {
        "day": start.date(),
        "from": cut[0],
        "until": cut[1],
        "assets": 2,
        "hours": hours,
        "hours_watched": hours * watched,
        "hours_sure": hours * (watched if sure is None else sure),
        "chance_seen": chance,
        "hours_lost": 0.0,
        "lost_to": None,
    }
    return [
        {**usual, "sector": name, "part": part, "phenomenon": phenomenon, "acts_of": side, **changes}
        for name in names or LINE
        for part in ("day", "night")
        for phenomenon in phenomena
        for side in acts_of
    ]


def covered(
    *exposure: list[Row],
    sectors: Iterable[Row] | None = None,
    clauses: Iterable[Row] | None = None,
    first: str = "2031-05-10",
    **changes: Any,
) -> Covered:
    """Return coverage; along the line of two sectors where nothing else is said."""
    rows: dict[tuple[Any, ...], Mapping[str, Any]] = {}
    for row in (row for each in exposure for row in each):  # what is said later stands
        rows[tuple(row[key] for key in ("sector", "part", "phenomenon", "acts_of", "from"))] = row
    return Covered(
        from_rows(Exposure, list(rows.values())),
        from_rows(Sectors, [sector(name) for name in LINE] if sectors is None else list(sectors)),
        from_rows(ClauseSectors, about(*LINE) if clauses is None else list(clauses)),
        days(at(first), LAST),
        **changes,
    )
