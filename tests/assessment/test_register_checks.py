"""What registers say of duties: kept, late, broken, short, open, not shown; and what they never say."""

from __future__ import annotations

from typing import Any

import pytest

from builders import CODES, at, recoded
from registered import (
    AID,
    BOOK,
    CALL,
    DAYS,
    DISCIPLINE,
    EVERY,
    EXERCISE,
    IN_TIME,
    INVENTORY,
    JAMMING,
    MOVEMENT,
    ORDER,
    REVOKING,
    SECURITY,
    SENSORS,
    USUAL,
    checked,
    counts,
    told,
)

pytestmark = pytest.mark.usefixtures("outside_shut")

# Orders


def test_an_order_deposited_and_in_force_by_the_start_is_kept() -> None:
    assert [("r1", "kept", "an order, deposited and in force in time")] == told(checked(ORDER, orders=[IN_TIME]))


def test_an_order_deposited_later_is_late_by_how_much() -> None:
    late = {**IN_TIME, "deposited": "2031-05-10 05:00"}
    table = checked(ORDER, orders=[late])
    assert [("r1", "late", "an order, deposited 5 hours late")] == told(table)
    assert (at("2031-05-10"), at("2031-05-10 05:00")) == table.select("due_at", "done_at").row(0)


def test_an_order_deposited_in_time_that_takes_force_later_is_late() -> None:
    late = {**IN_TIME, "effective": "2031-05-10 00:30"}
    assert [("r1", "late", "an order, in force 30 min late")] == told(checked(ORDER, orders=[late]))


def test_receipts_are_told_beside_an_order_and_make_it_neither_kept_nor_late() -> None:
    ((_, result, basis),) = told(checked(ORDER, orders=[{**IN_TIME, "addressees": 4, "receipts": 1}]))
    assert "kept" == result
    assert "an order, deposited and in force in time; 1 of 4 formations confirmed its receipt" == basis


@pytest.mark.parametrize("lack", ["deposited", "effective"])
def test_an_order_that_nobody_neutral_has_or_that_says_no_start_is_not_shown(lack: str) -> None:
    ((entry, result, _),) = told(checked(ORDER, orders=[{**IN_TIME, lack: None}]))
    assert ("r1", "not_shown") == (entry, result)


def test_a_side_without_an_order_in_a_register_that_has_the_others_is_not_shown_and_not_in_breach() -> None:
    assert [(None, "not_shown", "no order that was due is on record")] == told(
        checked(ORDER, orders=[IN_TIME]), "B"
    )


def test_a_register_that_came_empty_is_kept_and_one_that_never_came_is_none() -> None:
    assert ["not_shown"] == [result for _, result, _ in told(checked(ORDER, kind="orders"))]
    assert checked(ORDER).is_empty()


def test_an_order_taken_back_before_the_start_is_none() -> None:
    gone = {**IN_TIME, "revoked": "2031-05-09 20:00"}
    assert [(None, "not_shown")] == [row[:2] for row in told(checked(ORDER, orders=[gone]))]


def test_the_first_order_counts_and_a_later_one_makes_nothing_late() -> None:
    rows = told(checked(ORDER, orders=[{**IN_TIME, "deposited": "2031-05-11"}, IN_TIME]))
    assert [("r2", "kept")] == [row[:2] for row in rows]


def test_an_order_that_cites_the_clause_goes_before_older_ones_that_do_not() -> None:
    """The old one belongs to a truce before; it must not hide that this one was late."""
    old = {**IN_TIME, "deposited": "2030-01-01", "effective": "2030-01-01"}
    late = {**IN_TIME, "clause_id": "order", "deposited": "2031-05-10 05:00"}
    assert [("r2", "late")] == [row[:2] for row in told(checked(ORDER, orders=[old, late]))]


