"""What is drawn on one map."""

from __future__ import annotations

import attrs
from shapely.geometry.base import BaseGeometry

from ceaseline.publishing.chart import Borders
from ceaseline.publishing.counted import CellCounts
from ceaseline.publishing.gazetteer import Place


@attrs.frozen
class DrawnLine:
    """A line somebody drew.

    Attributes:
        shape: lines in WGS 84 degrees.
        error_km: how far it may be off.
        schematic: whether it only shows the course, through named places.
        said: what the legend says of it: author, day, error.
    """

    shape: BaseGeometry
    error_km: float
    schematic: bool
    said: str


@attrs.frozen
class Drawing:
    """All that is drawn on one map, in the order of the layers."""

    lines: tuple[DrawnLine, ...]
    borders: Borders | None
    counts: CellCounts
    places: tuple[Place, ...]
