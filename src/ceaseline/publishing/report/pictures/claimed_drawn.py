"""Claims beside what was recorded, drawn: two marks a row, joined by dots, as their units differ."""

from __future__ import annotations

from collections.abc import Sequence

from matplotlib.axes import Axes
from matplotlib.lines import Line2D
from matplotlib.ticker import FuncFormatter, SymmetricalLogLocator

from ceaseline.publishing.plots import INK, QUIET
from ceaseline.publishing.report.messages import Messages
from ceaseline.publishing.report.pictures.matter import Claimed
from ceaseline.publishing.report.pictures.paint import PAPER, bare, colour, figure, mark, svg, write
from ceaseline.terms import Terms

_ROW = 0.4  # inches
_LONG = 46  # letters of a label
_FAR = 30  # times: numbers further apart cannot be read on one even scale


def drawn(say: Messages, terms: Terms, rows: Sequence[Claimed]) -> bytes:
    """Return the picture as SVG: a row for each claim; numbers far apart stand on a scale of powers of ten."""
    with figure(_ROW * len(rows) + 1.2) as page:
        axes = page.subplots()
        _scale(axes, [number for row in rows for number in (row.claimed, row.recorded) if number is not None])
        axes.set_ylim(len(rows) - 0.4, -0.6)
        for at, row in enumerate(rows):
            _row(axes, say, terms, row, at)
        axes.xaxis.set_major_formatter(FuncFormatter(lambda value, _: f"{value:,.0f}"))
        axes.tick_params(axis="x", labelsize=8)
        axes.grid(axis="x", color="#E3E5E8", linewidth=0.6)
        axes.set_axisbelow(True)
        bare(axes, ["left"])
        axes.set_xlabel(say("claimed.axis"), fontsize=8.5, loc="right")
        _labels(axes, rows)
        page.legend(
            handles=_legend(say, terms, rows), loc="outside lower left", ncols=3, frameon=False, fontsize=8.5
        )
        return svg(page)


def _scale(axes: Axes, numbers: Sequence[int]) -> None:
    most, least = max(numbers), min(number for number in [*numbers, max(numbers)] if number or not any(numbers))
    if most > _FAR * max(least, 1):
        axes.set_xscale("symlog", linthresh=1)
        axes.xaxis.set_major_locator(SymmetricalLogLocator(base=10, linthresh=1))
        axes.set_xlim(-0.35, most * 3.2)
    else:
        axes.set_xlim(0, max(most, 1) * 1.08)


def _row(axes: Axes, say: Messages, terms: Terms, row: Claimed, at: int) -> None:
    if row.recorded is not None:
        axes.plot([row.claimed, row.recorded], [at, at], color=QUIET, linewidth=1, linestyle=(0, (1, 2)), zorder=2)
        axes.plot(
            [row.recorded], [at], marker="o", markersize=7, markerfacecolor=PAPER, markeredgecolor=INK, zorder=4
        )
        write(axes, row.recorded, at + 0.42, f"{row.recorded:,}", ha="center", fontsize=7.2)
    else:
        write(axes, 0, at + 0.02, say("claimed.none"), fontsize=7.2, va="center", ha="left", color="#5A6068")
    axes.plot(
        [row.claimed], [at], marker=mark(terms, row.party), markersize=7, color=colour(terms, row.party), zorder=5
    )
    write(axes, row.claimed, at - 0.26, f"{row.claimed:,}", ha="center", fontsize=7.2)


def _labels(axes: Axes, rows: Sequence[Claimed]) -> None:
    labels = []
    for row in rows:
        told = f"{row.who}: {row.what}"
        told = told if len(told) <= _LONG else told[: _LONG - 1] + "…"
        labels.append(f"{told}\n{row.window}")
    axes.set_yticks(range(len(rows)), labels, fontsize=7.8, parse_math=False)


def _legend(say: Messages, terms: Terms, rows: Sequence[Claimed]) -> list[Line2D]:
    claimants = dict.fromkeys((row.party, row.who) for row in rows)
    handles = [
        Line2D(
            [],
            [],
            linestyle="none",
            marker=mark(terms, party),
            color=colour(terms, party),
            label=say("claimed.by", who=who),
        )
        for party, who in claimants
    ]
    ours = say("claimed.recorded")
    return [
        *handles,
        Line2D([], [], linestyle="none", marker="o", markerfacecolor=PAPER, markeredgecolor=INK, label=ours),
    ]
