"""How sources speak, learned with what is likely to have been so: expectation and maximisation, in turns."""

from __future__ import annotations

from collections.abc import Mapping

import attrs
import numpy as np
from numpy.typing import NDArray

from ceaseline.attribution.adding import sums
from ceaseline.attribution.bearings import Bearings, begun, cap
from ceaseline.attribution.beliefs import KINDS, ROWS, Beliefs, Floats, Ints, capped, places, spread
from ceaseline.attribution.hypotheses import Hypotheses
from ceaseline.attribution.kinds import Kinds
from ceaseline.attribution.speaking import alike, camps
from ceaseline.attribution.speaking import learn as speaking
from ceaseline.attribution.voices import Voices
from ceaseline.attribution.witnesses import Habits, Tellings, tally, weigh

_NOBODY = 20.0  # incidents that belief in the shares of what is no side's weighs as much as
_OVERALL, _OF_KIND = 200.0, 200.0  # and belief that sides are alike; and what is so of all kinds of a sort
_LEAN = 0.5  # log-odds by which shares may favour a side: enough for 62 to 38, and nothing for a verdict
_LINES = 4.0  # claims that the belief in half of them being repeated weighs as much as
_ENOUGH = 1e-4  # mean change of a chance at which learning ends
_TURNS = 80
_SELDOM = 4


@attrs.frozen(eq=False)
class Material:
    """All that is learned from.

    Attributes:
        names: the hypotheses.
        many: incidents.
        kinds: kinds of incident.
        told: claims.
        bearings: directions.
        fixed: log-likelihoods that are not learned; (H, N).
        reviewed: hypothesis (a number) that people found, by incident (a number).
    """

    names: Hypotheses
    many: int
    kinds: Kinds
    told: Tellings
    bearings: Bearings
    fixed: Floats
    reviewed: Mapping[int, int]


@attrs.frozen(eq=False)
class Learned:
    """What came of it.

    Attributes:
        habits: of sources and groups.
        counts: claims of their own that habits rest on; (S, H, C).
        shares: log of the share of each hypothesis, by kind; (H, K).
        astray: which pair holds for the bearings of each role.
        turns: how often both were done.
    """

    habits: Habits
    counts: Floats
    shares: Floats
    astray: Ints
    turns: int

    def patterns(self, material: Material, most: Floats) -> Floats:
        """Return what each pattern of claims says, capped, shape (H, P)."""
        said, _ = weigh(material.told, self.habits)
        return capped(said, material.names.sides, most[material.told.group])

    def total(self, material: Material, most: Floats) -> Floats:
        """Return the log-likelihoods of all that is learned from, with the shares; (H, N)."""
        patterns = self.patterns(material, most)
        sighted = cap(material.bearings.weigh(self.astray), material.names.sides)
        told, by = material.told, material.bearings.incident
        summed = material.fixed + self.shares[:, material.kinds.of]
        for row, hypothesis in enumerate(patterns):
            summed[row] += sums(told.incident, hypothesis[told.pattern], material.many)
            summed[row] += sums(by, sighted[row], material.many)
        return summed


def chances(total: Floats) -> Floats:
    """Return chances from log-likelihoods, hypotheses first."""
    lifted = np.exp(total - total.max(axis=0))
    whole: Floats = lifted / lifted.sum(axis=0)
    return whole


def learn(material: Material, voices: Voices, beliefs: Beliefs) -> Learned:
    """Return how sources speak and what is usual, begun from what is believed, until nothing moves any more.

    Decided incidents are held to what people found. The public is not among the material, so that no number of
    accounts can move what is learned of anybody else.
    """
    now = _first(material, voices, beliefs)
    prior = _prior(voices, material.names, beliefs)
    most = voices.most(beliefs)
    before = np.zeros((len(material.names.names), material.many))
    for turn in range(_TURNS):
        total = now.total(material, most)
        q = _held(chances(total), material.reviewed)
        if material.many == 0 or np.abs(q - before).mean() < _ENOUGH:
            break
        before = q
        now = _relearned(material, now, (q, total), (prior, voices.vouched(), most))
        if turn % _SELDOM == 0:  # these change little, and take long
            now = _seldom(material, now, (q, total), voices, beliefs)
    return now


