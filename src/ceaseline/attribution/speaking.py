"""Whose acts a camp speaks of at all: mostly another's, and how far so is learned from what others know."""

from __future__ import annotations

import numpy as np

from ceaseline.attribution.beliefs import Floats, Ints
from ceaseline.attribution.hypotheses import OTHERS
from ceaseline.attribution.voices import Voices
from ceaseline.attribution.witnesses import Tellings

_ODDS = np.linspace(-4.0, 4.0, 41)  # log of how much oftener a camp speaks of its own side's acts than of another's
_BELIEVED = -0.6  # half as often, or a little more; ours, as all beliefs
_POOL = 3.0  # claims that this belief weighs as much as


def camps(voices: Voices) -> Ints:
    """Return the side in whose interest a group speaks, for each; -1 where in nobody's or in that of two."""
    side = np.full(len(voices.label), -1, dtype=np.int64)
    for group, own in zip(voices.group.tolist(), voices.own.tolist(), strict=True):
        if own >= 0:
            side[group] = own if side[group] in (-1, own) else -2
    return np.maximum(side, -1)


def accusing(side: Ints, start: Ints, of: Ints, claim: Ints, sides: int) -> Ints:
    """Return for each pattern the side of the camp that speaks, where it blames others alone; else -1.

    Whoever denies, or owns up, speaks of what its own side did; that it speaks at all then tells nothing.

    Args:
        side: of the group of each pattern; shape (P,).
        start: where the claims of each pattern begin; shape (P,).
        of: pattern of each claim; shape (T,).
        claim: what is said; shape (T,).
        sides: how many.
    """
    if not len(side):
        return side
    others = (claim < sides) & (claim != side[of])
    accuses: Ints = np.where(np.logical_and.reduceat(others, start), side, -1)
    return accuses


def alike(voices: Voices, sides: int) -> Floats:
    """Return what speaking tells before anything is learned: nothing; (G, H)."""
    return np.zeros((len(voices.label), sides + len(OTHERS)))


def learn(told: Tellings, known: Floats, usual: Floats, voices: Voices) -> Floats:
    """Return what it tells of each hypothesis that a camp speaks of an incident at all; log; (G, H).

    Camps speak of their own side's acts so much more seldom than of others' as makes what all others tell of the
    incidents of which they speak likeliest: one number for all camps, since one for each would take in which side
    fired more. That a camp does not speak of an incident is never weighed.

    Args:
        told: claims.
        known: chances of the sides by all but camps, for each entry; (sides, E).
        usual: chances of the sides beforehand; (sides, E).
        voices: who speaks.
    """
    sides, side = len(known), camps(voices)
    tells = alike(voices, sides)
    if sides < 2:
        return tells
    entry = np.flatnonzero(side[told.group[told.pattern]] >= 0)
    pattern = told.pattern[entry]
    mine = side[told.group[pattern]]
    own, before, here = known[mine, entry], usual[mine, entry], told.surest()[pattern]
    share = 1 / (1 + (sides - 1) * np.exp(-_ODDS))
    believed = share[np.argmin(np.abs(_ODDS - _BELIEVED))]
    likely = _POOL * (believed * np.log(share) + (1 - believed) * np.log1p(-share))
    for place, odds in enumerate(np.exp(_ODDS)):
        speaks = (odds * own + 1 - own) / (odds * before + 1 - before)
        likely[place] += np.log(here * speaks + 1 - here).sum()
    weight = np.exp(likely - likely.max())
    mean = float((weight * share).sum() / weight.sum())
    found = np.flatnonzero(side >= 0)
    tells[found, side[found]] = np.log(mean * (sides - 1) / (1 - mean))
    # against the mean of the sides; of what is no side's it tells what it does of them on average
    tells -= np.log(np.exp(tells[:, :sides]).sum(axis=1, keepdims=True) / sides)
    tells[:, sides:] = tells[:, :sides].sum(axis=1, keepdims=True) / sides
    return tells
