"""A case with weapons seen, declared and stored, from the files and drawn lines to the page."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest

import ceaseline as cl
from builders import clause, terms_text
from ceaseline.case import Case
from ceaseline.publishing.weapons import WeaponRow, weapon_part
from easter import NOW, easter

CONTACT = {"type": "LineString", "coordinates": [[30.0, 50.0], [30.0, 50.5]]}
OLDER = {"type": "LineString", "coordinates": [[30.4, 50.0], [30.4, 50.5]]}
MAY = {"from": "2031-04-01", "until": "2031-05-30", "zone": "UTC"}
BAND = {"line": "contact", "within_km": {"artillery": 25, "mortar": 12}, "measured_from": {"B": "older"}}
TERMS = terms_text(
    clause(id="back", code="WITHDRAW_TO_LINE", objects=["artillery", "mortar"], where=BAND, window=MAY),
    clause(id="stored", code="STORE_AT_SITE", objects=["artillery"], window=MAY),
    clause(
        id="ten",
        code="CEILING",
        modality="ceiling",
        objects=["artillery"],
        quantity={"at_most": 10, "unit": "pieces"},
        window=MAY,
    ),
    lines={name: {"file": f"{name}.geojson"} for name in ("contact", "older")},
)
SOURCES = """
sources:
  - {name: patrols, kind: observations, file: inbox/patrols.csv, role: monitor}
  - {name: list, kind: inventories, file: inbox/list.csv, role: monitor}
  - {name: visits, kind: site_checks, file: inbox/visits.csv, role: monitor}
