"""What stands under a map: what its marks mean, and notes."""

from __future__ import annotations

import textwrap
from collections.abc import Sequence
from typing import Any, Literal

import attrs
from matplotlib.axes import Axes
from matplotlib.patches import Rectangle

from ceaseline.publishing.labels import Line, can_be_drawn, extent
from ceaseline.publishing.layers import Drawing
from ceaseline.publishing.plots import INK, QUIET

LINES = (INK, "#6B2E5F", "#5F666E", "#2E4057")  # of authors, none a party's; dashes tell them apart in grey
SHADES = ("#E4DCEB", "#BFAED4", "#8E72B3", "#5A3A78", "#3A2350")
LETTERS = 126  # that a note has room for in a row
_SIZE = 8.2
_ROW, _GAP = 11.5, 5.0  # points: a row of text, and the room between two entries
_MARK = 42.0  # points, the room of a mark with its gap


@attrs.frozen
class Entry:
    """One mark and the rows of text beside it.

    Attributes:
        kind: what the mark is of.
        number: which line, from 0.
        rows: the text.
    """

    kind: Literal["line", "borders", "cells"]
    number: int
    rows: tuple[str, ...]


def entries(drawing: Drawing) -> list[Entry]:
    """Return an entry for each line, for the borders and for the cells, as far as they are drawn."""
    found = [Entry("line", number, _wrapped(line.said)) for number, line in enumerate(drawing.lines)]
    if drawing.borders is not None:
        found.append(Entry("borders", 0, _wrapped(drawing.borders.said)))
    if drawing.counts.cells:
        found.append(Entry("cells", 0, (f"Incidents recorded in a cell of {drawing.counts.cell_km2:,.0f} km²:",)))
    return found


def depth(legend: Sequence[Entry], notes: Sequence[str]) -> float:
    """Return how much room they need, in points."""
    return 4 + sum(len(entry.rows) * _ROW + _GAP for entry in legend) + len(notes) * _ROW


def draw_under(
    axes: Axes, drawing: Drawing, legend: Sequence[Entry], notes: Sequence[str], *, width: float, height: float
) -> None:
    """Draw the legend and the notes into axes of that size, in points."""
    bare(axes, (0, width), (0, height))
    y = height - 4
    for entry in legend:
        middle = y - (len(entry.rows) * _ROW + _GAP) / 2
        x = 0.0 if entry.kind == "cells" else _MARK
        _mark(axes, drawing, entry, middle)
        for row in entry.rows:
            y -= _ROW
            _write(axes, x, y, row)
        if entry.kind == "cells":
            _classes(axes, drawing.counts.classes, extent(Line(entry.rows[0], _SIZE)) + 12, y)
        y -= _GAP
    for row in notes:
        y -= _ROW
        _write(axes, 0, y, row, color="#4A505A")


def dashes(schematic: bool, number: int) -> Any:
    """Return how a line is dashed; a schematic one always is."""
    whole = ("-", (0, (12, 2)), (0, (12, 2, 2, 2)), (0, (12, 2, 2, 2, 2, 2)))
    broken = ((0, (5, 2.5)), (0, (5, 2.5, 1, 2.5)), (0, (2, 2)), (0, (5, 2.5, 1, 2.5, 1, 2.5)))
    return (broken if schematic else whole)[number % 4]


def bare(axes: Axes, across: tuple[float, float], up: tuple[float, float]) -> None:
    """Take everything but the ground off axes, and set what they show."""
    axes.set_axis_off()
    axes.set_xlim(*across)
    axes.set_ylim(*up)


def settable(text: str) -> str:
    """Return text in which what cannot be drawn is a mark; a page has it whole."""
    return "".join(letter if can_be_drawn(letter) else "\N{REPLACEMENT CHARACTER}" for letter in text)


def _mark(axes: Axes, drawing: Drawing, entry: Entry, y: float) -> None:
    across = [0.0, _MARK - 8]
    if entry.kind == "borders":
        axes.plot(across, [y, y], color=QUIET, linewidth=0.9, linestyle=(0, (4, 3)))
    if entry.kind == "line":
        colour, line = LINES[entry.number % len(LINES)], drawing.lines[entry.number]
        if line.error_km > 0:
            axes.add_patch(Rectangle((0, y - 4.5), _MARK - 8, 9, facecolor=colour, alpha=0.16, linewidth=0))
        axes.plot(across, [y, y], color=colour, linewidth=1.7, linestyle=dashes(line.schematic, entry.number))


def _classes(axes: Axes, classes: Sequence[str], x: float, y: float) -> None:
    for shade, text in zip(SHADES, classes, strict=False):
        axes.add_patch(Rectangle((x, y - 2), 10, 10, facecolor=shade, edgecolor=QUIET, linewidth=0.4))
        _write(axes, x + 14, y, text)
        x += 14 + extent(Line(text, _SIZE)) + 14


def _write(axes: Axes, x: float, y: float, text: str, **style: Any) -> None:
    axes.text(x, y, text, fontsize=_SIZE, parse_math=False, **style)


def _wrapped(text: str) -> tuple[str, ...]:
    return tuple(textwrap.wrap(settable(text), LETTERS - 8))
