"""Worlds as forms: they read, they can be changed, and what makes no sense is refused by field and range."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import pytest

from ceaseline.errors import FormError, UnknownName
from ceaseline.simulation import scenario, scenarios
from ceaseline.terms.codes import CODES

NAMES = {
    *("founding-case", "quiet", "collapse", "provocation", "flood"),
    *("one-eyed", "exercises", "fog", "two-presses", "small"),
}
SHELF = Path(__file__).parents[2] / "src/ceaseline/simulation/scenarios"


def test_the_ten_worlds_are_there() -> None:
    assert NAMES == set(scenarios())


@pytest.mark.parametrize("name", sorted(NAMES))
def test_every_world_reads_and_knows_its_name_and_only_codes_of_the_library(name: str) -> None:
    made = scenario(name)
    assert name == made.name
    assert {promise.code for promise in made.clauses.values()} <= set(CODES)


def test_the_founding_case_is_30_days_and_2000_km_with_what_was_demanded_of_one_side() -> None:
    made = scenario("founding-case")
    assert (30, 2000) == (made.days, made.length_km)
    demanded = {"NO_MOBILISATION", "NO_TRAINING", "NO_WEAPONS_DELIVERY", "NO_REARMAMENT", "NO_REGROUPING"}
    assert demanded <= {promise.code for promise in made.clauses.values() if promise.binds == ("right",)}


def test_a_change_leaves_the_rest_of_its_group() -> None:
    changed, usual = scenario("small", days=2, fire={"drop": 10}), scenario("small")
    assert (2, 10.0) == (changed.days, changed.fire.drop)
    assert usual.fire.rate == changed.fire.rate
    assert usual.left == changed.left


def test_none_takes_a_key_out() -> None:
    assert "late" not in scenario("small", attackers={"late": None}).attackers
    assert scenario("small", pocket=None).pocket is None


def test_a_start_may_be_a_day_or_its_text() -> None:
    assert (
        date(2032, 1, 5)
        == scenario("small", start="2032-01-05").start
        == scenario("small", start=date(2032, 1, 5)).start
    )


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"length_km": 9}, "length_km: lies outside 10 to 5000 (found: 9). Mend: give a number from 10 to 5000"),
        ({"days": 0}, "days: lies outside 1 to 3660 (found: 0). Mend: give a number from 1 to 3660"),
        ({"fire": {"dispersion": 0}}, "fire.dispersion: lies outside 0.05 to 100 (found: 0)"),
        ({"fire": {"rate": -1}}, "fire.rate: lies outside 0 to 1000 (found: -1)"),
        ({"left": {"answers": 1.0}}, "left.answers: lies outside 0 to 0.9 (found: 1.0)"),
        ({"left": {"drones": 0.6, "assaults": 0.5}}, "left: has drones and assaults that are more than all fire"),
        ({"tellers": {"osint": {"place_km": 0}}}, "tellers.osint.place_km: lies outside 0.01 to 100 (found: 0)"),
        ({"attackers": {"late": {"first": 5, "last": 4}}}, "attackers.late: stops before it begins"),
        ({"attackers": {"x": {"does": "flood"}}}, "attackers.x: fabricates in nobody's interest"),
        ({"parties": ["A", "A"]}, "parties: names one party twice"),
        ({"lenght_km": 100}, "lenght_km: is not a known key (found: 100). Mend: did you mean length_km?"),
        ({"days": 2.5}, "days: is not a whole number (found: 2.5)"),
        ({"fire": {"drop": "3"}}, "fire.drop: is not a number (found: 3)"),
    ],
)
def test_what_makes_no_sense_is_refused_by_field_and_range(changes: dict[str, Any], said: str) -> None:
    with pytest.raises(FormError) as refused:
        scenario("small", **changes)
    assert said in str(refused.value)


def test_an_unknown_world_is_told_with_those_there_are() -> None:
    with pytest.raises(UnknownName, match="Did you mean 'small'"):
        scenario("smal")


@pytest.mark.parametrize("group", ["fire", "watching", "access", "weather"])
def test_every_group_of_the_founding_case_says_where_its_numbers_come_from(group: str) -> None:
    text = (SHELF / "founding-case.toml").read_text("utf-8")
    lines = text.partition(f"[{group}]")[2].partition("\n[")[0].splitlines()[1:]
    numbers = [line for line in lines if "=" in line.partition("#")[0]]
    assert len(numbers) > 1
    assert [] == [line for line in numbers if "#" not in line]
