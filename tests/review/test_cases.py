"""Cases: where a complaint stands after its steps, and what in its course is out of order."""

from __future__ import annotations

import random
from datetime import timedelta
from itertools import pairwise
from typing import Any

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from builders import CAPTURE, at
from ceaseline.review import cases
from ceaseline.review.cases import NEXT
from ceaseline.tables import Complaints, Steps, from_rows
from ceaseline.tables.steps import BLOCKS, RULINGS, STATES
from ceaseline.terms.agreement import Mechanism

AS_OF = "2031-05-20 12:00"
WHOLE = [
    {"state": "received"},
    {"state": "triaged"},
    {"state": "under_inquiry"},
    {"state": "draft"},
    {"state": "comments"},
    {"state": "commission"},
    {"state": "ruled", "ruling": "violation"},
    {"state": "published"},
    {"state": "follow_up"},
    {"state": "closed"},
]


def complaint(**changes: Any) -> dict[str, Any]:
    usual = {"complaint_id": "c1", "complainant": "A", "respondent": "B", "lodged": at("2031-05-01 06:00")}
    usual |= {"clause_id": "no-fire", "source": "register", "capture_id": CAPTURE, "line": 2}
    return {**usual, **changes}


def step(number: int, **changes: Any) -> dict[str, Any]:
    """Step *number* of the first complaint, on that day of May at seven."""
    usual = {"step_id": f"s{number}", "complaint_id": "c1", "at": at("2031-04-30 07:00") + timedelta(days=number)}
    return {**usual, "source": "register", "capture_id": CAPTURE, "line": number + 1, **changes}


def course(*steps: dict[str, Any]) -> list[dict[str, Any]]:
    """Steps of the first complaint, a day apart from 1 May."""
    return [step(number, **each) for number, each in enumerate(steps, start=1)]


def table(
    complaints: list[dict[str, Any]],
    steps: list[dict[str, Any]],
    *,
    reply: float | None = None,
    now: str | None = AS_OF,
) -> pl.DataFrame:
    return cases(
        from_rows(Complaints, complaints),
        from_rows(Steps, steps),
        mechanism=Mechanism(right_of_reply_hours=reply),
        as_of=None if now is None else at(now),
    )


def one(*steps: dict[str, Any], **options: Any) -> dict[str, Any]:
    return table([complaint()], course(*steps), **options).row(0, named=True)


def test_a_complaint_without_steps_is_received_when_it_was_lodged() -> None:
    row = one()
    assert ("received", at("2031-05-01 06:00"), 0) == (row["state"], row["since"], row["steps"])
    assert (19, None, None, False, None) == (
        row["age_days"],
        row["ended"],
        row["deadline"],
        row["overdue"],
        row["unfit"],
    )


def test_the_whole_way_in_its_order_is_fit_and_ends_when_it_is_closed() -> None:
    row = one(*WHOLE)
    assert ("closed", "violation", None, 10) == (row["state"], row["ruling"], row["unfit"], row["steps"])
    assert (at("2031-05-10 07:00"), 9) == (row["ended"], row["age_days"])


@pytest.mark.parametrize("length", range(1, len(WHOLE)))
def test_until_it_is_closed_a_case_is_open_and_ages_to_now(length: int) -> None:
    row = one(*WHOLE[:length])
    assert (WHOLE[length - 1]["state"], None, 19) == (row["state"], row["ended"], row["age_days"])


def test_every_state_has_its_row_in_the_order_of_the_states() -> None:
    assert list(STATES) == list(NEXT)


FIT = {(one["state"], following["state"]) for one, following in pairwise(WHOLE)}
FIT |= {("draft", "commission"), ("published", "closed")}  # no comments where none are needed, nothing to follow up


@pytest.mark.parametrize("before", STATES)
@pytest.mark.parametrize("state", STATES)
def test_only_the_next_state_may_follow_one_and_a_few_may_be_left_out(before: str, state: str) -> None:
    last = {"state": state, "ruling": "no_violation" if state == "ruled" else None}
    way = [{**each, **({"ruling": "no_violation"} if "ruling" in each else {})} for each in WHOLE]
    unfit = one(*way[: STATES.index(before) + 1], last)["unfit"]
    assert (state == before or (before, state) in FIT) == (unfit is None)


def test_of_steps_at_one_moment_the_earlier_state_comes_first() -> None:
    steps = [step(2, step_id=name, state=state) for name, state in (("a", "under_inquiry"), ("b", "triaged"))]
    row = table([complaint()], steps).row(0, named=True)
    assert ("under_inquiry", None) == (row["state"], row["unfit"])


