"""Campaigns against a trial world: many accounts that say one thing of some incidents, and behave in between."""

from __future__ import annotations

import attrs
import numpy as np
import polars as pl

from ceaseline.tables import Members, Observations, Sources
from trial_world import BOTH, Made, filled


@attrs.frozen
class Campaign:
    """What attackers do.

    Attributes:
        accounts: how many.
        reports: how many in all.
        aimed: share of the incidents that they want to turn.
        camouflage: share of the reports that say what is so, of other incidents.
        registered: accounts stand in the table of sources, each a group of its own, as of the public.
        interest: they have the interest of a side, and say so.
        bearings: they give directions and weapons too.
    """

    accounts: int
    reports: int
    aimed: float = 0.2
    camouflage: float = 0.0
    registered: bool = False
    interest: str | None = None
    bearings: bool = False


def attacked(world: Made, campaign: Campaign, rng: np.random.Generator) -> tuple[Made, pl.Series]:
    """Return the world with what attackers add, and the incidents they blame on the wrong side."""
    n = len(world.truth)
    aims = rng.permutation(n)[: max(1, round(campaign.aimed * n))]
    others = np.setdiff1d(np.arange(n), aims)
    honest = rng.random(campaign.reports) < campaign.camouflage
    at = np.where(honest, rng.choice(others, campaign.reports), rng.choice(aims, campaign.reports))
    blamed = np.where(honest, world.truth[at], 1 - world.truth[at])
    account = rng.integers(0, campaign.accounts, campaign.reports)
    ids = world.incidents["incident_id"]
    rows = pl.DataFrame(
        {
            "source": pl.Series([f"account{k:03}" for k in range(campaign.accounts)]).gather(account),
            "incident_id": ids.gather(at),
            "accused": pl.Series(BOTH).gather(blamed),
            "bearing_deg": np.where(campaign.bearings, (180 * blamed).astype(np.float64), np.nan),
            "bearing_sigma_deg": np.where(campaign.bearings, np.ones(len(at)), np.nan),
        }
    ).with_columns(pl.col("bearing_deg", "bearing_sigma_deg").fill_nan(None), phenomenon=pl.lit("explosion"))
    rows = rows.with_row_index("k").with_columns(observation_id=pl.format("flood {}", "k"))
    accounts = pl.DataFrame({"source": rows["source"].unique().sort()}).with_columns(
        role=pl.lit("public"), party=pl.lit(campaign.interest, dtype=pl.String), group=pl.col("source")
    )
    sources = [world.sources, filled(Sources, accounts)] if campaign.registered else [world.sources]
    said = filled(Observations, rows.drop("k", "incident_id"))
    told = filled(Members, rows.select("observation_id", "incident_id", probability=1.0))
    spoiled = attrs.evolve(
        world,
        observations=Observations.validate(pl.concat([world.observations, said])),
        members=Members.validate(pl.concat([world.members, told])),
        sources=Sources.validate(pl.concat(sources)),
    )
    return spoiled, ids.gather(np.sort(aims))
