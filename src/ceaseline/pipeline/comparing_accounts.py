"""Invented press conferences, read and compared as any accounts are, and held against what is known of them."""

from __future__ import annotations

from collections.abc import Iterable

import polars as pl

from ceaseline.accounts import compare, rules_for, statements
from ceaseline.simulation.press import PressScores, conference, held_against


def scored_conferences(
    seeds: Iterable[int], *, words: str = "matters", houses: tuple[str, str] | None = None
) -> PressScores:
    """Return the scores of conferences, all together; no threshold looks at their truth.

    Args:
        seeds: one conference each.
        words: vocabulary.
        houses: the two styles; by the dice where they are not given.

    Examples:
        >>> scored_conferences([5000]).told > 0
        True
    """
    rules, total = rules_for(), PressScores()
    for seed in seeds:
        truth = conference(seed, houses, words=words)
        found = pl.concat([statements(name, text, rules) for name, text in truth.texts.items()])
        compared = compare(found, rules.language)
        total += held_against(truth, compared.statements, compared.pairs)
    return total
