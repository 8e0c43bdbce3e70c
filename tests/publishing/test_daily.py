"""Day by day on the page: numbers only where they are known, coverage beside each, nothing compared unlike."""

from __future__ import annotations

import re
from datetime import date
from pathlib import Path

import attrs
import polars as pl
import pytest

from builders import at, clause
from ceaseline.publishing import Material, render
from ceaseline.publishing.coverage import Coverage, coverages
from ceaseline.publishing.daily import DayRow, daily
from ceaseline.tables import VerdictParts, Verdicts
from facts import case_of, exchanged

NOW = at("2031-06-20")
WINDOW = {"from": "2031-05-10", "until": "2031-05-13", "zone": "UTC"}
QUIET = clause(
    id="no-shelling", code="NO_HEAVY_WEAPON_USE", text="Guns are silent.", where={"zone": "ridge"}, window=WINDOW
)
SOURCES = """  - {name: list, kind: assets, file: inbox/assets.csv, role: monitor}
  - {name: log, kind: watches, file: inbox/watches.csv, role: monitor}
  - {name: posts, kind: observations, file: inbox/posts.csv, role: monitor}
"""
ASSETS = "asset,kind,owner,acts_of,lon,lat\nridge-post,post,,any,34.5,12.5\n"
# watched on the first and the third day, not on the second
WATCHES = """asset,from,until,status,reason
ridge-post,2031-05-10T00:00Z,2031-05-11T00:00Z,operational,
ridge-post,2031-05-12T00:00Z,2031-05-13T00:00Z,operational,
"""
POSTS = "observation_id,earliest,latest,means,phenomenon,lon,lat,radius_m\n"
SHELLED = "p1,2031-05-12T08:00:00Z,2031-05-12T08:00:30Z,seen,shelling,34.5,12.5,200\n"


def material_of(folder: Path, posts: str = POSTS) -> Material:
    inbox = {"assets.csv": ASSETS, "watches.csv": WATCHES, "posts.csv": posts}
    case = case_of(folder / "case", QUIET, sources=SOURCES, inbox=inbox)
    return case.material(case.run(now=NOW))


@pytest.fixture(scope="module")
def quiet(tmp_path_factory: pytest.TempPathFactory) -> Material:
    return material_of(tmp_path_factory.mktemp("quiet"))


@pytest.fixture(scope="module")
def shelled(tmp_path_factory: pytest.TempPathFactory) -> Material:
    return material_of(tmp_path_factory.mktemp("shelled"), POSTS + SHELLED)


def rows(material: Material) -> list[DayRow]:
    (own,) = daily(material)
    return [*own.tables[0].earlier, *own.tables[0].recent]


def section(material: Material) -> str:
    page = render(material, version="test").decode()
    return page[page.index('<section id="days"') : page.index('<section id="series"')]


def text(html: str) -> str:
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", html))


def longer(material: Material, days: int) -> Material:
    """Return the case with its first day repeated, watched each time and with as many incidents as its number."""
    first = material.verdict_parts.filter(pl.col("day") == date(2031, 5, 10))
    each = [
        first.with_columns(
            pl.col("day", "from", "until").dt.offset_by(f"{number}d"),
            verdict=pl.lit("cannot_tell"),
            recorded=pl.lit(number, pl.Int64),
        )
        for number in range(1, days + 1)
    ]
    return attrs.evolve(material, verdict_parts=VerdictParts.validate(pl.concat(each)))


def test_a_zero_stands_on_a_watched_day_and_none_on_a_day_without_a_watch(quiet: Material) -> None:
    told = [(row.days, row.recorded, row.known, row.label) for row in rows(quiet)]
    assert [
        ("10 May", "0", True, "none recorded where watched"),
        ("11 May", "not known, not estimable", False, "cannot tell"),
        ("12 May", "0", True, "none recorded where watched"),
    ] == told


def test_each_day_has_its_coverage_and_what_the_means_on_record_can_verify(quiet: Material) -> None:
    assert ["100 %; well: 100 %", "nobody watched", "100 %; well: 100 %"] == [row.watched for row in rows(quiet)]
    assert ["verifiable", "partly", "verifiable"] == [row.verifiable for row in rows(quiet)]


def test_days_watched_unlike_the_day_before_are_marked_and_nothing_is_compared(shelled: Material) -> None:
    assert [False, True, True] == [row.apart for row in rows(shelled)]
    own = text(section(shelled))
    assert 4 == own.count("not comparable with the day before")  # of any side, and of each alone
    assert not re.search(r"\b(more|fewer|less|times|twice|up|down|increase|decrease)\b|[↑↓▲▼→]", own)


def test_a_day_that_is_not_known_is_hatched_and_one_with_a_number_is_not(quiet: Material) -> None:
    own = section(quiet)
    assert 1 == own.count('class="figure unknown"')
    assert "unknown" not in re.sub(r'<tr><th scope="row">11 May.*?</tr>', "", own, flags=re.DOTALL)
    page = render(quiet, version="test").decode()
    assert re.search(r"\.unknown \{[^}]*gradient[^}]*print-color-adjust: exact", page)


