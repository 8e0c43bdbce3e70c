"""Incidents as counts for each coarse cell or larger district: never a point, no small number, never too early."""

from __future__ import annotations

from bisect import bisect_right
from collections import Counter
from collections.abc import Sequence
from datetime import datetime, timedelta

import attrs
import polars as pl
import shapely
from shapely.geometry.base import BaseGeometry

from ceaseline.publishing.cells import Box, Cell, Grid
from ceaseline.publishing.districts import District, coarser, lying_in

_STEPS = (10, 50, 200)  # where a deeper shade begins


@attrs.frozen
class CountedCell:
    """How many incidents were recorded with a place in one cell, or in a district that is larger.

    Attributes:
        cell: which one; of a district the one that a point inside it lies in.
        box: its edges, degrees.
        shown: the count as it may be told.
        shade: which of the classes of :attr:`CellCounts.classes` it falls into, from 0.
        district: the district it is of; None where it is of the cell.
    """

    cell: Cell
    box: Box
    shown: str
    shade: int
    district: District | None = None

    @property
    def name(self) -> str:
        """What a table calls it."""
        return self.cell.name if self.district is None else self.district.name

    @property
    def shape(self) -> BaseGeometry:
        """Its outline in WGS 84 degrees."""
        box = self.box
        return (
            shapely.box(box.west, box.south, box.east, box.north) if self.district is None else self.district.shape
        )


@attrs.frozen
class CellCounts:
    """What a map may tell of incidents.

    Attributes:
        cells: those with a count, from south to north, then districts in the order of the case.
        classes: what each shade means, the smallest first.
        cell_km2: the area of each cell.
        too_wide: incidents whose place is not known well enough for a cell.
        too_young: incidents that wait for their delay.
        placeless: incidents without a place.
    """

    cells: tuple[CountedCell, ...]
    classes: tuple[str, ...]
    cell_km2: float
    too_wide: int
    too_young: int
    placeless: int


def count_in_cells(
    incidents: pl.DataFrame,
    *,
    grid: Grid,
    smallest_count: int,
    delay: timedelta,
    as_of: datetime | None,
    districts: Sequence[District] = (),
) -> CellCounts:
    """Count incidents in cells.

    Args:
        incidents: the table of incidents.
        grid: the cells.
        smallest_count: no smaller number is told, only that it is smaller.
        delay: how long an incident waits until it is told, after its latest moment.
        as_of: the moment the case is judged from, UTC; None where there is no evidence, and then all wait.
        districts: of the case; of those larger than a cell no cell is told.

    Returns:
        The counts; nothing in them follows from a place but its cell. An incident counts where its place lies.
        One whose radius is more than half the side of a cell is in none.
    """
    old = pl.lit(value=False) if as_of is None else pl.col("latest") <= as_of - delay
    told, waiting = incidents.filter(old), incidents.filter(~old)
    placed = told.filter(pl.col("lon").is_not_null())
    sure = placed.filter(pl.col("radius_m") <= grid.side_km * 1000 / 2)
    lon, lat, large = sure["lon"].to_numpy(), sure["lat"].to_numpy(), coarser(districts, grid.cell_km2)
    inside = lying_in(large, lon, lat)
    bands, numbers = grid.cells(lon[inside < 0], lat[inside < 0])
    counts = Counter(Cell(int(band), int(number)) for band, number in zip(bands, numbers, strict=True))
    by_district = Counter(inside[inside >= 0].tolist())
    edges = sorted({1, smallest_count, *(step for step in _STEPS if step > smallest_count)})
    return CellCounts(
        cells=(
            *(
                CountedCell(cell, grid.box(cell), _shown(count, smallest_count), bisect_right(edges, count) - 1)
                for cell, count in sorted(counts.items())
            ),
            *(
                _of_district(large[at], grid, _shown(count, smallest_count), bisect_right(edges, count) - 1)
                for at, count in sorted(by_district.items())
            ),
        ),
        classes=tuple(
            _between(low, high) for low, high in zip(edges, [*(edge - 1 for edge in edges[1:]), None], strict=True)
        ),
        cell_km2=grid.cell_km2,
        too_wide=placed.height - sure.height,
        too_young=waiting.height,
        placeless=told.height - placed.height,
    )


def _of_district(district: District, grid: Grid, shown: str, shade: int) -> CountedCell:
    inside = shapely.point_on_surface(district.shape)
    return CountedCell(grid.cell_of(inside.x, inside.y), Box(*district.shape.bounds), shown, shade, district)


def _shown(count: int, smallest: int) -> str:
    return _between(1, smallest - 1) if count < smallest else f"{count:,}"


def _between(low: int, high: int | None) -> str:
    if high is None:
        return f"{low:,} or more"
    return f"{low:,}" if low == high else f"{low:,}-{high:,}"
