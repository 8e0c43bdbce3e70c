"""The files that programs read."""

from __future__ import annotations

import json
from hashlib import sha256
from typing import Any

import attrs
import pytest

from ceaseline.errors import UnknownName
from ceaseline.publishing.report.model import Cell, Report
from ceaseline.publishing.report.writing import FORMS, write
from invented_report import CYRILLIC, usual_report
from written import elements, lines, shared_strings, sheets


def files_of(*forms: str, report: Report | None = None) -> dict[str, bytes]:
    return write(report or usual_report(), forms)


def test_a_csv_has_keys_then_tags_then_rows_with_reasons_and_ids() -> None:
    told = lines(files_of("csv")["tables/T2.csv"])
    assert ["sector", "day", "watched", "recorded", "level", "note", "recorded_why_not", "ids"] == told[0]
    assert "#affected+why_not" == told[1][6]
    assert ["Sector 1", "2031-05-03", "0.92", "0", "", "watched, none recorded", "", "W-1"] == told[2]
    assert "" == told[5][3]  # not watched: never 0
    assert "not_watched" == told[5][6]


def test_each_table_is_one_csv_even_where_two_have_one_code() -> None:
    report = usual_report()
    twice = attrs.evolve(report, sections=report.sections + report.sections[3:4])
    names = list(files_of("csv", report=twice))
    assert ["tables/week.csv", "tables/week-2.csv"] == [name for name in names if "week" in name]


def test_cells_are_polygons_that_turn_left_and_a_place_held_back_is_counted_without_one() -> None:
    first, second = json.loads(files_of("geojson")["report.geojson"])["features"]
    ring = [[30.0, 50.0], [30.2, 50.0], [30.2, 50.1], [30.0, 50.1], [30.0, 50.0]]
    assert {"type": "Polygon", "coordinates": [ring]} == first["geometry"]
    assert {"table": "T-cells", "cell": "812-45", "recorded": 3, "ids": ["I-1"]} == first["properties"]
    assert second["geometry"] is None
    assert 1 == second["properties"]["recorded"]


def test_geojson_names_the_tags_of_its_properties_and_the_banners_of_the_report() -> None:
    collection = json.loads(files_of("geojson", report=usual_report(restricted=True))["report.geojson"])
    assert {"cell": "#loc+code", "recorded": "#affected"} == collection["hxl"]
    assert "RESTRICTED" in collection["banners"][0]


def test_json_has_each_sentence_and_cell_with_its_ids() -> None:
    told: dict[str, Any] = json.loads(files_of("json")["report.json"])
    assert ("ceaseline-report", 1) == (told["format"], told["version"])
    assert ["I-1", "I-2"] == told["sections"][0]["sentences"][0]["ids"]
    table = told["sections"][1]["tables"][0]
    missing = {"value": None, "text": "n/a: not watched", "ids": ["W-5"], "why_not": "not_watched"}
    assert missing == table["rows"][3]["recorded"]
    assert "2031-05-02T21:00:00Z" == told["masthead"]["begin"]


def test_a_workbook_has_a_sheet_for_each_table_below_its_banner_title_headings_and_tags() -> None:
    book = files_of("xlsx", report=usual_report(simulated=True))["report.xlsx"]
    parts = sheets(book)
    names = ["Report", "Sentences", "T2", "acts", "coverage", "T3", "week", "T-cells"]
    assert [f'<sheet name="{name}"' in parts["xl/workbook.xml"] for name in names] == [True] * 8
    third = parts["xl/worksheets/sheet3.xml"]
    assert 'ySplit="4"' in third
    assert "Simulated" in third  # in the head of each printed page
    assert {"#affected", "Incidents recorded (incidents)", CYRILLIC} <= set(shared_strings(book))


def test_a_number_too_long_for_a_sheet_or_no_number_is_not_written_as_one() -> None:
    report = usual_report()
    (table,) = [each for each in report.tables() if each.code == "T2"]
    row = (Cell(float("nan"), "?"), Cell("x" * 40_000, "x"), *table.rows[0][2:])
    spoilt = attrs.evolve(report.sections[1], tables=(attrs.evolve(table, rows=(row,)),))
    book = files_of("xlsx", report=attrs.evolve(report, sections=(spoilt,)))["report.xlsx"]
    assert 32_767 == max(len(text) for text in shared_strings(book))
    assert "NaN" not in sheets(book)["xl/worksheets/sheet3.xml"]


def test_the_files_of_the_twin_are_listed_on_the_page_with_their_hashes() -> None:
    files = files_of("all")
    page = next(each for each in elements(files["report.html"]) if each.name == "main").text
    for name, file in files.items():
        if name not in ("report.html", "report.pdf", "README.txt", "SHA256SUMS"):
            assert sha256(file).hexdigest() in page, name


def test_sums_name_every_other_file() -> None:
    files = files_of("all")
    sums = dict(line.split("  ")[::-1] for line in files["SHA256SUMS"].decode().splitlines())
    assert {name: sha256(file).hexdigest() for name, file in files.items() if name != "SHA256SUMS"} == sums


@pytest.mark.parametrize("form", FORMS)
def test_a_file_has_the_same_bytes_whatever_else_is_asked_for(form: str) -> None:
    whole = files_of("all")
    alone = files_of(form)
    assert alone
    assert {name: whole[name] for name in alone} == alone


def test_a_form_that_there_is_not_is_named_with_those_there_are() -> None:
    with pytest.raises(UnknownName, match="html"):
        files_of("docx")
