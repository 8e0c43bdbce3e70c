"""Markup, formulas and letters that no form can hold, in every field: readable, and nothing is run."""

from __future__ import annotations

import json
from functools import lru_cache
from xml.etree import ElementTree as ET

import pytest

from ceaseline.publishing.report.model import Report
from ceaseline.publishing.report.writing import write
from invented_report import ARABIC, CYRILLIC, HOSTILE, LONG, empty_report, hostile_report
from written import elements, lines, sheets

_OURS = {
    *("html", "head", "meta", "title", "style", "body", "a", "header", "main", "footer", "nav", "section", "div"),
    *("h1", "h2", "p", "ul", "ol", "li", "dl", "dt", "dd", "table", "caption", "thead", "tbody", "tr", "th", "td"),
    *("small", "span", "code", "bdi", "wbr", "figure", "figcaption", "details", "summary"),
}
_DRAWN = {"svg", "desc", "defs", "g", "path", "text", "use", "clippath", "rect", "pattern"}


@lru_cache
def hostile() -> dict[str, bytes]:
    return write(hostile_report(), ["html", "csv", "geojson", "json", "xlsx", "svg"])


def test_no_element_of_the_page_comes_from_a_field() -> None:
    assert {each.name for each in elements(hostile()["report.html"])} <= _OURS | _DRAWN


def test_no_attribute_of_the_page_acts_or_leads_away() -> None:
    for element in elements(hostile()["report.html"]):
        assert not [name for name in element.attributes if name.startswith("on")]
        leads = [value for name, value in element.attributes.items() if name.endswith(("href", "src"))]
        assert all(value.startswith("#") for value in leads)


def test_the_style_of_the_page_ends_where_we_end_it() -> None:
    (style,) = [each for each in elements(hostile()["report.html"]) if each.name == "style"]
    assert not set("<&") & set(style.text)
    assert "alert(" not in style.text


def test_harmful_text_can_be_read_as_it_was_written() -> None:
    page = next(each for each in elements(hostile()["report.html"]) if each.name == "body").text
    for text in (
        "<script>alert(1)</script>",
        "</style><script>",
        '=HYPERLINK("x","y")',
        "{{ 7 * 7 }}",
        CYRILLIC,
        LONG,
    ):
        assert text in page
    assert ARABIC in page


def test_no_picture_keeps_what_acts() -> None:
    for name, file in hostile().items():
        if name.endswith(".svg"):
            assert not [each for each in (b"<script", b"<a ", b"javascript:alert(7)", b"alert(6)") if each in file]


def test_no_cell_of_a_csv_is_a_formula() -> None:
    files = {name: file for name, file in hostile().items() if name.endswith(".csv")}
    cells = [cell for file in files.values() for line in lines(file) for cell in line]
    assert any(cell.startswith("'=HYPERLINK") for cell in cells)
    assert not [cell for cell in cells if cell.startswith(("=", "+", "-", "@", "\t", "\r"))]


def test_no_cell_of_a_workbook_is_a_formula_or_a_link() -> None:
    parts = sheets(hostile()["report.xlsx"])
    for name, part in parts.items():
        assert "<f>" not in part, name
        assert "<hyperlink" not in part, name
    assert "=HYPERLINK" in parts["xl/sharedStrings.xml"]


def test_json_and_geojson_can_be_read_back() -> None:
    told = json.loads(hostile()["report.json"])
    assert "<script>alert(1)</script>" in told["masthead"]["case"]
    assert json.loads(hostile()["report.geojson"])["type"] == "FeatureCollection"


def test_paper_shows_the_language_of_typst_and_does_not_run_it() -> None:
    # HOSTILE holds a #panic, which stops Typst where it is run
    assert any("#panic" in text for text in HOSTILE)
    assert write(hostile_report(), ["pdf"])["report.pdf"].startswith(b"%PDF")


@pytest.mark.parametrize("report", [hostile_report(), empty_report()])
def test_the_same_report_has_the_same_bytes(report: Report) -> None:
    assert write(report, ["all"]) == write(report, ["all"])


def test_a_report_of_nothing_says_that_it_holds_nothing() -> None:
    page = next(each for each in elements(write(empty_report(), ["html"])["report.html"]) if each.name == "main")
    assert "This section holds nothing, and no reason was given for that." in page.text
    assert "That there was nothing does not follow." in page.text
    assert "no evidence yet" in page.text


def test_what_else_is_loaded_does_not_name_the_elements_of_a_drawing(monkeypatch: pytest.MonkeyPatch) -> None:
    before = write(hostile_report(), ("html",))["report.html"]
    monkeypatch.setitem(ET._namespace_map, "http://www.w3.org/2000/svg", "other")  # type: ignore[attr-defined]
    assert before == write(hostile_report(), ("html",))["report.html"]
