"""The first eight sections: what is counted, what is not, and what each number leads to."""

from __future__ import annotations

import json
import random
import re
from datetime import date
from pathlib import Path

import pytest

import ceaseline as cl
from builders import at
from ceaseline.case import Case
from ceaseline.pipeline.reporting import stored
from ceaseline.publishing import explain
from ceaseline.publishing.report.frame import Frame
from ceaseline.publishing.report.messages import messages
from ceaseline.publishing.report.model import Report
from told_days import FIRST, NOW, SECOND, SEEN, THIRD, row, section, sentences, table, told_days


@pytest.fixture(scope="module")
def case(tmp_path_factory: pytest.TempPathFactory) -> Case:
    return told_days(tmp_path_factory.mktemp("told") / "case")


@pytest.fixture(scope="module")
def second(case: Case) -> Report:
    return case.report_of(SECOND)


def test_the_sections_are_numbered_as_they_stand(second: Report) -> None:
    assert list(range(1, 18)) == [each.number for each in second.sections]
    assert all(each.sentences or each.tables or each.pictures for each in second.sections)


def test_a_day_is_told_with_its_number_and_its_coverage(second: Report) -> None:
    told = row(table(second, "T1"), "no-shelling", "any side")
    assert ("violation_established", 2, 2) == (
        told["answer"].value,
        told["recorded"].value,
        told["violations"].value,
    )
    assert ("100 %", "in force; day 2 of 3") == (told["watched"].text, told["in_force"].text)


def test_of_a_side_alone_no_number_is_told_where_whose_is_not_released(second: Report) -> None:
    told = row(table(second, "T1"), "no-shelling", "North (A)")
    assert (None, "whose_not_established") == (told["violations"].value, told["violations"].why_not)


def test_a_zero_is_written_where_somebody_watched_and_nowhere_else(case: Case) -> None:
    quiet = row(table(case.report_of(FIRST), "T1"), "no-shelling", "any side")
    blind = row(table(case.report_of(THIRD), "T1"), "no-shelling", "any side")
    assert (0, None, "not_watched") == (
        quiet["recorded"].value,
        blind["recorded"].value,
        blind["recorded"].why_not,
    )


def test_a_demand_is_no_term_in_force(second: Report) -> None:
    told = row(table(second, "T1"), "no-training", "any side")
    assert "not agreed (demanded, not agreed)" == told["in_force"].text
    assert "not_in_force" == told["recorded"].why_not


def test_what_only_a_party_tells_is_in_no_number_of_ours(case: Case) -> None:
    third = case.report_of(THIRD)
    assert "1 incident is only alleged by a party, and in no number of ours." in sentences(third, "bottom")
    assert not section(third, "observations").tables


def test_an_exercise_stands_on_a_line_of_its_own(second: Report) -> None:
    assert "Beside that, 1 incident was assessed as an exercise or a controlled explosion." in sentences(
        second, "bottom"
    )
    assert any(each.startswith("2 incidents were recorded;") for each in sentences(second, "bottom"))
    kinds = [each[0].text for each in table(second, "T2-kinds").rows]
    assert ["shelling", "exercise outside"] == kinds


def test_days_watched_alike_are_compared_and_others_are_not(case: Case, second: Report) -> None:
    assert "Against the day before: no-shelling: 2; the day before: 0, watched alike." in sentences(
        second, "bottom"
    )
    assert "With the day before and day 1 nothing can be compared." in sentences(case.report_of(THIRD), "bottom")


def test_what_was_recorded_while_nobody_watched_is_compared_with_nothing(tmp_path: Path) -> None:
    blind = "y4,2031-05-12T08:00:00Z,2031-05-12T08:00:30Z,seen,shelling,34.5,12.5,300\n"
    told = sentences(told_days(tmp_path / "case", seen=SEEN + blind).report_of(THIRD), "bottom")
    why = "not comparable (100 % of the hours, 100 % well enough to see the smallest act)"
    assert f"Against the day before: no-shelling: 1; the day before: 2, {why}." in told
    assert f"Against day 1: no-shelling: 1; day 1: 0, {why}." in told


def test_no_share_is_told_of_a_base_under_twenty(second: Report) -> None:
    told = " ".join(each for each in sentences(second, "bottom"))
    assert not re.search(r"\d+ % (more|fewer)", told)


def test_nothing_occurred_in_any_word(second: Report) -> None:
    words = [each.text for part in second.sections for each in part.sentences]
    words += [cell.text for each in second.tables() for line in each.rows for cell in line]
    assert not [each for each in words if re.search(r"\boccurr", each)]


def test_small_numbers_of_small_places_are_told_in_a_restricted_report_alone(case: Case, second: Report) -> None:
    (told,) = table(second, "T2-cells").rows
    assert (None, "1-4", "small") == (told[2].value, told[2].text, told[2].why_not)
    zone = table(second, "T2").rows[0]
    assert ("ridge (place of no-shelling)", "1-4") == (zone[0].text, zone[4].text)
    inside = table(case.report_of(SECOND, restricted=True), "T2").rows[0]
    assert 2 == inside[4].value


def test_no_row_of_the_public_annex_says_where_or_at_which_time(case: Case, second: Report) -> None:
    told = " ".join(cell.text for line in table(second, "T3").rows for cell in line)
    assert "06:00" not in told
    assert not re.search(r"34\.5|12\.5|cell", told)
    inside = " ".join(
        cell.text for line in table(case.report_of(SECOND, restricted=True), "T3").rows for cell in line
    )
    assert "2031-05-11 06:00 UTC" in inside


