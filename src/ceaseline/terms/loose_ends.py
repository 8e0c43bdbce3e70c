"""Names in the paper around the clauses that lead nowhere."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from ceaseline.forms import Path
from ceaseline.terms.model import Terms

Loose = tuple[Path, str, str]


def loose_in_paper(terms: Terms) -> Iterator[Loose]:
    """Yield where the paper names a clause or a party that is not there, with what is wrong and the mend."""
    both = sorted(set(terms.parties) & set(terms.third_states))
    for code in both:
        yield ("third_states", code), "is a party too", "give the third state another code"
    for path, clause_id in _cited_clauses(terms):
        if terms.clause(clause_id) is None:
            ids = ", ".join(clause.id for clause in terms.clauses[:20])
            yield path, "is the id of no clause", f"use one of {ids}"
    for path, code in _cited_parties(terms):
        if code not in terms.parties:
            yield path, "is no party of these terms", f"use one of {', '.join(terms.parties)}"
    known = {*terms.parties, *terms.third_states}
    for number, instrument in enumerate(terms.instruments):
        for place, code in enumerate(instrument.parties):
            if code not in known:
                mend = "add it under parties: or third_states:"
                yield ("instruments", number, "parties", place), "is no party and no third state", mend
    times = Counter(order.id for order in terms.orders)
    for number, order in enumerate(terms.orders):
        if times[order.id] > 1:
            yield ("orders", number, "id"), "is the id of another order too", "give each order an id of its own"


def _cited_clauses(terms: Terms) -> Iterator[tuple[Path, str]]:
    for number, position in enumerate(terms.agreement.positions):
        if position.clause is not None:
            yield ("agreement", "positions", number, "clause"), position.clause
    for number, definition in enumerate(terms.agreement.definitions):
        for place, clause_id in enumerate(definition.clauses):
            yield ("agreement", "definitions", number, "clauses", place), clause_id
    for number, order in enumerate(terms.orders):
        yield from ((("orders", number, "clauses", place), each) for place, each in enumerate(order.clauses))
    for number, consequence in enumerate(terms.consequences):
        yield from (
            (("consequences", number, "clauses", place), each) for place, each in enumerate(consequence.clauses)
        )


def _cited_parties(terms: Terms) -> Iterator[tuple[Path, str]]:
    for number, order in enumerate(terms.orders):
        yield ("orders", number, "by"), order.by
        for key, when in (("issued", order.issued), ("effective", order.effective)):
            if when is not None and when.by is not None:
                yield ("orders", number, key, "by"), when.by
    for number, guarantee in enumerate(terms.guarantees):
        for key in ("asked_by", "asked_of"):
            yield from ((("guarantees", number, key, at), code) for at, code in enumerate(getattr(guarantee, key)))
    for name, zone in terms.zones.items():
        if zone.claimed_by is not None:
            yield ("zones", name, "claimed_by"), zone.claimed_by