def test_an_order_to_do_something_else_is_none() -> None:
    rows = told(checked(ORDER, orders=[{**IN_TIME, "orders": "withdraw"}]))
    assert [(None, "not_shown")] == [row[:2] for row in rows]


def test_an_order_taken_back_within_the_window_breaks_the_clause() -> None:
    rows = told(checked(REVOKING, orders=[{**IN_TIME, "revoked": "2031-05-10 03:00"}]))
    assert [("r1", "broken", "an order, taken back 3 hours in")] == rows


@pytest.mark.parametrize("revoked", [None, "2031-05-09 23:59", "2031-05-11 00:00"])
def test_that_no_order_was_taken_back_is_never_kept(revoked: str | None) -> None:
    ((entry, result, basis),) = told(checked(REVOKING, orders=[{**IN_TIME, "revoked": revoked}]))
    assert (None, "not_shown") == (entry, result)
    assert basis.endswith("a secret one is in no register")


def test_an_order_replaced_by_another_of_its_kind_was_not_taken_back() -> None:
    old = {**IN_TIME, "revoked": "2031-05-10 03:00"}
    new = {"supersedes": "r1", "effective": "2031-05-10 03:00", "issued": "2031-05-10"}
    assert [("r1", "not_shown")] == [row[:2] for row in told(checked(REVOKING, orders=[old, new]))]
    gap = {**new, "effective": "2031-05-10 03:01"}
    assert [("r1", "broken")] == [row[:2] for row in told(checked(REVOKING, orders=[old, gap]))]


# Announcements and calls


@pytest.mark.parametrize(
    ("notified", "expected"),
    [
        ("2031-05-08 12:00", ("r1", "kept", "an announcement 48 hours before its start")),
        ("2031-05-08 18:00", ("r1", "late", "an announcement 42 hours before its start, 6 hours late")),
        ("2031-05-10 13:00", ("r1", "late", "an announcement 1 hour after its start, 49 hours late")),
    ],
)
def test_an_announcement_is_held_against_the_hours_it_is_due_before(
    notified: str, expected: tuple[str, str, str]
) -> None:
    assert [expected] == told(checked(EXERCISE, notifications=[{"notified": notified}]))


def test_without_hours_an_announcement_is_due_before_the_start() -> None:
    plain = {**EXERCISE, "quantity": ...}
    bare = {key: value for key, value in plain.items() if value is not ...}
    assert ["kept"] == [row[1] for row in told(checked(bare, notifications=[{"notified": "2031-05-10 12:00"}]))]
    assert ["late"] == [row[1] for row in told(checked(bare, notifications=[{"notified": "2031-05-10 12:01"}]))]


def test_a_lead_time_in_no_unit_of_time_settles_nothing() -> None:
    odd = {**EXERCISE, "quantity": {"at_least": 2, "unit": "letters"}}
    assert ["open"] == [row[1] for row in told(checked(odd, notifications=[{}]))]


@pytest.mark.parametrize(
    "change", [{"act": "movement"}, {"from": "2031-05-11", "until": "2031-05-12"}, {"withdrawn": "2031-05-09"}]
)
def test_what_is_no_exercise_of_the_window_is_not_looked_at(change: dict[str, Any]) -> None:
    rows = told(checked(EXERCISE, notifications=[change]))
    expected = "no announcement of any exercise is on record; whether there was one is not seen here"
    assert [(None, "open", expected)] == rows


@pytest.mark.parametrize(
    ("call", "expected"),
    [
        ({"answered": "2031-05-10 14:00"}, "kept"),
        ({"answered": "2031-05-10 14:01"}, "late"),
        ({"outcome": "no_answer"}, "broken"),
        ({"outcome": "refused"}, "broken"),
        ({"outcome": "failed"}, "not_shown"),
        ({"outcome": "pending"}, "not_shown"),
        ({}, "not_shown"),
    ],
)
def test_a_call_is_held_against_the_hours_it_is_to_be_answered_within(call: dict[str, Any], expected: str) -> None:
    assert [("r1", expected)] == [row[:2] for row in told(checked(CALL, calls=[call]))]