def test_the_order_of_the_public_annex_says_nothing_of_time(second: Report) -> None:
    rows = table(second, "T3").rows
    keys = [(line[2].text, line[-1].text) for line in rows]
    assert sorted(keys) == keys


def test_every_number_leads_to_evidence(case: Case) -> None:
    report = case.report_of(FIRST, THIRD)
    from ceaseline.pipeline.reporting import stored

    material = case.material(stored(case.tables)[0])
    numbers = [
        cell
        for each in report.tables()
        for line in each.rows
        for column, cell in zip(each.columns, line, strict=True)
        if isinstance(cell.value, int | float) and column.shown
    ]
    assert len(numbers) > 20
    assert not [cell for cell in numbers if not cell.ids]
    for cell in random.Random(1).sample(numbers, 10):
        assert all(explain(material, name) for name in cell.ids)


@pytest.mark.parametrize("day", [FIRST, SECOND, THIRD])
def test_with_the_sides_exchanged_the_report_is_the_mirror(tmp_path: Path, case: Case, day: date) -> None:
    other = told_days(tmp_path / "case", mirror=True)
    keys = ["bottom", "terms", "incidents", "observations", "attribution", "coverage", "weapons", "zones"]
    mine, theirs = (_told(each.report_of(day), keys) for each in (case, other))
    assert sorted(mine) == sorted(_exchanged(each) for each in theirs)


def _told(report: Report, keys: list[str]) -> list[str]:
    parts = [section(report, key) for key in keys]
    told = [each.text for part in parts for each in part.sentences]
    lines = [" | ".join(cell.text for cell in line) for part in parts for each in part.tables for line in each.rows]
    return [re.sub(r"incident-[0-9a-f]+|^\d+ \|", "", each) for each in told + lines]


def _exchanged(text: str) -> str:
    other = {"North (A)": "South (B)", "South (B)": "North (A)"}
    return re.sub(r"North \(A\)|South \(B\)", lambda found: other[found[0]], text)


def test_a_time_before_the_start_and_one_after_the_last_evidence_are_readable(case: Case) -> None:
    early, late = case.report_of(date(2030, 1, 1)), case.report_of(date(2032, 1, 1))
    assert "This time lies before any clause began to bind anybody." == sentences(early, "bottom")[0]
    assert "No evidence of this time has come yet, so nothing is said either way." == sentences(late, "bottom")[0]
    assert not table(late, "T1").rows[0][4].value


def test_every_sentence_with_a_number_of_ours_leads_to_evidence(second: Report) -> None:
    told = [each for each in section(second, "bottom").sentences if re.search(r"\d", each.text)]
    assert len(told) > 3
    assert not [each.text for each in told if not each.ids]


def test_a_day_that_does_not_begin_at_midnight_says_from_when_to_when(tmp_path: Path) -> None:
    settings = 'reporting_day = {starts = "19:30", zone = "Europe/Berlin"}\n'
    report = told_days(tmp_path / "case", settings=settings).report_of(FIRST)
    # from 17:30 UTC on 10 May, so that the shelling of 06:00 on the 11th is of it, and that of 18:00 is not
    assert 1 == row(table(report, "T1"), "no-shelling", "any side")["recorded"].value
    assert sentences(report, "bottom")[0].startswith(
        "10 May 2031, 19:30 to 11 May 2031, 19:30 (Europe/Berlin, UTC+2): a violation was established"
    )


def test_a_case_of_one_party_alone_has_a_report(tmp_path: Path) -> None:
    case = told_days(tmp_path / "case")
    form = json.loads((case.folder / "terms.yaml").read_text("utf-8"))
    form["parties"] = {"A": {"name": "North"}}
    form["clauses"] = [{**each, "obligors": ["A"]} for each in form["clauses"]]
    (case.folder / "terms.yaml").write_text(json.dumps(form), "utf-8")
    alone = cl.open(case.folder)
    alone.run(now=NOW)
    report = alone.report_of(SECOND)
    assert 2 == row(table(report, "T1"), "no-shelling", "any side")["recorded"].value
    assert not [each for each in sentences(report, "bottom") if "South" in each]


def test_the_days_before_are_whole_days_where_the_clocks_change(case: Case) -> None:
    material = case.material(stored(case.tables)[0])
    begin, end = at("2031-03-30 00:00", "Europe/Berlin"), at("2031-03-31 00:00", "Europe/Berlin")
    frame = Frame(material, begin, end, restricted=False, say=messages(), zone="Europe/Berlin")
    assert (at("2031-03-29 00:00", "Europe/Berlin"), begin) == frame.before


def test_more_than_a_reader_wants_one_by_one_is_told_together(monkeypatch: pytest.MonkeyPatch, case: Case) -> None:
    monkeypatch.setattr("ceaseline.publishing.report.sections.observations.MOST_ROWS", 2)
    report = case.report_of(SECOND)
    assert 3 == SEEN.count("\n")
    assert [("2031-05-11", "exercise outside", 1), ("2031-05-11", "shelling", 2)] == [
        (line[0].text, line[1].text, line[4].value) for line in table(report, "T3").rows
    ]
