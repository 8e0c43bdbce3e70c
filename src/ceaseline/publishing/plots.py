"""Pictures of series, as small vector drawings whose text stays text."""

from __future__ import annotations

import io
from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

import matplotlib as mpl
import polars as pl
from matplotlib.axes import Axes
from matplotlib.backends.backend_svg import FigureCanvasSVG
from matplotlib.dates import AutoDateLocator, ConciseDateFormatter, date2num
from matplotlib.figure import Figure

from ceaseline.times import Window

INK, QUIET, BAND = "#23272E", "#8A8F98", "#E4DCEB"
STYLE: dict[Any, Any] = {
    "svg.fonttype": "none",  # text stays text: it can be read aloud, searched and copied
    "svg.hashsalt": "ceaseline",  # the same picture has the same bytes
    "font.family": "sans-serif",
    "font.sans-serif": ["DejaVu Sans"],
    "font.size": 9.5,
    "axes.spines.top": False,
    "axes.spines.right": False,
    "axes.edgecolor": QUIET,
    "axes.labelcolor": INK,
    "xtick.color": INK,
    "ytick.color": INK,
    "hatch.linewidth": 0.6,
}


def series_plot(
    series: pl.DataFrame,
    *,
    left_out: Sequence[str],
    window: Window,
    excluded: Sequence[Window],
    unit: str,
) -> str:
    """Return an SVG of a series: by day over its whole length, and bin by bin around the window.

    Args:
        series: bins of one source, in the columns of the series table.
        left_out: regions that carry no signal; drawn apart, never added.
        window: the time the clause was to hold, shaded.
        excluded: other times that are not compared, hatched.
        unit: what a value counts.
    """
    counted = series.filter(~pl.col("region").is_in(list(left_out)))
    apart = series.filter(pl.col("region").is_in(list(left_out)))
    with mpl.rc_context(STYLE):
        figure = Figure(figsize=(8.2, 6.6 if left_out else 5.0), layout="constrained")
        FigureCanvasSVG(figure)
        axes = figure.subplots(3 if left_out else 2, 1, height_ratios=[3, 3, 2] if left_out else [1, 1])
        _by_day(axes[0], counted, unit)
        _shade(axes[0], window, excluded)
        near = Window(window.start - timedelta(days=3), window.end + timedelta(days=3))
        _by_bin(axes[1], counted, near, unit)
        _shade(axes[1], window, excluded)
        if left_out:
            _apart(axes[2], apart, near, unit)
            _shade(axes[2], window, ())
        for axis in axes:
            locator = AutoDateLocator(minticks=4, maxticks=9)  # type: ignore[no-untyped-call]
            axis.xaxis.set_major_locator(locator)
            axis.xaxis.set_major_formatter(ConciseDateFormatter(locator))  # type: ignore[no-untyped-call]
        return as_svg(figure)


def _by_day(axis: Axes, counted: pl.DataFrame, unit: str) -> None:
    known = counted.filter(pl.col("value").is_not_null())
    days = known.group_by(pl.col("from").dt.truncate("1d")).agg(pl.col("value").sum()).sort("from")
    axis.bar(_days(days["from"]), days["value"], width=0.8, color=QUIET, align="edge")
    axis.set_title("Counted regions together, by day (UTC)", loc="left", fontsize=10)
    axis.set_ylabel(f"{unit} a day")
    axis.set_ylim(bottom=0)


def _by_bin(axis: Axes, counted: pl.DataFrame, near: Window, unit: str) -> None:
    bins = _inside(counted, near).group_by("from").agg(pl.col("value").sum()).sort("from")
    axis.step(_days(bins["from"]), bins["value"], where="post", color=INK, linewidth=1.2)
    axis.set_title("The same, bin by bin, three days either side", loc="left", fontsize=10)
    axis.set_ylabel(unit)
    axis.set_ylim(bottom=0)


def _apart(axis: Axes, apart: pl.DataFrame, near: Window, unit: str) -> None:
    marks = ["-", "--", ":", "-."]
    for number, region in enumerate(apart["region"].unique(maintain_order=True)):
        bins = _inside(apart, near).filter(pl.col("region") == region).sort("from")
        line = marks[number % len(marks)]
        axis.step(_days(bins["from"]), bins["value"], where="post", color=INK, linestyle=line, label=region)
    axis.set_title("Left out, because always or nearly always full", loc="left", fontsize=10)
    axis.set_ylabel(unit)
    axis.set_ylim(bottom=0)
    axis.legend(loc="lower left", frameon=False, fontsize=8.5, ncols=4)


def _inside(bins: pl.DataFrame, window: Window) -> pl.DataFrame:
    return bins.filter(pl.col("value").is_not_null(), pl.col("from") >= window.start, pl.col("until") <= window.end)


def _shade(axis: Axes, window: Window, excluded: Sequence[Window]) -> None:
    left, right = axis.get_xlim()
    axis.axvspan(_day(window.start), _day(window.end), color=BAND, zorder=0)
    for other in excluded:
        start, end = _day(other.start), _day(other.end)
        axis.axvspan(start, end, facecolor="none", edgecolor=QUIET, hatch="///", linewidth=0, zorder=0)
    axis.set_xlim(left, right)


def _day(at: datetime) -> float:
    return float(date2num(at))  # type: ignore[no-untyped-call]


def _days(times: pl.Series) -> list[float]:
    return [_day(at) for at in times]


def as_svg(figure: Figure) -> str:
    """Return a figure as the part of an SVG that a page takes in."""
    buffer = io.StringIO()
    figure.savefig(buffer, format="svg", metadata={"Date": None, "Creator": None})
    text = buffer.getvalue()
    return text[text.index("<svg") :]  # a page has its own head
