"""Section 2: each clause and side, with what is recorded against it and how far that could be seen."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime
from typing import Any

import attrs
import polars as pl

from ceaseline.publishing.clauses import clause_rows
from ceaseline.publishing.report.counting import ANY, Answered, answered, ids, recorded
from ceaseline.publishing.report.fields import columns, count, lacking, share, words
from ceaseline.publishing.report.frame import Frame
from ceaseline.publishing.report.interference import kept_from_seeing
from ceaseline.publishing.report.model import Cell, Section, Sentence, Table
from ceaseline.publishing.report.pictures import matrix
from ceaseline.publishing.words import VERDICTS, any_side
from ceaseline.terms import BINDING, alternating, listed, named, verifiability
from ceaseline.terms.clause import Clause
from ceaseline.terms.spelling import STATUS

_COLUMNS = (
    ("term", "#x_term+id", ""),
    ("acts_of", "#group+name", ""),
    ("in_force", "#status", ""),
    ("answer", "#x_verdict", ""),
    ("recorded", "#affected+recorded", "incidents"),
    ("violations", "#affected+violations", "incidents"),
    ("undetermined", "#affected+undetermined", "incidents"),
    ("excepted", "#affected+excepted", "incidents"),
    ("watched", "#x_coverage", "share of hours"),
    ("watched_well", "#x_coverage+sure", "share of hours"),
    ("verifiable", "#x_verifiable", ""),
    ("note", "#description", ""),
)


def section(frame: Frame) -> Section:
    """Return the status of the terms, with table T1; which side comes first alternates from clause to clause."""
    say, material = frame.say, frame.material
    rows = _Rows(frame, answered(frame), _held(frame))
    told = [row for turn, clause in enumerate(material.terms.clauses) for row in rows.of(clause, turn)]
    heads = columns(frame, "terms", _COLUMNS)
    unequal = [Sentence(row.unequal, (f"{row.id}:any",)) for row in clause_rows(material) if row.unequal]
    table = Table("T1", say("terms.table"), say("terms.table_note"), heads, tuple(told))
    open_ones = any(cell.value == "cannot_tell" for row in table.rows for cell in row)
    kept = kept_from_seeing(frame) if open_ones else ()
    drawn = matrix.picture(frame)
    sentences = (Sentence(say("terms.lead")), *unequal, *kept)
    return Section(2, "terms", say("contents.terms"), sentences, (table,), () if drawn is None else (drawn,))


def _held(frame: Frame) -> pl.DataFrame:
    """Return the findings on what began in the time of the report and may enter a number."""
    own = recorded(frame).select("incident_id")
    return frame.material.findings.join(own, on="incident_id", how="semi").filter(
        pl.col("outcome") != "out_of_scope"
    )


@attrs.frozen(eq=False)
class _Rows:
    """What every row is made from."""

    frame: Frame
    answers: Sequence[Answered]
    held: pl.DataFrame

    def of(self, clause: Clause, turn: int) -> Iterator[tuple[Cell, ...]]:
        """Yield the rows of a clause: any side first, as it has the numbers."""
        for side in [ANY, *alternating(clause.obligors, turn)]:
            told = [each for each in self.answers if each.clause_id == clause.id]
            own = [each for each in told if each.obligor == side]
            if own:
                counted = any(each.recorded for each in told if each.obligor == ANY)
                for each in own:
                    yield self._by_day(clause, each, alone=len(own) == 1, counted=counted)
            else:
                yield self._by_window(clause, side)

    def _by_day(self, clause: Clause, answer: Answered, *, alone: bool, counted: bool) -> tuple[Cell, ...]:
        say, key, side = self.frame.say, (answer.id,), answer.obligor
        why = "whose_not_established" if counted and side != ANY else answer.why_not
        held = self.held.filter(pl.col("clause_id") == clause.id, pl.col("clock").is_in(answer.clocks))
        own = held if side == ANY else held.filter(pl.col("attributed_to") == side)
        number = (
            lacking(self.frame, why, key)
            if answer.recorded is None
            else count(answer.recorded, (*key, *ids(held)) if side == ANY else key)
        )
        lacks = say("terms.days_without", count=answer.without, days=answer.days) if answer.without else ""
        some = answer.recorded is not None and answer.days > 1
        clocks = "" if alone else self._by_clock(answer.clocks)
        return (
            words(clause.id, key),
            words(any_side(self.frame.material.terms, side), key),
            words(self._in_force(clause, side), key),
            Cell(answer.verdict, VERDICTS[answer.verdict][1], key),
            number,
            *(self._outcomes(answer, own, side, outcome) for outcome in ("violation", "indeterminate", "excepted")),
            share(self.frame, answer.coverage.watched, key),
            share(self.frame, answer.coverage.sure, key),
            words(verifiability(clause), key),
            words("; ".join(filter(None, [clocks, lacks if some else ""])), key),
        )

    def _outcomes(self, answer: Answered, held: pl.DataFrame, side: str, outcome: str) -> Cell:
        """Return how many incidents have an outcome; of one side only as far as whose they are is released."""
        own = held.filter(pl.col("outcome") == outcome)
        many = own["incident_id"].n_unique()
        if many:
            return count(many, ids(own))
        if side != ANY:
            return lacking(self.frame, "whose_not_established", (answer.id,))
        if answer.recorded is None:
            return lacking(self.frame, answer.why_not, (answer.id,))
        return count(0, (answer.id,))

    def _by_window(self, clause: Clause, side: str) -> tuple[Cell, ...]:
        """Return what the whole window says, of a clause that no day tells by itself."""
        frame, key = self.frame, (f"{clause.id}:{side}",)
        own = frame.material.verdicts.filter(pl.col("clause_id") == clause.id, pl.col("obligor") == side)
        answers = dict.fromkeys(own["verdict"])
        counts = own["recorded"].drop_nulls().unique().to_list()
        by_window = len(counts) == 1 and own["recorded"].null_count() == 0
        why = "not_in_force" if set(answers) == {"not_in_force"} else "not_by_day"
        note = [frame.say("terms.whole_window")] if why == "not_by_day" and answers else []
        note += [frame.say("terms.by_registers", number=counts[0])] if by_window and why == "not_by_day" else []
        none = lacking(frame, why, key)
        return (
            words(clause.id, key),
            words(any_side(frame.material.terms, side), key),
            words(self._in_force(clause, side), key),
            Cell(next(iter(answers), None), listed([VERDICTS[word][1] for word in answers]), key)
            if answers
            else lacking(frame, "not_asked", key),
            *[none] * 4,
            *[none] * 2,
            words(verifiability(clause), key),
            words("; ".join(note), key),
        )

    def _in_force(self, clause: Clause, side: str) -> str:
        """Say how far a clause binds, and on which day of its window the report is."""
        sides = clause.obligors if side == ANY else (side,)
        held = dict.fromkeys(STATUS[clause.status(party)] for party in sides)
        if not any(clause.status(party) in BINDING for party in sides):
            return self.frame.say("terms.not_agreed", status=listed(list(held)))
        windows = self.frame.material.verdicts.filter(
            pl.col("clause_id") == clause.id, pl.col("from").is_not_null()
        )
        told = dict.fromkeys(self._day_of(*window) for window in windows.select("from", "until").rows())
        return "; ".join([listed(list(held)), *told])

    def _day_of(self, since: datetime, until: datetime | None) -> str:
        begin, end, say = self.frame.begin, self.frame.end, self.frame.say
        if end <= since:
            return say("terms.before")
        if until is not None and begin >= until:
            return say("terms.after")
        fields: dict[str, Any] = {"day": max((end - since).days + ((end - since).seconds > 0), 1)}
        if until is None:
            return say("terms.day", **fields)
        of = (until - since).days + ((until - since).seconds > 0)
        return say("terms.day_of", **{**fields, "day": min(fields["day"], of)}, of=of)

    def _by_clock(self, clocks: Sequence[str]) -> str:
        names = listed([named(self.frame.material.terms, clock) for clock in clocks])
        return self.frame.say("terms.by_clock", clocks=names)
