"""How well the whole line was watched: stretches by their length, the worse-watched side, never a stretch alone."""

from __future__ import annotations

from datetime import date
from typing import Any

import attrs
import pytest

from builders import at, clause
from ceaseline.publishing import Material, render
from ceaseline.publishing.along_line import along_line
from ceaseline.tables import Exposure, Sectors, from_rows
from facts import case_of

SOURCES = "  - {name: posts, kind: observations, file: inbox/posts.csv, role: monitor}\n"
POSTS = "observation_id,earliest,latest,means,phenomenon,lon,lat,radius_m\n"
SECTORS = [
    {"sector": "km 0-10", "kind": "line", "author": "x", "between": "A/B", "from_km": 0.0, "until_km": 10.0},
    {"sector": "km 10-40", "kind": "line", "author": "x", "between": "A/B", "from_km": 10.0, "until_km": 40.0},
]


def exposed(
    sector: str, watched: float, *, acts_of: str = "A", sure: float = 0.0, **changes: Any
) -> dict[str, Any]:
    usual = {
        "sector": sector,
        "day": date(2031, 5, 10),
        "part": "day",
        "phenomenon": "shot",
        "acts_of": acts_of,
        "from": at("2031-05-10"),
        "until": at("2031-05-11"),
        "assets": 1,
        "hours": 12.0,
        "hours_watched": watched,
        "hours_sure": sure,
        "chance_seen": watched / 12,
        "hours_lost": 0.0,
        "lost_to": None,
    }
    return {**usual, **changes}


@pytest.fixture(scope="module")
def plain(tmp_path_factory: pytest.TempPathFactory) -> Material:
    case = case_of(tmp_path_factory.mktemp("line") / "case", clause(), sources=SOURCES, inbox={"posts.csv": POSTS})
    return case.material(case.run(now=at("2031-06-20")))


def seen(material: Material, *rows: dict[str, Any]) -> Material:
    return attrs.evolve(material, sectors=from_rows(Sectors, SECTORS), exposure=from_rows(Exposure, list(rows)))


def test_a_stretch_counts_by_its_length(plain: Material) -> None:
    (row,) = along_line(seen(plain, exposed("km 0-10", 12.0, sure=6.0), exposed("km 10-40", 0.0)))
    assert ("shot", "day", "12") == (row.act, row.part, row.hours)
    assert ("25 %", "12 %", "25 %") == (row.watched, row.sure, row.chance)  # 10 of 40 km


def test_of_two_sides_the_one_counts_of_which_less_was_watched(plain: Material) -> None:
    rows = [
        exposed(sector, watched, acts_of=side)
        for sector in ("km 0-10", "km 10-40")
        for side, watched in (("A", 12.0), ("B", 3.0))
    ]
    (row,) = along_line(seen(plain, *rows))
    assert "25 %" == row.watched
    swapped = [{**each, "acts_of": {"A": "B", "B": "A"}[each["acts_of"]]} for each in rows]
    assert [row] == along_line(seen(plain, *swapped))


def test_where_nobody_watched_that_is_said_and_a_chance_that_is_not_known_is_none(plain: Material) -> None:
    dark: dict[str, Any] = {"assets": 0, "chance_seen": None}
    (row,) = along_line(seen(plain, exposed("km 0-10", 0.0, **dark), exposed("km 10-40", 0.0, **dark)))
    assert ("nobody watched", "none") == (row.watched, row.sure)
    unsure = exposed("km 10-40", 6.0, chance_seen=None)
    (row,) = along_line(seen(plain, exposed("km 0-10", 12.0), unsure))
    assert "not known" == row.chance


def test_no_stretch_and_no_asset_is_named_on_the_page(plain: Material) -> None:
    material = seen(plain, exposed("km 0-10", 12.0), exposed("km 10-40", 0.0))
    assert "km 0-10" not in render(material, version="test").decode()


def test_a_case_without_a_line_has_no_row(plain: Material) -> None:
    assert [] == along_line(plain)
