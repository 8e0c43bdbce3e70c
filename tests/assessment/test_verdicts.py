"""The answer for each clause, party and clock; of what nobody watched it is never said that it was nothing."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import dataframely as dy
import pytest

from builders import at, clause, near, only, relevance, series, verdicts
from ceaseline.assessment import Relevance
from ceaseline.tables import Series, Verdicts, from_rows

pytestmark = pytest.mark.usefixtures("outside_shut")

LATER = {"from": "2031-05-12", "until": "2031-05-13", "zone": "UTC"}
PARTIES = ("A", "B", "any")


def row(table: dy.DataFrame[Verdicts], obligor: str = "A", clock: str = "A", **more: Any) -> dict[str, Any]:
    return only(table.iter_rows(named=True), obligor=obligor, clock=clock, **more)


def words(table: dy.DataFrame[Verdicts], clock: str = "A") -> dict[str, str]:
    return {party: row(table, party, clock)["verdict"] for party in PARTIES}


def month(asked: float | None, *, others: float | None = 100.0, source: str = "sirens") -> dy.DataFrame[Series]:
    """Return a bin a day from 15 April to 4 June, with *asked* on the day that is asked about."""
    return series([*[others] * 25, asked, *[others] * 25], start="2031-04-15", source=source)


def judged(
    *entries: dict[str, Any],
    bins: dy.DataFrame[Series] | None = None,
    relevances: Sequence[Relevance] | None = None,
    **changes: Any,
) -> dy.DataFrame[Verdicts]:
    """Return the verdicts where sirens fell silent on the day that is asked about, and speak of acts of A."""
    return verdicts(
        *entries,
        bins=month(0) if bins is None else bins,
        relevances=[relevance()] if relevances is None else relevances,
        comparison=near(25),
        **changes,
    )


# Rows


def test_there_is_a_row_for_each_clause_obligor_any_and_clock_in_the_order_of_the_clauses() -> None:
    table = judged(clause(id="two", obligors=["B"]), clause(id="one"))
    expected = [("two", party, clock) for party in ("B", "any") for clock in "AB"]
    expected += [("one", party, clock) for party in ("A", "B", "any") for clock in "AB"]
    assert expected == table.select("clause_id", "obligor", "clock").rows()


def test_a_verdict_says_of_which_window_and_when_it_was_given() -> None:
    found = row(judged())
    assert (at("2031-05-10"), at("2031-05-11")) == (found["from"], found["until"])
    assert (at("2031-06-01"), "everywhere") == (found["as_of"], found["scope"])


def test_without_clauses_that_anything_can_see_there_is_still_an_answer_for_each() -> None:
    assert {"A": "not_verifiable", "B": "not_verifiable", "any": "not_verifiable"} == words(verdicts(as_of=None))


# Not in force


@pytest.mark.parametrize("status", ["question", "demanded", "proposed", "waived"])
def test_what_binds_nobody_is_not_in_force_whatever_a_series_says(status: str) -> None:
    table = judged(clause(speech_status=status))
    assert dict.fromkeys(PARTIES, "not_in_force") == words(table)
    assert {"none"} == set(table["signal"])
    assert ": it binds nobody, so it has no violations" in row(table)["reason"]


def test_a_demand_without_a_window_is_not_in_force() -> None:
    table = judged(clause(speech_status="demanded", window=...))
    assert dict.fromkeys(PARTIES, "not_in_force") == words(table)
    assert (None, None) == (row(table)["from"], row(table)["until"])


@pytest.mark.parametrize("status", ["accepted", "agreed", "in_force"])
def test_what_was_accepted_or_agreed_is_in_force(status: str) -> None:
    assert "not_in_force" not in words(judged(clause(speech_status=status))).values()


def test_a_clause_that_binds_one_side_is_in_force_for_that_side_and_for_any() -> None:
    table = judged(clause(speech_status={"A": "accepted", "B": "demanded"}))
    assert {"A": "cannot_tell", "B": "not_in_force", "any": "cannot_tell"} == words(table)


def test_the_silence_on_a_side_that_is_not_bound_keeps_nothing_from_any() -> None:
    table = judged(clause(speech_status={"A": "accepted", "B": "demanded"}))
    assert "holding" == row(table, "any")["signal"]
    assert "silent" not in row(table, "any")["reason"]


def test_who_asked_what_of_whom_is_said_where_nothing_is_agreed() -> None:
    found = row(judged(clause(speech_status={"A": "question", "B": "demanded"})), "any")
    assert "Only asked of North (A), only demanded of South (B): it binds nobody" in found["reason"]


def test_a_window_that_had_not_begun_is_not_in_force() -> None:
    table = judged(as_of="2031-05-09 23:59")
    assert dict.fromkeys(PARTIES, "not_in_force") == words(table)
    assert "had not begun when the newest evidence was received" in row(table)["reason"]


def test_a_window_is_in_force_from_its_first_moment() -> None:
    assert "cannot_tell" == row(judged(as_of="2031-05-10"))["verdict"]


def test_each_clock_has_its_own_verdict() -> None:
    table = judged(clause(windows_disputed={"B": LATER}), as_of="2031-05-11")
    assert ("cannot_tell", "not_in_force") == (row(table, clock="A")["verdict"], row(table, clock="B")["verdict"])
    assert at("2031-05-12") == row(table, clock="B")["from"]


def test_each_clock_has_the_signal_of_its_own_window() -> None:
    table = judged(clause(windows_disputed={"B": LATER}))  # quiet on the 10th, as ever on the 12th
    assert ("holding", "not_holding") == (row(table, clock="A")["signal"], row(table, clock="B")["signal"])


def test_a_clause_that_is_over_is_judged_by_its_own_window() -> None:
    agreement = {"title": "T", "type": "bilateral", "state": "expired"}
    assert "cannot_tell" == row(judged(agreement=agreement))["verdict"]


# Cannot tell, and not verifiable


def test_a_signal_alone_gives_no_verdict() -> None:
    found = row(judged())
    assert ("cannot_tell", "holding") == (found["verdict"], found["signal"])
    assert found["reason"].endswith("A warning is not an act, and a signal alone gives no verdict.")


def test_the_reason_tells_the_numbers_of_the_signal() -> None:
    expected = (
        "sirens speaks of acts of North (A): 20 minutes where 100 were to be expected, 0.2 times that, "
        "rank 1 of 51 from the lowest; this supports that they fell far below the usual."
    )
    assert row(judged(bins=month(20)))["reason"].startswith(expected)


@pytest.mark.parametrize(
    ("asked", "signal", "said"),
    [
        (0, "holding", "this supports that they fell far below the usual"),
        (100, "not_holding", "this does not support that they fell"),
    ],
)
def test_the_signal_stands_beside_the_verdict(asked: float, signal: str, said: str) -> None:
    found = row(judged(bins=month(asked)))
    assert ("cannot_tell", signal) == (found["verdict"], found["signal"])
    assert said in found["reason"]


def test_where_nothing_is_expected_the_reason_gives_no_ratio() -> None:
    found = row(judged(bins=month(0, others=0)))
    assert "neither" == found["signal"]
    assert "0 minutes where 0 were to be expected, rank 51 of 51" in found["reason"]


@pytest.mark.parametrize(
    ("evidence", "said"),
    [
        ("warning", "A warning is not an act"),
        ("impact", "Impacts do not say which act caused them"),
        ("count", "A count says nothing of what was not counted"),
        ("proxy", "What stands in for an act is not the act"),
    ],
)
def test_each_kind_of_evidence_says_what_it_is_not(evidence: str, said: str) -> None:
    assert said in row(judged(relevances=[relevance(evidence=evidence)]))["reason"]


def test_a_series_that_speaks_of_one_side_verifies_nothing_of_the_other() -> None:
    found = row(judged(), "B")
    assert ("not_verifiable", "none", 0.0) == (found["verdict"], found["signal"], found["watched_share"])
    expected = (
        "No source of this case can see such acts of South (B). sirens can speak of acts of North (A) alone. "
        "What the parties claim verifies nothing."
    )
    assert expected == found["reason"]


def test_any_cannot_be_told_where_one_side_was_not_seen() -> None:
    found = row(judged(), "any")
    assert ("cannot_tell", "none") == (found["verdict"], found["signal"])
    assert "On acts of South (B) it is silent, so nothing follows for all sides together." in found["reason"]


def test_all_on_whom_it_is_silent_are_named_in_the_order_of_the_clause() -> None:
    parties = {"A": {"name": "North"}, "B": {"name": "South"}, "C": {"name": "East"}}
    names = {code: party["name"] for code, party in parties.items()}
    found = row(judged(clause(obligors=["C", "A", "B"]), parties=parties, names=names), "any")
    assert "On acts of East (C) and South (B) it is silent" in found["reason"]


def test_any_has_a_signal_where_all_who_are_bound_were_seen() -> None:
    both = series([*[100.0] * 25, 0, *[100.0] * 25], start="2031-04-15", source="radar")
    bins = from_rows(Series, [*month(0).rows(named=True), *both.rows(named=True)])
    found = row(judged(bins=bins, relevances=[relevance(), relevance(source="radar", acts_of="B")]), "any")
    assert ("cannot_tell", "holding") == (found["verdict"], found["signal"])


def test_a_series_on_somebody_who_is_not_bound_makes_nothing_verifiable() -> None:
    table = judged(clause(obligors=["B"]))
    assert {"not_verifiable"} == set(table["verdict"])


def test_a_partys_own_series_makes_nothing_verifiable() -> None:
    table = judged(relevances=[relevance(role="party")])
    assert dict.fromkeys(PARTIES, "not_verifiable") == words(table)
    assert {"none"} == set(table["signal"])
    assert "sirens" not in row(table)["reason"]


@pytest.mark.parametrize("role", ["instrument", "monitor", "press", "osint", "public"])
def test_the_series_of_anybody_else_can_speak(role: str) -> None:
    assert "cannot_tell" == row(judged(relevances=[relevance(role=role)]))["verdict"]


def test_a_series_speaks_of_its_own_clause_alone() -> None:
    table = judged(clause(), clause(id="no-mines"))
    assert "not_verifiable" == row(table, clause_id="no-mines")["verdict"]


# Several series


def judged_by_two(left: float | None, right: float | None) -> dict[str, Any]:
    """Return the verdict on A where two series have these values on the day that is asked about."""
    rows = [*month(left).rows(named=True), *month(right, source="radar").rows(named=True)]
    return row(judged(bins=from_rows(Series, rows), relevances=[relevance(), relevance(source="radar")]))


def test_series_that_agree_support_the_same_together() -> None:
    assert "holding" == judged_by_two(0, 0)["signal"]
    assert "not_holding" == judged_by_two(100, 100)["signal"]


def test_series_that_disagree_support_neither() -> None:
    found = judged_by_two(0, 100)
    assert ("cannot_tell", "neither") == (found["verdict"], found["signal"])
    assert "sirens speaks" in found["reason"]
    assert "radar speaks" in found["reason"]


def test_losing_the_series_that_disagrees_is_no_gain() -> None:
    assert "neither" == judged_by_two(0, None)["signal"]


def test_a_series_that_says_nothing_takes_no_warning_away() -> None:
    assert "not_holding" == judged_by_two(100, None)["signal"]


def test_series_that_are_all_silent_give_no_signal() -> None:
    assert "none" == judged_by_two(None, None)["signal"]


# Silence


def test_a_series_that_was_off_in_the_window_cannot_tell_and_says_how_long() -> None:
    found = row(judged(bins=month(None)))
    assert ("cannot_tell", "none") == (found["verdict"], found["signal"])
    assert (
        "sirens can speak of acts of North (A), but gives no signal: it lacks 24 hours of this window."
        == found["reason"]
    )


def test_the_hours_that_are_missing_are_those_of_the_region_that_lacks_most() -> None:
    hours = [1.0] * 24 * 3
    east, west = ([None if 24 <= n < 24 + lost else value for n, value in enumerate(hours)] for lost in (3, 7))
    bins = series({"east": east, "west": west}, start="2031-05-09", hours=1)
    assert "it lacks 7 hours of this window" in row(judged(bins=bins))["reason"]


def test_a_region_that_was_never_watched_lacks_the_whole_window() -> None:
    bins = series({"east": [1.0] * 3, "west": [None] * 3}, start="2031-05-09")
    assert "it lacks 24 hours of this window" in row(judged(bins=bins))["reason"]


def test_hours_watched_by_half_are_not_hours_missing() -> None:
    bins = series([5], start="2031-05-10", watched=[12])
    assert "no other window like this one" in row(judged(bins=bins))["reason"]


def test_bins_of_ten_minutes_lack_no_sliver_of_an_hour() -> None:
    bins = series([1.0] * 6 * 24, start="2031-05-10", hours=1 / 6)
    assert "lacks" not in row(judged(bins=bins))["reason"]


def test_a_series_without_a_window_to_compare_with_says_so() -> None:
    found = row(judged(bins=series([5], start="2031-05-10")))
    assert ("cannot_tell", "none") == (found["verdict"], found["signal"])
    assert "no other window like this one lies wholly in its data" in found["reason"]


def test_a_series_that_is_always_full_says_that_it_may_be() -> None:
    found = row(judged(bins=series([60.0] * 51, start="2031-04-15", full=60)))
    assert ("cannot_tell", "none") == (found["verdict"], found["signal"])
    assert "it is full nearly all the time" in found["reason"]


def test_a_series_that_never_came_cannot_tell() -> None:
    found = row(judged(bins=series([])))
    assert ("cannot_tell", "none") == (found["verdict"], found["signal"])


def test_nothing_is_counted_where_nobody_counts() -> None:
    for bins in (month(0), month(None), series([])):
        table = judged(clause(), clause(id="talks", speech_status="demanded"), bins=bins)
        for column in ("recorded", "estimated_low", "estimated_high"):
            assert table[column].is_null().all()
        assert 0 == table["watched_share"].sum()


# Ends that nobody stated

OPEN = {**LATER, "until": None}


def test_a_clause_without_an_end_gets_no_signal_and_says_so() -> None:
    table = judged(clause(window=OPEN))
    found = row(table)
    assert ("cannot_tell", "none", None) == (found["verdict"], found["signal"], found["until"])
    assert "the clause has no end stated, so there is no window to compare" in found["reason"]


def test_a_clause_without_an_end_is_not_in_force_before_its_start() -> None:
    assert "not_in_force" == row(judged(clause(window=OPEN), as_of="2031-05-11"))["verdict"]


def test_a_clause_without_a_window_has_that_of_the_agreement_as_each_side_counts_it() -> None:
    whole = {"title": "T", "type": "bilateral", "state": "agreed", "window": LATER, "windows_disputed": {"B": OPEN}}
    table = judged(clause(window=...), agreement=whole)
    assert [(at("2031-05-12"), at("2031-05-13")), (at("2031-05-12"), None)] == [
        (found["from"], found["until"]) for found in (row(table, clock="A"), row(table, clock="B"))
    ]


# Counts that do not tell whose acts they are


def test_counts_of_all_sides_together_speak_for_any_and_of_no_side_alone() -> None:
    table = judged(relevances=[relevance(acts_of="any")])
    assert dict.fromkeys(PARTIES, "cannot_tell") == words(table)
    assert {"A": "none", "B": "none", "any": "holding"} == {who: row(table, who)["signal"] for who in PARTIES}
    assert (
        "sirens counts acts of any side without telling whose, so of acts of North (A) alone nothing follows."
        == (row(table, "A")["reason"])
    )
    assert row(table, "any")["reason"].startswith("sirens speaks of acts of any side: ")


def test_a_side_that_another_series_speaks_of_is_answered_by_that_one() -> None:
    table = judged(relevances=[relevance(acts_of="any", source="posts"), relevance(acts_of="A")])
    assert row(table, "A")["reason"].startswith("sirens speaks of acts of North (A): ")
    assert "without telling whose" in row(table, "B")["reason"]
    assert "silent" not in row(table, "any")["reason"]
