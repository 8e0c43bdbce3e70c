"""Names of units, left out before anything reads a row, so that none is kept and none is set aside."""

from __future__ import annotations

import re
from collections.abc import Iterator

import attrs

from ceaseline.sources.delimited import CELL, BadLine, Batch
from ceaseline.sources.tabular import Table

LEFT_OUT = "[unit]"  # what stands in a text in place of a name
_NOT_SHOWN = "(not shown, as it may name a unit; see the line in the file)"
_KEPT_WHOLE = ("Date", "Latitude", "Longitude", "Id")  # no words: a unit called 1 must not change a place
_PARTS = re.compile(r"[,;|\n]+")
_SHORT = 4  # letters; a name shorter than this is left out only where it stands alone


def names_units(column: str) -> bool:
    """Tell whether a column names units, or equipment by its unit, whatever the side.

    Examples:
        >>> names_units("OrbatUnits"), names_units("EquipmentItems"), names_units("Description")
        (True, True, False)
    """
    name = column.casefold()
    return "unit" in name or "equipment" in name or name == "gear"


@attrs.frozen
class UnitsLeftOut:
    """A table whose cells name no unit that its own columns of units know."""

    _table: Table

    @property
    def header(self) -> tuple[str, ...]:
        """Names of the columns, those of units among them, so that rows still fit them."""
        return self._table.header

    def batches(self) -> Iterator[Batch]:
        """Yield the rows; a line that is no row is not shown, as nobody can tell which of its cells names what."""
        silent = [position for position, name in enumerate(self.header) if names_units(name)]
        spoken = [
            position
            for position, name in enumerate(self.header)
            if position not in silent and name not in _KEPT_WHOLE
        ]
        for batch in self._table.batches():
            rows = [_without(row.split(CELL), silent, spoken) for row in batch.rows]
            bad = [BadLine(line.line, line.rule, line.mend, _NOT_SHOWN, [_NOT_SHOWN]) for line in batch.bad]
            yield Batch(batch.lines, rows, bad)

    def notes(self) -> Iterator[str]:
        """Say what the table says of itself."""
        return self._table.notes()


def _without(cells: list[str], silent: list[int], spoken: list[int]) -> str:
    said = [cells[position].strip() for position in silent]
    if any(said):
        named = {part.strip() for cell in said for part in (cell, *_PARTS.split(cell))} - {""}
        pattern = re.compile("|".join(map(_alone, sorted(named, key=len, reverse=True))), re.IGNORECASE)
        for position in spoken:
            cells[position] = pattern.sub(LEFT_OUT, cells[position])
        for position in silent:
            cells[position] = ""
    return CELL.join(cells)


def _alone(name: str) -> str:
    return re.escape(name) if len(name) >= _SHORT else rf"(?<!\w){re.escape(name)}(?!\w)"
