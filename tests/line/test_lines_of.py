"""Lines from areas, the line that holds on a day, and authors side by side."""

from __future__ import annotations

from datetime import date

import polars as pl
import pytest
import shapely

from builders import drawn
from ceaseline.line import Ground, holding, lines_of, side_by_side
from ceaseline.tables import Areas, Lines

pytestmark = pytest.mark.usefixtures("outside_shut")

LAND = shapely.box(30, 50, 32, 51)
EAST = shapely.box(31, 50, 32, 51)
FURTHER = shapely.box(30.9, 50, 32, 51)


def lines(*entries: tuple[str, shapely.Geometry], author: str = "R. Drawer", error_km: float = 1.0) -> pl.DataFrame:
    areas = drawn(*entries, source=author, author=author, error_km=error_km)
    return lines_of(areas, {author: "B"}, Ground(LAND))


def test_a_line_carries_its_author_day_sides_error_and_scale() -> None:
    (row,) = lines(("2031-05-01", EAST), error_km=2.5).rows(named=True)
    assert ("R. Drawer", date(2031, 5, 1), "A", "B") == (row["author"], row["day"], row["left"], row["right"])
    assert (2.5, 1.0, False) == (row["error_km"], row["scale_km"], row["schematic"])
    assert pytest.approx(111.26, abs=0.1) == row["length_km"]


def test_a_copy_gives_no_line_of_its_own() -> None:
    table = lines(("2031-05-01", EAST), ("2031-05-02", EAST), ("2031-05-03", FURTHER))
    assert [date(2031, 5, 1), date(2031, 5, 3)] == table["day"].to_list()


def test_an_author_who_does_not_say_whom_the_area_faces_gives_no_line() -> None:
    assert 0 == lines_of(drawn(("2031-05-01", EAST)), {}, Ground(LAND)).height


def test_ground_that_is_unclear_is_nobodys_and_gives_no_line_of_its_own() -> None:
    unclear = drawn(("2031-05-01", shapely.box(30.9, 50, 31, 51)), party="unclear")
    both = Areas.validate(pl.concat([drawn(("2031-05-01", EAST)), unclear]))
    assert [("A", "B")] == lines_of(both, {"map": "B"}, Ground(LAND)).select("left", "right").rows()


def test_where_an_author_draws_both_sides_the_line_is_the_border_of_the_one_that_faces() -> None:
    both = Areas.validate(
        pl.concat([drawn(("2031-05-01", EAST)), drawn(("2031-05-01", shapely.box(30, 50, 31, 51)), party="B")])
    )
    assert [("A", "B")] == lines_of(both, {"map": "B"}, Ground(LAND)).select("left", "right").rows()


def test_a_line_holds_until_its_authors_next() -> None:
    table = Lines.validate(lines(("2031-05-01", EAST), ("2031-05-05", FURTHER)))
    held = {day: holding(table, date(2031, 5, day))["day"].to_list() for day in (1, 4, 5, 30)}
    assert {day: [date(2031, 5, since)] for day, since in ((1, 1), (4, 1), (5, 5), (30, 5))} == held
    assert 0 == holding(table, date(2031, 4, 30)).height


def test_authors_stand_side_by_side_with_how_far_they_lie_apart() -> None:
    mine = lines(("2031-05-01", EAST), author="One", error_km=1)
    yours = lines(("2031-05-03", FURTHER), author="Two", error_km=1)
    (row,) = side_by_side(holding(Lines.validate(pl.concat([mine, yours])))).rows(named=True)
    assert ("One", "Two") == (row["left_author"], row["right_author"])
    assert pytest.approx(7.1, abs=0.15) == row["median_km"]  # a tenth of a degree of longitude at 50.5 north
    assert 0 == row["within_errors"]


def test_within_both_errors_two_lines_are_not_apart() -> None:
    mine = lines(("2031-05-01", EAST), author="One", error_km=4)
    yours = lines(("2031-05-03", FURTHER), author="Two", error_km=4)
    (row,) = side_by_side(holding(Lines.validate(pl.concat([mine, yours])))).rows(named=True)
    assert 1 == row["within_errors"]


def test_nothing_is_measured_from_a_schematic_line() -> None:
    mine = lines(("2031-05-01", EAST), author="One")
    yours = lines(("2031-05-01", FURTHER), author="Two").with_columns(schematic=pl.lit(value=True))
    assert 0 == side_by_side(Lines.validate(pl.concat([mine, yours]))).height
