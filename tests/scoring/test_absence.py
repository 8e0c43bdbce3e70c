"""Whole worlds with known truth: nobody is better off for being watched less or more, and fog makes no peace."""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import Any

import polars as pl
import pytest

from ceaseline.case import Case
from ceaseline.pipeline import Outcome
from ceaseline.pipeline.scoring import score_case
from ceaseline.pipeline.simulating import simulate
from ceaseline.simulation import scenario, world
from toy_truth import row

SIZE: dict[str, Any] = {"days": 4, "length_km": 60, "sectors": 3}
SEEDS = (1, 2, 3)
NONE = "none_recorded_where_watched"
Run = Callable[[str, int], tuple[Path, Outcome]]


def _silent(what: str, done: int, of: int) -> None:
    _ = (what, done, of)


@pytest.fixture(scope="module")
def run(tmp_path_factory: pytest.TempPathFactory) -> Run:
    """Return a small world of a scenario, run; each is made once."""

    @cache
    def made(name: str, seed: int) -> tuple[Path, Outcome]:
        folder = tmp_path_factory.mktemp(name) / "case"
        simulate(world(scenario(name, **SIZE), seed), folder, tell=_silent)
        return folder, Case(folder).run()

    return made


def on_the_ground(outcome: Outcome) -> pl.DataFrame:
    """Return the verdicts that no register gives, of sides alone."""
    kept = outcome.register_checks["clause_id"].unique()
    return outcome.verdicts.filter(~pl.col("clause_id").is_in(kept.implode()), pl.col("obligor") != "any")


@pytest.mark.parametrize("seed", SEEDS)
def test_unequal_access_gives_no_side_a_better_or_a_worse_answer(run: Run, seed: int) -> None:
    """A lets monitors in and B does not. Without a ruling nothing is said of one side that is not of both."""
    _, outcome = run("one-eyed", seed)
    both = on_the_ground(outcome).group_by("clause_id", "clock").agg("obligor", "verdict", "recorded")
    sides = both.filter(pl.col("obligor").list.len() == 2)
    assert sides.height
    assert (sides["verdict"].list.n_unique() == 1).all()
    assert (sides["recorded"].list.n_unique() == 1).all()


@pytest.mark.parametrize("seed", SEEDS)
def test_no_sentence_sets_one_side_against_the_other(run: Run, seed: int) -> None:
    _, outcome = run("one-eyed", seed)
    said = pl.concat([on_the_ground(outcome).select("reason"), outcome.verdict_parts.select("reason")])
    assert said.height
    against = re.compile(
        r"\b(more|less|fewer|oftener|worse|better) than\b|\btimes (as|more)\b|\bratio\b|\bbroken\b"
    )
    assert [] == [reason for reason in said["reason"].unique() if against.search(reason)]


@pytest.mark.parametrize("seed", SEEDS)
@pytest.mark.parametrize("name", ["one-eyed", "fog"])
def test_nothing_is_called_so_where_less_was_watched_than_is_asked(run: Run, name: str, seed: int) -> None:
    _, outcome = run(name, seed)
    days = outcome.verdict_parts.filter(pl.col("day").is_not_null())
    assert days.height
    assert days.filter(pl.col("verdict") == NONE, pl.col("sure_share") < 0.8).is_empty()
    assert outcome.verdict_parts.filter((pl.col("recorded") == 0) & (pl.col("verdict") != NONE)).is_empty()


@pytest.mark.parametrize("name", ["one-eyed", "fog"])
def test_days_of_violations_are_called_none_recorded_less_than_once_in_a_hundred(run: Run, name: str) -> None:
    scores = [score_case(run(name, seed)[0])[0] for seed in SEEDS]
    rows = [row(each, "days_of_violations_called_none_recorded", party=side) for each in scores for side in "AB"]
    asked = sum(each["of"] for each in rows)
    assert 20 < asked
    assert sum((each["value"] or 0.0) * each["of"] for each in rows) < 0.01 * asked
