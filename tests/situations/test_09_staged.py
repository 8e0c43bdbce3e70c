"""Situation 9: the film is older than what it claims to show. It stays open until people look at it."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from builders import at, clause
from ceaseline.case import Case
from ceaseline.pipeline import Outcome
from facts import answers, case_of, exchanged, mirrored, rule

NOW = at("2031-05-12")
SOURCES = """  - {name: channel, kind: observations, file: inbox/channel.csv, role: osint}
  - {name: paper, kind: observations, file: inbox/paper.csv, role: press}
  - {name: posts, kind: observations, file: inbox/posts.csv, role: monitor}
"""
HEADER = "observation_id,earliest,latest,means,phenomenon,lon,lat,radius_m,accused,made_at\n"
FILM = "x,2031-05-10T08:00:00Z,2031-05-10T08:00:30Z,video,shelling,34.5,12.5,300,{accused},{made}\n"
OLD, SAME_DAY = "2031-05-08T09:30:00Z", "2031-05-10T08:00:10Z"


def case(folder: Path, *, made: str = OLD, posts: str | None = None, accused: str = "B") -> Case:
    film = HEADER + FILM.format(accused=accused, made=made)
    inbox = {"channel.csv": film, "paper.csv": film}
    if posts is not None:
        inbox["posts.csv"] = HEADER + FILM.format(accused="", made=posts)
    settings = '[release]\nattribution = "side"\n'
    return case_of(folder / "case", clause(), sources=SOURCES, inbox=inbox, settings=settings)


def found(outcome: Outcome) -> set[tuple[str, str, str]]:
    return set(outcome.findings.select("outcome", "level", "attributed_to").rows())


def test_it_is_indeterminate_though_two_sources_show_it_and_the_reason_is_told(tmp_path: Path) -> None:
    outcome = case(tmp_path).run(now=NOW)
    assert {("indeterminate", "reported", "undetermined")} == found(outcome)
    assert all("was made before it is said to have happened" in basis for basis in outcome.findings["basis"])
    assert {("cannot_tell", 1)} == {answer for (who, _), answer in answers(outcome).items() if who == "any"}


def test_a_film_of_the_same_time_by_two_is_corroborated_and_nothing_is_said_of_its_age(tmp_path: Path) -> None:
    outcome = case(tmp_path, made=SAME_DAY).run(now=NOW)
    assert {"corroborated"} == set(outcome.findings["level"])
    assert not any("was made before" in basis for basis in outcome.findings["basis"])


def test_a_monitor_who_shows_the_old_film_observed_nothing(tmp_path: Path) -> None:
    outcome = case(tmp_path, posts=OLD).run(now=NOW)
    assert {("indeterminate", "reported", "undetermined")} == found(outcome)


def test_what_a_monitor_saw_itself_does_not_hang_on_the_film(tmp_path: Path) -> None:
    outcome = case(tmp_path, posts="").run(now=NOW)
    assert {("violation", "observed", "undetermined")} == found(outcome)


def test_once_two_people_looked_and_say_that_nothing_happened_it_is_no_violation(tmp_path: Path) -> None:
    opened = case(tmp_path)
    rule(opened, "no_event", now=NOW)
    assert {("not_violation", "determined", "undetermined")} == found(opened.run(now=NOW))


def no_event(outcome: Outcome) -> float:
    return float(outcome.attributions.filter(hypothesis="no_event")["probability"].item())


def test_that_nothing_happened_gains_by_the_age_of_the_film_and_no_side_does(tmp_path: Path) -> None:
    old, fresh = (case(tmp_path / made[8:10], made=made).run(now=NOW) for made in (OLD, SAME_DAY))
    assert no_event(old) > 2 * no_event(fresh)
    sides = dict(old.attributions.select("hypothesis", "probability").rows())
    assert sides["A"] == pytest.approx(sides["B"], abs=1e-9)


def test_neither_the_one_who_posted_it_nor_the_one_it_blames_is_accused(tmp_path: Path) -> None:
    opened = case(tmp_path)
    outcome = opened.run(now=NOW)
    assert {"undetermined"} == set(outcome.findings["attributed_to"])
    page = re.sub(r"<[^>]+>", " ", opened.report(outcome).decode())
    assert not re.search(r"\b(fake|staged|propaganda|disinformation|liar?s?)\b", page, re.IGNORECASE)


@pytest.mark.parametrize("accused", ["A", "B"])
def test_whom_the_film_blames_changes_nothing(tmp_path: Path, accused: str) -> None:
    one = case(tmp_path / "one", accused=accused).run(now=NOW)
    other = case(tmp_path / "other", accused=exchanged(accused)).run(now=NOW)
    assert found(one) == found(other)
    assert answers(one) == mirrored(answers(other))
