"""The terms read back, so that those who made them can say: yes, or no, not that."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from builders import clause, terms
from ceaseline.terms import alternating, named, sentences

pytestmark = pytest.mark.usefixtures("outside_shut")


def said(*entries: dict[str, Any], label: str = "no-fire", clocks: tuple[str, ...] = (), **changes: Any) -> str:
    return dict(sentences(terms(*entries, **changes), clocks))[label]


def test_the_agreement_comes_first_then_the_mechanism_then_each_clause() -> None:
    labels = [label for label, _ in sentences(terms(clause(id="one"), clause(id="two")))]
    assert ["agreement", "mechanism", "one", "two"] == labels


def test_a_clause_is_said_with_whom_it_binds_where_and_when() -> None:
    expected = (
        "Prohibition: All fire stops. For North (A): in force, South (B): in force. Where: everywhere. "
        "When: 10 May 2031, 00:00 to 11 May 2031, 00:00 (UTC). What can see it: not stated."
    )
    assert expected == said(clause())


def test_the_parties_are_named_in_turn_clause_by_clause() -> None:
    found = dict(sentences(terms(*(clause(id=f"c{number}") for number in range(3)))))
    firsts = [found[f"c{number}"].partition(" For ")[2][:5] for number in range(3)]
    assert ["North", "South", "North"] == firsts


@given(st.lists(st.sampled_from("ABCDE"), unique=True), st.integers(0, 20))
def test_each_party_comes_first_equally_often(parties: list[str], turn: int) -> None:
    firsts = [alternating(parties, turn + step)[:1] for step in range(len(parties))]
    assert sorted([party] for party in parties) == sorted(firsts)


def test_a_one_sided_clause_is_named_as_one() -> None:
    assert "One-sided: no clause is named that binds the other side the same way." in said(clause(obligors=["A"]))


def test_a_clause_with_a_mirror_is_not_called_one_sided() -> None:
    pair = (clause(obligors=["A"], mirror="other"), clause(id="other", obligors=["B"], mirror="no-fire"))
    assert "One-sided" not in said(*pair)


def test_a_clause_that_binds_both_is_not_called_one_sided() -> None:
    assert "One-sided" not in said(clause())


def test_where_there_is_only_one_party_nothing_is_one_sided() -> None:
    assert "One-sided" not in said(clause(obligors=["A"]), parties={"A": {"name": "North"}})


def test_each_partys_own_window_is_read_back() -> None:
    later = {"from": "2031-05-12", "until": "2031-05-13", "zone": "Asia/Kathmandu"}
    found = said(clause(windows_disputed={"B": later}))
    assert "When: 10 May 2031, 00:00 to 11 May 2031, 00:00 (UTC)." in found
    assert "By the clock of South (B) instead: 11 May 2031, 18:15 to 12 May 2031, 18:15 (UTC) = " in found
    assert "12 May 2031, 00:00 to 13 May 2031, 00:00 (Asia/Kathmandu, UTC+5:45)." in found


def test_the_clocks_asked_for_are_printed_beside_utc_once_each() -> None:
    found = said(clause(), clocks=("UTC", "Asia/Kolkata", "Asia/Kolkata"))
    assert 1 == found.count("(UTC)")
    assert 1 == found.count("(Asia/Kolkata, UTC+5:30)")


@pytest.mark.parametrize("status", ["question", "demanded", "proposed", "waived"])
def test_a_clause_that_binds_nobody_says_that_it_has_no_violations(status: str) -> None:
    assert "It binds nobody, so it has no violations." in said(clause(speech_status=status))


def test_a_clause_that_binds_somebody_does_not_say_so() -> None:
    assert "It binds nobody" not in said(clause(speech_status={"A": "question", "B": "accepted"}))


def test_a_clause_without_a_window_says_so() -> None:
    assert "When: not stated." in said(clause(window=..., speech_status="demanded"))


def test_who_raised_it_is_named() -> None:
    assert "Raised by South (B)." in said(clause(raised_by=["B"]))


def test_exceptions_are_said_with_what_must_come_first() -> None:
    steps = {"after": ["coordination_attempted", "order_of_command"], "register": "the joint centre"}
    notified = {"act": "demining", "if": "notified", "hours_before": 24}
    found = said(clause(exceptions=[notified, {"act": "return_fire", **steps}]))
    assert "Allowed after all: demining, if notified, 24 hours before." in found
    in_order = "only after, in this order, coordination attempted, then order of command"
    assert f"Allowed after all: return fire, {in_order}, recorded by the joint centre." in found


def test_what_can_see_it_is_said_for_each_means() -> None:
    found = said(clause(verifiable_by={"monitor": "none_deployed", "party": "claims_only", "instrument": "no"}))
    assert "What can see it: monitors: none deployed; the parties: claims only; instruments: no." in found


@pytest.mark.parametrize(
    ("place", "words"),
    [
        ({"line": "front"}, "Where: along the line front."),
        ({"line": "front", "within_km": 15}, "Where: within 15 km of the line front."),
        ({"zone": "town"}, "Where: in the zone town."),
        (
            {"line": "front", "within_km": 15, "measured_from": {"A": "front"}},
            "Where: within 15 km of the line front, measured for North (A) from front.",
        ),
    ],
)
def test_the_place_is_said(place: dict[str, Any], words: str) -> None:
    front = {"front": {"file": "f.geojson", "author": "North", "as_of": "2031-05-01", "error_km": 1}}
    assert words in said(clause(where=place), lines=front, zones={"town": {"file": "t.geojson"}})


def test_a_mechanism_of_which_nothing_is_known_says_so() -> None:
    expected = (
        "It is not said who determines what was a violation and whose. "
        "It is not said whether an accused side may reply. It is not said with whom orders are deposited."
    )
    assert expected == said(label="mechanism")


def test_a_mechanism_is_read_back() -> None:
    body = {"name": "Joint Commission", "quorum": 3, "rule": "majority_of_neutrals"}
    mechanism = {"body": body, "right_of_reply_hours": 24, "orders_deposited_with": "the chair"}
    expected = (
        "Joint Commission determines, by majority of neutrals, quorum 3. An accused side has 24 hours to reply. "
        "Orders are deposited with the chair."
    )
    assert expected == said(label="mechanism", mechanism=mechanism)


def test_a_word_that_is_no_party_is_named_as_it_is() -> None:
    assert "any" == named(terms(), "any")