def _decided(material: Material) -> NDArray[np.bool_]:
    decided = np.zeros(material.many, dtype=np.bool_)
    decided[list(material.reviewed)] = True
    return decided


def _held(q: Floats, reviewed: Mapping[int, int]) -> Floats:
    at = np.array(list(reviewed), dtype=np.int64)
    q[:, at] = 0.0
    q[np.array(list(reviewed.values()), dtype=np.int64), at] = 1.0
    return q


def _first(material: Material, voices: Voices, beliefs: Beliefs) -> Learned:
    own = voices.templates(material.names, beliefs)
    groups = len(voices.label)
    members = np.bincount(voices.group, minlength=groups)
    line = np.empty((groups, *own.shape[1:]))
    line[:] = own[_leads(voices)]
    repeats = np.where(members > 1, 0.5, 0.0)
    shares = np.log(material.kinds.base[:, material.kinds.sort])
    return Learned(
        Habits(own, line, repeats, alike(voices, material.names.sides)), np.zeros_like(own), shares, begun(), 0
    )


@attrs.frozen(eq=False)
class _Prior:
    """What is believed of each kind of source, and which sources are of one kind.

    Attributes:
        sides: how many.
        strength: claims it weighs as much as.
        of: kind of each source; (S,).
        lead: first source of each group, whose kind is the group's; (G,).
        masses: as believed; (kinds of source, ROWS, KINDS).
        rows, kinds: of each source; (S, H) and (S, H, C).
    """

    sides: int
    strength: float
    of: Ints
    lead: Ints
    masses: Floats
    rows: Ints
    kinds: Ints

    def learn(self, counts: Floats) -> Floats:
        """Return what is believed of each source once its kind is known better, shape (S, H, C)."""
        side = slice(self.sides)
        shape = (len(self.masses), ROWS, KINDS)
        at = np.ravel_multi_index((self.of[:, None, None], self.rows[:, side, None], self.kinds[:, side]), shape)
        tallied = sums(at.ravel(), counts[:, side].ravel(), self.masses.size)
        of_kind = tallied.reshape(shape)
        mean = (self.strength * self.masses + of_kind) / (self.strength + of_kind.sum(axis=2, keepdims=True))
        known = [spread(mean[k], r, c) for k, r, c in zip(self.of, self.rows, self.kinds, strict=True)]
        return np.array(known).reshape(self.kinds.shape)

    def mixed(self, believed: Floats, counts: Floats) -> Floats:
        """Return habits between belief and history; a row that is no side's stays as believed."""
        total = counts.sum(axis=2, keepdims=True)
        learned: Floats = (self.strength * believed + counts) / (self.strength + total)
        learned[:, self.sides :] = believed[:, self.sides :]
        return learned


def _prior(voices: Voices, names: Hypotheses, beliefs: Beliefs) -> _Prior:
    sorts = [(role, own >= 0) for role, own in zip(voices.role, voices.own.tolist(), strict=True)]
    known = sorted(set(sorts))
    laid = [places(names, own if own >= 0 else None) for own in voices.own.tolist()]
    return _Prior(
        names.sides,
        beliefs.strength,
        np.array([known.index(each) for each in sorts], dtype=np.int64),
        _leads(voices),
        np.array([beliefs.masses(role, names.sides > 2, interested) for role, interested in known]).reshape(
            -1, ROWS, KINDS
        ),
        np.array([rows for rows, _ in laid], dtype=np.int64).reshape(-1, names.sides + 4),
        np.array([kinds for _, kinds in laid], dtype=np.int64).reshape(-1, names.sides + 4, names.sides + 2),
    )


def _leads(voices: Voices) -> Ints:
    return np.array(
        [np.flatnonzero(voices.group == group)[0] for group in range(len(voices.label))], dtype=np.int64
    )


