"""What `explain` says of a finding: its elements in one line, below the sentence."""

from __future__ import annotations

from pathlib import Path

import pytest

from builders import at, clause
from ceaseline.publishing import explain
from ceaseline.publishing.incidents import elements_told
from facts import case_of

# half of the circle lies in the valley, whose edge runs along 12 degrees north
POSTS = """observation_id,earliest,latest,lon,lat,radius_m,phenomenon
p1,2031-05-10T08:00:00Z,2031-05-10T08:00:30Z,34.5,12.0,1000,shelling
"""
SOURCES = "  - {name: posts, kind: observations, file: inbox/posts.csv, role: monitor}\n"
VALLEY = clause(where={"zone": "valley"})
LINE = "act: met; object: not asked; place: 50 %; time: met; obligor: not established"


def test_explain_prints_the_elements_of_a_finding_in_one_line(tmp_path: Path) -> None:
    case = case_of(tmp_path / "case", VALLEY, sources=SOURCES, inbox={"posts.csv": POSTS})
    outcome = case.run(now=at("2031-06-01"))
    told = dict(explain(case.material(outcome), outcome.incidents["incident_id"][0]))
    assert LINE == told["elements on no-fire"]
    assert "indeterminate, observed." in told["finding on no-fire"]


def test_what_was_answered_and_what_answers_lead_to_each_other_and_neither_began(tmp_path: Path) -> None:
    """Opposed bearings in one place, four minutes apart: two incidents, linked both ways."""
    head = "observation_id,earliest,latest,lon,lat,radius_m,phenomenon,bearing_deg,bearing_sigma_deg"
    one = "first,2031-05-10T08:00:00Z,2031-05-10T08:00:30Z,34.5,12.5,300,shelling,90,10"
    other = "answer,2031-05-10T08:04:30Z,2031-05-10T08:05:00Z,34.5,12.5,300,shelling,270,10"
    inbox = {"posts.csv": "\n".join([head, one, other, ""])}
    case = case_of(tmp_path / "case", VALLEY, sources=SOURCES, inbox=inbox)
    outcome = case.run(now=at("2031-06-01"))
    ((answer, first),) = outcome.responses.select("incident_id", "answers").rows()
    told = [dict(explain(case.material(outcome), name)) for name in (first, answer)]
    assert f"{answer}, after 240 s; who began is not established by that" == told[0]["it seems to be answered by"]
    assert f"{first}, after 240 s; our assessment, nobody's claim" == told[1]["it seems to answer"]


@pytest.mark.parametrize(
    ("low", "high", "words"),
    [
        (0.93, 0.97, "93 to 97 %"),
        (0.0, 1.0, "0 to 100 %"),
        (0.001, 0.999, "under 1 to over 99 %"),
        (0.5, 0.5, "50 %"),
    ],
)
def test_a_chance_in_doubt_is_never_told_as_all_or_nothing(low: float, high: float, words: str) -> None:
    row = dict.fromkeys(("act", "object", "time", "obligor"), "met") | {"place": "may_be", "time_share": 1.0}
    row |= {"place_low": low, "place_high": high}
    assert f"place: {words};" in elements_told(row)
