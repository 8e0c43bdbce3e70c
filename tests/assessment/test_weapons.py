"""Weapons that were seen, held against clauses about weapons: class, place, time, number; never whose."""

from __future__ import annotations

import json
from typing import Any

import polars as pl
import pytest

from builders import at, clause, flat, observation, observations, only, recoded, source_rows, terms_form
from ceaseline.assessment import find, tellers
from ceaseline.fusion import fuse
from ceaseline.tables import Whereabouts, from_rows
from ceaseline.terms import clauses as laid_flat
from ceaseline.terms import parse

pytestmark = pytest.mark.usefixtures("outside_shut")

SOURCES = source_rows(patrol={}, drone={"role": "instrument"}, north={"role": "party", "party": "A"})
BAND = {"line": "contact", "within_km": {"artillery": 25, "mortar": 15}, "measured_from": {"B": "older"}}
DRAWN: dict[str, Any] = {
    "lines": {"contact": {"file": "contact.geojson"}, "older": {"file": "older.geojson"}},
    "zones": {"yard": {"file": "yard.geojson"}},
}
WITHDRAW = clause(id="back", code="WITHDRAW_TO_LINE", objects=["artillery", "mortar"], where=BAND)
TEN = {"at_most": 10, "unit": "pieces"}
DAYS = {"from": "2031-05-09", "until": "2031-05-12", "zone": "UTC"}
CEILING = clause(id="ten", code="CEILING", modality="ceiling", objects=["tank"], quantity=TEN, window=DAYS)


def gun(number: int = 1, day: str = "2031-05-10", **changes: Any) -> dict[str, Any]:
    usual = {"phenomenon": "weapon_presence", "weapon": "artillery", "source": "patrol", "means": "seen"}
    moment = at(f"{day} 09:00")
    return observation(
        **{**usual, "observation_id": f"w{number}", "earliest": moment, "latest": moment, "lat": 50.0, **changes}
    )


def tanks(number: int, low: float | None, high: float | None = None, **changes: Any) -> dict[str, Any]:
    counted = {"quantity_low": low, "quantity_high": low if high is None else high, "unit": "pieces"}
    return gun(number, **{"weapon": "tank", "lat": 50.0 + number, **counted, **changes})


def found(
    *rows: dict[str, Any],
    against: dict[str, Any] = WITHDRAW,
    inside: dict[str, float] | None = None,
    **terms: Any,
) -> list[dict[str, Any]]:
    """Return the findings on the clock of A; *inside* is the chance of the place by the line of each side."""
    seen = observations(*rows)
    fused = fuse(seen, SOURCES)
    told = tellers(fused.incidents, fused.members, seen, SOURCES)
    chances = [
        {"incident_id": incident, "clause_id": against["id"], "obligor": side, "low": chance, "high": chance}
        for incident in fused.incidents["incident_id"]
        for side, chance in ({"A": 1.0, "B": 1.0} if inside is None else inside).items()
    ]
    table = find(
        fused.incidents,
        told,
        flat(against, **DRAWN, **terms),
        from_rows(Whereabouts, chances),
    )
    return list(table.filter(pl.col("clock") == "A").iter_rows(named=True))


def outcomes(*rows: dict[str, Any], **held: Any) -> list[str]:
    return [row["outcome"] for row in found(*rows, **held)]


def test_a_weapon_of_a_class_of_the_clause_in_the_bands_of_both_sides_is_a_violation_of_nobody_yet() -> None:
    row = only(found(gun()))
    assert ("violation", "observed", "undetermined") == (row["outcome"], row["level"], row["attributed_to"])
    assert row["basis"].startswith(
        "weapon presence, such an act; in the place of the clause with a chance of 100 %"
    )


@pytest.mark.parametrize("inside", [{"A": 1.0, "B": 0.0}, {"A": 0.0, "B": 1.0}])
def test_a_weapon_in_the_band_of_one_side_alone_may_be_the_other_sides(inside: dict[str, float]) -> None:
    row = only(found(gun(), inside=inside))
    assert ("indeterminate", "undetermined") == (row["outcome"], row["attributed_to"])
    assert "with a chance of 0 % to 100 %, by weapon and side" in row["basis"]


def test_a_weapon_beyond_both_lines_gives_no_finding() -> None:
    assert [] == outcomes(gun(), inside={"A": 0.0, "B": 0.0})


@pytest.mark.parametrize(
    ("weapon", "expected"),
    [
        ("artillery", ["violation"]),
        ("Mortars", ["violation"]),
        ("tank", []),
        ("rifle", []),
        (None, ["indeterminate"]),
        ("heavy weapons", ["indeterminate"]),
        ("a thing with wheels", ["indeterminate"]),
    ],
    ids=["a class", "another, in the plural", "not of it", "nor this", "not stated", "wider", "unheard of"],
)
def test_the_class_decides_and_an_unknown_one_leaves_it_open(weapon: str | None, expected: list[str]) -> None:
    assert expected == outcomes(gun(weapon=weapon))


