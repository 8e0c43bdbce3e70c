"""Exceptions held against registers: announcements, steps before return fire, and what no register can show."""

from __future__ import annotations

from typing import Any

import polars as pl
import pytest

from builders import CAPTURE, at, clause, only, terms
from ceaseline.assessment import Grounds, check_exceptions, procedures, weigh
from ceaseline.tables import (
    Calls,
    ExceptionChecks,
    Findings,
    Incidents,
    Notifications,
    Orders,
    Responses,
    from_rows,
)

pytestmark = pytest.mark.usefixtures("outside_shut")

FROM_FILE = {"source": "register", "capture_id": CAPTURE, "line": 2}
LATER = at("2031-05-20")


def incident(name: str = "i", start: str = "08:00", end: str = "08:10") -> dict[str, Any]:
    return {
        "incident_id": name,
        "phenomenon": "shelling",
        "earliest": at(f"2031-05-10 {start}"),
        "latest": at(f"2031-05-10 {end}"),
        "observations": 1,
        "groups": 1,
    }


def finding(name: str = "i", outcome: str = "violation", clock: str = "A") -> dict[str, Any]:
    return {
        "incident_id": name,
        "clause_id": "no-fire",
        "clock": clock,
        "outcome": outcome,
        "probability": 1.0,
        "level": "observed",
        "attributed_to": "undetermined",
        "basis": "shelling.",
    }


def note(name: str = "n1", **changes: Any) -> dict[str, Any]:
    usual = {
        "notification_id": name,
        "party": "A",
        "act": "exercise",
        "notified": at("2031-05-09 06:00"),
        "from": at("2031-05-10 06:00"),
        "until": at("2031-05-10 18:00"),
    }
    return {**FROM_FILE, **usual, **changes}


def registers(
    *notes: dict[str, Any], chance: float | None = 1.0, own: tuple[str, ...] = (), **more: Any
) -> Grounds:
    """Return registers in which each incident lies in each announced place with that chance."""
    called = dict.fromkeys(("incident_id", "observation_id", "party", "phenomenon"), pl.String)
    pairs = [{"incident_id": "i", "notification_id": each["notification_id"], "chance": chance} for each in notes]
    schema = {"incident_id": pl.String, "notification_id": pl.String, "chance": pl.Float64}
    usual = {
        "notifications": from_rows(Notifications, list(notes)),
        "calls": from_rows(Calls, []),
        "orders": from_rows(Orders, []),
        "announced_at": pl.DataFrame(pairs, schema=schema),
        "called": pl.DataFrame(schema=called),
        "own": own,
        "kept": {"notifications": LATER},
    }
    return Grounds(**{**usual, **more})


EXERCISE = {"act": "exercise", "hours_before": 24}


def checks(
    shown: Grounds, *allowed: dict[str, Any], outcome: str = "violation", beside: tuple[dict[str, Any], ...] = ()
) -> list[dict[str, Any]]:
    """Return the checks of one incident under a clause with these exceptions."""
    found = check_exceptions(
        from_rows(Findings, [finding(outcome=outcome), finding(outcome=outcome, clock="B")]),
        from_rows(Incidents, [incident(), *beside]),
        from_rows(Responses, []),
        shown,
        terms(clause(exceptions=list(allowed) or [EXERCISE])),
    )
    return list(found.iter_rows(named=True))


def test_one_row_stands_for_all_clocks() -> None:
    row = only(checks(registers(note())))
    assert ("shown", False, "n1", "A") == (row["shown"], row["open"], row["entry"], row["party"])


@pytest.mark.parametrize(
    ("notified", "shown", "words"),
    [
        ("2031-05-09 06:00", "shown", "in time"),
        ("2031-05-09 06:30", "late", "late by 0.5 hours"),
        ("2031-05-09 07:00", "late", "late by 1 hour"),
        ("2031-05-10 08:00", "late", "late by 26 hours"),
        ("2031-05-10 08:01", "late", "after it had begun, and nothing before"),
    ],
)
def test_the_hours_are_counted_from_the_announced_start(notified: str, shown: str, words: str) -> None:
    row = only(checks(registers(note(notified=at(notified)))))
    assert (shown, shown == "late") == (row["shown"], row["open"])
    assert words in row["basis"]


