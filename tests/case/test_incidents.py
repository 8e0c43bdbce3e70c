"""Posts, fires and press, from the files to incidents, findings and verdicts."""

from __future__ import annotations

import json
import re
from pathlib import Path

import polars as pl
import pytest

import ceaseline as cl
from builders import at, clause, only, terms_text
from ceaseline.case import Case
from ceaseline.errors import FormError
from ceaseline.pipeline import Outcome
from ceaseline.publishing import explain
from easter import easter

NOW, LATER = at("2031-06-01"), at("2031-06-02")
HEADER = "observation_id,earliest,latest,lon,lat,radius_m,phenomenon,accused\n"
# in the valley: a shot that the press tells too, and an explosion where a satellite saw a fire; a shot on its edge,
# one far off, one a day late
POSTS = (
    HEADER
    + """s1,2031-05-10T08:00Z,2031-05-10T08:05Z,34.5,12.5,300,shot,B
e1,2031-05-10T09:00Z,2031-05-10T09:05Z,34.6,12.6,300,explosion,
edge,2031-05-10T10:00Z,2031-05-10T10:05Z,35.0,12.5,300,shot,
far,2031-05-10T11:00Z,2031-05-10T11:05Z,35.5,12.5,300,shot,
late,2031-05-11T08:00Z,2031-05-11T08:05Z,34.5,12.5,300,shot,
"""
)
PRESS = HEADER + "t1,2031-05-10T07:30Z,2031-05-10T08:30Z,34.51,12.5,1000,shot,\n"
CLAIMS = HEADER + "c1,2031-05-10T12:00Z,2031-05-10T12:05Z,34.7,12.7,300,shelling,B\n"
FIRES = """latitude,longitude,bright_ti4,scan,track,acq_date,acq_time,satellite,confidence,frp,daynight
12.61,34.61,341.2,0.41,0.37,2031-05-10,904,N,n,5.8,D
"""
VALLEY = {"type": "Polygon", "coordinates": [[[34, 12], [35, 12], [35, 13], [34, 13], [34, 12]]]}
SOURCES = """
sources:
  - {name: posts, kind: observations, file: inbox/posts.csv, role: monitor}
  - {name: press, kind: observations, file: inbox/press.csv, role: press}
  - {name: north, kind: observations, file: inbox/claims.csv, role: party, party: A}
  - {name: fires, kind: firms, file: inbox/fires.csv, role: instrument}
"""


@pytest.fixture
def case(tmp_path: Path) -> Case:
    folder = easter(tmp_path)
    for path in (folder / "inbox").iterdir():
        path.unlink()
    zones = {"zones": {"valley": {"file": "valley.geojson"}}}
    for name, text in {
        "terms.yaml": terms_text(clause(where={"zone": "valley"}), **zones),
        "valley.geojson": json.dumps(VALLEY),
        "sources.yaml": SOURCES,
        "inbox/posts.csv": POSTS,
        "inbox/press.csv": PRESS,
        "inbox/claims.csv": CLAIMS,
        "inbox/fires.csv": FIRES,
    }.items():
        (folder / name).write_text(text, "utf-8")
    return cl.open(folder)


def with_only(case: Case, *names: str) -> Case:
    """Take the files of all other sources away."""
    for path in (case.folder / "inbox").iterdir():
        if path.stem not in names:
            path.unlink()
    return case


def incident(outcome: Outcome, observation_id: str) -> str:
    return str(only(outcome.members.iter_rows(named=True), observation_id=observation_id)["incident_id"])


def findings(outcome: Outcome) -> dict[str, tuple[str, str]]:
    """Return outcome and level on the clock of A, by the observation of each incident whose id is lowest."""
    members = outcome.members.group_by("incident_id").agg(pl.col("observation_id").min())
    rows = outcome.findings.filter(pl.col("clock") == "A").join(members, on="incident_id", maintain_order="left")
    return {name: (what, level) for name, what, level in rows.select("observation_id", "outcome", "level").rows()}


def test_records_become_incidents_findings_and_a_number_for_no_side(case: Case) -> None:
    outcome = case.run(now=NOW)
    assert incident(outcome, "posts-s1") == incident(outcome, "press-t1")
    fire = "fires-N-2031-05-10-0904-12.61-34.61"  # a satellite says fire whatever burnt
    assert incident(outcome, "posts-e1") == incident(outcome, fire)
    assert 6 == outcome.incidents.height
    assert {
        "posts-s1": ("violation", "corroborated"),
        fire: ("indeterminate", "observed"),
        "posts-edge": ("indeterminate", "observed"),
        "north-c1": ("indeterminate", "alleged"),
    } == findings(outcome)
    rows = outcome.verdicts.filter(pl.col("clock") == "A").select("obligor", "verdict", "recorded").rows()
    assert [("A", "cannot_tell", None), ("B", "cannot_tell", None), ("any", "violation_established", 3)] == rows
    assert (
        "3 incidents are recorded that are such acts in its place and time or may be, 3 of them by monitors. Whose "
        "is not established. What nobody watched is not known."
    ) == outcome.verdicts["reason"][0]