def test_days_of_which_nothing_is_known_and_that_are_alike_are_one_row(quiet: Material) -> None:
    blind = quiet.verdict_parts.with_columns(
        recorded=pl.when(pl.col("day") == date(2031, 5, 12)).then(pl.lit(None, pl.Int64)).otherwise("recorded"),
        verdict=pl.when(pl.col("day") == date(2031, 5, 12)).then(pl.lit("cannot_tell")).otherwise("verdict"),
        verifiable=pl.lit("partly"),
        comparable=pl.lit(None, pl.Boolean),
        watched_share=pl.when(pl.col("day") == date(2031, 5, 12)).then(0.0).otherwise("watched_share"),
        sure_share=pl.when(pl.col("day") == date(2031, 5, 12)).then(0.0).otherwise("sure_share"),
    )
    changed = attrs.evolve(quiet, verdict_parts=VerdictParts.validate(blind))
    assert ["10 May", "11 to 12 May"] == [row.days for row in rows(changed)]


def test_the_picture_has_its_words_and_its_table_and_the_numbers_of_the_days(shelled: Material) -> None:
    (own,) = daily(shelled)
    (table, *_) = own.tables
    assert table.picture is not None
    assert "2 days have a number; of 1 the number is not known" in table.summary
    assert ">1</text>" in table.picture
    assert ">12 May</text>" in table.picture
    assert f'role="img" aria-label="{table.summary}"' in section(shelled)


def test_of_many_days_the_last_seven_stand_open_and_the_others_are_folded(quiet: Material) -> None:
    (own,) = daily(longer(quiet, 30))
    (table,) = own.tables
    assert (7, 23) == (len(table.recent), len(table.earlier))
    assert "30" == table.recent[-1].recorded
    own_section = section(longer(quiet, 30))
    assert 1 == own_section.count("<details>")
    assert own_section.index("<details>") > own_section.index(">9 Jun<")
    (ten,) = daily(longer(quiet, 10))
    assert () == ten.tables[0].earlier


def test_sides_that_say_the_same_stand_once(quiet: Material, shelled: Material) -> None:
    (own,) = daily(quiet)
    assert ["any side, North (A) and South (B)"] == [table.who for table in own.tables]
    (own,) = daily(shelled)
    assert ["any side", "North (A) and South (B), each alone"] == [table.who for table in own.tables]


def test_a_clause_of_which_all_days_are_alike_is_told_in_a_sentence(tmp_path: Path) -> None:
    case = case_of(
        tmp_path / "case", QUIET, sources=SOURCES.splitlines(keepends=True)[2], inbox={"posts.csv": POSTS}
    )
    (own,) = daily(case.material(case.run(now=NOW)))
    assert () == own.tables
    assert "On each of the 3 days, 10 to 12 May: not verifiable; no count;" in own.alike[0]
    assert "not estimable" in own.alike[0]


def test_what_was_watched_of_a_window_is_the_mean_of_its_days_by_their_length(quiet: Material) -> None:
    first = pl.col("day") == date(2031, 5, 10)
    parts = quiet.verdict_parts.filter(pl.col("day") < date(2031, 5, 12)).with_columns(
        pl.when(first).then(pl.col("until").dt.offset_by("-12h")).otherwise("until").alias("until"),
        pl.when(first).then(0.8).otherwise(0.2).alias("sure_share"),
        pl.when(first).then(1.0).otherwise(0.4).alias("watched_share"),
    )
    changed = attrs.evolve(
        quiet,
        verdict_parts=VerdictParts.validate(parts),
        verdicts=Verdicts.validate(quiet.verdicts.with_columns(watched_share=pl.lit(None, pl.Float64))),
    )
    found = coverages(changed)["no-shelling", "any", "A"]
    assert (0.6, 0.4) == (round(found.watched or 0, 9), round(found.sure or 0, 9))  # 12 h and 24 h


def test_one_day_that_is_not_known_leaves_the_window_not_known(quiet: Material) -> None:
    first = pl.col("day") == date(2031, 5, 10)
    parts = quiet.verdict_parts.with_columns(
        pl.when(first).then(pl.lit(None, pl.Float64)).otherwise("sure_share").alias("sure_share")
    )
    found = coverages(attrs.evolve(quiet, verdict_parts=VerdictParts.validate(parts)))
    assert found["no-shelling", "any", "A"].sure is None


def test_shares_are_never_rounded_up_to_all_nor_down_to_nothing() -> None:
    assert "watched 99 % of the hours, under 1 % well enough to see the smallest act" == Coverage(0.9999, 1e-4).told


def test_exchanging_the_parties_exchanges_the_days(tmp_path: Path, shelled: Material) -> None:
    inbox = {"assets.csv": ASSETS, "watches.csv": WATCHES, "posts.csv": POSTS + SHELLED}
    case = case_of(tmp_path / "case", QUIET, sources=SOURCES, inbox=inbox)
    form = case.folder / "terms.yaml"
    form.write_text(exchanged(form.read_text("utf-8")), "utf-8")
    other = case.material(case.run(now=NOW))
    expected = re.sub(r"(North|South) \([AB]\)", lambda found: exchanged(found[0]), text(section(shelled)))
    assert expected == text(section(other))
