"""Chances come true as often as they say, and sets hold the truth as often as asked, for each side."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
import polars as pl
import pytest

from asked import asked, claim
from ceaseline.attribution import attribute, error, reliability, sets_holding
from ceaseline.attribution.calibrating import temperature
from ceaseline.attribution.learning import chances
from ceaseline.tables import Attributions
from trial_world import BOTH, Trial, make

pytestmark = pytest.mark.usefixtures("outside_shut")


def drawn(
    boldness: float, many: int = 2000
) -> tuple[np.ndarray[tuple[int, int], np.dtype[np.float64]], Mapping[int, int]]:
    """Return log-likelihoods that say *boldness* times too much, and what was so."""
    rng = np.random.default_rng(1)
    logs = rng.normal(0, 2, (2, many))
    truth = (rng.random(many) < chances(logs)[1]).astype(int)
    return boldness * logs, dict(enumerate(truth.tolist()))


def test_what_says_too_much_is_cooled_and_what_says_enough_is_left() -> None:
    assert temperature(*drawn(1.5)) == pytest.approx(1.5, abs=0.15)
    assert temperature(*drawn(1.0)) == pytest.approx(1.0, abs=0.08)


def test_too_few_decisions_change_nothing() -> None:
    logs, found = drawn(1.5, 99)
    assert temperature(logs, found) == 1.0


@pytest.mark.parametrize("reviews", [600, 20])
def test_sets_hold_the_truth_of_each_side_nine_times_in_ten(reviews: int) -> None:
    world = make(Trial(incidents=6000), np.random.default_rng(2))
    got = attribute(
        world.incidents, world.members, world.observations, world.sources, parties=BOTH, lines=world.directions
    )
    held = sets_holding(got.attributions, world.reviewed.sample(reviews, seed=1))
    for side in BOTH:
        of = world.reviewed.filter(pl.col("hypothesis") == side)
        share = of.join(held, on=["incident_id", "hypothesis"]).height / of.height
        assert share == pytest.approx(0.9, abs=0.035)


def test_a_hypothesis_that_cannot_be_put_aside_is_in_the_set_and_an_unlikely_one_is_not() -> None:
    said = [("i", "A", 0.6), ("i", "B", 0.4), ("j", "A", 0.99), ("j", "B", 0.01)]
    table = Attributions.validate(
        pl.DataFrame(said, schema=["incident_id", "hypothesis", "probability"], orient="row")
    )
    none = pl.DataFrame(schema={"incident_id": pl.String, "hypothesis": pl.String})
    held = sets_holding(table, none, coverage=0.9)
    assert held.rows() == [("i", "A"), ("i", "B"), ("j", "A")]


def test_reliability_says_how_often_what_was_said_was_so_for_each_side_and_mix() -> None:
    said = [("i", "A", 0.8), ("i", "B", 0.2), ("j", "A", 0.8), ("j", "B", 0.2), ("k", "A", 0.4), ("k", "B", 0.6)]
    table = Attributions.validate(
        pl.DataFrame(said, schema=["incident_id", "hypothesis", "probability"], orient="row")
    )
    so = pl.DataFrame({"incident_id": ["i", "j", "k"], "hypothesis": ["A", "B", "B"]})
    found = reliability(table, so, parties=["A"])
    assert [("A", "all", 4, 0.4, 0.0, 1), ("A", "all", 8, 0.8, 0.5, 2)] == found.rows()
    # one case off by .4 and two by .3
    (row,) = error(found).rows()
    assert ("A", "all", pytest.approx(1 / 3), 3) == row
    mixes = pl.DataFrame({"incident_id": ["i", "j", "k"], "mix": ["near", "near", "far"]})
    of = {mix: gap for _, mix, gap, _ in error(reliability(table, so, parties=["A"], mixes=mixes)).rows()}
    assert {"near": pytest.approx(0.3), "far": pytest.approx(0.4)} == of


def test_every_incident_has_a_mix_in_words() -> None:
    mixes = asked(claim("monitor", "A"), claim("radio", None, "j")).mixes()
    words = dict(mixes.iter_rows())
    assert words["i"].endswith("one group alone, somebody blamed, with no direction and an accredited claim")
    assert words["j"].endswith("one group alone, nobody blamed, with no direction and no accredited claim")
