"""Dice: a generator for each purpose and day, so that any day can be made alone and gives the same."""

from __future__ import annotations

import numpy as np

# The place in this list is part of the seed: add new ones at the end.
_PURPOSES = (
    "course",
    "sectors",
    "counts",
    "moves",
    "assets",
    "accounts",
    "fire",
    "innocent",
    "papers",
    "weather",
    "watching",
    "near",
    "satellite",
    "tellers",
    "attackers",
    "claims",
    "maps",
    "press",
)


def dice(seed: int, purpose: str, number: int = 0) -> np.random.Generator:
    """Return the generator of one purpose and day.

    Args:
        seed: of the world; any whole number from 0.
        purpose: one of those in this file.
        number: of the day, from 0.

    Examples:
        >>> bool(dice(7, "fire", 3).random() == dice(7, "fire", 3).random())
        True
        >>> bool(dice(7, "fire", 3).random() == dice(7, "fire", 4).random())
        False
    """
    # what SeedSequence(seed).spawn() makes for its children, without making those before it
    return np.random.default_rng(np.random.SeedSequence(seed, spawn_key=(_PURPOSES.index(purpose), number)))
