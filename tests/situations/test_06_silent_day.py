"""Situation 6: a day without any report. It is not known, and no period that contains it was quiet as a whole."""

from __future__ import annotations

import re
from datetime import date
from pathlib import Path
from typing import Any

from builders import at, clause
from ceaseline.case import Case
from ceaseline.pipeline import Outcome
from facts import answers, case_of, exchanged, mirrored

NOW = at("2031-05-20")
THREE = {"from": "2031-05-10", "until": "2031-05-13", "zone": "UTC"}
QUIET = clause(
    id="no-shelling",
    code="NO_HEAVY_WEAPON_USE",
    text="Heavy weapons are silent.",
    where={"zone": "ridge"},
    window=THREE,
)
SOURCES = """  - {name: list, kind: assets, file: inbox/assets.csv, role: monitor}
  - {name: log, kind: watches, file: inbox/watches*.csv, role: monitor}
  - {name: posts, kind: observations, file: inbox/posts.csv, role: monitor}
"""
HEADER = "observation_id,earliest,latest,means,phenomenon,lon,lat,radius_m\n"
ASSETS = "asset,kind,owner,acts_of,lon,lat\nridge-post,post,,any,34.5,12.5\n"
LOG = "asset,from,until,status,reason\n"
DAYS = ("2031-05-10", "2031-05-11", "2031-05-12")


def case(folder: Path, *watched: int, acts_of: str = "any") -> Case:
    """Return the case with a log of the days that are named by their number."""
    log = LOG + "".join(f"ridge-post,{DAYS[n]}T00:00Z,{DAYS[n]}T23:59:59.999999Z,operational,\n" for n in watched)
    inbox = {"assets.csv": ASSETS.replace("any", acts_of), "watches.csv": log, "posts.csv": HEADER}
    return case_of(folder / "case", QUIET, sources=SOURCES, inbox=inbox)


def by_day(outcome: Outcome) -> dict[date, tuple[Any, ...]]:
    rows = outcome.verdict_parts.filter(obligor="any", clock="A").drop_nulls("day")
    return {day: tuple(rest) for day, *rest in rows.select("day", "verdict", "recorded", "verifiable").rows()}


NOTHING = ("none_recorded_where_watched", 0, "verifiable")
NOT_KNOWN = ("cannot_tell", None, "partly")


def test_the_silent_day_has_no_number_and_the_others_have_a_zero_that_was_watched(tmp_path: Path) -> None:
    outcome = case(tmp_path, 0, 2).run(now=NOW)
    assert {date(2031, 5, 10): NOTHING, date(2031, 5, 11): NOT_KNOWN, date(2031, 5, 12): NOTHING} == by_day(outcome)


def test_the_period_that_contains_it_cannot_be_told_as_a_whole(tmp_path: Path) -> None:
    outcome = case(tmp_path, 0, 2).run(now=NOW)
    assert {("cannot_tell", None)} == set(answers(outcome, "no-shelling").values())
    assert {None} == {*outcome.verdicts["estimated_low"], *outcome.verdicts["estimated_high"]}


def test_with_every_day_watched_nothing_is_recorded_where_watched(tmp_path: Path) -> None:
    outcome = case(tmp_path, 0, 1, 2).run(now=NOW)
    assert {NOTHING} == set(by_day(outcome).values())
    assert {("none_recorded_where_watched", 0)} == set(answers(outcome, "no-shelling").values())


def test_with_no_log_at_all_no_day_has_a_number(tmp_path: Path) -> None:
    outcome = case(tmp_path).run(now=NOW)
    assert not {NOTHING} & set(by_day(outcome).values())
    assert {None} == {count for _, count in answers(outcome, "no-shelling").values()}


def test_the_page_calls_the_day_not_estimable_and_writes_no_zero_for_it(tmp_path: Path) -> None:
    opened = case(tmp_path, 0, 2)
    page = opened.report(opened.run(now=NOW)).decode()
    assert "not estimable" in re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", page))


def test_exchanging_the_parties_exchanges_the_answers(tmp_path: Path) -> None:
    """The post sees acts of one side alone: of the other nothing is ever known."""
    one, other = (case(tmp_path / side, 0, 1, 2, acts_of=side).run(now=NOW) for side in ("A", exchanged("A")))
    told = answers(one, "no-shelling")
    assert (("none_recorded_where_watched", 0), None) == (told["A", "A"], told["B", "A"][1])
    assert told == mirrored(answers(other, "no-shelling"))
