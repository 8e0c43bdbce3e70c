"""How a table is laid out for people: which columns they see, and which hold figures."""

from __future__ import annotations

from collections.abc import Sequence

from ceaseline.publishing.report.model import Column, Table

_MANY = 8  # columns from which on a table lies across the paper


def seen(table: Table) -> Sequence[tuple[int, Column]]:
    """Return the columns that people see, each with its place in a row."""
    return [(at, column) for at, column in enumerate(table.columns) if column.shown]


def is_wide(table: Table) -> bool:
    """Return whether a table needs the longer side of the paper."""
    return len(seen(table)) >= _MANY


def is_figure(table: Table, at: int) -> bool:
    """Return whether all that is known in a column are numbers, which stand below one another to the right."""
    values = [row[at].value for row in table.rows if row[at].value is not None]
    return bool(values) and all(isinstance(value, int | float) for value in values)
