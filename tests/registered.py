"""Registers as tables, with defaults for all that a test does not ask about, and what follows from them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import dataframely as dy

from builders import CAPTURE, NAMES, at, flat, series, signals, source_rows
from ceaseline.assessment import Registers, check_registers, judge_clauses
from ceaseline.assessment.watches import Watching
from ceaseline.tables import (
    Calls,
    Consequences,
    Counts,
    Inventories,
    Notifications,
    Orders,
    RegisterChecks,
    Restrictions,
    Verdicts,
    from_rows,
)

Row = Mapping[str, Any]

TABLES: dict[str, type[dy.Schema]] = {
    "orders": Orders,
    "notifications": Notifications,
    "calls": Calls,
    "consequences": Consequences,
    "inventories": Inventories,
    "counts": Counts,
    "restrictions": Restrictions,
}
USUAL: dict[str, dict[str, Any]] = {
    "orders": {"party": "A", "orders": "cease_fire", "issued": "2031-05-09"},
    "notifications": {
        "party": "A",
        "act": "exercise",
        "notified": "2031-05-08",
        "from": "2031-05-10 12:00",
        "until": "2031-05-10 14:00",
    },
    "calls": {"caller": "B", "called": "A", "at": "2031-05-10 12:00", "outcome": "answered"},
    "consequences": {"party": "A", "about": "case-1", "type": "disciplinary", "due": "2031-05-10 12:00"},
    "inventories": {
        "party": "A",
        "site": "S-1",
        "weapon": "artillery",
        "count": 3,
        "as_of": "2031-05-01",
        "declared": "2031-05-09",
    },
    "counts": {
        "clause_id": "aid",
        "party": "A",
        "from": "2031-05-10",
        "until": "2031-05-11",
        "count": 0.0,
        "unit": "trucks",
    },
    "restrictions": {
        "from": "2031-05-10 06:00",
        "until": "2031-05-10 08:00",
        "asset": "post",
        "type": "denial",
        "imposed_by": None,
        "established": False,
    },
}
MOMENTS = {
    *("issued", "effective", "deposited", "received", "revoked", "notified", "from", "until", "withdrawn"),
    *("at", "about", "answered", "due", "done", "declared"),
}


def table(register: str, rows: Sequence[Row]) -> dy.DataFrame[Any]:
    """Return entries r1, r2, ...; moments are texts on the clock of UTC."""
    schema = TABLES[register]
    key = schema.primary_key()[0]
    moments = MOMENTS - ({"about"} if register == "consequences" else set())
    moments |= {"as_of"} if register == "inventories" else set()
    whole = [
        {"source": "mission", "capture_id": CAPTURE, "line": 2, key: f"r{number}", **USUAL[register], **row}
        for number, row in enumerate(rows, start=1)
    ]
    return from_rows(
        schema,
        [
            {name: at(cell) if name in moments and cell is not None else cell for name, cell in row.items()}
            for row in whole
        ],
    )


def registers(roles: Mapping[str, str], kind: str, **rows: Sequence[Row]) -> Registers:
    sources = source_rows(**{name: {"role": role, "kind": kind} for name, role in roles.items()})
    return Registers(sources=sources, **{name: table(name, rows.get(name, ())) for name in TABLES})


def checked(
    *entries: Row,
    as_of: str | None = "2031-06-01",
    roles: Mapping[str, str] | None = None,
    kind: str = "none",
    terms: Row | None = None,
    **rows: Sequence[Row],
) -> dy.DataFrame[RegisterChecks]:
    """Return what these registers say of these clauses.

    Args:
        entries: clauses.
        as_of: the moment it is judged from.
        roles: who keeps the registers; a mission where nothing else is said.
        kind: of which register the files are, for one without entries.
        terms: changes of the terms.
        rows: entries of each register.
    """
    moment = None if as_of is None else at(as_of)
    about = flat(*entries, **terms or {})
    return check_registers(about, registers(roles or {"mission": "monitor"}, kind, **rows), as_of=moment)


def judged(
    *entries: Row, as_of: str = "2031-06-01", watching: Watching | None = None, **more: Any
) -> dy.DataFrame[Verdicts]:
    """Return the verdicts that follow from registers alone."""
    return judge_clauses(
        flat(*entries),
        signals=signals(series([])),
        series=series([]),
        relevances=[],
        names=NAMES,
        as_of=at(as_of),
        checks=checked(*entries, as_of=as_of, **more),
        watching=watching,
    )


def told(table: dy.DataFrame[RegisterChecks], obligor: str = "A") -> list[tuple[Any, ...]]:
    """Return entry, result and basis of each row of a side, on the clock of A."""
    return table.filter(obligor=obligor, clock="A").select("entry", "result", "basis").rows()
