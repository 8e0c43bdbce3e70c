"""Whether monitors were let near the sides alike is said where they were not, whichever side it was."""

from __future__ import annotations

import attrs
import pytest

from builders import CAPTURE, at, clause
from ceaseline.publishing import Material, render, unequal_access
from ceaseline.tables import Assets, Watched, from_rows
from facts import case_of

NOW = at("2031-06-20")
SOURCES = "  - {name: posts, kind: observations, file: inbox/posts.csv, role: monitor}\n"
POSTS = "observation_id,earliest,latest,means,phenomenon,lon,lat,radius_m\n"


@pytest.fixture(scope="module")
def plain(tmp_path_factory: pytest.TempPathFactory) -> Material:
    case = case_of(
        tmp_path_factory.mktemp("access") / "case", clause(), sources=SOURCES, inbox={"posts.csv": POSTS}
    )
    return case.material(case.run(now=NOW))


def stopped(material: Material, **hours: float) -> Material:
    """Return the case with a patrol on record for a hundred hours, of which sides took some; and a satellite."""
    kinds = {"patrol-1": "patrol", "orbit": "satellite_thermal"}
    common = {"source": "posts", "capture_id": CAPTURE, "line": 1}
    assets = [
        {**dict.fromkeys(Assets.column_names()), "asset": name, "kind": kind, "acts_of": "any", **common}
        for name, kind in kinds.items()
    ]
    rows, start = [], at("2031-05-10")
    for party, lost in [*hours.items(), (None, 100 - sum(hours.values()))]:
        until = start + (at("2031-05-11") - at("2031-05-10")) * lost / 24
        status, reason = ("operational", None) if party is None else ("denied", "denial")
        rows.append(
            {"asset": "patrol-1", "from": start, "until": until, "status": status, "reason": reason}
            | {"restrictions": party and "r", "imposed_by": party}
        )
        start = until
    rows.append(
        {"asset": "orbit", "from": at("2031-05-10"), "until": at("2031-06-10"), "status": "operational"}
        | {"reason": None, "restrictions": None, "imposed_by": None}
    )
    return attrs.evolve(material, assets=from_rows(Assets, assets), watched=from_rows(Watched, rows))


@pytest.mark.parametrize("side", ["A", "B"])
def test_a_side_that_took_more_than_a_tenth_more_of_the_hours_is_named(plain: Material, side: str) -> None:
    name = {"A": "North (A)", "B": "South (B)"}[side]
    told = unequal_access(stopped(plain, **{side: 11.0}))
    assert f"11 % by {name}" in told
    assert "restrictions took, as established" in told
    assert told.endswith("What was seen of the sides is not comparable, and does not say who did more.")


def test_what_no_side_can_stop_does_not_hide_what_one_side_stopped(plain: Material) -> None:
    assert "(patrol)" in unequal_access(stopped(plain, B=11.0))  # of its 100 hours, not of the satellite's 744


def test_access_alike_to_within_a_tenth_gives_no_warning(plain: Material) -> None:
    assert "" == unequal_access(stopped(plain, A=20.0, B=30.0))
    assert "" == unequal_access(stopped(plain))
    assert "" == unequal_access(plain)


def test_the_warning_stands_above_the_clauses(plain: Material) -> None:
    page = render(stopped(plain, A=40.0), version="test").decode()
    assert 1 == page.count('<p class="banner"')
    assert page.index("Access was not alike") < page.index('<article class="clause">')
