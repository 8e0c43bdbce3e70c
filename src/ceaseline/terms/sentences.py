"""The terms read back as sentences, so that the people who made them can say: yes, or no, not that."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from ceaseline.terms.model import Clause, Mechanism, Terms, Where, WindowForm
from ceaseline.times import spoken

_STATUS = {
    "question": "only asked about",
    "demanded": "demanded, not agreed",
    "proposed": "proposed, not agreed",
    "accepted": "accepted",
    "agreed": "agreed",
    "in_force": "in force",
    "waived": "waived",
}
_WHO = {
    "instrument": "instruments",
    "monitor": "monitors",
    "party": "the parties",
    "press": "the press",
    "osint": "open sources",
    "public": "the public",
}
_SEES = {
    "yes": "yes",
    "partly": "partly",
    "weakly": "weakly",
    "claims_only": "claims only",
    "none_deployed": "none deployed",
    "no": "no",
}


def alternating(parties: Sequence[str], turn: int) -> list[str]:
    """Return the parties in the order of the terms, begun with another one at each turn.

    Examples:
        >>> alternating(["A", "B"], 0), alternating(["A", "B"], 1)
        (['A', 'B'], ['B', 'A'])
    """
    shift = turn % len(parties) if parties else 0
    return [*parties[shift:], *parties[:shift]]


def named(terms: Terms, party: str) -> str:
    """Return a party's name with its code; words that are no party, such as ``any``, as they are."""
    return f"{terms.parties[party].name} ({party})" if party in terms.parties else party


def verifiability(clause: Clause) -> str:
    """Say what can see whether the clause is kept, with the means now there.

    Examples:
        >>> form = {"id": "x", "code": "NO_FIRE", "text": "No fire.", "modality": "prohibition",
        ...         "speech_status": "proposed", "obligors": ["A"], "verifiable_by": {"instrument": "partly"}}
        >>> verifiability(Clause.model_validate(form))
        'instruments: partly'
    """
    parts = [f"{_WHO[role]}: {_SEES[seen]}" for role, seen in clause.verifiable_by.items()]
    return "; ".join(parts) or "not stated"


def sentences(terms: Terms, zones: Sequence[str] = ("UTC",)) -> Iterator[tuple[str, str]]:
    """Yield what the terms say: first the agreement and the mechanism, then each clause.

    Args:
        terms: the terms.
        zones: clocks to print beside UTC.

    Yields:
        Pairs of a label (``agreement``, ``mechanism`` or a clause id) and its sentences.
    """
    agreement = terms.agreement
    kind = agreement.type.replace("_", " ")
    yield "agreement", f"{agreement.title}: {kind}, today {agreement.state.replace('_', ' ')}."
    yield "mechanism", " ".join(_mechanism(terms.mechanism))
    for turn, clause in enumerate(terms.clauses):
        yield clause.id, " ".join(_clause(terms, clause, turn, zones))


def _mechanism(mechanism: Mechanism) -> Iterator[str]:
    body = mechanism.body
    if body is None:
        yield "It is not said who determines what was a violation and whose."
    else:
        rule = f", by {body.rule.replace('_', ' ')}" if body.rule else ""
        quorum = f", quorum {body.quorum}" if body.quorum else ""
        yield f"{body.name} determines{rule}{quorum}."
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
        else f"Orders are deposited with {with_whom}."
    )


def _clause(terms: Terms, clause: Clause, turn: int, zones: Sequence[str]) -> Iterator[str]:
    yield f"{clause.modality.capitalize()}: {clause.text}"
    obligors = alternating(clause.obligors, turn)
    held = ", ".join(f"{named(terms, party)}: {_STATUS[clause.status(party)]}" for party in obligors)
    yield f"For {held}."
    if not any(clause.binds(party) for party in clause.obligors):
        yield "It binds nobody, so it has no violations."
    if clause.raised_by:
        yield f"Raised by {', '.join(named(terms, party) for party in clause.raised_by)}."
    yield f"Where: {_place(terms, clause)}."
    yield from _times(terms, clause, zones)
    if clause.exceptions:
        yield f"Exceptions, kept but not yet judged: {len(clause.exceptions)}."
    yield f"What can see it: {verifiability(clause)}."
    if clause.mirror is None and len(clause.obligors) == 1 and len(terms.parties) > 1:
        yield "One-sided: no clause is named that binds the other side the same way."


def _place(terms: Terms, clause: Clause) -> str:
    if not isinstance(clause.where, Where):
        return "everywhere"
    if clause.where.zone is not None:
        return f"in the zone {clause.where.zone}"
    near = "along" if clause.where.within_km is None else f"within {clause.where.within_km:g} km of"
    own = [f"for {named(terms, party)} from {line}" for party, line in clause.where.measured_from.items()]
    measured = f", measured {', '.join(own)}" if own else ""
    return f"{near} the line {clause.where.line}{measured}"


def _times(terms: Terms, clause: Clause, zones: Sequence[str]) -> Iterator[str]:
    if clause.window is None and not clause.windows_disputed:
        yield "When: not stated."
    if clause.window is not None:
        yield f"When: {_clocks(clause.window, zones)}."
    for party, form in clause.windows_disputed.items():
        yield f"By the clock of {named(terms, party)} instead: {_clocks(form, zones)}."


def _clocks(form: WindowForm, zones: Sequence[str]) -> str:
    clocks = dict.fromkeys(["UTC", *([form.zone] if form.zone else []), *zones])
    return " = ".join(spoken(form.window, zone) for zone in clocks)
