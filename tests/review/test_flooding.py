"""Flooding: many complaints at once, or many of one wording, by one rule for every side."""

from __future__ import annotations

import random
from collections.abc import Iterable
from datetime import date, timedelta
from typing import Any

import dataframely as dy
import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from builders import CAPTURE, at
from ceaseline.review import complaint_days
from ceaseline.review.flooding import matters
from ceaseline.tables import Complaints, from_rows

WORDS = ("ridge", "ford", "mill", "bridge", "orchard", "quarry", "chapel", "ferry", "barn", "well")


def complaints(*rows: dict[str, Any]) -> dy.DataFrame[Complaints]:
    """Complaints c0, c1, ... of A against B on one morning, a minute apart."""
    usual = {"complainant": "A", "respondent": "B", "clause_id": "no-fire", "source": "register"}
    return from_rows(
        Complaints,
        [
            {
                "complaint_id": f"c{number}",
                "lodged": at("2031-05-01 06:00") + timedelta(minutes=number),
                "capture_id": CAPTURE,
                "line": number + 2,
                **usual,
                **row,
            }
            for number, row in enumerate(rows)
        ],
    )


def day(*rows: dict[str, Any]) -> dict[str, Any]:
    return complaint_days(complaints(*rows)).row(0, named=True)


def different(count: int) -> Iterable[dict[str, Any]]:
    """Complaints that no two words are alike in."""
    for number in range(count):
        yield {"facts": f"Shells at the {WORDS[number % 10]} and the {WORDS[number // 10]}"}


def on(number: int, *rows: dict[str, Any]) -> list[dict[str, Any]]:
    """Rows of that day of May."""
    return [{**row, "lodged": at("2031-05-01 06:00") + timedelta(days=number - 1)} for row in rows]


def test_a_hundred_and_twenty_on_one_day_mostly_of_one_wording_are_flooding_and_four_matters() -> None:
    row = day(*[{"facts": "Shelling of the ridge!"}] * 117, *different(3))
    assert (120, 4, 117, True) == (row["complaints"], row["matters"], row["alike"], row["flooding"])
    assert (date(2031, 5, 1), "A", "no-fire", 120, None) == (
        row["day"],
        row["complainant"],
        row["clause_id"],
        row["citing"],
        row["usual"],
    )


@pytest.mark.parametrize(
    "facts", ["Shelling, of the RIDGE", " shelling of  the ridge.", "\uff33helling of—the ridge"]
)
def test_capitals_blanks_and_marks_make_no_other_words(facts: str) -> None:
    found = matters(complaints({"facts": "Shelling of the ridge"}, {"facts": facts}))
    assert {"c0": "c0", "c1": "c0"} == found


def test_figures_make_another_matter_but_no_other_wording() -> None:
    row = day({"facts": "Shelling, 30 rounds"}, {"facts": "Shelling, 12 rounds"})
    assert (2, 2) == (row["matters"], row["alike"])


@pytest.mark.parametrize(
    "change",
    [
        {"respondent": None},
        {"clause_id": "no-flight"},
        {"incident_id": "i1"},
        {"from": at("2031-05-01 05:00")},
        {"complainant": None},
    ],
)
def test_the_same_words_of_another_side_clause_incident_or_time_are_another_matter(change: dict[str, Any]) -> None:
    found = matters(complaints({"facts": "Shelling"}, {"facts": "Shelling", **change}))
    assert {"c0": "c0", "c1": "c1"} == found


def test_the_same_words_about_the_same_time_on_another_day_are_the_same_matter() -> None:
    found = matters(complaints(*on(1, {"facts": "Shelling"}), *on(2, {"facts": "Shelling"})))
    assert {"c0": "c0", "c1": "c0"} == found


def test_complaints_without_words_are_each_a_matter_and_not_alike() -> None:
    row = day({"facts": None}, {"facts": None}, {"facts": "..."})
    assert (3, 0, False) == (row["matters"], row["alike"], row["flooding"])


