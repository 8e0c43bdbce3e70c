"""A map as one picture: land and water, and what its authors drew on it."""

from __future__ import annotations

import io
import textwrap
from collections.abc import Iterator, Sequence
from math import floor, log10
from typing import Any, Literal

import attrs
import matplotlib as mpl
import numpy as np
import shapely
from matplotlib.axes import Axes
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure
from matplotlib.patches import PathPatch, Rectangle
from matplotlib.path import Path
from numpy.typing import NDArray
from shapely.geometry.base import BaseGeometry

from ceaseline.publishing.counted import CellCounts, CountedCell
from ceaseline.publishing.frame import Frame
from ceaseline.publishing.gazetteer import Place
from ceaseline.publishing.labels import FONT, Label, Line, Placed, can_be_drawn, extent, lines_of, place_labels
from ceaseline.publishing.land import land_in
from ceaseline.publishing.layers import Drawing, DrawnLine
from ceaseline.publishing.legend import (
    LETTERS,
    LINES,
    SHADES,
    bare,
    dashes,
    depth,
    draw_under,
    entries,
    settable,
)
from ceaseline.publishing.plots import INK, QUIET

WATER, LAND, SHORE = "#DCE7EE", "#F5F3EE", "#A9B3B8"
_STYLE: dict[Any, Any] = {
    "svg.fonttype": "none",
    "svg.hashsalt": "ceaseline",
    "font.family": "sans-serif",
    "font.sans-serif": [FONT],
    "text.color": INK,
}
_WIDE = 590.0  # points, as plots are
_EDGE = 6.0
_MOST = 2000  # settlements that are tried, the biggest; no map has room for more
_CLEAR = 3.0  # points between a line and a name
_TITLE = 84  # letters in a row


@attrs.frozen
class Layout:
    """A map laid out on paper, from which a picture is drawn in any form.

    Attributes:
        frame: what it shows.
        drawing: what is drawn.
        names: those that found room.
        unnamed: how many settlements in the frame did not.
        unset: how many names are in scripts that cannot be set here.
    """

    frame: Frame
    drawing: Drawing
    names: tuple[Placed, ...]
    unnamed: int
    unset: int

    @property
    def height(self) -> float:
        """Of the map alone, in points."""
        return _WIDE * self.frame.height / self.frame.width


def lay_out(drawing: Drawing, frame: Frame) -> Layout:
    """Find room for the names, the biggest settlements first."""
    scale = _WIDE / frame.width
    strokes = _on_paper(shapely.union_all([frame.flat(line.shape) for line in drawing.lines]), frame)
    inside = _inside(drawing.places, frame)
    labels, unset = [], 0
    for place, x, y in inside[:_MOST]:
        names = [name for name in place.names if can_be_drawn(name)]
        unset += len(place.names) - len(names)
        if names:
            labels.append(
                Label((x - frame.west) * scale, (y - frame.south) * scale, lines_of(names, _size(place.rank)))
            )
    placed = place_labels(
        labels,
        width=_WIDE,
        height=_WIDE * frame.height / frame.width,
        taken=[shapely.box(0, 0, 150, 30), *(_on_paper(square, frame) for square in _numbers(drawing, frame))],
        lines=shapely.buffer(strokes, _CLEAR),
    )
    unnamed = len(labels) - len(placed) + len(inside[_MOST:])
    return Layout(frame, drawing, tuple(placed), unnamed, unset)


