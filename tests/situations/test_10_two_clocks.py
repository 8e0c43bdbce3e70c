"""Situation 10: a strike on an energy site on the 20th; one clock runs from the 18th, the other from the 25th."""

from __future__ import annotations

import re
from datetime import datetime
from pathlib import Path

import polars as pl
import pytest

from builders import at, clause
from ceaseline.case import Case
from ceaseline.pipeline import Outcome
from facts import answers, case_of, exchanged, mirrored, rule

EARLY, LATE = at("2031-03-22"), at("2031-05-01")
CLOCKS = {
    "A": {"from": "2031-03-18 00:00", "until": "2031-04-17 00:00", "zone": "UTC"},
    "B": {"from": "2031-03-25 00:00", "until": "2031-04-24 00:00", "zone": "UTC"},
}
BOTH = {"from": "2031-03-25 00:00", "until": "2031-04-17 00:00", "zone": "UTC"}
NO_STRIKES = {
    "id": "no-strikes",
    "code": "NO_STRIKE_ON_CLASS",
    "text": "No strikes on energy sites.",
    "objects": ["energy"],
    "where": {"zone": "valley"},  # the site, as drawn
    "window": BOTH,
}
HEADER = "observation_id,earliest,latest,means,phenomenon,lon,lat,radius_m,accused\n"
STRIKE = "s,2031-03-20T02:00:00Z,2031-03-20T02:00:30Z,seen,strike,34.5,12.5,200,{side}\n"
SOURCES = """  - {name: posts, kind: observations, file: inbox/posts.csv, role: monitor}
  - {name: cameras, kind: observations, file: inbox/cameras.csv, role: instrument}
"""


def case(folder: Path, *, side: str = "A", mirror: bool = False) -> Case:
    """Return the case; a monitor and an instrument say whose the strike was."""
    strike = HEADER + STRIKE.format(side=side)
    clocks = {"A": CLOCKS["B"], "B": CLOCKS["A"]} if mirror else CLOCKS
    return case_of(
        folder / "case",
        clause(**NO_STRIKES, windows_disputed=clocks),
        sources=SOURCES,
        inbox={"posts.csv": strike, "cameras.csv": strike},
        settings='[release]\nattribution = "side"\n',
    )


def ruled(folder: Path, *, side: str = "A", mirror: bool = False, now: datetime = EARLY) -> tuple[Case, Outcome]:
    """Return the case after two people determined whose the strike was."""
    opened = case(folder, side=side, mirror=mirror)
    rule(opened, side, now=now)
    return opened, opened.run(now=now)


def test_under_one_clock_it_is_a_violation_and_under_the_other_the_clause_was_not_in_force(tmp_path: Path) -> None:
    _, outcome = ruled(tmp_path)
    assert [("A", "violation", "A", "determined")] == outcome.findings.select(
        "clock", "outcome", "attributed_to", "level"
    ).rows()
    assert {
        ("A", "A"): ("violation_established", 1),
        ("B", "A"): ("cannot_tell", None),
        ("any", "A"): ("violation_established", 1),
        ("A", "B"): ("not_in_force", None),
        ("B", "B"): ("not_in_force", None),
        ("any", "B"): ("not_in_force", None),
    } == answers(outcome, "no-strikes")


def test_both_answers_are_printed_with_their_clocks_and_no_headline_merges_them(tmp_path: Path) -> None:
    opened, outcome = ruled(tmp_path)
    page = re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", opened.report(outcome).decode()))
    assert "violation established" in page
    assert "not in force" in page
    assert "clock of North (A)" in page
    assert "clock of South (B)" in page


def test_once_the_later_clock_runs_the_strike_before_it_is_none_of_its_own(tmp_path: Path) -> None:
    _, outcome = ruled(tmp_path, now=LATE)
    told = answers(outcome, "no-strikes")
    assert ("violation_established", 1) == told["A", "A"]
    assert ("cannot_tell", "cannot_tell") == (told["A", "B"][0], told["any", "B"][0])
    assert not outcome.findings.filter(pl.col("clock") == "B", pl.col("outcome") == "violation").height


def test_without_a_ruling_it_is_established_for_any_side_and_for_none_alone(tmp_path: Path) -> None:
    told = answers(case(tmp_path).run(now=EARLY), "no-strikes")
    assert ("violation_established", 1) == told["any", "A"]
    assert {"cannot_tell"} == {told[side, "A"][0] for side in "AB"}


@pytest.mark.parametrize("side", ["A", "B"])
def test_exchanging_the_parties_exchanges_the_answers(tmp_path: Path, side: str) -> None:
    _, before = ruled(tmp_path / "one", side=side)
    _, after = ruled(tmp_path / "other", side=exchanged(side), mirror=True)
    assert answers(before, "no-strikes") == mirrored(answers(after, "no-strikes"))
