"""Section 14: what was to be done, not left undone: what registers have of it, and what nobody counted."""

from __future__ import annotations

from collections.abc import Iterator

import polars as pl

from ceaseline.publishing.duties import Duties, Held, SideConsequences, duties
from ceaseline.publishing.report.fields import columns, words
from ceaseline.publishing.report.frame import Frame
from ceaseline.publishing.report.model import Cell, Section, Sentence, Table
from ceaseline.publishing.words import VERDICTS, any_side, number
from ceaseline.terms import alternating

_ANSWERS = (("term", "#x_term", ""), ("side", "#x_side", ""), ("answer", "#status", ""), ("why", "#x_reason", ""))
_HELD = (
    ("term", "#x_term", ""),
    ("side", "#x_side", ""),
    ("clock", "#x_clock", ""),
    ("register", "#x_register", ""),
    ("results", "#status", ""),
    ("alleged", "#affected+alleged", "entries"),
)
_QUANTITIES = (
    ("term", "#x_term", ""),
    ("side", "#x_side", ""),
    ("clock", "#x_clock", ""),
    ("owed", "#x_owed", ""),
    ("counted", "#x_counted", ""),
    ("periods", "#status", ""),
    ("uncounted", "#x_uncounted", ""),
)
_CONSEQUENCES = (
    ("side", "#x_side", ""),
    ("consequences", "#affected+consequences", "consequences"),
    ("done", "#affected+done", "consequences"),
    ("told", "#affected+told", "consequences"),
    ("overdue", "#affected+overdue", "consequences"),
)
_GUARANTEES = (
    ("guarantor", "#org", ""),
    ("what", "#x_what", ""),
    ("trigger", "#x_trigger", ""),
    ("called", "#date+called", ""),
)


def section(frame: Frame) -> Section:
    """Return each duty with its answer for each side, and what registers have of it, all so far."""
    say, material = frame.say, frame.material
    held = duties(material)
    answers = tuple(_answers(frame))
    told = [Sentence(say("duties.lead"), tuple(row[0].ids[0] for row in answers))] if answers else []
    told += [] if held else [Sentence(say("duties.no_register"))]
    tables = [Table("T-duties", say("duties.table"), "", columns(frame, "duties", _ANSWERS), answers)]
    tables += [] if held is None else _registers(frame, held)
    return Section(
        14, "duties", say("contents.duties"), tuple(told), tuple(table for table in tables if table.rows)
    )


def _answers(frame: Frame) -> Iterator[tuple[Cell, ...]]:
    material = frame.material
    for turn, clause in enumerate(material.terms.clauses):
        if clause.modality != "duty":
            continue
        for side in alternating(clause.obligors, turn):
            own = material.verdicts.filter(pl.col("clause_id") == clause.id, pl.col("obligor") == side)
            key = (f"{clause.id}:{side}",)
            for verdict, reason in own.select("verdict", "reason").unique(maintain_order=True).rows():
                yield (
                    words(clause.id, key),
                    words(any_side(material.terms, side), key),
                    Cell(verdict, VERDICTS[verdict][1], key),
                    words(reason, key),
                )


def _registers(frame: Frame, held: Duties) -> Iterator[Table]:
    say = frame.say
    yield Table(
        "T-registers",
        say("duties.registers"),
        say("duties.registers_note"),
        columns(frame, "duties", _HELD),
        tuple(_held(frame, each) for each in held.held),
    )
    yield Table(
        "T-quantities",
        say("duties.quantities"),
        say("duties.quantities_note"),
        columns(frame, "duties", _QUANTITIES),
        tuple(
            tuple(
                words(text, (each.clause_id,))
                for text in (
                    each.clause_id,
                    each.who,
                    each.clock or say("duties.every_clock"),
                    each.owed,
                    each.counted,
                    each.periods,
                    each.uncounted,
                )
            )
            for each in held.quantities
        ),
    )
    yield from _papers(frame, held)


def _papers(frame: Frame, held: Duties) -> Iterator[Table]:
    say, material = frame.say, frame.material
    files = tuple(material.consequences["capture_id"].unique().sort())
    yield Table(
        "T-consequences",
        say("duties.consequences_table"),
        "",
        columns(frame, "duties", _CONSEQUENCES),
        tuple(_consequence(each, files) for each in held.consequences),
    )
    papers = tuple(material.guarantees["capture_id"].unique().sort())
    yield Table(
        "T-guarantees",
        say("duties.guarantees"),
        "",
        columns(frame, "duties", _GUARANTEES),
        tuple(
            tuple(words(text, papers) for text in (each.guarantor, each.what, each.trigger, each.called))
            for each in held.guarantees
        ),
    )


def _held(frame: Frame, each: Held) -> tuple[Cell, ...]:
    ids = (each.clause_id,)
    clock = each.clock or frame.say("duties.every_clock")
    told = (words(text, ids) for text in (each.clause_id, each.who, clock, each.register, each.results))
    return (*told, Cell(each.alleged, number(each.alleged), ids))


def _consequence(each: SideConsequences, files: tuple[str, ...]) -> tuple[Cell, ...]:
    counts = (each.consequences, each.done, each.told, each.overdue)
    return (words(each.who, files), *(Cell(value, number(value), files) for value in counts))
