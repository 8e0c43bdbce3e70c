"""From the text of ``terms.yaml`` to frozen terms, with every problem found named by file and line."""

from __future__ import annotations

from collections.abc import Iterator

from ceaseline.errors import FormError, Problem
from ceaseline.forms import Path, read_yaml
from ceaseline.terms.model import BINDING, Clause, Terms, Where


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
    terms = form.read_as(Terms)
    problems = [form.problem(path, what, mend) for path, what, mend in _loose_ends(terms)]
    if problems:
        raise FormError(file, sorted(problems, key=_by_line))
    return terms


def _by_line(problem: Problem) -> tuple[int, str]:
    return (problem.line or 0, problem.where)


_Loose = tuple[Path, str, str]


def _loose_ends(terms: Terms) -> Iterator[_Loose]:
    """Find what no part can know of itself: names that lead nowhere, ids given twice, windows that are missing."""
    yield from _unknown_parties(terms)
    first: dict[str, int] = {}
    for position, clause in enumerate(terms.clauses):
        at: Path = ("clauses", position)
        if clause.id in first:
            what = f"is already the id of clause {first[clause.id] + 1}"
            yield (*at, "id"), what, "give each clause an id of its own"
        first.setdefault(clause.id, position)
        yield from _loose_in_clause(terms, clause, at)


def _loose_in_clause(terms: Terms, clause: Clause, at: Path) -> Iterator[_Loose]:
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
    elif clause.speech_status in BINDING and clause.window is None:
        yield (*at, "window"), *_NO_WINDOW
    if isinstance(clause.speech_status, dict) and clause.window is None:
        held = [party for party in clause.obligors if clause.speech_status.get(party) in BINDING]
        if held:
            yield (*at, "window"), *_NO_WINDOW
    if clause.mirror is not None and terms.clause(clause.mirror) is None:
        yield (
            (*at, "mirror"),
            "is the id of no clause",
            "name the clause that binds the other side, or write null",
        )
    if isinstance(clause.where, Where):
        yield from _loose_place(terms, clause.where, (*at, "where"))


_NO_WINDOW = (
    "is missing: the clause binds somebody, so it must say from when until when",
    "add window: {from: ..., until: ..., zone: ...}, or set speech_status to question, demanded or proposed",
)


def _loose_place(terms: Terms, where: Where, at: Path) -> Iterator[_Loose]:
    if where.line is not None and where.line not in terms.lines:
        yield (*at, "line"), "is no line of these terms", _known("lines", terms.lines)
    if where.zone is not None and where.zone not in terms.zones:
        yield (*at, "zone"), "is no zone of these terms", _known("zones", terms.zones)
    for party, line in where.measured_from.items():
        if line not in terms.lines:
            yield (*at, "measured_from", party), "is no line of these terms", _known("lines", terms.lines)


def _known(what: str, names: dict[str, object] | object) -> str:
    listed = ", ".join(sorted(names)) if isinstance(names, dict) and names else "none yet"
    return f"declare it under {what}: (there are: {listed})"


def _unknown_parties(terms: Terms) -> Iterator[_Loose]:
    mend = f"use one of {', '.join(terms.parties)}, or add it under parties:"
    for path, party in _named_parties(terms):
        if party not in terms.parties:
            yield path, f"names a party, {party}, that these terms do not have", mend


def _named_parties(terms: Terms) -> Iterator[tuple[Path, str]]:
    if terms.agreement.announced and terms.agreement.announced.by:
        yield ("agreement", "announced", "by"), terms.agreement.announced.by
    for number, position in enumerate(terms.agreement.positions):
        yield ("agreement", "positions", number, "party"), position.party
    for number, clause in enumerate(terms.clauses):
        at: Path = ("clauses", number)
        for key in ("obligors", "beneficiaries", "raised_by"):
            yield from (((*at, key, place), party) for place, party in enumerate(getattr(clause, key)))
        for party in clause.windows_disputed:
            yield (*at, "windows_disputed", party), party
        if isinstance(clause.where, Where):
            yield from (((*at, "where", "measured_from", party), party) for party in clause.where.measured_from)
