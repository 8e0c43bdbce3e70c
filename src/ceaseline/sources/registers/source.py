"""A register: a table with declared columns, closed words, and rows that contradict each other set aside."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cached_property
from pathlib import Path
from typing import ClassVar

import attrs
import dataframely as dy
import polars as pl

from ceaseline.captures import Arrival, Capture
from ceaseline.sources.cells import Check
from ceaseline.sources.files import arrivals
from ceaseline.sources.observing import Understood, refuse_unknown_parties
from ceaseline.sources.observing.form import Area
from ceaseline.sources.protocol import Reading, SourceForm
from ceaseline.sources.registers.columns import Column, Context, Rule
from ceaseline.sources.registers.reading import Rival, given_twice, read_register
from ceaseline.sources.writing import written
from ceaseline.terms import Terms
from ceaseline.terms.words import PartyCode, Zone


class RegisterForm(SourceForm):
    """What an entry of ``sources.yaml`` for a register may say.

    Attributes:
        parties: party code of each name that stands in the file.
        zone: clock of times without an offset.
    """

    parties: dict[str, PartyCode] = {}
    zone: Zone | None = None


class PlacedRegisterForm(RegisterForm):
    """What an entry for a register with places may say more: where the case lies."""

    area: Area | None = None


@attrs.frozen(init=False, slots=False)
class RegisterSource:
    """What all registers share; a kind says its table and its columns.

    Attributes:
        form: its entry of ``sources.yaml``.
        context: what its cells are read with.
    """

    Form: ClassVar[type[RegisterForm]] = RegisterForm
    replaces: ClassVar[bool] = True  # a register is a document; a corrected one replaces it
    schema: ClassVar[type[dy.Schema]]
    columns: ClassVar[tuple[Column, ...]]
    rules: ClassVar[tuple[Rule, ...]] = ()
    ends: ClassVar[str | None] = None  # the column that says when an entry came to its end
    closes_by: ClassVar[str] = "enter what changed with add, or take the line back with withdraw"  # where none does
    contradiction: ClassVar[Rival | None] = None  # what rows may not do to each other; None: give an id twice

    form: RegisterForm
    context: Context

    def __init__(self, form: RegisterForm, terms: Terms) -> None:
        refuse_unknown_parties(form.parties, terms)
        parties = {code: code for code in terms.parties} | form.parties
        ids = tuple(clause.id for clause in terms.clauses)
        area = form.area if isinstance(form, PlacedRegisterForm) else None
        self.__attrs_init__(form, Context(parties, ids, form.zone or "", area))

    def fetch(self, folder: Path) -> Iterator[Arrival]:
        """Yield the files that the entry names."""
        return arrivals(folder, self.form.file)

    def read(self, capture: Capture) -> Reading:
        """Return a row for each entry of the register."""
        return read_register(
            capture,
            self.form,
            schema=self.schema,
            needed=[name for column in self.columns if column.needed for name in column.names],
            understand=self._understand,
            rival=self.contradiction or given_twice(self.schema.primary_key()[0]),
            zone=self.form.zone,
        )

    def write(self, rows: pl.DataFrame) -> bytes:
        """Return the register as CSV, parties by their codes."""
        return written(rows, [name for column in self.columns for name in column.names])

    @cached_property
    def restricted(self) -> frozenset[str]:
        """Columns whose words can name people."""
        return frozenset(name for column in self.columns if column.restricted for name in column.names)

    def _understand(self, frame: pl.DataFrame) -> Understood:
        found = [
            (name, parsed)
            for column in self.columns
            for name, parsed in zip(column.names, column.read(frame, self.context), strict=True)
        ]
        rows = pl.DataFrame({name: parsed.values for name, parsed in found})
        checks = [check for _, parsed in found for check in parsed.checks]
        return Understood(rows, [*checks, *(_held(rule, rows, frame) for rule in self.rules)])


def _held(rule: Rule, rows: pl.DataFrame, frame: pl.DataFrame) -> Check:
    cells = frame[rule.field] if rule.field in frame.columns else pl.Series([""] * frame.height, dtype=pl.String)
    broken = rows.select(rule.broken.fill_null(value=False)).to_series()
    return Check(rule.field, cells, rule.rule, rule.mend, broken)
