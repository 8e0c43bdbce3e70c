"""Cells: one grid for all, of one area, that tells nothing finer than itself."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from pyproj import Geod

from ceaseline.errors import InputError
from ceaseline.publishing.cells import EARTH_KM2, Cell, Grid, grid_of

LONS, LATS = st.floats(-180, 180), st.floats(-90, 90)
GEOD = Geod(ellps="WGS84")


def area_km2(grid: Grid, cell: Cell) -> float:
    """The area of a cell on the ellipsoid, by another library around its edge, a place each 0.01 degree."""
    box = grid.box(cell)
    lons = np.linspace(box.west, box.east, max(2, int((box.east - box.west) / 0.01)))
    ring_lon = [*lons, *lons[::-1]]
    ring_lat = [*[box.south] * len(lons), *[box.north] * len(lons)]
    return abs(GEOD.polygon_area_perimeter(ring_lon, ring_lat)[0]) / 1e6


@pytest.mark.parametrize("lat", [-89.0, -60.3, -33.9, 0.0, 12.5, 48.0, 64.1, 80.0, 89.5])
@pytest.mark.parametrize("cell_km2", [253, 1000])
def test_a_cell_has_the_same_area_wherever_it_lies(lat: float, cell_km2: float) -> None:
    grid = grid_of(cell_km2)
    assert area_km2(grid, grid.cell_of(30.0, lat)) == pytest.approx(cell_km2, rel=0.001)


def test_the_cells_together_are_the_earth() -> None:
    grid = Grid(253)
    assert int(EARTH_KM2 / 253) == int(grid._counts.sum())
    assert grid.cell_km2 >= 253
    assert grid._edges[0] == -1
    assert grid._edges[-1] == 1
    assert (np.diff(grid._edges) > 0).all()
    assert grid._counts[0] == grid._counts[-1] == 1


@given(LONS, LATS)
def test_every_place_lies_in_exactly_the_cell_that_is_told(lon: float, lat: float) -> None:
    grid = grid_of(253)
    cell = grid.cell_of(lon, lat)
    box = grid.box(cell)
    assert box.west - 1e-9 <= (lon if lon < 180 else -180) <= box.east + 1e-9
    assert box.south - 1e-9 <= lat <= box.north + 1e-9
    inside = grid.cell_of((box.west + box.east) / 2, (box.south + box.north) / 2)
    assert cell == inside


@given(LONS, LATS, st.floats(0.001, 0.999), st.floats(0.001, 0.999))
def test_nothing_follows_from_the_exact_place_within_a_cell(lon: float, lat: float, x: float, y: float) -> None:
    grid = grid_of(253)
    cell = grid.cell_of(lon, lat)
    box = grid.box(cell)
    moved = grid.cell_of(box.west + x * (box.east - box.west), box.south + y * (box.north - box.south))
    assert cell == moved


def test_the_two_sides_of_the_antimeridian_are_one_meridian() -> None:
    grid = grid_of(253)
    assert grid.cell_of(-180, 12.5) == grid.cell_of(180, 12.5)
    assert grid.cell_of(-180, 12.5).number == 0
    assert grid.box(grid.cell_of(179.9999, 12.5)).east == pytest.approx(180)


@pytest.mark.parametrize("lon", [-180, -77.7, 0, 12.5, 180])
def test_a_pole_lies_in_one_cell_whatever_its_longitude(lon: float) -> None:
    grid = grid_of(253)
    assert grid.cell_of(lon, -90) == Cell(0, 0)
    assert grid.cell_of(lon, 90) == Cell(len(grid._counts) - 1, 0)


@pytest.mark.parametrize("cell_km2", [0, 0.5, 2e6, float("nan")])
def test_an_area_that_makes_no_grid_is_refused(cell_km2: float) -> None:
    with pytest.raises(InputError, match="Mend: give 1 to 1000000"):
        Grid(cell_km2)


def test_cells_are_about_as_wide_as_they_are_high() -> None:
    grid = grid_of(253)
    for lat in (0.0, 33.0, 48.0, 66.0):
        box = grid.box(grid.cell_of(30.0, lat))
        height = GEOD.inv(30, box.south, 30, box.north)[2]
        width = GEOD.inv(box.west, lat, box.east, lat)[2]
        assert 0.9 <= width / height <= 1.1
