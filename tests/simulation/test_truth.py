"""What happens in a world: fire and answers, what is innocent, and what follows from the clauses."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
import polars as pl
import pytest

from ceaseline.simulation import World, day, scenario, world
from ceaseline.simulation.acts import acts
from ceaseline.simulation.truth import OUTCOMES, judged
from ceaseline.simulation.world import trend

Maker = Callable[..., World]
Whole = Callable[[World, str], pl.DataFrame]

pytestmark = pytest.mark.usefixtures("outside_shut")

FIRE = ["small_arms", "mortar", "artillery", "rocket_artillery", "tank", "drone", "assault"]


def fired(truth: pl.DataFrame) -> pl.DataFrame:
    return truth.filter(pl.col("act").is_in(FIRE))


def test_an_answer_is_the_other_sides_and_comes_later_in_the_same_sector(make: Maker, whole: Whole) -> None:
    truth = whole(make(), "incidents")
    linked = truth.join(truth, left_on="answers", right_on="incident_id", suffix="_first")
    assert linked.height > 100
    assert linked.filter(pl.col("at") < pl.col("at_first")).is_empty()
    assert linked.filter(pl.col("acts_of") == pl.col("acts_of_first")).is_empty()
    assert 0 == linked["acts_of"].null_count()
    assert linked.filter(pl.col("sector") != pl.col("sector_first")).is_empty()
    assert 0.35 == pytest.approx(linked.height / fired(truth).height, abs=0.1)


def test_half_of_the_answers_come_within_six_minutes(make: Maker, whole: Whole) -> None:
    truth = whole(make(fire={"rate": 500, "drop": 1}), "incidents")
    linked = truth.join(truth, left_on="answers", right_on="incident_id", suffix="_first")
    delay = (linked["at"] - linked["at_first"]).dt.total_seconds()
    assert 360 == pytest.approx(float(np.median(delay)), rel=0.1)


def test_fire_takes_effect_beyond_the_line_and_now_and_then_short_of_it(make: Maker, whole: Whole) -> None:
    still = make(left={"advances": 0}, right={"advances": 0}, fire={"rate": 500, "drop": 1, "own_ground": 0.1})
    truth = fired(whole(still, "incidents")).drop_nulls("acts_of")
    line = np.interp(truth["lon"], still.course.lon, still.course.lat)  # of the line, at that longitude
    # the left side holds the north, so what it fires takes effect in the south
    beyond = np.where(truth["acts_of"] == "A", truth["lat"] < line, truth["lat"] > line)
    assert 0.9 == pytest.approx(float(beyond.mean()), abs=0.03)


def test_a_side_that_never_begins_only_answers(make: Maker, whole: Whole) -> None:
    truth = fired(whole(make(left={"fires": 1}, right={"fires": 0}), "incidents"))
    second = truth.filter(pl.col("acts_of") == "B")
    assert second.height > 10
    assert 0 == second["answers"].null_count()


def test_fire_falls_at_the_start_and_grows_by_the_week_up_to_what_it_was() -> None:
    kept = scenario("small", days=22, days_before=1, fire={"drop": 10, "weekly_growth": 2})
    expected = trend(kept)
    assert 1.0 == expected[0]
    assert [0.1, 0.2, 0.4, 0.8] == pytest.approx([expected[1 + 7 * week] for week in range(4)])
    assert 1.0 == trend(scenario("small", days=60, fire={"drop": 2, "weekly_growth": 2}))[-1]


@pytest.mark.parametrize("share", [0.1, 0.9])
def test_small_arms_are_fired_by_night_as_often_as_asked(make: Maker, whole: Whole, share: float) -> None:
    made = make(length_km=400, fire={"rate": 300, "drop": 1, "night_share": share, "surges": 0})
    truth = whole(made, "incidents").filter(
        pl.col("act").is_in(["small_arms", "assault"]), pl.col("answers").is_null()
    )
    # at 125 W the sun is up from about 14 to 2 o'clock UTC in March
    hour = truth["at"].dt.hour()
    by_night = ((hour >= 3) & (hour < 14)).mean()
    assert share == pytest.approx(float(str(by_night)), abs=0.08)


def test_drones_and_guns_are_shared_out_as_asked(make: Maker, whole: Whole) -> None:
    made = make(fire={"rate": 500, "drop": 1}, left={"drones": 0.2, "assaults": 0}, right={"drones": 0.8})
    shares = (
        fired(whole(made, "incidents"))
        .drop_nulls("acts_of")
        .group_by("acts_of")
        .agg((pl.col("act") == "drone").mean())
        .sort("acts_of")
    )
    assert [0.2, 0.8] == pytest.approx(shares["act"].to_list(), abs=0.08)


def test_what_is_innocent_is_nobodys_act_against_the_other_and_no_violation(make: Maker, whole: Whole) -> None:
    truth = whole(make(length_km=2000, innocent={"accidents_week": 5, "storms": 0.5}), "incidents")
    own = truth.filter(pl.col("act").is_in(["demining", "accident", "quarry", "stubble_fire", "thunder"]))
    assert 5 == own["act"].n_unique()
    assert {("not_hostile", None, None, "not_violation")} == set(
        own.select("hypothesis", "acts_of", "clause_id", "outcome").iter_rows()
    )


def test_fire_of_somebody_else_is_neither_sides_and_breaks_no_clause(make: Maker, whole: Whole) -> None:
    truth = fired(whole(make(fire={"rate": 500, "drop": 1, "third": 0.1}), "incidents"))
    third = truth.filter(pl.col("hypothesis") == "third")
    begun = truth.filter(pl.col("answers").is_null())
    assert 0.1 == pytest.approx(third.height / begun.height, abs=0.03)
    assert {(None, None, "not_violation")} == set(third.select("acts_of", "clause_id", "outcome").iter_rows())
    answered = truth.join(third, left_on="answers", right_on="incident_id")
    assert "violation" in set(answered["outcome"])  # whoever began it


def outcome(made: World, name: str, **columns: float) -> tuple[str | None, str]:
    """What follows from one act of the right side on the first day of the ceasefire."""
    usual: dict[str, Any] = {
        "side": 1,
        "at": np.array([made.midnight(made.scenario.days_before)]),
        "chainage": 5.0,
        "offset": 1.0,
    }
    clause, found = judged(made, made.scenario.days_before, acts(name, 1, **{**usual, **columns}))
    names = [*made.scenario.clauses, None]
    return names[clause[0]], OUTCOMES[found[0]]


def test_fire_is_a_violation_of_the_clause_against_it(make: Maker) -> None:
    assert ("thirty-day-ceasefire", "violation") == outcome(make(), "mortar")


def test_an_answer_is_excepted_only_where_the_clause_says_so(make: Maker) -> None:
    clause = {"code": "NO_FIRE", "binds": ["left", "right"]}
    assert ("thirty-day-ceasefire", "violation") == outcome(make(), "mortar", answers=0)
    excepting = make(clauses={"thirty-day-ceasefire": {**clause, "answers_excepted": True}})
    assert ("thirty-day-ceasefire", "excepted") == outcome(excepting, "mortar", answers=0)
    assert ("thirty-day-ceasefire", "violation") == outcome(excepting, "mortar")


def test_training_within_the_zone_is_a_violation_notified_or_not(make: Maker) -> None:
    for allowed in (False, True):
        assert ("no-exercise-in-zone", "violation") == outcome(make(), "exercise", offset=-20.0, allowed=allowed)


def test_training_outside_the_zone_is_one_only_without_notice(make: Maker) -> None:
    assert ("exercises-notified", "violation") == outcome(make(), "exercise", offset=-30.0)
    assert ("exercises-notified", "not_violation") == outcome(make(), "exercise", offset=-30.0, allowed=True)


def test_what_was_demanded_of_one_side_binds_only_that_one(make: Maker) -> None:
    assert ("no-mobilisation", "violation") == outcome(make(), "mobilisation", side=1)
    assert (None, "out_of_scope") == outcome(make(), "mobilisation", side=0)


def test_an_order_not_given_or_taken_back_is_a_violation_and_one_given_is_none(make: Maker) -> None:
    assert ("orders", "not_violation") == outcome(make(), "order", allowed=True)
    assert ("orders", "violation") == outcome(make(), "order_missing")
    assert ("orders-stand", "violation") == outcome(make(), "order_withdrawn")


def test_a_side_deposits_an_order_on_the_first_day_or_owes_one(make: Maker) -> None:
    truth = day(make(left={"orders": False}), 0).incidents.filter(pl.col("act").str.starts_with("order"))
    assert {("A", "order_missing"), ("B", "order")} == set(truth.select("acts_of", "act").iter_rows())


def test_an_order_is_taken_back_once_at_most() -> None:
    made = world(scenario("small", days=30, left={"withdraws": 0.99}, right={"withdraws": 0}), seed=1)
    days = [day(made, number).incidents for number in range(30)]
    back = pl.concat(days).filter(pl.col("act") == "order_withdrawn")
    assert ["A"] == back["acts_of"].to_list()


def test_an_encirclement_is_in_the_truth_only_where_there_was_one(make: Maker, whole: Whole) -> None:
    claimed = whole(make(), "incidents").filter(pl.col("act") == "encirclement")
    assert claimed.is_empty()
    assert whole(make(), "observations").filter(pl.col("phenomenon") == "encirclement").height > 0
    true = whole(make(pocket={"true": True}), "incidents").filter(pl.col("act") == "encirclement")
    assert [("B", "encircled-troops", "not_violation")] == true.select("acts_of", "clause_id", "outcome").rows()


def test_the_rates_are_the_acts_that_were_violations_and_zero_elsewhere(make: Maker) -> None:
    made = day(make(), 0)
    broken = made.incidents.filter(pl.col("outcome") == "violation")
    assert broken["count"].sum() == made.rates["count"].sum()
    by_hand = broken.filter(
        pl.col("clause_id") == "thirty-day-ceasefire", pl.col("sector") == "02", pl.col("acts_of") == "A"
    )["count"].sum()
    row = made.rates.filter(
        pl.col("clause_id") == "thirty-day-ceasefire", pl.col("sector") == "02", pl.col("acts_of") == "A"
    )
    assert [by_hand] == row["count"].to_list()
    assert 0 in made.rates["count"]
    # ten clauses bind both sides and six one; four sectors, and acts without a place
    assert (10 * 2 + 6) * 5 == made.rates.height


def test_notices_come_a_day_before_and_only_for_what_was_notified(make: Maker, whole: Whole) -> None:
    made = make(length_km=2000, left={"exercises": 20, "notified": 1.0}, right={"exercises": 20, "notified": 0.0})
    papers = whole(made, "notices").filter(pl.col("subject") == "exercise")
    truth = whole(made, "incidents").filter(pl.col("act") == "exercise")
    assert truth.filter(pl.col("acts_of") == "A").height == papers.height > 50
    assert {"A"} == set(papers["party"])
    assert papers.filter((pl.col("from") - pl.col("received")).dt.total_hours() < 23).is_empty()
