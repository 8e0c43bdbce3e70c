"""Claims: do the parts add up to the total, and do two totals speak of the same time?"""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from builders import CODES, Codes, at, claim, claims, recoded
from ceaseline.accounts import arithmetic_in_words, compare_windows, reckon
from ceaseline.tables import Claims, ClaimWindows, from_rows

pytestmark = pytest.mark.usefixtures("outside_shut")

TOTALS = {"ministries": ["total"]}
Part = tuple[int, bool]


def one_account(total: Part, *parts: Part) -> list[dict[str, Any]]:
    """Return the claims of one account: its total, then its parts; each a count and whether it is a lower bound."""
    return [
        claim(item="total", count=total[0], at_least=total[1]),
        *(claim(item=f"part {number}", count=count, at_least=least) for number, (count, least) in enumerate(parts)),
    ]


def residual(total: Part, *parts: Part) -> tuple[int | None, str | None]:
    row = reckon(claims(*one_account(total, *parts)), TOTALS).row(0, named=True)
    return row["residual"], row["residual_is"]


def words(total: Part, *parts: Part) -> str:
    ((_, sentence),) = arithmetic_in_words(reckon(claims(*one_account(total, *parts)), TOTALS))
    return sentence


def exact(count: int) -> Part:
    return (count, False)


def more_than(count: int) -> Part:
    return (count, True)


def test_parts_that_add_up_leave_exactly_nothing() -> None:
    assert (0, "exact") == residual(exact(60), exact(10), exact(20), exact(30))


def test_what_the_parts_do_not_cover_is_left_over() -> None:
    assert (5, "exact") == residual(exact(65), exact(10), exact(20), exact(30))


def test_parts_that_are_lower_bounds_leave_at_most_so_much() -> None:
    assert (7, "at_most") == residual(exact(2935), exact(96), exact(1882), more_than(950))


def test_a_total_that_is_a_lower_bound_leaves_at_least_so_much() -> None:
    assert (40, "at_least") == residual(more_than(100), exact(60))


def test_where_both_are_lower_bounds_nothing_follows() -> None:
    assert (None, None) == residual(more_than(100), exact(10), more_than(50))


def test_parts_that_are_more_than_the_total_leave_less_than_nothing() -> None:
    assert (-10, "exact") == residual(exact(50), exact(20), exact(40))


def test_a_total_without_parts_has_no_residual() -> None:
    row = reckon(claims(claim(item="total")), TOTALS).row(0, named=True)
    assert (None, None, None) == (row["total_of"], row["residual"], row["residual_is"])


def test_a_part_has_neither_parts_nor_a_residual() -> None:
    rows = reckon(claims(*one_account(exact(60), exact(60))), TOTALS).rows(named=True)
    assert (None, None, None) == tuple(rows[1][key] for key in ("total_of", "residual", "residual_is"))


def test_a_total_names_its_parts_in_their_order() -> None:
    assert "c2 c3 c4" == reckon(claims(*one_account(exact(6), *[exact(1)] * 3)), TOTALS)["total_of"][0]


def test_the_claims_keep_their_order_whatever_stands_first() -> None:
    entries = [*one_account(exact(6), exact(1)), claim(item="x", claimant="B", accused="A")]
    table = claims(*reversed(entries))
    assert table["claim_id"].to_list() == reckon(table, TOTALS)["claim_id"].to_list()


@pytest.mark.parametrize(
    "other",
    [
        {"from": at("2031-05-10"), "until": at("2031-05-10 16:00")},
        {"from": None, "until": None},
        {"claimant": "B"},
        {"accused": None},
        {"source": "others"},
    ],
    ids=["another window", "no window", "another claimant", "nobody accused", "another source"],
)
def test_a_part_from_elsewhere_is_not_mixed_in(other: dict[str, Any]) -> None:
    entries = [*one_account(exact(60), exact(60)), claim(item="stray", count=1000, **other)]
    assert 0 == reckon(claims(*entries), TOTALS)["residual"][0]


def test_the_same_window_in_other_words_is_the_same_window() -> None:
    entries = [claim(item="total", stated="10 May"), claim(item="part", stated="the day of the tenth")]
    assert "c2" == reckon(claims(*entries), TOTALS)["total_of"][0]


