"""What ``[map]`` of a case leads to: names and borders from its own files, and nothing where it says nothing."""

from __future__ import annotations

import json
from datetime import date, timedelta
from pathlib import Path

import pytest

import ceaseline as cl
from ceaseline.case import Case
from ceaseline.errors import CeaselineError, FormError, InputError
from ceaseline.publishing import Chart
from easter import NOW, easter

BORDER = {"type": "LineString", "coordinates": [[30, 50], [31, 51]]}
BORDERS = """borders = {file = "inbox/b.geojson", author = "Institute", as_of = 2031-01-01, note = "disputed"}"""


def case_with(tmp_path: Path, chart: str, **files: str) -> Case:
    folder = easter(tmp_path)
    form = folder / "case.toml"
    form.write_text(form.read_text("utf-8") + f"\n[map]\n{chart}\n", "utf-8")
    for name, text in files.items():
        (folder / "inbox" / name.replace("_", ".")).write_text(text, "utf-8")
    return cl.open(folder)


def test_a_case_that_says_nothing_of_a_map_has_the_cautious_defaults(tmp_path: Path) -> None:
    assert (
        Chart(cell_km2=253, smallest_count=5, delay=timedelta(hours=24)) == cl.open(easter(tmp_path)).drawings.chart
    )


def test_the_gazetteer_and_the_order_of_languages_come_from_the_case(tmp_path: Path) -> None:
    rows = "lon,lat,rank,name:en,name:de\n30,50,1,Saltmarsh,Salzmarsch\n30,95,1,Au,\n"
    chart = 'gazetteer = "inbox/p.csv"\nlanguages = ["en", "de"]'
    found = case_with(tmp_path, chart, p_csv=rows).drawings.chart
    assert [("Saltmarsh", "Salzmarsch")] == [place.names for place in found.places]
    assert found.notes == ("inbox/p.csv:3: lat: is not on the earth (found: 95). Mend: write degrees, -90 to 90",)


def test_many_bad_rows_are_told_by_their_number(tmp_path: Path) -> None:
    rows = "lon,lat,rank,name:en\n" + "x,50,1,Au\n" * 9
    found = case_with(tmp_path, 'gazetteer = "inbox/p.csv"', p_csv=rows).drawings.chart
    assert 6 == len(found.notes)
    assert found.notes[-1] == "inbox/p.csv: 4 more rows were set aside."


def test_a_gazetteer_that_is_not_there_is_told_and_stops_nothing(tmp_path: Path) -> None:
    case = case_with(tmp_path, 'gazetteer = "inbox/p.csv"')
    assert case.drawings.chart.notes == ("inbox/p.csv is not there, so no settlement is named.",)
    assert case.report(case.run(now=NOW))


def district(**properties: object) -> str:
    ring = [[[30, 50], [31, 50], [31, 51], [30, 51], [30, 50]]]
    return json.dumps(
        {"type": "Feature", "properties": properties, "geometry": {"type": "Polygon", "coordinates": ring}}
    )


def test_districts_come_from_the_case_with_name_and_area(tmp_path: Path) -> None:
    (found,) = case_with(
        tmp_path, 'districts = "inbox/d.geojson"', d_geojson=district(name="North")
    ).drawings.chart.districts
    assert ("North", 7892) == (found.name, round(found.km2))


@pytest.mark.parametrize("name", [None, "", "u" * 81, "a\u0007", 5])
def test_a_district_without_a_name_is_refused_with_its_place(tmp_path: Path, name: object) -> None:
    case = case_with(tmp_path, 'districts = "inbox/d.geojson"', d_geojson=district(name=name))
    with pytest.raises(FormError, match=r"d.geojson: features\[0\].name: is no name"):
        _ = case.drawings.chart


def test_districts_that_are_not_there_are_refused(tmp_path: Path) -> None:
    with pytest.raises(FormError, match="is not there"):
        _ = case_with(tmp_path, 'districts = "inbox/d.geojson"').drawings.chart


def test_borders_are_drawn_only_as_the_case_names_them(tmp_path: Path) -> None:
    borders = case_with(tmp_path, BORDERS, b_geojson=json.dumps(BORDER)).drawings.chart.borders
    assert borders is not None
    assert ("Institute", date(2031, 1, 1), "disputed") == (borders.author, borders.as_of, borders.note)
    assert [(30, 50), (31, 51)] == list(borders.shape.coords)


def test_borders_that_cannot_be_drawn_are_a_problem_of_the_form(tmp_path: Path) -> None:
    (said,) = case_with(tmp_path, BORDERS).problems()
    assert said == ("inbox/b.geojson: the file: is not there. Mend: put it in inbox/, or take borders out of [map]")


@pytest.mark.parametrize(
    "chart",
    [
        'gazetteer = "../p.csv"',
        'gazetteer = "/p.csv"',
        'borders = {file = "inbox/b.geojson", author = "Institute", as_of = 2031-01-01}',
        'borders = {file = "inbox/b.geojson", author = "", as_of = 2031-01-01, note = "x"}',
        "zoom = 3",
    ],
)
def test_a_map_that_leads_out_of_the_case_or_hides_an_author_is_refused(tmp_path: Path, chart: str) -> None:
    with pytest.raises(FormError, match=r"case.toml:\d+: map"):
        _ = case_with(tmp_path, chart).settings


def test_a_link_that_leads_out_of_the_case_is_refused(tmp_path: Path) -> None:
    case = case_with(tmp_path, 'gazetteer = "inbox/p.csv"')
    (tmp_path / "outside.csv").write_text("lon,lat,rank,name:en\n30,50,1,Au\n", "utf-8")
    (case.folder / "inbox" / "p.csv").symlink_to(tmp_path / "outside.csv")
    with pytest.raises(InputError, match="leads out of the case"):
        _ = case.drawings.chart


def test_a_case_without_anything_to_draw_says_what_to_add(tmp_path: Path) -> None:
    case = cl.open(easter(tmp_path))
    with pytest.raises(CeaselineError, match=r"nothing to draw\. Mend: add a line, incidents with a place, or a"):
        case.map(case.run(now=NOW), "svg")
