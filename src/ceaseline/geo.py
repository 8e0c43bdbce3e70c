"""Tables with places as files for geographic programs: GeoPackage and GeoParquet.

These files hold exact places, so they are for inside the mission: nothing here makes a place coarse, leaves a row
out or delays it. They are never written where a case keeps what it hands out. The columns ``licence`` and
``may_republish`` go with every row; a row that may not be republished stays so in these files.
"""

from __future__ import annotations

import tempfile
from collections.abc import Mapping
from importlib import import_module
from pathlib import Path
from typing import Any

import polars as pl
import shapely

from ceaseline.errors import InputError

WGS_84 = "EPSG:4326"


def to_geopandas(table: pl.DataFrame) -> Any:
    """Return a table as a GeoDataFrame, a row for each row.

    Its geometry is the table's own (``geometry`` as WKB), else a point from ``lon`` and ``lat``, which stay columns
    too. A row without a place has none here. It holds exact places.

    Raises:
        InputError: the table has no places, or the extra ``geo`` is not installed.

    Examples:
        >>> rows = pl.DataFrame({"incident_id": ["i1", "i2"], "lon": [30.0, None], "lat": [50.0, None]})
        >>> to_geopandas(rows).geometry.to_list()
        [<POINT (30 50)>, None]
    """
    geopandas = _library("geopandas")
    if "geometry" in table.columns:
        shapes = shapely.from_wkb(table["geometry"].to_numpy())
        rest = table.drop("geometry")
    elif {"lon", "lat"} <= set(table.columns):
        known = table.select(pl.col("lon").is_not_null() & pl.col("lat").is_not_null()).to_series()
        points = shapely.points(table.filter(known).select("lon", "lat").to_numpy())
        shapes = [None] * table.height
        for row, point in zip(known.arg_true(), points, strict=True):
            shapes[row] = point
        rest = table
    else:
        raise InputError("this table has no places. Mend: give one with geometry, or with lon and lat")
    return geopandas.GeoDataFrame(rest.to_pandas(date_as_object=True), geometry=list(shapes), crs=WGS_84)


def write_geopackage(tables: Mapping[str, pl.DataFrame], path: Path) -> None:
    """Write tables into one GeoPackage, a layer for each, in place of what was there.

    It holds exact places, for inside the mission. A GeoPackage keeps moments to the millisecond.

    Args:
        tables: by the name of their layer.
        path: ends in ``.gpkg``; its folder is there.

    Raises:
        InputError: there is no table, one has no places, the path lies in a case's ``reports`` or has another
            ending, or the extra ``geo`` is not installed.
    """
    _held_back(path, ".gpkg")
    if not tables:
        raise InputError("there is no table to write. Mend: give at least one, by the name of its layer")
    frames = {name: to_geopandas(table) for name, table in tables.items()}
    with tempfile.TemporaryDirectory(dir=path.parent) as folder:
        part = Path(folder) / path.name
        for name, frame in frames.items():
            frame.to_file(part, layer=name, driver="GPKG", engine="pyogrio", use_arrow=True)
        part.replace(path)


def write_geoparquet(table: pl.DataFrame, path: Path) -> None:
    """Write one table as GeoParquet, in place of what was there.

    It holds exact places, for inside the mission.

    Args:
        table: with ``geometry``, or with ``lon`` and ``lat``.
        path: ends in ``.parquet``; its folder is there.

    Raises:
        InputError: the table has no places, the path lies in a case's ``reports`` or has another ending, or the
            extra ``geo`` is not installed.
    """
    _held_back(path, ".parquet")
    frame = to_geopandas(table)
    with tempfile.TemporaryDirectory(dir=path.parent) as folder:
        part = Path(folder) / path.name
        frame.to_parquet(part, index=False)
        part.replace(path)


def _library(name: str) -> Any:
    """Return geopandas, with what it writes by, where all are installed."""
    try:
        import_module("pyogrio")
        import_module("pyarrow")
        return import_module(name)
    except ModuleNotFoundError as missing:
        raise InputError(
            f"{missing.name} is needed for this and is not installed. Mend: pip install 'ceaseline[geo]'"
        ) from missing


def _held_back(path: Path, ending: str) -> None:
    """Refuse a path from where files are handed out, one with another ending, and one into nowhere."""
    if path.suffix != ending:
        raise InputError(f"{path} does not end in {ending}. Mend: call it {path.with_suffix(ending).name}")
    if not path.parent.is_dir():
        raise InputError(f"{path.parent} is not there. Mend: make that folder, or see how it is called")
    for folder in path.resolve().parents:
        if folder.name == "reports" and (folder.parent / "case.toml").is_file():
            raise InputError(
                f"{path} lies in {folder}, from where files are handed out, and it would hold exact places. "
                "Mend: write it elsewhere, inside the mission; what may leave is made by ceaseline report"
            )