def test_where_the_window_is_not_known_its_wording_stands_in_for_it() -> None:
    night = {"from": None, "until": None, "zone": None, "stated": "overnight"}
    day = {**night, "stated": "by day"}
    entries = [
        claim(item="total", count=30, **night),
        claim(item="part", count=10, **night),
        claim(item="part", count=25, **day),
        claim(item="total", count=25, **day),
    ]
    rows = reckon(claims(*entries), TOTALS)
    assert ["c2", None, None, "c3"] == rows["total_of"].to_list()
    assert [20, None, None, 0] == rows["residual"].to_list()


def test_an_item_is_a_total_only_of_the_source_that_says_so() -> None:
    entries = [claim(item="total", source="others"), claim(item="part", source="others")]
    assert [None, None] == reckon(claims(*entries), TOTALS)["total_of"].to_list()


@pytest.mark.parametrize("totals", [{}, {"ministries": []}], ids=["no source", "no items"])
def test_without_totals_nothing_is_reckoned(totals: dict[str, list[str]]) -> None:
    rows = reckon(claims(*one_account(exact(60), exact(60))), totals)
    assert [None, None] == rows["total_of"].to_list()


def test_no_claims_are_no_rows() -> None:
    assert 0 == reckon(claims(), TOTALS).height


def test_reckoning_twice_changes_nothing() -> None:
    once = reckon(claims(*one_account(exact(65), exact(10), more_than(20))), TOTALS)
    assert once.equals(reckon(once, TOTALS))


COUNTS = st.integers(0, 5000)


@given(COUNTS, st.lists(COUNTS, min_size=1, max_size=5), st.booleans(), st.booleans())
def test_the_residual_bounds_what_is_truly_left_over(
    total: int, parts: list[int], total_is_bound: bool, parts_are_bounds: bool
) -> None:
    found, bound = residual((total, total_is_bound), *((count, parts_are_bounds) for count in parts))
    if total_is_bound and parts_are_bounds:
        assert (None, None) == (found, bound)
    else:
        # the least and the most that can be left over, were the bounds' true values up to 100 above
        left = {
            total + above_total - sum(parts) - above_parts
            for above_total in (0, 100)[: 1 + total_is_bound]
            for above_parts in (0, 100)[: 1 + parts_are_bounds]
        }
        worst = {"exact": left == {found}, "at_most": max(left) == found, "at_least": min(left) == found}
        assert bound is not None
        assert worst[bound]
        assert (bound == "exact") == (len(left) == 1)


# In words


def test_it_is_said_that_the_parts_add_up() -> None:
    assert "10 + 20 = 30: the parts add up to the stated total." == words(exact(30), exact(10), exact(20))


@pytest.mark.parametrize(
    ("total", "parts", "said"),
    [
        (exact(65), [exact(60)], "60 leave 5 of the stated 65 unaccounted for."),
        (exact(2935), [exact(1978), more_than(950)], "1,978 + more than 950 leave at most 7 of the stated 2,935"),
        (more_than(1000), [exact(60)], "60 leave at least 940 of the stated more than 1,000 unaccounted for."),
        (exact(50), [exact(20), exact(40)], "20 + 40 is more than the stated 50, by 10."),
        (exact(50), [exact(20), more_than(40)], "20 + more than 40 is more than the stated 50, by 10 or more."),
        (more_than(50), [exact(60)], "60 is no less than the stated more than 50, so nothing need be left over."),
        (more_than(50), [more_than(6)], "total and parts are both lower bounds, so nothing follows."),
        (exact(30), [exact(10), more_than(20)], "10 + more than 20 leave at most 0 of the stated 30"),
    ],
)
def test_what_does_not_add_up_is_said_with_its_bound(total: Part, parts: list[Part], said: str) -> None:
    assert said in words(total, *parts)


@given(COUNTS, st.booleans(), st.lists(st.tuples(COUNTS, st.booleans()), min_size=1, max_size=4))
def test_no_sentence_speaks_of_leaving_less_than_nothing(total: int, least: bool, parts: list[Part]) -> None:
    assert "-" not in words((total, least), *parts)


