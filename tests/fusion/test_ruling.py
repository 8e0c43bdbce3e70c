"""What people said of records is obeyed: by hand, and for any records and rulings."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from builders import at, observation, observations, source_rows
from ceaseline.fusion import Fused, Ruling, fuse

pytestmark = pytest.mark.usefixtures("outside_shut")

SOURCES = source_rows(posts={}, cameras={}, press={"role": "press"})
KM_NORTH = 1 / 111.19493
LIE = "Heavy shelling right now near kilometre four, they fired first, share this."


def record(name: str, **changes: Any) -> dict[str, Any]:
    return observation(**{"observation_id": name, "source": f"source of {name}", **changes})


def fused(rows: list[dict[str, Any]], *rulings: Ruling) -> Fused:
    return fuse(observations(*rows), SOURCES, rulings=rulings)


def parts(made: Fused) -> set[frozenset[str]]:
    each = made.members.group_by("incident_id").agg("observation_id")
    return {frozenset(records) for records in each["observation_id"].to_list()}


def test_an_analyst_merges_and_splits_and_is_obeyed() -> None:
    near, far = [record("a"), record("b")], [record("a"), record("b", lat=13.5)]
    assert {frozenset("ab")} == parts(fused(near))
    assert {frozenset("a"), frozenset("b")} == parts(fused(far))
    assert {frozenset("ab")} == parts(fused(far, Ruling(("a",), ("b",), together=True)))
    assert {frozenset("a"), frozenset("b")} == parts(fused(near, Ruling(("a",), ("b",), together=False)))


def test_who_was_ruled_on_is_sure_to_belong_and_others_are_as_sure_as_before() -> None:
    rows = [record("a"), record("b"), record("c", lat=13.5), record("d", lat=13.5)]
    made = fused(rows, Ruling(("a",), ("b",), together=True))
    chances = dict(made.members.select("observation_id", "probability").iter_rows())
    assert (1.0, 1.0) == (chances["a"], chances["b"])
    assert chances["c"] < 1 > chances["d"]


def test_those_on_whom_nobody_ruled_go_with_the_nearer_side() -> None:
    """On one meridian, half a kilometre apart at most; near the one, near the other, and one without a place."""
    rows = [
        record(name, lat=12.5 + km * KM_NORTH, radius_m=1000.0)
        for name, km in (("south", 0.0), ("next", 0.1), ("north", 0.5), ("beside", 0.4))
    ]
    assert 1 == len(parts(fused(rows)))
    apart = Ruling(("north",), ("south",), together=False)
    assert {frozenset({"south", "next"}), frozenset({"north", "beside"})} == parts(fused(rows, apart))


def test_a_split_of_records_without_a_place_goes_by_time() -> None:
    nowhere: dict[str, Any] = {"lon": None, "lat": None, "radius_m": None}
    rows = [
        record(name, earliest=at(f"2031-05-10 08:{minute:02}"), latest=at("2031-05-10 09:00"), **nowhere)
        for name, minute in (("early", 0), ("soon", 4), ("later", 40), ("late", 50))
    ]
    one = Ruling(("early",), ("soon", "later", "late"), together=True)
    assert 1 == len(parts(fused(rows, one)))
    two = Ruling(("late",), ("early",), together=False)
    assert {frozenset({"early", "soon"}), frozenset({"later", "late"})} == parts(fused(rows, one, two))


def test_a_copy_that_is_taken_off_speaks_for_itself() -> None:
    rows = [record(f"o{n}", text=LIE, phenomenon="shelling") for n in range(3)]
    assert [(3, 1)] == fused(rows).incidents.select("observations", "groups").rows()
    made = fused(rows, Ruling(("o2",), ("o0", "o1"), together=False))
    assert {frozenset({"o0", "o1"}), frozenset({"o2"})} == parts(made)
    assert ["shelling", "shelling"] == made.incidents["phenomenon"].to_list()


def test_rulings_on_records_that_are_not_there_change_nothing() -> None:
    rows = [record("a"), record("b")]
    gone = [Ruling(("x",), ("y",), together=True), Ruling(("a",), ("y",), together=False)]
    assert parts(fused(rows)) == parts(fused(rows, *gone))


SIDES = st.lists(st.sampled_from("abcdefx"), min_size=1, max_size=3, unique=True).map(tuple)
RULINGS = st.builds(Ruling, SIDES, SIDES, st.booleans()).filter(lambda each: not set(each.one) & set(each.other))
PLACES = st.lists(st.sampled_from([0.0, 0.2, 0.6, 40.0, None]), min_size=6, max_size=6)


@given(PLACES, st.lists(RULINGS, min_size=1, max_size=3), st.randoms(use_true_random=False))
def test_the_last_ruling_is_obeyed_no_record_is_lost_and_the_order_of_rows_changes_nothing(
    places: list[float | None], rulings: list[Ruling], dice: Any
) -> None:
    rows = [
        record(name, lat=None, lon=None, radius_m=None) if km is None else record(name, lat=12.5 + km * KM_NORTH)
        for name, km in zip("abcdef", places, strict=True)
    ]
    made = fused(rows, *rulings)
    assert set("abcdef") == {record for part in parts(made) for record in part}
    assert 6 == made.incidents["observations"].sum()
    last, of = rulings[-1], {record: part for part in parts(made) for record in part}
    one, other = ([of[each] for each in side if each in of] for side in (last.one, last.other))
    if last.together:
        assert len({*one, *other}) <= 1
    else:
        assert not {*one} & {*other}
    dice.shuffle(rows)
    again = fused(rows, *rulings)
    assert made.incidents.equals(again.incidents)
    assert made.members.equals(again.members)
