"""A ceiling: more tanks than are allowed, as many, and a number that may be either."""

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


def run(folder: Path, low: int, high: int, unit: str = "pieces") -> Outcome:
    row = f"s,2031-05-10T09:00Z,2031-05-10T09:00Z,weapon_presence,tank,34.5,12.5,50,seen,{low},{high},{unit}\n"
    return case_of(folder / "case", AT_MOST_TEN, sources=SOURCES, inbox={"patrols.csv": HEADER + row}).run(now=NOW)


@pytest.mark.parametrize(
    ("low", "high", "expected"), [(11, 11, "violation"), (9, 12, "indeterminate"), (12, 15, "violation")]
)
def test_more_than_the_ceiling_is_a_violation_only_where_even_the_lowest_number_is_more(
    tmp_path: Path, low: int, high: int, expected: str
) -> None:
    assert {expected} == set(run(tmp_path, low, high).findings["outcome"])


def test_fewer_than_the_ceiling_seen_at_one_place_shows_neither_a_breach_nor_that_it_was_kept(
    tmp_path: Path,
) -> None:
    outcome = run(tmp_path, 10, 10)
    assert not outcome.findings.filter(outcome.findings["outcome"] == "violation").height
    assert {"cannot_tell"} == {verdict for verdict, _ in answers(outcome, "ten").values()}


def test_the_violation_is_of_any_side_as_nobody_says_whose_the_tanks_are(tmp_path: Path) -> None:
    told = answers(run(tmp_path, 11, 11), "ten")
    assert {("violation_established", 1)} == {told["any", clock] for clock in "AB"}
    assert {"cannot_tell"} == {told[side, clock][0] for side in "AB" for clock in "AB"}