def _relearned(
    material: Material, now: Learned, said: tuple[Floats, Floats], by: tuple[_Prior, NDArray[np.bool_], Floats]
) -> Learned:
    q, (prior, vouched, most) = said[0], by
    told = material.told
    weight = np.array([sums(told.pattern, row[told.incident], len(told.group)) for row in q])
    weight += _unvouched(material, now.patterns(material, most), said, ~vouched)
    own, lines, repeated, spoken = tally(told, now.habits, weight)
    believed = prior.learn(own)
    repeats = np.where(now.habits.repeats > 0, (_LINES / 2 + repeated) / (_LINES + spoken), 0.0)
    habits = Habits(
        prior.mixed(believed, own), prior.mixed(believed[prior.lead], lines), repeats, now.habits.speaks
    )
    return Learned(habits, own, _shares(material, q), now.astray, now.turns + 1)


def _unvouched(
    material: Material, patterns: Floats, said: tuple[Floats, Floats], loose: NDArray[np.bool_]
) -> Floats:
    """Return what to add to the weights of patterns so that those nobody vouches for vouch for none; (H, P).

    How a source that is neither accredited nor a camp speaks is learned from what these and directions say was so,
    and from itself: however many agree with each other, they do not make each other credible.
    """
    (q, total), told = said, material.told
    entry = np.flatnonzero(loose[told.group[told.pattern]])
    at, pattern = told.incident[entry], told.pattern[entry]
    without = total[:, at] + patterns[:, pattern]
    for row, of in enumerate(patterns):
        without[row] -= sums(at, of[pattern], material.many)[at]
    more = np.where(_decided(material)[at], 0.0, chances(without) - q[:, at])
    return np.array([sums(pattern, row, len(told.group)) for row in more])


def _seldom(
    material: Material, now: Learned, said: tuple[Floats, Floats], voices: Voices, beliefs: Beliefs
) -> Learned:
    """Return what is learned with how far directions go astray, and whose acts camps speak of."""
    q, total = said
    told, sides = material.told, material.names.sides
    patterns = now.patterns(material, voices.most(beliefs))
    camp = np.flatnonzero(camps(voices)[told.group[told.pattern]] >= 0)
    at = told.incident[camp]
    others = total[:sides].copy()
    for side in range(sides):
        others[side] -= sums(at, patterns[side, told.pattern[camp]], material.many)
    known = np.where(_decided(material), q[:sides], chances(others))[:, told.incident]
    usual = chances(now.shares[:sides])[:, material.kinds.of[told.incident]]
    habits = attrs.evolve(now.habits, speaks=speaking(told, known, usual, voices))
    found = material.bearings
    without = chances(total[:, found.incident] - cap(found.weigh(now.astray), sides))
    at = np.where(_decided(material)[found.incident], q[:, found.incident], without)
    return attrs.evolve(now, habits=habits, astray=found.learn(np.asarray(at, dtype=np.float64)))


def _shares(material: Material, q: Floats) -> Floats:
    """Return the log of the shares by kind, drawn to those of all of a sort, and those to what is believed.

    Which side fired more often is learned, but moves no chance by more than a little: nobody is judged by what
    his side did elsewhere. How much of what one group alone tells is no side's act, decisions alone can tell.
    """
    sides, kinds = material.names.sides, material.kinds
    tallied = np.array([sums(kinds.of, row, len(kinds.names)) for row in q])
    decided = np.array([sums(kinds.of, row, len(kinds.names)) for row in q * _decided(material)])
    known = np.where(kinds.alone[kinds.sort], decided, tallied)
    of_sort = np.array([sums(kinds.sort, row, kinds.base.shape[1]) for row in known])
    overall = _NOBODY * kinds.base + of_sort
    overall /= overall.sum(axis=0)
    share = _OF_KIND * overall[:, kinds.sort] + known
    share /= share.sum(axis=0)
    whole = share[:sides].sum(axis=0)
    level = _OVERALL / sides + tallied[:sides].sum(axis=1, keepdims=True)
    leaning = np.log(_OF_KIND * level / level.sum() + tallied[:sides])
    leaning = np.clip(leaning - leaning.sum(axis=0) / sides, -_LEAN / 2, _LEAN / 2)
    share[:sides] = whole * np.exp(leaning) / np.exp(leaning).sum(axis=0)
    logs: Floats = np.log(share)
    return logs
