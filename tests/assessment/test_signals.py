"""A window of a series beside windows like it: small examples, reckoned by hand."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta
from itertools import product
from typing import Any

import dataframely as dy
import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from builders import (
    Values,
    at,
    clause,
    flat,
    near,
    only,
    relevance,
    series,
    series_row,
    signals,
    window,
)
from ceaseline.assessment import Comparison
from ceaseline.assessment.signals import median_interval, saturated
from ceaseline.tables import Series, Signals, from_rows
from ceaseline.times import moment

pytestmark = pytest.mark.usefixtures("outside_shut")

BEFORE = (10.0, 20.0, 30.0, 40.0)  # the four days before the window
AFTER = (60.0, 70.0, 80.0, 90.0)  # and the four days after it


def days(
    asked: float | None, *, before: Values = BEFORE, after: Values = AFTER, **more: Any
) -> dy.DataFrame[Series]:
    """Return a bin a day, so laid that *asked* stands on the day that is asked about, 10 May."""
    start = at("2031-05-10") - timedelta(days=len(before))
    return series([*before, asked, *after], start=start.isoformat(), **more)


def together(table: dy.DataFrame[Signals], clock: str = "A") -> dict[str, Any]:
    return only(table.iter_rows(named=True), region=None, clock=clock)


def about(start: str, until: str, **changes: Any) -> Any:
    return flat(clause(window={"from": start, "until": until, "zone": "UTC"}, **changes))


# What is compared with what


def test_a_window_stands_beside_the_median_of_the_days_around_it() -> None:
    row = together(signals(days(5)))
    expected = {"value": 5.0, "expected": 50.0, "ratio": 0.1, "rank": 1, "windows": 9, "unit": "minutes"}
    assert expected == {key: row[key] for key in expected}


def test_a_signal_says_whose_acts_it_can_speak_of_and_of_which_window() -> None:
    row = together(signals(days(5), relevances=[relevance(acts_of="B")]))
    assert ("sirens", "no-fire", "B") == (row["source"], row["clause_id"], row["acts_of"])
    assert (at("2031-05-10"), at("2031-05-11")) == (row["from"], row["until"])


def test_the_ratio_has_the_interval_of_the_median() -> None:
    row = together(signals(days(5)))  # of 8 values, the lowest and the highest: 10 and 90
    assert (5 / 90, 0.5) == (row["ratio_low"], row["ratio_high"])


def test_no_more_days_are_compared_than_are_asked_for() -> None:
    bins = days(5, before=[1000, *BEFORE], after=[*AFTER, 1000])
    assert (9, 50.0) == (together(signals(bins))["windows"], together(signals(bins))["expected"])
    wider = together(signals(bins, comparison=Comparison(days_before=5, days_after=4)))
    assert (10, 60.0) == (wider["windows"], wider["expected"])


def test_windows_lie_whole_days_away_at_the_same_hours() -> None:
    nights = [float(hour) if hour % 24 >= 18 else 500.0 for hour in range(5 * 24)]  # 18..23, 42..47, 66..71, ...
    bins = series(nights, start="2031-05-08", hours=1)
    row = together(signals(bins, about=about("2031-05-10 18:00", "2031-05-11"), comparison=near(2)))
    a_night = sum(range(18, 24))  # the same hours a day later add 6 times 24
    assert a_night + 2 * 144 == row["value"]
    assert a_night + 2 * 144 == row["expected"]
    assert (3, 5) == (row["rank"], row["windows"])


def test_windows_that_touch_the_window_are_compared_with_it() -> None:
    row = together(signals(days(5), comparison=near(1)))  # 40 the day before, 60 the day after
    assert (50.0, 3) == (row["expected"], row["windows"])


def test_windows_that_overlap_the_window_are_not() -> None:
    bins = series([1, 2, 4, 8, 16, 32, 64], start="2031-05-07")
    row = together(signals(bins, about=about("2031-05-09", "2031-05-11"), comparison=near(3)))
    # two days long: offsets -1 and 1 overlap it; -2 gives 1 + 2, 2 gives 16 + 32, 3 gives 32 + 64; -3 lies outside
    assert (12.0, 48.0, 4) == (row["value"], row["expected"], row["windows"])


def test_times_that_are_excluded_are_not_compared() -> None:
    truce = window("2031-05-11 12:00", "2031-05-13 12:00")  # touches 11, 12 and 13 May
    row = together(signals(days(5), comparison=near(exclude=(truce,))))
    assert (30.0, 6) == (row["expected"], row["windows"])  # 10, 20, 30, 40 and 90


def test_what_only_touches_an_excluded_time_is_compared() -> None:
    truce = window("2031-05-12", "2031-05-13")
    row = together(signals(days(5), comparison=near(exclude=(truce,))))
    assert 8 == row["windows"]  # 12 May alone is out


def test_the_other_clocks_window_is_no_ordinary_time() -> None:
    disputed = {"B": {"from": "2031-05-12", "until": "2031-05-13", "zone": "UTC"}}
    table = signals(days(5), about=flat(clause(windows_disputed=disputed)))
    assert (5.0, 8) == (together(table, "A")["value"], together(table, "A")["windows"])
    assert 70.0 == together(table, "B")["value"]
    assert at("2031-05-12") == together(table, "B")["from"]


def test_windows_that_are_not_wholly_in_the_data_are_not_compared() -> None:
    hours = [1.0] * 24 * 4
    bins = series(hours, start="2031-05-08 12:00", hours=1)  # 8 May and 12 May are there by half
    assert 3 == together(signals(bins))["windows"]


def test_bins_of_another_series_are_not_mixed_in() -> None:
    bins = from_rows(Series, [*days(5).rows(named=True), *days(7, source="radar").rows(named=True)])
    table = signals(bins, relevances=[relevance(), relevance(source="radar")])
    rows = {row["source"]: row["value"] for row in table.iter_rows(named=True) if row["clock"] == "A"}
    assert {"sirens": 5.0, "radar": 7.0} == rows


def test_a_series_is_held_against_the_clause_it_can_speak_of_alone() -> None:
    mines = [relevance(clause_id="no-mines")]
    table = signals(days(5), about=flat(clause(), clause(id="no-mines")), relevances=mines)
    assert {"no-mines"} == set(table["clause_id"])


# Silence supports nothing


def test_a_missing_bin_in_the_window_gives_no_row() -> None:
    there = [1.0] * (4 * 24 + 7)
    assert 0 == signals(series([*there, None, *there], start="2031-05-06", hours=1)).height


def test_a_window_that_lies_outside_the_data_gives_no_row() -> None:
    assert 0 == signals(series([1, 2, 3], start="2031-05-01")).height


def test_a_missing_bin_elsewhere_drops_that_window_alone() -> None:
    row = together(signals(days(5, after=[None, *AFTER[1:]])))
    assert (8, 40.0) == (row["windows"], row["expected"])


def test_a_bin_that_is_not_in_the_table_is_missing_like_one_without_a_value() -> None:
    bins = days(5, after=[None, *AFTER[1:]])
    fewer = from_rows(Series, bins.filter(pl.col("value").is_not_null()).rows(named=True))
    assert signals(bins).equals(signals(fewer))


def test_without_a_window_to_compare_with_there_is_no_row() -> None:
    assert 0 == signals(series([5], start="2031-05-10")).height


def test_one_window_to_compare_with_gives_a_row_that_supports_nothing() -> None:
    row = together(signals(series([100, 0], start="2031-05-09")))
    expected = (2, 100.0, 0.0, None, None, "neither")
    keys = ("windows", "expected", "ratio", "ratio_low", "ratio_high", "supports")
    assert expected == tuple(row[key] for key in keys)


def test_a_region_that_is_missing_in_the_window_leaves_the_others_and_no_sum() -> None:
    west = [*BEFORE, None, *AFTER]
    table = signals(series({"east": [*BEFORE, 5, *AFTER], "west": west}, start="2031-05-06"))
    assert {"east"} == set(table["region"])


def test_a_region_nobody_watched_at_all_is_missing_too() -> None:
    nothing = [None] * 9
    table = signals(series({"east": [*BEFORE, 5, *AFTER], "west": nothing}, start="2031-05-06"))
    assert {"east"} == set(table["region"])


def test_a_clause_without_a_window_has_no_signal() -> None:
    demanded = flat(clause(window=..., speech_status="demanded"))
    assert 0 == signals(days(5), about=demanded).height


@pytest.mark.parametrize("relevances", [[], [relevance(clause_id="no-such")], [relevance(source="no-such")]])
def test_what_speaks_of_nothing_gives_no_rows(relevances: list[Any]) -> None:
    assert 0 == signals(days(5), relevances=relevances).height


@pytest.mark.parametrize("asked", [1e308, 1.7e308])
def test_numbers_too_great_to_be_added_are_no_numbers(asked: float) -> None:
    bins = series({"east": [*BEFORE, asked, *AFTER], "west": [asked] * 9}, start="2031-05-06")
    assert 0 == signals(bins).height


def test_a_ratio_to_next_to_nothing_has_no_end_and_is_not_given() -> None:
    row = together(signals(days(1000, before=[5e-324] * 3, after=[5e-324] * 3)))
    assert (5e-324, None, None) == (row["expected"], row["ratio"], row["ratio_high"])


# Regions


def test_there_is_a_row_for_all_regions_and_one_for_each() -> None:
    bins = series({"east": [*BEFORE, 5, *AFTER], "west": [1.0] * 9}, start="2031-05-06")
    rows = {row["region"]: row for row in signals(bins).iter_rows(named=True) if row["clock"] == "A"}
    assert [None, "east", "west"] == list(rows)
    assert (6.0, 51.0) == (rows[None]["value"], rows[None]["expected"])
    assert (5.0, 50.0) == (rows["east"]["value"], rows["east"]["expected"])
    assert (1.0, 1.0) == (rows["west"]["value"], rows["west"]["expected"])


def test_a_series_without_regions_has_one_row_on_each_clock() -> None:
    assert [(None, "A"), (None, "B")] == signals(days(5)).select("region", "clock").rows()


def test_a_saturated_region_is_left_out_and_named() -> None:
    full = {"east": 500.0, "west": 60.0}
    bins = series({"west": [60.0] * 9, "east": [*BEFORE, 5, *AFTER]}, start="2031-05-06", full=full)
    table = signals(bins)
    assert {None, "east"} == set(table["region"])
    assert {"west"} == set(table["left_out"])
    assert 5.0 == together(table)["value"]


def test_several_saturated_regions_are_named_in_the_order_of_the_data() -> None:
    values = {"west": [60.0] * 9, "north": [60.0] * 9, "east": [*BEFORE, 5, *AFTER]}
    bins = series(values, start="2031-05-06", full={"west": 60.0, "north": 60.0})
    assert {"west; north"} == set(signals(bins)["left_out"])


def test_where_every_region_is_saturated_there_is_no_row() -> None:
    assert 0 == signals(series({"west": [60.0] * 9}, start="2031-05-06", full=60)).height


@pytest.mark.parametrize(("bins_full", "expected"), [(20, ["x"]), (19, ["x"]), (18, [])])
def test_a_region_is_saturated_from_95_percent_of_its_bins_on(bins_full: int, expected: list[str]) -> None:
    bins = series({"x": [60.0] * bins_full + [59.0] * (20 - bins_full)}, full=60)
    assert expected == saturated(bins, 0.95)


def test_a_bin_over_its_ceiling_is_full() -> None:
    assert ["x"] == saturated(series({"x": [61.0]}, full=60), 0.95)


def test_a_region_whose_ceiling_is_not_known_is_never_saturated() -> None:
    assert ["y"] == saturated(series({"x": [60.0] * 3, "y": [60.0] * 3}, full={"y": 60}), 0.95)


def test_bins_far_away_do_not_make_a_region_saturated() -> None:
    far = [60.0] * 200
    bins = series([*far, *BEFORE, 5, *AFTER], start="2030-10-18", full=60)
    assert (at("2031-05-06") - at("2030-10-18")).days == len(far)
    assert {""} == set(signals(bins)["left_out"])


# Bins of other lengths


def test_an_hour_watched_by_half_counts_double() -> None:
    row = together(signals(days(5, watched=[24.0] * 4 + [12.0] + [24.0] * 4)))
    assert 10.0 == row["value"]


def test_windows_compared_are_scaled_by_the_hours_watched_as_well() -> None:
    row = together(signals(days(5, watched=[6.0] * 4 + [24.0] * 5)))  # 40, 80, 120, 160 before; 60 to 90 after
    assert 80.0 == row["expected"]


def test_a_window_that_cuts_bins_takes_those_within_and_stands_for_the_whole() -> None:
    bins = series([2.0] * 48, start="2031-05-09", hours=1)
    half_past = about("2031-05-10 00:30", "2031-05-10 06:30")
    row = together(signals(bins, about=half_past))
    assert (12.0, 12.0) == (row["value"], row["expected"])  # 5 whole hours of 2, for 6 hours


@pytest.mark.parametrize("hour", [24, 30], ids=["at its start", "at its end"])
def test_a_bin_that_the_window_cuts_must_be_there_too(hour: int) -> None:
    values: list[float | None] = [2.0] * 48
    values[hour] = None
    bins = series(values, start="2031-05-09", hours=1)
    assert 0 == signals(bins, about=about("2031-05-10 00:30", "2031-05-10 06:30")).height


def test_a_window_shorter_than_a_bin_has_no_value() -> None:
    assert 0 == signals(days(5), about=about("2031-05-10 06:00", "2031-05-10 18:00")).height


def local_days(first: int, last: int, *, missing: Sequence[int] = ()) -> dy.DataFrame[Series]:
    """Return a bin of value 10 for each day of October on a clock whose 26th has 25 hours."""
    midnights = [moment(f"2031-10-{day:02d}", "Europe/Berlin") for day in range(first, last + 2)]
    rows = [
        series_row(start=start, hours=(end - start).total_seconds() / 3600, value=10.0)
        for day, start, end in zip(range(first, last + 1), midnights[:-1], midnights[1:], strict=True)
        if day not in missing
    ]
    return from_rows(Series, rows)


def local_window(first: int, until: int) -> Any:
    day = {"from": f"2031-10-{first}", "until": f"2031-10-{until}", "zone": "Europe/Berlin"}
    return flat(clause(window=day))


def test_daily_bins_over_the_end_of_summer_time_are_taken_whole() -> None:
    row = together(signals(local_days(20, 30), about=local_window(25, 28), comparison=near(5)))
    assert 30.0 == row["value"]
    # three days before, of 73 hours, begin with midnight but end an hour after one: three whole days for 73 hours
    assert pytest.approx(30 * 73 / 72) == row["expected"]


@pytest.mark.parametrize("missing", [25, 26, 27])
def test_no_daily_bin_can_go_missing_because_another_is_longer(missing: int) -> None:
    bins = local_days(20, 30, missing=[missing])
    assert 0 == signals(bins, about=local_window(25, 28), comparison=near(5)).height


def test_the_first_day_cannot_go_missing_before_a_longer_one() -> None:
    bins = local_days(20, 30, missing=[25])
    assert 0 == signals(bins, about=local_window(25, 27), comparison=near(5)).height


# Rank and what it supports


def test_ties_take_the_worse_place() -> None:
    row = together(signals(days(20)))
    assert (3, 9) == (row["rank"], row["windows"])  # behind 10 and the other 20


def test_a_series_that_is_mostly_zero_is_not_low_by_being_zero_once_more() -> None:
    row = together(signals(days(0, before=[0, 0, 0, 0], after=[0, 0, 0, 9])))
    assert (8, 0.0, None, "neither") == (row["rank"], row["expected"], row["ratio"], row["supports"])


def test_where_nothing_is_expected_there_is_no_ratio() -> None:
    row = together(signals(days(7, before=[0, 0, 0], after=[0, 0, 0])))
    keys = ("ratio", "ratio_low", "ratio_high", "supports")
    assert (None, None, None, "neither") == tuple(row[key] for key in keys)


def supports(asked: float, *, others: Sequence[float] = (100.0,) * 19, **changes: Any) -> str:
    """Return what a day of *asked* supports after days of *others*."""
    bins = days(asked, before=others, after=())
    return str(together(signals(bins, comparison=near(30, **changes)))["supports"])


def test_a_fall_that_is_deep_and_rare_supports_holding() -> None:
    assert "holding" == supports(79)


def test_a_ratio_that_is_not_below_the_bound_does_not_support_holding() -> None:
    assert "neither" == supports(80)


def test_a_rank_outside_the_lowest_twentieth_does_not_support_holding() -> None:
    assert "neither" == supports(79, others=[100.0] * 18)  # 1 of 19 is more than 5 %


def test_a_tie_for_the_lowest_place_does_not_support_holding() -> None:
    assert "neither" == supports(0, others=[0.0, *[100.0] * 18])


def test_a_ratio_wholly_above_the_bound_supports_not_holding() -> None:
    assert "not_holding" == supports(81)


def test_a_rise_supports_not_holding() -> None:
    assert "not_holding" == supports(500)


def test_a_wide_interval_supports_neither() -> None:
    assert "neither" == supports(90, others=[10.0, 1000.0] * 10)


def test_the_bounds_can_be_set() -> None:
    assert "not_holding" == supports(79, holding_below=0.5)
    assert "neither" == supports(79, lowest_share=0.04)
    assert "holding" == supports(79, others=[100.0] * 18, lowest_share=0.06)


def test_the_saturated_share_can_be_set() -> None:
    bins = series({"x": [*BEFORE, 5, *AFTER], "y": [60.0] * 5 + [1.0] * 4}, start="2031-05-06", full=60)
    assert {"y"} == set(signals(bins, comparison=near(saturated_share=0.5))["left_out"])
    assert {""} == set(signals(bins, comparison=near(saturated_share=0.6))["left_out"])


# The interval


def brute_force_ranks(count: int) -> tuple[int, int] | None:
    """Return the narrowest pair of ranks, alike from both ends, that holds the median 95 times in a hundred.

    Each value lies below the median or above it with even chances; all ways to fall are gone through.
    The median lies between the values of ranks r and s where at least r and fewer than s lie below it.
    """
    below = [sum(way) for way in product((0, 1), repeat=count)]
    fitting = [
        (low, count + 1 - low)
        for low in range(1, count // 2 + 1)
        if sum(low <= number < count + 1 - low for number in below) >= 0.95 * 2**count
    ]
    return fitting[-1] if fitting else None


@pytest.mark.parametrize("count", range(1, 15))
def test_the_interval_of_the_median_is_that_of_brute_force(count: int) -> None:
    ranks = brute_force_ranks(count)
    found = median_interval([float(rank) for rank in range(1, count + 1)], apart=1)
    assert ranks is None if found == (None, None) else pytest.approx(ranks) == found


def test_five_values_are_too_few_for_an_interval() -> None:
    assert (None, None) == median_interval([1.0, 2.0, 3.0, 4.0, 5.0], apart=1)
    assert (1.0, 6.0) == median_interval([1.0, 2.0, 3.0, 4.0, 5.0, 6.0], apart=1)


def test_windows_that_share_their_time_count_as_fewer() -> None:
    values = [float(rank) for rank in range(1, 13)]
    assert (3.0, 10.0) == pytest.approx(median_interval(values, apart=1))
    assert (1.0, 12.0) == median_interval(values, apart=2)  # as good as six
    assert (None, None) == median_interval(values, apart=3)  # as good as four


def test_a_window_of_thirty_hours_needs_twice_as_many_neighbours() -> None:
    hours = [1.0] * 24 * 10
    bins = series(hours, start="2031-05-09", hours=1)
    long = about("2031-05-09", "2031-05-10 06:00")
    row = together(signals(bins, about=long, comparison=near(8)))
    assert (8, None) == (row["windows"], row["ratio_low"])  # of the 7 others, 3 lie side by side
    row = together(signals(bins, about=about("2031-05-09", "2031-05-10"), comparison=near(7)))
    assert (8, 1.0) == (row["windows"], row["ratio_low"])


# Properties

VALUES = st.none() | st.floats(0, 1000)
REGIONS = st.fixed_dictionaries(
    {name: st.lists(VALUES, min_size=15, max_size=15) for name in ("east", "west", "south")}
)


def test_the_order_of_the_regions_changes_no_number() -> None:
    regions = {"east": [0.1] * 9, "west": [0.2] * 9, "south": [0.3] * 9}  # 0.1 + 0.2 + 0.3 is not 0.3 + 0.2 + 0.1
    turned = dict(reversed(regions.items()))
    one, other = (together(signals(series(each, start="2031-05-06"))) for each in (regions, turned))
    assert one == other


@given(REGIONS, st.randoms(use_true_random=False))
def test_the_order_of_the_rows_changes_no_number(regions: dict[str, list[float | None]], dice: Any) -> None:
    bins = series(regions, start="2031-05-03", full=999)
    rows = bins.rows(named=True)
    dice.shuffle(rows)
    shuffled = signals(from_rows(Series, rows), comparison=near(7)).drop("left_out")
    assert (
        signals(bins, comparison=near(7))
        .drop("left_out")
        .sort("region", "clock")
        .equals(shuffled.sort("region", "clock"))
    )


@given(REGIONS, st.integers(0, 14))
def test_taking_a_bin_away_never_gives_a_row(regions: dict[str, list[float | None]], hole: int) -> None:
    before = series(regions, start="2031-05-03")
    lost = before.filter(pl.col("from") != at("2031-05-03") + timedelta(days=hole))
    after = from_rows(Series, lost.rows(named=True))
    long = about("2031-05-08", "2031-05-11")  # bins 5, 6 and 7
    told = signals(before, about=long, comparison=near(7))
    still = signals(after, about=long, comparison=near(7))
    assert set(still.select("region", "clock").rows()) <= set(told.select("region", "clock").rows())
    if 5 <= hole < 8:
        assert 0 == still.height


@given(st.lists(st.integers(0, 1000), min_size=15, max_size=15), st.sampled_from([2.0, 0.5, 60.0]))
def test_another_unit_changes_neither_ratio_nor_rank(counts: list[int], factor: float) -> None:
    values = [float(count) for count in counts]
    keys = ["rank", "windows", "supports"]
    one = together(signals(series(values, start="2031-05-03"), comparison=near(7)))
    other = together(signals(series([value * factor for value in values], start="2031-05-03"), comparison=near(7)))
    assert [one[key] for key in keys] == [other[key] for key in keys]


def slow_answer(values: list[float], asked: int, length: int) -> tuple[float, float, int, int]:
    """Return value, median, rank and windows of *length* whole days beginning with day *asked*, the long way."""
    own = sum(values[asked : asked + length])
    others = [
        sum(values[day : day + length])
        for day in range(len(values) - length + 1)
        if day + length <= asked or day >= asked + length
    ]
    middle = sorted(others)
    median = (middle[(len(middle) - 1) // 2] + middle[len(middle) // 2]) / 2
    return own, median, 1 + len([other for other in others if other <= own]), len(others) + 1


@given(st.lists(st.integers(0, 50), min_size=12, max_size=20), st.integers(1, 4))
def test_the_answer_is_that_of_the_slow_obvious_way(values: list[int], length: int) -> None:
    days_of = [float(value) for value in values]
    bins = series(days_of, start="2031-05-03")
    row = together(signals(bins, about=about("2031-05-10", f"2031-05-{10 + length}"), comparison=near(60)))
    found = (row["value"], row["expected"], row["rank"], row["windows"])
    assert pytest.approx(slow_answer(days_of, 7, length)) == found
