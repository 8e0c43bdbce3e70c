"""Whose an incident is: two people who say the same, and nobody who says otherwise."""

from __future__ import annotations

from typing import Any

import pytest

from builders import at
from ceaseline.review import decided, determined, of_one_affiliation

pytestmark = pytest.mark.usefixtures("outside_shut")

ONE = "incident-0000000000000001"


def ruling(
    number: int, outcome: str, reviewer: str | None, about: str = ONE, affiliation: str | None = None
) -> dict[str, Any]:
    return {
        "decision_id": f"d-{number}",
        "about": about,
        "outcome": outcome,
        "reason": "Seen.",
        "reviewer": reviewer,
        "affiliation": affiliation,
        "decided": at(f"2031-05-{number:02}"),
        "as_of": None,
        "supersedes": None,
    }


def whose(*rulings: tuple[str, str | None]) -> dict[str, str]:
    """Return what is determined where everybody is of an organisation of their own."""
    rows = [
        ruling(number, outcome, reviewer, affiliation=reviewer and f"organisation of {reviewer}")
        for number, (outcome, reviewer) in enumerate(rulings, start=1)
    ]
    return determined(decided(rows))


@pytest.mark.parametrize(
    ("rulings", "side"),
    [
        ([("A", "one"), ("A", "two")], "A"),
        ([("A", "one")], None),
        ([("A", "one"), ("A", "one")], None),
        ([("A", "one"), ("B", "two")], None),
        ([("A", "one"), ("A", "two"), ("B", "three")], None),
        ([("B", "one"), ("A", "two"), ("A", "one")], "A"),
        ([("A", "one"), ("A", "two"), ("withdrawn", "two")], None),
        ([("A", "one"), ("A", None), ("A", None)], None),
        ([("undetermined", "one"), ("undetermined", "two")], None),
        ([("not_hostile", "one"), ("not_hostile", "two")], "not_hostile"),
    ],
)
def test_two_people_who_say_the_same_determine_whose_it_is(
    rulings: list[tuple[str, str | None]], side: str | None
) -> None:
    assert ({} if side is None else {ONE: side}) == whose(*rulings)


@pytest.mark.parametrize(
    ("affiliations", "determines"),
    [
        (("Mission", "Panel"), True),
        (("Mission", "Mission"), False),
        (("Mission", " mission "), False),
        (("Mission", None), False),
        ((None, None), False),
        (("Mission", "Mission", "Panel"), True),
        (("Mission", None, None), False),
    ],
)
def test_they_are_of_different_affiliations_and_both_state_theirs(
    affiliations: tuple[str | None, ...], determines: bool
) -> None:
    rows = [
        ruling(number, "A", f"reviewer {number}", affiliation=affiliation)
        for number, affiliation in enumerate(affiliations, start=1)
    ]
    decisions = decided(rows)
    assert ({ONE: "A"} if determines else {}) == determined(decisions)
    assert int(not determines) == of_one_affiliation(decisions)


def test_one_person_of_two_organisations_is_one_person() -> None:
    rows = [ruling(n, "A", "one", affiliation=of) for n, of in enumerate(("Mission", "Panel"), start=1)]
    assert {} == determined(decided(rows))


def test_several_people_rule_on_an_incident_and_each_supersedes_their_own() -> None:
    rows = [ruling(1, "A", "one"), ruling(2, "A", "two"), ruling(3, "B", "one")]
    assert ["superseded", "stands", "stands"] == decided(rows)["standing"].to_list()


def test_on_anything_else_the_later_ruling_stands_alone() -> None:
    rows = [ruling(n, "cannot_tell", who, about="no-fire:A") for n, who in enumerate(("one", "two"), start=1)]
    assert ["superseded", "stands"] == decided(rows)["standing"].to_list()
