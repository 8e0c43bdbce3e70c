"""Section 11: complaints and what became of them; allegations, and in no count of ours."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

import polars as pl

from ceaseline.publishing.complaints import complaints_and_cases, due, side, standing
from ceaseline.publishing.report.fields import columns, lacking, words
from ceaseline.publishing.report.frame import Frame
from ceaseline.publishing.report.model import Cell, Section, Sentence, Table
from ceaseline.publishing.words import number
from ceaseline.terms.spelling import plain

_COLUMNS = (
    ("id", "#meta+id", ""),
    ("by", "#x_complainant", ""),
    ("against", "#x_respondent", ""),
    ("term", "#x_term", ""),
    ("age", "#indicator+age", "days"),
    ("state", "#status", ""),
    ("blocked_by", "#x_blocked_by", ""),
    ("deadline", "#date+deadline", ""),
)
_SUMS = (
    ("against", "#x_respondent", ""),
    ("complaints", "#affected+complaints", "complaints"),
    ("matters", "#affected+matters", "matters"),
    ("states", "#status", ""),
    ("rulings", "#status+ruling", ""),
)
_MOST = 100  # rows; the table of cases has all


def section(frame: Frame) -> Section:
    """Return table T9, those that wait longest for a deadline first, and sums by side complained of."""
    say, material = frame.say, frame.material
    found = complaints_and_cases(material)
    if found is None:
        return Section(11, "cases", say("contents.cases"), (Sentence(say("cases.none")),))
    ordered = material.cases.sort(
        pl.col("ended").is_not_null(), "deadline", "lodged", "complaint_id", nulls_last=True
    )
    every = tuple(ordered["complaint_id"].head(_MOST))
    told = [Sentence(say("cases.lead"), every)]
    told += [Sentence(note, every) for note in found.notes]
    if ordered.height > _MOST:
        told.append(Sentence(say("cases.more", number=number(ordered.height - _MOST)), every))
    rows = tuple(_row(frame, row) for row in ordered.head(_MOST).iter_rows(named=True))
    tables = (
        Table("T9", say("cases.table"), say("cases.note"), columns(frame, "cases", _COLUMNS), rows),
        Table("T9-sums", say("cases.sums"), "", columns(frame, "cases", _SUMS), tuple(_sums(frame, found.sums))),
    )
    return Section(11, "cases", say("contents.cases"), tuple(told), tables)


def _row(frame: Frame, row: Mapping[str, Any]) -> tuple[Cell, ...]:
    material, ids = frame.material, (row["complaint_id"],)
    deadline = row["deadline"]
    return (
        words(row["complaint_id"], ids),
        words(side(material, row["complainant"], frame.say("cases.no_party")), ids),
        words(side(material, row["respondent"], frame.say("cases.nobody_named")), ids),
        words(row["clause_id"], ids) if row["clause_id"] else lacking(frame, "not_stated", ids),
        lacking(frame, "not_known", ids)
        if row["age_days"] is None
        else Cell(row["age_days"], number(row["age_days"]), ids),
        words(standing(row), ids),
        words(plain(row["blocked_by"]), ids) if row["blocked_by"] else lacking(frame, "nothing_said", ids),
        lacking(frame, "not_stated", ids)
        if deadline is None
        else Cell(deadline, due(deadline, overdue=row["overdue"]), ids),
    )


def _sums(frame: Frame, sums: Any) -> Iterator[tuple[Cell, ...]]:
    material = frame.material
    every = tuple(sorted({*material.complaints["capture_id"], *material.steps["capture_id"]}))
    for each in sums:
        none = lacking(frame, "none_on_record", every)
        yield (
            words(each.against, every),
            none if each.complaints is None else Cell(each.complaints, number(each.complaints), every),
            none if each.matters is None else Cell(each.matters, number(each.matters), every),
            words(each.states, every) if each.states else none,
            words(each.rulings, every) if each.rulings else none,
        )
