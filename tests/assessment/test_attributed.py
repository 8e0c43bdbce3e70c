"""Findings with the side that people determined."""

from __future__ import annotations

import dataframely as dy
import pytest

from builders import clause, flat
from ceaseline.assessment import attributed
from ceaseline.tables import Findings, from_rows

pytestmark = pytest.mark.usefixtures("outside_shut")


ELEMENTS = {"act": "met", "object": "not_asked", "place": "not_asked", "time": "met", "obligor": "may_be"}


def findings(*outcomes: str, **elements: str) -> dy.DataFrame[Findings]:
    rows = [
        {
            "incident_id": f"i{number}",
            "clause_id": "no-fire",
            "clock": "A",
            "outcome": outcome,
            "probability": 1.0,
            "level": "observed",
            "attributed_to": "undetermined",
            "basis": "shot, such an act.",
            **ELEMENTS,
            **elements,
        }
        for number, outcome in enumerate(outcomes)
    ]
    return from_rows(Findings, rows)


def test_without_a_ruling_nothing_changes() -> None:
    before = findings("violation", "indeterminate")
    assert before.equals(attributed(before, flat(), {}, ["A", "B"]))
    assert before.equals(attributed(before, flat(), {"another": "A"}, ["A", "B"]))


@pytest.mark.parametrize(
    ("ruled", "outcome", "side"),
    [
        ("A", "violation", "A"),
        ("B", "out_of_scope", "B"),
        ("both", "violation", "undetermined"),
        ("third", "out_of_scope", "undetermined"),
        ("not_hostile", "not_violation", "undetermined"),
        ("no_event", "not_violation", "undetermined"),
    ],
)
def test_a_ruling_names_the_side_and_who_promised_nothing_breaks_nothing(
    ruled: str, outcome: str, side: str
) -> None:
    (row,) = attributed(findings("violation"), flat(clause(obligors=["A"])), {"i0": ruled}, ["A", "B"]).to_dicts()
    assert (outcome, side, "determined") == (row["outcome"], row["attributed_to"], row["level"])
    assert f"shot, such an act; two people or more determined: {ruled.replace('_', ' ')}." == row["basis"]


def test_a_ruling_on_whose_it_is_makes_no_doubtful_act_a_violation() -> None:
    doubtful = findings("indeterminate", act="may_be")
    (row,) = attributed(doubtful, flat(), {"i0": "A"}, ["A", "B"]).to_dicts()
    assert ("indeterminate", "A", "may_be", "met") == tuple(
        row[name] for name in ("outcome", "attributed_to", "act", "obligor")
    )


@pytest.mark.parametrize(
    ("ruled", "expected"),
    [
        ("A", ("violation", "met", "met")),
        ("B", ("out_of_scope", "met", "not_met")),
        ("both", ("violation", "met", "met")),
        ("third", ("out_of_scope", "met", "not_met")),
        ("not_hostile", ("not_violation", "not_met", "not_asked")),
        ("no_event", ("not_violation", "not_met", "not_asked")),
    ],
)
def test_where_only_whose_it_was_is_open_a_ruling_settles_it(ruled: str, expected: tuple[str, ...]) -> None:
    open_one = findings("indeterminate")
    (row,) = attributed(open_one, flat(clause(obligors=["A"])), {"i0": ruled}, ["A", "B"]).to_dicts()
    assert expected == tuple(row[name] for name in ("outcome", "act", "obligor"))


def test_the_order_of_findings_stays() -> None:
    told = attributed(findings("violation", "violation", "violation"), flat(), {"i1": "B"}, ["A", "B"])
    assert ["i0", "i1", "i2"] == told["incident_id"].to_list()
    assert ["undetermined", "B", "undetermined"] == told["attributed_to"].to_list()
