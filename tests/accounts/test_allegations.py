"""What sides lay at each other's door: the act, the one accused, the hours, and in whose interest."""

from __future__ import annotations

from typing import Any

import polars as pl
import pytest

from builders import terms
from ceaseline.accounts import Known, Settlement, candidates, rules_for, statements
from ceaseline.accounts.allegations import Accusing, allegations
from ceaseline.accounts.alleging import ALLEGING
from ceaseline.accounts.announcing import notices
from ceaseline.accounts.settlements import Candidate, weighed

WORDS = ALLEGING["en"]
HEAD = "Truce holds\n\n7 May 2031\n\n"  # a Wednesday


def account(text: str) -> pl.DataFrame:
    named = {"source": pl.lit("post"), "capture_id": pl.lit("0" * 64), "outlet": pl.lit("Post")}
    return statements("a.txt", HEAD + text, rules_for(terms())).with_columns(**named, line=pl.lit(1, pl.Int64))


def alleged(text: str) -> list[dict[str, Any]]:
    accusing = Accusing.of(rules_for(terms()), ("A", "B"))
    return allegations(account(text), HEAD + text, accusing).to_dicts()


def one(text: str) -> dict[str, Any]:
    (found,) = alleged(text)
    return found


@pytest.mark.parametrize(
    ("said", "accused", "act"),
    [
        ("General Ana Ash of North said that South had shelled Aulis.", "B", "shelling"),
        ("General Ana Ash of North said that Aulis was shelled by South.", "B", "shelling"),
        ("General Ana Ash of North accused South of shelling Aulis.", "B", "shelling"),
        ("General Ana Ash of North blamed South for the attack on Aulis.", "B", "assault"),
        ("General Ana Ash of North said that South's artillery fire fell on Aulis.", "B", "shelling"),
        ("General Ana Ash of North said that the shelling of North villages by South continued.", "B", "shelling"),
        ("General Ana Ash of North said that the other side opened fire at Aulis.", "B", "shot"),
        ("General Ana Ash of North said that our troops shelled the ridge.", "A", "shelling"),
        ("General Ana Ash of North said that villages of South were shelled.", None, "shelling"),
        ("General Ana Ash of North said that South carried out an air strike on Aulis.", "B", "strike"),
        ("General Ana Ash of North said that Aulis was under artillery fire from South.", "B", "shelling"),
        ("General Ana Ash of North blamed the damage at Aulis on Southern shelling.", "B", "shelling"),
        ("General Ana Ash of North denied shelling Aulis.", "A", "shelling"),
        ("General Ana Ash of North said that South was shelled.", None, "shelling"),
        ("General Ana Ash of North said that somebody shelled Aulis.", None, "shelling"),
        ("General Ana Ash of North said that South drones struck a depot.", "B", "strike"),
    ],
)
def test_whose_act_it_is_said_to_be(said: str, accused: str | None, act: str) -> None:
    assert (accused, act) == tuple(one(said)[name] for name in ("accused", "phenomenon"))


@pytest.mark.parametrize(
    "said",
    [
        "General Ana Ash of North warned that South would attack Aulis.",
        "General Ana Ash of North demanded that South stop shelling Aulis.",
        "General Ana Ash of North asked whether South shelled Aulis.",
        "General Ana Ash of North said that South will shell Aulis on 9 May.",
        "South shelled Aulis on Tuesday.",
        "General Ana Ash of North said that the fire in Aulis was put out.",
    ],
)
def test_a_forecast_a_demand_a_question_and_an_outlets_own_report_are_no_allegation(said: str) -> None:
    assert [] == alleged(said)


@pytest.mark.parametrize(
    ("said", "denial", "interest"),
    [
        ("General Ana Ash of North said that South shelled Aulis.", False, "self_serving"),
        ("General Ana Ash of North admitted that our troops shelled Aulis.", False, "against_own_interest"),
        ("General Ana Ash of North denied that her troops had shelled Aulis.", True, "self_serving"),
        ("General Ana Ash of North said that South had not shelled Aulis.", True, "against_own_interest"),
        ("Observer Ana Ash said that South had shelled Aulis.", False, "not_known"),
    ],
)
def test_in_whose_interest_it_is_said(said: str, *, denial: bool, interest: str) -> None:
    assert (denial, interest) == tuple(one(said)[name] for name in ("denial", "interest"))


