"""The examples that come with the program: they can be read, read true, and leave open what they leave open."""

from __future__ import annotations

from pathlib import Path

import pytest

import ceaseline
from builders import at
from ceaseline.terms import Clause, Terms, clock_differences, lint, parse, printed, sentences

# What the linter finds in each. A change here is a change of what an example says.
FOUND = {
    "additional-measures-2020": {"T02", "T04", "T08", "T10", "T14", "T16", "T17", "T18", "T19", "T20"},
    "blank": {"T04", "T14", "T17", "T18", "T20"},
    "colombia-2016": {"T02", "T04", "T11", "T13", "T17", "T18", "T20", "T25"},
    "donbas-recommitment-2020": {"T04", "T08", "T10", "T17", "T18", "T20"},
    "easter-truce-2025": {"T14", "T17", "T18", "T20", "T22"},
    "energy-moratorium-2025": {"T07", "T17", "T18", "T19", "T20"},
    "invented-mission-week": {"T04", "T11", "T12", "T22"},
    "questions-march-2025": {
        *("T01", "T02", "T03", "T04", "T05", "T10", "T13", "T14", "T16"),
        *("T17", "T18", "T19", "T20", "T22", "T23", "T24", "T25"),
    },
    "victory-day-2025": {"T04", "T10", "T17", "T18", "T20"},
}

every_example = pytest.mark.parametrize("name", sorted(FOUND))


def read(name: str) -> Terms:
    return parse((ceaseline.example(name) / "terms.yaml").read_text("utf-8"))


def clause(name: str, clause_id: str) -> Clause:
    found = read(name).clause(clause_id)
    assert found is not None
    return found


def said(name: str, label: str) -> str:
    return dict(sentences(read(name)))[label]


def inside(name: str, clause_id: str, clock: str, moment: str) -> bool:
    form = read(name).window_on(clause(name, clause_id), clock)
    assert form is not None
    assert form.end is not None
    return form.begin <= at(moment) < form.end


# Every example


def test_every_example_is_looked_at_here() -> None:
    shelf = Path(ceaseline.__file__).parent / "examples"
    assert sorted(FOUND) == sorted(path.parent.name for path in shelf.glob("*/case.toml"))


@every_example
def test_an_example_printed_and_read_again_is_the_same(name: str) -> None:
    terms = read(name)
    assert terms == parse(printed(terms))


@every_example
def test_an_example_can_be_opened_as_a_case(name: str) -> None:
    assert read(name) == ceaseline.open(ceaseline.example(name)).terms


@every_example
def test_a_clause_that_binds_nobody_says_so_and_no_other_does(name: str) -> None:
    terms = read(name)
    told = dict(sentences(terms))
    idle = [entry.id for entry in terms.clauses if not any(entry.binds(party) for party in entry.obligors)]
    assert idle == [entry.id for entry in terms.clauses if "It binds nobody" in told[entry.id]]


@every_example
def test_the_linter_finds_in_an_example_what_it_always_found(name: str) -> None:
    assert FOUND[name] == {remark.rule for remark in lint(read(name))}


@every_example
def test_an_example_names_its_parties_in_one_order_so_that_printing_can_alternate(name: str) -> None:
    terms = read(name)
    order = list(terms.parties)
    turned = [entry.id for entry in terms.clauses if sorted(entry.obligors, key=order.index) != [*entry.obligors]]
    assert [] == turned


# March 2025

MARCH = "questions-march-2025"


def test_nothing_of_march_2025_binds_anybody() -> None:
    assert [] == [entry.id for entry in read(MARCH).clauses if any(entry.binds(party) for party in entry.obligors)]


def test_the_clauses_of_march_2025_that_would_bind_one_side_are_seven() -> None:
    alone = [entry.id for entry in read(MARCH).clauses if len(entry.obligors) == 1]
    assert 7 == len(alone)
    assert alone == [label for label, text in sentences(read(MARCH)) if "One-sided" in text]


def test_the_guarantees_of_march_2025_have_no_guarantor() -> None:
    told = [text for label, text in sentences(read(MARCH)) if label == "guarantee"]
    assert 3 == len(told)
    assert all("guarantor: nobody named; nothing says what calls on it." in text for text in told)


