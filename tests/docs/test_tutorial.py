"""The case of the tutorial gives the answers that the tutorial says it gives."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from ceaseline.case import Case

PAGE = Path(__file__).parents[2] / "docs" / "tutorial.md"
BLOCK = re.compile(r'^```\w+ title="my-case/([^"]+)"\n(.*?)^```$', re.MULTILINE | re.DOTALL)


@pytest.fixture
def my_case(tmp_path: Path) -> Path:
    """The files of the page, written into a folder."""
    for name, content in BLOCK.findall(PAGE.read_text(encoding="utf-8")):
        path = tmp_path / name
        path.parent.mkdir(exist_ok=True)
        path.write_text(content, encoding="utf-8")
    return tmp_path


def test_the_case_of_the_tutorial_answers_as_told(my_case: Path) -> None:
    outcome = Case.find(my_case).run()
    told = {
        (row["obligor"], row["verdict"], row["signal"])
        for row in outcome.verdicts.filter(clause_id="no-shelling").iter_rows(named=True)
    }
    assert {
        ("A", "cannot_tell", "holding"),
        ("B", "not_verifiable", "none"),
        ("any", "cannot_tell", "none"),
    } == told


def test_the_figures_in_the_tutorial_are_those_of_the_run(my_case: Path) -> None:
    outcome = Case.find(my_case).run()
    signal = outcome.signals.row(0, named=True)
    assert (signal["value"], signal["expected"], signal["rank"], signal["windows"]) == (2, 32, 1, 22)
    assert outcome.series.height == 22
    assert outcome.set_aside["rule"].to_list() == ["negative"]
