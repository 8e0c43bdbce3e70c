"""Where something was, no finer than a published place: a cell, and the settlement nearest to its middle."""

from __future__ import annotations

from collections.abc import Sequence

from pyproj import Geod

from ceaseline.publishing.cells import grid_of
from ceaseline.publishing.gazetteer import Place

_EARTH = Geod(ellps="WGS84")
_POINTS = ("north", "north-east", "east", "south-east", "south", "south-west", "west", "north-west")


def where_told(lon: float | None, lat: float | None, *, cell_km2: float, places: Sequence[Place]) -> str:
    """Return where a place is, by the cell that it is published in.

    Distance and bearing are those of the cell's middle, so that they tell nothing more than the cell does.

    Args:
        lon: degrees; None where no record says where.
        lat: likewise.
        cell_km2: least area of a cell.
        places: settlements; none: the cell alone is named.

    Examples:
        >>> aulis = Place(34.5, 12.5, 1, ("Aulis",))
        >>> where_told(34.7, 12.5, cell_km2=253, places=[aulis])
        'in cell 716-1465, about 16 km across; its middle lies 15 km east of Aulis'
        >>> where_told(None, None, cell_km2=253, places=[])
        'no record says where'
    """
    if lon is None or lat is None:
        return "no record says where"
    grid = grid_of(cell_km2)
    cell = grid.cell_of(lon, lat)
    box = grid.box(cell)
    told = f"in cell {cell.name}, about {grid.side_km:.0f} km across"
    middle = (box.west + box.east) / 2, (box.south + box.north) / 2
    ways = [(*_EARTH.inv(place.lon, place.lat, *middle), place) for place in places]
    if not ways:
        return told
    bearing, _, metres, place = min(ways, key=lambda way: (way[2], way[3].rank, way[3].names))
    point = _POINTS[round(bearing % 360 / 45) % 8]
    return f"{told}; its middle lies {metres / 1000:.0f} km {point} of {place.said}"
