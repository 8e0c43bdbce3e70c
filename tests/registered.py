"""Registers as tables, with defaults for all that a test does not ask about, and what follows from them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import dataframely as dy

from builders import CAPTURE, NAMES, at, clause, flat, series, signals, source_rows
from ceaseline.assessment import Registers, check_registers, judge_clauses
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
    *entries: Row,
    as_of: str = "2031-06-01",
    terms: Row | None = None,
    names: Mapping[str, str] | None = None,
    **more: Any,
) -> dy.DataFrame[Verdicts]:
    """Return the verdicts that follow from registers alone."""
    about = flat(*entries, **terms or {})
    return judge_clauses(
        about,
        signals=signals(series([]), about=about),
        series=series([]),
        relevances=[],
        names=names or NAMES,
        as_of=at(as_of),
        checks=checked(*entries, as_of=as_of, terms=terms, **more),
    )


def told(table: dy.DataFrame[RegisterChecks], obligor: str = "A") -> list[tuple[Any, ...]]:
    """Return entry, result and basis of each row of a side, on the clock of A."""
    return table.filter(obligor=obligor, clock="A").select("entry", "result", "basis").rows()


ORDER = clause(id="order", code="ISSUE_ORDER", modality="duty", recipient="the mission", register="the mission")
REVOKING = clause(id="revoking", code="NO_REVOKING_ORDER")
EXERCISE = clause(
    id="exercise", code="NOTIFY_EXERCISE", modality="notification", quantity={"at_least": 48, "unit": "hours"}
)
CALL = clause(id="call", code="COORDINATION", modality="procedure", quantity={"at_least": 2, "unit": "hours"})
DISCIPLINE = clause(id="discipline", code="DISCIPLINE_AND_NOTIFY", modality="duty")
INVENTORY = clause(id="inventory", code="DECLARE_INVENTORY", modality="duty")
DAYS = {"from": "2031-05-10", "until": "2031-05-13", "zone": "UTC"}
AID = clause(
    id="aid",
    code="HUMANITARIAN_ACCESS",
    modality="duty",
    window=DAYS,
    quantity={"at_least": 600, "unit": "trucks", "per": "day"},
)
MOVEMENT = clause(id="movement", code="FREEDOM_OF_MOVEMENT")
JAMMING = clause(id="jamming", code="NO_JAMMING_OF_MONITORS")
SENSORS = clause(id="sensors", code="NO_SENSOR_INTERFERENCE")
SECURITY = clause(id="security", code="SECURITY_OF_MONITORS")

IN_TIME = {"deposited": "2031-05-09 12:00", "effective": "2031-05-10"}


def counts(*days: tuple[str, str, float], **more: Any) -> list[dict[str, Any]]:
    return [{"from": f"2031-05-{a}", "until": f"2031-05-{b}", "count": n, **more} for a, b, n in days]


EVERY = (ORDER, REVOKING, EXERCISE, CALL, DISCIPLINE, INVENTORY, AID, MOVEMENT, JAMMING, SENSORS, SECURITY)
BOOK: dict[str, Any] = {
    "orders": [
        {**IN_TIME, "deposited": "2031-05-10 05:00", "revoked": "2031-05-10 20:00"},
        {**IN_TIME, "party": "B"},
    ],
    "notifications": [{}, {"party": "B", "notified": "2031-05-10"}],
    "calls": [{"answered": "2031-05-10 13:00"}, {"caller": "A", "called": "B", "outcome": "no_answer"}],
    "consequences": [{"party": "B"}, {"type": "none"}],
    "inventories": [{}, {"party": "B", "declared": "2031-05-12"}],
    "counts": counts(("10", "11", 580)) + counts(("10", "11", 700), party="B"),
    "restrictions": [{"imposed_by": "A", "established": True}, {"imposed_by": "B"}, {"type": "jamming"}],
}
