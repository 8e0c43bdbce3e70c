"""The strip chart of coverage: kilometres along a line by days, shaded by chance, hatched where blind."""

from __future__ import annotations

import io
import textwrap
from collections.abc import Iterator, Sequence
from datetime import date
from itertools import groupby
from typing import Any, Literal

import matplotlib as mpl
from matplotlib.axes import Axes
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure
from matplotlib.patches import Patch, PathPatch
from matplotlib.path import Path

from ceaseline.publishing.labels import FONT
from ceaseline.publishing.plots import INK, QUIET
from ceaseline.publishing.strips import ANY, BLIND, RESTRICTED, Cell, Strip

PAPER, UNKNOWN = "#FFFFFF", "#F2F2EF"
SHADES = ((0.1, "#DDE1E4"), (0.5, "#AEB6BC"), (0.9, "#6F7A82"), (1.0, "#2F373D"))  # up to each chance
_STYLE: dict[Any, Any] = {
    "svg.fonttype": "none",
    "svg.hashsalt": "ceaseline",
    "font.family": "sans-serif",
    "font.sans-serif": [FONT],
    "font.size": 9.0,
    "text.color": INK,
    "axes.edgecolor": QUIET,
    "axes.labelcolor": INK,
    "xtick.color": INK,
    "ytick.color": INK,
    "hatch.linewidth": 0.7,
}
_WIDE = 8.2  # inches
_DAY, _DAY_OF_PLACES = 0.22, 0.12  # inches for each day, half of it in light
_ROWS = (1.0, 6.0)  # inches that the days of a strip take at least and at most
_AROUND = 0.75  # inches above and under the days of a strip
_MOST = 16  # days that are named
_LETTERS = 100  # in a row of a note


def strip_chart(
    strips: Sequence[Strip], form: Literal["svg", "png"], *, title: str, notes: Sequence[str] = ()
) -> bytes:
    """Return the chart; the same strips and notes give the same bytes.

    Args:
        strips: one under another.
        form: ``svg``, whose text stays text, or ``png``.
        title: stands above, under the line that says for whom it is not.
        notes: stand under it.
    """
    told = [row for note in notes for row in textwrap.wrap(note, _LETTERS)]
    heights = [_height(strip) for strip in strips]
    above, below = 0.75, 0.95 + 0.17 * len(told)
    height = above + sum(heights) + below
    with mpl.rc_context(_STYLE):
        figure = Figure(figsize=(_WIDE, height), facecolor=PAPER)
        FigureCanvasAgg(figure)
        figure.text(
            0.02, 1 - 0.28 / height, RESTRICTED, weight="bold", fontsize=10, bbox={"fc": PAPER, "ec": INK, "pad": 4}
        )
        figure.text(0.02, 1 - 0.58 / height, title, weight="bold", fontsize=11, parse_math=False)
        top = height - above
        for strip, tall in zip(strips, heights, strict=True):
            axes = figure.add_axes((0.11, (top - tall + 0.45) / height, 0.86, (tall - _AROUND) / height))
            _draw(axes, strip)
            top -= tall
        figure.legend(
            handles=list(_legend()), loc="lower left", bbox_to_anchor=(0.015, (below - 0.95) / height), ncols=2,
            frameon=False, fontsize=8.5, handlelength=2.4, handleheight=1.3,
        )  # fmt: skip
        for number, row in enumerate(reversed(told)):
            figure.text(0.02, (0.1 + 0.17 * number) / height, row, fontsize=8.5, parse_math=False)
        return _as_bytes(figure, form, title)


def _height(strip: Strip) -> float:
    days = len({cell.day for cell in strip.cells})
    return min(max(days * (_DAY_OF_PLACES if strip.names else _DAY), _ROWS[0]), _ROWS[1]) + _AROUND