"""
# 0.1 degrees of longitude here are 7.2 km, so the lines lie 28.7 km apart. s1 and s2 are in the bands of artillery
# by both lines, s3 by the line of A alone; s4 is in neither band of mortars; s5 is of a class that is left free.
SEEN = """observation_id,earliest,latest,phenomenon,weapon,lon,lat,radius_m,means,quantity_low,quantity_high,unit
s1,2031-04-10T09:00Z,2031-04-10T09:00Z,weapon_presence,artillery,30.2,50.2,50,seen,2,2,pieces
s2,2031-04-12T09:00Z,2031-04-12T09:00Z,weapon_presence,artillery,30.2,50.2,50,mini_uav,2,2,pieces
s3,2031-04-10T10:00Z,2031-04-10T10:00Z,weapon_presence,artillery,29.9,50.3,50,mini_uav,1,1,pieces
s4,2031-04-10T11:00Z,2031-04-10T11:00Z,weapon_presence,mortar,30.2,50.4,50,seen,1,1,pieces
s5,2031-04-10T12:00Z,2031-04-10T12:00Z,weapon_presence,tank,30.2,50.1,50,seen,1,1,pieces
s6,2031-04-14T09:00Z,2031-04-14T09:00Z,weapon_absence,artillery,30.2,50.2,50,mini_uav,,,
"""
LIST = """inventory_id,party,site,weapon,count,as_of,declared
i1,A,S-11,artillery,12,2031-04-01T00:00Z,2031-04-02T00:00Z
i2,B,S-21,artillery,9,2031-04-01T00:00Z,2031-04-02T00:00Z
i3,B,S-22,artillery,4,2031-04-01T00:00Z,2031-04-02T00:00Z
"""
VISITS = """check_id,site,party,weapon,checked,result,count,asset,reason
k1,S-11,A,artillery,2031-04-20T08:00Z,seen,12,patrol-one,
k2,S-21,B,artillery,2031-04-20T09:00Z,seen,7,patrol-two,
k3,S-21,B,artillery,2031-04-20T09:00Z,missing,2,patrol-two,
k4,S-22,B,artillery,2031-04-20T10:00Z,not_verifiable,,patrol-two,the gate was locked
"""


@pytest.fixture
def case(tmp_path: Path) -> Case:
    folder = easter(tmp_path)
    for path in (folder / "inbox").iterdir():
        path.unlink()
    for name, text in (
        ("terms.yaml", TERMS),
        ("sources.yaml", SOURCES),
        ("contact.geojson", json.dumps(CONTACT)),
        ("older.geojson", json.dumps(OLDER)),
        ("inbox/patrols.csv", SEEN),
        ("inbox/list.csv", LIST),
        ("inbox/visits.csv", VISITS),
    ):
        (folder / name).write_text(text, "utf-8")
    return cl.open(folder)


def section(page: str) -> str:
    return page.partition('<section id="weapons"')[2].partition("</section>")[0]


def rows(case: Case) -> dict[tuple[str, str], WeaponRow]:
    told = weapon_part(case.material(case.run(now=NOW)))
    assert told is not None
    return {(row.clause_id, row.weapon): row for row in told.rows}


def found(case: Case, clause_id: str) -> list[tuple[str, str, float]]:
    """Return what was found of each record on the clock of A: its id, the outcome, the chance."""
    outcome = case.run(now=NOW)
    table = outcome.findings.filter(clause_id=clause_id, clock="A").join(outcome.members, on="incident_id")
    ids = table["observation_id"].str.strip_prefix("patrols-")
    return table.with_columns(ids).sort("observation_id").select("observation_id", "outcome", "probability").rows()


def test_each_side_is_held_to_its_own_line_and_each_class_to_its_own_reach(case: Case) -> None:
    assert [("s1", "violation", 1.0), ("s2", "violation", 1.0), ("s3", "indeterminate", 0.0)] == found(case, "back")


def test_sides_that_measure_from_each_others_line_give_the_same_findings(case: Case) -> None:
    before = found(case, "back")
    other = TERMS.replace('"measured_from": {"B": "older"}', '"measured_from": {"A": "older"}')
    assert other != TERMS
    (case.folder / "terms.yaml").write_text(other, "utf-8")
    assert before == found(cl.open(case.folder), "back")


def test_the_tables_of_a_run_hold_sightings_and_checks(case: Case) -> None:
    outcome = case.run(now=NOW)
    words = outcome.sightings.join(outcome.members, on="incident_id").sort("observation_id")
    assert ["first", "again", "first", "first", "first"] == words["first_or_again"].to_list()
    assert case.table("weapon_checks").equals(outcome.weapon_checks)
    ten = outcome.weapon_checks.filter(clause_id="ten", clock="A").select(
        "obligor", "result", "seen_low", "seen_high"
    )
    assert [("A", "exceeded", 12, 12), ("B", "not_verifiable", 7, None)] == ten.rows()


def test_the_section_tells_class_by_class_what_stands_and_what_is_stored(case: Case) -> None:
    told = rows(case)
    assert {("back", "artillery"), ("stored", "artillery"), ("ten", "artillery")} == set(told)
    assert (
        "2 seen for the first time; 1 again; 2 of them seen to be gone since",
        "North (A): 12 at 1 site; South (B): 7 at 1 site",
        "North (A): none of 1 visited; South (B): 1 site of 2 visited",
        "North (A): none of 12 declared; South (B): 2 of 9 declared",
        "mini UAV 2, seen 1",
    ) == tuple(
        getattr(told["back", "artillery"], name)
        for name in ("present", "stored", "not_verifiable", "missing", "means")
    )
    assert told["ten", "artillery"].stored == (
        "North (A): 12 at the sites visited on 2031-04-20 where 10 are allowed (exceeded); "
        "South (B): at least 7 at the sites visited on 2031-04-20 where 10 are allowed (not verifiable)"
    )


def test_which_side_stands_first_alternates(case: Case) -> None:
    assert [True, False, True] == [row.stored.startswith("North (A)") for row in rows(case).values()]


def test_no_site_no_place_no_asset_and_no_word_of_a_visit_is_on_the_page(case: Case) -> None:
    page = case.report(case.run(now=NOW)).decode()
    assert section(page)
    for word in ("S-11", "S-21", "S-22", "patrol-one", "patrol-two", "locked", "30.2", "50.2"):
        assert word not in section(page), word


def test_without_any_visit_nothing_is_stored_and_nothing_withdrawn_not_even_zero(case: Case) -> None:
    (case.folder / "inbox" / "visits.csv").write_text(VISITS.partition("\n")[0] + "\n", "utf-8")
    row = rows(case)["back", "artillery"]
    assert ["nothing on record"] * 3 == [row.stored, row.not_verifiable, row.missing]
    page = case.report(case.run(now=NOW)).decode()
    assert not re.search(r">0<|>none|withdrawn<", section(page))


def test_without_any_sighting_nothing_stands_and_no_verdict_follows(case: Case) -> None:
    before = case.run(now=NOW).verdicts
    (case.folder / "inbox" / "patrols.csv").write_text(SEEN.partition("\n")[0] + "\n", "utf-8")
    case.evidence.log_file.unlink()
    row = rows(case)["back", "artillery"]
    assert ("nothing on record", "nothing on record") == (row.present, row.means)
    after = case.run(now=NOW).verdicts
    assert 3 == before.filter(clause_id="back", obligor="any", clock="A")["recorded"].item()
    assert [None] == after.filter(clause_id="back")["recorded"].unique().to_list()
    assert {"cannot_tell", "not_verifiable"} >= set(after["verdict"])


def test_a_sighting_waits_three_days_before_it_is_told(case: Case) -> None:
    late = SEEN.replace("s2,2031-04-12T09:00Z,2031-04-12T09:00Z", "s2,2031-05-01T09:00Z,2031-05-01T09:00Z")
    (case.folder / "inbox" / "patrols.csv").write_text(late, "utf-8")
    told = weapon_part(case.material(case.run(now=NOW)))
    assert told is not None
    assert "2 seen for the first time; 1 of them seen to be gone since" == told.rows[0].present
    assert "Not yet told, because 72 hours have not gone by since: 1 sighting." in told.notes


def test_a_case_without_weapons_has_no_such_section(case: Case) -> None:
    (case.folder / "sources.yaml").write_text("sources: []\n", "utf-8")
    assert 'id="weapons"' not in case.report(case.run(now=NOW)).decode()


def test_exchanging_the_parties_exchanges_whose_sites_they_are_and_nothing_else(case: Case) -> None:
    codes = {"A": "B", "B": "A"}
    before = case.run(now=NOW)
    for name, text in (("list", LIST), ("visits", VISITS)):
        swapped = re.sub(r",([AB]),", lambda match: f",{codes[match[1]]},", text)
        (case.folder / "inbox" / f"{name}.csv").write_text(swapped, "utf-8")
    other = TERMS.replace('"measured_from": {"B": "older"}', '"measured_from": {"A": "older"}')
    (case.folder / "terms.yaml").write_text(other, "utf-8")
    case.evidence.log_file.unlink()
    after = cl.open(case.folder).run(now=NOW)
    key = ["clause_id", "obligor", "clock", "site"]
    turned = after.weapon_checks.with_columns(
        after.weapon_checks["obligor"].replace(codes), after.weapon_checks["clock"].replace(codes)
    )
    assert before.weapon_checks.sort(key).equals(turned.sort(key))
    assert before.sightings.equals(after.sightings)
    assert before.findings.sort("incident_id", "clause_id", "clock").equals(
        after.findings.sort("incident_id", "clause_id", "clock")
    )