def test_letters_with_their_own_marks_stay_words() -> None:
    found = matters(complaints({"facts": "कि"}, {"facts": "का"}, {"facts": "Обстріл"}, {"facts": "ОБСТРІЛ"}))
    assert ["c0", "c1", "c2", "c2"] == list(found.values())


@pytest.mark.parametrize(("count", "flooding"), [(9, False), (10, True)])
def test_ten_of_one_wording_on_one_day_are_flooding(count: int, flooding: bool) -> None:
    assert flooding == day(*[{"facts": "Shelling"}] * count)["flooding"]


@pytest.mark.parametrize(("count", "flooding"), [(19, False), (20, False), (21, True)])
def test_a_day_is_far_over_the_usual_from_twenty_and_more_than_five_times_it(count: int, flooding: bool) -> None:
    usual = [row for number, several in ((1, 3), (2, 4), (3, 5)) for row in on(number, *different(several))]
    rows = complaint_days(complaints(*usual, *on(4, *different(count))))
    assert [False, False, False, flooding] == rows["flooding"].to_list()
    assert 4.0 == rows["usual"][3]  # of 3, 4 and 5


def test_fewer_than_twenty_are_not_far_over_any_usual() -> None:
    rows = complaint_days(complaints(*on(1, *different(1)), *on(2, *different(19))))
    assert [False, False] == rows["flooding"].to_list()
    rows = complaint_days(complaints(*on(1, *different(1)), *on(2, *different(20))))
    assert [False, True] == rows["flooding"].to_list()


def test_without_another_day_nobody_can_tell_what_is_usual() -> None:
    row = day(*different(100))
    assert (None, False, 100) == (row["usual"], row["flooding"], row["matters"])


def test_the_days_of_one_side_are_not_compared_with_those_of_another() -> None:
    theirs = [{**row, "complainant": "B"} for row in different(1)]
    rows = complaint_days(complaints(*on(1, *theirs), *on(2, *different(30))))
    assert [None, None] == rows["usual"].to_list()
    assert [False, False] == rows["flooding"].to_list()


def test_the_clause_most_of_them_cite_is_named_with_how_many() -> None:
    row = day({"clause_id": "x"}, {"clause_id": "b"}, {"clause_id": "b"}, {"clause_id": None})
    assert ("b", 2) == (row["clause_id"], row["citing"])
    assert (None, 0) == (day({"clause_id": None})["clause_id"], day({"clause_id": None})["citing"])


SOME = st.lists(
    st.fixed_dictionaries(
        {
            "complainant": st.sampled_from(["A", "B", None]),
            "respondent": st.sampled_from(["A", "B", None]),
            "clause_id": st.sampled_from(["no-fire", "no-flight", None]),
            "facts": st.sampled_from([None, "Shelling", "shelling.", "Mines"]),
            "lodged": st.sampled_from([at("2031-05-01"), at("2031-05-02"), at("2031-05-02 23:59")]),
        }
    ),
    max_size=20,
)


@given(SOME, st.randoms(use_true_random=False))
def test_the_order_of_rows_changes_nothing_and_no_complaint_is_lost(
    rows: list[dict[str, Any]], dice: random.Random
) -> None:
    own = [{**row, "complaint_id": f"c{number}", "line": number + 2} for number, row in enumerate(rows)]
    before = complaints(*own)
    dice.shuffle(own)
    after = complaints(*own)
    assert complaint_days(before).equals(complaint_days(after))
    assert matters(before) == matters(after)
    assert len(rows) == complaint_days(before)["complaints"].sum()


@given(SOME)
def test_exchanging_the_parties_exchanges_them_in_the_days_and_changes_nothing_else(
    rows: list[dict[str, Any]],
) -> None:
    codes = {"A": "B", "B": "A", None: None}
    turned = [{**row, **{name: codes[row[name]] for name in ("complainant", "respondent")}} for row in rows]
    before, after = complaint_days(complaints(*rows)), complaint_days(complaints(*turned))
    assert before.with_columns(pl.col("complainant").replace({"A": "B", "B": "A"})).equals(after)
    assert matters(complaints(*rows)) == matters(complaints(*turned))
