"""The grid of cells that published places are put into: one grid for every map of every case.

The earth is laid out in bands from the south pole to the north; each holds a whole number of cells from longitude
-180 eastwards, and a cap of one cell lies on each pole. The bands are drawn so that every cell has the same area
(after P. Leopardi, *A partition of the unit sphere into regions of equal area and small diameter*, 2006), on the
ellipsoid by way of the authalic latitude (J. P. Snyder, *Map Projections: A Working Manual*, 1987, equations 3-11
to 3-12). A place is snapped to its cell, never shaken: shaking can be averaged away.
"""

from __future__ import annotations

from functools import lru_cache
from math import asin, pi, sqrt

import attrs
import numpy as np
from numpy.typing import ArrayLike, NDArray

from ceaseline.errors import InputError

_E2 = 0.00669437999014  # WGS 84: first eccentricity, squared
_E = sqrt(_E2)
EARTH_KM2 = 510_065_621.724  # WGS 84: area of the ellipsoid


@attrs.frozen(order=True)
class Cell:
    """One cell, by its band from the south pole and its number from longitude -180; both begin at 0."""

    band: int
    number: int

    @property
    def name(self) -> str:
        """What it is called in a table.

        Examples:
            >>> Cell(812, 45).name
            '812-45'
        """
        return f"{self.band}-{self.number}"


@attrs.frozen
class Box:
    """The edges of a cell in WGS 84 degrees; west is below east, and each runs along its meridian or parallel."""

    west: float
    south: float
    east: float
    north: float


class Grid:
    """Cells of one area all over the earth, never smaller than what is asked for.

    Attributes:
        cell_km2: the area of each cell; a little over what was asked, so that a whole number covers the earth.

    Examples:
        >>> grid = Grid(253)
        >>> round(grid.cell_km2, 3)
        253.0
        >>> grid.cell_of(30.52, 50.45) == grid.cell_of(30.53, 50.46)
        True
    """

    def __init__(self, cell_km2: float) -> None:
        """Lay the grid out.

        Args:
            cell_km2: least area of a cell, 1 to 1,000,000.

        Raises:
            InputError: it is outside that range.
        """
        if not 1 <= cell_km2 <= 1_000_000:
            raise InputError(f"cell_km2 is {cell_km2:g}. Mend: give 1 to 1000000 square kilometres")
        total = int(EARTH_KM2 / cell_km2)
        self.cell_km2 = EARTH_KM2 / total
        self._counts = _bands(total)
        self._edges = -1 + 2 * np.concatenate([[0], np.cumsum(self._counts)]) / total  # sine of authalic latitude

    @property
    def side_km(self) -> float:
        """The side of a square as large as a cell."""
        return sqrt(self.cell_km2)

    def cells(self, lon: ArrayLike, lat: ArrayLike) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
        """Return the bands and the numbers of the cells that places lie in; a place on an edge goes east or north.

        Args:
            lon: degrees, -180 to 180, shape (n,); 180 is -180.
            lat: degrees, -90 to 90, shape (n,).
        """
        height = _sine_of_authalic(np.asarray(lat, dtype=float))
        band = np.clip(np.searchsorted(self._edges, height, side="right") - 1, 0, len(self._counts) - 1)
        turn = ((np.asarray(lon, dtype=float) + 180) / 360) % 1
        number = np.minimum((turn * self._counts[band]).astype(np.int64), self._counts[band] - 1)
        return band.astype(np.int64), number

    def cell_of(self, lon: float, lat: float) -> Cell:
        """Return the cell that one place lies in."""
        (band,), (number,) = self.cells([lon], [lat])
        return Cell(int(band), int(number))

    def box(self, cell: Cell) -> Box:
        """Return the edges of a cell."""
        width = 360 / int(self._counts[cell.band])
        south, north = (_latitude(float(edge)) for edge in self._edges[cell.band : cell.band + 2])
        west = -180 + cell.number * width
        return Box(west, south, west + width, north)


@lru_cache(maxsize=4)
def grid_of(cell_km2: float) -> Grid:
    """Return the grid for that area; it is laid out once."""
    return Grid(cell_km2)


def _bands(total: int) -> NDArray[np.int64]:
    """Return how many cells each band holds, from south to north; together they are *total*."""
    cap = 2 * asin(sqrt(1 / total))  # from the pole to the edge of the cap, on a sphere of radius 1
    between = max(1, round((pi - 2 * cap) / sqrt(4 * pi / total)))
    edges = np.linspace(cap, pi - cap, between + 1)
    below = np.rint(total * (1 - np.cos(edges)) / 2).astype(np.int64)  # cells south of each edge
    return np.concatenate([[1], np.diff(below), [1]])


def _sine_of_authalic(lat: NDArray[np.float64]) -> NDArray[np.float64]:
    sine = np.sin(np.radians(lat))
    return np.asarray(_q(sine) / _q(np.float64(1)), dtype=float)


def _q(sine: NDArray[np.float64] | np.float64) -> NDArray[np.float64]:
    flattened = sine / (1 - _E2 * sine**2) + np.arctanh(_E * sine) / _E
    return np.asarray((1 - _E2) * flattened)


@lru_cache(maxsize=8192)
def _latitude(edge: float) -> float:
    """Return the latitude in degrees whose authalic sine is *edge*, by halving: the sine grows with latitude."""
    south, north = -90.0, 90.0
    if abs(edge) >= 1:
        return north if edge > 0 else south
    for _ in range(60):
        middle = (south + north) / 2
        south, north = (middle, north) if float(_sine_of_authalic(np.asarray(middle))) < edge else (south, middle)
    return (south + north) / 2
