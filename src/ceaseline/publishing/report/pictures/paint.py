"""How pictures look: colours of parties that weigh alike, marks that print in grey, hatches for the unknown."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from contextlib import contextmanager

import matplotlib as mpl
from matplotlib.axes import Axes
from matplotlib.backends.backend_svg import FigureCanvasSVG
from matplotlib.figure import Figure
from matplotlib.patches import Rectangle

from ceaseline.publishing.legend import settable
from ceaseline.publishing.plots import INK, QUIET, STYLE, as_svg
from ceaseline.terms import Terms

# By the order of the terms, never by name. Contrasts on white 4.9, 4.7, 4.8 and 4.8: none is louder than another.
PARTIES = ("#0F7F76", "#A86400", "#86669A", "#65793A")
MARKS = ("o", "s", "D", "^")  # so that nothing hangs on colour
PALE, PAPER = "#C9CCD2", "#FFFFFF"
WIDE = 8.2  # inches
_ATTRIBUTE = re.compile(r'="[^"]*"')
_LONG = re.compile(r"-?\d+\.\d{3,}")


def colour(terms: Terms, party: str) -> str:
    """Return the colour of a party by its place in the terms; of somebody who is none, ink."""
    codes = list(terms.parties)
    return PARTIES[codes.index(party) % len(PARTIES)] if party in codes else INK


def mark(terms: Terms, party: str) -> str:
    """Return the mark of a party by its place in the terms."""
    codes = list(terms.parties)
    return MARKS[codes.index(party) % len(MARKS)] if party in codes else "X"


@contextmanager
def figure(height: float) -> Iterator[Figure]:
    """Give a figure as wide as a page and *height* inches tall, in the style of all pictures."""
    with mpl.rc_context(STYLE):
        drawn = Figure(figsize=(WIDE, height), layout="constrained", facecolor=PAPER)
        FigureCanvasSVG(drawn)
        yield drawn


def svg(drawn: Figure) -> bytes:
    """Return a figure as SVG; the same figure gives the same bytes."""
    return lean(as_svg(drawn)).encode()


def lean(text: str) -> str:
    """Return an SVG with numbers to a hundredth of a point: smaller by a third, and it prints the same.

    Examples:
        >>> lean('<path d="M 12.345678 0.5 L -0.004 7"/><text>3.14159</text>')
        '<path d="M 12.35 0.5 L -0 7"/><text>3.14159</text>'
    """
    return _ATTRIBUTE.sub(lambda found: _LONG.sub(_rounded, found[0]), text)


def _rounded(found: re.Match[str]) -> str:
    return f"{float(found[0]):.2f}".rstrip("0").rstrip(".")


def write(axes: Axes, x: float, y: float, text: str, **style: object) -> None:
    """Write text into a picture as it is: nothing in it is a formula, and what the font lacks is a mark."""
    axes.text(x, y, settable(text), parse_math=False, **style)  # type: ignore[arg-type]


def hatched(
    axes: Axes, box: tuple[float, float, float, float], step: tuple[float, float], colour: str = QUIET
) -> None:
    """Fill a rectangle with strokes from its lower left to its upper right: one path, which stays small.

    Args:
        axes: to draw into.
        box: left, bottom, width and height, in the numbers of the axes.
        step: how far strokes are apart, along and up, in the same numbers.
        colour: of the strokes.
    """
    left, bottom, width, height = box
    across: list[float] = []
    up: list[float] = []
    slope, rise = step[1] / step[0], height / (step[1] / step[0])
    start = left - rise
    while start < left + width:
        low, high = max(start, left), min(start + rise, left + width)
        if low < high:
            across += [low, high, float("nan")]
            up += [bottom + (low - start) * slope, bottom + (high - start) * slope, float("nan")]
        start += step[0]
    axes.plot(across, up, color=colour, linewidth=0.6, solid_capstyle="butt", scalex=False, scaley=False)
    axes.add_patch(Rectangle((left, bottom), width, height, fill=False, edgecolor=colour, linewidth=0.5))


def bare(axes: Axes, sides: Sequence[str] = ("left", "bottom")) -> None:
    """Take the frame off, and the ticks at those sides."""
    for side in sides:
        axes.spines[side].set_visible(False)
    axes.tick_params(length=0)
