"""Regions by week, drawn: shades of grey with the number in each cell, hatched where nobody watched."""

from __future__ import annotations

import textwrap
from collections.abc import Sequence

from matplotlib.axes import Axes
from matplotlib.patches import Rectangle

from ceaseline.publishing.legend import settable
from ceaseline.publishing.plots import INK, QUIET
from ceaseline.publishing.report.messages import Messages
from ceaseline.publishing.report.pictures.matter import Span, Watch
from ceaseline.publishing.report.pictures.paint import PAPER, figure, hatched, svg, write
from ceaseline.terms import per_cent

_SHADES = (
    (0.1, "#EEF0F1"),
    (0.3, "#D3D8DC"),
    (0.5, "#AEB6BC"),
    (0.8, "#6A747C"),
    (1.01, "#2F373D"),
)  # up to each share
_DARK = 0.5  # from which share on a number is written in white
_ROW, _MOST_ROWS = 0.34, 120
_LONG = 30  # letters of a name


def drawn(say: Messages, names: Sequence[str], spans: Sequence[Span], told: Sequence[Watch]) -> bytes:
    """Return the picture as SVG: a row for each region, a column for each day or week."""
    shown = list(names)[:_MOST_ROWS]
    row = _ROW if len(shown) <= 30 else 0.14
    with figure(row * len(shown) + 0.85) as page:
        axes = page.subplots()
        axes.set_xlim(0, len(spans))
        axes.set_ylim(len(shown), 0)
        at = {span: number for number, span in enumerate(spans)}
        place = {name: number for number, name in enumerate(shown)}
        for each in told:
            if each.region in place:
                _cell(axes, say, each, at[each.span], place[each.region], small=row < _ROW)
        _unknown(
            axes,
            [
                (at[each.span], place[each.region])
                for each in told
                if each.region in place and each.coverage.watched is None
            ],
        )
        axes.set_yticks(
            [number + 0.5 for number in range(len(shown))],
            [_short(name, rows=2 if row == _ROW else 1) for name in shown],
            fontsize=8.5 if row == _ROW else 5.5,
            parse_math=False,
        )
        axes.set_xticks(
            [number + 0.5 for number in range(len(spans))], [_label(span) for span in spans], fontsize=8
        )
        axes.xaxis.tick_top()
        axes.tick_params(length=0)
        for side in axes.spines.values():
            side.set_visible(False)
        axes.set_xlabel(say("regions.key"), fontsize=8.5, loc="left")
        return svg(page)


def _short(name: str, *, rows: int) -> str:
    """Return a name in so many rows at most, with a mark where it is cut."""
    wrapped = textwrap.wrap(settable(name), _LONG) or [""]
    cut = wrapped[rows - 1][: _LONG - 1] + "…" if len(wrapped) > rows else ""
    return "\n".join([*wrapped[: rows - 1], cut] if cut else wrapped)


def _label(span: Span) -> str:
    if span.first == span.last:
        return f"{span.first.day} {span.first:%b}"
    return f"{span.first.day} {span.first:%b}\nto {span.last.day} {span.last:%b}"


def _unknown(axes: Axes, fields: Sequence[tuple[int, int]]) -> None:
    """Draw a dotted line around fields of which nothing is known: one path, which stays small."""
    across: list[float] = []
    up: list[float] = []
    for x, y in fields:
        across += [x + 0.03, x + 0.97, x + 0.97, x + 0.03, x + 0.03, float("nan")]
        up += [y + 0.08, y + 0.08, y + 0.92, y + 0.92, y + 0.08, float("nan")]
    axes.plot(across, up, color=QUIET, linewidth=1, linestyle=":", scalex=False, scaley=False)


def _cell(axes: Axes, say: Messages, each: Watch, x: int, y: int, *, small: bool) -> None:
    share = each.coverage.watched
    face = PAPER if not share else next(shade for most, shade in _SHADES if share < most)
    if share:
        axes.add_patch(Rectangle((x, y), 1, 1, facecolor=face, edgecolor=PAPER, linewidth=1))
    if share == 0:
        hatched(axes, (x + 0.02, y + 0.06, 0.96, 0.88), (0.06, 0.3))
    if share == 0 and not small:
        axes.add_patch(Rectangle((x + 0.3, y + 0.2), 0.4, 0.6, facecolor=PAPER, linewidth=0, zorder=4))
    if small:
        return
    text = say("regions.unknown") if share is None else per_cent(share)
    ink = PAPER if share is not None and share >= _DARK else INK
    write(axes, x + 0.5, y + 0.53, text, ha="center", va="center", fontsize=8, color=ink, zorder=5)
