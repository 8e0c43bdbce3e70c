"""Rows that name a sector which the case does not have are counted by its name; those that are used are not."""

from __future__ import annotations

from builders import CAPTURE, at
from ceaseline.coverage import unknown_sectors
from ceaseline.tables import Restrictions, Sectors, Weather, from_rows
from exposed import sector

FROM = {"source": "log", "from": at("2031-05-10"), "until": at("2031-05-11"), "capture_id": CAPTURE, "line": 2}


def test_only_rows_of_which_nothing_can_be_used_are_counted() -> None:
    weather = [{**FROM, "sector": name, "fog": True} for name in ("A/B 1", "everywhere", "Owl Fell")]
    restricted = {**FROM, "type": "denial", "established": False}
    restrictions = [
        {**restricted, "restriction_id": "r1", "asset": "post", "sector": "Swan Mere"},
        {**restricted, "restriction_id": "r2", "asset": None, "sector": "A/B 1"},
        {**restricted, "restriction_id": "r3", "asset": None, "sector": "Owl Fell"},
    ]
    found = unknown_sectors(
        from_rows(Sectors, [sector("A/B 1")]), from_rows(Weather, weather), from_rows(Restrictions, restrictions)
    )
    assert {"Owl Fell": 2} == found
