"""Section 12: what is on record of civilians, and why there is nothing where there is nothing."""

from __future__ import annotations

import polars as pl

from ceaseline.publishing.incidents import what_in_words
from ceaseline.publishing.report.fields import columns, of_place, words
from ceaseline.publishing.report.frame import Frame
from ceaseline.publishing.report.model import Cell, Section, Sentence, Table
from ceaseline.publishing.words import VERDICTS, any_side
from ceaseline.terms import alternating

_TOLD = ("casualty", "one_sided_violence", "strike_damage")
_PROTECTING = (
    "PROTECT_CIVILIANS",
    "NO_STRIKE_ON_CLASS",
    "NO_HW_IN_SETTLEMENT",
    "HUMANITARIAN_ACCESS",
    "PRISONER_EXCHANGE",
)
_COLUMNS = (
    ("phenomenon", "#event+type", ""),
    ("recorded", "#affected+recorded", "incidents"),
    ("alleged", "#affected+alleged", "incidents"),
)
_CLAUSES = (("term", "#x_term", ""), ("acts_of", "#x_acts_of", ""), ("answer", "#status", ""))


def section(frame: Frame) -> Section:
    """Return incidents of harm, windows for repair that were announced, and how clauses about civilians stand."""
    say, material = frame.say, frame.material
    began = (pl.col("earliest") >= frame.begin) & (pl.col("earliest") < frame.end)
    own = material.incidents.filter(began, pl.col("phenomenon").is_in(_TOLD))
    told = [Sentence(say("civilians.lead"), tuple(own["incident_id"].sort().head(50)))]
    if own.is_empty():
        watchers = tuple(material.sources["source"])
        told = [Sentence(say("civilians.none" if watchers else "civilians.no_source"), watchers)]
    told.append(_repairs(frame))
    tables = (
        Table(
            "T-civilians",
            say("civilians.table"),
            say("civilians.note"),
            columns(frame, "civilians", _COLUMNS),
            _rows(frame, own),
        ),
        Table(
            "T-civilian-terms", say("civilians.terms"), "", columns(frame, "civilians", _CLAUSES), _clauses(frame)
        ),
    )
    return Section(
        12, "civilians", say("contents.civilians"), tuple(told), tuple(each for each in tables if each.rows)
    )


def _rows(frame: Frame, own: pl.DataFrame) -> tuple[tuple[Cell, ...], ...]:
    only = frame.alleged.implode()
    rows = []
    for word in _TOLD:
        kind = own.filter(pl.col("phenomenon") == word)
        if kind.height:
            alone = kind.filter(pl.col("incident_id").is_in(only))
            others = kind.filter(~pl.col("incident_id").is_in(only))
            rows.append((words(what_in_words(word)), _number(frame, others), _number(frame, alone)))
    return tuple(rows)


def _number(frame: Frame, own: pl.DataFrame) -> Cell:
    """Return a number: a small one of people is not told, so that nobody is found by it."""
    if own.is_empty():
        return Cell(None, frame.say("fields.none_on_record"), (), "none_on_record")
    ids = tuple(own["incident_id"].sort().head(50))
    return of_place(
        frame, own.height, ids if frame.restricted or own.height >= frame.material.chart.smallest_count else ()
    )


def _repairs(frame: Frame) -> Sentence:
    """Say how many windows for repair were announced; they are what is on record of windows of silence."""
    rows = frame.material.notifications
    own = rows.filter(
        pl.col("act") == "repair",
        pl.col("withdrawn").is_null(),
        pl.col("from") < frame.end,
        pl.col("until") > frame.begin,
    )
    files = tuple(own["capture_id"].unique().sort())
    if own.is_empty():
        return Sentence(frame.say("civilians.no_repairs"), tuple(rows["capture_id"].unique().sort()))
    return Sentence(frame.say("civilians.repairs", count=own.height), files)


def _clauses(frame: Frame) -> tuple[tuple[Cell, ...], ...]:
    material = frame.material
    rows = []
    for turn, clause in enumerate(material.terms.clauses):
        if clause.code not in _PROTECTING:
            continue
        own = material.verdicts.filter(pl.col("clause_id") == clause.id)
        for side in alternating(clause.obligors, turn):
            answers = dict.fromkeys(own.filter(pl.col("obligor") == side)["verdict"])
            key = (f"{clause.id}:{side}",)
            label = "; ".join(VERDICTS[word][1] for word in answers) or frame.say("fields.not_asked")
            rows.append((words(clause.id, key), words(any_side(material.terms, side), key), words(label, key)))
    return tuple(rows)
