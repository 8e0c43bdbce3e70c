"""An incident moved by a later, better position: what was in the zone lies outside, and the former answer stays."""

from __future__ import annotations

from pathlib import Path

from builders import at, clause
from ceaseline.case import Case
from facts import answers, case_of

FIRST, LATER = at("2031-05-12"), at("2031-05-20")
HERE = clause(where={"zone": "valley"})
SOURCES = """  - {name: posts, kind: observations, file: inbox/posts*.csv, role: monitor}
  - {name: cameras, kind: observations, file: inbox/cameras*.csv, role: instrument}
  - {name: drones, kind: observations, file: inbox/drones*.csv, role: instrument}
"""
HEADER = "observation_id,earliest,latest,means,lon,lat,radius_m,phenomenon\n"
SHOT = "x,2031-05-10T08:00:00Z,2031-05-10T08:00:30Z,seen,{lon},12.5,{radius},shot\n"


def case(folder: Path) -> Case:
    """Two sources heard it, neither closer than a kilometre: it lies in the valley with a chance of over 99 %."""
    inbox = {f"{name}.csv": HEADER + SHOT.format(lon=34.99, radius=1000) for name in ("posts", "cameras")}
    return case_of(folder / "case", HERE, sources=SOURCES, inbox=inbox)


def move(opened: Case) -> None:
    """A third record, exact to 50 m, lies 330 m outside."""
    better = SHOT.format(lon=35.003, radius=50).replace("x,", "y,", 1)
    (opened.folder / "inbox" / "drones.csv").write_text(HEADER + better, "utf-8")


def test_the_violation_is_withdrawn_and_what_was_known_before_stays_readable(tmp_path: Path) -> None:
    opened = case(tmp_path)
    before = opened.run(now=FIRST)
    assert ("violation_established", 1) == answers(before)["any", "A"]
    move(opened)
    after = opened.run(now=LATER)
    assert "violation" not in set(after.findings["outcome"])
    assert "violation_established" not in {verdict for verdict, _ in answers(after).values()}
    assert answers(before) == answers(opened.run(as_of=FIRST))


def test_the_answer_that_changed_says_what_it_supersedes(tmp_path: Path) -> None:
    opened = case(tmp_path)
    opened.run(now=FIRST)
    move(opened)
    after = opened.run(now=LATER)
    changed = after.verdicts.filter(obligor="any", clock="A").select("as_of", "supersedes").rows()
    assert [(LATER, FIRST)] == changed
    corrections = after.corrections.filter(obligor="any", clock="A").select("verdict_before", "verdict").unique()
    assert [("violation_established", "cannot_tell")] == corrections.rows()
