from __future__ import annotations

import json
from pathlib import Path
from time import process_time

import pytest
from typer.testing import CliRunner, Result

import ceaseline
from builders import clause, terms_text
from ceaseline.cli import app
from ceaseline.terms import parse, printed
from easter import easter

RUNNER = CliRunner()


def call(*words: object) -> Result:
    return RUNNER.invoke(app, [str(word) for word in words])


def flat(text: str) -> str:
    return " ".join(text.split())


def test_check_prints_sentences_a_glance_and_what_is_left_open(tmp_path: Path) -> None:
    done = call("check", "-C", easter(tmp_path))
    assert 0 == done.exit_code
    said = flat(done.stdout)
    assert "Prohibition: All air and missile attacks stop." in said
    assert "clause A B symmetry what can see it no-air-attack in force accepted both" in said
    assert "T17 nobody determines. Where nobody determines, each side does." in said
    assert "terms.yaml:14: mechanism: it is not said who determines" in said


def test_strict_exits_1_where_anything_is_left_open(tmp_path: Path) -> None:
    folder = easter(tmp_path)
    assert 1 == call("check", "--strict", "-C", folder).exit_code
    body = {"name": "Joint Commission", "quorum": 2, "rule": "majority"}
    mechanism = {"body": body, "right_of_reply_hours": 24, "orders_deposited_with": "the depositary"}
    clauses = [clause(code="PROTECT_CIVILIANS", measure="People are harmed.", verifiable_by={"monitor": "partly"})]
    (folder / "terms.yaml").write_text(terms_text(*clauses, mechanism=mechanism), "utf-8")
    (folder / "sources.yaml").write_text("sources: []\n", "utf-8")
    done = call("check", "--strict", "-C", folder)
    assert "The linter finds nothing that is left open." in done.stdout
    assert 0 == done.exit_code


def test_check_as_json_has_sentences_remarks_standings_and_clocks(tmp_path: Path) -> None:
    data = json.loads(call("check", "--json", "-C", easter(tmp_path)).stdout)
    assert {"problems", "sentences", "remarks", "standings", "clocks"} == set(data)
    remark = next(each for each in data["remarks"] if each["rule"] == "T17")
    assert (14, ["mechanism"]) == (remark["line"], remark["path"])
    assert "both" == data["standings"][0]["symmetry"]


def test_clocks_that_part_are_said(tmp_path: Path) -> None:
    folder = easter(tmp_path)
    text = (folder / "terms.yaml").read_text("utf-8")
    later = '{B: {from: "2025-04-19 20:00", until: "2025-04-21 00:00", zone: Europe/Kyiv}}'
    (folder / "terms.yaml").write_text(text.replace("windows_disputed: {}", f"windows_disputed: {later}"), "utf-8")
    said = flat(call("check", "-C", folder).stdout)
    assert "Where the clocks part: no-air-attack: by the clock of Russia (A) 19 Apr 2025, 15:00 to" in said
    assert "gets two answers, never one." in said


def test_the_form_printed_reads_as_the_same_terms(tmp_path: Path) -> None:
    folder = easter(tmp_path)
    done = call("check", "--form", "-C", folder)
    assert ceaseline.open(folder).terms == parse(done.stdout)


def test_the_schema_needs_no_case(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    schema = json.loads(call("check", "--schema").stdout)
    assert {"agreement", "parties", "clauses"} == set(schema["required"])
    assert "from" in schema["$defs"]["WindowForm"]["properties"]


@pytest.mark.parametrize(
    ("old", "new", "line", "mark"),
    [
        ("modality: prohibition", "modality: ban", 26, "ban"),
        ("zone: Europe/Moscow, by", "zone: Europe/Moskva, by", 5, "Europe/Moskva"),
        ("type: reciprocal", "type: no, # reciprocal", 3, "no, #"),
    ],
)
def test_a_problem_is_shown_with_its_line_and_a_mark_under_the_place(
    tmp_path: Path, old: str, new: str, line: int, mark: str
) -> None:
    folder = easter(tmp_path)
    text = (folder / "terms.yaml").read_text("utf-8")
    assert old in text
    (folder / "terms.yaml").write_text(text.replace(old, new, 1), "utf-8")
    shown = call("check", "-C", folder).stderr.splitlines()
    place = next(number for number, each in enumerate(shown) if each.startswith(f"terms.yaml:{line}: "))
    _, excerpt, under = shown[place : place + 3]
    assert mark == excerpt[under.index("^") :][: len(mark)]


def test_a_zone_that_crosses_itself_is_named_with_the_place(tmp_path: Path) -> None:
    folder = easter(tmp_path)
    text = (folder / "terms.yaml").read_text("utf-8")
    (folder / "terms.yaml").write_text(f"zones:\n  north: {{file: north.geojson}}\n{text}", "utf-8")
    crossing = {"type": "Polygon", "coordinates": [[[30, 50], [31, 51], [31, 50], [30, 51], [30, 50]]]}
    (folder / "north.geojson").write_text(json.dumps(crossing), "utf-8")
    done = call("check", "-C", folder)
    assert 1 == done.exit_code
    assert "north.geojson: features[0]: crosses or touches itself: Self-intersection[30.5 50.5]" in done.stderr


def test_two_hundred_clauses_are_checked_in_under_a_second(tmp_path: Path) -> None:
    folder = easter(tmp_path)
    call("check", "-C", folder)  # loads what is needed
    clauses = [clause(id=f"c{number}", measure="Shots are heard.", objects=["rifles"]) for number in range(200)]
    (folder / "terms.yaml").write_text(printed(parse(terms_text(*clauses))), "utf-8")
    (folder / "sources.yaml").write_text("sources: []\n", "utf-8")
    began = process_time()
    assert 0 == call("check", "-C", folder).exit_code
    assert process_time() - began < 1