def draw(layout: Layout, form: Literal["svg", "png"], *, title: str = "", notes: Sequence[str] = ()) -> bytes:
    """Return the picture; the same layout and notes give the same bytes.

    Args:
        layout: of :func:`lay_out`.
        form: ``svg``, whose text stays text, or ``png`` with 200 dots an inch.
        title: stands above the map.
        notes: stand under the legend; a page has them in its own text instead.
    """
    told = [row for note in notes for row in textwrap.wrap(settable(note), LETTERS)]
    legend = entries(layout.drawing)
    heading = textwrap.wrap(settable(title), _TITLE)
    above = 15.0 * len(heading) + 6 if heading else 0.0
    below = depth(legend, told)
    width, height = _WIDE + 2 * _EDGE, layout.height + above + below + 2 * _EDGE
    with mpl.rc_context(_STYLE):
        figure = Figure(figsize=(width / 72, height / 72), facecolor="white")
        FigureCanvasAgg(figure)
        left, wide = _EDGE / width, _WIDE / width
        _map(figure.add_axes((left, (below + _EDGE) / height, wide, layout.height / height)), layout)
        under = figure.add_axes((left, _EDGE / height, wide, below / height))
        draw_under(under, layout.drawing, legend, told, width=_WIDE, height=below)
        for number, row in enumerate(heading):
            y = 1 - (_EDGE + 12 + 15 * number) / height
            figure.text(left, y, row, fontsize=11, weight="bold", parse_math=False)
        return _as_bytes(figure, form)


def _map(axes: Axes, layout: Layout) -> None:
    frame, drawing = layout.frame, layout.drawing
    bare(axes, (frame.west, frame.east), (frame.south, frame.north))
    axes.add_patch(PathPatch(_path(frame.box), facecolor=WATER, linewidth=0, zorder=0))
    for part in land_in(frame):
        axes.add_patch(PathPatch(_path(part), facecolor=LAND, edgecolor=SHORE, linewidth=0.5, zorder=1))
    for number, shade in enumerate(SHADES):  # one path for all cells of a shade: there can be hundreds
        own = [_square(counted, frame) for counted in drawing.counts.cells if counted.shade == number]
        squares = [_path(part) for square in own for part in shapely.get_parts(square)]
        if squares:
            whole = Path.make_compound_path(*squares)
            axes.add_patch(PathPatch(whole, facecolor=shade, edgecolor="white", linewidth=0.6, zorder=3))
    for counted in drawing.counts.cells:
        square = _square(counted, frame)
        if _has_room(drawing.counts, counted.shown, frame):
            style: dict[str, Any] = {"fontsize": 6.5, "ha": "center", "va": "center", "zorder": 6.5}
            at = square.centroid
            axes.text(at.x, at.y, counted.shown, color="white" if counted.shade >= 2 else INK, **style)
    if drawing.borders is not None:
        for x, y in _strokes(frame.flat(drawing.borders.shape), frame):
            axes.plot(x, y, color=QUIET, linewidth=0.9, linestyle=(0, (4, 3)), zorder=2)
    for number, line in enumerate(drawing.lines):
        _line(axes, frame, line, LINES[number % len(LINES)], number)
    for placed in layout.names:
        _name(axes, layout, placed)
    _scale(axes, frame)
    axes.add_patch(
        Rectangle((0, 0), 1, 1, transform=axes.transAxes, fill=False, edgecolor=QUIET, linewidth=0.8, zorder=9)
    )


def _line(axes: Axes, frame: Frame, line: DrawnLine, colour: str, number: int) -> None:
    flat = frame.flat(line.shape)
    if line.error_km > 0:
        band = shapely.intersection(shapely.buffer(flat, line.error_km, quad_segs=6), frame.box)
        band = shapely.simplify(band, frame.width / 2000)
        for part in shapely.get_parts(band):
            axes.add_patch(PathPatch(_path(part), facecolor=colour, linewidth=0, alpha=0.16, zorder=5))
    for x, y in _strokes(flat, frame):
        axes.plot(x, y, color=colour, linewidth=1.7, linestyle=dashes(line.schematic, number), zorder=6)


def _name(axes: Axes, layout: Layout, placed: Placed) -> None:
    frame, label = layout.frame, placed.label
    scale = frame.width / _WIDE
    x, y = frame.west + label.x * scale, frame.south + label.y * scale
    axes.plot(
        [x], [y], marker="o", markersize=2.6, color=INK, markeredgecolor="white", markeredgewidth=0.5, zorder=7
    )
    left, top = frame.west + placed.left * scale, frame.south + placed.top * scale
    wide, high = (placed.right - placed.left) * scale, (placed.top - placed.bottom) * scale
    axes.add_patch(Rectangle((left, top - high), wide, high, facecolor="white", alpha=0.55, linewidth=0, zorder=7))
    for line in label.lines:
        colour = INK if line is label.lines[0] else "#4A505A"
        top -= line.size * 1.22 * scale
        baseline = top + line.size * 0.30 * scale
        axes.text(left, baseline, line.text, fontsize=line.size, color=colour, parse_math=False, zorder=8)