def test_a_class_that_holds_others_is_each_of_them() -> None:
    heavy = clause(id="back", code="WITHDRAW_TO_LINE", objects=["heavy weapons"])
    assert ["violation"] == outcomes(gun(), against=heavy)
    assert [] == outcomes(gun(weapon="rifle"), against=heavy)


def test_a_clause_that_names_no_class_is_about_those_it_gives_a_reach_for() -> None:
    assert [] == outcomes(gun(weapon="tank"), against={**WITHDRAW, "objects": []})
    assert ["violation"] == outcomes(gun(weapon="mortar"), against={**WITHDRAW, "objects": []})


def test_fire_with_a_weapon_that_the_clause_is_not_about_is_no_act_against_it() -> None:
    ban = clause(id="no-guns", code="NO_HEAVY_WEAPON_USE", objects=["artillery"])
    assert ["violation"] == outcomes(gun(phenomenon="shelling"), against=ban)
    assert ["indeterminate"] == outcomes(gun(phenomenon="shelling", weapon=None), against=ban)
    assert [] == outcomes(gun(phenomenon="shelling", weapon="mortar"), against=ban)


def test_shelling_is_with_heavy_weapons_and_with_no_one_class_of_them() -> None:
    """The word shows the class where a clause is about all of them; a mortar is no breach of a ban on artillery."""
    shelled = gun(phenomenon="shelling", weapon=None)
    ban = clause(id="no-guns", code="NO_HEAVY_WEAPON_USE", objects=["heavy weapons"])
    row = only(found(shelled, against=ban))
    assert ("violation", "met") == (row["outcome"], row["object"])
    row = only(found(shelled, against={**ban, "objects": ["artillery"]}))
    assert ("indeterminate", "may_be") == (row["outcome"], row["object"])
    assert "whether it is of a class of the clause is not known" in row["basis"]


def test_what_is_protected_is_no_class_of_weapons() -> None:
    energy = clause(id="no-strike", code="NO_STRIKE_ON_CLASS", objects=["energy"])
    assert ["indeterminate"] == outcomes(gun(phenomenon="strike", weapon="artillery"), against=energy)


def test_what_binds_one_side_leaves_open_whether_it_is_the_others_weapon() -> None:
    alone = {**WITHDRAW, "obligors": ["A"], "where": {"line": "contact", "within_km": 25}}
    row = only(found(gun(), against=alone, inside={"A": 1.0}))
    assert "indeterminate" == row["outcome"]
    assert "the clause does not bind all sides, and another may have it there" in row["basis"]


@pytest.mark.parametrize(
    ("day", "expected"),
    [("2031-05-10", []), ("2031-05-23", []), ("2031-05-24", ["violation"]), ("2031-06-20", ["violation"])],
)
def test_what_has_to_be_withdrawn_by_a_day_may_stand_there_until_then(day: str, expected: list[str]) -> None:
    by = {"from": "2031-05-10", "until": "2031-05-24", "zone": "UTC"}
    assert expected == outcomes(gun(day=day), against={**WITHDRAW, "modality": "duty", "window": by})


def test_after_the_agreement_ended_nothing_has_to_be_withdrawn() -> None:
    by = {"from": "2031-05-10", "until": "2031-05-24", "zone": "UTC"}
    truce = {"from": "2031-05-10", "until": "2031-06-01", "zone": "UTC"}
    agreement = {**terms_form()["agreement"], "window": truce}
    duty = {**WITHDRAW, "modality": "duty", "window": by}
    assert [["violation"], []] == [
        outcomes(gun(day=day), against=duty, agreement=agreement) for day in ("2031-05-31", "2031-06-01")
    ]


def test_a_duty_without_a_time_of_its_own_is_held_to_the_agreement() -> None:
    truce = {"from": "2031-05-10", "until": "2031-06-01", "zone": "UTC"}
    agreement = {**terms_form()["agreement"], "window": truce}
    duty = {**WITHDRAW, "modality": "duty"}
    del duty["window"]
    assert ["violation"] == outcomes(gun(), against=duty, agreement=agreement)


@pytest.mark.parametrize(
    ("inside", "expected"),
    [(0.0, ["indeterminate"]), (0.5, ["indeterminate"]), (1.0, [])],
    ids=["elsewhere", "perhaps", "in store"],
)
def test_a_weapon_at_a_site_of_storage_is_where_it_may_be(inside: float, expected: list[str]) -> None:
    stored = clause(id="stored", code="STORE_AT_SITE", objects=["artillery"], where={"zone": "yard"})
    rows = found(gun(), against=stored, inside={"A": inside, "B": inside})
    assert expected == [row["outcome"] for row in rows]
    assert all("outside the sites of the clause" in row["basis"] for row in rows)


