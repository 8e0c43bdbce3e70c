"""Sections 9 to 17: what they say, what they leave out, and why there is nothing where there is nothing."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path

import pytest

from builders import at, clause
from ceaseline.case import Case
from ceaseline.publishing.material import Material
from ceaseline.publishing.report.contents import build
from ceaseline.publishing.report.frame import Frame
from ceaseline.publishing.report.linting import Known, lint_text
from ceaseline.publishing.report.model import Section, Table
from ceaseline.publishing.report.sections import (
    cases,
    civilians,
    claims,
    duties,
    maps,
    method,
    movement,
    orders,
    twin,
)
from facts import case_of, exchanged
from framed import frame

NOW = at("2031-06-01")
SIDES = Known(parties={"A": ["North"], "B": ["South"]})
SECTIONS: tuple[Callable[[Frame], Section], ...] = (
    movement.section,
    claims.section,
    cases.section,
    civilians.section,
    orders.section,
    duties.section,
    maps.section,
    method.section,
    twin.section,
)
SOURCES = """  - {name: posts, kind: observations, file: inbox/posts.csv, role: monitor}
  - {name: camp, kind: observations, file: inbox/camp.csv, role: party, party: B}
  - {name: assets, kind: assets, file: inbox/assets.csv, role: monitor}
  - {name: watches, kind: watches, file: inbox/watches.csv, role: monitor}
  - {name: stops, kind: restrictions, file: inbox/stops.csv, role: monitor}
  - name: claims
    kind: claims
    file: inbox/claims.csv
    role: press
    columns: {accused: accused, from: from, until: until, zone: zone}
    totals: ["violations, total"]
  - {name: complaints, kind: complaints, file: inbox/complaints.csv, role: monitor}
"""
HEADER = "observation_id,earliest,lon,lat,radius_m,phenomenon\n"
FILES = {
    "posts.csv": HEADER
    + """s1,2031-05-10T08:00Z,34.5,12.5,300,shelling
s2,2031-05-10T15:00Z,34.5,12.5,300,shelling
c1,2031-05-10T16:00Z,34.5,12.5,300,casualty
""",
    "camp.csv": HEADER
    + """b1,2031-05-10T08:00:20Z,34.5,12.5,300,shelling
b2,2031-05-10T20:00Z,34.52,12.52,300,shelling
""",
    "assets.csv": "asset,kind,acts_of,lon,lat\nridge-1,camera,any,34.5,12.5\nridge-2,post,any,34.5,12.5\n",
    "watches.csv": """asset,from,until,status,reason
ridge-1,2031-05-10T00:00Z,2031-05-11T00:00Z,operational,
ridge-2,2031-05-10T00:00Z,2031-05-10T06:00Z,non_operational,power
""",
    "stops.csv": """restriction_id,from,until,asset,type,imposed_by,established
r1,2031-05-10T10:00Z,2031-05-10T13:00Z,ridge-1,denial,A,1
r2,2031-05-10T20:00Z,2031-05-10T21:30Z,ridge-1,jamming,B,0
r3,2031-05-10T20:00Z,2031-05-10T22:00Z,ridge-2,denial,B,1
""",
    "claims.csv": """claimant,accused,from,until,zone,item,count
A,B,2031-05-10,2031-05-11,UTC,"violations, total",30
A,B,2031-05-10,2031-05-11,UTC,shelling,20
A,B,2031-05-10,2031-05-11,UTC,drone strikes,7
B,A,2031-05-10 12:00,2031-05-11,UTC,"violations, total",9
""",
    "complaints.csv": """complaint_id,lodged,complainant,respondent,clause_id
