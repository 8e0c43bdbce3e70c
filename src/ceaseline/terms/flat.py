"""The terms laid flat: a row for each clause, each party it binds, and each party's clock."""

from __future__ import annotations

from typing import Any

import dataframely as dy

from ceaseline.tables import Clauses, from_rows
from ceaseline.terms.model import Clause, Terms, Where


def clauses(terms: Terms) -> dy.DataFrame[Clauses]:
    """Return the clauses table, in the order of the terms.

    Args:
        terms: n clauses, each with its obligors.

    Returns:
        A row for each clause, obligor and party whose clock is asked; where nobody disputes a
        window, all clocks say the same.
    """
    rows = [
        _row(clause, obligor, clock)
        for clause in terms.clauses
        for obligor in clause.obligors
        for clock in terms.parties
    ]
    return from_rows(Clauses, rows)


def _row(clause: Clause, obligor: str, clock: str) -> dict[str, Any]:
    form = clause.window_on(clock)
    window = None if form is None else form.window
    return {
        "clause_id": clause.id,
        "obligor": obligor,
        "clock": clock,
        "code": clause.code,
        "text": clause.text,
        "modality": clause.modality,
        "speech_status": clause.status(obligor),
        "binding": clause.binds(obligor),
        "from": None if window is None else window.start,
        "until": None if window is None else window.end,
        "zone": None if form is None else form.zone,
        "scope": clause.scope,
        "within_km": clause.where.within_km if isinstance(clause.where, Where) else None,
        "verifiable_by": " ".join(f"{role}={seen}" for role, seen in clause.verifiable_by.items()),
    }
