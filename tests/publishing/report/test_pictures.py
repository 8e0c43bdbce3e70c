"""Pictures of a report: what they draw, that nobody is louder, and that the figures lie behind them."""

from __future__ import annotations

import re
from datetime import date
from pathlib import Path
from xml.etree import ElementTree as ET

import attrs
import polars as pl
import pytest

from builders import at, clause, terms
from ceaseline.case import Case
from ceaseline.publishing.material import Material
from ceaseline.publishing.report.frame import Frame
from ceaseline.publishing.report.model import Picture
from ceaseline.publishing.report.pictures import by_day, matrix, regions, strip
from ceaseline.publishing.report.pictures.claimed_drawn import drawn as claims_drawn
from ceaseline.publishing.report.pictures.matter import Claimed
from ceaseline.publishing.report.pictures.paint import MARKS, PARTIES, colour, mark
from ceaseline.publishing.report.sections import claims, maps
from facts import case_of
from framed import frame

NOW = at("2031-06-01")
HARM = "<script>alert(1)</script> $\\frac{1}{2}$ =1+1"
SOURCES = """  - {name: posts, kind: observations, file: inbox/posts.csv, role: monitor}
  - {name: assets, kind: assets, file: inbox/assets.csv, role: monitor}
  - {name: watches, kind: watches, file: inbox/watches.csv, role: monitor}
  - name: claims
    kind: claims
    file: inbox/claims.csv
    role: press
    columns: {accused: accused, from: from, until: until, zone: zone}
    totals: ["total"]
"""
FILES = {
    "posts.csv": """observation_id,earliest,lon,lat,radius_m,phenomenon
s1,2031-05-10T08:00Z,34.5,12.5,300,shelling
s2,2031-05-10T15:00Z,34.5,12.5,300,shelling
e1,2031-05-10T17:00Z,34.5,12.5,300,exercise_outside
""",
    "assets.csv": "asset,kind,acts_of,lon,lat\nridge-1,camera,any,34.5,12.5\n",
    "watches.csv": "asset,from,until,status\nridge-1,2031-05-10T00:00Z,2031-05-12T00:00Z,operational\n",
    "claims.csv": f"""claimant,accused,from,until,zone,item,count
A,B,2031-05-10,2031-05-11,UTC,total,30
A,B,2031-05-10,2031-05-11,UTC,"{HARM}",20
B,A,2031-05-10,2031-05-11,UTC,total,9
""",
}
LONG = {"window": {"from": "2031-05-10", "until": "2031-05-13", "zone": "UTC"}}


@pytest.fixture(scope="module")
def case(tmp_path_factory: pytest.TempPathFactory) -> Case:
    folder: Path = tmp_path_factory.mktemp("one") / "case"
    one_sided = clause(id="no-drill", code="NO_TRAINING", obligors=["B"], **LONG)
    return case_of(folder, clause(where={"zone": "ridge"}, **LONG), one_sided, sources=SOURCES, inbox=FILES)


@pytest.fixture(scope="module")
def three_days(case: Case) -> Frame:
    return frame(case.material(case.run(now=NOW)), begin=at("2031-05-12"), end=at("2031-05-13"))


def every(own: Frame) -> list[Picture]:
    found = [by_day.picture(own), matrix.picture(own), regions.picture(own), strip.picture(own)]
    found += [*maps.section(own).pictures, *claims.section(attrs.evolve(own, begin=at("2031-05-10"))).pictures]
    return [picture for picture in found if picture is not None]


def test_every_picture_is_small_without_script_and_has_its_words_and_figures(three_days: Frame) -> None:
    found = every(attrs.evolve(three_days, restricted=True))
    names = {"recorded-by-day", "clauses-by-parties", "coverage-by-region", "line-by-day", "claims-beside-ours"}
    assert names <= {picture.name for picture in found}
    for picture in found:
        text = picture.svg.decode()
        ET.fromstring(text)  # noqa: S314  our own
        assert text.startswith("<svg")
        assert len(picture.svg) < 60_000
        assert not re.search(r"<script|<image|href=\"http", text)
        assert "" not in (picture.title, picture.text)
        assert picture.table.rows
        assert picture.name == picture.table.code


def test_the_same_tables_give_the_same_bytes(three_days: Frame) -> None:
    assert [each.svg for each in every(three_days)] == [each.svg for each in every(three_days)]


def test_words_of_others_are_drawn_as_they_are_and_nothing_in_them_runs(three_days: Frame) -> None:
    named = {party: attrs.evolve(three_days).material.terms.parties[party] for party in ("A", "B")}
    harmful = {code: party.model_copy(update={"name": HARM}) for code, party in named.items()}
    changed = three_days.material.terms.model_copy(update={"parties": harmful})
    own = attrs.evolve(three_days, material=attrs.evolve(three_days.material, terms=changed))
    found = matrix.picture(own)
    assert found is not None
    text = found.svg.decode()
    assert "<script" not in text
    assert re.search(
        r"<text[^>]*>&lt;script&gt;alert\(1\)&lt;/script&gt; \$\\frac", text
    )  # as text, not as a formula


