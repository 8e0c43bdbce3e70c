"""The terms laid flat: a row for each clause, each party it binds, and each party's clock."""

from __future__ import annotations

from datetime import datetime
from typing import Any

import dataframely as dy

from ceaseline.tables import Clauses, from_rows
from ceaseline.terms.clause import Clause
from ceaseline.terms.codes import CODES
from ceaseline.terms.model import Terms
from ceaseline.terms.space import Where
from ceaseline.terms.windows import WindowForm

DONE_BY = ("WITHDRAW_TO_LINE", "STORE_AT_SITE")  # duties that have to be done by the end of their own window


def clauses(terms: Terms) -> dy.DataFrame[Clauses]:
    """Return the clauses table, in the order of the terms.

    Args:
        terms: n clauses, each with its obligors.

    Returns:
        A row for each clause, obligor and party whose clock is asked; where nobody disputes a
        window, all clocks say the same.
    """
    rows = [
        _row(terms, clause, obligor, clock)
        for clause in terms.clauses
        for obligor in clause.obligors
        for clock in terms.parties
    ]
    return from_rows(Clauses, rows)


def _row(terms: Terms, clause: Clause, obligor: str, clock: str) -> dict[str, Any]:
    form = terms.window_on(clause, clock)
    usual, quantity = CODES.get(clause.code), clause.quantity
    held_from, held_until = _held(terms, clause, clock, form)
    return {
        "clause_id": clause.id,
        "obligor": obligor,
        "clock": clock,
        "code": clause.code,
        "text": clause.text,
        "modality": clause.modality,
        "speech_status": clause.status(obligor),
        "binding": clause.binds(obligor),
        "from": None if form is None else form.begin,
        "until": None if form is None else form.end,
        "zone": None if form is None else form.zone,
        "scope": clause.scope,
        "within_km": clause.where.reach() if isinstance(clause.where, Where) else None,
        "objects": _objects(clause),
        "held_from": held_from,
        "held_until": held_until,
        "quantity_low": None if quantity is None else quantity.at_least,
        "quantity_high": None if quantity is None else quantity.at_most,
        "quantity_unit": None if quantity is None else quantity.unit,
        "quantity_per": None if quantity is None else quantity.per,
        "recipient": clause.recipient,
        "severity": clause.severity or (None if usual is None else usual.severity),
        "verifiable_by": " ".join(f"{role}={seen}" for role, seen in clause.verifiable_by.items()),
    }


def _held(
    terms: Terms, clause: Clause, clock: str, form: WindowForm | None
) -> tuple[datetime | None, datetime | None]:
    """Return from when until when an act against a clause counts.

    That is its window. Weapons that a duty says to move away are still where they were until they had to be gone:
    then it counts from the end of the clause's own window, until the agreement ends.
    """
    own = clause.windows_disputed.get(clock, clause.window)
    if clause.modality != "duty" or clause.code not in DONE_BY or own is None or own.end is None:
        return (None, None) if form is None else (form.begin, form.end)
    whole = terms.agreement.windows_disputed.get(clock, terms.agreement.window)
    return own.end, None if whole is None or whole.end is None else max(own.end, whole.end)


def _objects(clause: Clause) -> str | None:
    """Return the classes a clause is about, each in one word: those it names, or those it gives a reach for."""
    reaches = clause.where.within_km if isinstance(clause.where, Where) else None
    named = clause.objects or (tuple(reaches) if isinstance(reaches, dict) else ())
    return " ".join("_".join(each.lower().split()) for each in named) or None
