"""The terms laid flat: a row for each clause, each party it binds, and each party's clock."""

from __future__ import annotations

from typing import Any

import dataframely as dy

from ceaseline.tables import Clauses, from_rows
from ceaseline.terms.clause import Clause
from ceaseline.terms.codes import CODES
from ceaseline.terms.model import Terms
from ceaseline.terms.space import Where


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
        "quantity_low": None if quantity is None else quantity.at_least,
        "quantity_high": None if quantity is None else quantity.at_most,
        "quantity_unit": None if quantity is None else quantity.unit,
        "quantity_per": None if quantity is None else quantity.per,
        "recipient": clause.recipient,
        "severity": clause.severity or (None if usual is None else usual.severity),
        "verifiable_by": " ".join(f"{role}={seen}" for role, seen in clause.verifiable_by.items()),
    }
