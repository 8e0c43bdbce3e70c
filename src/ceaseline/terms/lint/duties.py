"""Is it said how much, but for what, and who writes it down?"""

from __future__ import annotations

from collections.abc import Iterator

from ceaseline.terms.clause import Clause
from ceaseline.terms.codes import CODES
from ceaseline.terms.lint.rule import Remark, remark
from ceaseline.terms.model import Terms
from ceaseline.terms.spelling import plain

# What may be done although it is banned, and needs no leave from anybody: what happens to one, not what one does.
_NEEDS_NO_STEP = frozenset({"accident"})


def look(terms: Terms) -> Iterator[Remark]:
    """Yield the remarks T09, T10, T11, T12, T16 and T24."""
    for number, clause in enumerate(terms.clauses):
        yield from _exceptions(clause, number)
        yield from _amounts(clause, number)
        yield from _records(clause, number)


def _exceptions(clause: Clause, number: int) -> Iterator[Remark]:
    for place, exception in enumerate(clause.exceptions):
        at = ("clauses", number, "exceptions", place)
        act = plain(exception.act)
        if not exception.after and exception.condition is None and exception.act not in _NEEDS_NO_STEP:
            yield remark("T09", at, clause.id, f"{act} is allowed, and nothing must come first")
        elif exception.register_ is None and exception.act not in _NEEDS_NO_STEP:
            what = f"nobody keeps the record of what must come before {act}"
            yield remark("T10", at, clause.id, what)


def _amounts(clause: Clause, number: int) -> Iterator[Remark]:
    at = ("clauses", number)
    known = CODES.get(clause.code)
    needs = () if known is None else known.needs
    if clause.quantity is None and (clause.modality == "ceiling" or "quantity" in needs):
        yield remark("T11", at, clause.id, "it does not say how much")
    limits = clause.quantity is not None and clause.quantity.at_most is not None and "baseline" in needs
    if (clause.modality == "ceiling" or limits) and (clause.quantity is None or clause.quantity.inventory is None):
        yield remark("T12", at, clause.id, "nobody declares how many there are")
    elif (
        "baseline" in needs
        and clause.register_ is None
        and (clause.quantity is None or clause.quantity.inventory is None)
    ):
        yield remark("T24", at, clause.id, "nobody wrote down what was there before")


def _records(clause: Clause, number: int) -> Iterator[Remark]:
    at = ("clauses", number)
    known = CODES.get(clause.code)
    needs = () if known is None else known.needs
    if clause.recipient is None and (clause.modality == "notification" or "recipient" in needs):
        yield remark("T16", at, clause.id, "it does not say who is told")
    if clause.register_ is None and (clause.modality in ("notification", "procedure") or "register" in needs):
        yield remark("T10", at, clause.id, "nobody keeps the record of it")
