"""How a table is laid out for people: which columns they see, which hold figures, how wide each has to be."""

from __future__ import annotations

from collections.abc import Sequence

from ceaseline.publishing.report.model import Column, Table

_LONGEST_WORD = 20  # letters after which a word may be parted
_SHORT = 12  # letters that stay in one line
_POINTS = 8.0  # of letters in a table on paper
_ROOM = 92  # letters of that size, in a line along the shorter side of the paper
_MOST_ROOM = 118  # of 6.2 points, the least that is still read easily
_MORE_ROOM = 175  # of 6.5 points, along the longer side
_BETWEEN = 2  # letters, from one column to the next
_MARK = 6  # letters, for a mark that leads to the evidence


def seen(table: Table) -> Sequence[tuple[int, Column]]:
    """Return the columns that people see, each with its place in a row."""
    return [(at, column) for at, column in enumerate(table.columns) if column.shown]


def is_figure(table: Table, at: int) -> bool:
    """Return whether all that is known in a column are numbers, which stand below one another to the right."""
    values = [row[at].value for row in table.rows if row[at].value is not None]
    return bool(values) and all(isinstance(value, int | float) for value in values)


def is_short(table: Table, at: int) -> bool:
    """Return whether all texts in a column are one short word, such as a day, which no line has to part."""
    texts = [row[at].text for row in table.rows]
    return any(texts) and all(len(text) <= _SHORT and " " not in text for text in texts)


def is_wide(table: Table) -> bool:
    """Return whether a table needs the longer side of the paper: its longest words do not fit beside each other."""
    return sum(_least(table, at) for at, _ in seen(table)) > _MOST_ROOM


def is_small(table: Table) -> bool:
    """Return whether the letters of a table have to be smaller than of others."""
    return points(table) < _POINTS


def points(table: Table) -> float:
    """Return how large the letters of a table are on paper, so that its longest words fit beside each other."""
    size, room = (6.5, _MORE_ROOM) if is_wide(table) else (_POINTS, _ROOM)
    return round(size * min(1.0, room / max(1, sum(_least(table, at) for at, _ in seen(table)))), 1)


def widths(table: Table) -> list[int] | None:
    """Return how wide each column is beside the others; None where all texts fit in one line.

    Each gets what its longest word needs; what is left goes to those with more to say.
    """
    room = _MORE_ROOM if is_wide(table) else _ROOM
    least = [_least(table, at) for at, _ in seen(table)]
    whole = [
        max(low, _MARK + max(map(len, _texts(table, at)))) for low, (at, _) in zip(least, seen(table), strict=True)
    ]
    if sum(whole) <= room:
        return None
    left, wanted = max(0, room - sum(least)), sum(whole) - sum(least)
    return [low + round(left * (most - low) / wanted) for low, most in zip(least, whole, strict=True)]


def _least(table: Table, at: int) -> int:
    words = (word for text in _texts(table, at) for word in text.split())
    return _BETWEEN + min(_LONGEST_WORD, max(map(len, words), default=0))


def _texts(table: Table, at: int) -> list[str]:
    column = table.columns[at]
    return [column.title, column.unit, *(row[at].text for row in table.rows)]
