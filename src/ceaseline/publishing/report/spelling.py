"""A report as bytes and back: what is kept, released, and held against other reports."""

from __future__ import annotations

import json
from datetime import date, datetime
from hashlib import sha256
from typing import Any

import attrs

from ceaseline.errors import InputError
from ceaseline.publishing.report.model import (
    Cell,
    Column,
    Masthead,
    Picture,
    Report,
    Section,
    Sentence,
    Table,
    Value,
)

_NO_REPORT = (ValueError, KeyError, TypeError, AttributeError, RecursionError)


def spelled(report: Report) -> bytes:
    """Return a report as JSON; the same report gives the same bytes.

    Examples:
        >>> from ceaseline.publishing.report.model import Report
        >>> head = Masthead("1", "Toy", datetime(2031, 5, 1), datetime(2031, 5, 2), (), None, "", "", 0.95, ("en",),
        ...                 "draft", False, True)
        >>> parsed(spelled(Report(head, ()))) == Report(head, ())
        True
    """
    return json.dumps(_plain(report), ensure_ascii=False, separators=(",", ":")).encode()


def parsed(content: bytes) -> Report:
    """Return the report that bytes spell.

    Raises:
        InputError: they spell none.
    """
    try:
        data = json.loads(content)
        return Report(_masthead(data["masthead"]), tuple(_section(each) for each in data["sections"]))
    except _NO_REPORT as error:
        raise InputError(
            f"these bytes are no report: {error}. Mend: write it again with ceaseline report"
        ) from error


def digest(report: Report) -> str:
    """Return the SHA-256 of what a report says, whether it is released or not."""
    return sha256(spelled(with_status(report, "draft"))).hexdigest()


def with_status(report: Report, status: str) -> Report:
    """Return the same report with another status: ``draft`` or ``released``."""
    return attrs.evolve(report, masthead=attrs.evolve(report.masthead, status=status))


def _plain(thing: Any) -> Any:
    if isinstance(thing, Cell):
        return [_value(thing.value), thing.text, list(thing.ids), thing.why_not]
    if isinstance(thing, tuple):
        return [_plain(each) for each in thing]
    if isinstance(thing, bytes):
        return thing.decode()
    if attrs.has(type(thing)):
        return {field.name: _plain(getattr(thing, field.name)) for field in attrs.fields(type(thing))}
    return thing.isoformat() if isinstance(thing, datetime) else thing


def _value(value: Value) -> Any:
    if isinstance(value, datetime):
        return {"at": value.isoformat()}
    return {"day": value.isoformat()} if isinstance(value, date) else value


def _masthead(data: dict[str, Any]) -> Masthead:
    begin, end = (datetime.fromisoformat(data[name]) for name in ("begin", "end"))
    cut_off = None if data["cut_off"] is None else datetime.fromisoformat(data["cut_off"])
    lists = {name: tuple(data[name]) for name in ("zones", "languages")}
    told = {"begin": begin, "end": end, "cut_off": cut_off, **lists}
    return Masthead(**{**data, **told, "corrections": _sentences(data["corrections"])})


def _section(data: dict[str, Any]) -> Section:
    return Section(
        data["number"],
        data["key"],
        data["title"],
        _sentences(data["sentences"]),
        tuple(_table(each) for each in data["tables"]),
        tuple(
            Picture(**{**each, "svg": each["svg"].encode(), "table": _table(each["table"])})
            for each in data["pictures"]
        ),
    )


def _sentences(data: list[dict[str, Any]]) -> tuple[Sentence, ...]:
    return tuple(Sentence(each["text"], tuple(each["ids"])) for each in data)


def _table(data: dict[str, Any]) -> Table:
    columns = tuple(Column(**each) for each in data["columns"])
    rows = tuple(tuple(_cell(*cell) for cell in row) for row in data["rows"])
    return Table(data["code"], data["title"], data["note"], columns, rows)


def _cell(value: Any, text: str, ids: list[str], why_not: str) -> Cell:
    if isinstance(value, dict):
        value = datetime.fromisoformat(value["at"]) if "at" in value else date.fromisoformat(value["day"])
    return Cell(value, text, tuple(ids), why_not)
