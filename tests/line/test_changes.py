"""What an author changed: a copy, a missing day or a redraw never reads as an advance."""

from __future__ import annotations

import dataframely as dy
import numpy as np
import pytest
import shapely
from shapely.geometry.base import BaseGeometry

from builders import drawn
from ceaseline.line import area_km2, changes
from ceaseline.tables import Areas, LineChanges

pytestmark = pytest.mark.usefixtures("outside_shut")


def wavy(east: float = 0.0, corners: int = 200, shift: float = 0.0) -> BaseGeometry:
    """Return an area with many corners whose eastern side lies so many degrees further east."""
    y = np.linspace(50, 51, corners) + shift
    front = np.column_stack([31 + 0.01 * np.sin(40 * y) + east, y])
    return shapely.Polygon([(30, 50 + shift), *front.tolist(), (30, 51 + shift)])


def edited(number: int) -> BaseGeometry:
    """Return the area with a small square more for each day, as an author edits: few corners change."""
    squares = [shapely.box(31.005, 50.1 + 0.02 * each, 31.05, 50.11 + 0.02 * each) for each in range(number)]
    return shapely.union_all([wavy(), *squares])


def days(*shapes: BaseGeometry) -> dy.DataFrame[Areas]:
    return drawn(*((f"2031-05-{number:02d}", shape) for number, shape in enumerate(shapes, 1)))


def kinds(table: dy.DataFrame[LineChanges]) -> list[str]:
    return table["kind"].to_list()


def test_the_first_drawing_is_held_against_nothing() -> None:
    assert 0 == changes(days(wavy())).height


def test_the_same_drawing_again_is_a_copy() -> None:
    (row,) = changes(days(wavy(), wavy())).rows(named=True)
    assert ("copied", 0.0, 0.0) == (row["kind"], row["gained_km2"], row["lost_km2"])
    assert "says nothing new" in row["reason"]


def test_an_edit_says_how_much_differs_and_not_when_it_changed_hands() -> None:
    (row,) = changes(days(edited(1), edited(2))).rows(named=True)
    assert "edited" == row["kind"]
    assert pytest.approx(area_km2(edited(2)) - area_km2(edited(1)), rel=1e-6) == row["gained_km2"]
    assert 0 == pytest.approx(row["lost_km2"], abs=1e-9)
    assert "may be days older than the drawing" in row["reason"]


def test_days_without_a_drawing_are_counted_and_the_step_belongs_to_none_of_them() -> None:
    table = drawn(("2031-05-01", edited(1)), ("2031-05-04", edited(2)))
    (row,) = changes(table).rows(named=True)
    assert 2 == row["days_missing"]
    assert "with 2 days without a drawing between" in row["reason"]
    assert "belongs to one of those days, nobody can say which" in row["reason"]


def test_a_drawing_with_all_corners_elsewhere_is_a_redraw_even_where_no_ground_changed() -> None:
    (row,) = changes(days(wavy(corners=200), wavy(corners=331))).rows(named=True)
    assert "redrawn" == row["kind"]
    assert "drawn anew" in row["reason"]


def test_a_step_far_above_the_usual_is_named_a_redraw_with_its_measure() -> None:
    shapes = [edited(number) for number in range(1, 14)]
    leap = shapely.union(shapes[-1], shapely.box(31.005, 50.5, 31.6, 50.9))
    table = changes(days(*shapes, leap))
    assert ["edited"] * 12 + ["redrawn"] == kinds(table)
    assert "times this author's usual step" in table.row(-1, named=True)["reason"]


def test_with_too_few_steps_nobody_knows_what_is_usual() -> None:
    leap = shapely.union(edited(3), shapely.box(31.005, 50.5, 31.6, 50.9))
    assert ["edited", "edited", "edited"] == kinds(changes(days(edited(1), edited(2), edited(3), leap)))


def test_a_large_step_over_as_many_missing_days_is_no_redraw() -> None:
    shapes = [edited(number) for number in range(1, 13)]
    rows = [(f"2031-05-{number:02d}", shape) for number, shape in enumerate(shapes, 1)]
    more = [shapely.box(31.005, 50.5, 31.005 + 0.5, 50.6)]
    near = changes(drawn(*rows, ("2031-05-13", shapely.union_all([shapes[-1], *more]))))
    late = changes(drawn(*rows, ("2031-08-30", shapely.union_all([shapes[-1], *more]))))
    assert ("redrawn", "edited") == (kinds(near)[-1], kinds(late)[-1])


def test_the_order_of_rows_and_the_party_change_nothing() -> None:
    table = days(edited(1), edited(2), edited(2), edited(5))
    turned = Areas.validate(table.reverse())
    assert changes(table).equals(changes(turned))
    other = drawn(*((str(row["day"]), shapely.from_wkb(row["geometry"])) for row in table.to_dicts()), party="B")
    assert changes(table).drop("party").equals(changes(other).drop("party"))


def test_moving_a_side_of_a_plain_drawing_is_an_edit() -> None:
    assert ["edited"] == kinds(changes(days(shapely.box(30, 50, 31, 51), shapely.box(30, 50, 31.1, 51))))
