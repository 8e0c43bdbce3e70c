"""A zone whose edge the circle of error crosses: the chance is told, and the act is neither in it nor outside."""

from __future__ import annotations

from pathlib import Path

import pytest

from builders import at, clause
from ceaseline.pipeline import Outcome
from facts import answers, case_of

NOW = at("2031-06-01")
SOURCES = """  - {name: posts, kind: observations, file: inbox/posts.csv, role: monitor}
  - {name: cameras, kind: observations, file: inbox/cameras.csv, role: instrument}
"""
HEADER = "observation_id,earliest,latest,means,lon,lat,radius_m,phenomenon\n"
HERE = clause(where={"zone": "valley"})


def run(folder: Path, lon: float, radius_m: int) -> Outcome:
    row = f"x,2031-05-10T08:00:00Z,2031-05-10T08:00:30Z,seen,{lon},12.5,{radius_m},shot\n"
    inbox = {"posts.csv": HEADER + row, "cameras.csv": HEADER + row}
    return case_of(folder / "case", HERE, sources=SOURCES, inbox=inbox).run(now=NOW)


@pytest.mark.parametrize(
    ("lon", "radius_m", "outcome", "chance"),
    [
        (34.9, 300, "violation", 1.0),  # 10.9 km within the edge
        (35.0, 300, "indeterminate", 0.5),  # on it
        (34.997, 2000, "indeterminate", 0.64),  # 326 m within: two records leave 1,414 m, which is 937 m one sigma
    ],
)
def test_the_chance_of_lying_in_the_zone_decides(
    tmp_path: Path, lon: float, radius_m: int, outcome: str, chance: float
) -> None:
    findings = run(tmp_path, lon, radius_m).findings
    assert {outcome} == set(findings["outcome"])
    assert findings["probability"].to_list() == pytest.approx([chance] * findings.height, abs=0.01)


def test_what_may_lie_outside_is_recorded_and_establishes_nothing(tmp_path: Path) -> None:
    assert {("cannot_tell", 1)} == {
        answer for (who, _), answer in answers(run(tmp_path, 35.0, 300)).items() if who == "any"
    }


def test_well_outside_there_is_no_finding(tmp_path: Path) -> None:
    assert run(tmp_path, 35.1, 300).findings.is_empty()
