"""Reports with numbers: drafts, what two people release, what stays as it was, and what differs."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path

import pytest
from typer.testing import CliRunner

from builders import at
from ceaseline.case import Case
from ceaseline.cli import app
from ceaseline.errors import InputError, UnknownName
from ceaseline.pipeline.reporting import span
from ceaseline.publishing.report.differing import differences
from ceaseline.publishing.report.spelling import digest, parsed, spelled, with_status
from ceaseline.settings import ReportingDay
from ceaseline.store import audited
from told_days import FIRST, HEADER, NOW, SECOND, THIRD, told_days

LATER = at("2031-06-21")
RELEASE = {"outcome": "released", "reason": "Read line by line.", "now": LATER}


@pytest.fixture
def case(tmp_path: Path) -> Case:
    return told_days(tmp_path / "case")


def released(case: Case, number: str) -> None:
    for who in ("R. One", "R. Two"):
        case.decide(f"report-{number}", by=who, **RELEASE)  # type: ignore[arg-type]


def comes_late(case: Case, name: str = "y4") -> None:
    """Let another shelling of the second day come in, and work everything out anew."""
    row = f"{name},2031-05-11T21:00:00Z,2031-05-11T21:00:30Z,seen,shelling,34.5,12.5,300\n"
    path = case.folder / "inbox" / "posts.csv"
    path.write_text(path.read_text("utf-8") + row, "utf-8")
    case.run(now=LATER)


def test_a_report_has_a_number_and_is_a_draft(case: Case) -> None:
    issue, files = case.issue(SECOND)
    assert ("2031-05-11-1", False, "draft") == (issue.number, issue.released, issue.report.masthead.status)
    assert {"report.json"} == set(files)
    assert (case.folder / "reports" / "2031-05-11-1" / "report.json").read_bytes() == files["report.json"]


def test_the_same_tables_give_the_same_bytes(case: Case) -> None:
    assert spelled(case.issue(SECOND)[0].report) == spelled(case.issue(SECOND)[0].report)


def test_bytes_and_back_are_the_same_report(case: Case) -> None:
    report = case.report_of(SECOND, restricted=True)
    assert parsed(spelled(report)) == report


def test_the_masthead_says_from_which_evidence_it_was_made(case: Case) -> None:
    head = case.report_of(SECOND).masthead
    told = json.loads((case.folder / "tables" / "made.json").read_text("utf-8"))
    assert (NOW, f"the first {told['size']} entries of the evidence log, root {told['root']}") == (
        head.cut_off,
        head.checkpoint,
    )


def test_a_draft_is_written_anew_where_nobody_ruled_on_it(case: Case) -> None:
    case.issue(SECOND)
    comes_late(case)
    assert "2031-05-11-1" == case.issue(SECOND)[0].number


def test_two_people_release_a_report_and_one_alone_does_not(case: Case) -> None:
    number = case.issue(SECOND)[0].number
    case.decide(f"report-{number}", by="R. One", **RELEASE)  # type: ignore[arg-type]
    case.decide(f"report-{number}", by=" r.  ONE", **RELEASE)  # type: ignore[arg-type]
    assert ({}, 1) == (case.desk.reports.released(), case.desk.wanting(number))
    case.decide(f"report-{number}", by="R. Two", **RELEASE)  # type: ignore[arg-type]
    assert {number} == set(case.desk.reports.released())
    assert "released" == parsed(case.desk.reports.model(number)).masthead.status
    assert b'"status": "released"' in (case.folder / "reports" / number / "report.json").read_bytes()


def test_the_released_bytes_are_evidence_and_stay_what_they_were(case: Case) -> None:
    number = case.issue(SECOND)[0].number
    released(case, number)
    kept = case.desk.reports.model(number)
    (case.folder / "reports" / number / "model.json").write_text("{}", "utf-8")
    assert kept == case.desk.reports.model(number)
    assert () == audited(case.evidence, None, lambda *_: None).wrong


def test_who_thinks_better_of_it_withdraws_before_the_second_one_rules(case: Case) -> None:
    number = case.issue(SECOND)[0].number
    case.decide(f"report-{number}", by="R. One", **RELEASE)  # type: ignore[arg-type]
    case.decide(f"report-{number}", by="R. One", **{**RELEASE, "outcome": "withdrawn"})  # type: ignore[arg-type]
    case.decide(f"report-{number}", by="R. Two", **RELEASE)  # type: ignore[arg-type]
    assert {} == case.desk.reports.released()


def test_a_ruling_is_on_the_words_it_was_made_on(case: Case) -> None:
    number = case.issue(SECOND)[0].number
    case.decide(f"report-{number}", by="R. One", **RELEASE)  # type: ignore[arg-type]
    comes_late(case)
    issue, _ = case.issue(SECOND)
    assert ("2031-05-11-2", number, 0) == (issue.number, issue.before, case.desk.wanting("2031-05-11-2"))


def test_what_became_other_since_is_a_new_issue_and_the_old_one_stays(case: Case) -> None:
    number = case.issue(SECOND)[0].number
    released(case, number)
    kept = case.desk.reports.model(number)
    comes_late(case)
    issue, _ = case.issue(SECOND)
    assert ("2031-05-11-2", False, number) == (issue.number, issue.released, issue.before)
    assert kept == case.desk.reports.model(number)
    assert issue.report.masthead.corrections[0].text.startswith(
        "This issue takes the place of 2031-05-11-1, which stays readable."
    )


def test_a_released_report_is_released_once(case: Case) -> None:
    number = case.issue(SECOND)[0].number
    released(case, number)
    with pytest.raises(InputError, match="is released, and stays so"):
        case.decide(f"report-{number}", by="R. Three", **RELEASE)  # type: ignore[arg-type]


def test_that_a_report_was_released_changes_no_answer_and_makes_no_table_old(case: Case) -> None:
    before = case.report_of(SECOND)
    released(case, case.issue(SECOND)[0].number)
    assert digest(before) == digest(case.report_of(SECOND))


def test_newer_evidence_than_the_tables_is_told(case: Case) -> None:
    comes = case.folder / "inbox" / "later.csv"
    comes.write_text(HEADER, "utf-8")
    case.take([comes], source="posts", now=LATER)
    told = case.report_of(SECOND).sections[0].sentences[0].text
    assert told.startswith("Newer evidence is kept than these tables were made from: 1 entry")


def test_a_draft_that_somebody_changed_is_not_released(case: Case) -> None:
    number = case.issue(SECOND)[0].number
    path = case.folder / "reports" / number / "model.json"
    path.write_text(path.read_text("utf-8").replace("2 incidents were", "0 incidents were"), "utf-8")
    with pytest.raises(InputError, match="does not say what the tables say"):
        case.decide(f"report-{number}", by="R. One", **RELEASE)  # type: ignore[arg-type]


def test_rulings_on_other_words_do_not_add_up(case: Case) -> None:
    number = case.issue(SECOND)[0].number
    case.decide(f"report-{number}", by="R. One", **RELEASE)  # type: ignore[arg-type]
    comes_late(case)  # so that the tables cannot tell any more what the draft was made from
    path = case.folder / "reports" / number / "model.json"
    path.write_text(path.read_text("utf-8").replace("2 incidents were", "0 incidents were"), "utf-8")
    case.decide(f"report-{number}", by="R. Two", **RELEASE)  # type: ignore[arg-type]
    assert ({}, 1) == (case.desk.reports.released(), case.desk.wanting(number))


def test_a_form_that_changed_since_the_run_asks_for_another_run(case: Case) -> None:
    form = case.folder / "case.toml"
    form.write_text(form.read_text("utf-8").replace("A situation", "Another"), "utf-8")
    with pytest.raises(InputError, match=r"case\.toml changed since the tables were made\. Mend: ceaseline run"):
        case.report_of(SECOND)


def test_without_tables_it_is_said_how_to_get_them(tmp_path: Path) -> None:
    case = told_days(tmp_path / "case")
    case.tables.clear()
    with pytest.raises(InputError, match="Mend: ceaseline run"):
        case.report_of(SECOND)


def test_corrections_head_the_report_of_the_next_day(case: Case) -> None:
    number = case.issue(SECOND)[0].number
    released(case, number)
    comes_late(case)
    told = [each.text for each in case.report_of(THIRD).masthead.corrections]
    assert any("no-shelling, 11 May 2031, any side: violation established, 2 recorded" in each for each in told)
    assert not [each for each in case.report_of(SECOND).masthead.corrections if "11 May" in each.text]


def test_a_restricted_report_is_noted_in_the_log(case: Case) -> None:
    number = case.issue(SECOND, restricted=True, by="R. One", now=LATER)[0].number
    (entry,) = [each for each in case.evidence.entries() if each.kind == "publication"]
    assert ("restricted report", number, "R. One") == (
        entry.body["what"],
        entry.body["number"],
        case.evidence.words(entry, "to"),
    )
    assert "2031-05-11-restricted-1" == number


def test_two_reports_differ_in_what_differs(case: Case) -> None:
    assert [] == differences(case.report_of(SECOND), case.report_of(SECOND))
    found = differences(case.report_of(FIRST), case.report_of(SECOND))
    assert ("0", "2") in [
        (each.before, each.after) for each in found if (each.where, each.field) == ("T1", "Recorded")
    ]


def test_a_status_is_no_difference(case: Case) -> None:
    report = case.report_of(SECOND)
    assert digest(report) == digest(with_status(report, "released"))


@pytest.mark.parametrize(
    ("day", "starts", "hours"),
    [(date(2031, 3, 30), "00:00", 23.0), (date(2031, 10, 26), "19:30", 24.0), (date(2031, 10, 25), "19:30", 25.0)],
)
def test_a_day_is_as_long_as_its_clock_makes_it(day: date, starts: str, hours: float) -> None:
    assert hours == span(day, day, ReportingDay(zone="Europe/Berlin", starts=starts)).hours


def test_a_time_that_ends_before_it_begins_is_refused() -> None:
    with pytest.raises(InputError, match="is before --from"):
        span(SECOND, FIRST, ReportingDay())


def test_the_command_writes_decides_and_compares(case: Case) -> None:
    def told(*words: str) -> str:
        result = CliRunner().invoke(app, list(words), catch_exceptions=False)
        assert 0 == result.exit_code, result.output
        return str(result.stdout)

    folder = str(case.folder)
    written = json.loads(told("report", folder, "--day", "2031-05-11", "--format", "json,csv", "--json"))
    assert ("2031-05-11-1", "draft") == (written["number"], written["status"])
    for who in ("One", "Two"):
        words = told(
            "decide", "-C", folder, "report-2031-05-11-1", "--outcome", "released", "--reason", "Read.", "--by", who
        )
    assert words.startswith("2031-05-11-1 is released")
    against = told("report", folder, "--day", "2031-05-11", "--against", "2031-05-10", "--json")
    assert {"where": "T1", "row": "no-shelling, any side", "field": "Recorded", "before": "0", "after": "2"} in (
        json.loads(against)["differences"]
    )
    whole = told("report", folder, "--from", "2031-05-10", "--to", "2031-05-12", "--format", "json")
    assert whole.startswith("2031-05-10_2031-05-12-1: a draft.")


def test_a_number_that_is_not_there_is_named_with_those_that_are(case: Case) -> None:
    case.issue(SECOND)
    with pytest.raises(UnknownName, match="2031-05-11-1"):
        case.decide("report-2031-05-11-7", by="R. One", **RELEASE)  # type: ignore[arg-type]
