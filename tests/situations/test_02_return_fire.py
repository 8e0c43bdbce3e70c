"""Situation 2: return fire after 4 minutes. It is excepted only where the order and the attempt are on record."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import polars as pl
import pytest

from builders import at, clause
from ceaseline.pipeline import Outcome
from ceaseline.publishing import explain
from facts import case_of, exchanged

NOW = at("2031-06-01")
# fire from the east, and four minutes later fire from the west
POSTS = """observation_id,earliest,latest,lon,lat,radius_m,phenomenon,bearing_deg,bearing_sigma_deg
first,2031-05-10T08:00:00Z,2031-05-10T08:00:30Z,34.5,12.5,300,shelling,90,10
answer,2031-05-10T08:04:30Z,2031-05-10T08:05:00Z,34.5,12.5,300,shelling,270,10
"""
RETURN_FIRE = {
    "act": "return_fire",
    "if": "the other side acts on the offensive",
    "after": ["an attempt through the centre that failed", "an order of the side's own leadership"],
}
CALL = {"call_id": "c1", "caller": "A", "at": "2031-05-10T08:01Z", "outcome": "no_answer", "incident_id": ""}
ORDER = {
    "order_id": "o1",
    "party": "A",
    "orders": "return_fire",
    "clause_id": "no-fire",
    "issued": "2031-05-10T08:02Z",
    "effective": "2031-05-10T08:03Z",
    "supersedes": "",
    "revoked": "",
}
SOURCES = """  - {name: posts, kind: observations, file: inbox/posts.csv, role: monitor}
  - {name: hotline, kind: calls, file: inbox/calls.csv, role: monitor}
  - {name: depositary, kind: orders, file: inbox/orders.csv, role: monitor}
"""
Row = dict[str, str]


def csv(*rows: Row) -> str:
    return "\n".join([",".join(rows[0]), *(",".join(row.values()) for row in rows), ""])


def run(
    folder: Path,
    *,
    calls: list[Row] | None = None,
    orders: list[Row] | None = None,
    swap: bool = False,
    sources: str = SOURCES,
    **changes: Any,
) -> Outcome:
    """Work the facts out; a register of which nothing is given is not on record."""
    inbox = {"posts.csv": POSTS}
    for name, rows in (("calls.csv", calls), ("orders.csv", orders)):
        if rows is not None:
            inbox[name] = exchanged(csv(*rows)) if swap else csv(*rows)
    case = case_of(
        folder / "case", clause(**{"exceptions": [RETURN_FIRE], **changes}), sources=sources, inbox=inbox
    )
    return case.run(now=NOW)


def of(outcome: Outcome, name: str) -> tuple[str, str]:
    """Return outcome and basis of the finding on an observation's incident, which is the same on both clocks."""
    (incident,) = outcome.members.filter(pl.col("observation_id") == f"posts-{name}")["incident_id"]
    rows = outcome.findings.filter(pl.col("incident_id") == incident).select("outcome", "basis").unique()
    ((what, basis),) = rows.rows()
    return what, basis


def counted(outcome: Outcome) -> set[int | None]:
    return set(outcome.verdicts.filter(pl.col("obligor") == "any")["recorded"])


def test_without_such_an_exception_both_are_violations(tmp_path: Path) -> None:
    outcome = run(tmp_path, exceptions=[], calls=[CALL], orders=[ORDER])
    assert ("violation", "violation") == (of(outcome, "first")[0], of(outcome, "answer")[0])
    assert {2} == counted(outcome)
    assert 0 == outcome.exception_checks.height
    assert [None] == outcome.responses["procedure_followed"].to_list()


def test_with_one_and_no_hotline_record_the_answer_is_indeterminate_and_the_procedure_not_shown(
    tmp_path: Path,
) -> None:
    outcome = run(tmp_path)
    assert "violation" == of(outcome, "first")[0]
    what, basis = of(outcome, "answer")
    assert "indeterminate" == what
    assert basis.endswith("; procedure not shown: no register of calls or of orders is on record.")
    assert {2} == counted(outcome)
    by_side = dict(outcome.verdicts.select("obligor", "verdict").iter_rows())
    assert {"A": "cannot_tell", "B": "cannot_tell", "any": "violation_established"} == by_side
    assert [(240.0, None)] == outcome.responses.select("delay_s", "procedure_followed").rows()


def test_with_the_attempt_and_then_the_order_on_record_it_is_excepted_and_whose_it_was_stays_open(
    tmp_path: Path,
) -> None:
    outcome = run(tmp_path, calls=[CALL], orders=[ORDER])
    assert "violation" == of(outcome, "first")[0]
    what, basis = of(outcome, "answer")
    assert "excepted" == what
    assert "whose it was is not established" in basis
    assert basis.endswith(
        "North (A) tried to have that stopped in c1 (no answer) and then ordered return fire in o1, in force "
        'before the answer; that "the other side acts on the offensive" is not checked.'
    )
    assert {"undetermined"} == set(outcome.findings["attributed_to"])
    assert {1} == counted(outcome)
    assert [("shown", "o1", "A")] == outcome.exception_checks.select("shown", "entry", "party").rows()
    assert [True] == outcome.responses["procedure_followed"].to_list()