def test_what_was_ruled_before_any_inquiry_is_kept_and_told() -> None:
    row = one({"state": "triaged"}, {"state": "ruled", "ruling": "no_violation"})
    assert ("ruled", "no_violation", "ruled no violation right after triaged") == (
        row["state"],
        row["ruling"],
        row["unfit"],
    )


@pytest.mark.parametrize("ruling", ["violation", "both"])
def test_the_comments_of_the_parties_may_not_be_skipped_before_a_ruling_of_violation(ruling: str) -> None:
    way = [each for each in WHOLE[:6] if each["state"] != "comments"]
    told = one(*way, {"state": "ruled", "ruling": ruling})["unfit"]
    word = ruling.replace("_", " ")
    assert f"ruled {word} without comments of the parties" == told


@pytest.mark.parametrize("ruling", ["no_violation", "not_established"])
def test_they_may_be_skipped_before_another_ruling(ruling: str) -> None:
    way = [each for each in WHOLE[:6] if each["state"] != "comments"]
    assert one(*way, {"state": "ruled", "ruling": ruling})["unfit"] is None


@pytest.mark.parametrize("ruling", ["withdrawn", "closed_no_access"])
@pytest.mark.parametrize("length", range(7))
def test_any_open_case_can_be_withdrawn_or_closed_without_access_which_ends_it(ruling: str, length: int) -> None:
    row = one(*WHOLE[:length], {"state": "ruled", "ruling": ruling})
    assert (None, ruling, at("2031-05-01 07:00") + timedelta(days=length)) == (
        row["unfit"],
        row["ruling"],
        row["ended"],
    )


def test_after_its_end_it_may_be_published_and_closed_and_its_end_stays() -> None:
    row = one({"state": "ruled", "ruling": "withdrawn"}, {"state": "published"}, {"state": "closed"})
    assert ("closed", at("2031-05-01 07:00"), None) == (row["state"], row["ended"], row["unfit"])
    row = one({"state": "ruled", "ruling": "withdrawn"}, {"state": "closed"})
    assert (at("2031-05-01 07:00"), None) == (row["ended"], row["unfit"])


def test_opening_again_is_told_unless_it_has_a_reason_and_no_earlier_ruling_stands_then() -> None:
    row = one(*WHOLE, {"state": "under_inquiry"})
    assert "under inquiry after closed, without a reason" == row["unfit"]
    assert (None, None, 19) == (row["ended"], row["ruling"], row["age_days"])
    assert one(*WHOLE, {"state": "under_inquiry", "reason": "new traces"})["unfit"] is None


def test_a_case_opened_again_needs_comments_again_before_a_ruling_of_violation() -> None:
    again = [{"state": "draft", "reason": "new traces"}, {"state": "commission"}, WHOLE[6]]
    assert "ruled violation without comments of the parties" == one(*WHOLE, *again)["unfit"]
    assert one(*WHOLE, again[0], *WHOLE[4:7])["unfit"] is None


def test_another_ruling_in_place_of_one_needs_a_reason_and_opens_what_was_withdrawn() -> None:
    anew = {"state": "ruled", "ruling": "no_violation"}
    assert "ruled no violation after ruled, without a reason" == one(*WHOLE[:7], anew)["unfit"]
    row = one({"state": "ruled", "ruling": "withdrawn"}, {**anew, "reason": "an error"})
    assert (None, "no_violation", None) == (row["unfit"], row["ruling"], row["ended"])


def test_a_case_stays_in_a_state_since_it_came_into_it_and_only_the_last_step_holds_it_up() -> None:
    row = one(*WHOLE[:2], {"state": "under_inquiry", "blocked_by": "mines"}, {"state": "under_inquiry"})
    assert (at("2031-05-03 07:00"), None, None) == (row["since"], row["blocked_by"], row["unfit"])
    row = one(*WHOLE[:2], {"state": "under_inquiry", "blocked_by": "mines"})
    assert "mines" == row["blocked_by"]


def test_the_deadline_is_that_of_the_step_and_is_overdue_once_it_has_passed() -> None:
    inquiry = {"state": "under_inquiry", "deadline": at(AS_OF)}
    row = one(*WHOLE[:2], inquiry)
    assert (at(AS_OF), False) == (row["deadline"], row["overdue"])
    assert one(*WHOLE[:2], inquiry, now="2031-05-20 12:01")["overdue"]


def test_a_deadline_goes_with_its_state_and_not_with_a_note_in_between() -> None:
    inquiry = {"state": "under_inquiry", "deadline": at("2031-05-09")}
    assert at("2031-05-09") == one(*WHOLE[:2], inquiry, {"state": "under_inquiry"})["deadline"]
    assert one(*WHOLE[:2], inquiry, WHOLE[3])["deadline"] is None


