"""No ruling moves the evidence of the incident that it is on; it does move what is learned for others."""

from __future__ import annotations

from typing import Any

import polars as pl
import pytest

from ceaseline.pipeline.whose import Whose, whose
from ceaseline.tables import Incidents, Members, Observations, Sources
from trial_world import filled

pytestmark = pytest.mark.usefixtures("outside_shut")

MANY = 60


def weighed(ruled: int) -> Whose:
    """Weigh incidents in each of which a press blames A; people ruled on so many of them that it was B."""
    ids = pl.DataFrame({"incident_id": [f"i{k:02}" for k in range(MANY)], "observations": 1, "groups": 1})
    rows = pl.DataFrame({"observation_id": [f"o{k:02}" for k in range(MANY)], "source": "press", "accused": "A"})
    told: Any = filled(Sources, pl.DataFrame([{"source": "press", "role": "press", "group": "press"}]))
    belongs = rows.select("observation_id", incident_id=ids["incident_id"], probability=1.0)
    reviewed = ids.head(ruled).select("incident_id", hypothesis=pl.lit("B"))
    return whose(
        filled(Incidents, ids),
        filled(Members, belongs),
        filled(Observations, rows),
        told,
        reviewed=reviewed,
        threshold=0.95,
        parties=["A", "B"],
    )


def chance(of: Whose, incident: str) -> float:
    row = of.attributions.filter(pl.col("incident_id") == incident, pl.col("hypothesis") == "B")
    return float(row["probability"].item())


def test_what_people_determined_is_weighed_as_if_nobody_had_ruled() -> None:
    assert chance(weighed(0), "i07") == chance(weighed(40), "i07")


def test_incidents_on_which_nobody_ruled_learn_from_rulings() -> None:
    assert chance(weighed(40), "i50") > 0.2 + chance(weighed(0), "i50")


def test_every_incident_is_told_once_and_its_evidence_is_of_the_same_weighing() -> None:
    found = weighed(40)
    assert [f"i{k:02}" for k in range(MANY)] == found.proposals["incident_id"].to_list()
    summed = found.evidence.group_by("incident_id", "hypothesis").agg(pl.col("log_odds").sum().exp())
    both = found.attributions.join(
        summed.with_columns(pl.col("log_odds") / pl.col("log_odds").sum().over("incident_id")),
        on=["incident_id", "hypothesis"],
    )
    assert 6 * MANY == both.height
    assert (both["probability"] - both["log_odds"]).abs().max() < 1e-9  # type: ignore[operator]
