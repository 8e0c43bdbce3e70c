"""Simulated marginals lie where real figures do, and the page says what they are."""

from __future__ import annotations

import re
import runpy
from pathlib import Path

import pytest

DOCS = Path(__file__).parents[2] / "docs"


@pytest.fixture(scope="module")
def table() -> str:
    text: str = runpy.run_path(str(DOCS / "simulated.py"))["table"]()
    return text


def numbers(table: str, start: str) -> list[float]:
    """Numbers of the simulated column of the first row that begins so."""
    row = next(line for line in table.splitlines() if line.startswith(f"| {start}"))
    return [float(number) for number in re.findall(r"\d+(?:\.\d+)?", row.split(" | ")[2].replace(",", ""))]


def test_the_page_has_the_table_that_the_script_prints(table: str) -> None:
    page = (DOCS / "explanation/simulation.md").read_text(encoding="utf-8")
    assert table in page, "run: python docs/simulated.py, and put the table into the page"


@pytest.mark.parametrize(
    ("row", "low", "high"),
    [
        ("acts of fire a day", 2_000, 6_000),
        ("records a day", 8_000, 12_000),
        ("fire in the top 4", 70, 80),
        ("fire before over the first nine days", 10, 20),
        ("growth in a week, over three weeks | 1.35", 1.35, 2.4),
        ("small arms by night", 55, 70),
        ("drones in the fire of one side", 30, 35),
        ("drones in that of the other", 66, 72),
        ("assaults in all fire", 0.1, 3),
        ("restrictions on one side | 97 %", 94, 100),
        ("restrictions a day on 100 km | 0.9", 0.7, 1.1),
        ("a camp's press", 90, 97),
    ],
)
def test_marginals_lie_where_real_figures_do(table: str, row: str, low: float, high: float) -> None:
    assert low <= numbers(table, row)[0] <= high


def test_counts_are_as_bursty_as_those_of_missions(table: str) -> None:
    least, most, median = numbers(table, "k of daily counts")
    assert 0.2 <= least <= median <= 0.9
    assert most < 1.3


def test_training_makes_from_nothing_to_all_of_what_is_heard(table: str) -> None:
    least, most, over_half = numbers(table, "training in the explosions")
    assert (0, 100) == (least, most)
    assert 20 < over_half < 80
