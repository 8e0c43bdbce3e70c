"""How sources speak, learned with what is likely to have been so: expectation and maximisation, in turns."""

from __future__ import annotations

from collections.abc import Mapping

import attrs
import numpy as np

from ceaseline.attribution.adding import sums
from ceaseline.attribution.bearings import Bearings, begun, cap
from ceaseline.attribution.beliefs import KINDS, ROWS, Beliefs, Floats, Ints, capped, places, spread
from ceaseline.attribution.hypotheses import OTHERS, Hypotheses
from ceaseline.attribution.voices import Voices
from ceaseline.attribution.witnesses import Habits, Tellings, tally, weigh

_OTHERWISE = 0.01  # share of each hypothesis that is no side's, before anything is known
_OVERALL, _OF_KIND = 200.0, 200.0  # incidents that belief in the shares weighs as much as; and those of all kinds
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
        kind: number of the phenomenon of each; (N,).
        told: claims.
        bearings: directions.
        fixed: log-likelihoods that are not learned; (H, N).
        reviewed: hypothesis (a number) that people found, by incident (a number).
    """

    names: Hypotheses
    many: int
    kind: Ints
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
        summed = material.fixed + self.shares[:, material.kind]
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
        q = _held(chances(now.total(material, most)), material.reviewed)
        if material.many == 0 or np.abs(q - before).mean() < _ENOUGH:
            break
        before = q
        now = _relearned(material, now, q, prior, turn)
    return now


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
    kinds = int(material.kind.max(initial=0)) + 1
    shares = np.repeat(np.log(_base(material.names.sides))[:, None], kinds, axis=1)
    return Learned(Habits(own, line, repeats), np.zeros_like(own), shares, begun(), 0)


def _base(sides: int) -> Floats:
    return np.array([(1 - len(OTHERS) * _OTHERWISE) / sides] * sides + [_OTHERWISE] * len(OTHERS))


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


def _relearned(material: Material, now: Learned, q: Floats, prior: _Prior, turn: int) -> Learned:
    told = material.told
    weight = np.array([sums(told.pattern, row[told.incident], len(told.group)) for row in q])
    own, lines, repeated, spoken = tally(told, now.habits, weight)
    believed = prior.learn(own)
    repeats = np.where(now.habits.repeats > 0, (_LINES / 2 + repeated) / (_LINES + spoken), 0.0)
    habits = Habits(prior.mixed(believed, own), prior.mixed(believed[prior.lead], lines), repeats)
    again = turn % _SELDOM == 0  # bearings change little, and take long
    astray = material.bearings.learn(q) if again else now.astray
    return Learned(habits, own, _shares(material, q), astray, turn + 1)


def _shares(material: Material, q: Floats) -> Floats:
    """Return the log of the shares by kind, drawn to those of all kinds, and those to what is believed.

    Which side fired more often is learned, but moves no chance by more than a little: nobody is judged by what
    his side did elsewhere.
    """
    sides = material.names.sides
    kinds = int(material.kind.max(initial=0)) + 1
    tallied = np.array([sums(material.kind, row, kinds) for row in q])
    overall = _OVERALL * _base(sides) + tallied.sum(axis=1)
    of_kind = _OF_KIND * (overall / overall.sum())[:, None] + tallied
    share = of_kind / of_kind.sum(axis=0)
    whole = share[:sides].sum(axis=0)
    leaning = np.log(share[:sides])
    leaning = np.clip(leaning - leaning.sum(axis=0) / sides, -_LEAN / 2, _LEAN / 2)
    share[:sides] = whole * np.exp(leaning) / np.exp(leaning).sum(axis=0)
    logs: Floats = np.log(share)
    return logs
