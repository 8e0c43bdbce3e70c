"""A restriction is a hole in coverage and a violation in itself, of whoever is established to have imposed it."""

from __future__ import annotations

from pathlib import Path

from builders import at, clause
from ceaseline.pipeline import Outcome
from facts import answers, case_of, exchanged, mirrored

NOW = at("2031-05-12")
FREE = clause(id="free", code="FREEDOM_OF_MOVEMENT", text="Monitors go where they want.")
SOURCES = """  - {name: list, kind: assets, file: inbox/assets.csv, role: monitor}
  - {name: log, kind: watches, file: inbox/watches.csv, role: monitor}
  - {name: register, kind: restrictions, file: inbox/restrictions.csv, role: monitor}
"""
ASSETS = "asset,kind,owner,acts_of\nteam,patrol,,any\n"
WATCHES = "asset,from,until,status,reason\nteam,2031-05-10T00:00Z,2031-05-11T00:00Z,operational,\n"
DENIED = """restriction_id,from,until,asset,type,imposed_by,established
r1,2031-05-10T06:00Z,2031-05-10T18:00Z,team,denial,{by},{established}
"""


def run(folder: Path, *, by: str, established: int) -> Outcome:
    inbox = {
        "assets.csv": ASSETS,
        "watches.csv": WATCHES,
        "restrictions.csv": DENIED.format(by=by, established=established),
    }
    return case_of(folder / "case", FREE, clause(), sources=SOURCES, inbox=inbox).run(now=NOW)


def test_it_is_a_violation_of_the_one_side_and_half_a_day_without_watch_for_the_other_clause(
    tmp_path: Path,
) -> None:
    outcome = run(tmp_path, by="B", established=1)
    free = answers(outcome, "free")
    assert ("violation_established", 1) == free["B", "A"] == free["any", "A"]
    assert "violation_established" != free["A", "A"][0]
    fire = outcome.verdicts.filter(clause_id="no-fire", clock="A")
    assert {0.5} == set(fire["watched_share"])
    assert {"cannot_tell"} == set(fire["verdict"])
    assert all("denied (denial), imposed by South (B)" in reason for reason in fire["reason"])


def test_said_and_not_established_it_is_no_sides(tmp_path: Path) -> None:
    outcome = run(tmp_path, by="B", established=0)
    free = answers(outcome, "free")
    assert "violation_established" not in {free[side, "A"][0] for side in "AB"}
    fire = outcome.verdicts.filter(clause_id="no-fire", clock="A")
    assert all("by whom is not established" in reason for reason in fire["reason"])
    assert all("South" not in reason for reason in fire["reason"])


def test_exchanging_the_parties_exchanges_the_answers(tmp_path: Path) -> None:
    one = run(tmp_path / "one", by="B", established=1)
    other = run(tmp_path / "other", by=exchanged("B"), established=1)
    assert answers(one, "free") == mirrored(answers(other, "free"))
