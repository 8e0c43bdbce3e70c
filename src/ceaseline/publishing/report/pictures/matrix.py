"""Clauses by parties: what the answer is, by a mark and a word, and never by colour alone."""

from __future__ import annotations

from collections.abc import Sequence

import polars as pl

from ceaseline.publishing.report.counting import ANY, Answered, answered
from ceaseline.publishing.report.fields import columns, words
from ceaseline.publishing.report.frame import Frame
from ceaseline.publishing.report.model import Cell, Picture, Table
from ceaseline.publishing.report.pictures.matter import Answer
from ceaseline.publishing.words import VERDICTS, any_side
from ceaseline.terms import alternating, listed
from ceaseline.terms.clause import Clause

NAME = "clauses-by-parties"
_COLUMNS = (("term", "#x_term", ""), ("acts_of", "#x_acts_of", ""), ("answer", "#status", ""))


def picture(frame: Frame) -> Picture | None:
    """Return the matrix for the time of the report; a clause that no day tells has the answer for its window.

    Any side stands first: that something was done can be known where whose it was is not.
    """
    parties, days = [ANY, *sides(frame)], answered(frame)
    answers = [
        Answer(clause.id, party, _verdicts(frame, clause, party, days))
        for clause in frame.material.terms.clauses
        for party in parties
    ]
    if not any(answer.verdicts for answer in answers):
        return None
    from ceaseline.publishing.report.pictures.matrix_drawn import drawn  # noqa: PLC0415  Matplotlib loads slowly

    say, terms = frame.say, frame.material.terms
    names = {party: any_side(terms, party) for party in parties}
    title = say("matrix.title")
    return Picture(
        NAME, title, _text(frame, answers), drawn(say, terms, answers, names), _table(frame, title, answers)
    )


def sides(frame: Frame) -> list[str]:
    """Return the parties in the order of the terms, begun with another one for each day."""
    return alternating(list(frame.material.terms.parties), frame.days[0].date.toordinal())


def _verdicts(frame: Frame, clause: Clause, party: str, days: Sequence[Answered]) -> tuple[str, ...]:
    told = [each.verdict for each in days if (each.clause_id, each.obligor) == (clause.id, party)]
    own = frame.material.verdicts.filter(pl.col("clause_id") == clause.id, pl.col("obligor") == party)
    return tuple(dict.fromkeys(told or own["verdict"].to_list()))


def _text(frame: Frame, answers: Sequence[Answer]) -> str:
    parts = []
    for word, (_, label, _) in VERDICTS.items():
        many = sum(word in answer.verdicts for answer in answers)
        if many:
            parts.append(f"{label}: {many}")
    return frame.say("matrix.text", answers=listed(parts))


def _table(frame: Frame, title: str, answers: Sequence[Answer]) -> Table:
    rows = []
    for answer in answers:
        key = (f"{answer.clause_id}:{answer.party}",)
        label = listed([VERDICTS[word][1] for word in answer.verdicts])
        told = (
            Cell(";".join(answer.verdicts), label, key)
            if label
            else Cell(None, frame.say("matrix.unbound"), (), "unbound")
        )
        rows.append((words(answer.clause_id, key), words(any_side(frame.material.terms, answer.party), key), told))
    return Table(NAME, title, frame.say("matrix.note"), columns(frame, "matrix", _COLUMNS), tuple(rows))
