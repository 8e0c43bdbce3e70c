"""The terms read back as sentences, so that the people who made them can say: yes, or no, not that."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from ceaseline.terms.clause import Clause, ExceptionForm, Quantity
from ceaseline.terms.model import Terms
from ceaseline.terms.paper import paper
from ceaseline.terms.space import Where
from ceaseline.terms.spelling import STATUS, alternating, clocks, kilometres, listed, named, plain, verifiability


def sentences(terms: Terms, zones: Sequence[str] = ("UTC",)) -> Iterator[tuple[str, str]]:
    """Yield what the terms say: first the agreement and the paper around it, then each clause.

    Args:
        terms: the terms.
        zones: clocks to print beside UTC.

    Yields:
        Pairs of a label (such as ``agreement``, ``mechanism``, or a clause id) and its sentences.
    """
    yield from paper(terms, zones)
    for turn, clause in enumerate(terms.clauses):
        yield clause.id, " ".join(_clause(terms, clause, turn, zones))


def _clause(terms: Terms, clause: Clause, turn: int, zones: Sequence[str]) -> Iterator[str]:
    yield f"{clause.modality.capitalize()}: {clause.text}"
    obligors = alternating(clause.obligors, turn)
    held = ", ".join(f"{named(terms, party)}: {STATUS[clause.status(party)]}" for party in obligors)
    yield f"For {held}."
    if not any(clause.binds(party) for party in clause.obligors):
        yield "It binds nobody, so it has no violations."
    if clause.raised_by:
        yield f"Raised by {', '.join(named(terms, party) for party in clause.raised_by)}."
    if clause.third_states:
        yield f"It concerns {listed([named(terms, state) for state in clause.third_states])} too."
    if clause.beneficiaries:
        yield f"For the good of {listed([named(terms, each) for each in clause.beneficiaries])}."
    yield from _what(clause)
    yield f"Where: {_place(terms, clause)}."
    yield from _times(terms, clause, zones)
    yield from (_exception(terms, exception) for exception in clause.exceptions)
    yield from _records(terms, clause)
    if clause.readings:
        yield f"Its words can also be read as: {'; '.join(clause.readings)}."
    yield f"What can see it: {verifiability(clause)}."
    if clause.mirror is None and len(clause.obligors) == 1 and len(terms.parties) > 1:
        yield "One-sided: no clause is named that binds the other side the same way."


def _what(clause: Clause) -> Iterator[str]:
    if clause.objects:
        yield f"It speaks of {listed([plain(each) for each in clause.objects])}."
    if clause.measure is not None:
        yield f"What counts as it: {clause.measure.rstrip('.')}."
    if clause.quantity is not None:
        yield f"How much: {_quantity(clause.quantity)}."


def _quantity(quantity: Quantity) -> str:
    bound, amount = ("at least", quantity.at_least) if quantity.at_most is None else ("at most", quantity.at_most)
    of = f" of {plain(quantity.of)}" if quantity.of else ""
    per = f" each {quantity.per}" if quantity.per else ""
    declared = f", as declared in {quantity.inventory}" if quantity.inventory else ""
    return f"{bound} {amount:,g} {quantity.unit}{of}{per}{declared}"


def _exception(terms: Terms, exception: ExceptionForm) -> str:
    told = [f"Allowed after all: {plain(exception.act)}"]
    if exception.condition is not None:
        told.append(f"if {plain(exception.condition)}")
    if exception.hours_before is not None:
        told.append(f"{exception.hours_before:g} hours before")
    if exception.after:
        told.append("only after, in this order, " + ", then ".join(plain(step) for step in exception.after))
    if exception.register_ is not None:
        told.append(f"recorded by {named(terms, exception.register_)}")
    return ", ".join(told) + "."


def _records(terms: Terms, clause: Clause) -> Iterator[str]:
    if clause.recipient is not None:
        yield f"Who is told: {named(terms, clause.recipient)}."
    if clause.register_ is not None:
        yield f"Who keeps the record: {named(terms, clause.register_)}."


def _place(terms: Terms, clause: Clause) -> str:
    where = clause.where
    if not isinstance(where, Where):
        return "everywhere"
    if where.zone is not None:
        near = "in" if where.within_km is None else f"in, or within {kilometres(where)} of,"
        zone = terms.zones[where.zone]
        claimed = "" if zone.claimed_by is None else f", which {named(terms, zone.claimed_by)} claims to be there"
        return f"{near} the zone {where.zone}{claimed}"
    near = "along" if where.within_km is None else f"within {kilometres(where)} of"
    own = [f"for {named(terms, party)} from {line}" for party, line in where.measured_from.items()]
    measured = f", measured {', '.join(own)}" if own else ""
    return f"{near} the line {where.line}{measured}"


def _times(terms: Terms, clause: Clause, zones: Sequence[str]) -> Iterator[str]:
    window = clause.window or terms.agreement.window
    counted = {party: terms.window_on(clause, party) for party in terms.disputing(clause)}
    others = {party: form for party, form in counted.items() if form is not None and form != window}
    if window is None and not others:
        yield "When: not stated."
    if window is not None:
        as_whole = "" if clause.window is not None else ", as the agreement"
        before = "; it binds before the agreement begins" if clause.before_start else ""
        yield f"When: {clocks(window, zones)}{as_whole}{before}."
    for party, form in others.items():
        yield f"By the clock of {named(terms, party)} instead: {clocks(form, zones)}."
