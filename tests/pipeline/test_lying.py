"""In which stretches of lines incidents lie: by hand, on a line due east along the equator."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from builders import at
from ceaseline.coverage import Spots
from ceaseline.pipeline.lying import lying_in
from ceaseline.pipeline.sectors import Layout
from ceaseline.tables import ClauseSectors, Incidents, Sectors, from_rows

pytestmark = pytest.mark.usefixtures("outside_shut")

KM = 1 / 111.195  # degrees of a sphere


def layout(authors: tuple[str, ...] = ("R. Drawer",), km: int = 60, each: int = 20) -> Layout:
    """Return stretches of 20 km, with three spots across the line at each kilometre, and a zone on it."""
    many = km // each
    rows: list[dict[str, Any]] = [
        {"sector": f"{author} {n}", "kind": "line", "author": author, "between": "A/B"}
        | {"from_km": float(n * each), "until_km": float((n + 1) * each)}
        for author in authors
        for n in range(many)
    ]
    along = np.repeat(np.arange(km) + 0.5, 3)
    lat = np.tile([-3.0, 0.0, 3.0], km)
    zone = {"sector": "town", "kind": "zone", "author": None, "between": None, "from_km": None, "until_km": None}
    sectors = from_rows(Sectors, [*rows, zone])
    row = [number * many + (along // each).astype(np.int64) for number in range(len(authors))]
    return Layout(
        sectors,
        Spots(
            np.concatenate([*row, [len(rows)]]),
            np.concatenate([*[along * KM] * len(authors), [30 * KM]]),
            np.concatenate([*[lat * KM] * len(authors), [0.0]]),
            tuple(sectors["sector"]),
        ),
        from_rows(ClauseSectors, []),
        {},
        {},
    )


def lying(east_km: float, north_km: float = 0.0, radius_km: float = 0.3, **changes: Any) -> list[tuple[str, bool]]:
    incident = {
        "incident_id": "i", "earliest": at("2031-05-10"), "latest": at("2031-05-10"), "observations": 1,
        "groups": 1, "lon": east_km * KM, "lat": north_km * KM, "radius_m": 1000 * radius_km,
    }  # fmt: skip
    found = lying_in(from_rows(Incidents, [incident | changes.pop("place", {})]), layout(**changes))
    return sorted(found.select("sector", "nearest").rows())


def test_an_incident_lies_in_the_stretch_that_it_is_nearest_to() -> None:
    assert [("R. Drawer 1", True)] == lying(30)
    assert [("R. Drawer 0", True)] == lying(15, 10)


def test_near_the_end_of_a_stretch_it_may_lie_in_the_next() -> None:
    assert [("R. Drawer 0", True), ("R. Drawer 1", False)] == lying(19.2, radius_km=1)
    assert [("R. Drawer 0", True)] == lying(16, radius_km=1)


def test_a_place_hardly_known_may_lie_in_all_of_them() -> None:
    assert [("R. Drawer 0", False), ("R. Drawer 1", True), ("R. Drawer 2", False)] == lying(30, radius_km=15)


def test_more_spots_are_looked_at_where_a_place_is_hardly_known() -> None:
    found = lying(200, radius_km=12, km=400)
    assert [f"R. Drawer {n}" for n in (10, 11, 8, 9)] == [name for name, _ in found]


def test_what_lies_far_from_the_line_is_in_none_and_what_may_lie_near_is_counted_in_none() -> None:
    assert [] == lying(30, 16, radius_km=0.1)
    assert [("R. Drawer 1", False)] == lying(30, 16, radius_km=0.5)


def test_each_author_has_a_line_of_its_own() -> None:
    assert [("A 1", True), ("B 1", True)] == lying(30, authors=("A", "B"))


def test_what_has_no_place_is_in_none() -> None:
    assert [] == lying(30, place={"lon": None, "lat": None, "radius_m": None})
