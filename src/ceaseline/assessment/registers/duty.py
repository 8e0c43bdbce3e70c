"""One duty of one side on one clock, and whoever keeps a register it is held against."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

import attrs

ANY = "any"
COUNTING = ("monitor", "instrument")  # roles whose registers give an answer; a side's own gives none
LEVELS = {"party": "alleged", "monitor": "observed", "instrument": "detected"}
_HOURS = {"h": 1, "hour": 1, "hours": 1, "day": 24, "days": 24}

Row = dict[str, Any]


@attrs.frozen
class Duty:
    """What one side owes, or may not do, on one clock.

    Attributes:
        clause_id, code: of the clause.
        obligor: party code; ``any`` for what is no side's alone.
        start, until: the window, UTC; ``until`` is None where no end is stated.
        least: how much is owed at least; None where the clause does not say.
        unit, per: of that.
        placed: whether the clause holds in some place alone.
        as_of: the moment it is judged from, UTC, not before the start.
    """

    clause_id: str
    code: str
    obligor: str
    start: datetime
    until: datetime | None
    least: float | None
    unit: str | None
    per: str | None
    placed: bool
    as_of: datetime

    def covers(self, at: datetime) -> bool:
        """Tell whether a moment lies in the window."""
        return self.start <= at and (self.until is None or at < self.until)

    @property
    def within(self) -> timedelta | None:
        """The length of time that the clause names; None where it names none, or in a unit that is no time."""
        hours = _HOURS.get((self.unit or "").strip().casefold())
        return None if self.least is None or hours is None else timedelta(hours=self.least * hours)


@attrs.frozen
class Keeper:
    """Whoever keeps a register.

    Attributes:
        source: name of the source.
        role: its role; what a party keeps alleges, whoever it is about.
        register: which register.
    """

    source: str
    role: str
    register: str

    def row(self, result: str, basis: str, **more: Any) -> Row:
        """Return a check by this register; *more* are columns that are not null."""
        usual = dict.fromkeys(_OPEN)
        return {
            **usual,
            "register": self.register,
            "result": result,
            "level": LEVELS.get(self.role, "reported"),
            "source": self.source,
            "role": self.role,
            "basis": basis,
            **more,
        }


_OPEN = ("entry", "from", "until", "due_at", "done_at", "due", "done", "unit", "hours_counted")