def test_what_came_in_before_its_own_start_and_after_the_incident_began_was_no_announcement() -> None:
    """Of ten minutes all but the first twenty seconds lie in the announced time: 97 %."""
    entry = note() | {"notified": at("2031-05-10 08:00:10"), "from": at("2031-05-10 08:00:20")}
    row = only(checks(registers(entry), {"act": "exercise"}))
    assert ("late", True) == (row["shown"], row["open"])


def test_without_hours_any_moment_before_the_start_is_in_time() -> None:
    at_the_start = note(notified=at("2031-05-10 06:00"))
    assert "shown" == only(checks(registers(at_the_start), {"act": "exercise"}))["shown"]
    assert "late" == only(checks(registers(note(notified=at("2031-05-10 06:01"))), {"act": "exercise"}))["shown"]


@pytest.mark.parametrize(
    ("chance", "until", "withdrawn", "expected"),
    [
        (0.95, "18:00", None, ("shown", "n1")),
        (0.94, "18:00", None, ("not_shown", "n1")),
        (0.05, "18:00", None, ("not_shown", None)),
        (None, "18:00", None, ("not_shown", "n1")),
        (1.0, "08:05", None, ("not_shown", "n1")),
        (1.0, "18:00", "08:05", ("not_shown", "n1")),
        (1.0, "18:00", "07:59", ("not_shown", None)),
        (1.0, "18:00", "08:10", ("shown", "n1")),
    ],
    ids=["inside", "perhaps", "elsewhere", "where is not known", "half the time", "half", "withdrawn", "later"],
)
def test_place_and_time_are_held_with_a_chance_of_95_per_cent(
    chance: float | None, until: str, withdrawn: str | None, expected: tuple[str, str | None]
) -> None:
    entry = note(
        until=at(f"2031-05-10 {until}"),
        withdrawn=None if withdrawn is None else at(f"2031-05-10 {withdrawn}"),
    )
    row = only(checks(registers(entry, chance=chance)))
    assert expected == (row["shown"], row["entry"])
    assert row["open"] == (row["shown"] != "shown" and row["entry"] is not None)


def test_of_several_entries_the_one_in_time_counts_whoever_made_the_others() -> None:
    late = note("n0", party="B", notified=at("2031-05-08")) | {"from": at("2031-05-08 12:00")}
    assert "n1" == only(checks(registers(late, note())))["entry"]


def test_an_entry_in_doubt_hides_none_that_fits() -> None:
    earlier = note("n0", notified=at("2031-05-01"), until=at("2031-05-10 08:05"))
    assert ("shown", "n1") == tuple(only(checks(registers(earlier, note())))[name] for name in ("shown", "entry"))


def test_what_only_the_own_register_of_a_party_has_shows_nothing() -> None:
    row = only(checks(registers(note(), own=("register",))))
    assert ("not_shown", True, "n1") == (row["shown"], row["open"], row["entry"])
    assert row["basis"].endswith("by its own register alone")


@pytest.mark.parametrize(
    ("kept", "expected"),
    [
        ({}, ("no_register", True)),
        ({"notifications": at("2031-05-10 08:09")}, ("no_register", True)),
        ({"notifications": at("2031-05-10 08:10")}, ("not_shown", False)),
        ({"calls": LATER, "orders": LATER}, ("no_register", True)),
    ],
    ids=["none", "it ends before", "it reaches to it", "another"],
)
def test_that_nothing_fits_says_something_only_where_the_register_reaches_to_it(
    kept: dict[str, Any], expected: tuple[str, bool]
) -> None:
    row = only(checks(registers(kept=kept)))
    assert expected == (row["shown"], row["open"])


def test_of_other_acts_no_register_says_anything() -> None:
    row = only(checks(registers(note()), {"act": "self_defence"}))
    assert ("no_register", True, "self defence is allowed, and no register of this case can show it") == (
        row["shown"],
        row["open"],
        row["basis"],
    )


@pytest.mark.parametrize(("code", "count"), [("NO_FIRE", 1), ("NO_HW_IN_SETTLEMENT", 0)])
def test_what_a_party_calls_it_counts_where_such_a_thing_would_be_no_such_act(code: str, count: int) -> None:
    """An exercise with heavy weapons in a settlement may break the ban on these."""
    said = {"incident_id": "i", "observation_id": "x", "party": "B", "phenomenon": "exercise_inside"}
    found = check_exceptions(
        from_rows(Findings, [finding()]),
        from_rows(Incidents, [incident()]),
        from_rows(Responses, []),
        registers(called=pl.DataFrame([said])),
        terms(clause(code=code)),
    )
    assert [("not_shown", True, "x", "B")] * count == found.select("shown", "open", "entry", "party").rows()


