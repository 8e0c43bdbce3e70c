"""The page: who reads it with eyes, ears or a keyboard finds the same, and a way back to the evidence."""

from __future__ import annotations

from itertools import pairwise

import attrs
import pytest

from ceaseline.publishing.report.model import Cell, Report, Section, Sentence, Table
from ceaseline.publishing.report.writing import write
from invented_report import ARABIC, CYRILLIC, GEORGIAN, usual_report
from written import Element, elements


def page_of(report: Report) -> list[Element]:
    return elements(write(report, ["html"])["report.html"])


def named(page: list[Element], name: str) -> list[Element]:
    return [each for each in page if each.name == name]


def test_each_id_in_the_page_is_there_once() -> None:
    ids = [each.attributes["id"] for each in page_of(usual_report()) if "id" in each.attributes]
    assert sorted(set(ids)) == sorted(ids)


def test_each_link_leads_to_a_place_on_the_page() -> None:
    page = page_of(usual_report())
    ids = {each.attributes["id"] for each in page if "id" in each.attributes}
    links = [each.attributes["href"] for each in named(page, "a")]
    assert len(links) > 20
    assert {link[1:] for link in links} <= ids


def test_every_sentence_and_cell_that_rests_on_something_leads_to_its_ids() -> None:
    report = usual_report()
    page = page_of(report)
    entries = {
        each.attributes["id"]: set(each.text.split()) for each in named(page, "li") if "id" in each.attributes
    }
    for section in report.sections:
        for told in section.sentences:
            (paragraph,) = [each for each in named(page, "p") if each.text.startswith(told.text)]
            mark = paragraph.text.removeprefix(told.text).strip()
            assert bool(told.ids) == bool(mark)
            # the entry of a long list begins with how many there are
            assert set(told.ids) <= entries.get(f"e{mark.strip('[]')}", set())


def test_a_row_that_rests_on_one_thing_has_one_mark_and_another_a_mark_for_each_cell() -> None:
    cells = tuple(Cell(n, str(n), ids) for n, ids in ((1, ("I-1",)), (2, ("I-1",))))
    mixed = (Cell(3, "3", ("I-1",)), Cell(4, "4", ("I-2",)))
    table = attrs.evolve(_two_columns(), rows=(cells, mixed))
    page = page_of(attrs.evolve(usual_report(), sections=(Section(2, "terms", "Terms", (), (table,)),)))
    rows = [[each.text for each in page if each.name in ("th", "td")][2:][at : at + 2] for at in (0, 2)]
    assert [
        ["1\N{NO-BREAK SPACE}[2]", "2"],
        ["3\N{NO-BREAK SPACE}[2]", "4\N{NO-BREAK SPACE}[3]"],
    ] == rows  # [1] is the correction


def test_headings_step_down_one_at_a_time() -> None:
    levels = [int(each.name[1]) for each in page_of(usual_report()) if each.name in ("h1", "h2", "h3", "h4")]
    assert 1 == levels[0]
    assert [1] == [level for level in levels if level == 1]
    assert all(after - before <= 1 for before, after in pairwise(levels))


def test_each_table_has_a_caption_and_its_headings_a_scope() -> None:
    page = page_of(usual_report())
    assert len(named(page, "table")) == len(named(page, "caption")) == 7  # six of the report, one of its files
    assert {"col", "row"} == {each.attributes["scope"] for each in named(page, "th")}


def test_names_in_another_script_are_marked_and_kept_apart() -> None:
    marked = {(each.attributes["lang"], each.text) for each in named(page_of(usual_report()), "bdi")}
    assert {("und-Cyrl", CYRILLIC), ("und-Arab", ARABIC), ("und-Geor", GEORGIAN)} <= marked


def test_each_picture_has_a_name_a_description_and_its_table() -> None:
    page = page_of(usual_report())
    for figure in named(page, "svg"):
        title, desc = figure.attributes["aria-labelledby"].split()
        told = {each.attributes["id"]: each.text for each in page if each.attributes.get("id") in (title, desc)}
        assert told[title].startswith("Acts recorded by day")
        assert "on 3 May nobody watched" in told[desc]
    assert 3 == len(named(page, "details")) - 1  # one is a long list of ids


@pytest.mark.parametrize(
    ("status", "restricted", "simulated", "expected"),
    [
        ("released", False, False, []),
        ("draft", False, False, ["Draft"]),
        ("released", True, True, ["RESTRICTED", "Simulated"]),
    ],
)
def test_banners_stand_at_the_head_and_on_every_printed_page(
    status: str, restricted: bool, simulated: bool, expected: list[str]
) -> None:
    page = page_of(usual_report(status=status, restricted=restricted, simulated=simulated))
    ribbons = [each.text for each in page if each.attributes.get("class") == "ribbon"]
    assert expected == [ribbon.split(":")[0] for ribbon in ribbons]
    (style,) = named(page, "style")
    assert all(word in style.text.split("@top-center")[-1] for word in expected)
    # not every browser prints margins of pages, but what is fixed stands on each of them
    assert [" · ".join(expected)] * bool(expected) == [
        each.text for each in page if each.attributes.get("class") == "edge"
    ]


def test_what_is_not_known_is_shown_as_such() -> None:
    unknown = [each.text for each in page_of(usual_report()) if each.attributes.get("class") == "unknown"]
    assert "n/a: not watched" in unknown


def test_edges_of_cells_are_for_programs_alone() -> None:
    page = page_of(usual_report())
    assert "west" not in {each.text for each in named(page, "th")}


def test_nothing_is_fetched_and_nothing_runs() -> None:
    page = page_of(usual_report())
    (policy,) = [each.attributes["content"] for each in named(page, "meta") if "http-equiv" in each.attributes]
    assert policy.startswith("default-src 'none'")
    assert not named(page, "script")


def test_a_day_with_four_hundred_observations_is_under_one_and_a_half_megabytes() -> None:
    report = usual_report()
    (table,) = [each for each in report.tables() if each.code == "T3"]
    rows = tuple(tuple(attrs.evolve(cell, ids=(f"O-{at}",)) for cell in table.rows[at % 40]) for at in range(400))
    many = tuple(f"incident-{at:04d}-{at * 7919:08x}" for at in range(400))
    sentences = tuple(Sentence(f"Sentence {at}.", many[at:]) for at in range(20))
    big = Section(4, "observations", "All", sentences, (attrs.evolve(table, rows=rows),))
    size = len(write(attrs.evolve(report, sections=(*report.sections, big)), ["html"])["report.html"])
    assert 300_000 < size < 1_500_000


def _two_columns() -> Table:
    (table,) = [each for each in usual_report().tables() if each.code == "acts"]
    return attrs.evolve(table, code="T1")