@pytest.mark.parametrize(
    ("low", "high", "expected"),
    [
        (10, 10, []),
        (11, 11, ["violation"]),
        (8, 10, []),
        (8, 12, ["indeterminate"]),
        (11, 14, ["violation"]),
        (None, None, []),
    ],
)
def test_one_sighting_is_held_against_the_number_that_is_allowed(
    low: float | None, high: float | None, expected: list[str]
) -> None:
    assert expected == outcomes(tanks(1, low, high), against=CEILING)


def test_sightings_of_one_day_that_only_together_are_too_many_may_be_the_same_weapons() -> None:
    rows = found(tanks(1, 6), tanks(2, 5), against=CEILING)
    assert ["indeterminate", "indeterminate"] == [row["outcome"] for row in rows]
    assert "11 seen in all on that day where 10 are allowed, and they may be the same weapons" in rows[0]["basis"]


def test_sightings_of_two_days_of_two_classes_and_those_of_parties_are_not_added_up() -> None:
    assert [] == outcomes(tanks(1, 6), tanks(2, 5, day="2031-05-09"), against=CEILING)
    assert [] == outcomes(tanks(1, 6), tanks(2, 5, weapon="artillery"), against=CEILING)
    assert [] == outcomes(tanks(1, 6), tanks(2, 5, source="north"), against=CEILING)


def test_none_at_all_allowed_makes_one_of_unstated_number_too_many() -> None:
    none = {**CEILING, "quantity": {"at_most": 0, "unit": "pieces"}}
    assert ["violation"] == outcomes(tanks(1, None), against=none)


def test_what_is_counted_in_something_else_and_a_ceiling_without_a_number_leave_it_open() -> None:
    other = only(found(tanks(1, 11, unit="batteries"), against=CEILING))
    silent = only(found(tanks(1, 11), against={**CEILING, "quantity": None}))
    assert ["indeterminate", "indeterminate"] == [other["outcome"], silent["outcome"]]
    assert "counted in batteries, and the clause in pieces" in other["basis"]
    assert "how many are allowed is not said" in silent["basis"]


def test_a_weapon_that_is_gone_and_a_day_without_any_record_say_nothing() -> None:
    assert [] == outcomes(gun(phenomenon="weapon_absence"))
    assert [] == outcomes()


def test_only_a_party_saying_so_makes_no_violation() -> None:
    row = only(found(gun(source="north")))
    assert ("indeterminate", "alleged") == (row["outcome"], row["level"])


def test_other_codes_for_the_parties_change_the_codes_and_nothing_else() -> None:
    codes = {"A": "B", "B": "A"}
    seen = observations(gun(), tanks(2, 11))
    fused = fuse(seen, SOURCES)
    told = tellers(fused.incidents, fused.members, seen, SOURCES)
    form = terms_form({**WITHDRAW, "obligors": ["A"]}, CEILING, **DRAWN)
    chances = [
        {"incident_id": incident, "clause_id": "back", "obligor": "A", "low": 0.4, "high": 0.9}
        for incident in fused.incidents["incident_id"]
    ]
    both = [
        find(fused.incidents, told, laid_flat(parse(text)), from_rows(Whereabouts, rows))
        for text, rows in (
            (json.dumps(form), chances),
            (json.dumps(recoded(form, codes)), [{**row, "obligor": "B"} for row in chances]),
        )
    ]
    before, after = (table.sort("incident_id", "clause_id", "clock") for table in both)
    assert before.height
    swapped = after.with_columns(pl.col("clock").replace(codes)).sort("incident_id", "clause_id", "clock")
    assert before.equals(swapped)


def test_two_classes_seen_at_one_place_are_two_incidents() -> None:
    rows = [gun(1), gun(2, weapon="mortar", source="drone")]
    fused = fuse(observations(*rows), SOURCES)
    assert ["artillery", "mortar"] == sorted(fused.incidents["weapon"])


def test_one_class_seen_by_two_at_one_time_is_one_incident_and_in_two_weeks_two() -> None:
    once = fuse(observations(gun(1), gun(2, source="drone")), SOURCES)
    later = fuse(observations(gun(1), gun(2, day="2031-05-17", source="drone")), SOURCES)
    assert [1, 2] == [once.incidents.height, later.incidents.height]


def test_what_was_shot_with_two_names_for_the_weapon_stays_one_incident() -> None:
    rows = [gun(1, phenomenon="shelling"), gun(2, phenomenon="shelling", weapon="mortar", source="drone")]
    assert 1 == fuse(observations(*rows), SOURCES).incidents.height
