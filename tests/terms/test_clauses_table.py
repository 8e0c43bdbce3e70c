"""The terms laid flat: a row for each clause, each party it binds, and each party's clock."""

from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from builders import CODES, DAY, TERMS_FORMS, Codes, at, clause, flat, only, recoded, terms
from ceaseline.terms import clauses, parse, sentences

pytestmark = pytest.mark.usefixtures("outside_shut")

LATER = {"from": "2031-05-12", "until": "2031-05-13", "zone": "UTC"}


def test_there_is_a_row_for_each_clause_obligor_and_clock() -> None:
    table = flat(clause(id="one"), clause(id="two", obligors=["B"]))
    expected = [
        ("one", "A", "A"),
        ("one", "A", "B"),
        ("one", "B", "A"),
        ("one", "B", "B"),
        ("two", "B", "A"),
        ("two", "B", "B"),
    ]
    assert expected == table.select("clause_id", "obligor", "clock").rows()


def test_where_nobody_disputes_a_window_all_clocks_say_the_same() -> None:
    assert [(at("2031-05-10"), at("2031-05-11"))] == flat().select("from", "until").unique().rows()


def test_a_disputed_window_goes_to_the_clock_of_that_party_alone() -> None:
    table = flat(clause(windows_disputed={"B": LATER}))
    for obligor in "AB":
        starts = dict(table.filter(obligor=obligor).select("clock", "from").rows())
        assert {"A": at("2031-05-10"), "B": at("2031-05-12")} == starts


def test_a_window_disputed_by_all_leaves_the_first_to_nobody() -> None:
    table = flat(clause(windows_disputed={"A": LATER, "B": LATER}))
    assert [at("2031-05-12")] == table["from"].unique().to_list()


def test_each_obligor_has_a_status_of_its_own() -> None:
    table = flat(clause(speech_status={"A": "in_force", "B": "demanded"})).filter(clock="A")
    expected = [("A", "in_force", True), ("B", "demanded", False)]
    assert expected == table.select("obligor", "speech_status", "binding").rows()


def test_a_demand_without_a_window_has_none_in_the_table() -> None:
    table = flat(clause(window=..., speech_status="demanded"))
    assert [(None, None, None)] == table.select("from", "until", "zone").unique().rows()


@pytest.mark.parametrize(
    ("where", "scope", "width"),
    [
        ("everywhere", "everywhere", None),
        ({"line": "front", "within_km": 15}, "front", 15.0),
        ({"line": "front"}, "front", None),
        ({"zone": "town"}, "town", None),
    ],
)
def test_the_place_is_its_name_and_its_width(where: Any, scope: str, width: float | None) -> None:
    front = {"front": {"file": "f.geojson", "author": "North", "as_of": "2031-05-01", "error_km": 1}}
    table = flat(clause(where=where), lines=front, zones={"town": {"file": "t.geojson"}})
    row = only(table.iter_rows(named=True), obligor="A", clock="A")
    assert (scope, width) == (row["scope"], row["within_km"])


def test_what_can_see_it_is_kept_in_words() -> None:
    table = flat(clause(verifiable_by={"monitor": "none_deployed", "party": "claims_only"}))
    assert {"monitor=none_deployed party=claims_only"} == set(table["verifiable_by"])


def test_the_zone_is_the_one_the_window_was_written_on() -> None:
    table = flat(clause(windows_disputed={"B": {**DAY, "zone": "Asia/Kathmandu"}}))
    assert {"A": "UTC", "B": "Asia/Kathmandu"} == dict(table.select("clock", "zone").unique().rows())


# Neither the table nor the sentences know one party from the other.


@given(TERMS_FORMS, st.sampled_from(CODES))
def test_other_codes_for_the_parties_change_the_codes_in_the_table_and_nothing_else(
    form: dict[str, Any], codes: Codes
) -> None:
    before = clauses(parse(json.dumps(form)))
    after = clauses(parse(json.dumps(recoded(form, codes))))
    assert recoded(before.rows(), codes) == after.rows()


@given(TERMS_FORMS, st.sampled_from(CODES))
def test_other_codes_for_the_parties_change_the_codes_in_the_sentences_and_nothing_else(
    form: dict[str, Any], codes: Codes
) -> None:
    before = list(sentences(parse(json.dumps(form))))
    after = list(sentences(parse(json.dumps(recoded(form, codes)))))
    assert recoded(before, codes) == after


def test_exchanging_the_names_exchanges_them_in_the_sentences() -> None:
    entry = clause(obligors=["A"], raised_by=["B"])
    before = dict(sentences(terms(entry)))["no-fire"]
    after = dict(sentences(terms(entry, parties={"A": {"name": "South"}, "B": {"name": "North"}})))["no-fire"]
    assert before.replace("North", "?").replace("South", "North").replace("?", "South") == after
