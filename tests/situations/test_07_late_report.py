"""Situation 7: a shelling of day 3 surfaces on day 12. Day 3 is superseded, and the old answer is kept."""

from __future__ import annotations

import re
from datetime import date
from pathlib import Path
from typing import Any

from builders import at, clause
from ceaseline.case import Case
from ceaseline.pipeline import Outcome
from facts import answers, case_of, exchanged, mirrored

DAY_4, DAY_12 = at("2031-05-13 06:00"), at("2031-05-21 12:00")
THREE = {"from": "2031-05-10", "until": "2031-05-13", "zone": "UTC"}
QUIET = clause(
    id="no-shelling",
    code="NO_HEAVY_WEAPON_USE",
    text="Heavy weapons are silent.",
    where={"zone": "ridge"},
    window=THREE,
)
SOURCES = """  - {name: list, kind: assets, file: inbox/assets.csv, role: monitor}
  - {name: log, kind: watches, file: inbox/watches.csv, role: monitor}
  - {name: posts, kind: observations, file: inbox/posts*.csv, role: monitor}
"""
HEADER = "observation_id,earliest,latest,means,phenomenon,lon,lat,radius_m,accused\n"
LATE = "late,2031-05-12T08:00:00Z,2031-05-12T08:00:30Z,heard,shelling,34.5,12.5,300,{}\n"
ASSETS = "asset,kind,owner,acts_of,lon,lat\nridge-post,post,,any,34.5,12.5\n"
LOG = "asset,from,until,status,reason\nridge-post,2031-05-10T00:00Z,2031-05-13T00:00Z,operational,\n"
THIRD = date(2031, 5, 12)


def case(folder: Path) -> Case:
    inbox = {"assets.csv": ASSETS, "watches.csv": LOG, "posts.csv": HEADER}
    return case_of(folder / "case", QUIET, sources=SOURCES, inbox=inbox)


def surface(opened: Case, accused: str = "A") -> None:
    (opened.folder / "inbox" / "posts-late.csv").write_text(HEADER + LATE.format(accused), "utf-8")


def of_day(outcome: Outcome, day: date) -> tuple[Any, ...]:
    rows = outcome.verdict_parts.filter(obligor="any", clock="A", day=day)
    return rows.select("verdict", "recorded", "as_of", "supersedes").row(0)


def test_day_three_is_superseded_with_when_and_the_other_days_are_not(tmp_path: Path) -> None:
    opened = case(tmp_path)
    before = opened.run(now=DAY_4)
    assert ("none_recorded_where_watched", 0, DAY_4, None) == of_day(before, THIRD)
    surface(opened)
    after = opened.run(now=DAY_12)
    assert ("violation_established", 1, DAY_12, DAY_4) == of_day(after, THIRD)
    for day in (date(2031, 5, 10), date(2031, 5, 11)):
        assert ("none_recorded_where_watched", 0, DAY_12, None) == of_day(after, day)


def test_the_former_answer_stays_readable_in_the_corrections_and_as_of_that_day(tmp_path: Path) -> None:
    opened = case(tmp_path)
    before = opened.run(now=DAY_4)
    surface(opened)
    after = opened.run(now=DAY_12)
    (row,) = after.corrections.filter(obligor="any", clock="A", day=THIRD).rows(named=True)
    assert ("none_recorded_where_watched", 0) == (row["verdict_before"], row["recorded_before"])
    assert ("violation_established", 1, DAY_4, DAY_12) == (
        row["verdict"],
        row["recorded"],
        row["supersedes"],
        row["as_of"],
    )
    again = opened.run(as_of=DAY_4)
    for name, table in before.tables.items():
        assert table.equals(again.tables[name]), name


def test_the_correction_heads_the_next_page(tmp_path: Path) -> None:
    opened = case(tmp_path)
    opened.run(now=DAY_4)
    surface(opened)
    page = opened.report(opened.run(now=DAY_12)).decode()
    text = re.sub(r"\s+", " ", re.sub(r"<style.*?</style>|<svg.*?</svg>|<[^>]+>", " ", page, flags=re.DOTALL))
    assert "Corrections" in text
    assert text.index("Corrections") < text.index("no-shelling")


def test_without_anything_new_nothing_is_corrected(tmp_path: Path) -> None:
    opened = case(tmp_path)
    opened.run(now=DAY_4)
    assert opened.run(now=DAY_12).corrections.is_empty()


def test_exchanging_the_parties_exchanges_the_answers(tmp_path: Path) -> None:
    told = []
    for folder, accused in (("one", "A"), ("other", exchanged("A"))):
        opened = case(tmp_path / folder)
        opened.run(now=DAY_4)
        surface(opened, accused)
        told.append(answers(opened.run(now=DAY_12), "no-shelling"))
    assert told[0] == mirrored(told[1])