@pytest.mark.parametrize("outcome", ["pending", "no_answer", "refused"])
def test_a_call_whose_time_is_not_over_is_open(outcome: str) -> None:
    table = checked(CALL, calls=[{"outcome": outcome}], as_of="2031-05-10 13:59")
    assert ["open"] == [row[1] for row in told(table)]


def test_a_call_is_answered_for_by_whom_it_went_to() -> None:
    assert [(None, "open", "no call to it is on record")] == told(checked(CALL, calls=[{}]), "B")


# Consequences and inventories


@pytest.mark.parametrize(
    ("change", "expected"),
    [
        ({"done": "2031-05-10 08:00", "notified": "2031-05-10 12:00"}, "kept"),
        ({"done": "2031-05-10 08:00", "notified": "2031-05-10 15:00"}, "late"),
        ({"done": "2031-05-10 08:00"}, "not_shown"),
        ({}, "not_shown"),
        ({"type": "none"}, "broken"),
    ],
)
def test_a_consequence_is_due_done_and_told(change: dict[str, Any], expected: str) -> None:
    assert [("r1", expected)] == [row[:2] for row in told(checked(DISCIPLINE, consequences=[change]))]


@pytest.mark.parametrize("change", [{}, {"type": "none"}, {"done": "2031-05-10 08:00"}])
def test_a_consequence_that_is_not_yet_due_is_open(change: dict[str, Any]) -> None:
    table = checked(DISCIPLINE, consequences=[change], as_of="2031-05-10 11:59")
    assert ["open"] == [row[1] for row in told(table)]


def test_a_consequence_due_outside_the_window_is_held_against_the_clause_that_it_cites_alone() -> None:
    later = {"due": "2031-05-20"}
    assert [None] == [row[0] for row in told(checked(DISCIPLINE, consequences=[later]))]
    cited = {**later, "clause_id": "discipline"}
    assert ["r1"] == [row[0] for row in told(checked(DISCIPLINE, consequences=[cited]))]


def test_each_class_of_weapons_is_declared_once_and_in_time() -> None:
    rows = [
        {"declared": "2031-05-10 00:00"},
        {"declared": "2031-05-15"},  # again, which makes nothing late
        {"weapon": "tanks", "declared": "2031-05-10 07:30"},
    ]
    table = checked(INVENTORY, inventories=rows)
    late = "a class of weapons, declared 7 h 30 min late"
    assert [("r1", "kept", "a class of weapons, declared in time"), ("r3", "late", late)] == told(table)
    assert [(None, "not_shown", "no declaration that was due is on record")] == told(table, "B")


# Quantities


def periods(*days: tuple[str, str, float], **more: Any) -> list[tuple[Any, ...]]:
    table = checked(AID, counts=counts(*days, **more)).filter(obligor="A", clock="A")
    return table.select("result", "done", "hours_counted").rows()


def test_each_day_is_kept_short_or_open_by_what_was_counted_of_it() -> None:
    """Of the second day 12 of 24 hours are counted, of the third none."""
    assert [("short", 580.0, 24.0), ("open", 300.0, 12.0), ("open", None, 0.0)] == periods(
        ("10", "11", 580), ("11", "11 12:00", 300)
    )


def test_what_nobody_counted_is_null_and_never_zero() -> None:
    rows = periods(("11", "12", 0))
    assert [("open", None, 0.0), ("short", 0.0, 24.0), ("open", None, 0.0)] == rows


def test_enough_is_enough_though_not_all_of_the_day_was_counted() -> None:
    assert ("kept", 600.0, 1.0) == periods(("10", "10 01:00", 600))[0]


def test_counts_of_one_register_are_added_and_time_that_they_share_is_taken_once() -> None:
    assert ("kept", 600.0, 24.0) == periods(("10", "11", 350), ("10 06:00", "11", 250))[0]