k1,2031-05-10T09:00Z,B,A,no-fire
""",
}


@pytest.fixture(scope="module")
def case(tmp_path_factory: pytest.TempPathFactory) -> Case:
    return made(tmp_path_factory.mktemp("one") / "case", FILES, SOURCES)


def made(folder: Path, files: dict[str, str], sources: str) -> Case:
    free = clause(id="free", code="FREEDOM_OF_MOVEMENT", modality="duty")
    return case_of(folder, clause(where={"zone": "ridge"}), free, sources=sources, inbox=files)


@pytest.fixture(scope="module")
def material(case: Case) -> Material:
    return case.material(case.run(now=NOW))


def table(section: Section, code: str) -> Table:
    return next(each for each in section.tables if each.code == code)


def column(own: Table, key: str) -> list[str]:
    at_place = [each.key for each in own.columns].index(key)
    return [row[at_place].text for row in own.rows]


def said(section: Section) -> str:
    return " ".join(each.text for each in section.sentences)


def every_text(section: Section) -> Iterator[str]:
    yield section.title
    yield from (each.text for each in section.sentences)
    for own in (*section.tables, *(picture.table for picture in section.pictures)):
        yield own.title
        yield own.note
        yield from (each.title for each in own.columns)
        yield from (cell.text for row in own.rows for cell in row)
    yield from (text for picture in section.pictures for text in (picture.title, picture.text))


@pytest.mark.parametrize("section", SECTIONS, ids=lambda each: each.__module__.rpartition(".")[2])
def test_a_section_of_nothing_says_why_and_gives_no_zero(section: Callable[[Frame], Section]) -> None:
    found = section(frame())
    assert found.sentences
    numbers = [cell for own in found.tables for row in own.rows for cell in row if cell.value in (0, "0")]
    assert [] == numbers
    assert all(cell.why_not for own in found.tables for row in own.rows for cell in row if cell.value is None)


@pytest.mark.parametrize("restricted", [False, True])
def test_every_word_of_a_whole_report_passes_the_linter(material: Material, *, restricted: bool) -> None:
    for given in (None, material):
        report = build(frame(given, restricted=restricted))
        texts = dict.fromkeys(text for section in report.sections for text in every_text(section))
        for text in texts:
            found = lint_text(f"Report of 10 May 2031\n\n{text}", SIDES)
            assert [] == [each for each in found if each.rule != "percent"], text
    assert len(texts) > 200


@pytest.mark.parametrize("restricted", [False, True])
def test_no_sentence_of_a_report_has_a_percentage_without_its_base(material: Material, *, restricted: bool) -> None:
    report = build(frame(material, restricted=restricted))
    for told in (told for section in report.sections for told in section.sentences):
        assert [] == lint_text(f"Report of 10 May 2031\n\n{told.text}", SIDES), told.text


@pytest.mark.parametrize("section", SECTIONS, ids=lambda each: each.__module__.rpartition(".")[2])
def test_every_row_has_a_field_for_each_column(section: Callable[[Frame], Section], material: Material) -> None:
    found = section(frame(material))
    for own in (*found.tables, *(picture.table for picture in found.pictures)):
        assert len({each.key for each in own.columns}) == len(own.columns)
        assert {len(own.columns)} >= {len(row) for row in own.rows}
        assert all(each.key.isascii() and each.title for each in own.columns)


def test_restrictions_are_told_with_hours_and_with_who_imposed_them_where_that_is_established(
    material: Material,
) -> None:
    own = table(movement.section(frame(material)), "T7")
    rows = list(zip(column(own, "cause"), column(own, "imposed_by"), column(own, "hours"), strict=True))
    assert ("denial", "North (A)", "3") in rows
    assert ("jamming", "not established", "1.5") in rows
    assert ("not operational", "nobody can have", "6") in rows


def test_a_restriction_that_took_nothing_has_no_hours(material: Material) -> None:
    own = table(movement.section(frame(material)), "T7")
    rows = list(zip(column(own, "cause"), column(own, "imposed_by"), column(own, "hours"), strict=True))
    assert ("denial", "South (B)", "n/a (nobody is on record as watching there and then)") in rows


def test_beside_what_cannot_be_told_stands_who_denied_and_that_nobody_knows_who_jammed(material: Material) -> None:
    text = said(movement.section(frame(material)))
    assert "3 hours that would have been watched were lost" in text
    assert "that North (A) imposed it is established" in text
    assert "1.5 hours that would have been watched were lost" in text
    assert "South (B) imposed" not in text


def test_hours_are_cut_to_the_time_of_the_report(material: Material) -> None:
    own = frame(material, begin=at("2031-05-10"), end=at("2031-05-10 12:00"))
    denied = table(movement.section(own), "T7")
    assert ["2", "6"] == column(denied, "hours")  # of the denial from 10:00 to 13:00, and of the power until 06:00


def test_the_other_day_tells_that_nobody_is_on_record_as_watching(material: Material) -> None:
    text = said(movement.section(frame(material, begin=at("2031-05-12"), end=at("2031-05-13"))))
    assert "Nobody is on record as watching in this time" in text


def test_a_claim_stands_with_window_arithmetic_and_what_was_recorded_in_the_same_time(material: Material) -> None:
    own = table(claims.section(frame(material)), "T8")
    rows = {row[0].text: [cell.text for cell in row] for row in own.rows}
    first = dict(zip([each.key for each in own.columns], rows["North (A)"], strict=True))
    assert ("30", "27", "3") == (first["claimed"], first["parts"], first["residual"])
    assert "24 hours" in first["window"]
    assert "3" == first["recorded"]  # two of shelling and one casualty: an allegation of a camp is in none
    assert "n/a (the claimant's camp tells of none one by one)" == first["matched"]


def test_what_a_camp_tells_one_by_one_is_matched_or_not_supported_only_where_it_was_watched(
    material: Material,
) -> None:
    own = table(claims.section(frame(material)), "T8")
    keys = [each.key for each in own.columns]
    other = next(
        dict(zip(keys, [cell.text for cell in row], strict=True)) for row in own.rows if row[0].text == "South (B)"
    )
    # from noon on the camp tells of one incident alone; a camera watched, but not well enough to gainsay it
    assert ("0", "0", "1") == (other["matched"], other["unsupported"], other["unwatched"])
    assert "1" == other["recorded"] or "2" == other["recorded"]


def test_windows_that_differ_are_not_set_against_each_other(material: Material) -> None:
    assert "They cannot be set against each other as they are." in said(claims.section(frame(material)))


def test_claims_of_other_times_are_only_counted(material: Material) -> None:
    found = claims.section(frame(material, begin=at("2031-05-20"), end=at("2031-05-21")))
    assert () == found.tables
    assert "of other times there are 4" in said(found)


def test_parties_come_first_in_turn_from_day_to_day(material: Material) -> None:
    days = [("2031-05-10", "2031-05-11"), ("2031-05-10 12:00", "2031-05-11 12:00")]
    first = [
        column(table(claims.section(frame(material, begin=at(a), end=at(b))), "T8"), "claimant")[0] for a, b in days
    ]
    assert 1 == len(set(first))  # both begin on one reporting day
    later = frame(material, begin=at("2031-05-09"), end=at("2031-05-11"))
    assert first[0] != column(table(claims.section(later), "T8"), "claimant")[0]


def test_a_complaint_is_in_its_table_and_an_allegation(material: Material) -> None:
    found = cases.section(frame(material))
    assert ["k1"] == column(table(found, "T9"), "id")
    assert ["South (B)"] == column(table(found, "T9"), "by")
    assert "in no number of ours" in said(found)


def test_small_numbers_of_people_are_not_told_unless_the_report_is_restricted(material: Material) -> None:
    small, exact = (
        table(civilians.section(frame(material, restricted=restricted)), "T-civilians")
        for restricted in (False, True)
    )
    assert ["1-4"] == column(small, "recorded")
    assert ["1"] == column(exact, "recorded")
    assert not small.rows[0][1].ids  # nobody finds the single incident by joining tables


def test_only_a_restricted_report_shows_the_line_by_day_and_single_sectors(material: Material) -> None:
    public, restricted = (maps.section(frame(material, restricted=each)) for each in (False, True))
    assert "line-by-day" not in [picture.name for picture in public.pictures]
    assert "line-by-day" in [picture.name for picture in restricted.pictures]


def test_the_map_counts_what_the_table_of_cells_counts(material: Material) -> None:
    report = build(frame(material))
    drawn = next(picture for picture in report.sections[14].pictures if picture.name == "map").table
    listed = table(report.sections[2], "T2-cells")
    assert set(zip(column(drawn, "cell"), column(drawn, "recorded"), strict=True)) == set(
        zip(column(listed, "cell"), column(listed, "recorded"), strict=True)
    )
    assert drawn.rows


def test_what_binds_has_an_answer_for_each_side_among_the_duties(material: Material) -> None:
    own = table(duties.section(frame(material)), "T-duties")
    assert {"free"} == set(column(own, "term"))
    assert {"North (A)", "South (B)"} == set(column(own, "side"))


def test_the_verbs_of_the_glossary_stand_from_the_weakest_up(material: Material) -> None:
    words = column(table(method.section(frame(material)), "glossary"), "word")
    assert ["alleged", "reported", "detected", "observed", "corroborated", "verified", "determined"] == words[:7]


def test_swapping_the_parties_mirrors_the_sections(material: Material, tmp_path: Path) -> None:
    other = made(tmp_path / "case", {name: exchanged(text) for name, text in FILES.items()}, exchanged(SOURCES))
    swapped = other.material(other.run(now=NOW))
    for section in (movement.section, cases.section, civilians.section, orders.section, duties.section):
        one, two = (list(every_text(section(frame(each)))) for each in (material, swapped))
        assert words(one) == words(mirrored(text) for text in two), section.__module__


def mirrored(text: str) -> str:
    """Exchange the sides, by their full names: a letter alone can be an article."""
    return text.replace("North (A)", "#").replace("South (B)", "North (A)").replace("#", "South (B)")


def words(texts: Iterable[str]) -> list[list[str]]:
    """Return each text as its words in any order: which side stands first follows the terms, not the facts."""
    return sorted(sorted(re.findall(r"\w+", text)) for text in texts)
