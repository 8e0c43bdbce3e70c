"""Verdicts that rest on registers: what a mission keeps counts, what a side keeps of itself does not."""

from __future__ import annotations

from typing import Any

import dataframely as dy
import pytest

from builders import CODES, clause, only, recoded
from ceaseline.tables import Verdicts
from registered import (
    AID,
    BOOK,
    CALL,
    DISCIPLINE,
    EVERY,
    EXERCISE,
    IN_TIME,
    INVENTORY,
    MOVEMENT,
    ORDER,
    REVOKING,
    USUAL,
    counts,
    judged,
)

pytestmark = pytest.mark.usefixtures("outside_shut")

LATE = {**IN_TIME, "deposited": "2031-05-10 05:00"}


def answers(table: dy.DataFrame[Verdicts]) -> dict[str, tuple[str, int | None]]:
    own = table.filter(clock="A")
    return {row[0]: row[1:] for row in own.select("obligor", "verdict", "recorded").rows()}


def reason(table: dy.DataFrame[Verdicts], obligor: str = "A") -> str:
    return str(only(table.iter_rows(named=True), obligor=obligor, clock="A")["reason"])


def test_an_order_deposited_late_is_a_violation_of_that_side_and_of_any() -> None:
    table = judged(ORDER, orders=[LATE])
    expected = {
        "A": ("violation_established", 1),
        "B": ("cannot_tell", None),
        "any": ("violation_established", 1),
    }
    assert expected == answers(table)
    assert "1 on record: an order, deposited 5 hours late." == reason(table)
    assert reason(table, "any").startswith("1 on record: North (A): an order, deposited 5 hours late.")


@pytest.mark.parametrize("role", ["party", "press", "osint", "public"])
def test_a_register_that_no_mission_keeps_establishes_nothing(role: str) -> None:
    table = judged(ORDER, roles={"mission": role}, orders=[LATE])
    assert ("cannot_tell", None) == answers(table)["A"]
    assert (role == "party") == ("What a side keeps in a register of its own is alleged" in reason(table))


KEPT: dict[str, tuple[dict[str, Any], dict[str, Any]]] = {
    "orders": (ORDER, {"orders": [IN_TIME]}),
    "none revoked": (REVOKING, {"orders": [IN_TIME]}),
    "notifications": (EXERCISE, {"notifications": [{}]}),
    "calls": (CALL, {"calls": [{"answered": "2031-05-10 12:30"}]}),
    "consequences": (DISCIPLINE, {"consequences": [{"done": "2031-05-10", "notified": "2031-05-10 01:00"}]}),
    "inventories": (INVENTORY, {"inventories": [{}]}),
    "none restricted": (MOVEMENT, {"restrictions": [{"type": "weather"}]}),
}


@pytest.mark.parametrize("what", KEPT)
def test_what_a_register_lacks_is_not_seen_by_it_and_so_none_is_never_said_of_it(what: str) -> None:
    entry, rows = KEPT[what]
    table = judged(entry, **rows)
    assert ("cannot_tell", None) == answers(table)["A"]
    assert reason(table).startswith("On record: ")


@pytest.mark.parametrize("entry", EVERY, ids=lambda entry: str(entry["id"]))
def test_where_no_register_is_kept_and_nothing_else_sees_it_it_is_not_verifiable(entry: dict[str, Any]) -> None:
    assert {"not_verifiable"} == {verdict for verdict, _ in answers(judged(entry)).values()}


def test_of_exercises_it_is_said_that_those_nobody_announced_are_not_found() -> None:
    assert "what nobody announced is not found in it" in reason(judged(EXERCISE, notifications=[{}]))


ALL_DAYS = [("10", "11", 600.0), ("11", "12", 700.0), ("12", "13", 650.0)]


def test_where_every_period_was_counted_and_none_was_short_none_is_recorded() -> None:
    table = judged(AID, counts=counts(*ALL_DAYS))
    row = only(table.iter_rows(named=True), obligor="A", clock="A")
    assert ("none_recorded_where_watched", 0, 1.0) == (row["verdict"], row["recorded"], row["watched_share"])
    assert row["reason"].startswith(
        "In each of 3 periods as much was counted as was owed, over 100 % of the hours."
    )


def test_for_any_side_none_is_recorded_only_where_each_side_was_counted() -> None:
    one = answers(judged(AID, counts=counts(*ALL_DAYS)))
    assert (("cannot_tell", None), ("cannot_tell", None)) == (one["B"], one["any"])
    both = answers(judged(AID, counts=counts(*ALL_DAYS) + counts(*ALL_DAYS, party="B")))
    assert ("none_recorded_where_watched", 0) == both["any"]


def test_a_day_that_nobody_counted_keeps_the_whole_from_being_called_none() -> None:
    assert ("cannot_tell", None) == answers(judged(AID, counts=counts(*ALL_DAYS[:2])))["A"]


def test_days_kept_by_what_was_counted_in_an_hour_of_them_are_not_enough_watching() -> None:
    """7 of 24 hours of each day were counted, 80 % are asked for: 29 %."""
    days = [(f"{day}", f"{day} 07:00", 600.0) for day in (10, 11, 12)]
    assert ("cannot_tell", None) == answers(judged(AID, counts=counts(*days)))["A"]
    longer = [(f"{day}", f"{day} 19:12", 600.0) for day in (10, 11, 12)]  # 19.2 of 24 hours: 80 %
    assert ("none_recorded_where_watched", 0) == answers(judged(AID, counts=counts(*longer)))["A"]