def test_the_ceasefire_of_march_2025_can_be_read_in_two_ways() -> None:
    silence, standstill = read(MARCH).agreement.definitions
    assert {"no-movement"} == set(standstill.clauses) - set(silence.clauses)
    assert set() == set(silence.clauses) - set(standstill.clauses)


def test_march_2025_was_proposed_by_a_state_that_no_clause_would_bind() -> None:
    terms = read(MARCH)
    assert ("C",) == terms.agreement.proposed_by
    assert set() == set(terms.agreement.proposed_by) & set(terms.parties)


def test_the_pocket_of_march_2025_is_a_claim_and_was_denied() -> None:
    assert "which Russia (A) claims to be there" in said(MARCH, "encircled-troops")
    expected = [("A", "says_that_troops_are_cut_off_there"), ("B", "denies_an_encirclement")]
    positions = read(MARCH).agreement.positions
    assert expected == [(each.party, each.stance) for each in positions if each.clause == "encircled-troops"]


def test_the_price_of_orders_in_march_2025_keeps_both_readings() -> None:
    assert 2 == len(clause(MARCH, "at-what-price").readings)


# The energy moratorium


@pytest.mark.parametrize(
    ("moment", "by_a", "by_b"),
    [
        ("2025-03-17 12:00", False, False),
        ("2025-03-20 12:00", True, False),
        ("2025-04-01 12:00", True, True),
        ("2025-04-20 12:00", False, True),
        ("2025-04-24 12:00", False, False),
    ],
)
def test_a_strike_on_energy_is_inside_one_window_and_outside_the_other(moment: str, by_a: bool, by_b: bool) -> None:
    name, ban = "energy-moratorium-2025", "no-strikes-on-energy"
    assert (by_a, by_b) == (inside(name, ban, "A", moment), inside(name, ban, "B", moment))


def test_the_energy_moratorium_is_named_where_the_clocks_part() -> None:
    ((label, _),) = clock_differences(read("energy-moratorium-2025"))
    assert "no-strikes-on-energy" == label


# Victory Day


def test_the_truce_of_victory_day_binds_its_declarer_alone() -> None:
    terms = read("victory-day-2025")
    declared = [entry for entry in terms.clauses if entry.id != "thirty-days-instead"]
    assert [("A",), ("A",)] == [tuple(filter(entry.binds, entry.obligors)) for entry in declared]
    assert [72.0, 72.0] == [entry.window.window.hours for entry in declared if entry.window and entry.window.window]


def test_the_thirty_days_asked_for_on_victory_day_have_no_start() -> None:
    assert "When: not stated." in said("victory-day-2025", "thirty-days-instead")


# July 2020

JULY = "additional-measures-2020"


def test_return_fire_in_2020_has_two_steps_before_it_in_order() -> None:
    (exception,) = clause(JULY, "no-fire").exceptions
    first, second = exception.after
    assert ("coordination mechanism" in first, "order" in second) == (True, True)
    assert f"only after, in this order, {first}, then {second}." in said(JULY, "no-fire")


def test_the_orders_of_2020_bind_before_the_start_and_cannot_be_revoked() -> None:
    assert "it binds before the agreement begins" in said(JULY, "issue-orders")
    assert {False} == {order.revocable for order in read(JULY).orders}
    assert {"A", "B"} == {order.by for order in read(JULY).orders}


def test_the_measures_of_2020_begin_a_minute_past_midnight_in_kyiv_and_have_no_end() -> None:
    form = read(JULY).window_on(clause(JULY, "no-fire"), "A")
    assert form is not None
    assert (at("2020-07-26 21:01"), None) == (form.begin, form.end)


# Colombia


def test_the_mechanism_in_colombia_has_three_members() -> None:
    body = read("colombia-2016").mechanism.body
    assert body is not None
    assert 3 == len(body.members)


def test_arms_in_colombia_are_owed_in_three_steps_that_can_be_kept_in_part() -> None:
    steps = [entry for entry in read("colombia-2016").clauses if entry.id.startswith("lay-down")]
    assert [30, 60, 100] == [entry.quantity.at_least for entry in steps if entry.quantity]
    quantity, form = steps[0].quantity, steps[0].window
    assert quantity is not None
    assert form is not None
    assert form.window is not None
    assert pytest.approx(0.6) == quantity.compliance(18, form.window)
