"""A case whose evidence is observations, from the files to the page."""

from __future__ import annotations

import re
from pathlib import Path

import polars as pl
import pytest

import ceaseline as cl
from builders import at, clause, terms_text
from ceaseline.case import Case
from ceaseline.publishing import explain
from easter import NOW, easter

POSTS = """observation_id,earliest,latest,lon,lat,radius_m,phenomenon,means,accused
p1,2031-05-10T08:00Z,2031-05-10T08:05Z,34.5,12.5,500,explosion,heard,B
p2,2031-05-10T09:00Z,,,,,burst,heard,
p3,2031-05-11T09:00Z,,12.5,34.5,500,explosion,seen,
"""
FIRES = """latitude,longitude,bright_ti4,scan,track,acq_date,acq_time,satellite,confidence,frp,daynight
12.51,34.51,341.2,0.41,0.37,2031-05-10,149,N,n,5.8,N
"""
SOURCES = """
sources:
  - {name: posts, kind: observations, file: inbox/posts.csv, role: monitor,
     area: {west: 34, south: 12, east: 36, north: 14}}
  - {name: fires, kind: firms, file: inbox/fires.csv, role: instrument}
"""


@pytest.fixture
def case(tmp_path: Path) -> Case:
    folder = easter(tmp_path)
    for path in (folder / "inbox").iterdir():
        path.unlink()
    for name, text in (
        ("terms.yaml", terms_text(clause())),
        ("sources.yaml", SOURCES),
        ("inbox/posts.csv", POSTS),
        ("inbox/fires.csv", FIRES),
    ):
        (folder / name).write_text(text, "utf-8")
    return cl.open(folder)


def test_observations_of_all_sources_stand_in_one_table(case: Case) -> None:
    outcome = case.run(now=NOW)
    rows = outcome.observations.select("observation_id", "phenomenon", "accused").rows()
    assert [
        ("posts-p1", "explosion", "B"),
        ("posts-p2", "burst", None),
        ("fires-N-2031-05-10-0149-12.51-34.51", "fire", None),
    ] == rows
    assert case.table("observations").equals(outcome.observations)


def test_a_row_that_is_set_aside_says_what_would_mend_it(case: Case) -> None:
    (row,) = case.run(now=NOW).set_aside.rows(named=True)
    assert (4, "place-swapped") == (row["line"], row["rule"])


def test_what_a_source_says_of_a_side_attributes_nothing_and_gives_that_side_no_number(case: Case) -> None:
    outcome = case.run(now=at("2031-06-01"))
    sides = outcome.verdicts.filter(pl.col("obligor") != "any")
    assert {"cannot_tell"} == set(sides["verdict"])
    assert {"undetermined"} == set(outcome.findings["attributed_to"])
    assert [None] * 4 == outcome.verdicts.filter(pl.col("obligor") != "any")["recorded"].to_list()


def test_an_observation_leads_back_to_its_line_and_its_bytes_in_three_steps(case: Case) -> None:
    told = dict(explain(case.material(case.run(now=NOW)), "posts-p1"))
    assert "explosion, by heard, 2031-05-10 08:00 to 2031-05-10 08:05 UTC" == told["the observation"]
    assert "South (B); that the source says so attributes nothing" == told["whom it blames"]
    assert told["rests on posts.csv"].startswith("line 2, SHA-256 ")
    assert "evidence/blobs/" in told["bytes"]
    assert "34.5" not in str(told)


def test_the_page_counts_records_and_calls_them_no_incidents(case: Case) -> None:
    page = case.report(case.run(now=NOW)).decode()
    assert "Records of sources, not incidents" in page
    assert '<td data-label="What it recorded">explosion</td><td class="figure" data-label="Records">1</td>' in page
    bare = re.sub(r"<svg.*?</svg>", "", page, flags=re.DOTALL)  # the picture has tests of its own
    assert not re.search(r"34\.5\b", bare)


def test_exchanging_the_parties_exchanges_who_is_blamed_and_nothing_else(case: Case) -> None:
    before = case.run(now=NOW).observations
    (case.folder / "inbox" / "posts.csv").write_text(POSTS.replace("heard,B", "heard,A"), "utf-8")
    case.evidence.log_file.unlink()
    after = case.run(now=NOW).observations
    assert ["B", None, None] == before["accused"].to_list()
    assert ["A", None, None] == after["accused"].to_list()
    same = [name for name in before.columns if name not in ("accused", "capture_id")]
    assert before.select(same).equals(after.select(same))
