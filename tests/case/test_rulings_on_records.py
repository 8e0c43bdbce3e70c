"""People put incidents together and take them apart; what they said holds, whatever comes later."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import polars as pl
import pytest
from typer.testing import CliRunner

from builders import at, clause
from ceaseline.case import Case
from ceaseline.cli import app
from ceaseline.errors import InputError, UnknownName
from ceaseline.pipeline import Outcome
from ceaseline.publishing import explain
from ceaseline.review import determined
from facts import case_of, determine

NOW, LATER, LAST = at("2031-05-12"), at("2031-05-13"), at("2031-05-14")
SOURCES = """  - {name: posts, kind: observations, file: inbox/posts*.csv, role: monitor}
  - {name: press, kind: observations, file: inbox/press*.csv, role: press}
  - {name: phones, kind: observations, file: inbox/phones*.csv, role: public}
"""
HEADER = "observation_id,earliest,latest,lon,lat,radius_m,phenomenon\n"
# a shot that posts and press tell of alike, and one twelve hours later
INBOX = {
    "posts.csv": HEADER
    + "s,2031-05-10T08:00Z,2031-05-10T08:05Z,34.5,12.5,300,shot\n"
    + "e,2031-05-10T20:00Z,2031-05-10T20:05Z,34.9,12.9,300,shot\n",
    "press.csv": HEADER + "t,2031-05-10T08:00Z,2031-05-10T08:06Z,34.501,12.5,300,shot\n",
}
LATE = HEADER + "l,2031-05-10T08:01Z,2031-05-10T08:04Z,34.5,12.501,300,shot\n"
RULED: Any = {"reason": "The crater is one.", "by": "R. One"}


@pytest.fixture
def case(tmp_path: Path) -> Case:
    return case_of(tmp_path / "case", clause(), sources=SOURCES, inbox=INBOX)


def of(outcome: Outcome) -> dict[str, str]:
    return dict(outcome.members.select("observation_id", "incident_id").iter_rows())


def sets(outcome: Outcome) -> set[frozenset[str]]:
    each = outcome.members.group_by("incident_id").agg("observation_id")
    return {frozenset(records) for records in each["observation_id"].to_list()}


def test_what_the_program_finds_without_rulings(case: Case) -> None:
    assert {frozenset({"posts-s", "press-t"}), frozenset({"posts-e"})} == sets(case.run(now=NOW))


def merged(case: Case) -> Any:
    ids = of(case.run(now=NOW))
    entry, _ = case.decide(ids["posts-s"], merge=[ids["posts-e"]], now=NOW, **RULED)
    return ids, entry


def test_merged_incidents_are_one_in_every_later_run_with_late_reports_too(case: Case) -> None:
    ids, _ = merged(case)
    assert {frozenset({"posts-s", "press-t", "posts-e"})} == sets(case.run(now=LATER))
    assert {frozenset({"posts-s", "press-t", "posts-e"})} == sets(case.run(now=LATER))
    (case.folder / "inbox" / "phones.csv").write_text(LATE, "utf-8")
    outcome = case.run(now=LAST)
    assert {frozenset({"posts-s", "press-t", "posts-e", "phones-l"})} == sets(outcome)
    (one,) = outcome.incidents["incident_id"]
    went = outcome.lineage.filter(pl.col("was").is_in(list(ids.values())))
    assert {(old, one, 1.0, "merged") for old in ids.values()} == set(went.drop("named").rows())


def test_a_merge_can_be_taken_back_and_the_old_ids_are_there_again(case: Case) -> None:
    ids, entry = merged(case)
    together = of(case.run(now=LATER))["posts-s"]
    case.decide(entry.id, "withdrawn", reason="Two craters.", by="R. Two", now=LATER)
    outcome = case.run(now=LAST)
    assert ids == of(outcome)
    assert {(together, "split")} == set(outcome.lineage.select("was", "how").rows())
    assert {frozenset({"posts-s", "press-t", "posts-e"})} == sets(case.run(as_of=NOW))


def test_a_split_holds_and_a_late_report_goes_with_the_nearer_side(case: Case) -> None:
    ids = of(case.run(now=NOW))
    case.decide(ids["posts-s"], split=["press-t"], now=NOW, **RULED)
    apart = {frozenset({"posts-s"}), frozenset({"press-t"}), frozenset({"posts-e"})}
    outcome = case.run(now=LATER)
    assert apart == sets(outcome)
    assert [1.0, 1.0] == outcome.members.filter(pl.col("observation_id") != "posts-e")["probability"].to_list()
    (case.folder / "inbox" / "phones.csv").write_text(LATE, "utf-8")
    found = sets(case.run(now=LAST))
    assert not any({"posts-s", "press-t"} <= each for each in found)


def test_the_later_of_two_rulings_on_the_same_records_holds(case: Case) -> None:
    _, entry = merged(case)
    one = of(case.run(now=LATER))["posts-s"]
    case.decide(one, split=["posts-e"], reason="Twelve hours.", by="R. Two", now=LATER)
    outcome = case.run(now=LAST)
    assert {frozenset({"posts-s", "press-t"}), frozenset({"posts-e"})} == sets(outcome)
    assert ["stands", "stands"] == outcome.decisions["standing"].to_list()
    assert entry.id == outcome.decisions["decision_id"][0]


def test_explain_tells_the_ruling_from_every_id_it_touches(case: Case) -> None:
    ids, entry = merged(case)
    material = case.material(case.run(now=LATER))
    said = f"{' and '.join(sorted({ids['posts-s'], ids['posts-e']}))} are one: merged, by R. One"
    (one,) = material.incidents["incident_id"]
    for name in (ids["posts-s"], ids["posts-e"], one, entry.id):
        told = explain(material, name)
        assert dict(told)[f"decision {entry.id}, stands"].startswith(said), name
    assert ("now", one) in explain(material, ids["posts-e"])


def test_what_is_one_already_is_not_merged_again_whichever_is_named_first(case: Case) -> None:
    ids, _ = merged(case)
    (one,) = case.run(now=LATER).incidents["incident_id"]
    for name, other in (("posts-s", "posts-e"), ("posts-e", "posts-s")):
        with pytest.raises(InputError, match=f"are one already: {one}"):
            case.decide(ids[name], merge=[ids[other]], now=LATER, **RULED)


@pytest.mark.parametrize(
    ("asked", "error", "said"),
    [
        ({"merge": ["incident-none"]}, UnknownName, "incident-none"),
        ({"merge": ["posts-s"]}, UnknownName, "posts-s"),
        ({"split": ["posts-e"]}, UnknownName, "posts-e"),
        ({"split": ["posts-s", "press-t"]}, InputError, "no other record"),
        ({"split": ["press-t"], "merge": ["x"]}, InputError, "one of --outcome, --merge and --split"),
        ({}, InputError, "one of --outcome, --merge and --split"),
        ({"outcome": "merged"}, UnknownName, "merged"),
    ],
)
def test_what_cannot_be_ruled_is_refused_and_nothing_is_written(
    case: Case, asked: dict[str, Any], error: type[Exception], said: str
) -> None:
    name = of(case.run(now=NOW))["posts-s"]
    before = len(list(case.evidence.entries()))
    with pytest.raises(error, match=said):
        case.decide(name, now=LATER, **asked, **RULED)
    with pytest.raises(InputError, match="merged with itself"):
        case.decide(name, merge=[name], now=LATER, **RULED)
    assert before == len(list(case.evidence.entries()))


def test_whose_it_was_goes_along_with_an_incident_that_only_gained_a_record(case: Case) -> None:
    name = of(case.run(now=NOW))["posts-s"]
    determine(case, name, "A", now=NOW)
    (case.folder / "inbox" / "phones.csv").write_text(LATE, "utf-8")
    outcome = case.run(now=LATER)
    new = of(outcome)["posts-s"]
    assert name != new
    assert [(new, "stands")] * 2 == outcome.decisions.select("applies_to", "standing").rows()
    assert {new: "A"} == determined(outcome.decisions)
    assert f"{new}, which has the records of {name} now" == dict(explain(case.material(outcome), new))["applies to"]


def test_one_person_before_and_one_after_the_late_report_are_two(case: Case) -> None:
    name = of(case.run(now=NOW))["posts-s"]
    determine(case, name, "A", now=NOW, of={"R. One": "Mission"})
    (case.folder / "inbox" / "phones.csv").write_text(LATE, "utf-8")
    new = of(case.run(now=LATER))["posts-s"]
    case.decide(name, "A", reason="Seen.", by="R. Two", affiliation="Panel", now=LATER)  # by its former id
    outcome = case.run(now=LAST)
    assert [name, new] == outcome.decisions["about"].to_list()
    assert {new: "A"} == determined(outcome.decisions)


def test_whose_it_was_is_held_where_the_incident_was_merged_until_somebody_rules_anew(case: Case) -> None:
    ids = of(case.run(now=NOW))
    determine(case, ids["posts-s"], "A", now=NOW)
    case.decide(ids["posts-s"], merge=[ids["posts-e"]], now=NOW, **RULED)
    outcome = case.run(now=LATER)
    assert ["held", "held", "stands"] == outcome.decisions["standing"].to_list()
    assert {} == determined(outcome.decisions)
    (one,) = outcome.incidents["incident_id"]
    assert "decides nothing until somebody rules" in dict(explain(case.material(outcome), one))["why it is held"]
    with pytest.raises(InputError, match=f"its records are in {one}"):
        case.decide(ids["posts-s"], "A", reason="Seen.", by="R. One", now=LATER)
    determine(case, one, "A", now=LAST)
    assert ["superseded", "superseded", "stands", "stands", "stands"] == case.run(now=LAST).decisions[
        "standing"
    ].to_list()


def test_whose_it_was_is_held_where_a_record_is_gone_that_people_had_before_them(case: Case) -> None:
    outcome = case.run(now=NOW)
    determine(case, of(outcome)["posts-s"], "A", now=NOW)
    (press,) = (each for each in case.evidence.captures() if each.source == "press")
    case.decide(press.capture_id, "left_out", reason="Another day.", by="R. One", now=LATER)
    outcome = case.run(now=LATER)
    assert ["held", "held", "stands"] == outcome.decisions["standing"].to_list()
    assert {} == determined(outcome.decisions)


def call(*words: object) -> Any:
    return CliRunner().invoke(app, [str(word) for word in words], catch_exceptions=False)


def test_the_commands_merge_and_explain_the_old_id_and_say_what_is_held(case: Case) -> None:
    ids = of(case.run(now=NOW))
    determine(case, ids["posts-e"], "A", now=NOW)
    folder, by = ("-C", case.folder), ("--reason", "One crater.", "--by", "R. One")
    done = call("decide", ids["posts-s"], "--merge", ids["posts-e"], *folder, *by)
    assert 0 == done.exit_code
    assert "are one: merged (d-" in done.stdout
    done = call("run", *folder)
    assert "2 rulings on incidents are held" in done.stderr
    told = json.loads(call("explain", ids["posts-e"], *folder, "--json").stdout)
    (now,) = told["incidents"]
    assert [(ids["posts-e"], now, "merged")] == [(row["was"], row["now"], row["how"]) for row in told["lineage"]]
    assert f"they are in {now} (100%)" in call("explain", ids["posts-e"], *folder).stdout.replace("\n    ", " ")
    done = call("decide", now, "--split", "posts-e", *folder, *by)
    assert "1 record tells of another happening than the rest: split" in done.stdout
    assert 2 == call("decide", now, "--split", "posts-zz", *folder, *by).exit_code
