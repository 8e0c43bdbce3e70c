"""What stands around the clauses, read back: agreement, definitions, mechanism, treaties, orders, guarantees."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from ceaseline.terms.agreement import Consequence, Guarantee, Instrument, Order, Position
from ceaseline.terms.model import Terms
from ceaseline.terms.space import LineForm, ZoneForm
from ceaseline.terms.spelling import STATUS, clocks, listed, named, plain
from ceaseline.terms.windows import Announcement
from ceaseline.times import moment, spoken_start


def paper(terms: Terms, zones: Sequence[str]) -> Iterator[tuple[str, str]]:
    """Yield pairs of a label and sentences on all but the clauses.

    Args:
        terms: the terms.
        zones: clocks to print beside UTC.
    """
    yield "agreement", " ".join(_agreement(terms, zones))
    if terms.agreement.definitions:
        yield "definitions", " ".join(_definitions(terms))
    for position in terms.agreement.positions:
        yield "position", _position(terms, position)
    yield "mechanism", " ".join(_mechanism(terms))
    for instrument in terms.instruments:
        yield "instrument", _instrument(terms, instrument)
    for order in terms.orders:
        yield f"order {order.id}", _order(terms, order)
    for guarantee in terms.guarantees:
        yield "guarantee", _guarantee(terms, guarantee)
    for consequence in terms.consequences:
        yield "consequence", _consequence(terms, consequence)
    for name, line in terms.lines.items():
        yield name, _line(line)
    for name, zone in terms.zones.items():
        yield name, _zone(terms, zone, zones)


def _agreement(terms: Terms, zones: Sequence[str]) -> Iterator[str]:
    agreement = terms.agreement
    yield f"{agreement.title}: {plain(agreement.type)}, today {plain(agreement.state)}."
    if agreement.proposed_by:
        yield f"Proposed by {_names(terms, agreement.proposed_by)}."
    if agreement.announced is not None:
        by = f" by {named(terms, agreement.announced.by)}" if agreement.announced.by else ""
        yield f"{_at('Announced', agreement.announced)}{by}."
    if agreement.window is not None:
        yield f"As a whole: {clocks(agreement.window, zones)}."
    for party, form in agreement.windows_disputed.items():
        yield f"By the clock of {named(terms, party)} instead: {clocks(form, zones)}."
    if len(agreement.languages) > 1:
        yield f"Written in {listed(agreement.languages)}."


def _definitions(terms: Terms) -> Iterator[str]:
    definitions = terms.agreement.definitions
    if len(definitions) > 1:
        yield f"What the ceasefire is can be read in {len(definitions)} ways."
    for definition in definitions:
        whose = f", as {_names(terms, definition.by)} would have it" if definition.by else ""
        yield f"{plain(definition.name)}{whose}: {definition.text.rstrip('.')} ({', '.join(definition.clauses)})."


def _position(terms: Terms, position: Position) -> str:
    of = "the whole" if position.clause is None else position.clause
    on = f" on {position.at}" if position.at else ""
    given = f", provided that {'; '.join(position.conditions)}" if position.conditions else ""
    source = f" Source: {position.source}." if position.source else ""
    return f"{named(terms, position.party)}, of {of}{on}: {plain(position.stance)}{given}.{source}"


def _mechanism(terms: Terms) -> Iterator[str]:
    mechanism = terms.mechanism
    body = mechanism.body
    if body is None:
        yield "It is not said who determines what was a violation and whose."
    else:
        rule = f", by {plain(body.rule)}" if body.rule else ""
        quorum = f", quorum {body.quorum}" if body.quorum else ""
        members = f" Its members: {_names(terms, body.members)}." if body.members else ""
        yield f"{body.name} determines{rule}{quorum}.{members}"
    hours = mechanism.right_of_reply_hours
    yield (
        "It is not said whether an accused side may reply."
        if hours is None
        else f"An accused side has {hours:g} hours to reply."
    )
    with_whom = mechanism.orders_deposited_with
    yield (
        "It is not said with whom orders are deposited."
        if with_whom is None
        else f"Orders are deposited with {named(terms, with_whom)}."
    )


def _instrument(terms: Terms, instrument: Instrument) -> str:
    dates = {"signed": instrument.signed, "exchanged": instrument.exchanged, "in force from": instrument.in_force}
    told = [f"{what} {day}" for what, day in dates.items() if day is not None]
    between = f", between {_names(terms, instrument.parties)}" if instrument.parties else ""
    relation = f" {instrument.relation.rstrip('.')}." if instrument.relation else ""
    return f"{instrument.name}{between}: {', '.join(told) or 'no dates stated'}.{relation}"


def _order(terms: Terms, order: Order) -> str:
    authority = f" ({order.authority})" if order.authority else ""
    told = [f"{named(terms, order.by)}{authority}, to {_names(terms, order.addressees) or 'nobody stated'}"]
    told += [_at("issued", order.issued), _at("effective", order.effective)]
    told.append(f"received by {_names(terms, order.receipts)}" if order.receipts else "no receipt shown")
    told.append(f"deposited with {named(terms, order.deposited_with or 'nobody stated')}")
    told.append(_REVOCABLE[order.revocable])
    if order.clauses:
        told.append(f"for {', '.join(order.clauses)}")
    return "; ".join(told) + "."


_REVOCABLE = {None: "whether it can be revoked is not said", True: "it can be revoked", False: "not revocable"}


def _names(terms: Terms, codes: Sequence[str]) -> str:
    return listed([named(terms, code) for code in codes])


def _at(what: str, when: Announcement | None) -> str:
    if when is None:
        return f"{what} at no stated time"
    return f"{what} {spoken_start(moment(when.at, when.zone), 'UTC')}"


def _guarantee(terms: Terms, guarantee: Guarantee) -> str:
    who = named(terms, guarantee.guarantor or "nobody named")
    by = f", asked by {_names(terms, guarantee.asked_by)}" if guarantee.asked_by else ""
    of = f" of {_names(terms, guarantee.asked_of)}" if guarantee.asked_of else ""
    called = f"called on by {guarantee.trigger}" if guarantee.trigger else "nothing says what calls on it"
    return f"{guarantee.what.rstrip('.')}: {STATUS[guarantee.status]}{by}{of}; guarantor: {who}; {called}."


def _consequence(terms: Terms, consequence: Consequence) -> str:
    by = f", by {named(terms, consequence.by)}" if consequence.by else ", by nobody stated"
    told = f"; {named(terms, consequence.notified)} is told" if consequence.notified else ""
    of = f"; for {', '.join(consequence.clauses)}" if consequence.clauses else ""
    return f"On {plain(consequence.on)}: {plain(consequence.type)}{by}{told}{of}."


def _line(line: LineForm) -> str:
    error = "with no error stated" if line.error_km is None else f"right to {line.error_km:g} km"
    return f"A line drawn by {line.author or 'nobody named'}, as of {line.as_of or 'no day'}, {error}."


def _zone(terms: Terms, zone: ZoneForm, zones: Sequence[str]) -> str:
    kind = f"A zone ({plain(zone.kind)})" if zone.kind else "A zone"
    drawn = "that nobody has drawn" if zone.file is None else f"drawn by {zone.author or 'nobody named'}"
    day = f", as of {zone.as_of}" if zone.as_of else ""
    claimed = f", claimed by {named(terms, zone.claimed_by)}" if zone.claimed_by else ""
    when = f", {clocks(zone.window, zones)}" if zone.window else ""
    return f"{kind} {drawn}{day}{claimed}{when}."
