"""Where accounts differ, on a card: by kind, counted once, with both wordings."""

from __future__ import annotations

import pytest

from ceaseline.publishing.told_twice import told_twice
from told import BULLETS, RUNNING, side_by_side

pytestmark = pytest.mark.usefixtures("outside_shut")


def test_each_kind_of_difference_has_its_count_and_both_wordings() -> None:
    compared = side_by_side(RUNNING, BULLETS)
    card = told_twice(compared.statements, compared.pairs, compared.left_out, "page.html")
    by_kind = {each.kind: each for each in card.differences}
    assert ("a", "b") == card.documents
    assert 1 == by_kind["Different speakers"].count
    assert (
        ("a, Arlen Voss", "the mediator for the proposal"),
        ("b, Mira Keld", "I thank the mediator for the proposal."),
    ) == (by_kind["Different speakers"].wordings)
    assert "what is left out is not denied" == by_kind["Not found in a"].why


def test_conflicts_that_only_repeat_those_of_a_copy_are_counted_once() -> None:
    once = side_by_side(RUNNING, BULLETS)
    twice = side_by_side(RUNNING, BULLETS, BULLETS)
    cards = [told_twice(each.statements, each.pairs, each.left_out, "") for each in (once, twice)]
    counts = [{row.kind: row.count for row in card.differences} for card in cards]
    assert counts[0]["Different numbers"] == counts[1]["Different numbers"]
    assert (("a",), ("b", "c")) == twice.sources
