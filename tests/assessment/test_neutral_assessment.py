"""What holds whatever comes in: labels mean nothing, and silence is no news, least of all good news."""

from __future__ import annotations

import json
from typing import Any

import dataframely as dy
import polars as pl
import pytest
from builders import (
    CODES,
    NAMES,
    TERMS_FORMS,
    Codes,
    at,
    clause,
    near,
    only,
    recoded,
    relevance,
    series,
    terms_form,
    window,
)
from hypothesis import given
from hypothesis import strategies as st

from ceaseline.assessment import Relevance, judge_clauses, judge_series
from ceaseline.tables import Series, Signals, Verdicts, from_rows
from ceaseline.terms import clauses, parse

pytestmark = pytest.mark.usefixtures("outside_shut")

VALUES = st.none() | st.integers(0, 99).map(float)
BINS = st.fixed_dictionaries({name: st.lists(VALUES, min_size=20, max_size=20) for name in ("east", "west")})
ROLES = st.sampled_from(["instrument", "party", "osint"])
RELEVANCES = st.lists(
    st.tuples(st.sampled_from(["c0", "c1", "c2"]), st.sampled_from("AB"), ROLES), max_size=3, unique_by=lambda one: one[0]
)
MOMENTS = st.sampled_from([None, at("2031-05-09"), at("2031-05-12"), at("2031-06-01")])
TRUCES = st.sampled_from([(), (window("2031-05-14", "2031-05-16"),)])


def answers(
    form: dict[str, Any],
    bins: dy.DataFrame[Series],
    relevances: list[Relevance],
    *,
    truces: Any = (),
    as_of: Any = None,
) -> tuple[dy.DataFrame[Signals], dy.DataFrame[Verdicts]]:
    """Return signals and verdicts, the whole way from the text of the terms."""
    read = parse(json.dumps(form))
    flat = clauses(read)
    signals = judge_series(bins, flat, relevances, near(9, exclude=truces))
    names = {code: party.name for code, party in read.parties.items()}
    told = judge_clauses(flat, signals=signals, series=bins, relevances=relevances, names=names, as_of=as_of)
    return signals, told


def of(entries: list[tuple[str, str, str]], codes: Codes | None = None) -> list[Relevance]:
    """Return a relevance for each clause, side and role."""
    codes = codes or {code: code for code in NAMES}
    return [relevance(clause_id=clause_id, acts_of=codes[side], role=role) for clause_id, side, role in entries]


@given(TERMS_FORMS, BINS, RELEVANCES, TRUCES, MOMENTS, st.sampled_from(CODES))
def test_other_codes_for_the_parties_change_the_codes_and_nothing_else(
    form: dict[str, Any], values: dict[str, Any], entries: list[Any], truces: Any, as_of: Any, codes: Codes
) -> None:
    bins = series(values, start="2031-05-05", full=90)
    before = answers(form, bins, of(entries), truces=truces, as_of=as_of)
    after = answers(recoded(form, codes), bins, of(entries, codes), truces=truces, as_of=as_of)
    for one, other in zip(before, after, strict=True):
        assert recoded(one.rows(), codes) == other.rows()


def test_exchanging_the_names_exchanges_them_in_the_reasons() -> None:
    bins = series([100.0] * 5 + [0.0] + [100.0] * 5, start="2031-05-05")
    turned = {"parties": {"A": {"name": "South"}, "B": {"name": "North"}}}
    _, before = answers(terms_form(), bins, [relevance()])
    _, after = answers(terms_form(**turned), bins, [relevance()])
    exchange = {"North": "South", "South": "North"}
    expected = [" ".join(exchange.get(word, word) for word in reason.split(" ")) for reason in before["reason"]]
    assert expected == after["reason"].to_list()


# From the worse to the better. What nothing can see stays unseen, and what does not bind stays unbound.
BETTER = ["violation_established", "not_in_force", "not_verifiable", "cannot_tell", "none_recorded_where_watched"]


@given(TERMS_FORMS, BINS, RELEVANCES, st.lists(st.booleans(), min_size=40, max_size=40))
def test_silence_changes_no_verdict(
    form: dict[str, Any], values: dict[str, Any], entries: list[Any], keep: list[bool]
) -> None:
    whole = series(values, start="2031-05-05")
    parts = from_rows(Series, whole.filter(pl.Series(keep)).rows(named=True))
    _, before = answers(form, whole, of(entries))
    _, after = answers(form, parts, of(entries))
    assert before["verdict"].to_list() == after["verdict"].to_list()
    assert after["recorded"].is_null().all()


QUIET = st.lists(st.integers(0, 20).map(float), min_size=3, max_size=3)


@given(
    st.sampled_from([0.0, 50.0, 100.0, 150.0]),
    st.sampled_from([0.0, 50.0, 100.0, 150.0]),
    st.sets(st.tuples(st.integers(0, 1), st.integers(0, 2)), min_size=1),
)
def test_silence_in_the_window_never_gives_holding(left: float, right: float, lost: set[tuple[int, int]]) -> None:
    three_days = {"from": "2031-05-10", "until": "2031-05-13", "zone": "UTC"}
    form = terms_form(clause(window=three_days))

    def seen(holes: set[tuple[int, int]]) -> dict[str, Any]:
        """Return the verdict on A with two series of 49 days, and *holes* in the three that are asked about."""
        rows: list[dict[str, Any]] = []
        for number, (source, asked) in enumerate({"sirens": left, "radar": right}.items()):
            middle = [None if (number, day) in holes else asked for day in range(3)]
            values = [*[100.0] * 150, *middle, *[100.0] * 150]
            rows += series(values, source=source, start="2030-12-11").rows(named=True)
        bins = from_rows(Series, rows)
        flat = clauses(parse(json.dumps(form)))
        relevances = [relevance(), relevance(source="radar")]
        signals = judge_series(bins, flat, relevances, near(140))
        told = judge_clauses(flat, signals=signals, series=bins, relevances=relevances, names=NAMES, as_of=None)
        return only(told.iter_rows(named=True), obligor="A", clock="A")

    assert "holding" != seen(lost)["signal"]


@given(BINS, st.sets(st.integers(0, 19), min_size=1))
def test_a_day_that_is_lost_in_one_region_leaves_no_sum_of_all(values: dict[str, Any], lost: set[int]) -> None:
    holed = {**values, "west": [None if day in lost else value for day, value in enumerate(values["west"])]}
    form = terms_form(clause(window={"from": "2031-05-10", "until": "2031-05-13", "zone": "UTC"}))  # days 5 to 7
    signals, _ = answers(form, series(holed, start="2031-05-05"), [relevance()])
    if lost & {5, 6, 7}:
        assert {"east"} >= set(signals["region"])
