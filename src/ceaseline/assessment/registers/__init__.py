"""Registers held against clauses: kept, late, broken, short, open or not shown, entry by entry.

A register has what was written down. What it lacks is never a breach by itself, and no absence of one either.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import datetime
from typing import Any

import attrs
import dataframely as dy
import polars as pl

from ceaseline.assessment.registers.answers import Answer, answer
from ceaseline.assessment.registers.consequences import followed
from ceaseline.assessment.registers.duty import ANY, Duty, Keeper, Row
from ceaseline.assessment.registers.inventories import declared
from ceaseline.assessment.registers.notices import announced, answered
from ceaseline.assessment.registers.orders import issued, revoked
from ceaseline.assessment.registers.quantities import counted
from ceaseline.assessment.registers.restrictions import imposed
from ceaseline.tables import (
    Calls,
    Clauses,
    Consequences,
    Counts,
    Inventories,
    Notifications,
    Orders,
    RegisterChecks,
    Restrictions,
    Sources,
    from_rows,
)
from ceaseline.terms.codes import CODES

__all__ = ["HELD_AGAINST", "Answer", "Registers", "answer", "check_registers"]

Check = Callable[[Duty, Sequence[Row], Keeper], Iterator[Row]]

# The register that clauses of a code are held against, and how.
HELD_AGAINST: Mapping[str, tuple[str, Check]] = {
    "ISSUE_ORDER": ("orders", issued),
    "NO_REVOKING_ORDER": ("orders", revoked),
    "NOTIFY_EXERCISE": ("notifications", announced),
    "NOTIFY_MOVEMENT": ("notifications", announced),
    "COORDINATION": ("calls", answered),
    "DISCIPLINE_AND_NOTIFY": ("consequences", followed),
    "DECLARE_INVENTORY": ("inventories", declared),
} | {code: ("restrictions", imposed) for code, entry in CODES.items() if entry.restricted_by}


@attrs.frozen
class Registers:
    """The registers of a case.

    Attributes:
        sources: those of which a file could be read; a register whose file never came is not kept.
    """

    sources: dy.DataFrame[Sources]
    orders: dy.DataFrame[Orders]
    notifications: dy.DataFrame[Notifications]
    calls: dy.DataFrame[Calls]
    consequences: dy.DataFrame[Consequences]
    inventories: dy.DataFrame[Inventories]
    counts: dy.DataFrame[Counts]
    restrictions: dy.DataFrame[Restrictions]


def check_registers(
    clauses: dy.DataFrame[Clauses], registers: Registers, *, as_of: datetime | None
) -> dy.DataFrame[RegisterChecks]:
    """Return what each register says of each duty that is held against it, by clause, side and clock.

    Which register a clause is held against follows from its code; a clause that says how much is owed at least, and
    is of no such code, is held against the counts. Where no such register is kept there is no row.

    Args:
        clauses: the terms laid flat; those that bind and have begun by *as_of* are looked at.
        registers: as they came.
        as_of: when the newest evidence was received, UTC; None where there is none yet.

    Returns:
        Rows in the order of the clauses, each register by itself; ``any`` comes last, and has rows only where
        something is no side's alone.
    """
    if as_of is None:
        return from_rows(RegisterChecks, [])
    shelf = _Shelf(registers)
    rows: list[Row] = []
    begun = clauses.filter("binding", pl.col("from") <= as_of)
    for (clause_id, clock), group in begun.group_by(["clause_id", "clock"], maintain_order=True):
        first = group.row(0, named=True)
        for obligor in [*group["obligor"], ANY]:
            duty = _duty(first, obligor, as_of)
            found = enumerate(shelf.checks(duty), start=1)
            keys = {"clause_id": clause_id, "obligor": obligor, "clock": clock}
            rows.extend({**row, **keys, "number": number} for number, row in found)
    return from_rows(RegisterChecks, rows)


def _duty(clause: dict[str, Any], obligor: str, as_of: datetime) -> Duty:
    return Duty(
        clause_id=clause["clause_id"],
        code=clause["code"],
        obligor=obligor,
        start=clause["from"],
        until=clause["until"],
        least=clause["quantity_low"],
        unit=clause["quantity_unit"],
        per=clause["quantity_per"],
        placed=clause["scope"] != "everywhere",
        as_of=as_of,
    )


class _Shelf:
    """The rows of each register, by who keeps it."""

    def __init__(self, registers: Registers) -> None:
        self._registers = registers
        self._roles = dict(registers.sources.select("source", "role").rows())
        self._kept: dict[str, list[tuple[Keeper, list[Row]]]] = {}

    def checks(self, duty: Duty) -> Iterator[Row]:
        register, check = HELD_AGAINST.get(duty.code, ("counts", counted))
        if register == "counts" and duty.least is None:
            return
        if duty.obligor == ANY and register not in ("counts", "restrictions"):
            return
        for keeper, rows in self._of(register):
            own = [row for row in rows if row["clause_id"] == duty.clause_id] if register == "counts" else rows
            if own or register != "counts":
                yield from check(duty, own, keeper)

    def _of(self, register: str) -> list[tuple[Keeper, list[Row]]]:
        """Return who keeps a register: whose files have such entries, or are of that kind and have none."""
        if register not in self._kept:
            entries: pl.DataFrame = getattr(self._registers, register)
            kind = self._registers.sources.filter(pl.col("kind") == register)["source"]
            names = sorted({*kind, *entries["source"]} & set(self._roles))
            self._kept[register] = [
                (
                    Keeper(name, self._roles[name], register),
                    entries.filter(pl.col("source") == name).rows(named=True),
                )
                for name in names
            ]
        return self._kept[register]
