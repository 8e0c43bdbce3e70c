"""The registers that people keep with the program: lines of the log, read as any other register is."""

from __future__ import annotations

import csv
import io
from collections.abc import Mapping, Sequence
from datetime import datetime
from functools import partial
from hashlib import sha256
from typing import Any, cast

import attrs
import polars as pl

from ceaseline.errors import FormError, Problem, UnknownName
from ceaseline.pipeline.intake import Taken
from ceaseline.sources import SOURCES, Capture
from ceaseline.sources.registers import RegisterSource
from ceaseline.store import Entered, Line
from ceaseline.tables import SetAside
from ceaseline.terms import Terms

Cells = Mapping[str, str]
_OURS = ("source", "capture_id", "line")


def kinds() -> list[str]:
    """Return the kinds of source that are registers."""
    return [name for name in SOURCES.names() if _is_register(SOURCES.get(name))]


def _is_register(kind: object) -> bool:
    return isinstance(kind, type) and issubclass(kind, RegisterSource)


def register(kind: str, terms: Terms, zone: str) -> RegisterSource:
    """Return the register of a case that people keep with the program, as a source.

    Args:
        kind: of register.
        terms: of the case.
        zone: clock of times without an offset.

    Raises:
        UnknownName: no register is called so.
    """
    if kind not in kinds():
        raise UnknownName("register", kind, kinds())
    found = cast("type[RegisterSource]", SOURCES.get(kind))
    name = f"register-{kind.replace('_', '-')}"
    return found(found.Form(name=name, kind=kind, file="evidence/log.sqlite", role="monitor", zone=zone), terms)


def columns(source: RegisterSource) -> list[str]:
    """Return the names of the columns that people fill in."""
    return [name for column in source.columns for name in column.names]


def key(source: RegisterSource) -> list[str]:
    """Return the columns that together name a line."""
    return [name for name in columns(source) if name in source.schema.primary_key()]


def understood(source: RegisterSource, lines: Sequence[Entered], received: datetime) -> Taken:
    """Read lines of the log as a file of the register would be; each row's ``capture_id`` is the id of its entry.

    Args:
        source: the register.
        lines: those that stand.
        received: when the newest of them was entered, UTC.
    """
    taken = _read(source, [each.line.cells for each in lines], received)
    assert taken.reading is not None  # noqa: S101  we wrote the header ourselves
    ids = dict(enumerate((each.entry_id for each in lines), start=2))
    named = pl.col("line").replace_strict(ids, return_dtype=pl.String).alias("capture_id")
    reading = taken.reading
    rows, aside = reading.rows.with_columns(named), SetAside.validate(reading.set_aside.with_columns(named))
    return attrs.evolve(taken, reading=attrs.evolve(reading, rows=rows, set_aside=aside))


def lines_of(source: RegisterSource, rows: Sequence[Cells], file: str, now: datetime) -> list[Line]:
    """Return what people filled in as lines of the log, in one spelling: times in UTC, parties by their codes.

    Args:
        source: the register.
        rows: cells by column, as typed.
        file: what to call them in errors.
        now: the moment, UTC.

    Raises:
        FormError: a row is not right, or names a column there is none of; every problem found is listed.
    """
    unknown = sorted({name for row in rows for name in row} - set(columns(source)))
    if unknown:
        what = f"is no column of the register; there are {', '.join(columns(source))}"
        raise FormError(file, [Problem(name, None, None, what, "use one of these") for name in unknown])
    reading = _read(source, rows, now).reading
    assert reading is not None  # noqa: S101  we wrote the header ourselves
    if reading.set_aside.height:
        raise FormError(
            file,
            [
                Problem(
                    row["field"], row["line"] if len(rows) > 1 else None, row["value"], row["rule"], row["mend"]
                )
                for row in reading.set_aside.iter_rows(named=True)
            ],
        )
    return [line_of(source, row) for row in reading.rows.iter_rows(named=True)]


def line_of(source: RegisterSource, row: Mapping[str, Any]) -> Line:
    """Return a row of the table of a register as a line of the log."""
    cells = {name: written(row[name]) for name in columns(source) if row[name] is not None}
    return Line(" ".join(cells[name] for name in key(source)), cells)


def written(value: Any) -> str:
    """Return a value as a cell that reads as the same again."""
    if isinstance(value, bool):
        return str(int(value))
    if isinstance(value, datetime):
        return value.isoformat(timespec="microseconds" if value.microsecond else "seconds").replace("+00:00", "Z")
    if isinstance(value, float):
        return f"{value:.10f}".rstrip("0").rstrip(".")
    return str(value)


def _read(source: RegisterSource, rows: Sequence[Cells], received: datetime) -> Taken:
    names = columns(source)
    text = io.StringIO()
    writer = csv.writer(text)
    writer.writerow(names)
    # a line end in a cell would shift the numbers of the lines after it
    writer.writerows([[" ".join(row.get(name, "").split()) for name in names] for row in rows])
    content = text.getvalue().encode()
    capture = Capture(
        capture_id=sha256(content).hexdigest(),
        source=source.form.name,
        name=source.form.kind,
        received=received,
        bytes=len(content),
        open=partial(io.BytesIO, content),
    )
    return Taken(capture, "known", source.read(capture), None)
