"""Names on a map: none over another, the biggest first, and none that would come out wrong."""

from __future__ import annotations

from itertools import combinations

import pytest
import shapely
from hypothesis import given
from hypothesis import strategies as st

from ceaseline.publishing.labels import Label, Placed, can_be_drawn, lines_of, place_labels

NOTHING = shapely.GeometryCollection()
SPOTS = st.lists(st.tuples(st.floats(0, 300), st.floats(0, 200)), min_size=1, max_size=25)


def label(x: float, y: float, name: str = "Saltmarsh") -> Label:
    return Label(x, y, lines_of([name], 8))


def placed(*labels: Label, taken: tuple[shapely.Geometry, ...] = ()) -> list[Placed]:
    return place_labels(labels, width=300, height=200, taken=taken, lines=NOTHING)


def box(each: Placed) -> shapely.Polygon:
    return shapely.box(each.left, each.bottom, each.right, each.top)


@given(SPOTS)
def test_no_two_names_overlap_and_none_leaves_the_map(spots: list[tuple[float, float]]) -> None:
    found = placed(*(label(x, y) for x, y in spots))
    assert not any(box(one).intersection(box(other)).area > 0 for one, other in combinations(found, 2))
    assert all(shapely.box(0, 0, 300, 200).contains(box(each)) for each in found)


def test_the_biggest_settlement_keeps_its_room() -> None:
    crowd = [label(150 + number, 100, f"Small {number}") for number in range(20)]
    found = placed(label(150, 100, "Big"), *crowd)
    assert "Big" == found[0].label.lines[0].text
    assert len(found) < 21


def test_no_name_lies_where_something_else_stands() -> None:
    right = shapely.box(152, 80, 300, 120)
    (found,) = placed(label(150, 100), taken=(right,))
    assert not box(found).intersects(right)


def test_a_name_keeps_off_a_line_where_there_is_room_beside_it() -> None:
    line = shapely.LineString([(151, 0), (190, 200)]).buffer(2)
    (found,) = place_labels([label(150, 100)], width=300, height=200, taken=(), lines=line)
    assert not box(found).intersects(line)


@pytest.mark.parametrize(
    ("name", "can"), [("Żółw Ωμέγα Їжак", True), ("中", False), ("قرية", False), ("כפר", False), ("", True)]
)
def test_scripts_that_cannot_be_set_here_are_told_apart(name: str, can: bool) -> None:
    assert can is can_be_drawn(name)
