"""Section 8: zones, such as buffers, disengagement areas, corridors, and pockets that are only claimed."""

from __future__ import annotations

from collections.abc import Iterator

from ceaseline.publishing.report.counting import ANY, Answered, answered
from ceaseline.publishing.report.fields import columns, lacking, of_place, share, words
from ceaseline.publishing.report.frame import Frame
from ceaseline.publishing.report.model import Cell, Section, Sentence, Table
from ceaseline.publishing.words import VERDICTS
from ceaseline.terms import listed, named
from ceaseline.terms.clause import Clause
from ceaseline.terms.spelling import plain

_COLUMNS = (
    ("zone", "#loc+name", ""),
    ("kind", "#loc+type", ""),
    ("drawn_by", "#x_author", ""),
    ("term", "#x_term+id", ""),
    ("answer", "#x_verdict", ""),
    ("recorded", "#affected+recorded", "incidents"),
    ("watched", "#x_coverage", "share of hours"),
    ("watched_well", "#x_coverage+sure", "share of hours"),
)


def section(frame: Frame) -> Section:
    """Return a row for each zone and each clause that holds there."""
    say, terms = frame.say, frame.material.terms
    title = say("contents.zones")
    if not terms.zones:
        return Section(8, "zones", title, (Sentence(say("zones.none")),))
    rows = [row for name in terms.zones for row in _rows(frame, name)]
    table = Table("zones", say("zones.table"), say("zones.note"), columns(frame, "zones", _COLUMNS), tuple(rows))
    return Section(8, "zones", title, (Sentence(say("zones.lead")), *_claimed(frame)), (table,) if rows else ())


def _claimed(frame: Frame) -> Iterator[Sentence]:
    """Say which zones are there only by the word of one side."""
    terms = frame.material.terms
    for name, form in terms.zones.items():
        if form.claimed_by is not None:
            keys = tuple(f"{clause.id}:any" for clause in _clauses(frame, name))
            yield Sentence(frame.say("zones.claimed", zone=name, party=named(terms, form.claimed_by)), keys)


def _clauses(frame: Frame, name: str) -> list[Clause]:
    return [clause for clause in frame.material.terms.clauses if clause.scope == name]


def _rows(frame: Frame, name: str) -> Iterator[tuple[Cell, ...]]:
    form, say = frame.material.terms.zones[name], frame.say
    told = [each for each in answered(frame) if each.obligor == ANY]
    clauses = _clauses(frame, name)
    if not clauses:
        head = (words(name), words(plain(form.kind or say("fields.not_stated"))), words(form.author or ""))
        yield (*head, words(say("zones.no_clause")), *[lacking(frame, "not_asked")] * 4)
    for clause in clauses:
        keys = (f"{clause.id}:any",)
        own = [each for each in told if each.clause_id == clause.id]
        yield (
            words(name, keys),
            words(plain(form.kind or say("fields.not_stated")), keys),
            words(form.author or say("fields.not_stated"), keys),
            words(clause.id, keys),
            *_answer(frame, own, keys),
        )


def _answer(frame: Frame, own: list[Answered], keys: tuple[str, ...]) -> Iterator[Cell]:
    if not own:
        yield from [lacking(frame, "not_by_day", keys)] * 4
        return
    first = max(own, key=lambda each: each.recorded or 0)
    labels = dict.fromkeys(VERDICTS[each.verdict][1] for each in own)
    yield Cell(first.verdict, listed(list(labels)), keys)
    if first.recorded is None:
        yield lacking(frame, first.why_not, keys)
    elif first.recorded:
        yield of_place(frame, first.recorded, keys)
    else:
        yield Cell(0, "0", keys)
    yield share(frame, first.coverage.watched, keys)
    yield share(frame, first.coverage.sure, keys)
