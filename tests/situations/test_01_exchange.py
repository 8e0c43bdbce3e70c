"""Situation 1: both sides fire from opposite directions, 40 s apart, and clocks overlap; who began is not known."""

from __future__ import annotations

import json
import re
from pathlib import Path

import polars as pl
import pytest

from builders import at, clause
from ceaseline.case import Case
from ceaseline.pipeline import Outcome
from facts import answers, case_of, determine, exchanged, mirrored, rule

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


# a line from south to north where it fell: going along it, A is on the right, which is the east
LINE = {
    "type": "Feature",
    "properties": {"day": "2031-05-10", "left": "B", "right": "A", "error_km": 0.2},
    "geometry": {"type": "LineString", "coordinates": [[34.4995, 12.0], [34.4995, 13.0]]},
}
MAP = "  - {name: map, kind: lines, file: inbox/line.geojson, author: R. Drawer}\n"


def case(folder: Path, fire: str = FIRE, *, lines: bool = False) -> Case:
    inbox = {"posts.csv": HEADER + fire, "cameras.csv": HEADER + fire}
    sources = SOURCES
    if lines:
        inbox["line.geojson"] = json.dumps({"type": "FeatureCollection", "features": [LINE]})
        sources += MAP
    return case_of(
        folder / "case", clause(), sources=sources, inbox=inbox, settings='[release]\nattribution = "side"\n'
    )


def proposals(outcome: Outcome) -> dict[float, str]:
    """Return what may be proposed, by the direction the fire came from."""
    rows = outcome.incidents.select("incident_id", "bearing_deg").join(outcome.proposals, on="incident_id")
    return dict(rows.select("bearing_deg", "proposal").iter_rows())


def determined_by_direction(opened: Case) -> Outcome:
    """Return what comes of it where two people say of each fire that it came from where it came from."""
    first = opened.run(now=NOW)
    for incident, bearing in first.incidents.select("incident_id", "bearing_deg").iter_rows():
        determine(opened, incident, {90.0: "A", 270.0: "B"}[bearing], now=NOW)
    return opened.run(now=NOW)


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
    told = answers(determined_by_direction(case(tmp_path, lines=True)))
    assert {("violation_established", 1)} == {told[side, "A"] for side in "AB"}
    assert ("violation_established", 2) == told["any", "A"]


def test_opposite_directions_alone_carry_neither_over_the_threshold(tmp_path: Path) -> None:
    outcome = case(tmp_path).run(now=NOW)
    assert {90.0: "undetermined", 270.0: "undetermined"} == proposals(outcome)
    sides = outcome.attributions.filter(pl.col("hypothesis").is_in(["A", "B"]))["probability"]
    assert sides.to_list() == pytest.approx([sides[0]] * 4)


def test_with_a_line_each_direction_speaks_for_the_side_behind_it(tmp_path: Path) -> None:
    assert {90.0: "A", 270.0: "B"} == proposals(case(tmp_path, lines=True).run(now=NOW))


def test_two_people_name_a_side_and_it_is_not_released_without_evidence_that_carries_it(tmp_path: Path) -> None:
    outcome = determined_by_direction(case(tmp_path))
    assert {"undetermined"} == set(outcome.findings["attributed_to"])
    assert all(
        "two people determined whose it was, and what a release needs is not there" in basis
        for basis in outcome.findings["basis"]
    )
    assert {0} == set(outcome.releases["released"])


def test_people_who_name_the_side_that_the_evidence_speaks_against_release_nothing(tmp_path: Path) -> None:
    opened = case(tmp_path, lines=True)
    rule(opened, "A", now=NOW)
    rows = opened.run(now=NOW).findings.select("attributed_to", "basis").unique()
    assert {"A": 1, "undetermined": 1} == dict(rows.group_by("attributed_to").len().iter_rows())
    assert rows.filter(pl.col("basis").str.contains("The evidence carries another answer")).height == 1


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
