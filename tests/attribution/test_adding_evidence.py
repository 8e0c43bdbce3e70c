"""Whose incidents are: added up alike for every side, near what can be known, and never by a name."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np
import polars as pl
import pytest

from asked import INTERESTS, THREE, asked, chance, claim
from ceaseline.attribution import attribute
from ceaseline.errors import InputError
from ceaseline.tables import Directions, Observations, Sources
from trial_world import BOTH, Trial, filled, make

pytestmark = pytest.mark.usefixtures("outside_shut")


def renamed(frame: pl.DataFrame, names: Mapping[str, str]) -> pl.DataFrame:
    """Exchange the codes of parties wherever a column holds them."""
    columns = [name for name in ("accused", "party", "hypothesis", "claim") if name in frame.columns]
    return frame.with_columns(pl.col(name).replace(names) for name in columns)


def test_an_accredited_source_and_a_bearing_point_to_a_side_and_the_rest_adds_to_one() -> None:
    got = asked(claim("monitor", "A"), claim("radio", None, bearing_deg=90.0, bearing_sigma_deg=10.0), toward=90)
    assert chance(got, "A") > 0.97
    assert got.attributions["probability"].sum() == pytest.approx(1)


def test_an_interested_camp_alone_moves_little_and_its_word_against_itself_much() -> None:
    blamed, owned = asked(claim("of-a", "B")), asked(claim("of-a", "A"))
    assert 0.5 < chance(blamed, "B") < 0.65
    assert chance(owned, "A") > 0.65


def test_without_any_claim_all_sides_are_equal() -> None:
    got = asked(claim("monitor", None), parties=THREE)
    assert chance(got, "A") == chance(got, "B") == chance(got, "C")


def test_a_source_that_blames_two_for_one_incident_says_nothing_of_it() -> None:
    silent, both = asked(claim("monitor", None)), asked(claim("monitor", "A"), claim("monitor", "B"))
    assert chance(silent, "A") == chance(both, "A") == chance(both, "B")
    assert "blames more than one" in " ".join(both.evidence()["basis"])


def test_bearings_opposite_to_a_side_speak_against_it_and_those_without_an_error_say_nothing() -> None:
    sound: Any = {"bearing_deg": 270.0, "bearing_sigma_deg": 20.0}
    got = asked(claim("radio", None, **sound), toward=90)
    bare = asked(claim("radio", None, bearing_deg=270.0), toward=90)
    assert chance(got, "B") > 20 * chance(got, "A")
    assert chance(bare, "A") == chance(bare, "B")
    assert "1 bearings have no error, and part no sides: state bearing_sigma_deg." in bare.warnings


def test_a_bearing_of_a_party_or_of_the_public_parts_no_sides() -> None:
    sound: Any = {"bearing_deg": 270.0, "bearing_sigma_deg": 20.0}
    theirs = {"source": "radar-of-a", "role": "instrument", "party": "A"}
    told = [claim(source, None, **sound) for source in ("of-a", "somebody", "radar-of-a")]
    got = asked(*told, sources=[*INTERESTS, theirs], toward=90)
    assert chance(got, "A") == chance(got, "B")


def test_what_people_found_changes_how_a_source_is_believed() -> None:
    records = [claim("press", "A", f"i{k:02}") for k in range(60)]
    found = pl.DataFrame({"incident_id": [f"i{k:02}" for k in range(40)], "hypothesis": "B"})
    assert chance(asked(*records), "A", "i50") > 0.6
    assert chance(asked(*records, reviewed=found), "B", "i50") > 0.6


def test_what_a_side_did_elsewhere_parts_it_from_another_by_no_more_than_half_a_unit() -> None:
    got = asked(*[claim("monitor", "A", f"i{k:03}") for k in range(400)], claim("monitor", None, "j"))
    usual = (
        got.evidence(["j"]).filter(pl.col("term") == "pattern").rows_by_key("hypothesis", named=True, unique=True)
    )
    assert usual["A"]["log_odds"] - usual["B"]["log_odds"] <= 0.5 + 1e-9
    elsewhere = got.evidence(["i000"]).filter(pl.col("term") == "pattern")
    leaning = elsewhere.rows_by_key("hypothesis", named=True, unique=True)
    assert leaning["A"]["log_odds"] - leaning["B"]["log_odds"] == pytest.approx(0.5)


def test_evidence_adds_up_to_the_chances() -> None:
    world = make(Trial(incidents=400), np.random.default_rng(3))
    got = attribute(
        world.incidents, world.members, world.observations, world.sources, parties=BOTH, lines=world.directions
    )
    summed = got.evidence().group_by("incident_id", "hypothesis").agg(pl.col("log_odds").sum().exp())
    told = summed.with_columns(pl.col("log_odds") / pl.col("log_odds").sum().over("incident_id"))
    both = got.attributions.join(told, on=["incident_id", "hypothesis"])
    assert len(both) == len(got.attributions)
    assert np.abs((both["probability"] - both["log_odds"]).to_numpy()).max() < 1e-9


@pytest.mark.parametrize("names", [{"A": "B", "B": "A"}, {"A": "Z", "B": "C"}, {"A": "both-banks", "B": "0"}])
def test_renamed_parties_give_the_same_bytes_renamed(names: Mapping[str, str]) -> None:
    world = make(Trial(incidents=1500), np.random.default_rng(5))
    reviewed = world.reviewed.head(200)
    got = attribute(
        world.incidents,
        world.members,
        world.observations,
        world.sources,
        parties=BOTH,
        lines=world.directions,
        reviewed=reviewed,
    )
    other = attribute(
        world.incidents,
        world.members,
        filled(Observations, renamed(world.observations, names)),
        filled(Sources, renamed(world.sources, names)),
        parties=sorted(names.values()),
        lines=filled(Directions, renamed(world.directions, names)),
        reviewed=renamed(reviewed, names),
    )
    keys = ["incident_id", "hypothesis"]
    assert renamed(got.attributions, names).sort(keys).equals(other.attributions.sort(keys))
    habits = renamed(got.sources_learned(), names).drop("group").sort("source", "hypothesis", "claim")
    assert habits.equals(other.sources_learned().drop("group").sort("source", "hypothesis", "claim"))


def test_three_parties_and_rows_in_any_order_give_the_same_bytes() -> None:
    rng = np.random.default_rng(11)
    records = [
        claim(s["source"], THREE[rng.integers(3)], f"i{k:03}", observation_id=f"{k} {s['source']}")
        for k in range(200)
        for s in INTERESTS
        if rng.random() < 0.6
    ]
    once = asked(*records, parties=THREE).attributions
    again = asked(*[records[k] for k in rng.permutation(len(records))], parties=("C", "A", "B")).attributions
    turned = {"A": "B", "B": "C", "C": "A"}
    moved = [{**row, "accused": turned[row["accused"]]} for row in records]
    sources = [{**s, "party": turned.get(str(s.get("party")))} for s in INTERESTS]
    other = asked(*moved, sources=sources, parties=THREE).attributions
    assert once.equals(again)
    assert renamed(once, turned).sort("incident_id", "hypothesis").equals(other)


def test_what_can_be_known_is_nearly_reached() -> None:
    world = make(Trial(incidents=6000), np.random.default_rng(7))
    got = attribute(
        world.incidents, world.members, world.observations, world.sources, parties=BOTH, lines=world.directions
    )
    said = got.attributions.filter(pl.col("hypothesis") == "A")["probability"].to_numpy()
    truly = world.truth == 0
    best = ((world.exact - truly) ** 2).mean()
    assert best <= ((said - truly) ** 2).mean() < 1.03 * best


def test_a_review_of_an_unknown_incident_or_hypothesis_is_refused_in_words() -> None:
    for row in ({"incident_id": "x", "hypothesis": "A"}, {"incident_id": "i", "hypothesis": "undetermined"}):
        with pytest.raises(InputError, match="Mend"):
            asked(claim("monitor", "A"), reviewed=pl.DataFrame([row]))


def test_an_incident_that_was_found_to_be_two_things_is_refused() -> None:
    twice = pl.DataFrame([{"incident_id": "i", "hypothesis": "A"}, {"incident_id": "i", "hypothesis": "B"}])
    with pytest.raises(InputError, match="is found to be two things"):
        asked(claim("monitor", "A"), reviewed=twice)


def test_parties_called_as_another_hypothesis_or_twice_or_none_are_refused() -> None:
    for parties in ((), ("A", "A"), ("A", "both")):
        with pytest.raises(InputError, match="parties"):
            asked(claim("monitor", "A"), parties=parties)
