"""The registers of a case that people keep with the program: enter, take back, read."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime

import attrs
import polars as pl

from ceaseline.errors import InputError, UnknownName
from ceaseline.ledger import Entry
from ceaseline.pipeline.intake import Taken
from ceaseline.pipeline.register_lines import key, lines_of, register, understood, written
from ceaseline.sources import Source
from ceaseline.sources.registers import RegisterSource
from ceaseline.store import Evidence, Line, enter, entered, newest, registers
from ceaseline.terms import Terms

Cells = Mapping[str, str]


@attrs.frozen
class Registers:
    """What people enter, each line an entry of the log; a newer line stands in place of an older one.

    Attributes:
        evidence: of the case, whose log it is.
        terms: which know the parties and the clauses.
        zone: clock of times that people type without an offset.
    """

    evidence: Evidence
    terms: Terms
    zone: str

    def named(self, kind: str) -> RegisterSource:
        """Return a register by its kind.

        Raises:
            UnknownName: no register is called so.
        """
        return register(kind, self.terms, self.zone)

    def entered(self, until: datetime | None = None) -> list[tuple[Source, Taken]]:
        """Return what stands in every register into which anything was entered.

        Args:
            until: leave out what was entered after this moment, UTC; None for everything.
        """
        found = [
            (self.named(kind), entered(self.evidence, kind, until)) for kind in registers(self.evidence, until)
        ]
        return [
            (source, understood(source, lines, max(each.received for each in lines)))
            for source, lines in found
            if lines
        ]

    def table(self, kind: str) -> pl.DataFrame:
        """Return the lines of one register that stand; ``capture_id`` is the id of the entry.

        Raises:
            UnknownName: no register is called so.
        """
        source = self.named(kind)
        lines = entered(self.evidence, kind)
        if not lines:
            return source.schema.create_empty()
        reading = understood(source, lines, lines[-1].received).reading
        return source.schema.create_empty() if reading is None else reading.rows

    def add(
        self, kind: str, rows: Sequence[Cells], *, file: str, now: datetime, whole: bool = False
    ) -> list[tuple[Entry, bool]]:
        """Enter lines; return the entry of each, and whether it is new.

        Args:
            kind: of register.
            rows: cells by column, as typed; of a line that stands already, those that change; an id may be left out
                where the kind has one alone, and is made then.
            file: what to call them in errors.
            now: the moment, UTC.
            whole: whether the rows say all there is to say, so that a cell that is not there is emptied.

        Raises:
            UnknownName: no register is called so.
            FormError: a row is not right; nothing is entered then.
            EvidenceError: it could not be written.
        """
        source = self.named(kind)
        standing = {each.line.of: each.line.cells for each in entered(self.evidence, kind)}
        ever = len(newest(self.evidence, kind))
        named = [_named(source, row, ever + number) for number, row in enumerate(rows, start=1)]
        merged = named if whole else [{**standing.get(_of(source, row), {}), **row} for row in named]
        lines = lines_of(source, merged, file, now)
        return enter(self.evidence, kind, lines, restricted=source.restricted, now=now)

    def close(self, kind: str, of: str, cells: Cells, *, now: datetime) -> tuple[Entry, bool]:
        """Enter that something came to its end.

        Args:
            kind: of register.
            of: its id.
            cells: what else there is to say of it, and when, if that is not now.
            now: the moment, UTC.

        Raises:
            UnknownName: no register, or no line of it, is called so.
            InputError: what is in this register comes to no end.
            FormError: a cell is not right.
            EvidenceError: it could not be written.
        """
        source, standing = self.named(kind), dict(self._standing(kind, of).cells)
        if source.ends is None:
            raise InputError(f"What is in {kind} comes to no end. Mend: {source.closes_by.format(of=of)}")
        cells = {source.ends: written(now), **cells}
        (told,) = self.add(kind, [standing | cells], file=f"{kind} {of}", now=now)
        return told

    def withdraw(self, kind: str, of: str, *, reason: str, now: datetime) -> tuple[Entry, bool]:
        """Take a line back that was entered by mistake; what it said stays readable in the log.

        Args:
            kind: of register.
            of: its id.
            reason: why; it stays in the log for all to read.
            now: the moment, UTC.

        Raises:
            UnknownName: no register, or no line of it, is called so.
            InputError: there is no reason.
            EvidenceError: it could not be written.
        """
        self._standing(kind, of)
        if not reason.strip():
            raise InputError("Nothing is taken back without a reason. Mend: --reason")
        (told,) = enter(self.evidence, kind, [Line(of, {}, reason.strip())], restricted=(), now=now)
        return told

    def _standing(self, kind: str, of: str) -> Line:
        """Return the line that stands.

        Raises:
            UnknownName: there is none.
        """
        standing = {each.line.of: each.line for each in entered(self.evidence, kind)}
        if of not in standing:
            raise UnknownName(f"line of {kind}", of, standing)
        return standing[of]


def _named(source: RegisterSource, row: Cells, number: int) -> Cells:
    """Return a row with an id of its own where it came with none."""
    names = key(source)
    if len(names) != 1 or row.get(names[0], "").strip():
        return row
    return {**row, names[0]: f"{source.form.kind}-{number:04}"}


def _of(source: RegisterSource, row: Cells) -> str:
    return " ".join(row.get(name, "").strip() for name in key(source))
