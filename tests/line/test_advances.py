"""A claim of advance is supported by an author's lines or not, and nothing more is said of it."""

from __future__ import annotations

from typing import Any

import pytest
import shapely

from builders import CAPTURE, at, drawn
from ceaseline.line import check_advances
from ceaseline.tables import Areas, Observations, from_rows

pytestmark = pytest.mark.usefixtures("outside_shut")

EAST = shapely.box(31, 50, 32, 51)


def claim(**changes: Any) -> dict[str, Any]:
    row: dict[str, Any] = dict.fromkeys(Observations.create_empty().columns)
    row |= {"observation_id": "c1", "capture_id": CAPTURE, "line": 2, "source": "staff", "may_republish": False}
    row |= {"phenomenon": "advance", "accused": "A", "earliest": at("2031-05-01"), "latest": at("2031-05-02")}
    return row | {"lon": 30.8, "lat": 50.5, "radius_m": 500.0} | changes


def outcomes(areas: Any, **changes: Any) -> list[tuple[str, str]]:
    table = check_advances(from_rows(Observations, [claim(**changes)]), areas)
    return [(row["outcome"], row["reason"]) for row in table.rows(named=True)]


def test_a_place_outside_all_drawings_is_not_supported_and_no_more_is_said() -> None:
    areas = drawn(("2031-05-01", EAST), ("2031-05-10", EAST))
    assert [("not_supported", "Not supported by R. Drawer's lines.")] == outcomes(areas)


def test_a_place_that_an_author_draws_days_later_is_supported_by_that_author_alone() -> None:
    areas = drawn(("2031-05-01", EAST), ("2031-05-09", shapely.box(30.5, 50, 32, 51)))
    ((outcome, reason),) = outcomes(areas)
    assert "supported" == outcome
    assert "inside what the party holds on 2031-05-09; they are its author's" in reason


def test_a_place_within_the_error_cannot_be_told() -> None:
    areas = drawn(("2031-05-01", EAST), error_km=1)
    assert ["cannot_tell"] == [word for word, _ in outcomes(areas, lon=30.985)]  # about 1.1 km west of the line
    assert ["not_supported"] == [word for word, _ in outcomes(areas, lon=30.975)]  # about 1.8 km


def test_a_vague_place_is_harder_to_tell() -> None:
    areas = drawn(("2031-05-01", EAST), error_km=1)
    assert ["cannot_tell"] == [word for word, _ in outcomes(areas, lon=30.975, radius_m=1500.0)]


def test_without_a_drawing_of_that_time_nothing_can_be_told() -> None:
    late = drawn(("2031-06-01", EAST))
    ((outcome, reason),) = outcomes(late)
    assert "cannot_tell" == outcome
    assert "has no drawing of that party's ground from 2031-05-01 to 2031-05-16" in reason


def test_a_drawing_of_the_other_party_says_nothing_of_this_ones_advance() -> None:
    assert ["cannot_tell"] == [word for word, _ in outcomes(drawn(("2031-05-01", EAST), party="B"))]


@pytest.mark.parametrize(
    "changes",
    [{"phenomenon": "explosion"}, {"accused": None}, {"lon": None, "lat": None, "radius_m": None}],
    ids=["another act", "nobody named", "no place"],
)
def test_what_is_no_claim_of_advance_is_passed_over(changes: dict[str, Any]) -> None:
    assert [] == outcomes(drawn(("2031-05-01", EAST)), **changes)


def test_each_author_answers_and_the_parties_can_be_exchanged() -> None:
    one = drawn(("2031-05-01", EAST), source="one", author="One")
    two = drawn(("2031-05-01", shapely.box(30, 50, 32, 51)), source="two", author="Two")
    words = ["not_supported", "supported"]
    assert words == [word for word, _ in outcomes(Areas.validate(one.vstack(two)))]
    one = drawn(("2031-05-01", EAST), source="one", author="One", party="B")
    two = drawn(("2031-05-01", shapely.box(30, 50, 32, 51)), source="two", author="Two", party="B")
    assert words == [word for word, _ in outcomes(Areas.validate(one.vstack(two)), accused="B")]


def test_one_drawing_within_the_error_is_enough_to_leave_it_open() -> None:
    near = shapely.box(30.81, 50, 32, 51)  # the place is less than a kilometre off
    areas = drawn(("2031-05-01", EAST), ("2031-05-05", near), ("2031-05-06", EAST))
    assert ["cannot_tell"] == [word for word, _ in outcomes(areas)]