def test_short_days_are_counted_and_the_open_ones_are_told_beside_them() -> None:
    table = judged(AID, counts=counts(("10", "11", 580), ("11", "12", 0)))
    assert ("violation_established", 2) == answers(table)["A"]
    expected = (
        "2 on record: 580 of 600 trucks counted; 0 of 600 trucks counted. "
        "Beside that: nobody counted, where 600 trucks were owed."
    )
    assert expected == reason(table)


def test_a_clause_that_is_not_over_has_not_been_kept_yet() -> None:
    table = judged(AID, as_of="2031-05-12", counts=counts(*ALL_DAYS[:2]))
    assert ("cannot_tell", None) == answers(table)["A"]


def test_registers_that_contradict_each_other_settle_nothing() -> None:
    rows = [{**LATE, "source": "east"}, {**IN_TIME, "source": "west"}]
    table = judged(ORDER, roles={"east": "monitor", "west": "monitor"}, orders=rows)
    assert ("cannot_tell", None) == answers(table)["A"]
    assert "Registers contradict each other, so nothing follows from either." in reason(table)


def test_of_two_registers_one_that_is_short_keeps_the_other_from_being_enough() -> None:
    east = [{**row, "source": "east"} for row in counts(*ALL_DAYS)]
    west = [{**row, "source": "west"} for row in counts(("10", "11", 400))]
    both = {"east": "monitor", "west": "monitor"}
    assert ("cannot_tell", None) == answers(judged(AID, roles=both, counts=east + west))["A"]


def test_what_two_registers_have_is_one_breach() -> None:
    rows = [{**row, "source": name} for name in ("east", "west") for row in counts(("10", "11", 400))]
    table = judged(AID, roles={"east": "monitor", "west": "monitor"}, counts=rows)
    assert ("violation_established", 1) == answers(table)["A"]


def test_a_sides_word_against_a_mission_changes_nothing() -> None:
    rows = [{**LATE, "source": "mission"}, {**IN_TIME, "source": "staff"}]
    table = judged(ORDER, roles={"mission": "monitor", "staff": "party"}, orders=rows)
    assert ("violation_established", 1) == answers(table)["A"]


def test_a_restriction_of_nobody_established_is_one_of_any_side_and_of_no_side() -> None:
    table = judged(MOVEMENT, restrictions=[{"imposed_by": "A"}])
    expected = {"A": ("cannot_tell", None), "B": ("cannot_tell", None), "any": ("violation_established", 1)}
    assert expected == answers(table)
    assert "who imposed it is not established" in reason(table, "any")
    assert "North" not in reason(table, "any").split(".")[0]


def test_many_entries_are_told_by_their_results() -> None:
    hours = [{"notified": f"2031-05-08 {hour}:00"} for hour in (10, 11, 12, 13, 14)]
    table = judged(EXERCISE, notifications=hours)
    assert ("violation_established", 2) == answers(table)["A"]
    rows = [{"notified": f"2031-05-08 {hour:02}:00"} for hour in (8, 9, 10, 11)]
    assert reason(judged(EXERCISE, notifications=rows)).startswith("On record: 4 kept.")


def test_a_clause_that_binds_one_side_alone_is_answered_for_that_side() -> None:
    entry = {**ORDER, "speech_status": {"A": "agreed", "B": "demanded"}}
    table = judged(entry, orders=[{**LATE, "party": "B"}, LATE])
    expected = {
        "A": ("violation_established", 1),
        "B": ("not_in_force", None),
        "any": ("violation_established", 1),
    }
    assert expected == answers(table)


def test_registers_say_nothing_of_fire() -> None:
    assert {"not_verifiable"} == {verdict for verdict, _ in answers(judged(clause(), **BOOK)).values()}


@pytest.mark.parametrize("name", sorted(BOOK))
def test_losing_entries_of_a_register_never_gives_that_none_is_recorded(name: str) -> None:
    """Silence is no news, least of all good news."""
    whole = judged(*EVERY, **BOOK)
    for lost in range(len(BOOK[name])):
        part = judged(*EVERY, **{**BOOK, name: BOOK[name][:lost] + BOOK[name][lost + 1 :]})
        for before, after in zip(whole["verdict"], part["verdict"], strict=True):
            assert before == after or after in ("cannot_tell", "not_verifiable")


@pytest.mark.parametrize("codes", CODES)
def test_other_codes_for_the_parties_change_the_codes_and_nothing_else(codes: dict[str, str]) -> None:
    rows: dict[str, Any] = {name: [{**USUAL[name], **row} for row in entries] for name, entries in BOOK.items()}
    parties = {codes[code]: {"name": name} for code, name in (("A", "North"), ("B", "South"))}
    names = {codes[code]: name for code, name in (("A", "North"), ("B", "South"))}
    before = judged(*EVERY, **rows)
    after = judged(*recoded(EVERY, codes), terms={"parties": parties}, names=names, **recoded(rows, codes))
    assert recoded(before.rows(), codes) == after.rows()