def test_comments_are_due_by_the_right_of_reply_of_the_terms_where_the_step_does_not_say() -> None:
    row = one(*WHOLE[:5], reply=72)
    assert (at("2031-05-08 07:00"), True) == (row["deadline"], row["overdue"])
    own = {"state": "comments", "deadline": at("2031-05-30")}
    assert at("2031-05-30") == one(*WHOLE[:4], own, reply=72)["deadline"]
    assert one(*WHOLE[:5])["deadline"] is None
    assert one(*WHOLE[:4], reply=72)["deadline"] is None
    assert one(*WHOLE[:5], reply=1e300)["deadline"] is None  # longer than any calendar


def test_what_has_ended_waits_for_nothing() -> None:
    last = {"state": "ruled", "ruling": "closed_no_access", "deadline": at("2031-05-09"), "blocked_by": "access"}
    row = one(*WHOLE[:3], last)
    assert (None, False, None) == (row["deadline"], row["overdue"], row["blocked_by"])


def test_steps_after_the_moment_it_is_judged_from_are_not_known_yet() -> None:
    row = one(*WHOLE, now="2031-05-03 07:00")
    assert ("under_inquiry", 3, 2, None) == (row["state"], row["steps"], row["age_days"], row["ruling"])
    assert "triaged" == one(*WHOLE, now="2031-05-03 06:59")["state"]


def test_without_a_moment_an_open_case_has_no_age_and_nothing_is_overdue() -> None:
    row = one({"state": "triaged", "deadline": at("2031-05-03")}, now=None)
    assert (None, False, "triaged") == (row["age_days"], row["overdue"], row["state"])


def test_a_step_before_the_lodging_is_told_and_no_age_is_less_than_none() -> None:
    row = table([complaint(lodged=at("2031-05-25"))], course({"state": "triaged"})).row(0, named=True)
    assert "lodged after the moment it is judged from; triaged before it was lodged" == row["unfit"]
    assert row["age_days"] is None


def test_steps_of_a_complaint_that_is_not_there_make_no_case_and_touch_no_other() -> None:
    strays = [step(1, state="triaged", complaint_id="c9")]
    assert table([complaint()], []).equals(table([complaint()], strays))


def test_no_complaint_is_no_case() -> None:
    assert 0 == table([], []).height


def some_steps(numbers: st.DataObject, count: int) -> list[dict[str, Any]]:
    rows = []
    for number in range(count):
        state = numbers.draw(st.sampled_from(STATES))
        rows.append(
            step(
                numbers.draw(st.integers(1, 6)),
                step_id=f"s{number}",
                complaint_id=numbers.draw(st.sampled_from(["c1", "c2", "c3", "c9"])),
                state=state,
                ruling=numbers.draw(st.sampled_from(RULINGS)) if state == "ruled" else None,
                reason=numbers.draw(st.sampled_from([None, "why"])),
                blocked_by=numbers.draw(st.sampled_from([None, *BLOCKS])),
            )
        )
    return rows


@given(st.data(), st.integers(0, 12), st.randoms(use_true_random=False))
def test_the_order_of_rows_changes_nothing_and_every_complaint_has_its_row(
    numbers: st.DataObject, count: int, dice: random.Random
) -> None:
    complaints = [complaint(complaint_id=name, facts="Shelling.") for name in ("c1", "c2", "c3")]
    steps = some_steps(numbers, count)
    before = table(complaints, steps)
    dice.shuffle(complaints)
    dice.shuffle(steps)
    assert before.equals(table(complaints, steps))
    assert ["c1", "c2", "c3"] == before["complaint_id"].to_list()
    assert count - sum(each["complaint_id"] == "c9" for each in steps) == before["steps"].sum()


@given(st.data(), st.integers(0, 12))
def test_exchanging_the_parties_exchanges_them_in_the_cases_and_changes_nothing_else(
    numbers: st.DataObject, count: int
) -> None:
    complaints = [complaint(complaint_id="c1"), complaint(complaint_id="c2", complainant="B", respondent="A")]
    codes = {"A": "B", "B": "A"}
    turned = [{**row, **{name: codes[row[name]] for name in ("complainant", "respondent")}} for row in complaints]
    steps = some_steps(numbers, count)
    before, after = table(complaints, steps), table(turned, steps)
    sides = pl.col("complainant", "respondent").replace(codes)
    assert before.with_columns(sides).equals(after)
