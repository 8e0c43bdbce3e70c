"""What run and explain print of answers: coverage beside each count, and what is the same of all sides once."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from typer.testing import CliRunner

from builders import clause
from ceaseline.cli import app
from facts import case_of, exchanged

SOURCES = """  - {name: list, kind: assets, file: inbox/assets.csv, role: monitor}
  - {name: log, kind: watches, file: inbox/watches.csv, role: monitor}
  - {name: posts, kind: observations, file: inbox/posts.csv, role: monitor}
"""
INBOX = {
    "assets.csv": "asset,kind,owner,acts_of,lon,lat\nridge-post,post,,any,34.5,12.5\n",
    "watches.csv": "asset,from,until,status,reason\nridge-post,2021-05-10T00:00Z,2021-05-10T12:00Z,operational,\n",
    "posts.csv": "observation_id,earliest,latest,means,phenomenon,lon,lat,radius_m\n"
    "p1,2021-05-10T08:00:00Z,2021-05-10T08:00:30Z,seen,shelling,34.5,12.5,200\n",
}
DAY = {"from": "2021-05-10", "until": "2021-05-11", "zone": "UTC"}
QUIET = clause(
    id="no-shelling", code="NO_HEAVY_WEAPON_USE", text="Guns are silent.", where={"zone": "ridge"}, window=DAY
)
COUNT = "recorded 1; watched 50 % of the hours, 50 % well enough to see the smallest act"
ONCE = "In its place 50 % of the hours were watched"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return case_of(tmp_path / "case", QUIET, sources=SOURCES, inbox=INBOX).folder


def printed(*words: str) -> str:
    """Return what a command prints, as one line."""
    told = CliRunner().invoke(app, [*words], catch_exceptions=False)
    assert 0 == told.exit_code
    return re.sub(r"\s+", " ", told.stdout)


def test_run_prints_coverage_beside_the_count_and_what_is_the_same_once(folder: Path) -> None:
    told = printed("run", "-C", str(folder))
    assert COUNT in told
    assert "North (A) and South (B) alike: cannot tell; no count; watched 50 % of the hours" in told
    assert 1 == told.count(ONCE)


def test_explain_prints_the_same_of_a_clause_and_all_of_it_of_one_side(folder: Path) -> None:
    CliRunner().invoke(app, ["run", "-C", str(folder)], catch_exceptions=False)
    told = printed("explain", "-C", str(folder), "no-shelling")
    assert COUNT in told
    assert 1 == told.count(ONCE)
    own = printed("explain", "-C", str(folder), "no-shelling:A")
    assert ONCE in own
    assert "South (B) alike" not in own


def test_a_number_keeps_its_sign_on_its_line(folder: Path) -> None:
    told = CliRunner().invoke(app, ["run", "-C", str(folder)], catch_exceptions=False).stdout
    assert not re.search(r"^\s*%", told, re.MULTILINE)
    assert "\N{NO-BREAK SPACE}" not in told


def test_exchanging_the_parties_exchanges_what_is_printed(folder: Path, tmp_path: Path) -> None:
    other = case_of(tmp_path / "other", QUIET, sources=SOURCES, inbox=INBOX).folder
    form = other / "terms.yaml"
    form.write_text(exchanged(form.read_text("utf-8")), "utf-8")
    one, two = (printed("run", "-C", str(each)).split("Next:")[0] for each in (folder, other))
    assert two == re.sub(r"(North|South) \([AB]\)", lambda found: exchanged(found[0]), one)