@pytest.mark.parametrize(
    ("call", "order", "words", "followed"),
    [
        (
            {"outcome": "answered"},
            {},
            "no failed attempt of the same party is on record before the order o1",
            False,
        ),
        ({"at": "2031-05-10T07:59Z"}, {}, "no failed attempt of the same party", False),
        ({"at": "2031-05-10T08:02:30Z"}, {}, "no failed attempt of the same party", False),
        ({"caller": "B"}, {}, "no failed attempt of the same party", False),
        ({"incident_id": "THE ANSWER"}, {}, "no failed attempt of the same party", False),
        ({}, {"issued": "2031-05-10T08:06Z"}, "no order to return fire is on record after the attempt c1", None),
        ({}, {"effective": "2031-05-10T08:05Z"}, "no order to return fire", None),
        ({}, {"effective": ""}, "no order to return fire", None),
        ({}, {"revoked": "2031-05-10T08:04Z"}, "no order to return fire", None),
        ({}, {"orders": "withdraw"}, "no order to return fire", None),
        ({}, {"clause_id": "other"}, "no order to return fire", None),
        ({"outcome": "stopped"}, {"orders": "other"}, "neither a failed attempt nor an order", None),
    ],
    ids=[
        "the call was answered",
        "before the fire",
        "after the order",
        "by the other side",
        "about another incident",
        "ordered after the answer",
        "in force after it began",
        "in force from nobody knows when",
        "revoked",
        "another order",
        "for another clause",
        "neither",
    ],
)
def test_a_step_that_is_missing_late_or_of_another_leaves_it_indeterminate(
    tmp_path: Path, call: Row, order: Row, words: str, followed: bool | None
) -> None:
    if call.get("incident_id"):
        known = run(tmp_path / "before")
        call = {"incident_id": known.responses["incident_id"][0]}
    other = clause(id="other", code="NO_MOBILISATION")
    inbox = {"posts.csv": POSTS, "calls.csv": csv({**CALL, **call}), "orders.csv": csv({**ORDER, **order})}
    case = case_of(tmp_path / "case", clause(exceptions=[RETURN_FIRE]), other, sources=SOURCES, inbox=inbox)
    outcome = case.run(now=NOW)
    what, basis = of(outcome, "answer")
    assert "indeterminate" == what
    assert f"procedure not shown: {words}" in basis
    assert [followed] == outcome.responses["procedure_followed"].to_list()


def test_an_order_that_another_took_the_place_of_counts_no_more(tmp_path: Path) -> None:
    newer = {**ORDER, "order_id": "o2", "orders": "cease_fire", "supersedes": "o1", "issued": "2031-05-10T08:03Z"}
    assert "indeterminate" == of(run(tmp_path, calls=[CALL], orders=[ORDER, newer]), "answer")[0]


def test_an_order_that_is_replaced_only_after_the_answer_still_counts(tmp_path: Path) -> None:
    newer = {**ORDER, "order_id": "o2", "orders": "cease_fire", "supersedes": "o1", "issued": "2031-05-10T08:06Z"}
    assert "excepted" == of(run(tmp_path, calls=[CALL], orders=[ORDER, newer]), "answer")[0]


def test_what_only_a_party_itself_keeps_shows_nothing(tmp_path: Path) -> None:
    for name in ("calls", "orders"):
        own = SOURCES.replace(f"{name}.csv, role: monitor", f"{name}.csv, role: party, party: A")
        outcome = run(tmp_path / name, calls=[CALL], orders=[ORDER], sources=own)
        assert f"procedure not shown: no register of {name} is on record" in of(outcome, "answer")[1]


def test_where_the_terms_name_no_step_no_register_can_show_it(tmp_path: Path) -> None:
    bare = [{"act": "return_fire", "if": "the other side violates the truce"}]
    outcome = run(tmp_path, calls=[CALL], orders=[ORDER], exceptions=bare)
    assert ["no_register"] == outcome.exception_checks["shown"].to_list()
    assert "indeterminate" == of(outcome, "answer")[0]


def test_explain_shows_the_check_under_its_incident(tmp_path: Path) -> None:
    outcome = run(tmp_path, calls=[CALL], orders=[ORDER])
    case = case_of(tmp_path / "again", clause(exceptions=[RETURN_FIRE]), sources=SOURCES, inbox={})
    told = dict(explain(case.material(outcome), outcome.responses["incident_id"][0]))
    assert told["exception of no-fire: return fire"].startswith("shown, by o1 of North (A). It seems to answer")
    assert told["what came before it"] == "the steps that the terms ask for are on record"


def test_exchanging_the_parties_exchanges_whose_order_it_was_and_changes_nothing_else(tmp_path: Path) -> None:
    one = run(tmp_path / "one", calls=[CALL], orders=[ORDER])
    other = run(tmp_path / "other", calls=[CALL], orders=[ORDER], swap=True)
    assert ["A"] == one.exception_checks["party"].to_list()
    for name in ("incidents", "responses", "exception_checks", "findings", "verdicts"):
        table = other.tables[name].with_columns(
            pl.col(column).map_elements(exchanged, return_dtype=pl.String)
            for column in ("party", "basis")
            if column in other.tables[name].columns
        )
        assert one.tables[name].equals(table), name
