"""Written, read back by the libraries that others use, and compared."""

from __future__ import annotations

import importlib
import sys
from datetime import UTC, date, datetime
from pathlib import Path

import geopandas
import polars as pl
import pyogrio
import pytest
import shapely

from ceaseline.errors import InputError
from ceaseline.geo import to_geopandas, write_geopackage, write_geoparquet
from ceaseline.tables.areas import Areas
from ceaseline.tables.incidents import Incidents
from ceaseline.tables.lines import Lines
from ceaseline.tables.observations import Observations

FIRST = datetime(2031, 5, 1, 12, 0, 0, 250_000, tzinfo=UTC)
LAST = datetime(2031, 5, 1, 12, 5, tzinfo=UTC)
BORDER = shapely.MultiLineString([[(30, 50), (31, 50.5)], [(32, 51), (33, 51)]])
HELD = shapely.box(30, 50, 31, 51) - shapely.box(30.4, 50.4, 30.6, 50.6)


def observations() -> pl.DataFrame:
    """Return two records: one with a place, whose text looks like a formula; one without."""
    rows = pl.DataFrame(
        {
            "observation_id": ["o1", "o2"],
            "capture_id": "c",
            "line": [1, 2],
            "source": "posts",
            "earliest": FIRST,
            "latest": LAST,
            "lon": [30.123456789, None],
            "lat": [50.0, None],
            "radius_m": [100.0, None],
            "text": ["=1+1", None],
            "licence": ["CC-BY-4.0", None],
            "may_republish": [True, False],
        }
    )
    missing = [name for name in Observations.column_names() if name not in rows.columns]
    return Observations.validate(rows.with_columns(pl.lit(None).alias(name) for name in missing), cast=True)


def incidents() -> pl.DataFrame:
    """Return one incident without a place."""
    rows = pl.DataFrame({"incident_id": ["i1"], "earliest": FIRST, "latest": LAST, "observations": 2, "groups": 1})
    missing = [name for name in Incidents.column_names() if name not in rows.columns]
    return Incidents.validate(rows.with_columns(pl.lit(None).alias(name) for name in missing), cast=True)


def lines() -> pl.DataFrame:
    """Return one line."""
    row = {"author": "map", "day": date(2031, 5, 1), "left": "A", "right": "B", "source": "map"}
    row |= {"capture_id": "c", "line": 1, "schematic": False}
    shape = {"geometry": shapely.to_wkb(BORDER), "error_km": 1.0, "length_km": 170.0, "scale_km": 0.1}
    return Lines.validate(pl.DataFrame([{**row, **shape, "licence": "ODbL", "may_republish": False}]), cast=True)


def areas() -> pl.DataFrame:
    """Return one area with a hole."""
    row = {"source": "map", "day": date(2031, 5, 1), "party": "A", "author": "map", "capture_id": "c", "line": 1}
    shape = {"geometry": shapely.to_wkb(HELD), "area_km2": 7000.0, "error_km": 1.0}
    return Areas.validate(pl.DataFrame([{**row, **shape, "licence": None, "may_republish": True}]), cast=True)


def test_places_become_points_and_a_row_without_a_place_has_none() -> None:
    frame = to_geopandas(observations())
    assert [shapely.Point(30.123456789, 50.0), None] == frame.geometry.to_list()
    assert 4326 == frame.crs.to_epsg()
    assert ["o1", "o2"] == frame["observation_id"].to_list()


