"""Promise F3: any number of accounts with any number of reports move no chance by more than the bound."""

from __future__ import annotations

from functools import cache

import attrs
import numpy as np
import polars as pl
import pytest

from asked import asked, chance, claim
from ceaseline.attribution import Attributed, Beliefs, Policy, attribute, outcome_of
from ceaseline.tables import Sources
from trial_attack import Campaign, attacked
from trial_world import BOTH, Made, Trial, make

pytestmark = pytest.mark.usefixtures("outside_shut")

CAP = 0.8  # log-odds that the public moves between two sides, from all of it against a side to all of it for it
BOUND = 2 / (1 + np.exp(-CAP / 2)) - 1  # 0.197, of promise F3
WORLDS = 5
RELEASED = Policy("side", 0.95)


def said(world: Made, beliefs: Beliefs | None = None) -> Attributed:
    return attribute(
        world.incidents,
        world.members,
        world.observations,
        world.sources,
        parties=BOTH,
        lines=world.directions,
        beliefs=beliefs,
    )


@cache
def before(seed: int) -> tuple[Made, Attributed, pl.DataFrame]:
    world = make(Trial(incidents=500), np.random.default_rng(seed))
    got = said(world)
    return world, got, outcome_of(got.attributions, got.evidence(), RELEASED)


def campaigns() -> list[Campaign]:
    """Fifty of them: from one account to 500, from patient to loud, known and unknown, with and without more."""
    rng = np.random.default_rng(2031)
    found = []
    for k in range(50):
        accounts = int(np.exp(rng.uniform(0, np.log(500)))) if k else 500
        found.append(
            Campaign(
                accounts=accounts,
                reports=accounts * int(rng.integers(5, 40)),
                aimed=float(rng.choice([0.02, 0.2, 0.2, 0.5])),
                camouflage=float(rng.choice([0.0, 0.5, 0.9])),
                registered=bool(rng.random() < 0.7),
                interest=[None, "A", "B"][rng.integers(3)],
                bearings=bool(rng.random() < 0.3),
            )
        )
    return found


def right(got: Attributed, world: Made) -> float:
    """Return the share of incidents of which the likeliest hypothesis is the true one."""
    best = got.attributions.sort("probability").group_by("incident_id").last().sort("incident_id")
    return float((best["hypothesis"] == world.reviewed["hypothesis"]).mean())  # type: ignore[arg-type]


@pytest.mark.parametrize("number", range(50))
def test_no_campaign_moves_a_chance_by_more_than_the_bound_or_carries_one_over_the_threshold(number: int) -> None:
    campaign = campaigns()[number]
    world, calm, proposed = before(number % WORLDS)
    spoiled, _ = attacked(world, campaign, np.random.default_rng(number))
    got = said(spoiled)
    keys = ["incident_id", "hypothesis"]
    moved = calm.attributions.join(got.attributions, on=keys)
    assert np.abs((moved["probability"] - moved["probability_right"]).to_numpy()).max() <= BOUND + 1e-12
    proposals = outcome_of(got.attributions, got.evidence(), RELEASED)
    carried = proposals.join(proposed, on="incident_id").filter(
        (pl.col("proposal") != "undetermined") & (pl.col("proposal") != pl.col("proposal_right"))
    )
    assert carried.is_empty()
    assert right(got, world) >= right(calm, world) - 0.05


def test_without_the_cap_many_accounts_turn_what_they_aim_at() -> None:
    world, *_ = before(0)
    spoiled, aims = attacked(world, Campaign(500, 10_000, aimed=0.05, registered=True), np.random.default_rng(1))
    loud = Beliefs()
    loud = attrs.evolve(loud, most={**loud.most, "public": 1e9})
    wrong = world.reviewed.filter(pl.col("incident_id").is_in(aims.to_list()))
    true = wrong.join(said(spoiled, loud).attributions, on=["incident_id", "hypothesis"])["probability"]
    assert true.max() < 0.01  # type: ignore[operator]


def test_the_public_moves_no_chance_of_incidents_it_does_not_speak_of() -> None:
    world, calm, _ = before(1)
    spoiled, aims = attacked(world, Campaign(500, 20_000, aimed=0.5), np.random.default_rng(2))
    elsewhere = ~pl.col("incident_id").is_in(aims.to_list())
    assert calm.attributions.filter(elsewhere).equals(said(spoiled).attributions.filter(elsewhere))


def test_the_public_still_counts_a_little() -> None:
    world, calm, _ = before(2)
    spoiled, aims = attacked(world, Campaign(3, 600, aimed=0.2), np.random.default_rng(3))
    wrong = world.reviewed.filter(pl.col("incident_id").is_in(aims.to_list()))
    then, now = (
        wrong.join(got.attributions, on=["incident_id", "hypothesis"])["probability"].mean()
        for got in (calm, said(spoiled))
    )
    assert now < then  # type: ignore[operator]


def test_a_crowd_against_an_honest_account_turns_all_that_the_public_may_and_no_more() -> None:
    alone = asked(claim("neighbour", "A"))
    against = asked(claim("neighbour", "A"), *[claim(f"x{k:03}", "B") for k in range(500)])
    assert 0.15 < chance(alone, "A") - chance(against, "A") <= BOUND


def test_liars_registered_as_osint_make_each_other_no_more_credible() -> None:
    rng = np.random.default_rng(5)
    world = make(Trial(incidents=5000, bearings=False), rng)
    spoiled, aims = attacked(world, Campaign(10, 1000, aimed=0.1, registered=True), rng)
    vouched = pl.when(pl.col("source").str.starts_with("account")).then(pl.lit("osint")).otherwise("role")
    spoiled = attrs.evolve(spoiled, sources=Sources.validate(spoiled.sources.with_columns(role=vouched)))
    aimed = world.reviewed.filter(pl.col("incident_id").is_in(aims.to_list()))
    then, now = (
        aimed.join(got.attributions, on=["incident_id", "hypothesis"])["probability"].mean()
        for got in (said(world), said(spoiled))
    )
    assert now > then - 0.05  # type: ignore[operator]
