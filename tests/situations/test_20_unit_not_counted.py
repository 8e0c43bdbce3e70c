"""An act in a unit that the clause does not count: nothing is converted, and the answer says so."""

from __future__ import annotations

from pathlib import Path

import pytest

from builders import at, clause
from ceaseline.pipeline import Outcome
from facts import answers, case_of

NOW = at("2031-06-01")
MAY = {"from": "2031-05-01", "until": "2031-05-30", "zone": "UTC"}
AT_MOST_TEN = clause(
    id="ten",
    code="CEILING",
    modality="ceiling",
    objects=["tank"],
    where={"zone": "valley"},
    quantity={"at_most": 10, "unit": "pieces"},
    window=MAY,
)
SOURCES = "  - {name: patrols, kind: observations, file: inbox/patrols.csv, role: monitor}\n"
HEADER = "observation_id,earliest,latest,phenomenon,weapon,lon,lat,radius_m,means,quantity_low,quantity_high,unit\n"


def run(folder: Path, unit: str) -> Outcome:
    row = f"s,2031-05-10T09:00Z,2031-05-10T09:00Z,weapon_presence,tank,34.5,12.5,50,seen,40,40,{unit}\n"
    return case_of(folder / "case", AT_MOST_TEN, sources=SOURCES, inbox={"patrols.csv": HEADER + row}).run(now=NOW)


@pytest.mark.parametrize("unit", ["platoons", "rounds", "minutes"])
def test_a_number_in_another_unit_is_not_held_against_the_ceiling_and_the_reason_is_told(
    tmp_path: Path, unit: str
) -> None:
    outcome = run(tmp_path, unit)
    assert {"indeterminate"} == set(outcome.findings["outcome"])
    assert all(unit in basis for basis in outcome.findings["basis"])
    assert "violation_established" not in {verdict for verdict, _ in answers(outcome, "ten").values()}


def test_in_its_own_unit_it_is(tmp_path: Path) -> None:
    assert {"violation"} == set(run(tmp_path, "pieces").findings["outcome"])
