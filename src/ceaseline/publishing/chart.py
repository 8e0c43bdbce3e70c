"""What a map is drawn with, besides the tables."""

from __future__ import annotations

from datetime import date, timedelta

import attrs
from shapely.geometry.base import BaseGeometry

from ceaseline.publishing.districts import District
from ceaseline.publishing.gazetteer import Place


@attrs.frozen
class Borders:
    """Borders as one author draws them, on a map only because the case says so.

    Attributes:
        shape: lines in WGS 84 degrees.
        author: who drew them.
        as_of: the day they are meant for.
        note: what is to be said of them under the map.
    """

    shape: BaseGeometry
    author: str
    as_of: date
    note: str

    @property
    def said(self) -> str:
        """What the legend says of them."""
        return f"Borders as drawn by {self.author}, as of {self.as_of}: {self.note}"


@attrs.frozen
class Chart:
    """What the case says of its map, and what may be told on it.

    Attributes:
        places: settlements to name.
        notes: what could not be read of the files named for the map.
        borders: borders to draw; None where the case names none, and then there are none.
        cell_km2: least area of the cells that incidents are counted in.
        smallest_count: no smaller count is told.
        districts: in place of cells, those of them that are larger.
        languages: of the names of settlements, in the order in which they stand, everywhere alike.
        delay: how long an incident waits until it is counted on a map.
    """

    places: tuple[Place, ...] = ()
    notes: tuple[str, ...] = ()
    borders: Borders | None = None
    cell_km2: float = 253.0
    smallest_count: int = 5
    delay: timedelta = timedelta(hours=24)
    languages: tuple[str, ...] = ()
    districts: tuple[District, ...] = ()
