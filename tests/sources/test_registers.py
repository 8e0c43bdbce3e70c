"""Registers of assets, watches and restrictions: every way a row can be wrong, and no good row lost beside it."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ceaseline.errors import FormError
from ceaseline.sources import Reading
from ceaseline.tables.restrictions import RESTRICTED
from ceaseline.tables.watches import STATUSES

Read = Callable[..., Reading]

GOOD = {
    "assets": {"asset": "p", "kind": "post", "owner": "A", "acts_of": "any", "lon": "34.5", "lat": "12.5"},
    "watches": {
        "asset": "p",
        "from": "2031-05-01T06:00Z",
        "until": "2031-05-01T18:00Z",
        "status": "degraded",
        "reason": "fog",
    },
    "restrictions": {
        "restriction_id": "r",
        "from": "2031-05-01T06:00Z",
        "until": "2031-05-01T18:00Z",
        "asset": "p",
        "sector": "",
        "type": "denial",
        "imposed_by": "B",
        "established": "1",
    },
    "weather": {
        "sector": "km 0-25",
        "from": "2031-05-01T06:00Z",
        "until": "2031-05-01T18:00Z",
        "fog": "1",
        "cloud": "0.5",
    },
    "inventories": {
        "inventory_id": "i",
        "party": "A",
        "site": "S-11",
        "weapon": "artillery",
        "count": "12",
        "as_of": "2031-05-01T00:00Z",
        "declared": "2031-05-02T06:00Z",
        "declared_to": "",
        "clause_id": "no-fire",
    },
    "site_checks": {
        "check_id": "k",
        "site": "S-11",
        "party": "A",
        "weapon": "artillery",
        "checked": "2031-05-10T08:00Z",
        "result": "seen",
        "count": "12",
        "asset": "patrol-1",
        "reason": "",
    },
    "consequences": {
        "consequence_id": "q",
        "party": "A",
        "clause_id": "no-fire",
        "about": "case-1",
        "type": "protest",
        "due": "2031-05-02T00:00Z",
        "done": "2031-05-01T06:00Z",
        "notified": "2031-05-01T18:00Z",
    },
    "guarantees": {
        "guarantee_id": "g",
        "guarantor": "a third state",
        "clause_id": "no-fire",
        "what": "all of it",
        "trigger": "determined",
        "from": "2031-05-01T06:00Z",
        "until": "2031-05-01T18:00Z",
        "called": "",
    },
    "counts": {
        "count_id": "n",
        "clause_id": "no-fire",
        "party": "A",
        "from": "2031-05-01T06:00Z",
        "until": "2031-05-01T18:00Z",
        "count": "0",
        "unit": "trucks",
    },
    "complaints": {
        "complaint_id": "c",
        "complainant": "A",
        "respondent": "B",
        "lodged": "2031-05-02T09:00Z",
        "channel": "hotline",
        "clause_id": "no-fire",
        "from": "2031-05-01T06:00Z",
        "until": "2031-05-01T06:00Z",
        "facts": "shelling",
    },
    "steps": {
        "step_id": "s",
        "complaint_id": "c",
        "state": "ruled",
        "at": "2031-05-02T09:00Z",
        "deadline": "2031-05-03T09:00Z",
        "ruling": "both",
        "blocked_by": "quorum",
    },
    "orders": {
        "order_id": "o",
        "party": "A",
        "orders": "return_fire",
        "clause_id": "no-fire",
        "sha256": "ab" * 32,
        "issued": "2031-05-01T06:00Z",
        "effective": "2031-05-01T06:05Z",
        "addressees": "3",
        "receipts": "3",
        "revoked": "",
    },
    "notifications": {
        "notification_id": "n",
        "party": "A",
        "act": "exercise",
        "notified": "2031-05-01T06:00Z",
        "from": "2031-05-03T06:00Z",
        "until": "2031-05-03T18:00Z",
        "zone": "",
        "lon": "34.5",
        "lat": "12.5",
        "radius_m": "500",
        "withdrawn": "",
    },
    "calls": {
        "call_id": "c",
        "caller": "A",
        "called": "the centre",
        "at": "2031-05-01T06:00Z",
        "outcome": "answered",
        "answered": "2031-05-01T06:02Z",
    },
}
BAD = [
    ("consequences", {"consequence_id": ""}, "empty"),
    ("consequences", {"consequence_id": "q;r"}, "id-parted"),
    ("consequences", {"party": ""}, "unknown-party"),
    ("consequences", {"party": "any"}, "unknown-party"),
    ("consequences", {"clause_id": "no-flights"}, "unknown-clause"),
    ("consequences", {"about": ""}, "empty"),
    ("consequences", {"type": ""}, "unknown-word"),
    ("consequences", {"type": "stern"}, "unknown-word"),
    ("consequences", {"due": "2031-05-02 00:00"}, "no-zone"),
    ("consequences", {"notified": "2031-05-01T05:00Z"}, "time-backward"),
    ("guarantees", {"guarantee_id": ""}, "empty"),
    ("guarantees", {"guarantee_id": "g;h"}, "id-parted"),
    ("guarantees", {"guarantor": ""}, "empty"),
    ("guarantees", {"clause_id": "no-flights"}, "unknown-clause"),
    ("guarantees", {"what": ""}, "empty"),
    ("guarantees", {"trigger": "rumoured"}, "unknown-word"),
    ("guarantees", {"from": ""}, "empty"),
    ("guarantees", {"until": "2031-05-01T06:00Z"}, "time-backward"),
    ("guarantees", {"called": "at once"}, "not-a-time"),
    ("counts", {"count_id": ""}, "empty"),
    ("counts", {"count_id": "n;m"}, "id-parted"),
    ("counts", {"clause_id": ""}, "unknown-clause"),
    ("counts", {"party": "any"}, "unknown-party"),
    ("counts", {"from": ""}, "empty"),
    ("counts", {"until": "2031-05-01T06:00Z"}, "time-backward"),
    ("counts", {"count": ""}, "empty"),
    ("counts", {"count": "many"}, "not-a-number"),
    ("counts", {"count": "-3"}, "negative"),
    ("counts", {"unit": ""}, "empty"),
    ("assets", {"asset": ""}, "empty"),
    ("assets", {"kind": "Ridge Post"}, "unknown-word"),
    ("assets", {"owner": "C"}, "unknown-party"),
    ("assets", {"owner": "any"}, "unknown-party"),
    ("assets", {"acts_of": "C"}, "unknown-party"),
    ("assets", {"lat": ""}, "place-half"),
    ("assets", {"lon": "0", "lat": "0"}, "place-zero"),
    ("assets", {"lat": "95"}, "not-on-earth"),
    ("weather", {"from": ""}, "empty"),
    ("weather", {"until": "2031-05-01 18:00"}, "no-zone"),
    ("weather", {"until": "2031-05-01T06:00Z"}, "time-backward"),
    ("weather", {"fog": "thick"}, "not-yes-or-no"),
    ("weather", {"fog": "", "cloud": ""}, "empty"),
    ("weather", {"cloud": "1.1"}, "not-a-share"),
    ("weather", {"cloud": "-0.1"}, "negative"),
    ("weather", {"cloud": "half"}, "not-a-number"),
    ("watches", {"asset": ""}, "empty"),
    ("watches", {"from": ""}, "empty"),
    ("watches", {"until": "2031-05-01 18:00"}, "no-zone"),
    ("watches", {"until": "2031-05-01T06:00Z"}, "time-backward"),
    ("watches", {"status": ""}, "unknown-word"),
    ("watches", {"status": "asleep"}, "unknown-word"),
    ("watches", {"reason": ""}, "reason-missing"),
    ("restrictions", {"restriction_id": ""}, "empty"),
    ("restrictions", {"restriction_id": "r;s"}, "id-parted"),
    ("restrictions", {"from": "2031-05-01T18:00Z"}, "time-backward"),
    ("restrictions", {"asset": ""}, "empty"),
    ("restrictions", {"type": "mood"}, "unknown-word"),
    ("restrictions", {"imposed_by": "C"}, "unknown-party"),
    ("restrictions", {"imposed_by": ""}, "nobody-established"),
    ("restrictions", {"established": "perhaps"}, "not-yes-or-no"),
    ("inventories", {"inventory_id": ""}, "empty"),
    ("inventories", {"party": ""}, "unknown-party"),
    ("inventories", {"site": "12.51 34.52"}, "not-a-code"),
    ("inventories", {"weapon": "rocket artillery"}, "not-a-code"),
    ("inventories", {"count": "1.5"}, "not-whole"),
    ("inventories", {"count": "-1"}, "negative"),
    ("inventories", {"as_of": ""}, "empty"),
    ("inventories", {"declared": "2031-05-02 06:00"}, "no-zone"),
    ("inventories", {"clause_id": "no-tanks"}, "unknown-clause"),
    ("site_checks", {"check_id": "k;l"}, "id-parted"),
    ("site_checks", {"site": ""}, "not-a-code"),
    ("site_checks", {"party": "C"}, "unknown-party"),
    ("site_checks", {"checked": ""}, "empty"),
    ("site_checks", {"result": "withdrawn"}, "unknown-word"),
    ("site_checks", {"count": ""}, "count-unfit"),
    ("site_checks", {"result": "not_verifiable"}, "count-unfit"),
    ("complaints", {"complaint_id": ""}, "empty"),
    ("complaints", {"complaint_id": "c;d"}, "id-parted"),
    ("complaints", {"complainant": "C"}, "unknown-party"),
    ("complaints", {"respondent": "any"}, "unknown-party"),
    ("complaints", {"lodged": ""}, "empty"),
    ("complaints", {"lodged": "2031-05-02 09:00"}, "no-zone"),
    ("complaints", {"channel": "pigeon"}, "unknown-word"),
    ("complaints", {"clause_id": "no-such"}, "unknown-clause"),
    ("complaints", {"until": "2031-05-01T05:59Z"}, "time-backward"),
    ("steps", {"step_id": ""}, "empty"),
    ("steps", {"complaint_id": ""}, "empty"),
    ("steps", {"state": ""}, "unknown-word"),
    ("steps", {"state": "withdrawn"}, "unknown-word"),
    ("steps", {"at": ""}, "empty"),
    ("steps", {"deadline": "2031-05-02T09:00Z"}, "time-backward"),
    ("steps", {"ruling": ""}, "ruling-unfit"),
    ("steps", {"state": "draft"}, "ruling-unfit"),
    ("steps", {"ruling": "guilty"}, "unknown-word"),
    ("steps", {"blocked_by": "mood"}, "unknown-word"),
    ("orders", {"order_id": ""}, "empty"),
    ("orders", {"order_id": "o;p"}, "id-parted"),
    ("orders", {"party": ""}, "unknown-party"),
    ("orders", {"party": "C"}, "unknown-party"),
    ("orders", {"orders": "hurry"}, "unknown-word"),
    ("orders", {"clause_id": "no-tanks"}, "unknown-clause"),
    ("orders", {"sha256": "abc"}, "not-a-hash"),
    ("orders", {"issued": ""}, "empty"),
    ("orders", {"effective": "2031-05-01 06:05"}, "no-zone"),
    ("orders", {"addressees": "some"}, "not-a-number"),
    ("orders", {"receipts": "4"}, "too-many-receipts"),
    ("notifications", {"notification_id": ""}, "empty"),
    ("notifications", {"notification_id": "n;m"}, "id-parted"),
    ("notifications", {"party": "C"}, "unknown-party"),
    ("notifications", {"act": "parade"}, "unknown-word"),
    ("notifications", {"notified": ""}, "empty"),
    ("notifications", {"until": "2031-05-03T06:00Z"}, "time-backward"),
    ("notifications", {"radius_m": ""}, "place-half"),
    ("notifications", {"lat": ""}, "place-half"),
    ("notifications", {"radius_m": "wide"}, "not-a-number"),
    ("notifications", {"withdrawn": "later"}, "not-a-time"),
    ("calls", {"call_id": ""}, "empty"),
    ("calls", {"caller": ""}, "unknown-party"),
    ("calls", {"at": ""}, "empty"),
    ("calls", {"outcome": "engaged"}, "unknown-word"),
    ("calls", {"answered": "2031-05-01T05:59Z"}, "time-backward"),
]


def csv(kind: str, *rows: dict[str, str]) -> str:
    """A file with a row for each of the changes to the good one."""
    whole = [{**GOOD[kind], **row} for row in rows]
    return "\n".join([",".join(GOOD[kind]), *(",".join(row.values()) for row in whole), ""])


@pytest.mark.parametrize("kind", GOOD)
def test_a_good_row_is_kept(kind: str, read_kind: Read) -> None:
    reading = read_kind(kind, csv(kind, {}))
    assert (1, 0, 0) == (reading.rows.height, reading.set_aside.height, reading.skipped)


@pytest.mark.parametrize(("kind", "change", "rule"), BAD)
def test_a_bad_row_is_set_aside_with_its_mend(
    kind: str, change: dict[str, str], rule: str, read_kind: Read
) -> None:
    reading = read_kind(kind, csv(kind, change))
    assert (0, [rule]) == (reading.rows.height, reading.set_aside["rule"].to_list())
    assert reading.set_aside["mend"][0]


@pytest.mark.parametrize("kind", GOOD)
def test_a_row_that_repeats_another_is_skipped(kind: str, read_kind: Read) -> None:
    reading = read_kind(kind, csv(kind, {}, {}))
    assert (1, 0, 1) == (reading.rows.height, reading.set_aside.height, reading.skipped)


@pytest.mark.parametrize(
    ("kind", "change", "rule"),
    [
        ("assets", {"acts_of": "B"}, "id-twice"),
        ("restrictions", {"established": "0"}, "id-twice"),
        ("inventories", {"count": "13"}, "id-twice"),
        ("site_checks", {"count": "13"}, "id-twice"),
        ("consequences", {"type": "removal"}, "id-twice"),
        ("guarantees", {"what": "half of it"}, "id-twice"),
        ("counts", {"count": "1"}, "id-twice"),
        ("complaints", {"respondent": "A", "complainant": "B"}, "id-twice"),
        ("steps", {"ruling": "violation"}, "id-twice"),
        ("orders", {"receipts": "2"}, "id-twice"),
        ("notifications", {"act": "repair"}, "id-twice"),
        ("calls", {"outcome": "stopped"}, "id-twice"),
        ("watches", {"until": "2031-05-01T07:00Z"}, "watches-overlap"),
        ("watches", {"from": "2031-05-01T17:59Z", "until": "2031-05-02T00:00Z"}, "watches-overlap"),
    ],
)
def test_rows_that_contradict_each_other_are_both_set_aside(
    kind: str, change: dict[str, str], rule: str, read_kind: Read
) -> None:
    reading = read_kind(kind, csv(kind, {}, change))
    assert (0, [(2, rule), (3, rule)]) == (reading.rows.height, reading.set_aside.select("line", "rule").rows())


def test_watches_that_touch_and_those_of_other_assets_share_no_time(read_kind: Read) -> None:
    later = {"from": "2031-05-01T18:00Z", "until": "2031-05-01T19:00Z"}
    assert 3 == read_kind("watches", csv("watches", {}, later, {"asset": "q"})).rows.height


def test_a_long_watch_is_found_to_overlap_one_that_does_not_follow_at_once(read_kind: Read) -> None:
    hours = [("00", "20"), ("01", "02"), ("03", "04")]
    rows = [{"from": f"2031-05-01T{a}:00Z", "until": f"2031-05-01T{b}:00Z"} for a, b in hours]
    assert [2, 3, 4] == read_kind("watches", csv("watches", *rows)).set_aside["line"].to_list()


def test_capitals_blanks_and_hyphens_make_no_other_word(read_kind: Read) -> None:
    assert ["non_operational"] == read_kind("watches", csv("watches", {"status": "Non-Operational"})).rows[
        "status"
    ].to_list()
    read = read_kind("restrictions", csv("restrictions", {"type": "GPS interference"}))
    assert ["gps_interference"] == read.rows["type"].to_list()


def test_weather_that_does_not_say_where_is_everywhere_and_an_empty_cell_of_it_is_not_known(
    read_kind: Read,
) -> None:
    rows = read_kind("weather", csv("weather", {"sector": "", "fog": ""}, {"cloud": ""}, {"fog": "no"})).rows
    assert [("everywhere", None, 0.5)] == rows.select("sector", "fog", "cloud").rows()


def test_fog_and_cloud_may_overlap_but_not_fog_and_fog(read_kind: Read) -> None:
    cloud = {"fog": "", "from": "2031-05-01T00:00Z", "until": "2031-05-02T00:00Z"}
    fog, later = {"cloud": ""}, {"cloud": "", "from": "2031-05-01T12:00Z", "until": "2031-05-01T20:00Z", "fog": "0"}
    assert 2 == read_kind("weather", csv("weather", cloud, fog)).rows.height
    assert ["weather-twice"] * 2 == read_kind("weather", csv("weather", cloud, fog, later)).set_aside[
        "rule"
    ].to_list()
    elsewhere = later | {"sector": "km 25-50"}
    assert 3 == read_kind("weather", csv("weather", cloud, fog, elsewhere)).rows.height


def test_names_of_parties_become_codes_and_any_stays(read_kind: Read) -> None:
    rows = read_kind("assets", csv("assets", {"owner": "Highland"}), parties={"Highland": "A"}).rows
    assert [("A", "any")] == rows.select("owner", "acts_of").rows()


@pytest.mark.parametrize("kind", ["assets", "restrictions", "consequences", "counts"])
def test_an_entry_that_names_a_party_the_terms_do_not_have_is_refused(kind: str, read_kind: Read) -> None:
    with pytest.raises(FormError, match="party of the terms"):
        read_kind(kind, csv(kind, {}), parties={"Highland": "C"})


def test_whom_a_restriction_is_laid_to_is_kept_though_it_is_not_established(read_kind: Read) -> None:
    rows = read_kind("restrictions", csv("restrictions", {"established": ""})).rows
    assert [("B", False)] == rows.select("imposed_by", "established").rows()


def test_every_type_of_restriction_makes_a_watch_something_less_than_operational() -> None:
    assert set(RESTRICTED.values()) == set(STATUSES) - {"operational"}


@settings(max_examples=60, deadline=None)
@given(st.lists(st.one_of(st.none(), st.sampled_from(BAD)), max_size=12))
def test_no_good_row_is_lost_beside_bad_ones(
    read_kind: Read, rows: list[tuple[str, dict[str, str], str] | None]
) -> None:
    """Good rows here have names of their own, so that none contradicts another."""
    for kind, usual in GOOD.items():
        own = next(iter(usual))
        changes = [
            {own: f"own-{at}"} if row is None or row[0] != kind else {own: f"own-{at}", **row[1]}
            for at, row in enumerate(rows)
        ]
        reading = read_kind(kind, csv(kind, *changes))
        good = [at + 2 for at, row in enumerate(rows) if row is None or row[0] != kind]
        assert good == reading.rows["line"].to_list()
        assert len(rows) - len(good) == reading.set_aside.height
