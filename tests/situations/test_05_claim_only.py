"""Situation 5: a side says it was shelled 444 times. That is alleged; where it was watched, it is not supported."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from builders import at, clause
from ceaseline.case import Case
from facts import answers, case_of, exchanged, mirrored, rule

NOW = at("2031-05-12")
QUIET = clause(
    id="no-shelling", code="NO_HEAVY_WEAPON_USE", text="Heavy weapons are silent.", where={"zone": "ridge"}
)
SOURCES = """  - {name: statement, kind: observations, file: inbox/statement.csv, role: party, party: A}
  - {name: list, kind: assets, file: inbox/assets.csv, role: monitor}
  - {name: log, kind: watches, file: inbox/watches.csv, role: monitor}
  - {name: posts, kind: observations, file: inbox/posts.csv, role: monitor}
"""
SAID = """observation_id,earliest,latest,means,phenomenon,lon,lat,radius_m,quantity_low,quantity_high,unit,accused
x,2031-05-10T00:00:00Z,2031-05-10T23:59:59Z,told,shelling,34.5,12.5,300,444,444,acts,B
"""
HEADER = "observation_id,earliest,latest,means,phenomenon,lon,lat,radius_m\n"
ASSETS = "asset,kind,owner,acts_of,lon,lat\nridge-post,post,,any,34.5,12.5\n"
WATCHED = "asset,from,until,status,reason\nridge-post,2031-05-10T00:00Z,2031-05-11T00:00Z,operational,\n"


def case(folder: Path, *, watched: bool, mirror: bool = False, posts: str = "", settings: str = "") -> Case:
    inbox = {"statement.csv": exchanged(SAID) if mirror else SAID, "posts.csv": HEADER + posts}
    if watched:
        inbox |= {"assets.csv": ASSETS, "watches.csv": WATCHED}
    sources = exchanged(SOURCES) if mirror else SOURCES
    return case_of(folder / "case", QUIET, sources=sources, inbox=inbox, settings=settings)


def text(opened: Case) -> str:
    page = opened.report(opened.run(now=NOW)).decode()
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", page))


@pytest.mark.parametrize("watched", [False, True])
def test_it_is_alleged_and_indeterminate_and_in_no_total_of_ours(tmp_path: Path, watched: bool) -> None:
    outcome = case(tmp_path, watched=watched).run(now=NOW)
    assert {("indeterminate", "alleged", "undetermined")} == set(
        outcome.findings.select("outcome", "level", "attributed_to").rows()
    )
    assert 444 not in {count for _, count in answers(outcome, "no-shelling").values()}


def test_where_nobody_watched_nothing_can_be_told_and_no_number_is_given(tmp_path: Path) -> None:
    opened = case(tmp_path, watched=False)
    assert {None} == {count for _, count in answers(opened.run(now=NOW), "no-shelling").values()}
    assert "violation_established" not in {word for word, _ in answers(opened.run(now=NOW), "no-shelling").values()}
    assert "not supported where watched" not in text(opened)


def test_where_it_was_watched_and_nothing_seen_it_is_not_supported_and_never_called_false(tmp_path: Path) -> None:
    opened = case(tmp_path, watched=True)
    outcome = opened.run(now=NOW)
    (share,) = outcome.exposure.select("chance_seen").min().row(0)
    assert share >= 0.95
    assert {("none_recorded_where_watched", 0)} == set(answers(outcome, "no-shelling").values())
    assert all("not supported where watched" in basis for basis in outcome.findings["basis"])
    page = text(opened)
    assert "not supported where watched" in page
    assert not re.search(r"\b(false|untrue|lied?|fabricat\w+|refuted|disproved)\b", page, re.IGNORECASE)


@pytest.mark.parametrize("lon", [34.5, 34.508])  # the same place, and another on the ridge
def test_where_something_was_seen_that_day_it_is_not_said_to_lack_support(tmp_path: Path, lon: float) -> None:
    seen = f"y,2031-05-10T08:00:00Z,2031-05-10T08:00:30Z,heard,shelling,{lon},12.5,50\n"
    outcome = case(tmp_path, watched=True, posts=seen).run(now=NOW)
    assert outcome.findings.height
    assert not any("not supported" in basis for basis in outcome.findings["basis"])


def test_the_word_of_one_camp_alone_leaves_whose_it_was_undetermined(tmp_path: Path) -> None:
    outcome = case(tmp_path, watched=False).run(now=NOW)
    assert [("undetermined", "All of it comes from the camp of one side.")] == outcome.proposals.select(
        "proposal", "reason"
    ).rows()
    chances = dict(outcome.attributions.select("hypothesis", "probability").iter_rows())
    assert 0.5 < chances["A"] + chances["B"]
    assert chances["B"] < 0.6


def test_what_two_people_say_of_a_claim_alone_is_their_ruling_and_releases_no_side(tmp_path: Path) -> None:
    opened = case(tmp_path, watched=False, settings='[release]\nattribution = "side"\n')
    rule(opened, "B", now=NOW)
    outcome = opened.run(now=NOW)
    assert ["stands", "stands"] == outcome.decisions["standing"].to_list()
    assert {("indeterminate", "alleged", "undetermined")} == set(
        outcome.findings.select("outcome", "level", "attributed_to").rows()
    )
    assert (
        "what a release needs is not there: All of it comes from the camp of one side."
        in outcome.findings["basis"][0]
    )


def test_exchanging_the_parties_exchanges_the_answers(tmp_path: Path) -> None:
    for watched in (False, True):
        one = case(tmp_path / f"one-{watched}", watched=watched).run(now=NOW)
        other = case(tmp_path / f"other-{watched}", watched=watched, mirror=True).run(now=NOW)
        assert answers(one, "no-shelling") == mirrored(answers(other, "no-shelling"))
