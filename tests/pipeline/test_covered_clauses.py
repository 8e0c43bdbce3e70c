"""How well clauses could be watched with the means now deployed, worked out alone, and the same as in a run."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import numpy as np

from builders import at, clause, flat
from ceaseline.case import Case
from ceaseline.coverage import Spots
from ceaseline.pipeline import Cover
from ceaseline.pipeline.covered_clauses import CoveredClause, covered_clauses
from ceaseline.pipeline.covering import Coverage
from ceaseline.pipeline.sectors import Layout
from ceaseline.pipeline.simulating import simulate
from ceaseline.settings import parse
from ceaseline.simulation import scenario, world
from exposed import LINE, about, covered, exposed

SETTINGS = parse('[case]\nname = "A case"\n', "case.toml")
OPEN = {"from": "2031-05-10", "until": None, "zone": "UTC"}
NO_SPOTS = Spots(np.zeros(0, dtype=np.int64), np.zeros(0), np.zeros(0), ())
TWO_DAYS = (exposed("2031-05-10"), exposed("2031-05-11", watched=0.5, sure=0.25, chance=0.5))
ENOUGH = (exposed("2031-05-10", sure=0.8), exposed("2031-05-11", sure=0.8))


def cover(*exposure: Any, terms: Any = None, as_of: str | None = "2031-05-12", whole: bool = True) -> Cover:
    known = covered(*exposure, clauses=about(*LINE, whole=whole))
    layout = Layout(known.sectors, NO_SPOTS, known.clauses, {}, {})
    end = None if as_of is None else at(as_of)
    days = tuple(day for day in known.days if end is not None and day.window.start < end)
    return Cover(Coverage(layout, days, known.exposure), flat(*(terms or [clause(window=OPEN)])), days, {}, end)


def told(known: Cover, **changes: Any) -> list[CoveredClause]:
    return covered_clauses(known, SETTINGS, **changes)


def words(known: Cover, **changes: Any) -> list[str]:
    return [row.verifiable for row in told(known, **changes)]


def test_sides_of_whom_the_same_is_true_are_told_together_over_what_has_passed_of_the_window() -> None:
    (row,) = told(cover(*TWO_DAYS))
    assert ("no-fire", ("A", "B"), ("shot", "strike"), None) == (row.clause_id, row.obligors, row.smallest, row.day)
    assert (at("2031-05-10"), at("2031-05-12")) == (row.window.start, row.window.end)
    assert row.seen is not None
    assert (0.75, 0.625, 0.725) == (row.seen.watched, row.seen.sure, row.seen.chance)


def test_of_a_window_that_runs_on_only_what_has_passed_is_told() -> None:
    longer = clause(window={"from": "2031-05-10", "until": "2031-05-20", "zone": "UTC"})
    (row,) = told(cover(*TWO_DAYS, terms=[longer]))
    assert at("2031-05-12") == row.window.end


def test_sides_that_differ_are_told_apart() -> None:
    rows = told(cover(exposed("2031-05-10", acts_of="A"), exposed("2031-05-11")))
    assert [("A",), ("B",)] == [row.obligors for row in rows]


def test_sides_that_differ_on_one_day_are_told_apart_on_all_days_one_after_the_other() -> None:
    rows = told(cover(exposed("2031-05-10", acts_of="A"), exposed("2031-05-11")), by_day=True)
    assert [(side, day) for side in "AB" for day in (None, 10, 11)] == [
        (*row.obligors, row.day and row.day.day) for row in rows
    ]


def test_each_day_is_told_after_the_window() -> None:
    whole, first, second = told(cover(*TWO_DAYS), by_day=True)
    assert [None, date(2031, 5, 10), date(2031, 5, 11)] == [whole.day, first.day, second.day]
    assert first.seen is not None
    assert second.seen is not None
    assert (1.0, 0.5) == (first.seen.watched, second.seen.watched)
    assert ["partly", "verifiable", "partly"] == words(cover(*TWO_DAYS), by_day=True)


def test_enough_sure_hours_make_a_clause_verifiable_unless_it_can_be_broken_elsewhere() -> None:
    assert ["verifiable"] == words(cover(*ENOUGH))
    assert ["partly"] == words(cover(*ENOUGH, whole=False))


def test_what_no_asset_on_record_can_see_is_not_verifiable() -> None:
    nobody = exposed("2031-05-10", watched=0.0, chance=0.0, assets=0)
    assert ["not_verifiable"] == words(cover(nobody, as_of="2031-05-11"))


def test_what_nobody_can_tell_by_looking_has_no_share_and_is_not_verifiable_so() -> None:
    (row,) = told(cover(*TWO_DAYS, terms=[clause(code="ISSUE_ORDER", modality="duty", window=OPEN)]))
    assert (None, (), "not_verifiable") == (row.seen, row.smallest, row.verifiable)


def test_a_clause_whose_time_has_not_come_and_one_that_binds_nobody_are_not_told() -> None:
    later = clause(window={"from": "2031-05-20", "until": "2031-05-21", "zone": "UTC"})
    assert [] == told(cover(*TWO_DAYS, terms=[later]))
    assert [] == told(cover(*TWO_DAYS, terms=[clause(speech_status="proposed")]))
    assert [] == told(cover(*TWO_DAYS, as_of=None))


def made(folder: Path) -> Case:
    simulate(world(scenario("small", days=2, fire={"rate": 20}), 7), folder, tell=lambda *_: None)
    return Case(folder)


def test_cover_alone_gives_what_a_run_gives_and_reads_no_observations(tmp_path: Path) -> None:
    case, read = made(tmp_path / "case"), []
    alone = case.cover(tell=lambda name, *_: read.append(name))
    whole = case.work_out()
    assert alone.coverage.exposure.equals(whole.exposure)
    assert alone.coverage.layout.sectors.equals(whole.sectors)
    assert alone.as_of == whole.as_of
    files = {Path(name).name for name in read}
    assert {"asset-register.csv", "watch-register.csv", "weather-record.csv"} <= files
    assert not any(name.startswith(("cameras", "left-press", "thermal")) for name in files)


def test_a_file_that_was_left_out_is_left_out_of_cover_too(tmp_path: Path) -> None:
    case = made(tmp_path / "case")
    capture = next(each for each in case.evidence.captures() if each.source == "watch-register")
    before = case.cover().coverage.exposure["hours_watched"].sum()
    case.decide(capture.capture_id, "left_out", reason="a test", by="a test")
    assert before > case.cover().coverage.exposure["hours_watched"].sum()