def test_a_geopackage_holds_a_layer_for_each_table_and_reads_back(tmp_path: Path) -> None:
    path = tmp_path / "mission.gpkg"
    tables = {"observations": observations(), "incidents": incidents(), "areas": areas(), "lines": lines()}
    write_geopackage(tables, path)
    assert [*tables] == [name for name, _ in pyogrio.list_layers(path)]
    back = {name: geopandas.read_file(path, layer=name, engine="pyogrio") for name in tables}
    for name, table in tables.items():
        assert set(table.columns) | {"geometry"} == set(back[name].columns)
        assert 4326 == back[name].crs.to_epsg()
    seen = back["observations"]
    assert [shapely.Point(30.123456789, 50.0), None] == seen.geometry.to_list()
    assert FIRST == seen["earliest"][0].to_pydatetime()
    assert LAST == seen["latest"][1].to_pydatetime()
    assert [True, False] == seen["may_republish"].to_list()
    assert "CC-BY-4.0" == seen["licence"][0]
    assert "=1+1" == seen["text"][0]
    assert [False, True] == seen["licence"].isna().to_list() == seen["text"].isna().to_list()
    assert [None] == back["incidents"].geometry.to_list()
    assert BORDER == back["lines"].geometry[0]
    assert HELD == back["areas"].geometry[0]
    assert date(2031, 5, 1) == back["lines"]["day"][0].date()
    assert ["mission.gpkg"] == [file.name for file in tmp_path.iterdir()]


@pytest.mark.parametrize(
    "table", [observations(), incidents(), areas(), lines()], ids=["observations", "incidents", "areas", "lines"]
)
def test_geoparquet_reads_back_with_its_times_places_and_rights(table: pl.DataFrame, tmp_path: Path) -> None:
    path = tmp_path / "table.parquet"
    write_geoparquet(table, path)
    back = geopandas.read_parquet(path)
    assert 4326 == back.crs.to_epsg()
    assert to_geopandas(table).geometry.to_list() == back.geometry.to_list()
    plain = pl.read_parquet(path)
    for name in table.columns:
        if name != "geometry":
            assert table[name].to_list() == plain[name].to_list()


def test_what_was_there_is_replaced_whole(tmp_path: Path) -> None:
    path = tmp_path / "mission.gpkg"
    write_geopackage({"areas": areas()}, path)
    write_geopackage({"lines": lines()}, path)
    assert ["lines"] == [name for name, _ in pyogrio.list_layers(path)]


def test_exact_places_are_never_written_where_a_case_hands_out_files(tmp_path: Path) -> None:
    (tmp_path / "case.toml").touch()
    inside = tmp_path / "reports" / "maps"
    inside.mkdir(parents=True)
    with pytest.raises(InputError, match=r"handed out.*exact places.*Mend"):
        write_geopackage({"lines": lines()}, inside / "lines.gpkg")
    with pytest.raises(InputError, match="exact places"):
        write_geoparquet(observations(), inside / ".." / "o.parquet")
    (tmp_path / "maps").symlink_to(inside)
    with pytest.raises(InputError, match="exact places"):
        write_geoparquet(observations(), tmp_path / "maps" / "o.parquet")
    assert [] == list(inside.iterdir())


def test_a_folder_called_reports_elsewhere_is_no_case(tmp_path: Path) -> None:
    (tmp_path / "reports").mkdir()
    write_geoparquet(lines(), tmp_path / "reports" / "lines.parquet")
    assert (tmp_path / "reports" / "lines.parquet").is_file()


def test_without_the_extra_a_sentence_says_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "pyogrio", None)
    with pytest.raises(InputError, match=r"pyogrio is needed.*pip install 'ceaseline\[geo\]'"):
        importlib.import_module("ceaseline.geo").to_geopandas(lines())


def test_what_cannot_be_written_is_refused_in_words(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="has no places"):
        to_geopandas(pl.DataFrame({"observation_id": ["o1"]}))
    with pytest.raises(InputError, match="no table to write"):
        write_geopackage({}, tmp_path / "none.gpkg")
    with pytest.raises(InputError, match=r"does not end in \.gpkg"):
        write_geopackage({"lines": lines()}, tmp_path / "lines.shp")
    with pytest.raises(InputError, match="is not there"):
        write_geoparquet(lines(), tmp_path / "nowhere" / "lines.parquet")
