"""When nothing recorded may be called nothing where somebody watched; by hand, on a line of two sectors."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import dataframely as dy
import polars as pl
import pytest

from builders import CAPTURE, NAMES, at, clause, flat, near, only, relevance, series, signals, source_rows
from ceaseline.assessment import Covered, Records, Relevance, Watching, judge_clauses
from ceaseline.assessment.recorded import Tally
from ceaseline.tables import Assets, Verdicts, Watched, from_rows
from exposed import LINE, about, covered, exposed, sector

pytestmark = pytest.mark.usefixtures("outside_shut")

NONE, CANNOT, ESTABLISHED = "none_recorded_where_watched", "cannot_tell", "violation_established"
TWO = {"from": "2031-05-10", "until": "2031-05-12", "zone": "UTC"}
DAYS = ("2031-05-10", "2031-05-11")
ALL = [exposed(day) for day in DAYS]
KEY = ("no-fire", "A")


def watching(*gaps: tuple[str, str, str], as_of: str) -> Watching:
    """Return the watches of one post from 9 to 13 May, less gaps: from, until and why."""
    ends = ["2031-05-09", *(end for start, until, _ in gaps for end in (start, until)), "2031-05-13"]
    up = zip(ends[::2], ends[1::2], strict=True)
    rows: list[Mapping[str, Any]] = [
        {"from": at(start), "until": at(until), "status": "operational", "reason": None} for start, until in up
    ]
    rows += [
        {"from": at(start), "until": at(until), "status": "non_operational", "reason": why}
        for start, until, why in gaps
    ]
    blank = {"asset": "post", "restrictions": None, "imposed_by": None}
    listed = {
        "kind": "camera",
        "source": "list",
        "capture_id": CAPTURE,
        "line": 2,
        "asset": "post",
        "acts_of": "any",
    }
    return Watching(
        from_rows(Assets, [listed]), from_rows(Watched, [{**blank, **row} for row in rows]), source_rows(list={}),
        NAMES, at(as_of),
    )  # fmt: skip


def judged(
    known: Covered | None,
    *,
    tally: Tally | None = None,
    doubts: int = 0,
    as_of: str = "2031-06-01",
    gaps: tuple[tuple[str, str, str], ...] = (),
    telling: bool = False,
    relevances: tuple[Relevance, ...] = (),
    **changes: Any,
) -> dy.DataFrame[Verdicts]:
    """Return the verdicts on two days of a clause."""
    clauses = flat(clause(**{"window": TWO, **changes}))
    bins = series([100.0] * 25 + [0.0] * 2 + [100.0] * 25, start="2031-04-15") if relevances else series([])
    return judge_clauses(
        clauses,
        signals=signals(bins, about=clauses, relevances=relevances, comparison=near(20)),
        series=bins,
        relevances=relevances,
        names=NAMES,
        as_of=at(as_of),
        records=Records(
            {} if tally is None else {KEY: tally},
            frozenset(["no-fire"] if telling else []),
            {KEY: doubts} if doubts else {},
        ),
        watching=watching(*gaps, as_of=as_of),
        covered=known,
    )


def row(table: dy.DataFrame[Verdicts], obligor: str = "any") -> dict[str, Any]:
    return only(table.iter_rows(named=True), obligor=obligor, clock="A")


def told(found: Mapping[str, Any]) -> tuple[Any, ...]:
    return tuple(found[name] for name in ("verdict", "recorded", "watched_share"))


# None


def test_nothing_recorded_is_called_so_where_every_day_was_watched_surely() -> None:
    table = judged(covered(*ALL))
    assert {(NONE, 0, 1.0)} == {told(row(table, side)) for side in ("A", "B", "any")}
    assert (
        "Nothing is recorded, and on each day 80 % of the hours or more were watched with the chance that is asked."
        " Along the line 100 % of the hours were watched, 100 % with a chance of 90 % or more of seeing the "
        "smallest such act; the chance that one act at any moment and place of it would have been seen is 95 %."
    ) == row(table)["reason"]


def test_it_is_said_of_the_line_where_a_clause_of_everywhere_was_watched_along_it() -> None:
    assert {"line"} == set(judged(covered(*ALL))["scope"])
    assert {"everywhere"} == set(judged(covered(exposed(DAYS[0])))["scope"])


def test_of_a_zone_it_is_said_of_the_zone() -> None:
    town = sector("town", "zone")
    known = covered(*(exposed(day, "town") for day in DAYS), sectors=[town], clauses=about("town"))
    found = row(judged(known))
    assert (NONE, "everywhere") == (found["verdict"], found["scope"])
    assert "In its place 100 % of the hours were watched" in found["reason"]


def test_a_ceiling_is_told_in_the_same_way_and_a_duty_never() -> None:
    assert (
        NONE == row(judged(covered(*ALL), modality="ceiling", quantity={"at_most": 5, "unit": "shots"}))["verdict"]
    )
    assert CANNOT == row(judged(covered(*ALL), modality="duty"))["verdict"]


def test_a_side_of_which_less_was_watched_and_any_cannot_be_told() -> None:
    table = judged(covered(*ALL, exposed(DAYS[1], acts_of="B", watched=0.05)))
    assert [NONE, CANNOT, CANNOT] == [row(table, side)["verdict"] for side in ("A", "B", "any")]
    assert [1.0, 0.525, 0.525] == [row(table, side)["watched_share"] for side in ("A", "B", "any")]


def test_what_is_determined_to_be_of_one_side_keeps_nothing_from_the_other() -> None:
    table = judged(covered(*ALL), tally=Tally(2, 2, {"A": 2}, {"A": 2}))
    assert [(ESTABLISHED, 2), (NONE, 0), (ESTABLISHED, 2)] == [
        told(row(table, side))[:2] for side in ("A", "B", "any")
    ]


def test_a_signal_stands_beside_and_takes_nothing_away() -> None:
    found = row(judged(covered(*ALL), relevances=(relevance(),)), "A")
    assert (NONE, "holding") == (found["verdict"], found["signal"])


# Not none


@pytest.mark.parametrize(
    ("changes", "why"),
    [
        (
            {"tally": Tally(1, 1)},
            "1 incident is recorded that is such an act in its place and time or may be",
        ),
        ({"doubts": 1}, "1 incident is recorded of which too little is known to tell"),
        ({"doubts": 2}, "2 incidents are recorded of which too little is known to tell"),
    ],
)
def test_what_is_recorded_or_may_be_keeps_nothing_from_being_called_so(changes: dict[str, Any], why: str) -> None:
    table = judged(covered(*ALL), **changes)
    assert {CANNOT} == set(table.filter(clock="A")["verdict"])
    assert why in row(table)["reason"]
    assert {NONE} == set(table.filter(clock="B")["verdict"])


@pytest.mark.parametrize(
    ("known", "why"),
    [
        (covered(*ALL, exposed(DAYS[1], sure=0.79)), "was watched so for 79 % of it, and 80 % is asked"),
        (covered(*ALL, exposed(DAYS[1], watched=0, chance=0)), "was watched so not at all, and 80 % is asked"),
        (covered(ALL[1]), "was watched so not at all, and 80 % is asked"),
        (covered(*ALL, clauses=about(*LINE, whole=False)), "such acts can happen where nobody was asked to watch"),
    ],
)
def test_nothing_is_never_stretched_over_what_was_not_watched(known: Covered, why: str) -> None:
    found = row(judged(known))
    assert (CANNOT, None) == told(found)[:2]
    assert found["reason"].startswith("Nothing is recorded; nothing follows, as ")
    assert why in found["reason"]


def test_while_a_window_runs_on_it_is_said_what_was_so_far() -> None:
    found = row(judged(covered(ALL[0]), as_of="2031-05-11"))
    assert (CANNOT, None, 1.0) == told(found)
    assert found["reason"].startswith("So far nothing is recorded; nothing follows, as its window runs on.")


def test_a_window_without_an_end_is_never_over() -> None:
    endless = {"from": "2031-05-10", "until": None, "zone": "UTC"}
    assert CANNOT == row(judged(covered(*ALL), as_of="2031-05-12", window=endless))["verdict"]


def test_what_nothing_deployed_can_see_is_not_verifiable() -> None:
    nobody = [exposed(day, watched=0, chance=0, assets=0) for day in DAYS]
    found = row(judged(covered(*nobody)))
    assert ("not_verifiable", None, 0.0) == told(found)
    assert found["reason"].startswith("No source of this case can see such acts.")


def test_an_asset_of_which_nobody_knows_where_it_is_keeps_it_from_being_called_not_verifiable() -> None:
    nobody = [exposed(day, watched=0, chance=0, assets=0) for day in DAYS]
    nowhere = [exposed(day, "nowhere", sure=0, chance=None) for day in DAYS]
    line = [sector(name) for name in LINE]
    found = row(judged(covered(*nobody, *nowhere, sectors=[*line, sector("nowhere", "unplaced")])))
    assert CANNOT == found["verdict"]
    assert found["reason"].endswith("is not known, so nothing follows from that.")


def test_without_coverage_the_answer_is_what_it_was() -> None:
    found = row(judged(None, telling=True))
    assert (CANNOT, None, 1.0) == told(found)
    assert "nothing follows from that" in found["reason"]


# What is said beside


def test_beside_what_is_established_stand_its_weight_its_sectors_and_its_coverage() -> None:
    tally = Tally(3, 3, {"undetermined": 2}, sectors={"any": 1, "undetermined": 1})
    found = row(judged(covered(*ALL, exposed(DAYS[1], LINE[1], watched=0)), tally=tally))
    assert (ESTABLISHED, 3, 0.875) == told(found)
    assert "One such act counts as serious; those established lie in 1 of 2 sectors of the line." in found["reason"]
    assert "Along the line 87 % of the hours were watched" in found["reason"]
    assert "broken" not in found["reason"]


def test_what_was_lost_is_told_with_why_and_by_whom() -> None:
    lost = exposed(DAYS[1], watched=0.5, hours_lost=6.0, lost_to="jamming, by B: 3.5 h; power: 2.5 h")
    reason = row(judged(covered(*ALL, lost)))["reason"]
    assert reason.endswith("Lost, as a mean over it: 7 hours (jamming by South (B)), 5 hours (power).")


def test_of_losses_those_after_the_third_are_told_together() -> None:
    causes = "; ".join(f"{cause}: {hours} h" for cause, hours in zip("abcde", (5, 4, 3, 0.5, 0.25), strict=True))
    lost = exposed(DAYS[1], watched=0.5, hours_lost=6.0, lost_to=causes)
    reason = row(judged(covered(*ALL, lost)))["reason"]
    assert reason.endswith("10 hours (a), 8 hours (b), 6 hours (c), 1 h 30 min (other causes).")


def test_when_nobody_at_all_watched_is_told_instead_of_what_was_lost() -> None:
    gap = ("2031-05-10 10:00", "2031-05-10 16:00", "power")
    lost = exposed(DAYS[0], watched=0.75, hours_lost=3.0, lost_to="power: 3 h")
    reason = row(judged(covered(*ALL, lost), gaps=(gap,)))["reason"]
    assert (
        "For 6 hours of the window the only asset on record that can see it was not operational (power)." in reason
    )
    assert "with what chance" not in reason
    assert "Lost" not in reason


def test_where_a_chance_is_not_known_it_is_said_so() -> None:
    unknown = [exposed(day, LINE[1], chance=None, sure=0) for day in DAYS]
    found = row(judged(covered(*ALL, *unknown)))
    assert CANNOT == found["verdict"]
    assert "with what chance one act would have been seen is not known everywhere." in found["reason"]


def test_exchanging_the_sides_exchanges_the_verdicts() -> None:
    other = {"A": "B", "B": "A", "any": "any"}

    def answers(one: str, two: str) -> dict[str, tuple[Any, ...]]:
        lost = f"jamming, by {two}: 1 h"
        known = covered(*ALL, *(exposed(day, acts_of=two, watched=0.85, sure=0.82, lost_to=lost) for day in DAYS))
        table = judged(known, tally=Tally(1, 1, {one: 1}, {one: 1}))
        return {side: told(row(table, side)) for side in other}

    assert {other[side]: answer for side, answer in answers("A", "B").items()} == answers("B", "A")
    assert answers("A", "B") != answers("B", "A")


@pytest.mark.parametrize("share", [0.0, 0.3, 0.7, 0.9])
def test_losing_a_watch_makes_no_absence_and_raises_no_share(share: float) -> None:
    before = covered(*ALL, exposed(DAYS[1], LINE[0], watched=0.9))
    after = covered(*ALL, exposed(DAYS[1], LINE[0], watched=0.9 * share, chance=0.95 * share))
    one, two = (judged(known) for known in (before, after))
    assert (two["watched_share"] <= one["watched_share"]).all()
    assert ((two["verdict"] != NONE) | (one["verdict"] == NONE)).all()
    assert (NONE if share >= 0.9 else CANNOT) == row(two)["verdict"]


def test_of_what_nobody_watched_there_is_no_zero_whatever_else_is_known() -> None:
    table = pl.concat(
        judged(known, as_of=as_of)
        for known in (None, covered(), covered(*ALL), covered(ALL[0]))
        for as_of in ("2031-05-10 12:00", "2031-05-11", "2031-06-01")
    )
    zero = table.filter(pl.col("recorded") == 0)
    assert 0 < zero.height < table.height
    assert (zero["watched_share"] >= 0.8).all()
