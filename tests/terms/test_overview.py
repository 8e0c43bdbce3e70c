"""The terms at a glance: who is bound to what, and where the clocks of the sides part."""

from __future__ import annotations

import json
from typing import Any

import attrs
import pytest
from hypothesis import given
from hypothesis import strategies as st

from builders import CODES, DAY, OFFSET, OPEN, TERMS_FORMS, WORDS, Codes, clause, recoded, terms, terms_form
from ceaseline.terms import Standing, clock_differences, parse, standings

pytestmark = pytest.mark.usefixtures("outside_shut")

LATER = {"from": "2031-05-12", "until": "2031-05-13", "zone": "Asia/Kathmandu"}
PARTS = "What falls inside one and outside the other gets two answers, never one."


def standing(**changes: Any) -> Standing:
    (found,) = standings(terms(clause(**changes)))
    return found


def test_there_is_a_row_for_each_clause_in_the_order_of_the_terms() -> None:
    found = standings(terms(clause(id="two"), clause(id="one")))
    assert ["two", "one"] == [row.clause for row in found]


def test_a_clause_stands_with_how_far_it_binds_each_side_and_what_can_see_it() -> None:
    found = standing(speech_status={"A": "in_force", "B": "demanded"}, verifiable_by={"monitor": "none_deployed"})
    expected = Standing(
        clause="no-fire",
        held=("in force", "demanded, not agreed"),
        symmetry="both",
        seen_by="monitors: none deployed",
        binding=True,
    )
    assert expected == found


@pytest.mark.parametrize(("obligors", "held"), [(["A"], ("agreed", "")), (["B"], ("", "agreed"))])
def test_a_side_that_is_no_obligor_is_held_to_nothing(obligors: list[str], held: tuple[str, ...]) -> None:
    found = standing(obligors=obligors, speech_status="agreed")
    assert (held, "one-sided") == (found.held, found.symmetry)


def test_the_sides_stand_in_the_order_of_the_terms_not_of_the_clause() -> None:
    found = standing(obligors=["B", "A"], speech_status={"B": "agreed", "A": "waived"})
    assert ("waived", "agreed") == found.held


def test_a_mirror_is_named() -> None:
    pair = [clause(obligors=["A"], mirror="other"), clause(id="other", obligors=["B"], mirror="no-fire")]
    assert ["mirrored by other", "mirrored by no-fire"] == [row.symmetry for row in standings(terms(*pair))]


@pytest.mark.parametrize("status", WORDS)
def test_it_says_whether_anybody_is_bound(status: str) -> None:
    assert (status in ("accepted", "agreed", "in_force")) == standing(speech_status=status).binding
    assert standing(speech_status={"A": status, "B": "agreed"}).binding


# Clocks


def differences(*entries: dict[str, Any], zones: tuple[str, ...] = ("UTC",), **changes: Any) -> dict[str, str]:
    return dict(clock_differences(terms(*entries, **changes), zones))


def test_where_the_clocks_agree_nothing_is_told() -> None:
    same = {**OFFSET, "zone": "UTC"}  # the same moments, written otherwise
    assert {} == differences(clause(), clause(id="other", windows_disputed={"B": same}))


def test_a_clause_that_the_sides_count_otherwise_is_told_by_both_clocks() -> None:
    found = differences(clause(), clause(id="other", windows_disputed={"B": LATER}))
    expected = (
        "by the clock of North (A) 10 May 2031, 00:00 to 11 May 2031, 00:00 (UTC); "
        "by the clock of South (B) 11 May 2031, 18:15 to 12 May 2031, 18:15 (UTC) = "
        f"12 May 2031, 00:00 to 13 May 2031, 00:00 (Asia/Kathmandu, UTC+5:45). {PARTS}"
    )
    assert {"other": expected} == found


def test_the_clocks_asked_for_stand_beside_utc() -> None:
    found = differences(clause(windows_disputed={"B": LATER}), zones=("Asia/Kolkata",))
    assert 2 == found["no-fire"].count("(Asia/Kolkata, UTC+5:30)")


@pytest.mark.parametrize("other", [OPEN, {**DAY, "until": "2031-05-12"}, {**DAY, "until": None}])
def test_another_end_or_none_is_a_difference_too(other: dict[str, Any]) -> None:
    assert ["no-fire"] == list(differences(clause(windows_disputed={"A": other})))


def test_a_window_of_the_agreement_that_is_disputed_reaches_clauses_that_have_none_of_their_own() -> None:
    whole = {"title": "T", "type": "bilateral", "state": "agreed", "window": DAY, "windows_disputed": {"A": LATER}}
    found = differences(clause(), clause(id="other", window=...), agreement=whole)
    assert ["other"] == list(found)


def test_where_only_one_side_says_when_there_is_nothing_to_compare() -> None:
    assert {} == differences(clause(window=..., speech_status="question", windows_disputed={"A": DAY}))


# Neither knows one party from the other.


@given(TERMS_FORMS, st.sampled_from(CODES))
def test_other_codes_for_the_parties_change_the_codes_at_a_glance_and_nothing_else(
    form: dict[str, Any], codes: Codes
) -> None:
    before, after = (parse(json.dumps(written)) for written in (form, recoded(form, codes)))
    expected = recoded([attrs.astuple(row) for row in standings(before)], codes)
    assert expected == [attrs.astuple(row) for row in standings(after)]
    assert recoded(list(clock_differences(before)), codes) == list(clock_differences(after))


@given(TERMS_FORMS)
def test_exchanging_the_names_changes_nothing_at_a_glance(form: dict[str, Any]) -> None:
    turned = {**form, **terms_form(*form["clauses"], parties={"A": {"name": "South"}, "B": {"name": "North"}})}
    turned["agreement"] = form["agreement"]
    assert standings(parse(json.dumps(form))) == standings(parse(json.dumps(turned)))
