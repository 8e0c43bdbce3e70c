"""Input that is thin, strange or empty has an answer too, and a warning in words."""

from __future__ import annotations

import polars as pl
import pytest

from asked import INTERESTS, THREE, asked, chance, claim
from ceaseline.attribution import Policy, attribute, outcome_of
from ceaseline.tables import Attributions, Incidents, Members, Observations, Sources
from trial_world import BOTH, filled

pytestmark = pytest.mark.usefixtures("outside_shut")


def test_blame_of_a_party_that_the_terms_do_not_name_counts_for_somebody_else() -> None:
    got = asked(claim("monitor", "X"))
    assert chance(got, "third") > 5 * chance(asked(claim("monitor", None)), "third")
    assert chance(got, "A") == chance(got, "B")
    assert "X is blamed and is no party of the terms: that counts for third." in got.warnings


def test_a_source_that_no_table_has_counts_as_the_public_and_is_named() -> None:
    got = asked(claim("somebody", "A"))
    assert 0.5 < chance(got, "A") < 0.6
    assert any(warning.startswith("somebody is in no table of sources") for warning in got.warnings)


def test_a_party_of_which_no_one_knows_whose_counts_as_the_public() -> None:
    got = asked(claim("of-x", "A"), sources=[{"source": "of-x", "role": "party", "party": "X"}])
    assert chance(got, "A") == chance(asked(claim("somebody", "A")), "A")


def test_incidents_that_nobody_tells_of_are_equal_between_the_sides() -> None:
    ids = filled(Incidents, pl.DataFrame({"incident_id": ["i"], "observations": [1], "groups": [1]}))
    none = (Members.create_empty(), Observations.create_empty(), Sources.create_empty())
    got = attribute(ids, *none, parties=THREE)
    assert chance(got, "A") == chance(got, "B") == chance(got, "C") == pytest.approx((1 - 0.15 - 0.03) / 3)
    assert got.sources_learned().is_empty()
    reason = outcome_of(got.attributions, got.evidence(), Policy("side"))["reason"].item()
    assert "There is no evidence of whose it was." == reason


def test_no_incidents_give_empty_tables() -> None:
    none = (Members.create_empty(), Observations.create_empty(), Sources.create_empty())
    got = attribute(Incidents.create_empty(), *none, parties=BOTH)
    assert got.attributions.equals(Attributions.create_empty())
    assert got.evidence().is_empty()
    assert outcome_of(got.attributions, got.evidence(), Policy("side")).is_empty()


def test_all_sources_in_one_camp_propose_no_side_however_many_and_that_is_said() -> None:
    camp = [{"source": f"a{k}", "role": "party", "party": "A"} for k in range(20)]
    got = asked(*[claim(source["source"], "B", f"i{k}") for source in camp for k in range(5)], sources=camp)
    proposals = outcome_of(got.attributions, got.evidence(), Policy("side"))
    assert {"undetermined"} == set(proposals["proposal"])
    assert {"All of it comes from the camp of one side."} == set(proposals["reason"])
    assert any("Every source but the public has the interest of a side" in warning for warning in got.warnings)


def test_a_single_party_has_an_answer_and_is_never_proposed() -> None:
    got = asked(claim("monitor", "A"), parties=["A"], sources=INTERESTS)
    assert chance(got, "A") > 0.85
    assert "undetermined" == outcome_of(got.attributions, got.evidence(), Policy("side"))["proposal"].item()


def test_records_that_hardly_belong_to_an_incident_claim_nothing_of_it() -> None:
    got = asked(claim("monitor", None), claim("press", "A"))
    ids = filled(Incidents, pl.DataFrame({"incident_id": ["i"], "observations": [1], "groups": [1]}))
    told = filled(Observations, pl.DataFrame({"observation_id": ["o"], "source": ["press"], "accused": ["A"]}))
    sources = filled(Sources, pl.DataFrame({"source": ["press"], "role": ["press"], "group": ["press"]}))
    loose = filled(Members, pl.DataFrame({"observation_id": ["o"], "incident_id": ["i"], "probability": [0.4]}))
    assert chance(attribute(ids, loose, told, sources, parties=BOTH), "A") < chance(got, "A")
