"""From the text of ``terms.yaml`` to frozen terms, with every problem found named by file and line."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import TypeVar

import attrs

from ceaseline.errors import FormError, Problem
from ceaseline.forms import Form, FormPart, Path, read_yaml
from ceaseline.terms.agreement import Agreement
from ceaseline.terms.clause import Clause
from ceaseline.terms.loose_ends import loose_in_paper
from ceaseline.terms.model import Terms
from ceaseline.terms.space import Where
from ceaseline.terms.words import BINDING

M = TypeVar("M", bound=FormPart)


def parse(text: str, file: str = "terms.yaml") -> Terms:
    """Return the terms that *text* holds.

    Args:
        text: YAML in the public form.
        file: name for errors.

    Raises:
        FormError: every problem found: shape, unknown parties, lines and zones, windows that are missing or
            cannot be placed in time, ids given twice.

    Examples:
        >>> terms = parse('''
        ... agreement: {title: Toy truce, type: bilateral, state: agreed}
        ... parties: {A: {name: North}, B: {name: South}}
        ... clauses:
        ...   - {id: no-fire, code: NO_FIRE, text: No fire., modality: prohibition, speech_status: agreed,
        ...      obligors: [A, B], window: {from: "2031-05-01", until: "2031-06-01", zone: UTC}}
        ... ''')
        >>> terms.clauses[0].binds("A")
        True
    """
    form = read_yaml(text, file)
    try:
        terms = form.read_as(Terms)
    except FormError as error:
        loose = _told(form, _Sound.parts_of(form))
        raise FormError(file, sorted([*error.problems, *loose], key=_by_line)) from None
    problems = [
        *_told(form, _Sound.parts_of(form, terms)),
        *(form.problem(path, what, mend) for path, what, mend in loose_in_paper(terms)),
    ]
    if problems:
        raise FormError(file, sorted(problems, key=_by_line))
    return terms


@attrs.frozen
class _Sound:
    """What can be looked through for loose ends, even where other parts of the form are broken.

    Attributes:
        parties, third_states, lines, zones, ids: names the form declares, in broken parts too.
        agreement: None where it is broken.
        has_window: whether the agreement says from when it holds, however badly.
        clauses: those that are not broken, by their position.
    """

    parties: tuple[str, ...]
    third_states: tuple[str, ...]
    lines: tuple[str, ...]
    zones: tuple[str, ...]
    ids: tuple[str, ...]
    agreement: Agreement | None
    has_window: bool
    clauses: Mapping[int, Clause]

    @classmethod
    def parts_of(cls, form: Form, terms: Terms | None = None) -> _Sound:
        """Return the sound parts of *form*; all of them where it was understood as *terms*."""
        entries = form.value(("clauses",))
        count = len(entries) if isinstance(entries, list) else 0
        read = {number: _read(form, Clause, ("clauses", number)) for number in range(0 if terms else count)}
        sound = {number: clause for number, clause in read.items() if clause is not None}
        return cls(
            parties=_declared(form, "parties"),
            third_states=_declared(form, "third_states"),
            lines=_declared(form, "lines"),
            zones=_declared(form, "zones"),
            ids=tuple(str(form.value(("clauses", number, "id"))).strip() for number in range(count)),
            agreement=terms.agreement if terms else _read(form, Agreement, ("agreement",)),
            has_window=form.value(("agreement", "window")) is not None,
            clauses=dict(enumerate(terms.clauses)) if terms else sound,
        )


def _read(form: Form, model: type[M], at: Path) -> M | None:
    try:
        return form.read_as(model, at)
    except FormError:
        return None


def _declared(form: Form, key: str) -> tuple[str, ...]:
    found = form.value((key,))
    return tuple(name.strip() for name in found) if isinstance(found, dict) else ()


def _told(form: Form, sound: _Sound) -> list[Problem]:
    return [form.problem(path, what, mend) for path, what, mend in _loose_ends(sound)]


def _by_line(problem: Problem) -> tuple[int, str]:
    return (problem.line or 0, problem.where)


_Loose = tuple[Path, str, str]


def _loose_ends(sound: _Sound) -> Iterator[_Loose]:
    """Find what no part can know of itself: names that lead nowhere, ids given twice, windows that are missing."""
    if sound.parties:
        yield from _unknown_parties(sound)
    first = {found: position for position, found in reversed(list(enumerate(sound.ids)))}
    for position, clause in sound.clauses.items():
        at: Path = ("clauses", position)
        if first[clause.id] < position:
            what = f"is already the id of clause {first[clause.id] + 1}"
            yield (*at, "id"), what, "give each clause an id of its own"
        yield from _loose_in_clause(sound, clause, at)


def _loose_in_clause(sound: _Sound, clause: Clause, at: Path) -> Iterator[_Loose]:
    for party, times in Counter(clause.obligors).items():
        if times > 1:
            yield (*at, "obligors"), f"names {party} {times} times", "name each party once"
    yield from _loose_status(clause, at, has_window=clause.window is not None or sound.has_window)
    if clause.mirror is not None and (clause.mirror not in sound.ids or clause.mirror == clause.id):
        what = "is the clause itself" if clause.mirror == clause.id else "is the id of no clause"
        yield (*at, "mirror"), what, "name the clause that binds the other side, or write null"
    if isinstance(clause.where, Where):
        yield from _loose_place(sound, clause.where, (*at, "where"))


def _loose_status(clause: Clause, at: Path, *, has_window: bool) -> Iterator[_Loose]:
    if isinstance(clause.speech_status, dict):
        for party in clause.obligors:
            if party not in clause.speech_status:
                what = f"does not say how far the clause binds {party}"
                yield (
                    (*at, "speech_status"),
                    what,
                    f"add {party}: and one of in_force, accepted, proposed, demanded",
                )
        for party in clause.speech_status:
            if party not in clause.obligors:
                what = "is no obligor of this clause"
                yield (*at, "speech_status", party), what, "take it out, or add it to obligors"
    elif clause.speech_status in BINDING and not has_window:
        yield (*at, "window"), *_NO_WINDOW
    if isinstance(clause.speech_status, dict) and not has_window:
        held = [party for party in clause.obligors if clause.speech_status.get(party) in BINDING]
        if held:
            yield (*at, "window"), *_NO_WINDOW


_NO_WINDOW = (
    "is missing: the clause binds somebody, so it must say from when until when",
    "add window: {from: ..., until: ..., zone: ...}, or set speech_status to question, demanded or proposed",
)


def _loose_place(sound: _Sound, where: Where, at: Path) -> Iterator[_Loose]:
    if where.line is not None and where.line not in sound.lines:
        yield (*at, "line"), "is no line of these terms", _known("lines", sound.lines)
    if where.zone is not None and where.zone not in sound.zones:
        yield (*at, "zone"), "is no zone of these terms", _known("zones", sound.zones)
    for party, line in where.measured_from.items():
        if line not in sound.lines:
            yield (*at, "measured_from", party), "is no line of these terms", _known("lines", sound.lines)


def _known(what: str, names: Iterable[str]) -> str:
    return f"declare it under {what}: (there are: {_listed(sorted(names)) or 'none yet'})"


def _listed(names: Sequence[str]) -> str:
    return ", ".join(names[:20]) + (", ..." if len(names) > 20 else "")


def _unknown_parties(sound: _Sound) -> Iterator[_Loose]:
    mend = f"use one of {_listed(sound.parties)}, or add it under parties:"
    for path, party in _named_parties(sound):
        if party not in sound.parties:
            yield path, f"names a party, {party}, that these terms do not have", mend
    known = [*sound.parties, *sound.third_states]
    mend = f"use one of {_listed(known)}, or add it under parties: or third_states:"
    for path, name in _named_by_anybody(sound):
        if name not in known:
            yield path, f"names {name}, which is no party and no third state of these terms", mend


def _named_by_anybody(sound: _Sound) -> Iterator[tuple[Path, str]]:
    """Yield the names that may be those of third states too."""
    agreement = sound.agreement
    if agreement is not None:
        for number, position in enumerate(agreement.positions):
            yield ("agreement", "positions", number, "party"), position.party
        for number, name in enumerate(agreement.proposed_by):
            yield ("agreement", "proposed_by", number), name
        for number, definition in enumerate(agreement.definitions):
            at: Path = ("agreement", "definitions", number, "by")
            yield from (((*at, place), name) for place, name in enumerate(definition.by))
    for number, clause in sound.clauses.items():
        for key in ("raised_by", "third_states"):
            yield from ((("clauses", number, key, place), name) for place, name in enumerate(getattr(clause, key)))


def _named_parties(sound: _Sound) -> Iterator[tuple[Path, str]]:
    agreement = sound.agreement
    if agreement and agreement.announced and agreement.announced.by:
        yield ("agreement", "announced", "by"), agreement.announced.by
    for party in agreement.windows_disputed if agreement else ():
        yield ("agreement", "windows_disputed", party), party
    for number, clause in sound.clauses.items():
        at: Path = ("clauses", number)
        for key in ("obligors", "beneficiaries"):
            yield from (((*at, key, place), party) for place, party in enumerate(getattr(clause, key)))
        for party in clause.windows_disputed:
            yield (*at, "windows_disputed", party), party
        if isinstance(clause.where, Where):
            yield from (((*at, "where", "measured_from", party), party) for party in clause.where.measured_from)
