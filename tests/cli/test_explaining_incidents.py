"""An incident explained and ruled on from the command line."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

import ceaseline as cl
from ceaseline.cli import app

MORTAR = "incident-26cab4e76c57d4f8"  # of the invented week: a patrol saw it, and heard from where


@pytest.fixture(scope="module")
def week(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("explained") / "week"
    shutil.copytree(cl.example("invented-mission-week"), folder)
    assert 0 == call("run", folder).exit_code
    return folder


def call(command: str, folder: Path, *words: str) -> Result:
    return CliRunner().invoke(app, [command, "-C", str(folder), *words], catch_exceptions=False)


def test_the_first_line_says_that_it_is_restricted(week: Path) -> None:
    told = call("explain", week, MORTAR)
    assert 0 == told.exit_code
    assert told.stdout.splitlines()[1].strip().startswith("restricted: an analyst's view")


def test_programs_get_the_same_as_numbers(week: Path) -> None:
    told = json.loads(call("explain", week, MORTAR, "--json").stdout)
    whose = told["incident"]["whose"]
    assert "undetermined" == whose["proposal"]
    assert {"A", "B", "both", "third", "not_hostile", "no_event", "undetermined"} == set(whose["chances"])
    assert "what would change it" in {pair["label"] for pair in told["explanation"]}


def test_a_clause_has_no_such_facts(week: Path) -> None:
    assert "incident" not in json.loads(call("explain", week, "no-fire", "--json").stdout)


def test_a_ruling_keeps_its_affiliation_and_one_without_is_told_what_it_lacks(week: Path, tmp_path: Path) -> None:
    folder = tmp_path / "week"
    shutil.copytree(week, folder)
    words = ("--outcome", "B", "--reason", "Craters.")
    silent = call("decide", folder, MORTAR, *words, "--by", "R. One")
    assert "takes two people of different affiliations. Mend: state yours: --affiliation" in silent.stderr
    stated = call("decide", folder, MORTAR, *words, "--by", "R. Two", "--affiliation", "Panel")
    assert "affiliation" not in stated.stderr
    told = " ".join(call("explain", folder, MORTAR).stdout.split())
    assert "B, by R. One on" in told
    assert "B, by R. Two of Panel on" in told
    run = call("run", folder)
    assert "On 1 incident two people say the same who are of one affiliation" in " ".join(run.stderr.split())
