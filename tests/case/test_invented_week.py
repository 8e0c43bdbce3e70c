"""The invented week of a mission: from its books to verdicts, and a section of the page for each register."""

from __future__ import annotations

import re
import shutil
from pathlib import Path

import polars as pl
import pytest

import ceaseline as cl
from builders import at
from ceaseline.case import Case
from ceaseline.pipeline import Outcome

NOW = at("2021-05-20 12:00")


@pytest.fixture(scope="module")
def week(tmp_path_factory: pytest.TempPathFactory) -> tuple[Case, Outcome]:
    folder = tmp_path_factory.mktemp("week") / "case"
    shutil.copytree(cl.example("invented-mission-week"), folder)
    case = cl.open(folder)
    return case, case.run(now=NOW)


@pytest.fixture(scope="module")
def page(week: tuple[Case, Outcome]) -> str:
    case, outcome = week
    return re.sub(r"\s+", " ", case.report(outcome).decode())


def verdicts(outcome: Outcome) -> dict[str, tuple[str, ...]]:
    """Return the verdicts of each clause on the clock of A: of A, of B, of any side."""
    rows = outcome.verdicts.filter(pl.col("clock") == "A")
    return {
        clause: tuple(own.sort("obligor")["verdict"])
        for (clause,), own in rows.group_by(["clause_id"], maintain_order=True)
    }


def test_every_row_of_the_week_can_be_read_and_six_patrols_and_two_cameras_are_in_it(
    week: tuple[Case, Outcome],
) -> None:
    _, outcome = week
    assert 0 == outcome.set_aside.height
    kinds = dict(outcome.assets["kind"].value_counts().rows())
    assert (6, 2, 1) == (kinds["patrol"], kinds["camera"], kinds["mini_uav"])
    assert 42 == outcome.watches.filter(pl.col("asset").str.starts_with("P-")).height


V, C = "violation_established", "cannot_tell"


def test_the_week_runs_to_these_verdicts(week: tuple[Case, Outcome]) -> None:
    assert {
        "no-fire": (C, C, V),  # seen by a patrol and a camera; by whom is not established
        "no-exercise-in-zone": (C, C, V),
        "notify-exercise": (C, V, V),  # B announced one 36 hours late
        "order-to-cease-fire": (C, V, V),  # B deposited its order five hours late
        "free-movement": (V, V, V),
        "no-jamming": (C, C, V),  # by whom is not established
        "artillery-withdrawn": (C, C, V),
        "tanks-at-most": (C, C, V),
        "aid": (V, C, V),  # A let 18 of 20 trucks through on one day
        "breaches-are-punished": (V, C, V),
    } == verdicts(week[1])


def test_what_the_readme_says_of_single_things_is_what_the_tables_say(week: tuple[Case, Outcome]) -> None:
    _, outcome = week
    told = outcome.findings.filter(pl.col("clock") == "A").join(
        outcome.incidents.select("incident_id", "phenomenon"), on="incident_id"
    )
    by_clause = set(told.select("clause_id", "phenomenon", "outcome").iter_rows())
    assert ("no-exercise-in-zone", "exercise_inside", "violation") in by_clause
    assert ("no-exercise-in-zone", "exercise_outside", "not_violation") in by_clause
    assert ("no-fire", "controlled_explosion", "not_violation") in by_clause
    answers = outcome.responses.row(0, named=True)
    (answer,) = outcome.findings.filter(
        pl.col("incident_id") == answers["incident_id"], pl.col("clock") == "A", pl.col("clause_id") == "no-fire"
    ).to_dicts()
    assert ("indeterminate", None) == (answer["outcome"], answers["procedure_followed"])
    assert "procedure not shown" in answer["basis"]
    assert {("first", "artillery"), ("again", "artillery"), ("first", "tank")} == set(
        outcome.sightings.select("first_or_again", "weapon").iter_rows()
    )
    assert {("S-01", "as_declared"), ("S-02", "not_verifiable"), ("S-11", "less_than_declared")} <= set(
        outcome.weapon_checks.select("site", "result").iter_rows()
    )
    jammed = outcome.watched.filter(pl.col("asset") == "KITE", pl.col("status") == "jammed")
    assert [None] == jammed["imposed_by"].to_list()
    assert {"comments", "under_inquiry", "triaged"} == set(outcome.cases["state"])


