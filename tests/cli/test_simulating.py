from __future__ import annotations

import json
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from ceaseline.cli import app

QUICK = ("--days", "1", "--rate", "20")


def call(*words: object) -> Result:
    return CliRunner().invoke(app, [str(word) for word in words])


def test_without_a_scenario_all_are_listed_with_a_line_each() -> None:
    done = call("simulate")
    assert 0 == done.exit_code
    for name in ("founding-case", "small", "two-presses"):
        assert 1 == sum(line.startswith(f"{name} ") for line in done.stdout.splitlines())
    told = json.loads(call("simulate", "--json").stdout)["scenarios"]
    assert all(each["about"] for each in told)


def test_a_world_becomes_a_case_with_all_its_parameters(tmp_path: Path) -> None:
    done = call("simulate", "small", "-o", tmp_path / "case", "--seed", 3, *QUICK, "--length-km", 40, "--json")
    assert 0 == done.exit_code
    told = json.loads(done.stdout)
    kept = json.loads((tmp_path / "case/truth/scenario.json").read_text())
    assert {"seed": 3, "scenario": told["scenario"]} == kept
    assert (1, 40, 20) == (
        kept["scenario"]["days"],
        kept["scenario"]["length_km"],
        kept["scenario"]["fire"]["rate"],
    )
    assert 0 < told["files"]
    assert 0 == call("check", "-C", tmp_path / "case").exit_code
    assert "SIMULATED DATA" in call("run", "-C", tmp_path / "case").stdout
    assert 0 == call("verify", tmp_path / "case").exit_code


def test_a_folder_that_is_there_is_left_alone_unless_one_says_that_it_may_go(tmp_path: Path) -> None:
    made = ("simulate", "small", "-o", tmp_path / "case", *QUICK)
    assert 0 == call(*made).exit_code
    before = (tmp_path / "case/truth/scenario.json").read_text()
    again = call(*made, "--seed", 2)
    assert 2 == again.exit_code
    assert "nothing was changed" in again.stderr
    assert before == (tmp_path / "case/truth/scenario.json").read_text()
    assert 0 == call(*made, "--seed", 2, "--replace-simulated").exit_code
    assert '"seed": 2' in (tmp_path / "case/truth/scenario.json").read_text()
    (tmp_path / "mine").mkdir()
    (tmp_path / "mine/thesis.txt").write_text("mine")
    refused = call("simulate", "small", "-o", tmp_path / "mine", "--replace-simulated")
    assert 2 == refused.exit_code
    assert "mine" == (tmp_path / "mine/thesis.txt").read_text()


@pytest.mark.parametrize(
    ("option", "value", "told"),
    [
        ("--days", 0, "days: lies outside 1 to 3660"),
        ("--length-km", 9000, "length_km: lies outside 10 to 5000"),
        ("--rate", -1, "fire.rate: lies outside 0 to 1000"),
        ("--seed", -1, "seed"),
    ],
)
def test_what_cannot_be_is_refused_by_field_and_range(tmp_path: Path, option: str, value: int, told: str) -> None:
    done = call("simulate", "small", "-o", tmp_path / "case", option, value)
    assert 2 == done.exit_code
    assert told in done.stderr
    assert not (tmp_path / "case").exists()


def test_a_scenario_needs_a_folder_and_a_name_that_is_known(tmp_path: Path) -> None:
    assert "-o CASE" in call("simulate", "small").stderr
    done = call("simulate", "smal", "-o", tmp_path / "case")
    assert 2 == done.exit_code
    assert "Did you mean 'small'" in done.stderr