def _draw(axes: Axes, strip: Strip) -> None:
    days = sorted({cell.day for cell in strip.cells})
    rows = {day: number for number, day in enumerate(days)}
    alike: dict[str, tuple[dict[str, Any], list[Path]]] = {}
    for look, start, end, cell in _runs(strip.cells):
        low = rows[cell.day] + (0.0 if cell.part == "day" else 0.5)
        corners = [(start, low), (end, low), (end, low + 0.5), (start, low + 0.5), (start, low)]
        alike.setdefault(str(look), (look, []))[1].append(Path(corners, closed=True))
    for look, paths in alike.values():  # one path for all that look alike: there can be thousands
        axes.add_patch(PathPatch(Path.make_compound_path(*paths), linewidth=0, **look))
    for number in range(len(days) + 1):
        axes.axhline(number, color=QUIET, linewidth=0.5)
    ends = sorted({*(cell.start for cell in strip.cells), *(cell.end for cell in strip.cells)})
    for end in ends:
        axes.axvline(end, color=QUIET, linewidth=0.5)
    axes.set_xlim(ends[0], ends[-1])
    axes.set_ylim(len(days), 0)
    _name_days(axes, days)
    _name_places(axes, strip)
    whose = "" if strip.acts_of == ANY else f", acts of {strip.acts_of}"
    between = "" if strip.between is None else f"{strip.between} "
    line = f"along the line {between}drawn by {strip.author}"
    where = "in places of clauses" if strip.author is None else line
    act = strip.phenomenon.replace("_", " ").replace("uav", "UAV")
    axes.set_title(f"{act}{whose}, {where}", loc="left", fontsize=9.5, parse_math=False)


def _name_days(axes: Axes, days: Sequence[date]) -> None:
    step = -(-len(days) // _MOST)
    named = range(0, len(days), step)
    axes.set_yticks(
        [number + 0.5 for number in named], [f"{days[number].day} {days[number]:%b}" for number in named]
    )
    axes.tick_params(axis="y", length=0)


def _name_places(axes: Axes, strip: Strip) -> None:
    if strip.names:
        names = [textwrap.fill(name, max(8, 90 // len(strip.names))) for name in strip.names]
        axes.set_xticks([number + 0.5 for number in range(len(names))], names)
        axes.tick_params(axis="x", length=0)
    else:
        axes.set_xlabel("kilometres along the line", labelpad=1)


def _runs(cells: Sequence[Cell]) -> Iterator[tuple[dict[str, Any], float, float, Cell]]:
    """Yield neighbours that look alike as one: how they look, where they begin and end, and the first of them."""
    ordered = sorted(cells, key=lambda cell: (cell.day, cell.part, cell.start))
    for _, row in groupby(ordered, key=lambda cell: (cell.day, cell.part)):
        for look, same in groupby(row, key=lambda cell: _look(cell.chance)):
            own = list(same)
            yield look, own[0].start, own[-1].end, own[0]


def _look(chance: float | None) -> dict[str, Any]:
    if chance is None:
        return {"facecolor": UNKNOWN, "edgecolor": QUIET, "hatch": "xx"}
    if chance < BLIND:
        return {"facecolor": PAPER, "edgecolor": INK, "hatch": "//////"}
    return {"facecolor": next(shade for most, shade in SHADES if chance < most or most >= 1)}


def _legend() -> Iterator[Patch]:
    yield Patch(linewidth=0, label="nobody would have seen it (under 1 %)", **_look(0.0))
    least = BLIND
    for most, _ in SHADES:
        yield Patch(linewidth=0, label=f"chance of {least:.0%} to {most:.0%}".replace("%", " %"), **_look(least))
        least = most
    yield Patch(linewidth=0, label="watched, with what chance is not known", **_look(None))


def _as_bytes(figure: Figure, form: Literal["svg", "png"], title: str) -> bytes:
    buffer = io.BytesIO()
    if form == "png":
        figure.savefig(buffer, format="png", dpi=200, metadata={"Software": None})
        return buffer.getvalue()
    figure.savefig(
        buffer, format="svg", metadata={"Date": None, "Creator": None, "Title": title, "Description": RESTRICTED}
    )
    return buffer.getvalue()
