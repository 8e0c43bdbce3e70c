"""Checks that any plug-in can be put through, ours and other people's alike."""

from __future__ import annotations

import hashlib
from datetime import UTC, datetime
from functools import partial
from io import BytesIO

import dataframely as dy
import polars as pl
from dataframely.exc import SchemaError, ValidationError
from polars.exceptions import PolarsError

from ceaseline import terms
from ceaseline.errors import FileRefused
from ceaseline.sources import Arrival, Capture, Discreet, Reading, Source
from ceaseline.tables import SetAside
from ceaseline.terms import Terms

__all__ = ["captured", "check_source", "toy_terms"]

_TOY_TERMS = """
agreement: {title: Toy truce, type: bilateral, state: agreed}
parties: {A: {name: Highland}, B: {name: Lowland}}
clauses:
  - {id: no-fire, code: NO_FIRE, text: Neither side fires., modality: prohibition, speech_status: agreed,
     obligors: [A, B], window: {from: "2031-05-01", until: "2031-06-01", zone: UTC}}
"""

# What arrives in place of a table when something went wrong on the way.
_WRONG_FILES = {
    "an empty file": b"",
    "a web page": b"<!DOCTYPE html>\n<html><body>Please log in.</body></html>\n",
    "a torn spreadsheet": b"PK\x03\x04\x14\x00\x06\x00" + bytes(range(256)),
    "a PDF": b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n1 0 obj\n",
    "noise": bytes((position * 89 + 41) % 256 for position in range(2_000)),
}


def captured(content: bytes, *, source: str = "sample", name: str = "sample.csv") -> Capture:
    r"""Return *content* as a capture, as if it had been kept in a case.

    Args:
        content: the bytes of a file.
        source: name of the source they came from.
        name: file name as given.

    Examples:
        >>> captured(b"day,count\n").bytes
        10
    """
    return Capture(
        capture_id=hashlib.sha256(content).hexdigest(),
        source=source,
        name=name,
        received=datetime(2031, 1, 1, tzinfo=UTC),
        bytes=len(content),
        open=partial(BytesIO, content),
    )


def toy_terms() -> Terms:
    """Return the terms of an invented truce: parties ``A`` and ``B``, one clause, ``no-fire``, in May 2031.

    Examples:
        >>> list(toy_terms().parties)
        ['A', 'B']
    """
    return terms.parse(_TOY_TERMS)


def check_source(source: Source, capture: Capture) -> None:
    r"""Hold a source to what every source promises, with a capture it can read.

    Reading is pure; every row names its capture and fits its table; every row set aside has a line, a rule and
    a mend; no row is lost; a file of another kind is refused; and of what is kept without names, the same is read.

    Args:
        source: set up by an entry of ``sources.yaml``.
        capture: a file of its kind, best one with a bad row in it.

    Raises:
        AssertionError: it breaks a promise; the message says which, and how.

    Examples:
        >>> from ceaseline.sources import parse
        >>> (source,) = parse('''
        ... sources:
        ...   - {name: posts, kind: series, file: inbox/posts.csv, role: monitor,
        ...      time: {column: day, bin: 1d}, value: {column: count, unit: acts}}
        ... ''', toy_terms())
        >>> capture = captured(b"day,count\n2031-05-01Z,3\n2031-05-02Z,many\n", source="posts")
        >>> check_source(source, capture)
    """
    reading, again = _read(source, capture, "its own capture"), _read(source, capture, "its own capture")
    if not isinstance(reading, Reading):
        raise AssertionError(f"read() gives a Reading of its own capture, not {reading!r}")  # noqa: TRY004  as all broken promises
    _hold(reading == again, "read() is pure: two readings of one capture are equal")
    _check_rows(source.schema, capture, reading.rows)
    for schema, rows in reading.beside:
        _check_rows(schema, capture, rows)
    _check_set_aside(capture, reading.set_aside)
    _check_count(reading)
    for what, content in _WRONG_FILES.items():
        refusal = _read(source, captured(content, source=capture.source, name=capture.name), what)
        _hold(isinstance(refusal, FileRefused), f"{what} is no file of this kind and is refused with FileRefused")
        _hold(bool(str(refusal)), f"refusing {what}, it says why")
    if isinstance(source, Discreet):
        _check_discretion(source, source, capture, reading)


