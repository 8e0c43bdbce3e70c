"""The picture of days, drawn; loaded only where it is needed, as Matplotlib takes most of a second."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from matplotlib.axes import Axes
from matplotlib.ticker import MaxNLocator, StrMethodFormatter

from ceaseline.publishing.plots import BAND, INK, QUIET
from ceaseline.publishing.report.messages import Messages
from ceaseline.publishing.report.pictures.matter import Bar
from ceaseline.publishing.report.pictures.paint import PALE, PAPER, figure, hatched, svg, write
from ceaseline.terms import per_cent

_WIDE = 0.8
_ROOM = {"facecolor": PAPER, "linewidth": 0, "pad": 1.2}
_FEW = 8  # days, of fewer the bars are narrower
_MOST_NAMED = 16  # days whose date stands under them
_LETTERS = 110  # that stand beside each other above the bars


def drawn(say: Messages, bars: Sequence[Bar], starts: Sequence[date]) -> bytes:
    """Return the picture as SVG.

    Args:
        say: words of the language.
        bars: the days, in their order.
        starts: days on which clauses began to bind; they are marked.
    """
    with figure(3.7) as page:
        above, below = page.subplots(2, 1, height_ratios=[3, 2], sharex=True)
        below.set_xlim(-0.6, len(bars) - 0.4)
        _recorded(above, say, bars)
        _watched(below, say, bars)
        for axes in (above, below):
            _inside(axes, bars)
        _begins(above, say, bars, starts)
        step = -(-len(bars) // _MOST_NAMED)
        below.set_xticks(range(0, len(bars), step), [f"{bar.day.day} {bar.day:%b}" for bar in bars[::step]])
        below.tick_params(axis="x", labelsize=8)
        return svg(page)


def _recorded(axes: Axes, say: Messages, bars: Sequence[Bar]) -> None:
    top = max((max(bar.recorded or 0, bar.exercises) for bar in bars), default=0) or 1
    axes.set_ylim(0, top * 1.28)
    room = len(f"{top:,}") * len(bars) <= _LETTERS
    for at, bar in enumerate(bars):
        if bar.recorded is None:
            _lacking(axes, at, top * 1.28)
            continue
        axes.bar(at, bar.recorded, width=_width(bars), color=INK)
        if room:
            write(axes, at, bar.recorded + top * 0.02, f"{bar.recorded:,}", ha="center", fontsize=7.5, zorder=6)
    marks = [(at, bar.exercises) for at, bar in enumerate(bars) if bar.exercises]
    if marks:
        axes.plot(*zip(*marks, strict=True), linestyle="none", marker="D", markersize=5, markerfacecolor=PAPER,
                  markeredgecolor=INK, markeredgewidth=1.1, zorder=5)  # fmt: skip
    key = "by_day.above" if marks else "by_day.above_alone"
    axes.set_title(say(key), loc="left", fontsize=10)
    axes.yaxis.set_major_locator(MaxNLocator(integer=True, nbins=4))
    axes.yaxis.set_major_formatter(StrMethodFormatter("{x:,.0f}"))


def _watched(axes: Axes, say: Messages, bars: Sequence[Bar]) -> None:
    axes.set_ylim(0, 118)
    for at, bar in enumerate(bars):
        if not bar.watched:
            _lacking(axes, at, 118)
            continue
        axes.bar(at, bar.watched * 100, width=_width(bars), color=PALE, edgecolor=QUIET, linewidth=0.5)
        axes.bar(at, (bar.sure or 0) * 100, width=_width(bars), color=INK)
        if len(bars) <= _MOST_NAMED:
            write(axes, at, bar.watched * 100 + 4, per_cent(bar.watched), ha="center", fontsize=7.5, zorder=6)
    axes.set_title(say("by_day.below"), loc="left", fontsize=10)
    axes.set_yticks([0, 50, 100])


def _width(bars: Sequence[Bar]) -> float:
    return _WIDE * min(len(bars) / _FEW, 1)


def _lacking(axes: Axes, at: int, height: float) -> None:
    hatched(axes, (at - 0.5, 0, 1, height), (0.25, height / 6))


def _inside(axes: Axes, bars: Sequence[Bar]) -> None:
    own = [at for at, bar in enumerate(bars) if bar.inside]
    if len(own) < len(bars):
        axes.axvspan(own[0] - 0.5, own[-1] + 0.5, color=BAND, zorder=0, linewidth=0)


def _begins(axes: Axes, say: Messages, bars: Sequence[Bar], starts: Sequence[date]) -> None:
    """Mark the first day on which each clause binds; labels of neighbours stand in one."""
    places = {bar.day: at for at, bar in enumerate(bars)}
    for start in starts:
        if start in places:
            axes.axvline(places[start] - 0.5, color=INK, linewidth=0.9, linestyle=(0, (4, 2)))
    known = [places[start] for start in starts if start in places]
    if known:
        top = axes.get_ylim()[1]
        write(
            axes,
            known[0] - 0.44,
            top,
            say("by_day.begins"),
            fontsize=7.5,
            va="top",
            color=INK,
            bbox=_ROOM,
            zorder=7,
        )