@pytest.mark.parametrize(
    ("when", "earliest", "latest"),
    [
        ("on Tuesday night", "05-06 18:00", "05-07 06:00"),
        ("overnight", "05-06 18:00", "05-07 06:00"),
        ("on 5 May at 18:40", "05-05 18:25", "05-05 18:55"),
        ("on 5 May at 6:40 p.m.", "05-05 18:25", "05-05 18:55"),
        ("on 5 May between 22:00 and 01:30", "05-05 22:00", "05-06 01:30"),
        ("on 5 May", "05-05 00:00", "05-06 00:00"),
        ("in Aulis", "05-06 00:00", "05-08 00:00"),
    ],
)
def test_when_it_is_said_to_have_been(when: str, earliest: str, latest: str) -> None:
    found = one(f"General Ana Ash of North said that South shelled the village {when}.")
    assert (earliest, latest) == tuple(f"{found[end]:%m-%d %H:%M}" for end in ("earliest", "latest"))


def test_what_was_long_ago_has_no_hours() -> None:
    assert one("General Ana Ash of North said that South shelled Aulis last year.")["earliest"] is None


def test_exchanging_the_sides_exchanges_who_accuses_whom_and_nothing_else() -> None:
    said = "General Ana Ash of {} said that {} shelled Aulis on Tuesday night. Ash said the other side fired first."
    one, other = alleged(said.format("North", "South")), alleged(said.format("South", "North"))
    assert ["A", "B"] == [one[0]["alleger"], one[0]["accused"]]
    swap = {"A": "B", "B": "A"}
    sides = ("alleger", "accused")
    turned = [row | {side: swap[row[side]] for side in sides} | {"text": ""} for row in one]
    assert turned == [row | {"text": ""} for row in other]


# Places


AULIS = Settlement(30.0, 50.0, 3, ("Aulis",))
OTHER_AULIS = Settlement(31.0, 50.0, 3, ("Aulis", "Avlida"))


def places(text: str, *, km: dict[float, float] | None = None) -> list[Candidate]:
    known = Known.of([AULIS, OTHER_AULIS, Settlement(30.5, 50.0, 1, ("Old Brade",))])
    return candidates(text, known, WORDS, lambda lon, _: None if km is None else km[lon])


def test_a_name_of_two_places_keeps_both() -> None:
    assert [0.5, 0.5] == [each.probability for each in places("shelled the village of Aulis")]


def test_of_two_places_of_one_name_the_one_nearer_to_the_line_is_likelier() -> None:
    first, second = places("shelled Aulis", km={30.0: 80.0, 31.0: 2.0})
    assert (31.0, 2.0) == (first.lon, first.line_km)
    assert first.probability == pytest.approx(0.8755, abs=1e-4)  # exp(-2/40) against exp(-80/40)
    assert second.probability == pytest.approx(0.1245, abs=1e-4)


def test_a_name_of_two_words_is_found_and_near_it_is_wider() -> None:
    assert [8_000.0] == [each.radius_m for each in places("fired in Old Brade")]
    assert [13_000.0] == [each.radius_m for each in places("fired near Old Brade")]


def test_a_place_behind_a_word_such_as_in_goes_before_another() -> None:
    assert ["Old Brade"] == [each.name for each in places("Aulis command says a depot in Old Brade was struck")]


def test_a_name_that_nobody_knows_has_no_place() -> None:
    assert [] == places("shelled Corin")


def test_one_place_stands_for_several_with_a_radius_that_holds_two_thirds_of_the_chance() -> None:
    likely, other = (Candidate("Aulis", 30.0 + far, 50.0, 2000.0, None, p) for far, p in ((0, 0.6), (0.5, 0.4)))
    lon, _, radius = weighed([likely, other]) or (None, None, 0.0)
    assert 30.0 == lon
    assert radius == pytest.approx(2000 + 35_740, rel=0.01)  # half a degree of longitude at 50 degrees north


# What is to come


def test_a_movement_a_delivery_and_a_plan_are_announced_with_the_days_they_name() -> None:
    found = notices(
        account(
            "Minister Ivo Oak of South said that a column will pass Corin on 9 May. Oak announced that weapons "
            "will be delivered to Brade. Oak said drones will be built there. Oak said nobody will march. "
            "Oak said a convoy came."
        ),
        "en",
    )
    told = [(row["subject"], row["from"] and f"{row['from']:%m-%d}") for row in found.to_dicts()]
    assert [("movement", "05-09"), ("delivery", None), ("plan", None)] == told