def test_a_count_that_spans_two_days_is_in_neither() -> None:
    assert [("open", None, 0.0)] * 3 == periods(("10", "12", 5000))


def test_a_count_in_another_unit_is_not_added() -> None:
    assert ("open", None, 0.0) == periods(("10", "11", 5000), unit="tonnes")[0]


def test_capitals_make_no_other_unit() -> None:
    assert "kept" == periods(("10", "11", 600), unit="Trucks ")[0][0]


def test_registers_are_never_added_up() -> None:
    rows = [{**row, "source": name} for name in ("east", "west") for row in counts(("10", "11", 400))]
    table = checked(AID, counts=rows, roles={"east": "monitor", "west": "monitor"}).filter(obligor="A", clock="A")
    first = table.filter(table["from"] == at("2031-05-10"))
    assert [("east", "short", 400.0), ("west", "short", 400.0)] == first.select("source", "result", "done").rows()


def test_a_day_that_is_not_over_is_not_short() -> None:
    table = checked(AID, counts=counts(("10", "11", 580), ("11", "11 12:00", 10)), as_of="2031-05-11 12:00")
    assert ["short", "open"] == [row[1] for row in told(table)]


def test_without_a_period_the_whole_window_is_asked_about() -> None:
    whole = {**AID, "quantity": {"at_least": 600, "unit": "trucks"}}
    days = [("10", "11", 200), ("11", "12", 200), ("12", "13", 199.5)]
    assert ["short"] == [row[1] for row in told(checked(whole, counts=counts(*days)))]
    assert ["open"] == [row[1] for row in told(checked(whole, counts=counts(*days[:2])))]
    endless = {**whole, "window": {**DAYS, "until": None}}
    assert ["open"] == [row[1] for row in told(checked(endless, counts=counts(*days)))]


def test_the_rest_of_a_window_owes_its_part_of_a_period() -> None:
    half = {**AID, "window": {**DAYS, "until": "2031-05-11 12:00"}}
    table = checked(half, counts=counts(("10", "11", 600), ("11", "11 12:00", 300)))
    assert [600.0, 300.0] == table.filter(obligor="A", clock="A")["due"].to_list()
    assert ["kept", "kept"] == [row[1] for row in told(table)]


def test_what_is_laid_to_no_side_is_held_against_what_all_owe_together() -> None:
    table = checked(AID, counts=counts(("10", "11", 580), party=None))
    assert ["short", "open", "open"] == [row[1] for row in told(table, "any")]
    assert [(None, "open", "what was counted is laid to no side")] == told(table, "A")


def test_a_part_laid_to_no_side_is_added_to_nobodys() -> None:
    rows = counts(("10", "11", 580)) + counts(("10", "11", 300), party=None)
    table = checked(AID, counts=rows)
    assert "short" == told(table, "A")[0][1]
    assert ["open"] == [row[1] for row in told(table, "any")]


def test_a_duty_that_nobody_counts_has_no_rows() -> None:
    assert checked(AID, kind="counts").is_empty()


# Restrictions

TYPES = {
    "movement": ["denial", "delay", "conditional", "expulsion", "refused_guarantee", "administrative"],
    "jamming": ["jamming", "gps_interference"],
    "sensors": ["blinding", "shootdown", "theft"],
    "security": ["threat", "gunfire_near", "shootdown"],
}


@pytest.mark.parametrize("kind", [*sorted({word for words in TYPES.values() for word in words}), "weather", "mine"])
def test_a_restriction_breaks_the_clauses_it_is_an_act_against_and_no_other(kind: str) -> None:
    table = checked(MOVEMENT, JAMMING, SENSORS, SECURITY, restrictions=[{"type": kind}])
    broken = table.filter(result="broken", clock="A")["clause_id"].to_list()
    assert [name for name, words in TYPES.items() if kind in words] == broken


