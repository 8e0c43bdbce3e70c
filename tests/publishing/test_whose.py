"""Whose an incident may be, as an analyst reads it: every answer, every group, and nothing that accuses."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Mapping
from math import exp
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

import ceaseline as cl
from builders import at, clause
from ceaseline.case import Case
from ceaseline.publishing import Material, explain, incident_data
from ceaseline.publishing.cells import grid_of
from ceaseline.publishing.gazetteer import Place
from ceaseline.publishing.nearby import where_told
from facts import case_of, determine, exchanged

NOW = at("2031-05-12")
# a line from south to north where it fell: going along it, A is on the right, which is the east
LINE = {
    "type": "Feature",
    "properties": {"day": "2031-05-10", "left": "B", "right": "A", "error_km": 0.2},
    "geometry": {"type": "LineString", "coordinates": [[34.4995, 12.0], [34.4995, 13.0]]},
}
SOURCES = """  - {name: posts, kind: observations, file: inbox/posts.csv, role: monitor}
  - {name: north-press, kind: observations, file: inbox/press.csv, role: press, party: A}
  - {name: web, kind: observations, file: inbox/web.csv, role: public}
  - {name: map, kind: lines, file: inbox/line.geojson, author: R. Drawer}
"""
HEADER = (
    "observation_id,earliest,latest,time_sigma_s,means,phenomenon,lon,lat,radius_m,bearing_deg,bearing_sigma_deg,"
    "accused\n"
)
MADE = "2031-05-10T08:00:00Z,2031-05-10T08:00:20Z,5,heard,shelling,34.5,12.5,300"
SIDES = '[release]\nattribution = "side"\n'


def case(folder: Path, *, bearing: str = "90,10", blames: str = "B", says: str = "", settings: str = SIDES) -> Case:
    """Return a case with what a monitor heard and *says*, the press of one side and somebody of the public."""
    inbox = {
        "posts.csv": f"{HEADER}p1,{MADE},{bearing},{says}\n",
        "press.csv": f"{HEADER}n1,{MADE},,,{blames}\n",
        "web.csv": f"{HEADER}w1,{MADE},,,A\n",
        "line.geojson": json.dumps({"type": "FeatureCollection", "features": [LINE]}),
    }
    zones = settings.replace("[release]", 'show_zones = ["Asia/Tokyo"]\n[release]')
    return case_of(folder / "case", clause(), sources=SOURCES, inbox=inbox, settings=zones)


def material(opened: Case) -> Material:
    return opened.material(opened.run(now=NOW))


def the_one(of: Material) -> str:
    (name,) = of.incidents["incident_id"]
    return str(name)


def told(opened: Case) -> list[tuple[str, str]]:
    of = material(opened)
    return explain(of, the_one(of))


def data(opened: Case) -> dict[str, Any]:
    of = material(opened)
    return incident_data(of, the_one(of))


def sentence(opened: Case, label: str) -> str:
    return dict(told(opened))[label]


def test_on_top_stands_that_it_is_not_for_publication(tmp_path: Path) -> None:
    label, words = told(case(tmp_path))[0]
    assert "for whom this is" == label
    assert words.startswith("restricted: an analyst's view, not for publication")


def test_time_is_told_on_the_clock_of_the_world_and_on_those_of_the_case(tmp_path: Path) -> None:
    assert "2031-05-10 08:00:00 to 08:00:20 UTC; 2031-05-10 17:00:00 to 17:00:20 Asia/Tokyo" == sentence(
        case(tmp_path), "when"
    )


def test_every_answer_is_told_and_undetermined_is_one_of_them(tmp_path: Path) -> None:
    answers = sentence(case(tmp_path), "how likely each answer is, by a model").split("; ")
    assert 7 == len(answers)
    assert any(answer.startswith("undetermined:") for answer in answers)
    assert "nothing that happened: " in "; ".join(answers)


def test_a_side_that_may_be_proposed_is_proposed_to_people_and_is_no_finding(tmp_path: Path) -> None:
    words = sentence(case(tmp_path, says="A"), "what the rules of release make of it")
    assert "the program proposes North (A), for people to look at; it is no finding." in words
    assert "releases no side" not in words


def test_what_the_public_says_carries_nothing_over_the_threshold(tmp_path: Path) -> None:
    almost = case(tmp_path, bearing="90,38", blames="")
    words = sentence(almost, "what the rules of release make of it")
    assert words.startswith("undetermined, which is an answer among the others. It is over the threshold only with")


def test_a_case_that_releases_no_side_shows_the_proposal_and_says_that_it_stays_inside(tmp_path: Path) -> None:
    words = sentence(case(tmp_path, says="A", settings="[release]\n"), "what the rules of release make of it")
    assert "the program proposes North (A), for people to look at" in words
    assert words.endswith("This case releases no side, whatever is proposed here.")


def test_what_speaks_adds_up_to_the_chances(tmp_path: Path) -> None:
    found = data(case(tmp_path))["whose"]
    sums = {name: 0.0 for name in found["chances"] if name != "undetermined"}
    for group in found["speaking"]:
        for name, value in group["log_odds"].items():
            sums[name] += value
    odds = {name: exp(value) for name, value in sums.items()}
    assert found["chances"] == pytest.approx(
        {name: value / sum(odds.values()) for name, value in odds.items()} | {"undetermined": None}
    )


def test_without_the_strongest_group_the_chances_are_those_of_a_case_without_it(tmp_path: Path) -> None:
    found = data(case(tmp_path))["whose"]["without_the_strongest"]
    assert ("bearing", "posts") == (found["term"], found["group"])
    assert found["chances"]["A"] == pytest.approx(0.55, abs=0.1)


def test_a_direction_and_a_claim_each_stand_under_what_they_speak_for(tmp_path: Path) -> None:
    labels = {words.split(":")[0]: label for label, words in told(case(tmp_path, blames="A")) if ": " in words}
    assert "speaks strongly for North (A)" == labels["a direction of fire (posts)"]
    assert labels["claims (camp of North (A))"].endswith("for North (A)")


def test_what_nobody_told_is_named(tmp_path: Path) -> None:
    missing = sentence(case(tmp_path, bearing=","), "what is missing")
    assert "no monitor and no instrument of those that recorded it says whose it was" in missing
    assert "no direction of fire was taken" in missing
    assert "nothing of it was heard from the camp of South (B)" in missing
    assert "camp of North (A)" not in missing


def test_what_would_change_it_says_how_much_each_side_lacks_and_what_kind_could_bring_it(tmp_path: Path) -> None:
    far = sentence(case(tmp_path, bearing=","), "what would change it")
    assert re.search(r"North \(A\) lacks \d\.\d in log-odds \(odds [\d.,]+ times as high\)", far)
    assert "What could bring it there: a monitor's or an instrument's own record" in far
    near = sentence(case(tmp_path / "near", says="A"), "what would change it")
    assert re.search(r"North \(A\) is over it by \d\.\d in log-odds", near)
    assert "What could bring it below: the same for another side" in near


def test_nothing_in_it_accuses_anybody(tmp_path: Path) -> None:
    for bearing in ("90,10", ","):
        words = " ".join(f"{label}: {text}" for label, text in told(case(tmp_path / bearing, bearing=bearing)))
        assert not re.search(
            r"\b(guilty|culprit|perpetrator|responsible|committed|provo\w+|attacked|aggress\w+|lied|liar|fake)\b",
            words,
            re.IGNORECASE,
        )


def with_all_exchanged(opened: Case, folder: Path) -> Case:
    """Return the case with the parties exchanged in every file that people or sources wrote."""
    for path in sorted(opened.folder.rglob("*")):
        other = folder / path.relative_to(opened.folder)
        if path.is_file() and not {"tables", "evidence", "reports"} & set(path.parts):
            other.parent.mkdir(parents=True, exist_ok=True)
            other.write_text(exchanged(path.read_text("utf-8")), "utf-8")
    return cl.open(folder)


@pytest.mark.parametrize("changes", [{}, {"bearing": "270,10"}, {"bearing": ","}, {"blames": "A"}, {"says": "A"}])
def test_with_the_parties_exchanged_every_word_is_exchanged(tmp_path: Path, changes: Mapping[str, str]) -> None:
    one = case(tmp_path, **changes)
    other = with_all_exchanged(one, tmp_path / "other")
    assert [(exchanged(label), exchanged(text)) for label, text in told(one)] == told(other)


def test_rulings_stand_in_it_with_their_affiliations(tmp_path: Path) -> None:
    opened = case(tmp_path)
    determine(opened, the_one(material(opened)), "A", now=NOW)
    words = " ".join(text for label, text in told(opened) if label.startswith("decision"))
    assert "by R. One of Mission on" in words
    assert "by R. Two of Panel on" in words
    assert "what people determined" not in dict(told(opened))


def test_no_reviewer_is_named_in_what_programs_read(tmp_path: Path) -> None:
    opened = case(tmp_path)
    determine(opened, the_one(material(opened)), "A", now=NOW)
    assert "R. One" not in json.dumps(data(opened), default=str)


AULIS = Place(34.5, 12.5, 1, ("Aulis",))


@given(lon=st.floats(34.0, 35.0), lat=st.floats(12.0, 13.0))
def test_where_it_was_says_nothing_that_its_cell_does_not_say(lon: float, lat: float) -> None:
    grid = grid_of(253)
    box = grid.box(grid.cell_of(lon, lat))
    middle = (box.west + box.east) / 2, (box.south + box.north) / 2
    say: Callable[[float, float], str] = lambda x, y: where_told(x, y, cell_km2=253, places=[AULIS])  # noqa: E731
    assert say(*middle) == say(lon, lat)


def test_it_names_the_nearest_settlement_and_none_where_the_case_names_none() -> None:
    far = Place(40.0, 12.5, 1, ("Megara",))
    assert where_told(34.7, 12.5, cell_km2=253, places=[far, AULIS]).endswith("km east of Aulis")
    assert "its middle" not in where_told(34.7, 12.5, cell_km2=253, places=[])
