"""A picture of days: what is recorded above how well it was watched, hatched where that is not known."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

import matplotlib as mpl
from matplotlib.axes import Axes
from matplotlib.backends.backend_svg import FigureCanvasSVG
from matplotlib.figure import Figure
from matplotlib.ticker import MaxNLocator, StrMethodFormatter

from ceaseline.publishing.plots import INK, QUIET, STYLE, as_svg

PALE = "#C9CCD2"
_WIDE = 0.8
_MOST_LETTERS = 110  # that stand beside each other above the bars
_STROKES = 4  # in a day that is hatched
_MOST_NAMED = 16  # days whose date stands under them

Day = tuple[date, int | None, float | None, float | None]


def daily_plot(days: Sequence[Day]) -> str:
    """Return an SVG of days.

    Args:
        days: each with what is recorded, what share was watched, and what share well enough; None: not known.
    """
    with mpl.rc_context(STYLE):
        figure = Figure(figsize=(8.2, 3.1), layout="constrained")
        FigureCanvasSVG(figure)
        above, below = figure.subplots(2, 1, height_ratios=[3, 2], sharex=True)
        _recorded(above, days)
        _watched(below, days)
        step = -(-len(days) // _MOST_NAMED)
        below.set_xticks(range(0, len(days), step), [f"{day.day} {day:%b}" for day, *_ in days[::step]])
        below.tick_params(axis="x", labelsize=8)
        below.set_xlim(-0.6, len(days) - 0.4)
        return as_svg(figure)


def _recorded(axis: Axes, days: Sequence[Day]) -> None:
    top = max((count for _, count, _, _ in days if count is not None), default=0) or 1
    axis.set_ylim(0, top * 1.2)
    _hatch(axis, [count is None for _, count, _, _ in days], top * 1.2)
    room = len(f"{top:,}") * len(days) <= _MOST_LETTERS
    for at, (_, count, _, _) in enumerate(days):
        if count is not None:
            axis.bar(at, count, width=_WIDE, color=INK)
        if count is not None and room:
            axis.annotate(
                f"{count:,}", (at, count), (0, 2), textcoords="offset points", ha="center", fontsize=7.5, color=INK
            )
    axis.set_title("Recorded (hatched: not known)", loc="left", fontsize=10)
    axis.yaxis.set_major_locator(MaxNLocator(integer=True, nbins=4))
    axis.yaxis.set_major_formatter(StrMethodFormatter("{x:,.0f}"))


def _watched(axis: Axes, days: Sequence[Day]) -> None:
    axis.set_ylim(0, 100)
    _hatch(axis, [not watched for _, _, watched, _ in days], 100)
    for at, (_, _, watched, sure) in enumerate(days):
        if watched:
            axis.bar(at, watched * 100, width=_WIDE, color=PALE, edgecolor=QUIET, linewidth=0.5)
            axis.bar(at, (sure or 0) * 100, width=_WIDE, color=INK)
    title = (
        "Share of the hours watched, %; dark: well enough to see the smallest act; hatched: nobody, or not known"
    )
    axis.set_title(title, loc="left", fontsize=10)
    axis.set_yticks([0, 50, 100])


def _hatch(axis: Axes, lacking: Sequence[bool], height: float) -> None:
    """Fill the days that are lacking with strokes: one path, as filling with a pattern makes a print large."""
    across: list[float] = []
    up: list[float] = []
    for at, lacks in enumerate(lacking):
        for stroke in range(_STROKES if lacks else 0):
            start = at - 0.5 + stroke / _STROKES
            across += [start, start + 1 / _STROKES, float("nan")]
            up += [0, height, float("nan")]
    axis.plot(across, up, color=QUIET, linewidth=0.5)