def test_a_restriction_is_a_sides_only_where_that_is_established() -> None:
    laid = {"imposed_by": "A", "established": False}
    table = checked(MOVEMENT, restrictions=[{**laid, "established": True}, laid])
    assert [("r1", "broken", "a restriction (denial)")] == told(table, "A")
    assert [("r2", "broken", "a restriction (denial); who imposed it is not established")] == told(table, "any")
    assert [(None, "not_shown")] == [row[:2] for row in told(table, "B")]


def test_a_restriction_of_somebody_who_is_not_bound_breaks_nothing() -> None:
    one = {**MOVEMENT, "obligors": ["A"]}
    assert "broken" not in checked(one, restrictions=[{"imposed_by": "B", "established": True}])["result"]


@pytest.mark.parametrize(
    ("start", "until", "expected"),
    [
        ("2031-05-09", "2031-05-10 00:00", "not_shown"),
        ("2031-05-09", "2031-05-10 00:01", "broken"),
        ("2031-05-09", None, "broken"),
        ("2031-05-11", None, "not_shown"),
    ],
)
def test_a_restriction_is_looked_at_where_it_shares_time_with_the_window(
    start: str, until: str | None, expected: str
) -> None:
    row = {"from": start, "until": until, "imposed_by": "A", "established": True}
    assert [expected] == [result for _, result, _ in told(checked(MOVEMENT, restrictions=[row]))]


def test_of_a_clause_with_a_place_it_is_said_that_where_the_restriction_was_is_not_known() -> None:
    placed = {**MOVEMENT, "where": {"line": "front", "within_km": 15}}
    front = {
        "lines": {"front": {"file": "front.geojson", "author": "a surveyor", "as_of": "2031-05-01", "error_km": 1}}
    }
    row = {"imposed_by": "A", "established": True}
    basis = "a restriction (denial); whether it was in the place of the clause is not on record"
    assert [("r1", "broken", basis)] == told(checked(placed, terms=front, restrictions=[row]))


# Whoever keeps it


@pytest.mark.parametrize(
    ("role", "level"),
    [("party", "alleged"), ("monitor", "observed"), ("instrument", "detected"), ("press", "reported")],
)
def test_the_level_is_that_of_whoever_keeps_the_register(role: str, level: str) -> None:
    assert {level} == set(checked(*EVERY, roles={"mission": role}, **BOOK)["level"])


def test_what_binds_nobody_or_has_not_begun_is_held_against_nothing() -> None:
    asked = [{**entry, "speech_status": "demanded"} for entry in EVERY]
    assert checked(*asked, **BOOK).is_empty()
    assert checked(*EVERY, as_of="2031-05-09", **BOOK).is_empty()
    assert checked(*EVERY, as_of=None, **BOOK).is_empty()


def test_the_order_of_entries_changes_no_row() -> None:
    turned: dict[str, Any] = {
        name: [{**row, KEYS[name]: f"r{n}"} for n, row in reversed(list(enumerate(rows, start=1)))]
        for name, rows in BOOK.items()
    }
    assert checked(*EVERY, **BOOK).equals(checked(*EVERY, **turned))


KEYS = {name: f"{name.removesuffix('s')}_id" for name in USUAL} | {"inventories": "inventory_id"}


@pytest.mark.parametrize("codes", CODES)
def test_other_codes_for_the_parties_change_the_codes_and_nothing_else(codes: dict[str, str]) -> None:
    rows: dict[str, Any] = {name: [{**USUAL[name], **row} for row in entries] for name, entries in BOOK.items()}
    before = checked(*EVERY, **rows)
    parties = {codes[code]: {"name": name} for code, name in (("A", "North"), ("B", "South"))}
    after = checked(*recoded(EVERY, codes), terms={"parties": parties}, **recoded(rows, codes))
    assert recoded(before.rows(), codes) == after.rows()
