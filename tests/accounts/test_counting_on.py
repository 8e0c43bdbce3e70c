"""Totals that go on from one start, and claims that change on their way from one page to another."""

from __future__ import annotations

from typing import Any

import pytest

from builders import CODES, Codes, at, claim, claims, recoded
from ceaseline.accounts import arithmetic_in_words, claim_relays, claim_series, compare_windows, reckon

# An invented feast, built like a real one: one side counts 30 hours and its parts add up to the last one, the other
# counts the day within them and says "more than" of one part.
FEAST = {"from": at("2031-05-10 15:00"), "until": at("2031-05-11 21:00"), "stated": "the feast"}
DAY = {"from": at("2031-05-10 21:00"), "until": at("2031-05-11 21:00"), "stated": "11 May"}
THIRTY_HOURS = [
    claim(item=item, count=count, **FEAST)
    for item, count in (
        *(
            ("total", 4_215),
            ("attempts", 8),
            ("shelling", 1_207),
            ("drone strikes", 2_830),
            ("long-range drones", 94),
        ),
        *(("at the border: shelling", 21), ("at the border: drones", 38), ("at the border: drops", 17)),
    )
]
ONE_DAY = [
    claim(claimant="B", accused="A", item=item, count=count, at_least=least, **DAY)
    for item, count, least in (
        ("total", 2_511, False),
        ("attempts", 83, False),
        ("shelling", 1_618, False),
        ("drones", 800, True),
    )
]
TOTALS = {"ministries": ["total"]}


def test_a_feast_claimed_by_both_sides_adds_up_for_one_to_the_last_and_for_the_other_nearly() -> None:
    reckoned = reckon(claims(*THIRTY_HOURS, *ONE_DAY), TOTALS)
    # 8 + 1,207 + 2,830 + 94 = 4,139, and 21 + 38 + 17 = 76 at the border
    first, second = dict(arithmetic_in_words(reckoned)).values()
    assert "= 4,215: the parts add up to the stated total." in first
    # 83 + 1,618 + more than 800 = more than 2,501
    assert "83 + 1,618 + more than 800 leave at most 10 of the stated 2,511 unaccounted for." == second


def test_the_two_windows_of_a_feast_are_not_one_and_cannot_be_set_against_each_other() -> None:
    (pair,) = compare_windows(reckon(claims(*THIRTY_HOURS, *ONE_DAY), TOTALS), TOTALS).to_dicts()
    assert (30, 24, 24, False) == tuple(
        pair[name] for name in ("left_hours", "right_hours", "shared_hours", "same_window")
    )


def counted(*ends: tuple[str, int, bool]) -> list[dict[str, Any]]:
    """Return totals of one claimant from 10 May, each with its end, number and whether it is a lower bound."""
    return [claim(item="total", until=at(until), count=count, at_least=least) for until, count, least in ends]


def test_a_side_that_goes_on_counting_gives_a_series_with_what_each_total_adds() -> None:
    told = counted(
        ("2031-05-12", 8_118, False),
        ("2031-05-10 12:00", 410, False),
        ("2031-05-11", 4_026, False),
        ("2031-05-13", 12_043, False),
    )
    rows = claim_series(claims(*told)).to_dicts()
    assert [410, 3_616, 4_092, 3_925] == [row["added"] for row in rows]
    assert [34.17, 301.33, 170.5, 163.54] == [
        round(row["per_hour"], 2) for row in rows
    ]  # over 12, 12, 24, 24 hours
    assert {"c2"} == {row["series"] for row in rows}


def test_between_a_lower_bound_and_a_number_a_series_gives_a_bound() -> None:
    rows = claim_series(claims(*counted(("2031-05-11", 900, True), ("2031-05-12", 1_300, False)))).to_dicts()
    assert ["at_least", "at_most"] == [row["added_is"] for row in rows]
    rows = claim_series(claims(*counted(("2031-05-11", 900, True), ("2031-05-12", 1_300, True)))).to_dicts()
    assert ["at_least", None] == [row["added_is"] for row in rows]


def test_a_later_total_that_is_smaller_shows_as_a_fall() -> None:
    rows = claim_series(claims(*counted(("2031-05-11", 900, False), ("2031-05-12", 850, False)))).to_dicts()
    assert [900, -50] == [row["added"] for row in rows]


def test_one_total_alone_and_totals_of_another_item_side_or_start_are_no_series() -> None:
    others = [claim(item="other"), claim(claimant="B", accused="A"), claim(**{"from": at("2031-05-09")})]
    later = claim(until=at("2031-05-12"), item="total")
    assert 0 == claim_series(claims(later, *others)).height


# What changed between two pages


def relay(**changes: Any) -> list[tuple[str, str]]:
    """Return what is told of a claim of 312 shellings on one page and the same, changed, on another."""
    one = claim(count=312, page="https://one.example", at_least=False)
    other = {**one, "page": "https://other.example", **changes}
    return claim_relays(claims(one, other)).select("mutation", "why").rows()


def test_a_claim_in_which_the_sides_are_exchanged_is_told() -> None:
    assert [("party_swapped", "312 said by one side in one, and of it in the other")] == relay(
        claimant="B", accused="A"
    )


def test_a_claim_whose_unit_is_another_is_told() -> None:
    assert [("unit_changed", "312 shelling in one, shells in the other")] == relay(item="shells")


def test_a_claim_whose_window_is_stretched_is_told() -> None:
    expected = "312 shelling in 24 hours in one, in 48 hours in the other"
    assert [("window_stretched", expected)] == relay(until=at("2031-05-12"))
    moved = relay(**{"from": at("2031-05-09"), "until": at("2031-05-10")})
    assert [("window_moved", "312 shelling in 24 hours in one, in 24 hours in the other")] == moved


def test_a_number_that_is_nearly_the_same_is_told_and_another_number_is_not() -> None:
    assert [("number_changed", "312 shelling in one, 313 in the other")] == relay(count=313)
    assert [] == relay(count=412)


def test_a_lower_bound_that_became_a_number_is_told() -> None:
    assert [("bound_dropped", "more than 312 in one, 312 in the other")] == relay(at_least=True)


@pytest.mark.parametrize(
    "changes",
    [
        {"page": "https://one.example", "item": "shells"},  # two items of one list
        {"item": "shells", "until": at("2031-05-12")},
        {"claimant": "C"},
        {},
    ],
)
def test_what_differs_in_nothing_in_two_respects_or_on_one_page_is_no_relay(changes: dict[str, Any]) -> None:
    assert [] == relay(**changes)


def test_small_numbers_agree_by_chance_and_are_passed_over() -> None:
    assert 0 == claim_relays(claims(claim(count=9, page="one"), claim(count=9, page="other", item="shells"))).height


@pytest.mark.parametrize("codes", CODES)
def test_other_codes_for_the_sides_change_nothing_else_in_series_and_relays(codes: Codes) -> None:
    entries = [
        *counted(("2031-05-11", 900, True), ("2031-05-12", 1_300, False)),
        claim(count=312, page="one"),
        claim(count=312, page="other", claimant="B", accused="A"),
        claim(count=312, page="third", item="shells"),
    ]
    turned = claims(*(recoded(entry, codes) for entry in entries))
    for told in (claim_series, claim_relays):
        assert recoded(told(claims(*entries)).rows(), codes) == told(turned).rows()
