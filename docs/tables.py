"""Print the reference page of the tables, made from their schemas.

Run by hand after a change to a schema::

    python docs/tables.py > docs/reference/tables.md
"""

from __future__ import annotations

import re
import sys
from collections.abc import Iterator
from importlib import import_module
from pkgutil import iter_modules

import dataframely as dy
import polars as pl

from ceaseline import tables

_HEAD = """\
# Tables

Every arrow between two rooms of the program is one of these tables. A run writes them into `tables/`, as Parquet
for programs, and as CSV for people where they are not too long. All of them follow from the evidence and the
forms: the folder may be deleted.

Times are UTC, to the microsecond. A party is a code of the terms; `any` stands where no side is meant. Null means
not known. Columns marked *key* name a row together. Ids of clauses are those of `terms.yaml`; a capture id is the
SHA-256 of a file's bytes.

In CSV, text that a spreadsheet would run as a formula is marked with an apostrophe.

This page is made from the schemas by `docs/tables.py`. Do not edit it.
"""

_WORDS = re.compile(r"\^\(([^()]*)\)\$")
_MANY = 12  # so many words are listed; of more, the first and the last
_TYPES = {
    "String": "text",
    "Int64": "whole number",
    "Float64": "number",
    "Boolean": "true or false",
    "Datetime": "time",
    "Date": "day",
    "Binary": "bytes",
}


def schemas() -> dict[str, type[dy.Schema]]:
    """Return the schema of each table, by the table's name."""
    modules = (import_module(f"{tables.__name__}.{module.name}") for module in iter_modules(tables.__path__))
    found = [
        thing
        for module in modules
        for thing in vars(module).values()
        if isinstance(thing, type) and issubclass(thing, dy.Schema) and thing.__module__ == module.__name__
    ]
    return {schema.__module__.rpartition(".")[2]: schema for schema in found}


def page() -> str:
    """Return the whole page."""
    return "\n".join([_HEAD, *(_table(name, schema) for name, schema in sorted(schemas().items()))])


def _table(name: str, schema: type[dy.Schema]) -> str:
    rows = [_row(column, about) for column, about in schema.columns().items()]
    parts = [
        f"## {name}",
        _told(schema),
        "\n".join(["| column | type | null | means |", "| --- | --- | --- | --- |", *rows]),
    ]
    if rules := [f"- {rule}" for rule in _rules(schema)]:
        parts.append("\n".join(["Rules for a whole row or table:", "", *rules]))
    return "\n\n".join(parts) + "\n"


def _told(schema: type[dy.Schema]) -> str:
    module = (sys.modules[schema.__module__].__doc__ or "").strip()
    return f"{module} {(schema.__doc__ or '').strip()}"


def _row(name: str, column: dy.Column) -> str:
    null = "yes" if column.nullable else "no"
    means = "; ".join(_meaning(column)).replace("|", r"\|")
    return f"| `{name}` | {_type(column.dtype)} | {null} | {means} |"


def _type(dtype: pl.DataType) -> str:
    name = str(dtype.base_type())
    return _TYPES.get(name, name.lower())


def _meaning(column: dy.Column) -> Iterator[str]:
    if column.primary_key:
        yield "*key*"
    if column.metadata and "means" in column.metadata:
        yield str(column.metadata["means"])
    if words := _WORDS.fullmatch(str(getattr(column, "regex", None))):
        yield _listed(words.group(1).split("|"))
    low, high = getattr(column, "min", None), getattr(column, "max", None)
    if low is not None and high is not None:
        yield f"from {low} to {high}"
    elif low is not None:
        yield f"at least {low}"


def _listed(words: list[str]) -> str:
    shown = [f"`{word}`" for word in words]
    return ", ".join(shown) if len(shown) <= _MANY else f"{shown[0]} to {shown[-1]}"


def _rules(schema: type[dy.Schema]) -> list[str]:
    """Return what each rule says of itself; the schema keeps the rules, its class body the words."""
    return [
        str(rule.__doc__ or name.replace("_", " "))
        for name, rule in ((name, _function(rule)) for name, rule in vars(schema).items())
        if rule is not None
    ]


def _function(thing: object) -> object | None:
    return getattr(thing, "validation_fn", getattr(thing, "expr", None))


if __name__ == "__main__":
    sys.stdout.write(page())
