"""Incidents along each author's line: by the line that held on their day, and no side within the errors."""

from __future__ import annotations

from datetime import date
from typing import Any

import polars as pl
import pytest
import shapely

from builders import at, drawn
from ceaseline.line import Ground, lines_of, place
from ceaseline.tables import Incidents, Lines, Placements, from_rows

LAND = shapely.box(30, 50, 32, 51)
EAST = shapely.box(31, 50, 32, 51)
SLANTED = shapely.Polygon([(31, 50), (32, 50), (32, 51), (31, 50.6)])
FURTHER = shapely.box(30.8, 50, 32, 51)


def lines(*entries: tuple[str, shapely.Geometry], author: str = "R. Drawer", **changes: Any) -> Any:
    return lines_of(drawn(*entries, source=author, author=author, **changes), {author: "B"}, Ground(LAND))


def incident(name: str = "i1", lon: float | None = 30.9, lat: float = 50.5, **changes: Any) -> dict[str, Any]:
    row: dict[str, Any] = dict.fromkeys(Incidents.create_empty().columns)
    where = {"lon": lon, "lat": None if lon is None else lat, "radius_m": None if lon is None else 500.0}
    when = {"earliest": at("2031-05-02 12:00"), "latest": at("2031-05-02 12:00")}
    return row | {"incident_id": name, "observations": 1, "groups": 1} | where | when | changes


def placed(table: Any, *rows: dict[str, Any], sector_km: float = 25.0) -> list[dict[str, Any]]:
    found = place(from_rows(Incidents, list(rows) or [incident()]), table, sector_km)
    return Placements.validate(found).to_dicts()


def test_distance_side_and_sector_are_those_of_the_authors_line() -> None:
    (row,) = placed(lines(("2031-05-01", EAST)))
    assert ("R. Drawer", "A/B", date(2031, 5, 1), "B") == tuple(
        row[name] for name in ("author", "between", "day", "held_by")
    )
    assert pytest.approx(7.1, abs=0.05) == row["distance_km"]  # a tenth of a degree of longitude at 50.5 north
    assert pytest.approx(55.6, abs=0.1) == row["chainage_km"]  # half a degree from where the line begins
    assert "km 50-75" == row["sector"]


def test_the_line_that_held_on_the_day_counts() -> None:
    table = lines(("2031-05-01", EAST), ("2031-05-05", FURTHER))
    late = at("2031-05-05 01:00")
    rows = placed(table, incident("before"), incident("after", earliest=late, latest=late))
    assert {"before": ("B", date(2031, 5, 1)), "after": ("A", date(2031, 5, 5))} == {
        row["incident_id"]: (row["held_by"], row["day"]) for row in rows
    }


def test_the_sector_stays_that_of_the_first_line() -> None:
    (row,) = placed(lines(("2031-05-01", EAST), ("2031-05-02", SLANTED)))
    assert date(2031, 5, 2) == row["day"]
    assert row["chainage_km"] > 80  # it begins further away
    assert "km 50-75" == row["sector"]


def test_within_the_errors_no_side_is_told() -> None:
    assert [None] == [row["held_by"] for row in placed(lines(("2031-05-01", EAST)), incident(lon=30.98))]  # 1.4 km
    assert ["B"] == [row["held_by"] for row in placed(lines(("2031-05-01", EAST)), incident(lon=30.975))]  # 1.8 km
    vague = incident(lon=30.975, radius_m=1500.0)
    assert [None] == [row["held_by"] for row in placed(lines(("2031-05-01", EAST)), vague)]


def test_before_an_authors_first_line_and_without_a_place_nothing_is_placed() -> None:
    early = at("2031-04-30 23:59")
    assert [] == placed(
        lines(("2031-05-01", EAST)), incident(earliest=early, latest=early), incident("i2", lon=None)
    )


def test_each_author_has_a_row_and_schematic_lines_have_none() -> None:
    both = Lines.validate(
        pl.concat([lines(("2031-05-01", EAST), author="One"), lines(("2031-05-01", FURTHER), author="Two")])
    )
    assert [("One", "B"), ("Two", "A")] == [(row["author"], row["held_by"]) for row in placed(both)]
    assert [] == placed(both.with_columns(schematic=pl.lit(value=True)))


def test_exchanging_the_parties_exchanges_who_holds_and_nothing_else() -> None:
    one = placed(lines(("2031-05-01", EAST)))
    table = lines(("2031-05-01", EAST)).with_columns(left=pl.lit("B"), right=pl.lit("A"))
    assert [row | {"held_by": "A"} for row in one] == placed(table)


def test_the_order_of_rows_changes_nothing() -> None:
    table = lines(("2031-05-01", EAST), ("2031-05-02", SLANTED))
    rows = [incident(f"i{number}", lon=30.5 + number / 10) for number in range(6)]
    assert placed(table, *rows) == placed(table.reverse(), *rows[::-1])
