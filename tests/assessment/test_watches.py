"""When nobody watched, and why: by hand, from a few watches."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pytest

from builders import CAPTURE, NAMES, at, clause, flat, series, signals, source_rows
from ceaseline.assessment import Watching, judge_clauses
from ceaseline.tables import Assets, Watched, from_rows
from ceaseline.tables.watches import CAUSES

pytestmark = pytest.mark.usefixtures("outside_shut")

DAY = (at("2031-05-10"), at("2031-05-11"))
CHANCE = "with what chance it would have seen such an act is not known, so nothing follows from that."
ONE = "the only asset on record that can see it"


def watching(
    *stretches: tuple[str | None, ...],
    assets: Mapping[str, str | None] | None = None,
    role: str = "monitor",
    as_of: str = "2031-06-01",
) -> Watching:
    """Return watches: asset, from, until, status and reason; more where a restriction cut them."""
    rows = []
    for asset, hours, status, reason, *cut in stretches:
        start, until = str(hours).split("-")
        restrictions, imposed_by = cut or (None, None)
        rows.append(
            {
                "asset": asset,
                "from": moment(start),
                "until": moment(until),
                "status": status,
                "reason": reason,
                "restrictions": restrictions,
                "imposed_by": imposed_by,
            }
        )
    kinds = {"kind": "camera", "source": "list", "capture_id": CAPTURE, "line": 2}
    listed = [{**kinds, "asset": name, "acts_of": acts_of} for name, acts_of in (assets or {"post": "any"}).items()]
    return Watching(
        from_rows(Assets, listed),
        from_rows(Watched, rows),
        source_rows(list={"role": role}),
        NAMES,
        at(as_of),
    )


def moment(hours: str) -> Any:
    """Return so many hours into 10 May; 24 and more are the next day."""
    whole, _, minutes = hours.partition(":")
    return at(f"2031-05-{10 + int(whole) // 24} {int(whole) % 24:02}:{minutes or '00'}")


def told(watches: Watching, *whose: str) -> list[str]:
    return watches.told(whose or ("any",), *DAY)


def test_the_hours_of_one_asset_are_told_with_the_status_and_the_cause() -> None:
    watches = watching(
        ("post", "0-10", "operational", None),
        ("post", "10-14:30", "non_operational", "power"),
        ("post", "14:30-24", "degraded", "fog"),
    )
    assert [
        f"For 4 h 30 min of the window {ONE} was not operational (power).",
        f"For 19 h 30 min of the window that asset watched; {CHANCE}",
    ] == told(watches)


def test_time_in_no_log_is_no_watch_and_no_cause() -> None:
    watches = watching(("post", "0-20", "operational", None))
    assert f"For 4 hours of the window no watch of {ONE} is on record." == told(watches)[0]


def test_what_lies_outside_the_window_is_not_told() -> None:
    watches = watching(("post", "0-24", "operational", None), ("post", "24-30", "non_operational", "power"))
    assert [f"For 24 hours of the window the only asset on record that can see it watched; {CHANCE}"] == told(
        watches
    )


def test_of_several_assets_only_the_time_is_lost_in_which_none_watched() -> None:
    """The first is down from 6 to 12, the second from 10 to 24: both from 10 to 12."""
    watches = watching(
        ("east", "0-6", "operational", None),
        ("east", "6-12", "non_operational", "fog"),
        ("east", "12-24", "operational", None),
        ("west", "0-10", "operational", None),
        ("west", "10-24", "withdrawn", "maintenance"),
        assets={"east": "any", "west": "any"},
    )
    none = "none of the 2 assets on record that can see it"
    assert [
        f"For 2 hours of the window {none} watched: not operational (fog); withdrawn (maintenance).",
        f"For 22 hours of the window at least one of them watched; {CHANCE}",
    ] == told(watches)


@pytest.mark.parametrize(
    ("restriction", "cause"),
    [
        (("denied", "denial", "r1", "A"), "denied (denial), imposed by North (A)"),
        (("denied", "denial", "r1", None), "denied (denial), by whom is not established"),
        (("jammed", "gps_interference", "r1", None), "jammed (gps interference), by whom is not established"),
        (("non_operational", "weather", "r1", None), "not operational (weather)"),
        (("jammed", "by North", None, None), "jammed"),
        (("denied", "A refused", None, None), "denied"),
    ],
)
def test_who_stopped_a_watch_is_named_only_where_a_restriction_establishes_it(
    restriction: tuple[str, str, str | None, str | None], cause: str
) -> None:
    status, reason, ids, by = restriction
    watches = watching(("post", "0-24", status, reason, *([ids, by] if ids else [])))
    assert [f"For 24 hours of the window {ONE} was {cause}."] == told(watches)


@pytest.mark.parametrize("reason", ["power at Swan Mere", "Smith", "denial", "fog, says Smith"])
def test_of_a_log_only_words_of_the_closed_list_are_told(reason: str) -> None:
    assert [f"For 24 hours of the window {ONE} was not operational."] == told(
        watching(("post", "0-24", "non_operational", reason))
    )


def test_of_several_causes_of_a_log_those_of_the_list_are_told_and_the_rest_left_out() -> None:
    watches = watching(("post", "0-24", "non_operational", "Fog; Smith was ill"))
    assert [f"For 24 hours of the window {ONE} was not operational (fog)."] == told(watches)


def test_the_closed_list_holds_small_words_alone() -> None:
    assert all(word.isalpha() and word.islower() for word in CAUSES)


@pytest.mark.parametrize(
    ("acts_of", "whose", "able"), [("A", "A", 1), ("A", "B", 0), ("any", "B", 1), (None, "A", 0)]
)
def test_an_asset_can_see_acts_of_those_it_is_listed_for(acts_of: str | None, whose: str, able: int) -> None:
    watches = watching(("post", "0-24", "operational", None), assets={"post": acts_of})
    assert able == len(watches.told({whose, "any"}, *DAY))


def test_what_a_side_lists_can_see_nothing_for_us() -> None:
    assert [] == told(watching(("post", "0-24", "operational", None), role="party"))


def test_time_after_the_newest_evidence_is_not_asked_about() -> None:
    watches = watching(("post", "0-6", "operational", None), as_of="2031-05-10 08:00")
    assert [
        f"For 2 hours of the window no watch of {ONE} is on record.",
        f"For 6 hours of the window that asset watched; {CHANCE}",
    ] == told(watches)


def test_more_than_three_causes_are_told_together() -> None:
    words = ["power", "fog", "battery", "night", "rain"]
    stretches = [("post", f"{2 * n}-{2 * n + 2}", "non_operational", word) for n, word in enumerate(words)]
    rows = told(watching(*stretches, ("post", "10-24", "operational", None)))
    assert 5 == len(rows)
    assert "For 4 hours more nobody watched, for other causes." == rows[3]


@pytest.mark.parametrize(
    ("changes", "spoken_of"),
    [
        ({}, True),
        ({"code": "NO_HOSTILE_PROPAGANDA"}, False),
        ({"code": "PRISONER_EXCHANGE", "modality": "duty"}, False),
        ({"code": "NO_REVOKING_ORDER"}, False),
        ({"code": "NO_STIRRING"}, True),
        ({"speech_status": "demanded"}, False),
    ],
)
def test_watches_are_told_of_acts_that_somebody_on_the_ground_can_see(
    changes: dict[str, Any], spoken_of: bool
) -> None:
    about = flat(clause(**changes))
    table = judge_clauses(
        about,
        signals=signals(series([]), about=about),
        series=series([]),
        relevances=[],
        names=NAMES,
        as_of=at("2031-06-01"),
        watching=watching(("post", "0-24", "non_operational", "power")),
    )
    assert {spoken_of} == {"not operational (power)" in reason for reason in table["reason"]}
    if spoken_of:
        assert {"cannot_tell"} == set(table["verdict"])