def _check_rows(schema: type[dy.Schema], capture: Capture, rows: pl.DataFrame) -> None:
    declared = schema.create_empty()
    unknown = [name for name in rows.columns if name not in declared.columns]
    _hold(not unknown, f"rows have only the columns of {schema.__name__}; not declared: {unknown}")
    try:
        # what is missing is null, as where the pipeline lays the rows of all captures together
        schema.validate(pl.concat([declared, rows], how="diagonal"))
    except (ValidationError, SchemaError, PolarsError) as error:
        raise AssertionError(f"rows fit the table {schema.__name__}: {error}") from error
    _check_names(capture, rows, "row")


def _check_names(capture: Capture, table: pl.DataFrame, what: str) -> None:
    for column, name in (("source", capture.source), ("capture_id", capture.capture_id)):
        _hold(column in table.columns, f"every {what} has a {column}")
        _hold(bool((table[column] == name).all()), f"every {what} names its capture: {column} is {name}")


def _check_set_aside(capture: Capture, aside: pl.DataFrame) -> None:
    try:
        SetAside.validate(aside)
    except (ValidationError, SchemaError, PolarsError) as error:
        raise AssertionError(f"rows set aside have a line, a field, a rule and a mend: {error}") from error
    _check_names(capture, aside, "row set aside")
    for column in ("rule", "mend"):
        _hold(bool((aside[column] != "").all()), f"every row set aside has a {column}")


def _check_count(reading: Reading) -> None:
    """Hold that every row seen was kept, set aside or skipped, where rows name the line they came from."""
    if "line" not in reading.rows.columns:
        return
    kept = {line for rows in (reading.rows, *(rows for _, rows in reading.beside)) for line in rows["line"]}
    both = sorted(kept & set(reading.set_aside["line"]))
    _hold(not both, f"a row is kept or set aside, never both: lines {both[:5]}")
    told = len(kept) + reading.set_aside.height + reading.skipped
    _hold(
        told == reading.seen,
        f"no row is lost: {len(kept)} kept, {reading.set_aside.height} set aside and {reading.skipped} skipped "
        f"are {told}, but {reading.seen} were seen",
    )


def _check_discretion(source: Source, keeping: Discreet, capture: Capture, reading: Reading) -> None:
    """Hold that what is kept without names gives the same rows, and is kept as it is when it comes again."""
    kept = _without_names(keeping, capture.name, capture.open().read())
    _hold(kept == _without_names(keeping, capture.name, kept), "what is kept without names is kept as it is")
    again = _read(
        source, captured(kept, source=capture.source, name=capture.name), "what is kept of its own capture"
    )
    if not isinstance(again, Reading):
        raise AssertionError(f"it reads what it keeps without names: {again}")  # noqa: TRY004  as all broken promises
    pairs = [(reading.rows, again.rows)]
    pairs += [(old, new) for (_, old), (_, new) in zip(reading.beside, again.beside, strict=True)]
    same = all(_told(old).equals(_told(new)) for old, new in pairs)
    _hold(same, "of what is kept without names, the same rows are read as of what came")
    for what, content in _WRONG_FILES.items():
        try:
            _without_names(keeping, capture.name, content)
        except FileRefused:
            continue
        raise AssertionError(f"{what} is no file of this kind, and nothing of it is kept")


def _without_names(keeping: Discreet, name: str, content: bytes) -> bytes:
    return keeping.without_names(Arrival(name, partial(BytesIO, content))).open().read()


def _told(rows: pl.DataFrame) -> pl.DataFrame:
    return rows.drop("line", "capture_id", strict=False)


def _read(source: Source, capture: Capture, what: str) -> Reading | FileRefused:
    try:
        return source.read(capture)
    except FileRefused as refusal:
        return refusal
    except Exception as error:  # whatever a plug-in raises is what this has to tell
        raise AssertionError(f"given {what}, read() raises nothing but FileRefused: {error!r}") from error


def _hold(condition: bool, promise: str) -> None:
    if not condition:
        raise AssertionError(promise)
