"""Summer time begins on the day the ceasefire does: the window is what the clocks there showed."""

from __future__ import annotations

from pathlib import Path

import pytest

from builders import at, clause
from ceaseline.pipeline import Outcome
from facts import answers, case_of

# In Berlin the clocks go from 02:00 to 03:00 on 30 March 2031, which is 01:00 UTC.
NOW = at("2031-04-05")
FIRE = clause(window={"from": "2031-03-30 03:00", "until": "2031-03-31 03:00", "zone": "Europe/Berlin"})
SOURCES = """  - {name: posts, kind: observations, file: inbox/posts.csv, role: monitor}
  - {name: cameras, kind: observations, file: inbox/cameras.csv, role: instrument}
"""
HEADER = "observation_id,earliest,latest,means,lon,lat,radius_m,phenomenon\n"
ZONE = '\n[case.reporting_day]\nzone = "Europe/Berlin"\n'


def run(folder: Path, moment: str) -> Outcome:
    row = f"x,{moment},{moment},seen,34.5,12.5,300,shot\n"
    inbox = {"posts.csv": HEADER + row, "cameras.csv": HEADER + row}
    return case_of(folder / "case", FIRE, sources=SOURCES, inbox=inbox, settings=ZONE).run(now=NOW)


@pytest.mark.parametrize(
    ("moment", "expected"),
    [
        ("2031-03-30T00:59:59Z", ("cannot_tell", None)),  # 01:59:59 on the old clock
        ("2031-03-30T01:00:00Z", ("violation_established", 1)),  # 03:00 on the new one, where it begins
        ("2031-03-31T00:59:59Z", ("violation_established", 1)),  # 02:59:59, a day later by the clock
        ("2031-03-31T01:00:00Z", ("cannot_tell", None)),  # 03:00, where it ends
    ],
)
def test_the_window_begins_and_ends_by_the_clock_of_the_place(
    tmp_path: Path, moment: str, expected: tuple[str, int | None]
) -> None:
    assert expected == answers(run(tmp_path, moment))["any", "A"]


def test_the_window_is_a_whole_day_long_as_the_clock_jumps_before_it(tmp_path: Path) -> None:
    (window,) = run(tmp_path, "2031-03-30T12:00:00Z").verdicts.select("from", "until").unique().rows()
    assert 24 * 3600 == (window[1] - window[0]).total_seconds()
