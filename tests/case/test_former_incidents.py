"""An id that was named once leads to the incidents that have its records now, whatever came since."""

from __future__ import annotations

import gzip
import shutil
from pathlib import Path

import pytest

from builders import at, clause, only
from ceaseline.case import Case
from ceaseline.pipeline import Outcome
from ceaseline.publishing import explain
from facts import case_of

FIRST, SECOND, THIRD = at("2031-05-12"), at("2031-05-13"), at("2031-05-14")
SOURCES = """  - {name: posts, kind: observations, file: inbox/posts*.csv, role: monitor}
  - {name: press, kind: observations, file: inbox/press*.csv, role: press}
"""
HEADER = "observation_id,earliest,latest,lon,lat,radius_m,phenomenon\n"
SHOT = HEADER + "s,2031-05-10T08:00Z,2031-05-10T08:05Z,34.5,12.5,300,shot\n"
ALONE = HEADER + "a,2031-05-10T20:00Z,2031-05-10T20:05Z,34.9,12.9,300,shot\n"
SAME = HEADER + "t,2031-05-10T08:00Z,2031-05-10T08:06Z,34.501,12.5,300,shot\n"


@pytest.fixture
def case(tmp_path: Path) -> Case:
    return case_of(tmp_path / "case", clause(), sources=SOURCES, inbox={"posts.csv": SHOT, "posts-2.csv": ALONE})


def of(outcome: Outcome, observation_id: str) -> str:
    return str(only(outcome.members.iter_rows(named=True), observation_id=observation_id)["incident_id"])


def come(case: Case, name: str, text: str) -> None:
    (case.folder / "inbox" / name).write_text(text, "utf-8")


def test_an_incident_that_gained_a_record_is_found_by_its_former_id(case: Case) -> None:
    old = of(case.run(now=FIRST), "posts-s")
    come(case, "press.csv", SAME)
    outcome = case.run(now=SECOND)
    new = of(outcome, "posts-s")
    assert (old, new, 1.0, "renamed", FIRST) == outcome.lineage.row(0)
    assert 1 == outcome.lineage.height
    told = explain(case.material(outcome), old)
    assert ("now", new) in told
    assert (
        f"was last named on 2031-05-12 00:00 UTC. Its records are those of {new} (100%)"
        in dict(told)["a former incident"]
    )
    assert "shot, recorded in 2 records of 2 independent groups of sources" == dict(told)["the incident"]
    assert dict(explain(case.material(outcome), new))["former names of its records"].startswith(old)


def test_it_does_not_matter_that_the_tables_were_deleted_and_a_look_back_is_as_it_was(case: Case) -> None:
    before = case.run(now=FIRST)
    come(case, "press.csv", SAME)
    after = case.run(now=SECOND)
    shutil.rmtree(case.folder / "tables")
    assert after.lineage.equals(case.run(now=THIRD).lineage)
    assert before.lineage.equals(case.run(as_of=FIRST).lineage)
    assert before.lineage.is_empty()


def test_an_id_of_which_nothing_is_left_is_told_too(case: Case) -> None:
    outcome = case.run(now=FIRST)
    old = of(outcome, "posts-a")
    digest = only(outcome.captures.iter_rows(named=True), name="posts-2.csv")["capture_id"]
    case.decide(digest, "left_out", reason="Another day.", by="R. One", now=SECOND)
    outcome = case.run(now=SECOND)
    assert [(old, None, 1.0, "gone", FIRST)] == outcome.lineage.rows()
    assert (
        "None of its records is there any more" in dict(explain(case.material(outcome), old))["a former incident"]
    )


def test_nothing_new_names_nothing_new(case: Case) -> None:
    case.run(now=FIRST)
    case.run(now=SECOND)
    assert 1 == sum(entry.kind == "named" for entry in case.evidence.entries())


def test_no_id_of_a_record_is_kept_with_the_names_of_incidents(case: Case) -> None:
    """What a source calls its records can name people; what was named outlives a file that is erased."""
    come(case, "posts.csv", SHOT.replace("\ns,", "\nseen-by-jane-roe,"))
    case.run(now=FIRST)
    (entry,) = (each for each in case.evidence.entries() if each.kind == "named")
    text = gzip.decompress(case.evidence.blobs.read(entry.body["sha256"])).decode()
    assert len(text) > 50
    assert "jane" not in text
    assert "posts-s" not in text
