"""The truce of Easter 2025, from the files of the example: what can be said, and of whom."""

from __future__ import annotations

from functools import cache
from typing import Any

import dataframely as dy
import pytest

import ceaseline
from builders import CAPTURE, at, only, relevance
from ceaseline import sources
from ceaseline.accounts import arithmetic_in_words, compare_windows, reckon
from ceaseline.assessment import Comparison, judge_clauses, judge_series
from ceaseline.tables import Claims, Series, Signals, Verdicts
from ceaseline.terms import Terms, clauses, parse
from ceaseline.times import Window, moment

CASE = ceaseline.example("easter-truce-2025")
TOTALS = {"party-claims": ["violations, total"]}
VICTORY_DAY = Window(moment("2025-05-08", "Europe/Moscow"), moment("2025-05-11", "Europe/Moscow"))
ALERTS = [relevance(source="air-alerts", clause_id="no-air-attack", acts_of="A")]
SATURATED = {"Kharkiv", "Dnipropetrovsk"}


@cache
def terms() -> Terms:
    return parse((CASE / "terms.yaml").read_text("utf-8"))


def rows_of(name: str) -> Any:
    """Return what a source of the example says, fetched and read as the program does."""
    text = (CASE / "sources.yaml").read_text("utf-8")
    (source,) = [source for source in sources.parse(text, terms()) if source.form.name == name]
    (arrival,) = source.fetch(CASE)
    capture = sources.Capture(CAPTURE, name, arrival.name, at("2025-06-05"), 1, arrival.open)
    return source.read(capture).rows


@cache
def alerts() -> dy.DataFrame[Series]:
    bins: dy.DataFrame[Series] = Series.validate(rows_of("air-alerts"))
    return bins


@cache
def told() -> dy.DataFrame[Claims]:
    return reckon(rows_of("party-claims"), TOTALS)


def signals(**changes: Any) -> dy.DataFrame[Signals]:
    comparison = Comparison(**{"exclude": (VICTORY_DAY,), **changes})
    return judge_series(alerts(), clauses(terms()), ALERTS, comparison)


def together(table: dy.DataFrame[Signals]) -> dict[str, Any]:
    return only(table.iter_rows(named=True), region=None, clock="A")


def verdict(clause_id: str, obligor: str) -> dict[str, Any]:
    table: dy.DataFrame[Verdicts] = judge_clauses(
        clauses(terms()),
        signals=signals(),
        series=alerts(),
        relevances=ALERTS,
        names={code: party.name for code, party in terms().parties.items()},
        as_of=at("2025-06-05"),
    )
    return only(table.iter_rows(named=True), clause_id=clause_id, obligor=obligor, clock="A")


def test_the_warnings_all_but_stop() -> None:
    row = together(signals())
    assert pytest.approx(0.0152, abs=0.00005) == row["ratio"]
    assert (1, 85, "holding") == (row["rank"], row["windows"], row["supports"])
    assert pytest.approx((1.6, 101), abs=0.5) == (row["value"] / 60, row["expected"] / 60)  # hours of one oblast


def test_the_two_saturated_oblasts_are_left_out_by_name() -> None:
    table = signals()
    assert SATURATED == set(together(table)["left_out"].split("; "))
    assert not SATURATED & set(table["region"])


def test_with_the_saturated_oblasts_the_fall_would_look_smaller() -> None:
    row = together(signals(saturated_share=1.01))
    assert pytest.approx(0.35, abs=0.005) == row["ratio"]
    assert "" == row["left_out"]


def test_both_clocks_are_those_of_moscow_so_both_say_the_same() -> None:
    rows = signals().drop("clock").unique()
    assert signals().height == 2 * rows.height


def test_the_signal_speaks_of_one_side_alone_and_settles_nothing() -> None:
    ours = verdict("no-air-attack", "A")
    assert ("cannot_tell", "holding", None) == (ours["verdict"], ours["signal"], ours["recorded"])
    theirs = verdict("no-air-attack", "B")
    assert ("not_verifiable", "none", None) == (theirs["verdict"], theirs["signal"], theirs["recorded"])
    everybody = verdict("no-air-attack", "any")
    assert ("cannot_tell", "none", None) == (everybody["verdict"], everybody["signal"], everybody["recorded"])


@pytest.mark.parametrize("obligor", ["A", "B", "any"])
def test_the_ground_is_not_verifiable_with_the_means_at_hand(obligor: str) -> None:
    found = verdict("no-ground-fire", obligor)
    assert ("not_verifiable", "none", None) == (found["verdict"], found["signal"], found["recorded"])


def test_one_sides_parts_add_up_and_the_others_leave_at_most_seven() -> None:
    totals = told().filter(item="violations, total")
    expected = [("B", 2935, 7, "at_most"), ("A", 4900, 0, "exact")]
    assert expected == totals.select("claimant", "count", "residual", "residual_is").rows()


def test_the_arithmetic_is_said_in_words() -> None:
    said = [sentence for _, sentence in arithmetic_in_words(told())]
    assert [
        "96 + 1,882 + more than 950 leave at most 7 of the stated 2,935 unaccounted for.",
        "6 + 1,404 + 3,316 + 90 + 19 + 49 + 16 = 4,900: the parts add up to the stated total.",
    ] == said


def test_the_two_totals_speak_of_different_windows() -> None:
    (row,) = compare_windows(told(), TOTALS).rows(named=True)
    keys = ("left_hours", "right_hours", "shared_hours", "same_window")
    assert (24.0, 30.0, 24.0, False) == tuple(row[key] for key in keys)
