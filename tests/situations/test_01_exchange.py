"""Situation 1: both sides fire from opposite directions, 40 s apart, and clocks overlap; who began is not known."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from builders import at, clause
from ceaseline.case import Case
from ceaseline.pipeline import Outcome
from ceaseline.store import decide
from facts import answers, case_of, exchanged, mirrored, rule

NOW = at("2031-05-12")
SOURCES = """  - {name: posts, kind: observations, file: inbox/posts.csv, role: monitor}
  - {name: cameras, kind: observations, file: inbox/cameras.csv, role: instrument}
"""
HEADER = (
    "observation_id,earliest,latest,time_sigma_s,means,phenomenon,lon,lat,radius_m,bearing_deg,bearing_sigma_deg\n"
)
# each clock may be half a minute wrong, so that either may have been the first
FIRE = """east,2031-05-10T08:00:00Z,2031-05-10T08:00:00Z,30,heard,shelling,34.5,12.5,300,90,10
west,2031-05-10T08:00:40Z,2031-05-10T08:00:40Z,30,heard,shelling,34.5,12.5,300,270,10
"""


def case(folder: Path, fire: str = FIRE) -> Case:
    inbox = {"posts.csv": HEADER + fire, "cameras.csv": HEADER + fire}
    return case_of(
        folder / "case", clause(), sources=SOURCES, inbox=inbox, settings='[release]\nattribution = "side"\n'
    )


def test_there_are_two_incidents_each_with_its_own_records_and_never_one(tmp_path: Path) -> None:
    outcome = case(tmp_path).run(now=NOW)
    assert 2 == outcome.incidents.height
    assert [2, 2] == outcome.incidents["observations"].to_list()
    assert {90.0, 270.0} == set(outcome.incidents["bearing_deg"])


def test_they_are_linked_and_the_link_does_not_say_who_began(tmp_path: Path) -> None:
    outcome = case(tmp_path).run(now=NOW)
    (link,) = outcome.responses.rows(named=True)
    assert {link["incident_id"], link["answers"]} == set(outcome.incidents["incident_id"])
    assert (None, "assessed", None) == (link["delay_s"], link["basis"], link["procedure_followed"])


def test_a_violation_is_established_for_any_side_and_for_none_alone(tmp_path: Path) -> None:
    told = answers(case(tmp_path).run(now=NOW))
    assert {("violation_established", 2)} == {told["any", clock] for clock in "AB"}
    assert {"cannot_tell"} == {told[side, clock][0] for side in "AB" for clock in "AB"}


def test_each_side_has_what_is_determined_of_it_alone(tmp_path: Path) -> None:
    opened = case(tmp_path)
    first = opened.run(now=NOW)
    sides = {90.0: "A", 270.0: "B"}
    for incident, bearing in first.incidents.select("incident_id", "bearing_deg").iter_rows():
        for who in ("R. One", "R. Two"):
            said = {"outcome": sides[bearing], "reason": "Seen.", "reviewer": who}
            decide(opened.evidence, about=incident, **said, as_of=NOW, now=NOW)
    told = answers(opened.run(now=NOW))
    assert {("violation_established", 1)} == {told[side, "A"] for side in "AB"}
    assert ("violation_established", 2) == told["any", "A"]


def test_no_page_says_who_began(tmp_path: Path) -> None:
    opened = case(tmp_path)
    page = re.sub(r"<[^>]+>", " ", opened.report(opened.run(now=NOW)).decode())
    assert not re.search(r"\b(provo\w+|began|started|initiated|first to fire|in response)\b", page, re.IGNORECASE)


@pytest.mark.parametrize("apart", [0, 10, 39])
def test_closer_together_they_are_two_all_the_same(tmp_path: Path, apart: int) -> None:
    fire = FIRE.replace("08:00:40", f"08:00:{apart:02}")
    assert 2 == case(tmp_path, fire).run(now=NOW).incidents.height


def test_exchanging_the_parties_exchanges_the_answers(tmp_path: Path) -> None:
    one, other = case(tmp_path / "one"), case(tmp_path / "other")
    rule(one, "A", now=NOW)
    rule(other, exchanged("A"), now=NOW)
    told: list[Outcome] = [opened.run(now=NOW) for opened in (one, other)]
    assert answers(told[0]) == mirrored(answers(told[1]))
