"""Counts in cells: coarse, delayed, and silent on small numbers."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from builders import at
from ceaseline.publishing.cells import grid_of
from ceaseline.publishing.counted import CellCounts, count_in_cells
from charts import incident, incidents

GRID = grid_of(253)


def counted(*rows: dict[str, Any], smallest: int = 5, as_of: str | None = "2031-05-20") -> CellCounts:
    return count_in_cells(
        incidents(*rows),
        grid=GRID,
        smallest_count=smallest,
        delay=timedelta(hours=24),
        as_of=None if as_of is None else at(as_of),
    )


def shown(counts: CellCounts) -> list[str]:
    return [each.shown for each in counts.cells]


@pytest.mark.parametrize(("count", "told"), [(1, "1-4"), (4, "1-4"), (5, "5"), (1200, "1,200")])
def test_a_small_count_is_only_told_to_be_small(count: int, told: str) -> None:
    assert [told] == shown(counted(*(incident(number) for number in range(count))))


def test_one_to_four_incidents_make_the_same_counts() -> None:
    assert counted(incident(1)) == counted(incident(1), incident(2), incident(3))


def test_the_shades_have_no_gap_and_begin_at_the_smallest_count() -> None:
    assert ("1-4", "5-9", "10-49", "50-199", "200 or more") == counted().classes
    assert ("1-9", "10-49", "50-199", "200 or more") == counted(smallest=10).classes
    assert ("1-9", "10-49", "50-199", "200 or more") == counted(smallest=1).classes
    assert ("1", "2-9", "10-49", "50-199", "200 or more") == counted(smallest=2).classes


@pytest.mark.parametrize(("count", "shade"), [(4, 0), (5, 1), (9, 1), (10, 2), (50, 3), (200, 4)])
def test_a_count_has_the_shade_of_its_class(count: int, shade: int) -> None:
    (cell,) = counted(*(incident(number) for number in range(count))).cells
    assert shade == cell.shade


def test_incidents_a_cell_apart_are_counted_apart() -> None:
    here = [incident(number) for number in range(6)]
    there = [incident(10 + number, lon=31.4) for number in range(5)]
    assert ["6", "5"] == shown(counted(*here, *there))


def test_a_place_that_is_not_known_well_enough_is_in_no_cell() -> None:
    half = GRID.side_km * 1000 / 2
    counts = counted(incident(1, radius_m=half - 1), incident(2, radius_m=half + 1))
    assert (1, ["1-4"]) == (counts.too_wide, shown(counts))


def test_an_incident_waits_until_its_delay_is_over_to_the_second() -> None:
    old = incident(1, latest=at("2031-05-19 00:00"))
    young = incident(2, latest=at("2031-05-19 00:00:01"))
    counts = counted(old, young)
    assert (1, ["1-4"]) == (counts.too_young, shown(counts))


def test_where_there_is_no_evidence_every_incident_waits() -> None:
    counts = counted(incident(1), as_of=None)
    assert (1, []) == (counts.too_young, shown(counts))


def test_an_incident_without_a_place_is_in_no_cell() -> None:
    counts = counted(incident(1, lon=None, lat=None))
    assert (1, []) == (counts.placeless, shown(counts))
