"""What holds whatever comes in: labels mean nothing, and silence is no news, least of all good news."""

from __future__ import annotations

import json
from collections.abc import Collection, Mapping
from datetime import datetime
from typing import Any

import dataframely as dy
import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from builders import (
    CODES,
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
from ceaseline.assessment import Relevance, judge_clauses, judge_series
from ceaseline.tables import Series, Signals, Verdicts, from_rows
from ceaseline.terms import clauses, parse
from ceaseline.times import Window

pytestmark = pytest.mark.usefixtures("outside_shut")

VALUES = st.none() | st.integers(0, 99).map(float)
BINS = st.fixed_dictionaries({name: st.lists(VALUES, min_size=20, max_size=20) for name in ("east", "west")})
ROLES = st.sampled_from(["instrument", "party", "osint"])
SIDES = st.fixed_dictionaries(
    {}, optional={f"c{number}": st.tuples(st.sampled_from("AB"), ROLES) for number in range(3)}
)
MOMENTS = st.sampled_from([None, at("2031-05-09"), at("2031-05-12"), at("2031-06-01")])
TRUCES = st.sampled_from([(), (window("2031-05-14", "2031-05-16"),)])
SETTINGS = st.fixed_dictionaries({"truces": TRUCES, "as_of": MOMENTS})


def answers(
    form: dict[str, Any],
    bins: dy.DataFrame[Series],
    relevances: list[Relevance],
    *,
    truces: tuple[Window, ...] = (),
    as_of: datetime | None = None,
    days: int = 9,
) -> tuple[dy.DataFrame[Signals], dy.DataFrame[Verdicts]]:
    """Return signals and verdicts, the whole way from the text of the terms."""
    read = parse(json.dumps(form))
    flat = clauses(read)
    signals = judge_series(bins, flat, relevances, near(days, exclude=truces))
    names = {code: party.name for code, party in read.parties.items()}
    told = judge_clauses(flat, signals=signals, series=bins, relevances=relevances, names=names, as_of=as_of)
    return signals, told


def of(sides: Mapping[str, tuple[str, str]], codes: Codes | None = None) -> list[Relevance]:
    """Return what the series can speak of: for some clauses, whose acts, and in which role."""
    return [
        relevance(clause_id=clause_id, acts_of=(codes or {}).get(side, side), role=role)
        for clause_id, (side, role) in sides.items()
    ]


@given(TERMS_FORMS, BINS, SIDES, SETTINGS, st.sampled_from(CODES))
def test_other_codes_for_the_parties_change_the_codes_and_nothing_else(
    form: dict[str, Any], values: dict[str, Any], sides: dict[str, Any], chosen: dict[str, Any], codes: Codes
) -> None:
    bins = series(values, start="2031-05-05", full=90)
    before = answers(form, bins, of(sides), **chosen)
    after = answers(recoded(form, codes), bins, of(sides, codes), **chosen)
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


# Silence


@given(TERMS_FORMS, BINS, SIDES, st.lists(st.booleans(), min_size=40, max_size=40))
def test_silence_changes_no_verdict_and_counts_nothing(
    form: dict[str, Any], values: dict[str, Any], sides: dict[str, Any], keep: list[bool]
) -> None:
    whole = series(values, start="2031-05-05")
    parts = from_rows(Series, whole.filter(pl.Series(keep)).rows(named=True))
    _, before = answers(form, whole, of(sides))
    _, after = answers(form, parts, of(sides))
    assert before["verdict"].to_list() == after["verdict"].to_list()
    assert after["recorded"].is_null().all()


THREE_DAYS = {"from": "2031-05-10", "until": "2031-05-13", "zone": "UTC"}
SOURCES = ("sirens", "radar")
Holes = Collection[tuple[str, int]]


def supported(asked: Mapping[str, float], holes: Holes = ()) -> str:
    """Return what two series support of A, each of *asked* on the three days and 100 on thirty days either side."""
    rows = []
    for source, value in asked.items():
        middle = [None if (source, day) in holes else value for day in range(3)]
        rows += series([*[100.0] * 30, *middle, *[100.0] * 30], source=source, start="2031-04-10").rows(named=True)
    relevances = [relevance(source=source) for source in SOURCES]
    _, told = answers(terms_form(clause(window=THREE_DAYS)), from_rows(Series, rows), relevances, days=30)
    return str(only(told.iter_rows(named=True), obligor="A", clock="A")["signal"])


def test_two_series_that_fall_together_support_holding() -> None:
    assert "holding" == supported(dict.fromkeys(SOURCES, 0.0))


@given(
    st.fixed_dictionaries(dict.fromkeys(SOURCES, st.sampled_from([0.0, 50.0, 100.0, 150.0]))),
    st.sets(st.tuples(st.sampled_from(SOURCES), st.integers(0, 2)), min_size=1),
)
def test_silence_in_the_window_never_gives_holding(asked: dict[str, float], holes: set[tuple[str, int]]) -> None:
    assert "holding" != supported(asked, holes)


@given(BINS, st.sets(st.integers(5, 7), min_size=1))
def test_a_day_lost_in_one_region_leaves_no_sum_of_all(values: dict[str, Any], lost: set[int]) -> None:
    holed = {**values, "west": [None if day in lost else value for day, value in enumerate(values["west"])]}
    form = terms_form(clause(window=THREE_DAYS))  # days 5 to 7 of the data
    signals, _ = answers(form, series(holed, start="2031-05-05"), [relevance()])
    assert {"east"} >= set(signals["region"])
