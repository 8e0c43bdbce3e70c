"""A case with assets, watches and restrictions, from the files to the page."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

import ceaseline as cl
from builders import clause, terms_text
from ceaseline.case import Case
from ceaseline.publishing.watching import Loss, what_watched
from easter import NOW, easter

ASSETS = """asset,kind,owner,acts_of,lon,lat
gull-post,post,,any,34.5117,12.5117
gull-camera,camera,A,B,34.5229,12.5229
heron-camera,camera,B,A,34.5331,12.5331
kite,mini_uav,,any,,
"""
WATCHES = """asset,from,until,status,reason
gull-post,2031-05-10T00:00Z,2031-05-11T00:00Z,operational,
gull-camera,2031-05-10T00:00Z,2031-05-10T20:00Z,operational,
gull-camera,2031-05-10T20:00Z,2031-05-11T00:00Z,degraded,mist over Swan Mere
kite,2031-05-10T08:00Z,2031-05-10T10:00Z,non_operational,battery at Swan Mere
lost-and-found,2031-05-10T08:00Z,2031-05-10T09:30Z,operational,
"""
RESTRICTIONS = """restriction_id,from,until,asset,sector,type,imposed_by,established
x1,2031-05-10T02:00Z,2031-05-10T05:00Z,gull-post,,denial,A,1
x2,2031-05-10T06:00Z,2031-05-10T07:00Z,gull-post,,denial,B,0
x3,2031-05-10T06:00Z,2031-05-10T08:00Z,gull-camera,,gps_interference,B,1
x4,2031-05-10T06:00Z,2031-05-10T08:00Z,heron-camera,,denial,A,1
x5,2031-05-10T06:00Z,2031-05-10T08:00Z,,Swan Mere,weather,,0
"""
SOURCES = """
sources:
  - {name: list, kind: assets, file: inbox/assets.csv, role: monitor}
  - {name: log, kind: watches, file: inbox/watches.csv, role: monitor}
  - {name: register, kind: restrictions, file: inbox/restrictions.csv, role: monitor}
"""


@pytest.fixture
def case(tmp_path: Path) -> Case:
    folder = easter(tmp_path)
    for path in (folder / "inbox").iterdir():
        path.unlink()
    for name, text in (
        ("terms.yaml", terms_text(clause())),
        ("sources.yaml", SOURCES),
        ("inbox/assets.csv", ASSETS),
        ("inbox/watches.csv", WATCHES),
        ("inbox/restrictions.csv", RESTRICTIONS),
    ):
        (folder / name).write_text(text, "utf-8")
    return cl.open(folder)


def section(page: str) -> str:
    return page.partition('<section id="watched"')[2].partition("</section>")[0]


def test_the_tables_of_a_run_hold_what_was_watched(case: Case) -> None:
    outcome = case.run(now=NOW)
    assert (4, 5, 5) == (outcome.assets.height, outcome.watches.height, outcome.restrictions.height)
    assert case.table("watched").equals(outcome.watched)
    post = outcome.watched.filter(asset="gull-post").select("status", "imposed_by").rows()
    assert [
        ("operational", None),
        ("denied", "A"),
        ("operational", None),
        ("denied", None),
        ("operational", None),
    ] == post


def test_hours_are_added_up_by_kind_with_what_stopped_them_and_who_where_established(case: Case) -> None:
    told = what_watched(case.material(case.run(now=NOW)))
    assert told is not None
    rows = {row.kind: row for row in told.kinds}
    assert {
        "camera": (18.0, 4.0, 1),
        "mini UAV": (0.0, 0.0, 0),
        "of a kind that is not listed": (1.5, 0.0, 0),
        "post": (20.0, 0.0, 0),
    } == {kind: (row.watched, row.degraded, row.silent) for kind, row in rows.items()}
    assert (
        Loss("3 hours", "denied (denial)", "North (A)"),
        Loss("1 hour", "denied (denial)", ""),
    ) == rows["post"].losses
    assert (Loss("2 hours", "jammed (gps interference)", "South (B)"),) == rows["camera"].losses
    assert (Loss("2 hours", "not operational", "", asked=False),) == rows["mini UAV"].losses


def test_the_page_says_what_restrictions_took_from_no_watch_and_that_quiet_does_not_follow(case: Case) -> None:
    part = section(case.report(case.run(now=NOW)).decode())
    assert "2 restrictions took nothing from any watch on record" in part
    assert "that it was quiet does not\nfollow" in part
    assert (
        "3 hours denied (denial), imposed by North (A); 1 hour denied (denial), by whom is not established" in part
    )


def test_a_kind_without_any_watch_on_record_has_no_hours_not_even_zero(case: Case) -> None:
    (case.folder / "inbox" / "watches.csv").write_text("asset,from,until,status,reason\n", "utf-8")
    part = section(case.report(case.run(now=NOW)).decode())
    assert 0 == len(re.findall(r">0<|>0\.0<", part))
    assert "no watch on record of 2" in part
    assert 9 == part.count("not known</td>")


def test_no_name_and_no_place_of_an_asset_and_no_word_of_a_log_is_on_the_page(case: Case) -> None:
    page = case.report(case.run(now=NOW)).decode()
    assert section(page)
    for word in ("gull", "heron", "kite", "lost-and-found", "Swan Mere", "mist", "battery", "x1"):
        assert word not in page, word
    assert not re.search(r"(34\.5|12\.5)[1-3]", page)


def test_a_case_without_assets_has_no_such_section(case: Case) -> None:
    (case.folder / "sources.yaml").write_text("sources: []\n", "utf-8")
    assert "What watched" not in case.report(case.run(now=NOW)).decode()


def test_exchanging_the_parties_exchanges_who_stopped_whom_and_nothing_else(case: Case) -> None:
    codes = {"A": "B", "B": "A", None: None}
    before = case.run(now=NOW).watched
    (case.folder / "inbox" / "restrictions.csv").write_text(
        re.sub(r",([AB]),", lambda found: f",{codes[found[1]]},", RESTRICTIONS), "utf-8"
    )
    case.evidence.log_file.unlink()
    after = case.run(now=NOW).watched
    assert [codes[party] for party in before["imposed_by"]] == after["imposed_by"].to_list()
    assert before.drop("imposed_by").equals(after.drop("imposed_by"))
