"""The second example with evidence: what a careful monitor says of counts that name no side."""

from __future__ import annotations

import csv
import json
import shutil
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import polars as pl
import pytest

import ceaseline as cl
from ceaseline.case import Case
from ceaseline.pipeline import Outcome
from ceaseline.publishing import Material, render
from ceaseline.publishing.map_part import map_part

NOW = datetime(2026, 1, 1, tzinfo=UTC)
NAME = "donbas-recommitment-2020"
COUNTS = "smm-violations"


@pytest.fixture(scope="module")
def case(tmp_path_factory: pytest.TempPathFactory) -> Case:
    return cl.open(Path(shutil.copytree(cl.example(NAME), tmp_path_factory.mktemp("donbas") / "case")))


@pytest.fixture(scope="module")
def outcome(case: Case) -> Outcome:
    return case.run(now=NOW)


@pytest.fixture(scope="module")
def material(case: Case, outcome: Outcome) -> Material:
    return case.material(outcome)


def on_day(outcome: Outcome, day: str, source: str = COUNTS) -> dict[str, float | None]:
    start = datetime.fromisoformat(day).replace(tzinfo=ZoneInfo("Europe/Kyiv")).astimezone(UTC)
    rows = outcome.series.filter(pl.col("source") == source, pl.col("from") == start)
    return dict(rows.select("region", "value").rows())


def test_nothing_is_set_aside_and_every_form_can_be_read(case: Case, outcome: Outcome) -> None:
    assert [] == case.problems()
    assert 0 == outcome.set_aside.height


def test_nobody_can_tell_whose_fire_was_counted(outcome: Outcome) -> None:
    rows = outcome.verdicts.filter(pl.col("clause_id") == "no-fire")
    assert {("A", "cannot_tell"), ("B", "cannot_tell"), ("any", "cannot_tell")} == set(
        rows.select("obligor", "verdict").rows()
    )
    assert {"none"} == set(rows["signal"])
    assert rows["recorded"].is_null().all()
    reasons = dict(rows.filter(pl.col("clock") == "A").select("obligor", "reason").rows())
    assert "the clause has no end stated, so there is no window to compare" in reasons["any"]
    for side in ("A", "B"):
        assert "counts acts of any side without telling whose" in reasons[side]


@pytest.mark.parametrize("clause", ["no-offensive-action", "no-heavy-weapons-in-settlements"])
def test_what_no_source_here_can_see_is_not_verifiable(outcome: Outcome, clause: str) -> None:
    rows = outcome.verdicts.filter(pl.col("clause_id") == clause)
    assert {"not_verifiable"} == set(rows["verdict"])
    assert all("No source of this case can see such acts" in text for text in rows["reason"])


def test_both_sides_are_answered_alike(outcome: Outcome) -> None:
    told = outcome.verdicts.select(
        "clause_id", "obligor", "clock", "verdict", "signal", "recorded", "estimated_low"
    )
    by_side = [
        sorted(told.filter(pl.col("obligor") == side).drop("obligor").rows(), key=str) for side in ("A", "B")
    ]
    assert by_side[0] == by_side[1]


def test_a_missing_day_is_not_there_and_never_zero(outcome: Outcome) -> None:
    assert {} == on_day(outcome, "2020-07-29")
    assert 34 * 2 == outcome.series.filter(pl.col("source") == COUNTS).height


def test_a_zero_that_the_mission_recorded_stays_a_zero(outcome: Outcome) -> None:
    assert {"Donetsk region": 0.0, "Luhansk region": 0.0} == on_day(outcome, "2020-08-07")


def test_a_cell_that_the_report_left_open_is_not_known(outcome: Outcome) -> None:
    assert {"Donetsk region": None, "Luhansk region": 0.0} == on_day(outcome, "2020-07-28")
    assert {"Donetsk region": None, "Luhansk region": None} == on_day(outcome, "2020-08-06", "smm-explosions")


def test_a_report_over_two_days_is_shared_out_to_neither(outcome: Outcome) -> None:
    for day in ("2021-05-22", "2021-05-23"):
        assert {"Donetsk region": None, "Luhansk region": None} == on_day(outcome, day)
    assert {"Donetsk region": 197.0, "Luhansk region": 337.0} == on_day(outcome, "2021-05-21")


def test_the_days_follow_from_the_reports_as_the_readme_says() -> None:
    inbox = cl.example(NAME) / "inbox"
    expected: list[dict[str, Any]] = []
    for report in _rows(inbox / "smm_daily_counts.csv"):
        last, days = date.fromisoformat(report["cutoff_date"]), int(report["period_days"])
        for day in (last - timedelta(days=back) for back in range(days)):
            for region, column in (("Donetsk region", "donetsk"), ("Luhansk region", "luhansk")):
                counts = (report[f"{column}_cfv"], report[f"{column}_explosions"]) if days == 1 else ("", "")
                expected.append(
                    {
                        "day": day.isoformat(),
                        "region": region,
                        "violations": counts[0],
                        "explosions": counts[1],
                        "report": f"{report['report_no']}/{report['year']}",
                    }
                )
    assert sorted(expected, key=lambda row: (row["day"], row["region"])) == _rows(inbox / "smm_days.csv")


def _rows(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as stream:
        return list(csv.DictReader(stream))


def test_the_line_parts_the_two_sides_and_is_its_authors(outcome: Outcome) -> None:
    (row,) = outcome.lines.iter_rows(named=True)
    told = {name: row[name] for name in ("author", "day", "left", "right", "error_km", "schematic")}
    assert {
        "author": "Ceaseline, schematic",
        "day": date(2020, 7, 27),
        "left": "A",
        "right": "B",
        "error_km": 5.0,
        "schematic": True,
    } == told


def test_the_map_says_that_the_line_is_schematic_and_whose_it_is(material: Material) -> None:
    part = map_part(material)
    assert part is not None
    (said,) = part.lines
    assert "Line of 2020-07-27" in said
    assert "drawn by Ceaseline, schematic; it may be off by 5 km" in said
    assert "Schematic: it shows the course alone and was surveyed by nobody." in said
    assert part.picture is not None
    assert "Schematic: it shows the course alone" in " ".join(part.picture.replace("\n", " ").split())


def test_the_map_names_settlements_in_three_languages(material: Material) -> None:
    page = render(material, version="test").decode()
    assert all(f">{name}</text>" in page for name in ("Luhansk", "Луганськ", "Луганск"))


def test_the_line_is_no_finer_than_its_readme_says() -> None:
    shape = json.loads((cl.example(NAME) / "inbox" / "line.geojson").read_text("utf-8"))
    for place in shape["features"][0]["geometry"]["coordinates"]:
        assert all(round(value * 20) / 20 == pytest.approx(value, abs=1e-9) for value in place)