@pytest.mark.parametrize("outcome", ["not_violation", "out_of_scope"])
def test_what_broke_nothing_needs_no_exception(outcome: str) -> None:
    assert [] == checks(registers(note()), outcome=outcome)


def test_return_fire_is_looked_at_where_it_answers_and_where_that_cannot_be_told() -> None:
    steps = {"act": "return_fire", "after": ["an attempt", "an order"]}
    before = incident("before", "07:20", "07:30")
    assert [] == checks(registers(ordered=frozenset({"i"})), steps, beside=(before,))
    row = only(checks(registers(), steps, beside=(before,)))
    assert ("not_shown", True) == (row["shown"], row["open"])
    assert row["basis"].startswith("whether it answers fire cannot be told")


@pytest.mark.parametrize(
    "beside",
    [
        (),
        (incident("long before", "07:00", "07:29"),),
        (incident("after", "08:11", "08:20"),),
        ({**incident("tanks", "07:50", "07:55"), "phenomenon": "weapon_presence"},),
    ],
)
def test_fire_before_which_none_is_on_record_for_half_an_hour_answers_nothing_known(
    beside: tuple[dict[str, Any], ...],
) -> None:
    steps = {"act": "return_fire", "after": ["an attempt", "an order"]}
    assert [] == checks(registers(), steps, beside=beside)


def test_fire_that_overlaps_another_may_answer_it() -> None:
    steps = {"act": "return_fire", "after": ["an attempt", "an order"]}
    assert 1 == len(checks(registers(), steps, beside=(incident("other", "08:05", "08:20"),)))


def check(act: str, shown: str, *, open_: bool, entry: str | None = None, name: str = "i") -> dict[str, Any]:
    party = None if entry is None else "A"
    return {
        "incident_id": name, "clause_id": "no-fire", "act": act, "shown": shown,
        "open": open_, "entry": entry, "party": party, "basis": f"{act} {shown}",
    }  # fmt: skip


SHOWN = check("exercise", "shown", open_=False, entry="n1")
LATE = check("movement", "late", open_=True, entry="n2")
NONE_FITS = check("flight", "not_shown", open_=False)


@pytest.mark.parametrize("outcome", ["violation", "indeterminate"])
@pytest.mark.parametrize(
    ("found", "expected", "words"),
    [
        ([SHOWN, LATE, NONE_FITS], "excepted", "shelling; exercise shown."),
        ([LATE, NONE_FITS], "indeterminate", "shelling; movement late."),
        ([NONE_FITS], None, "shelling; flight not_shown."),
        ([], None, "shelling."),
    ],
    ids=["one shown", "one may hold", "none holds", "none asked"],
)
def test_a_finding_is_excepted_where_one_is_shown_and_open_where_one_may_hold(
    outcome: str, found: list[dict[str, Any]], expected: str | None, words: str
) -> None:
    rows = weigh(from_rows(Findings, [finding(outcome=outcome)]), from_rows(ExceptionChecks, found))
    assert [(expected or outcome, words)] == rows.select("outcome", "basis").rows()


def test_what_is_no_violation_stays_so() -> None:
    findings = from_rows(Findings, [finding(outcome="not_violation")])
    assert weigh(findings, from_rows(ExceptionChecks, [LATE])).equals(findings)


@pytest.mark.parametrize(
    ("found", "expected"),
    [
        (check("return_fire", "shown", open_=False, entry="o1"), True),
        (check("return_fire", "not_shown", open_=True, entry="o1"), False),
        (check("return_fire", "not_shown", open_=True), None),
        (check("return_fire", "no_register", open_=True), None),
        (check("exercise", "shown", open_=False, entry="n1"), None),
    ],
    ids=["shown", "an order without an attempt", "nothing on record", "no register", "another act"],
)
def test_an_answer_says_whether_the_steps_came_before(found: dict[str, Any], expected: bool | None) -> None:
    answer = {"incident_id": "i", "answers": "h", "delay_s": 240.0, "basis": "assessed"}
    rows = procedures(from_rows(Responses, [answer]), from_rows(ExceptionChecks, [found]))
    assert [expected] == rows["procedure_followed"].to_list()