def _scale(axes: Axes, frame: Frame) -> None:
    """Draw how long some kilometres are."""
    most = frame.width / 5
    step = 10 ** floor(log10(most))
    long = max(each * step for each in (1, 2, 5) if each * step <= most)
    point = frame.width / _WIDE
    x, y = frame.west + 10 * point, frame.south + 10 * point
    axes.plot([x, x, x + long, x + long], [y + 3 * point, y, y, y + 3 * point], color=INK, linewidth=0.9, zorder=8)
    room = {"facecolor": "white", "alpha": 0.55, "linewidth": 0, "pad": 0.8}
    axes.text(x + long / 2, y + 4 * point, f"{long:,.0f} km", fontsize=7.5, ha="center", zorder=8, bbox=room)


def _inside(places: Sequence[Place], frame: Frame) -> list[tuple[Place, float, float]]:
    """Return the settlements in a frame with their kilometres, the biggest first, then as the file has them."""
    if not places:
        return []
    flat = frame.plane.flat(np.array([(place.lon, place.lat) for place in places]))
    found = [
        (place, float(x), float(y))
        for place, (x, y) in zip(places, flat, strict=True)
        if frame.west < x < frame.east and frame.south < y < frame.north
    ]
    return sorted(found, key=lambda each: each[0].rank)


def _size(rank: int) -> float:
    return max(9.6 - 0.9 * rank, 6.9)


def _square(counted: CountedCell, frame: Frame) -> BaseGeometry:
    return frame.flat(counted.shape, 0.1)


def _has_room(counts: CellCounts, shown: str, frame: Frame) -> bool:
    side = counts.cell_km2**0.5 * _WIDE / frame.width
    return bool(extent(Line(shown, 6.5)) + 1 < side)


def _numbers(drawing: Drawing, frame: Frame) -> list[BaseGeometry]:
    """Return where the numbers in the cells stand, in kilometres."""
    point = frame.width / _WIDE
    found = []
    for counted in drawing.counts.cells:
        if _has_room(drawing.counts, counted.shown, frame):
            middle, half = _square(counted, frame).centroid, extent(Line(counted.shown, 6.5)) / 2 * point
            left, right = middle.x - half, middle.x + half
            found.append(shapely.box(left, middle.y - 3 * point, right, middle.y + 3 * point))
    return found


def _on_paper(shape: BaseGeometry, frame: Frame) -> BaseGeometry:
    """Return a geometry in kilometres as points from the lower left corner of the map."""
    scale = _WIDE / frame.width
    return shapely.transform(shape, lambda at: (at - [frame.west, frame.south]) * scale)


def _path(polygon: BaseGeometry) -> Path:
    rings = [polygon.exterior, *polygon.interiors]
    return Path.make_compound_path(*(Path(shapely.get_coordinates(ring), closed=True) for ring in rings))


def _strokes(shape: BaseGeometry, frame: Frame) -> Iterator[tuple[NDArray[np.float64], NDArray[np.float64]]]:
    """Yield the lines of a geometry in kilometres, cut to the frame."""
    for part in shapely.get_parts(shapely.intersection(shapely.line_merge(shape), frame.box)):
        if part.geom_type == "LineString":
            x, y = shapely.get_coordinates(part).T
            yield x, y


def _as_bytes(figure: Figure, form: Literal["svg", "png"]) -> bytes:
    buffer = io.BytesIO()
    if form == "png":
        figure.savefig(buffer, format="png", dpi=200, metadata={"Software": None})
    else:
        figure.savefig(buffer, format="svg", metadata={"Date": None, "Creator": None})
    return buffer.getvalue()
