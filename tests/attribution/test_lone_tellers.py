"""What one group alone tells, whose acts camps speak of, and records that may not belong: each by its weight."""

from __future__ import annotations

from typing import Any

import numpy as np
import polars as pl
import pytest

from asked import INTERESTS, asked, chance, claim
from ceaseline.attribution import Attributed, attribute
from ceaseline.attribution.hypotheses import hypotheses
from ceaseline.attribution.kinds import base
from ceaseline.tables import Incidents, Members, Observations, Sources
from trial_world import BOTH, filled

pytestmark = pytest.mark.usefixtures("outside_shut")

SOUND: Any = {"bearing_deg": 90.0, "bearing_sigma_deg": 50.0}


def test_what_one_group_alone_tells_may_never_have_been_and_what_two_tell_hardly() -> None:
    alone, two = asked(claim("monitor", None)), asked(claim("monitor", None), claim("radio", None))
    assert chance(alone, "no_event") == pytest.approx(0.15)
    assert chance(two, "no_event") == pytest.approx(0.01)


def test_no_account_makes_a_second_witness() -> None:
    alone = asked(claim("monitor", "A"))
    crowd = asked(claim("monitor", "A"), *[claim(f"x{k}", None) for k in range(50)])
    assert chance(alone, "no_event") == chance(crowd, "no_event")


def test_a_fire_of_which_nobody_blames_anybody_is_as_likely_nobodys() -> None:
    names = hypotheses(BOTH)
    shares = dict(zip(names.names, base(names, burns=True, tellers="one", blamed=False), strict=True))
    assert shares == pytest.approx(
        {"A": 0.165, "B": 0.165, "not_hostile": 0.5, "no_event": 0.15, "both": 0.01, "third": 0.01}
    )


def test_decisions_teach_how_much_of_what_one_group_alone_tells_never_was() -> None:
    records = [claim("monitor", "A", f"i{k:02}") for k in range(50)]
    never = pl.DataFrame({"incident_id": [f"i{k:02}" for k in range(40)], "hypothesis": "no_event"})
    assert chance(asked(*records, reviewed=never), "no_event", "i45") > 0.5
    assert chance(asked(*records), "no_event", "i45") < 0.15


def camps(own: int, others: int, reviews: bool = True) -> Attributed:
    """Attribute what camps say, who were seen to speak so often of their own side's acts and of the other's."""
    records, found = [], []
    for source, mine, theirs in (("of-a", "A", "B"), ("of-b", "B", "A")):
        for k in range(own + others):
            records.append(claim(source, theirs, f"{source}-{k:02}"))
            found.append({"incident_id": f"{source}-{k:02}", "hypothesis": mine if k < own else theirs})
        records.append(claim(source, theirs, f"{source}-z"))
    return asked(*records, reviewed=pl.DataFrame(found) if reviews else None)


def test_camps_that_were_seen_to_speak_of_others_acts_alone_are_believed_further_and_alike() -> None:
    even, seldom = camps(20, 20), camps(1, 39)
    assert chance(even, "B", "of-a-z") < 0.6 < chance(seldom, "B", "of-a-z") < 0.95
    assert chance(seldom, "B", "of-a-z") == pytest.approx(chance(seldom, "A", "of-b-z"), abs=1e-6)
    assert "times as often as their own" in " ".join(seldom.evidence(["of-a-z"])["basis"])
    assert "times as often as their own" not in " ".join(even.evidence(["of-a-z"])["basis"])


def test_a_camp_that_owns_up_is_not_told_that_it_seldom_does() -> None:
    assert "as often" not in " ".join(asked(claim("of-a", "A")).evidence()["basis"])


def belonging(probability: float) -> Attributed:
    """Attribute one incident of a monitor's, of which a press too speaks, so surely."""
    ids = filled(Incidents, pl.DataFrame({"incident_id": ["i"], "observations": [2], "groups": [2]}))
    rows = {"observation_id": ["o", "p"], "source": ["monitor", "press"], "accused": [None, "A"]}
    told = filled(Observations, pl.DataFrame(rows, schema_overrides={"accused": pl.String}))
    members = pl.DataFrame({"observation_id": ["o", "p"], "incident_id": "i", "probability": [1.0, probability]})
    known = pl.DataFrame([{"group": s["source"], "party": None, **s} for s in INTERESTS])
    return attribute(ids, filled(Members, members), told, filled(Sources, known), parties=BOTH)


def test_a_claim_weighs_the_less_the_less_surely_it_belongs() -> None:
    said = [chance(belonging(p), "A") - chance(belonging(p), "B") for p in (0.0, 0.3, 0.6, 0.9, 1.0)]
    assert 0.0 == said[0]
    assert sorted(said) == said
    assert len(set(said)) == 5


def test_how_far_directions_go_astray_is_learned_from_others_and_not_from_themselves() -> None:
    rng = np.random.default_rng(4)
    records = []
    for k in range(300):
        wrong = rng.random() < 0.25
        records += [claim(m, "A", f"i{k:03}") for m in ("monitor", "other-monitor")]
        records.append(claim("radio", None, f"i{k:03}", **{**SOUND, "bearing_deg": 270.0 if wrong else 90.0}))
    told = asked(*records, claim("radio", None, "j", **SOUND), toward=90).evidence(["j"])
    assert "astray" in " ".join(told["basis"])
    odds = dict(told.filter(pl.col("term") == "bearing").select("hypothesis", "log_odds").iter_rows())
    alone = asked(claim("radio", None, "j", **SOUND), toward=90).evidence(["j"])
    before = dict(alone.filter(pl.col("term") == "bearing").select("hypothesis", "log_odds").iter_rows())
    assert 0 < odds["A"] - odds["B"] < before["A"] - before["B"]
