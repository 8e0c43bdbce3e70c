"""A duty before the start: the order to cease fire has to be out before the ceasefire begins."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

from builders import at, clause
from ceaseline.pipeline import Outcome
from facts import answers, case_of, exchanged, mirrored

DURING = {"from": "2031-05-10 00:00", "until": "2031-05-20 00:00", "zone": "UTC"}
ORDER = clause(
    id="order-out",
    code="ISSUE_ORDER",
    text="Orders to cease fire are out by then.",
    modality="duty",
    recipient="the mission",
    register="the mission",
    before_start=True,
    window={"from": "2031-05-08 00:00", "until": "2031-05-10 00:00", "zone": "UTC"},
)
SOURCES = "  - {name: depositary, kind: orders, file: inbox/orders.csv, role: monitor}\n"
ORDERS = """order_id,party,orders,clause_id,issued,effective,deposited,deposited_with,supersedes,revoked
o1,A,cease_fire,order-out,2031-05-07T12:00Z,2031-05-07T18:00Z,2031-05-07T18:00Z,the mission,,
o2,B,cease_fire,order-out,2031-05-09T05:00Z,2031-05-09T06:00Z,2031-05-09T06:00Z,the mission,,
"""


def run(folder: Path, *, now: datetime, mirror: bool = False) -> Outcome:
    orders = exchanged(ORDERS) if mirror else ORDERS
    case = case_of(folder / "case", ORDER, clause(window=DURING), sources=SOURCES, inbox={"orders.csv": orders})
    return case.run(now=now)


def test_on_the_day_before_it_begins_to_be_owed_nothing_is_in_force(tmp_path: Path) -> None:
    told = run(tmp_path, now=at("2031-05-07 20:00"))
    assert {("not_in_force", None)} == set(answers(told, "order-out").values())
    assert {("not_in_force", None)} == set(answers(told).values())


def test_before_the_fire_has_to_stop_the_order_is_owed_already_and_one_late_is_told_of_its_side(
    tmp_path: Path,
) -> None:
    outcome = run(tmp_path, now=at("2031-05-09 12:00"))
    told = answers(outcome, "order-out")
    assert ("violation_established", 1) == told["B", "A"]
    assert "violation_established" != told["A", "A"][0]
    assert {("not_in_force", None)} == set(answers(outcome).values())


def test_exchanging_the_parties_exchanges_the_answers(tmp_path: Path) -> None:
    late = at("2031-05-09 12:00")
    one, other = run(tmp_path / "one", now=late), run(tmp_path / "other", now=late, mirror=True)
    assert answers(one, "order-out") == mirrored(answers(other, "order-out"))