def test_records_of_a_party_alone_are_alleged_and_give_no_number(case: Case) -> None:
    outcome = with_only(case, "claims").run(now=NOW)
    assert {"north-c1": ("indeterminate", "alleged")} == findings(outcome)
    assert {"not_verifiable"} == set(outcome.verdicts["verdict"])
    assert [None] * 6 == outcome.verdicts["recorded"].to_list()


def test_where_nothing_lies_in_place_and_time_no_zero_is_written(case: Case) -> None:
    (case.folder / "inbox" / "posts.csv").write_text(POSTS.replace("05-10T", "05-20T"), "utf-8")
    outcome = with_only(case, "posts").run(now=NOW)
    assert 0 == outcome.findings.height
    assert {"cannot_tell"} == set(outcome.verdicts["verdict"])
    assert [None] * 6 == outcome.verdicts["recorded"].to_list()
    assert "who watched when is not known yet, so nothing follows" in outcome.verdicts["reason"][0]


def test_a_place_that_nobody_drew_gives_no_finding_and_no_answer(case: Case) -> None:
    (case.folder / "valley.geojson").unlink()
    outcome = case.run(now=NOW)
    assert 0 == outcome.findings.height
    assert {"not_verifiable"} == set(outcome.verdicts["verdict"])


@pytest.mark.parametrize(
    ("act", "outcomes"), [("self_defence", {"indeterminate"}), ("return_fire", {"violation", "indeterminate"})]
)
def test_exceptions_of_the_clause_leave_every_finding_open_on_which_they_may_bear(
    case: Case, act: str, outcomes: set[str]
) -> None:
    zones = {"zones": {"valley": {"file": "valley.geojson"}}}
    allowed = clause(where={"zone": "valley"}, exceptions=[{"act": act}])
    (case.folder / "terms.yaml").write_text(terms_text(allowed, **zones), "utf-8")
    assert outcomes == set(case.run(now=NOW).findings["outcome"])


def test_a_zone_that_cannot_be_read_takes_in_nothing(case: Case) -> None:
    (case.folder / "valley.geojson").write_text("{", "utf-8")
    with pytest.raises(FormError, match=r"valley\.geojson"):
        case.run(now=NOW)
    assert () == case.evidence.captures()


def test_the_same_evidence_gives_the_same_bytes_again_and_an_older_answer_comes_back(case: Case) -> None:
    first = with_only(case, "posts").run(now=NOW)
    (case.folder / "inbox" / "press.csv").write_text(PRESS, "utf-8")
    second, again, before = case.run(now=LATER), case.run(), case.run(as_of=NOW)
    assert first.incidents["incident_id"].to_list() != second.incidents["incident_id"].to_list()
    for name in ("incidents", "members", "responses", "findings", "verdicts"):
        assert second.tables[name].equals(again.tables[name])
        assert first.tables[name].equals(before.tables[name])


def test_exchanging_the_parties_exchanges_their_answers_and_changes_nothing_else(case: Case) -> None:
    before = case.run(now=NOW)
    exchange = str.maketrans("AB", "BA")
    for name in ("inbox/posts.csv", "inbox/claims.csv"):
        path = case.folder / name
        rows = [line[:-1] + line[-1:].translate(exchange) for line in path.read_text("utf-8").splitlines()]
        path.write_text("\n".join(rows) + "\n", "utf-8")
    (case.folder / "sources.yaml").write_text(SOURCES.replace("party: A", "party: B"), "utf-8")
    case.evidence.log_file.unlink()
    after = cl.open(case.folder).run(now=NOW)
    assert ["B", "B"] == before.observations["accused"].drop_nulls().to_list()
    assert ["A", "A"] == after.observations["accused"].drop_nulls().to_list()
    for name in ("incidents", "members", "responses", "whereabouts", "findings", "verdicts"):
        assert before.tables[name].equals(after.tables[name])


def test_a_clause_leads_to_its_incidents_and_they_to_their_records(case: Case) -> None:
    outcome = case.run(now=NOW)
    material, name = case.material(outcome), incident(outcome, "posts-s1")
    assert dict(explain(material, "no-fire"))[f"finding on {name}"].startswith(
        "violation, corroborated. Shot, such an"
    )
    told = dict(explain(material, name))
    assert "shot, recorded in 2 records of 2 independent groups of sources" == told["the incident"]
    assert told["when"].startswith("2031-05-10 08:00:00 to 08:05:00 UTC")
    assert {"record posts-s1", "record press-t1", "finding on no-fire"} <= set(told)
    assert dict(explain(material, "press-t1"))["it tells of"].startswith(name)
    assert "34.5" not in str(told)


def test_the_page_counts_incidents_attributes_none_and_says_no_place(case: Case) -> None:
    page = case.report(case.run(now=NOW)).decode()
    assert "counted once: recorded, not attributed" in page
    row = '<tr><th scope="row">shot</th><td data-label="How well known">corroborated</td>'
    assert (
        row + '<td class="figure" data-label="Incidents">1</td><td class="figure" data-label="Records">2</td>'
        in page
    )
    bare = re.sub(r"<svg.*?</svg>", "", page, flags=re.DOTALL)  # the picture has tests of its own
    assert not re.search(r"34\.5\b", bare)
