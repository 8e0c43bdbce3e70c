"""Names beside their places, the biggest first, none over another."""

from __future__ import annotations

import textwrap
import unicodedata
from collections.abc import Iterator, Sequence
from functools import lru_cache

import attrs
from matplotlib.font_manager import FontProperties, findfont, get_font
from matplotlib.textpath import text_to_path
from shapely import STRtree
from shapely.geometry import box
from shapely.geometry.base import BaseGeometry

FONT = "DejaVu Sans"
_WIDE = 18  # letters, after which a name is wrapped
_NEAR = 3.2  # points from the dot to its name
_LEADING = 1.22
_RIGHT_TO_LEFT = {"R", "AL", "AN"}  # no letters are joined or turned here, so these scripts would come out wrong


@attrs.frozen
class Line:
    """A line of a label: text and its size in points."""

    text: str
    size: float


@attrs.frozen
class Label:
    """A place with its names, on the page.

    Attributes:
        x, y: the dot, in points from the lower left corner.
        lines: the names from top to bottom.
    """

    x: float
    y: float
    lines: tuple[Line, ...]


@attrs.frozen
class Placed:
    """A label with its room: the left edge and the top of its text, in points."""

    label: Label
    left: float
    top: float
    right: float
    bottom: float


def lines_of(names: Sequence[str], size: float) -> tuple[Line, ...]:
    """Return names as the lines of a label, the first one bigger, long ones wrapped.

    Examples:
        >>> [line.text for line in lines_of(["Upper Saltmarsh on the Water", "Au"], 8)]
        ['Upper Saltmarsh on', 'the Water', 'Au']
    """
    sizes = [size, *[size * 0.86] * (len(names) - 1)]
    wrapped = [(part, each) for name, each in zip(names, sizes, strict=True) for part in textwrap.wrap(name, _WIDE)]
    return tuple(Line(text, each) for text, each in wrapped)


def place_labels(
    labels: Sequence[Label], *, width: float, height: float, taken: Sequence[BaseGeometry], lines: BaseGeometry
) -> list[Placed]:
    """Place what there is room for, in the order given.

    Args:
        labels: the biggest first; each with one line at least.
        width: of the map, points.
        height: of the map, points.
        taken: where no name may lie.
        lines: areas around lines; a name lies on as little of them as it can.

    Returns:
        Those that found room. No two overlap, and none leaves the map.
    """
    fixed = STRtree(list(taken))
    placed: list[Placed] = []
    for label in labels:
        free = [
            each
            for each in _beside(label)
            if each.left >= 1 and each.bottom >= 1 and each.right <= width - 1 and each.top <= height - 1
            and not len(fixed.query(_room(each), predicate="intersects"))
            and not any(_overlap(each, other) for other in placed)
        ]  # fmt: skip
        if free:
            placed.append(min(free, key=lambda each: _room(each).intersection(lines).area))
    return placed


def extent(line: Line) -> float:
    """Return how wide a line is, in points."""
    font = FontProperties(family=FONT, size=line.size)
    return float(text_to_path.get_text_width_height_descent(line.text, font, ismath=False)[0])


def can_be_drawn(text: str) -> bool:
    """Tell whether the font of maps has every letter, and its script runs as letters side by side.

    Examples:
        >>> can_be_drawn("Aulis Αυλίδα"), can_be_drawn("東京"), can_be_drawn("بغداد")
        (True, False, False)
    """
    known = _letters()
    return all(ord(letter) in known and unicodedata.bidirectional(letter) not in _RIGHT_TO_LEFT for letter in text)


@lru_cache(maxsize=1)
def _letters() -> frozenset[int]:
    return frozenset(get_font(findfont(FontProperties(family=FONT))).get_charmap())


def _beside(label: Label) -> Iterator[Placed]:
    """Yield the eight rooms around a dot, the one to the right first."""
    width = max(extent(line) for line in label.lines)
    height = sum(line.size for line in label.lines) * _LEADING
    near = _NEAR * 0.8
    for left, top in (
        (_NEAR, height / 2),
        (near, height + near),
        (near, -near),
        (-width - _NEAR, height / 2),
        (-width - near, height + near),
        (-width - near, -near),
        (-width / 2, height + _NEAR),
        (-width / 2, -_NEAR),
    ):
        x, y = label.x + left, label.y + top
        yield Placed(label, x, y, x + width, y - height)


def _room(placed: Placed) -> BaseGeometry:
    return box(placed.left, placed.bottom, placed.right, placed.top)


def _overlap(one: Placed, other: Placed) -> bool:
    """Tell whether two rooms overlap, or one lies on the other's dot."""
    beside = one.right < other.left or other.right < one.left or one.top < other.bottom or other.top < one.bottom
    return not beside or _on_dot(one, other.label) or _on_dot(other, one.label)


def _on_dot(room: Placed, dot: Label) -> bool:
    return room.left - 2 < dot.x < room.right + 2 and room.bottom - 2 < dot.y < room.top + 2
