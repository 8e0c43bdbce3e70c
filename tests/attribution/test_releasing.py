"""A side is named only where more than claims carry it, and far enough; else it is undetermined."""

from __future__ import annotations

from typing import Any

import polars as pl
import pytest

from asked import Row, asked, claim
from ceaseline.attribution import Policy, expected_wrong, outcome_of
from ceaseline.attribution.attributing import Attributed
from ceaseline.tables import Attributions, Evidence

pytestmark = pytest.mark.usefixtures("outside_shut")

SIDE = Policy("side")
SOUND: Any = {"bearing_deg": 90.0, "bearing_sigma_deg": 10.0}
SURE: list[Row] = [claim("monitor", "A"), claim("other-monitor", "A"), claim("radio", None, **SOUND)]


def proposed(got: Attributed, policy: Policy = SIDE) -> tuple[str, str]:
    row = outcome_of(got.attributions, got.evidence(), policy).row(0, named=True)
    return row["proposal"], row["reason"]


def test_two_monitors_and_a_bearing_carry_a_side_and_the_rest_is_for_two_people() -> None:
    proposal, reason = proposed(asked(*SURE, toward=90))
    assert proposal == "A"
    assert "two people have to determine it" in reason


@pytest.mark.parametrize("policy", [Policy(), Policy("none"), Policy("direction")])
def test_by_default_no_side_is_named_however_sure(policy: Policy) -> None:
    assert proposed(asked(*SURE, toward=90), policy) == ("undetermined", "This case releases no attribution.")


def test_claims_alone_never_carry_an_incident_over_the_threshold() -> None:
    press = [{"source": f"press{k}", "role": "press"} for k in range(9)]
    osint = [{"source": f"osint{k}", "role": "osint"} for k in range(9)]
    records = [claim(source["source"], "A") for source in [*press, *osint]]
    got = asked(*records, sources=[*press, *osint])
    assert got.attributions["probability"].max() > 0.99  # type: ignore[operator]
    proposal, reason = proposed(got)
    assert proposal == "undetermined"
    assert "It rests on claims" in reason


def test_one_camp_alone_is_undetermined_and_so_is_its_word_against_itself_but_not_for_that() -> None:
    assert "the camp of one side" in proposed(asked(claim("of-a", "B")))[1]
    proposal, reason = proposed(asked(claim("of-a", "A")))
    assert proposal == "undetermined"
    assert "the camp of one side" not in reason


def test_where_it_fell_is_no_second_word_beside_that_of_a_camp() -> None:
    got = asked(claim("of-a", "B"))
    place = (
        got.evidence()
        .filter(pl.col("term") == "claims")
        .with_columns(term=pl.lit("position"), group=pl.lit("position: lines"), log_odds=pl.col("log_odds") / 10)
    )
    both = Evidence.validate(pl.concat([got.evidence(), place]))
    assert "the camp of one side" in outcome_of(got.attributions, both, SIDE)["reason"].item()


def test_no_evidence_is_undetermined_and_says_so() -> None:
    assert proposed(asked(claim("monitor", None))) == ("undetermined", "There is no evidence of whose it was.")


def test_that_nothing_happened_is_never_proposed_and_the_poster_is_not_accused() -> None:
    old = [claim("press", "A", observation_id="old"), claim("monitor", None, phenomenon="no_event")]
    got = asked(*old, claim("other-monitor", None, phenomenon="no_event"), older=["old"])
    proposal, _ = proposed(got)
    nothing = got.attributions.filter(pl.col("hypothesis") == "no_event")["probability"].item()
    assert nothing > asked(*old).attributions.filter(pl.col("hypothesis") == "no_event")["probability"].item()
    assert nothing > 0.8
    assert proposal == "undetermined"


def test_a_claim_with_an_old_medium_claims_nothing() -> None:
    got = asked(claim("press", "A", observation_id="old"), older=["old"]).attributions.sort("hypothesis")
    assert got["probability"][0] == got["probability"][1]


def test_a_side_thought_likelier_beforehand_is_carried_over_the_threshold_by_nothing_of_that() -> None:
    # 2.6 log-odds are a chance of .931, and with .5 of what is usual they are 3.1, a chance of .957
    told = [("bearing", True, 1.3), ("pattern", False, 0.25)]
    rows = [
        {"incident_id": "i", "term": term, "group": term, "hypothesis": side, "log_odds": value * sign}
        | {"capped": False, "standing": standing, "basis": ""}
        for term, standing, value in told
        for side, sign in (("A", 1), ("B", -1))
    ]
    chances = pl.DataFrame({"incident_id": "i", "hypothesis": ["A", "B"], "probability": [0.957, 0.043]})
    evidence = Evidence.validate(pl.DataFrame(rows))
    got = outcome_of(Attributions.validate(chances), evidence, SIDE).row(0, named=True)
    assert got["proposal"] == "undetermined"
    assert "only with what the public says, or with what a side did elsewhere" in got["reason"]
    lower = outcome_of(Attributions.validate(chances), evidence, Policy("side", 0.93)).row(0, named=True)
    assert lower["proposal"] == "A"


def test_wrong_accusations_to_be_expected_are_counted_for_each_side() -> None:
    got = asked(*SURE, toward=90)
    table = expected_wrong(outcome_of(got.attributions, got.evidence(), SIDE), ["A", "B"])
    chance = got.attributions.filter(pl.col("hypothesis") == "A")["probability"].item()
    assert table["party"].to_list() == ["A", "B"]
    assert table["named"].to_list() == [1, 0]
    assert table["expected_wrong"].to_list() == pytest.approx([1 - chance, 0])
