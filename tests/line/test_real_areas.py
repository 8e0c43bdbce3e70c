"""Three months of one author's drawings: missing, copied and redrawn days, and a front from border to coast."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path
from typing import Any

import polars as pl
import pytest
import shapely

from ceaseline.line import Ground, changes, contact, length_km
from ceaseline.pipeline.lines import ground
from ceaseline.sources import parse
from ceaseline.tables import Areas
from ceaseline.testing import captured, toy_terms

SHARED = Path(__file__).resolve().parents[3] / "shared" / "data"  # beside the checkout, where it is there
DRAWINGS = SHARED / "deepstate_area" / "daily"
OUTLINE = SHARED / "ua_borders" / "UA_FULL_Ukraine.geojson"

pytestmark = pytest.mark.skipif(
    not (DRAWINGS.is_dir() and OUTLINE.is_file()), reason="the drawings of areas are not beside the checkout"
)
ENTRY: dict[str, Any] = {
    "name": "map",
    "kind": "areas",
    "file": "inbox/*.geojson",
    "author": "Volunteers",
    "holder": "A",
    "facing": "B",
    "error_km": 1,
}


@pytest.fixture(scope="module")
def areas() -> pl.DataFrame:
    (source,) = parse(json.dumps({"sources": [ENTRY]}), toy_terms())
    readings = [
        source.read(captured(path.read_bytes(), source="map", name=path.name))
        for path in sorted(DRAWINGS.glob("*.geojson"))
    ]
    assert 0 == sum(reading.set_aside.height for reading in readings)
    return Areas.validate(pl.concat([reading.rows for reading in readings]))


@pytest.fixture(scope="module")
def land() -> Ground:
    found = ground({OUTLINE.name: OUTLINE.read_bytes()}, 4.0)
    assert found is not None
    return found


def on(areas: pl.DataFrame, day: str) -> shapely.Geometry:
    return shapely.from_wkb(
        areas.row(by_predicate=pl.col("day") == date.fromisoformat(day), named=True)["geometry"]
    )


def test_ninety_drawings_give_ninety_areas_of_the_size_that_was_measured(areas: pl.DataFrame) -> None:
    assert 90 == areas.height
    low, high = areas.select(pl.min("area_km2"), pl.max("area_km2").alias("high")).row(0)
    assert (112_396, 113_127) == (round(low), round(high))


def test_missing_copied_and_redrawn_days_are_named_as_such(areas: pl.DataFrame) -> None:
    table = changes(Areas.validate(areas))
    kinds = {kind: table.filter(kind=kind)["day"].dt.to_string().to_list() for kind in ("copied", "redrawn")}
    assert 13 == len(kinds["copied"])
    # on 29 April half of all corners were written otherwise, and back again a day later; 86 km2 were put in at once
    assert ["2025-04-29", "2025-04-30", "2025-05-25"] == kinds["redrawn"]
    (gap,) = table.filter(pl.col("days_missing") > 0).select("day", "before", "days_missing", "kind").rows()
    assert (date(2025, 4, 2), date(2025, 3, 30), 2, "edited") == gap


def test_the_line_is_one_front_and_what_lies_along_the_border_with_no_coast_in_it(
    areas: pl.DataFrame, land: Ground
) -> None:
    line = contact(on(areas, "2025-04-20"), land)
    lengths = [round(length_km(part)) for part in shapely.get_parts(line)]
    assert 1 == sum(length > 1000 for length in lengths)
    assert 1050 <= max(lengths) <= 1090
    near_the_border = shapely.box(36.4, 50.2, 37.2, 50.4)  # a strip cut along the border would hide this stretch
    assert length_km(shapely.intersection(line, near_the_border)) > 25
    estuary = shapely.box(35.0, 46.1, 36.6, 46.6)
    assert 0 == length_km(shapely.intersection(line, estuary))


def test_the_length_hardly_depends_on_the_width_of_the_strip(areas: pl.DataFrame, land: Ground) -> None:
    area = on(areas, "2025-04-20")
    found = [length_km(contact(area, Ground(land.land, strip))) for strip in (4.0, 8.0, 12.0)]
    assert max(found) / min(found) < 1.06  # a strip simply cut off gives 1,521 to 1,025 km


def test_the_area_lies_on_the_left_all_along(areas: pl.DataFrame, land: Ground) -> None:
    area = on(areas, "2025-04-20")
    shapely.prepare(area)
    coordinates = [shapely.get_coordinates(part) for part in shapely.get_parts(contact(area, land))]
    wrong = total = 0
    for places in coordinates:
        middle, step = (places[1:] + places[:-1]) / 2, places[1:] - places[:-1]
        left = middle + 1e-4 * shapely.get_coordinates(shapely.points(-step[:, 1], step[:, 0]))
        inside = shapely.contains_xy(area, *left.T)
        wrong, total = wrong + int((~inside).sum()), total + len(inside)
    assert total > 500
    assert wrong / total < 0.01  # but for spikes thinner than the step aside