def test_a_day_without_watching_is_hatched_and_has_no_number_and_a_zero_was_watched(three_days: Frame) -> None:
    found = by_day.picture(three_days)
    assert found is not None
    rows = {row[0].value: [cell.value for cell in row[1:3]] for row in found.table.rows}
    assert [2, 1] == rows[date(2031, 5, 10)]  # the exercise is apart
    assert [0, 0] == rows[date(2031, 5, 11)]  # watched all day
    assert [None, None] == rows[date(2031, 5, 12)]  # nobody watched
    assert "2 days have a number; of 1 it is not known" in found.text


def test_who_is_not_bound_has_no_answer_in_the_matrix(three_days: Frame) -> None:
    found = matrix.picture(three_days)
    assert found is not None
    rows = {(row[0].text, row[1].text): row[2] for row in found.table.rows}
    assert "unbound" == rows["no-drill", "North (A)"].why_not
    assert rows["no-drill", "South (B)"].value


def test_any_side_has_a_column_of_its_own_before_the_parties(three_days: Frame) -> None:
    found = matrix.picture(three_days)
    assert found is not None
    assert "any side" == found.table.rows[0][1].text
    assert found.table.rows[0][2].value


def test_another_party_comes_first_on_the_next_day(three_days: Frame) -> None:
    next_day = attrs.evolve(three_days, begin=at("2031-05-11"), end=at("2031-05-12"))
    first = [matrix.sides(own)[0] for own in (three_days, next_day)]
    assert {"A", "B"} == set(first)


def test_only_a_restricted_report_tells_regions_by_sector_and_the_strip(three_days: Frame) -> None:
    assert strip.picture(three_days) is None
    found = strip.picture(attrs.evolve(three_days, restricted=True))
    assert found is not None
    assert b"RESTRICTED" in found.svg


def test_of_more_than_two_weeks_weeks_are_told(three_days: Frame) -> None:
    own = attrs.evolve(three_days, begin=at("2031-05-30"), end=at("2031-05-31"))
    found = regions.picture(own)
    assert found is not None
    spans = sorted({(row[1].text, row[2].text) for row in found.table.rows})
    assert [("2031-05-10", "2031-05-16"), ("2031-05-17", "2031-05-23"), ("2031-05-24", "2031-05-30")] == spans


def luminance(shade: str) -> float:
    parts = [int(shade[at_ : at_ + 2], 16) / 255 for at_ in (1, 3, 5)]
    red, green, blue = (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def test_no_party_is_louder_than_another_and_each_stands_out_from_paper() -> None:
    contrasts = [1.05 / (luminance(shade) + 0.05) for shade in PARTIES]
    assert all(contrast >= 4.5 for contrast in contrasts)
    assert max(contrasts) / min(contrasts) < 1.05
    assert 4.86 == round(contrasts[0], 2)
    assert 4.68 == round(contrasts[1], 2)


def test_colours_and_marks_follow_the_order_of_the_terms_and_never_a_name() -> None:
    one = terms()
    other = terms(parties={"B": {"name": "South"}, "A": {"name": "North"}})
    assert [colour(one, "A"), mark(one, "A")] == [colour(other, "B"), mark(other, "B")] == [PARTIES[0], MARKS[0]]
    assert colour(one, "A") != colour(one, "B")
    assert mark(one, "A") != mark(one, "B")


def test_claims_are_drawn_as_many_of_each_claimant_and_each_once(three_days: Frame) -> None:
    own = attrs.evolve(three_days, begin=at("2031-05-10"), end=at("2031-05-11"))
    (found,) = claims.section(own).pictures
    assert {"30", "9"} == {row[4].text for row in found.table.rows}  # totals where there are any
    doubled = pl.concat([own.material.claims, own.material.claims.with_columns(claim_id=pl.col("claim_id") + "-2")])
    twice: Material = attrs.evolve(own.material, claims=doubled)  # type: ignore[arg-type]
    (again,) = claims.section(attrs.evolve(own, material=twice)).pictures
    assert len(again.table.rows) == len(found.table.rows)


@pytest.mark.parametrize(("far", "shown"), [(3000, ">1,000</text>"), (40, ">40</text>")])
def test_numbers_far_apart_stand_on_powers_of_ten(three_days: Frame, far: int, shown: str) -> None:
    rows = [Claimed("North (A)", "A", "total", "10 May", far, 4)]
    assert shown in claims_drawn(three_days.say, terms(), rows).decode()
