"""Claims that go on, and claims that changed on their way, in words beside the claims."""

from __future__ import annotations

from typing import Any

import attrs
import pytest

import ceaseline as cl
from builders import at, claim, claims
from ceaseline.accounts import claim_relays, claim_series
from ceaseline.publishing import Material
from ceaseline.publishing.claim_series import relay_sentences, series_sentences
from easter import NOW, easter


@pytest.fixture(scope="module")
def material(tmp_path_factory: pytest.TempPathFactory) -> Material:
    case = cl.open(easter(tmp_path_factory.mktemp("easter")))
    return case.material(case.run(now=NOW))


def with_claims(material: Material, *entries: dict[str, Any]) -> Material:
    told = claims(*entries)
    return attrs.evolve(material, claims=told, claim_series=claim_series(told), claim_relays=claim_relays(told))


def test_the_easter_example_shows_that_one_side_counted_on(material: Material) -> None:
    told = [sentence for sentence in series_sentences(material) if "assaults" in sentence]
    expected = (
        "Ukraine (B) of Russia (A), assaults, counted on: 26 by 2025-04-20 09:00 UTC, 26 in 12 hours (2.17 an"
        " hour); 46 by 2025-04-20 13:00 UTC, 20 in 4 hours (5 an hour); 96 by 2025-04-20 21:00 UTC, 50 in 8 hours"
        " (6.25 an hour)."
    )
    assert [expected] == told


def test_a_total_that_falls_and_lower_bounds_are_told_as_such(material: Material) -> None:
    steps = ((11, 90, False), (12, 80, False), (13, 100, True), (14, 130, True))
    known = with_claims(
        material,
        *(claim(until=at(f"2031-05-{day}"), count=count, at_least=least) for day, count, least in steps),
    )
    (told,) = series_sentences(known)
    assert "80 by 2031-05-12 00:00 UTC, which is fewer than before, by 10;" in told
    assert "more than 100 by 2031-05-13 00:00 UTC, at least 20 in 24 hours (0.833 an hour);" in told
    assert "both lower bounds, so nothing follows of the 24 hours between." in told


def test_what_changed_between_two_pages_is_told_with_both_and_neither_is_preferred(material: Material) -> None:
    one = claim(count=312, page="https://one.example")
    known = with_claims(material, one, one | {"page": "https://other.example", "item": "shells"})
    expected = (
        "What was counted is not the same between https://one.example and https://other.example: 312 shelling in"
        " one, shells in the other. Which of them has it right is not known."
    )
    assert [expected] == list(relay_sentences(known))