def test_only_totals_with_parts_are_spoken_of() -> None:
    entries = [*one_account(exact(60), exact(60)), claim(item="total", claimant="B", accused="A")]
    assert ["c1"] == [claim_id for claim_id, _ in arithmetic_in_words(reckon(claims(*entries), TOTALS))]


# Windows


def compared(*entries: dict[str, Any]) -> list[dict[str, Any]]:
    return compare_windows(reckon(claims(*entries), TOTALS), TOTALS).rows(named=True)


def total_of(claimant: str, start: str | None = "2031-05-10", until: str | None = "2031-05-11") -> dict[str, Any]:
    return claim(
        item="total",
        claimant=claimant,
        accused="B" if claimant == "A" else "A",
        **{"from": start and at(start), "until": until and at(until)},
    )


def test_two_totals_over_different_windows_say_how_much_they_share() -> None:
    (row,) = compared(total_of("A", "2031-05-09 15:00", "2031-05-10 21:00"), total_of("B"))
    expected = {
        "left": "c1",
        "right": "c2",
        "left_hours": 30.0,
        "right_hours": 24.0,
        "shared_hours": 21.0,
        "same_window": False,
    }
    assert expected == row


def test_two_totals_over_one_window_say_so() -> None:
    (row,) = compared(total_of("A"), total_of("B"))
    assert (24.0, True) == (row["shared_hours"], row["same_window"])


def test_windows_that_only_touch_share_nothing() -> None:
    (row,) = compared(total_of("A"), total_of("B", "2031-05-11", "2031-05-12"))
    assert (0.0, False) == (row["shared_hours"], row["same_window"])


def test_a_window_that_was_not_stated_is_the_same_as_none() -> None:
    for left, right in [(None, "2031-05-10"), ("2031-05-10", None), (None, None)]:
        ends = [None if start is None else "2031-05-11" for start in (left, right)]
        (row,) = compared(total_of("A", left, ends[0]), total_of("B", right, ends[1]))
        assert (None, None) == (row["shared_hours"], row["same_window"])
        assert [left and 24.0, right and 24.0] == [row["left_hours"], row["right_hours"]]


def test_totals_of_one_claimant_are_not_compared_with_each_other() -> None:
    assert [] == compared(total_of("A"), total_of("A", "2031-05-11", "2031-05-12"))


def test_parts_are_not_compared() -> None:
    rows = compared(total_of("A"), claim(item="part"), total_of("B"))
    assert [("c1", "c3")] == [(row["left"], row["right"]) for row in rows]


def test_where_one_side_alone_gives_a_total_there_is_no_pair() -> None:
    table = compare_windows(reckon(claims(total_of("A")), TOTALS), TOTALS)
    assert table.equals(from_rows(ClaimWindows, []))


# Neutrality

ENTRIES = st.lists(
    st.builds(
        claim,
        claimant=st.sampled_from("AB"),
        accused=st.sampled_from(["A", "B", None]),
        item=st.sampled_from(["total", "shelling", "drones"]),
        count=COUNTS,
        at_least=st.booleans(),
        until=st.sampled_from([at("2031-05-11"), at("2031-05-12")]),
    ),
    max_size=8,
)


@given(ENTRIES, st.sampled_from(CODES))
def test_other_codes_for_the_parties_change_the_codes_and_nothing_else(
    entries: list[dict[str, Any]], codes: Codes
) -> None:
    before = reckon(claims(*entries), TOTALS)
    after = reckon(claims(*(recoded(entry, codes) for entry in entries)), TOTALS)
    assert recoded(before.rows(), codes) == after.rows()
    assert compare_windows(before, TOTALS).equals(compare_windows(after, TOTALS))
    assert list(arithmetic_in_words(before)) == list(arithmetic_in_words(after))


@given(ENTRIES)
def test_a_claim_comes_out_as_it_went_in(entries: list[dict[str, Any]]) -> None:
    told = ["total_of", "residual", "residual_is"]
    table = claims(*entries)
    assert table.drop(told).equals(reckon(table, TOTALS).drop(told))
    assert Claims.is_valid(reckon(table, TOTALS))
