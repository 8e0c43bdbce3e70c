"""What people determined is released where the evidence proposes the same, and else it stays theirs."""

from __future__ import annotations

from typing import Any

import pytest

from ceaseline.pipeline.releasing import release
from ceaseline.tables import Proposals, from_rows

pytestmark = pytest.mark.usefixtures("outside_shut")


def released(ruled: str | None, proposal: str, *, attribution: Any = "side") -> tuple[str | None, str | None]:
    """Return whose it is released to be, and why not; the reason of the proposal is Because."""
    row = {"incident_id": "i", "proposal": proposal, "probability": 0.96, "reason": "Because."}
    rulings = {} if ruled is None else {"i": ruled}
    found = release(rulings, from_rows(Proposals, [row]), attribution=attribution, parties=["A", "B"])
    return found.whose.get("i"), found.held_back.get("i")


OTHER = "The evidence carries another answer over the threshold."


@pytest.mark.parametrize(
    ("ruled", "proposal", "whose", "why"),
    [
        ("A", "A", "A", None),
        ("A", "undetermined", None, "Because."),
        ("A", "B", None, OTHER),
        ("both", "A", None, OTHER),
        ("both", "undetermined", None, "Because."),
        ("no_event", "A", "no_event", None),
        ("third", "undetermined", "third", None),
        (None, "A", None, None),
    ],
)
def test_a_side_needs_people_and_evidence_and_what_names_no_side_needs_people(
    ruled: str | None, proposal: str, whose: str | None, why: str | None
) -> None:
    assert (whose, why) == released(ruled, proposal)


@pytest.mark.parametrize("attribution", ["none", "direction"])
def test_a_case_that_releases_no_side_releases_nothing_and_says_nothing(attribution: str) -> None:
    assert (None, None) == released("A", "A", attribution=attribution)


def test_a_ruling_on_an_incident_that_is_not_there_releases_nothing() -> None:
    found = release({"gone": "A"}, Proposals.create_empty(), attribution="side", parties=["A"])
    assert ({}, {}) == (found.whose, found.held_back)


def test_each_side_has_a_number_of_its_own_and_those_that_name_no_side_are_in_none() -> None:
    rows = [
        {"incident_id": name, "proposal": side, "probability": chance, "reason": "Because."}
        for name, side, chance in (("i", "A", 0.96), ("j", "A", 0.98), ("k", "A", 0.99), ("l", "B", 0.95))
    ]
    ruled = {"i": "A", "j": "A", "k": "no_event", "l": "A"}
    found = release(ruled, from_rows(Proposals, rows), attribution="side", parties=["B", "A"])
    (b, a) = found.releases.rows()
    assert ("B", 0, 0.0) == b
    assert ("A", 2, pytest.approx(0.06)) == a
