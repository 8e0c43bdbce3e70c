"""Situation 8: one side is watched for 80 % of the time, the other for 5 %; 30 and 2 violations are established."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import timedelta
from pathlib import Path

import polars as pl
import pytest
from typer.testing import CliRunner

import ceaseline as cl
from builders import at, clause, terms_text
from ceaseline.case import Case
from ceaseline.cli import app
from ceaseline.pipeline import Outcome
from easter import easter
from facts import TWO, determine

NOW = at("2031-05-12 12:00")
START = at("2031-05-10")  # the window is that day
SETTINGS = '[case]\nname = "Unequal"\n\n[release]\nattribution = "{policy}"\n'
HEADER = "observation_id,earliest,latest,means,phenomenon,lon,lat,radius_m,accused\n"
SOURCES = """
sources:
  - {name: posts, kind: observations, file: inbox/posts.csv, role: monitor}
  - {name: cameras, kind: observations, file: inbox/cameras.csv, role: instrument}
  - {name: list, kind: assets, file: inbox/assets.csv, role: monitor}
  - {name: log, kind: watches, file: inbox/watches.csv, role: monitor}
"""
ASSETS = "asset,kind,owner,acts_of\nnorth-post,post,,A\nsouth-post,post,,B\n"
WATCHES = """asset,from,until,status,reason
north-post,2031-05-10T00:00Z,2031-05-10T19:12Z,operational,
south-post,2031-05-10T00:00Z,2031-05-10T01:12Z,operational,
"""
SHOTS = {"A": 30, "B": 2}


def shots(source: str, *, told: bool = True) -> str:
    """Return the shots as a source has them, half an hour apart, those of B far from those of A.

    Whose each was it saw, and *told* says so.
    """
    rows = []
    for side, count in SHOTS.items():
        for number in range(count):
            moment = START + timedelta(minutes=30 * number)
            place = 34.0 if side == "A" else 36.0
            rows.append(
                f"{source}-{side}{number},{moment:%Y-%m-%dT%H:%M}Z,{moment:%Y-%m-%dT%H:%M}Z,seen,shot,{place},12.5,200,"
                + (side if told else "")
            )
    return HEADER + "\n".join(rows) + "\n"


def case_of(
    folder: Path, *, policy: str = "side", names: tuple[str, str] = ("North", "South"), told: bool = True
) -> Case:
    case = easter(folder)
    for path in (case / "inbox").iterdir():
        path.unlink()
    parties = {"A": {"name": names[0]}, "B": {"name": names[1]}}
    for name, text in (
        ("case.toml", SETTINGS.format(policy=policy)),
        ("terms.yaml", terms_text(clause(), parties=parties)),
        ("sources.yaml", SOURCES),
        ("inbox/assets.csv", ASSETS),
        ("inbox/watches.csv", WATCHES),
        ("inbox/posts.csv", shots("posts", told=told)),
        ("inbox/cameras.csv", shots("cameras", told=told)),
    ):
        (case / name).write_text(text, "utf-8")
    return cl.open(case)


def rule(case: Case, of: Mapping[str, str | None] = TWO) -> None:
    """Let people determine whose each shot is, by what is known of its place."""
    outcome = case.run(now=NOW)
    sides = outcome.incidents.select(
        "incident_id", side=pl.when(pl.col("lon") < 35).then(pl.lit("A")).otherwise(pl.lit("B"))
    )
    for incident, side in sides.iter_rows():
        determine(case, incident, side, now=NOW, of=of)


@pytest.fixture(scope="module")
def ruled(tmp_path_factory: pytest.TempPathFactory) -> tuple[Case, Outcome]:
    case = case_of(tmp_path_factory.mktemp("eight"))
    rule(case)
    return case, case.run(now=NOW)


def rows(outcome: Outcome) -> dict[str, tuple[str, int | None, float | None]]:
    table = outcome.verdicts.filter(pl.col("clock") == "A")
    return {row[0]: row[1:] for row in table.select("obligor", "verdict", "recorded", "watched_share").rows()}


def test_both_are_established_with_their_numbers_and_what_share_was_watched(ruled: tuple[Case, Outcome]) -> None:
    _, outcome = ruled
    assert {32} == {outcome.incidents.height}
    assert {"corroborated", "determined"} >= set(outcome.findings["level"])
    assert {
        "A": ("violation_established", 30, 0.80),
        "B": ("violation_established", 2, 0.05),
        "any": ("violation_established", 32, 0.80),
    } == {side: (verdict, count, round(share or 0, 9)) for side, (verdict, count, share) in rows(outcome).items()}


def test_what_was_not_watched_of_each_is_said_not_to_be_known(ruled: tuple[Case, Outcome]) -> None:
    _, outcome = ruled
    reasons = dict(outcome.verdicts.filter(pl.col("clock") == "A").select("obligor", "reason").iter_rows())
    assert reasons["A"].startswith("30 incidents are established and determined to be its own. What nobody watched")
    assert reasons["B"].startswith("2 incidents are established and determined to be its own. What nobody watched")
    assert "For 22 h 48 min of the window no watch of the only asset on record that can see it" in reasons["B"]
    assert "For 4 h 48 min of the window no watch" in reasons["A"]
    assert "32 are established: 30 of North (A), 2 of South (B)." in reasons["any"]


def test_there_is_a_banner_and_no_ratio_and_no_ranking(ruled: tuple[Case, Outcome]) -> None:
    case, outcome = ruled
    page = case.report(outcome).decode()
    banner = (
        "Not watched alike: somebody on record watched for acts of North (A) for 80 % of the time and acts of "
        "South (B) for 5 % of the time. The numbers of the sides are not comparable, and do not say who did more."
    )
    assert 1 == page.count('<p class="banner"')
    assert banner in re.sub(r"\s+", " ", page)
    assert not re.search(r"\b15 times|\b(94|93\.75|6|6\.25) %|(more|fewer) than (North|South|A|B)", page)


def test_without_two_people_who_say_the_same_no_side_is_named(tmp_path: Path) -> None:
    case = case_of(tmp_path)
    rule(case, {"R. One": "Mission"})
    outcome = case.run(now=NOW)
    assert {"undetermined"} == set(outcome.findings["attributed_to"])
    assert ["cannot_tell", "cannot_tell", "violation_established"] == [row[0] for row in rows(outcome).values()]


def test_a_ruling_on_an_incident_that_is_another_now_is_told_and_counts_for_nothing(tmp_path: Path) -> None:
    case = case_of(tmp_path)
    rule(case)
    (cameras,) = (each for each in case.evidence.captures() if each.source == "cameras")
    case.decide(cameras.capture_id, "left_out", reason="Its clock was wrong.", by="R. One", now=NOW)
    assert {"undetermined"} == set(case.run(now=NOW).findings["attributed_to"])
    told = CliRunner().invoke(app, ["run", "-C", str(case.folder)], catch_exceptions=False).stderr
    assert "64 rulings on incidents are held: " in told


def test_a_case_that_releases_no_side_names_none_whoever_ruled(tmp_path: Path) -> None:
    case = case_of(tmp_path, policy="none")
    rule(case)
    outcome = case.run(now=NOW)
    assert {"undetermined"} == set(outcome.findings["attributed_to"])
    assert {"corroborated"} == set(outcome.findings["level"])


def test_beside_the_release_stands_how_many_of_each_side_are_expected_to_be_wrong(
    ruled: tuple[Case, Outcome],
) -> None:
    case, outcome = ruled
    assert [("A", 30), ("B", 2)] == outcome.releases.select("party", "released").rows()
    of_a = 1 - outcome.attributions.filter(hypothesis="A")["probability"]
    assert outcome.releases["expected_wrong"][0] == pytest.approx(of_a.filter(of_a < 0.5).sum())
    page = re.sub(r"\s+", " ", case.report(outcome).decode())
    assert "30 as acts of North (A), of which 0.1 wrongly and 2 as acts of South (B), of which 0.0 wrongly" in page


def test_two_people_of_one_affiliation_determine_nothing_and_that_is_told(tmp_path: Path) -> None:
    case = case_of(tmp_path)
    rule(case, {"R. One": "Mission", "R. Two": "Mission"})
    assert {"undetermined"} == set(case.run(now=NOW).findings["attributed_to"])
    told = CliRunner().invoke(app, ["run", "-C", str(case.folder)], catch_exceptions=False)
    assert "On 32 incidents two people say the same who are of one affiliation, or state none" in told.stderr
    assert "is released" not in told.stdout


def test_where_no_record_says_whose_it_was_two_people_release_nothing(tmp_path: Path) -> None:
    case = case_of(tmp_path, told=False)
    rule(case)
    outcome = case.run(now=NOW)
    assert {"undetermined"} == set(outcome.findings["attributed_to"])
    assert ["cannot_tell", "cannot_tell", "violation_established"] == [row[0] for row in rows(outcome).values()]


def test_the_mirror_gives_the_mirrored_answer(tmp_path: Path, ruled: tuple[Case, Outcome]) -> None:
    """The sides change their codes in every input: who is seen by what, and whose each shot was."""
    case = case_of(tmp_path, names=("South", "North"))
    folder = case.folder
    for name in ("assets", "posts", "cameras"):
        file = folder / "inbox" / f"{name}.csv"
        text = file.read_text("utf-8")
        file.write_text(text.replace(",A\n", ",?\n").replace(",B\n", ",A\n").replace("?", "B"))
    outcome = case.run(now=NOW)
    for incident, lon in outcome.incidents.select("incident_id", "lon").iter_rows():
        determine(case, incident, "B" if lon < 35 else "A", now=NOW)
    mirrored, before = rows(case.run(now=NOW)), rows(ruled[1])
    assert {"A": before["B"], "B": before["A"], "any": before["any"]} == mirrored
