"""Watches less their restrictions: worked out by hand, then on any watches at all.

The folder is not called after its room: a folder named coverage would hide the package of that name.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Any

import dataframely as dy
import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from builders import CAPTURE, at
from ceaseline.coverage import cut
from ceaseline.tables import Restrictions, Watched, Watches, from_rows
from ceaseline.tables.restrictions import RESTRICTED
from ceaseline.tables.watches import STATUSES

pytestmark = pytest.mark.usefixtures("outside_shut")

Row = dict[str, Any]
DAY = at("2031-05-01")


def hour(number: float) -> datetime:
    return DAY + timedelta(hours=number)


def watch(start: float, until: float, status: str = "operational", **changes: Any) -> Row:
    usual: Row = {"source": "log", "asset": "post", "from": hour(start), "until": hour(until), "status": status}
    reason = None if status == "operational" else "said so"
    return {**usual, "reason": reason, "capture_id": CAPTURE, "line": 2, **changes}


def restriction(name: str, start: float, until: float, kind: str = "denial", **changes: Any) -> Row:
    usual: Row = {"restriction_id": name, "from": hour(start), "until": hour(until), "asset": "post"}
    usual |= {"sector": None, "type": kind, "imposed_by": None, "established": False, "source": "register"}
    return {**usual, "capture_id": CAPTURE, "line": 2, **changes}


def by(party: str) -> Row:
    return {"imposed_by": party, "established": True}


def watched(watches: Iterable[Row], restrictions: Iterable[Row] = ()) -> dy.DataFrame[Watched]:
    return cut(from_rows(Watches, list(watches)), from_rows(Restrictions, list(restrictions)))


def told(watches: Iterable[Row], restrictions: Iterable[Row] = ()) -> list[tuple[Any, ...]]:
    """What was watched: hour of start and end, status, reason, restrictions and by whom."""
    return [
        (
            *((row[end] - DAY) / timedelta(hours=1) for end in ("from", "until")),
            *(row[name] for name in ("status", "reason", "restrictions", "imposed_by")),
        )
        for row in watched(watches, restrictions).iter_rows(named=True)
    ]


def hours(table: pl.DataFrame, *statuses: str) -> float:
    chosen = table.filter(pl.col("status").is_in(statuses)) if statuses else table
    return sum(((end - start) / timedelta(hours=1) for start, end in chosen.select("from", "until").rows()), 0.0)


def test_a_restriction_within_a_watch_parts_it_in_three() -> None:
    assert [
        (6, 9, "operational", None, None, None),
        (9, 10, "denied", "denial", "r", "A"),
        (10, 18, "operational", None, None, None),
    ] == told([watch(6, 18)], [restriction("r", 9, 10, **by("A"))])


def test_a_restriction_cuts_no_more_than_the_watch() -> None:
    assert [(6, 18, "jammed", "jamming", "r", None)] == told([watch(6, 18)], [restriction("r", 0, 24, "jamming")])


def test_a_restriction_that_goes_on_cuts_all_that_follows() -> None:
    going_on = restriction("r1", 2, 3) | {"until": None}
    assert [
        (0, 2, "operational", None, None, None),
        (2, 4, "denied", "denial", "r1", None),
        (5, 6, "denied", "denial", "r1", None),
    ] == told([watch(0, 4), watch(5, 6)], [going_on])


def test_whom_it_is_laid_to_without_being_established_is_not_named() -> None:
    (row,) = told([watch(6, 18)], [restriction("r", 0, 24, imposed_by="A", established=False)])
    assert (None, "r") == (row[5], row[4])


def test_what_only_touches_a_watch_cuts_nothing() -> None:
    assert [(6, 18, "operational", None, None, None)] == told(
        [watch(6, 18)], [restriction("r", 3, 6), restriction("s", 18, 20)]
    )


def test_a_restriction_of_another_asset_or_of_a_sector_alone_cuts_nothing() -> None:
    others = [restriction("r", 6, 18, asset="camera"), restriction("s", 6, 18, asset=None, sector="north")]
    assert [(6, 18, "operational", None, None, None)] == told([watch(6, 18)], others)


def test_where_nobody_watched_there_is_no_row() -> None:
    assert [] == told([], [restriction("r", 6, 18)])
    assert [(6, 7), (9, 10)] == [row[:2] for row in told([watch(6, 7), watch(9, 10)], [])]


def test_what_was_lost_already_for_another_reason_is_laid_to_nobody() -> None:
    assert [(6, 18, "withdrawn", "said so", None, None)] == told(
        [watch(6, 18, "withdrawn")], [restriction("r", 6, 18, "jamming", **by("A"))]
    )


def test_what_the_watch_itself_gives_as_denied_is_laid_to_whom_the_register_names() -> None:
    assert [(6, 9, "denied", "said so", None, None), (9, 18, "denied", "denial", "r", "A")] == told(
        [watch(6, 18, "denied")], [restriction("r", 9, 18, **by("A"))]
    )


def test_a_denied_watch_names_who_denied_it_though_others_threatened() -> None:
    two = [restriction("r", 6, 18, **by("A")), restriction("s", 6, 18, "threat", **by("B"))]
    assert [(6, 18, "denied", "denial", "r", "A")] == told([watch(6, 18, "denied")], two)


def test_a_condition_makes_nothing_better() -> None:
    conditional = [restriction("r", 6, 18, "conditional")]
    assert [(6, 18, "degraded", "conditional", "r", None)] == told([watch(6, 18)], conditional)
    assert [(6, 18, "jammed", "said so", None, None)] == told([watch(6, 18, "jammed")], conditional)


def test_of_restrictions_at_once_the_one_that_left_less_is_taken_and_of_those_alike_all_are_named() -> None:
    two = [restriction("r", 6, 12, **by("A")), restriction("s", 9, 18, "delay", **by("B"))]
    assert [
        (6, 9, "denied", "denial", "r", "A"),
        (9, 12, "denied", "delay; denial", "r; s", "A; B"),
        (12, 18, "denied", "delay", "s", "B"),
    ] == told([watch(6, 18)], two)
    assert [(6, 18, "denied", "denial", "r", None)] == told(
        [watch(6, 18)], [restriction("r", 6, 18), restriction("s", 6, 18, "jamming")]
    )


def test_of_watches_of_two_logs_the_one_that_saw_less_is_taken() -> None:
    assert [(6, 9, "operational", None), (9, 18, "jammed", "said so")] == [
        row[:4] for row in told([watch(6, 18), watch(9, 18, "jammed", source="other")])
    ]


def test_watches_that_touch_and_say_the_same_are_one() -> None:
    assert [(6, 18, "operational", None, None, None)] == told([watch(6, 9), watch(9, 18)])


SPANS = st.tuples(st.integers(0, 30), st.integers(1, 12)).map(lambda span: (span[0], span[0] + span[1]))
ASSETS = st.sampled_from(["post", "camera", "drone"])
WATCHES = st.lists(
    st.builds(
        lambda span, status, asset, source: watch(span[0], span[1], status, asset=asset, source=source),
        SPANS,
        st.sampled_from(STATUSES),
        ASSETS,
        st.sampled_from(["log", "other"]),
    ),
    max_size=12,
    unique_by=lambda row: (row["source"], row["asset"], row["from"]),
)
RESTRICTIONS = st.lists(
    st.builds(
        lambda span, kind, asset, who: {**restriction("", span[0], span[1], kind, asset=asset), **who},
        SPANS,
        st.sampled_from(list(RESTRICTED)),
        ASSETS,
        st.sampled_from([{}, by("A"), by("B"), {"imposed_by": "A", "established": False}]),
    ),
    max_size=12,
).map(lambda rows: [{**row, "restriction_id": f"r{at}"} for at, row in enumerate(rows)])
ANY = settings(max_examples=100, deadline=None)


def covered(rows: Iterable[Row]) -> set[tuple[str, int]]:
    """The hours that rows cover, by asset; the ends here are whole hours."""
    return {
        (row["asset"], at)
        for row in rows
        for at in range(*((row[end] - DAY) // timedelta(hours=1) for end in ("from", "until")))
    }


@ANY
@given(WATCHES, RESTRICTIONS)
def test_time_is_neither_lost_nor_made(watches: list[Row], restrictions: list[Row]) -> None:
    found = watched(watches, restrictions)
    assert covered(watches) == covered(found.iter_rows(named=True))
    assert len(covered(watches)) == hours(found)  # nothing is there twice


@ANY
@given(WATCHES, RESTRICTIONS)
def test_no_restriction_makes_more_of_a_watch(watches: list[Row], restrictions: list[Row]) -> None:
    before, after = watched(watches, restrictions[1:]), watched(watches, restrictions)
    assert hours(after, "operational") <= hours(before, "operational")
    assert hours(after, "operational", "degraded") <= hours(before, "operational", "degraded")


@ANY
@given(WATCHES, RESTRICTIONS)
def test_each_hour_is_what_the_rules_say_of_it_alone(watches: list[Row], restrictions: list[Row]) -> None:
    """The slow way: every hour by itself, from all rows that cover it."""
    found = watched(watches, restrictions)
    for asset, at_hour in covered(watches):
        own = [row["status"] for row in watches if (asset, at_hour) in covered([row])]
        cuts = [row for row in restrictions if (asset, at_hour) in covered([row])]
        status = max(own, key=STATUSES.index)
        left = max((RESTRICTED[row["type"]] for row in cuts), key=STATUSES.index, default="operational")
        if status in ("operational", "degraded"):
            status = max(status, left, key=STATUSES.index)
        (row,) = (row for row in found.iter_rows(named=True) if (asset, at_hour) in covered([row]))
        assert status == row["status"]
        deciding = [each for each in cuts if RESTRICTED[each["type"]] == status]
        named = {each["imposed_by"] for each in deciding if each["established"]}
        assert named == set((row["imposed_by"] or "").split("; ")) - {""}


@ANY
@given(WATCHES, RESTRICTIONS, st.randoms(use_true_random=False))
def test_the_order_of_rows_changes_nothing(watches: list[Row], restrictions: list[Row], dice: Any) -> None:
    before = watched(watches, restrictions)
    dice.shuffle(watches)
    dice.shuffle(restrictions)
    assert before.equals(watched(watches, restrictions))


@ANY
@given(WATCHES, RESTRICTIONS)
def test_other_codes_of_the_parties_change_the_codes_and_nothing_else(
    watches: list[Row], restrictions: list[Row]
) -> None:
    codes = {"A": "B", "B": "A", "A; B": "A; B", None: None}
    swapped = [{**row, "imposed_by": codes[row["imposed_by"]]} for row in restrictions]
    before, after = watched(watches, restrictions), watched(watches, swapped)
    assert [codes[party] for party in before["imposed_by"]] == after["imposed_by"].to_list()
    assert before.drop("imposed_by").equals(after.drop("imposed_by"))


def test_a_restriction_of_a_sector_cuts_all_that_stand_there_and_one_that_names_an_asset_that_alone() -> None:
    watches = from_rows(Watches, [watch(0, 4), watch(0, 4, asset="camera"), watch(0, 4, asset="far")])
    of_sector = restriction("r1", 1, 2, asset=None, sector="north")
    both = restriction("r2", 2, 3, sector="north")
    unknown = restriction("r3", 3, 4, asset=None, sector="nowhere")
    rows = cut(watches, from_rows(Restrictions, [of_sector, both, unknown]), {"north": ("post", "camera")})
    stopped = rows.filter(pl.col("status") == "denied").select("asset", "restrictions").rows()
    assert [("camera", "r1"), ("post", "r1"), ("post", "r2")] == [
        (asset, name) for asset, names in stopped for name in names.split("; ")
    ]
