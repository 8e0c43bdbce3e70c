"""What a case knows besides its records parts the sides in a run too: weapons of one side, zones of notices."""

from __future__ import annotations

from pathlib import Path

import polars as pl
import pytest

from builders import at, clause
from ceaseline.case import Case
from ceaseline.errors import FormError
from facts import case_of

NOW = at("2031-05-12")
SOURCES = """  - {name: posts, kind: observations, file: inbox/posts.csv, role: monitor}
  - {name: desk, kind: notifications, file: inbox/notices.csv, role: monitor}
"""
POSTS = """observation_id,earliest,latest,means,phenomenon,weapon,lon,lat,radius_m
p1,2031-05-10T08:00:00Z,2031-05-10T08:00:20Z,seen,shelling,howitzer,34.5,12.5,300
"""
NOTICES = "notification_id,party,act,notified,from,until,zone\n"
IN_THE_VALLEY = "n1,A,exercise,2031-05-01T00:00:00Z,2031-05-10T00:00:00Z,2031-05-11T00:00:00Z,valley\n"
ONE_SIDE = '[attribution]\nweapons_of = {howitzer = "B"}\n'


def case(folder: Path, *, notices: str = "", settings: str = "") -> Case:
    inbox = {"posts.csv": POSTS, "notices.csv": NOTICES + notices}
    return case_of(folder / "case", clause(), sources=SOURCES, inbox=inbox, settings=settings)


def chances(opened: Case) -> dict[str, float]:
    outcome = opened.run(now=NOW)
    assert 1 == outcome.incidents.height
    return dict(outcome.attributions.select("hypothesis", "probability").iter_rows())


def test_a_weapon_that_the_case_gives_to_one_side_speaks_for_it_and_else_for_none(tmp_path: Path) -> None:
    silent, told = chances(case(tmp_path / "one")), chances(case(tmp_path / "other", settings=ONE_SIDE))
    assert silent["A"] == silent["B"]
    # the logarithm of 20 is 3, and what is usual leans a little with it
    assert 20 < told["B"] / told["A"] < 21


def test_a_weapon_of_a_party_that_the_terms_do_not_name_is_a_problem_with_its_line(tmp_path: Path) -> None:
    opened = case(tmp_path, settings=ONE_SIDE.replace('"B"', '"X"'))
    (problem,) = opened.problems()
    assert problem.startswith("case.toml:4: attribution.weapons_of.howitzer: is no party of the terms (found: X).")
    with pytest.raises(FormError, match="use one of A, B"):
        opened.run(now=NOW)


def test_an_exercise_announced_for_a_drawn_zone_is_looked_up_there(tmp_path: Path) -> None:
    bare = chances(case(tmp_path / "one"))
    there = chances(case(tmp_path / "two", notices=IN_THE_VALLEY))
    undrawn = chances(case(tmp_path / "three", notices=IN_THE_VALLEY.replace("valley", "hills")))
    assert there["not_hostile"] > 5 * bare["not_hostile"]
    assert bare == undrawn


def test_the_basis_of_a_weapon_is_in_the_evidence_as_physical(tmp_path: Path) -> None:
    evidence = case(tmp_path, settings=ONE_SIDE).run(now=NOW).evidence
    (row,) = evidence.filter(pl.col("term") == "weapon", pl.col("hypothesis") == "B").iter_rows(named=True)
    assert row["standing"]
    assert "an accredited source identified a weapon that one side alone has" in row["basis"]