def test_the_page_has_a_section_for_each_register_and_says_that_all_of_it_is_made_up(page: str) -> None:
    assert "SIMULATED DATA" in page
    titles = [
        "Complaints and cases",
        "Orders, duties and consequences",
        "Exercises and notifications",
        "Weapons",
        "What watched",
    ]
    missing = [title for title in titles if not re.search(rf"<h2[^>]*>[^<]*{title}", page)]
    assert [] == missing


def test_no_place_no_name_of_an_asset_and_no_free_word_gets_onto_the_page(
    page: str, week: tuple[Case, Outcome]
) -> None:
    _, outcome = week
    for word in [
        *outcome.assets["asset"],
        "S-01",
        "S-11",
        "jetty",
        "gate locked",
        "general staff",
        "-28.0",
        "31.1",
    ]:
        assert not re.search(rf"(?<![\w-]){re.escape(word)}(?![\w])", page), word


def told_on(case: Case, outcome: Outcome) -> str:
    """Return the text of the page up to the files, whose hashes differ; parted where lists of sides are."""
    html = case.report(outcome).decode().split('<section id="evidence"')[0].split("<body>")[1]
    return re.sub(r"[;.,:]|\s+", " ", re.sub(r"<[^>]+>", " ", html))


def test_every_count_of_the_page_has_its_coverage_and_the_days_nobody_watched_have_none(page: str) -> None:
    said = re.sub(r"<[^>]+>", "", page)
    assert "recorded 1; watched 17 % of the hours, 10 % well enough to see the smallest act" in said
    assert "share of the hours watched: from 1 % to 17 %, by clause." in said
    days = page[page.index('<section id="days"') : page.index('<section id="series"')]
    assert re.search(r'1 to 7 May</th><td class="figure unknown"[^>]*><span>not known, not estimable<', days)
    assert re.search(r">12 May</th><td[^>]*><span>1</span></td><td[^>]*>47 %; well: 27 %<", days)


def exchanged(text: str) -> str:
    """Exchange the parties' codes and names wherever they stand."""
    pairs = {"A": "B", "Highland": "Lowland"}
    both = pairs | {other: one for one, other in pairs.items()}
    return re.sub(r"\b(" + "|".join(both) + r")\b", lambda match: both[match[0]], text)


def in_sentences(text: str) -> str:
    """A sentence may begin with A and mean no party; codes stand in brackets behind their names."""
    return re.sub(r"(High|Low)land \([AB]\)", lambda match: exchanged(match[0]), text)


def test_exchanging_the_parties_in_every_file_exchanges_every_answer_and_changes_nothing_else(
    tmp_path: Path, week: tuple[Case, Outcome]
) -> None:
    folder = tmp_path / "case"
    shutil.copytree(cl.example("invented-mission-week"), folder)
    for path in [folder / "terms.yaml", *(folder / "inbox").iterdir()]:
        path.write_text(exchanged(path.read_text("utf-8")), "utf-8")
    other = cl.open(folder)
    mirrored = other.run(now=NOW)
    assert sorted(in_sentences(told_on(week[0], week[1])).split()) == sorted(told_on(other, mirrored).split())
    key = ["clause_id", "obligor", "clock"]
    told = [*key, "verdict", "recorded", "watched_share", "reason"]
    before = (
        week[1]
        .verdicts.select(told)
        .with_columns(
            pl.col("obligor", "clock").map_elements(exchanged, return_dtype=pl.String),
            pl.col("reason").map_elements(in_sentences, return_dtype=pl.String),
        )
    )
    after = mirrored.verdicts.select(told)
    plain = [name for name in told if name != "reason"]
    assert before.sort(key).select(plain).equals(after.sort(key).select(plain))
    # where a sentence names both sides it names them in the order of the terms, which is not exchanged
    words = [
        [sorted(re.split(r"[;.,: ]+", reason)) for reason in table.sort(key)["reason"]] for table in (before, after)
    ]
    assert words[0] == words[1]
    for name in (
        "findings",
        "weapon_checks",
        "register_checks",
        "exception_checks",
        "cases",
        "sightings",
        "watched",
    ):
        assert week[1].tables[name].height == mirrored.tables[name].height


def test_without_its_complaints_the_week_has_the_same_verdicts(tmp_path: Path, week: tuple[Case, Outcome]) -> None:
    folder = tmp_path / "case"
    shutil.copytree(cl.example("invented-mission-week"), folder)
    for name in ("complaints", "steps"):
        (folder / "inbox" / f"{name}.csv").unlink()
    assert week[1].verdicts.equals(cl.open(folder).run(now=NOW).verdicts)
