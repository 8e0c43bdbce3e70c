"""The script that writes what was measured: where it writes, and what its cells say."""

from __future__ import annotations

import runpy
from pathlib import Path
from typing import Any

import pytest

SCRIPT = Path(__file__).parents[2] / "docs" / "believe.py"


@pytest.fixture(scope="module")
def script() -> dict[str, Any]:
    return runpy.run_path(str(SCRIPT))


def test_only_what_stands_between_the_marks_is_written_anew(script: dict[str, Any]) -> None:
    begin, end = script["BEGIN"], script["END"]
    assert f"above\n{begin}\n\nnew\n\n{end}\nbelow" == script["put"](f"above\n{begin}\nold\n{end}\nbelow", "new")


@pytest.mark.parametrize(
    ("values", "cell"),
    [
        ([None, None], "none"),
        ([0.25, 0.75], "0.50 (0.25 to 0.75)"),
        ([0.5, None], "0.50"),
        ([12345, 12345], "12,345"),
        ([0, 2], "1 (0 to 2)"),
    ],
)
def test_a_cell_is_the_mean_over_seeds_with_its_ends(
    script: dict[str, Any], values: list[float | None], cell: str
) -> None:
    assert cell == script["_over"](values)


def test_every_world_is_measured_and_no_world_twice(script: dict[str, Any]) -> None:
    wanted = list(script["jobs"](2))
    assert len(wanted) == len(set(wanted))
    assert {"founding-case", "one-eyed", "second world"} <= {job.world for job in wanted if job.part == "worlds"}
    assert {1, 2} == {job.seed for job in wanted}
