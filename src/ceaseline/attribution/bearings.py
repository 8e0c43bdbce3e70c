"""Directions fire came from, as odds between sides; no place of origin is worked out, and none could be."""

from __future__ import annotations

from itertools import product

import attrs
import numpy as np
import polars as pl
from scipy.special import ndtr

from ceaseline.attribution.adding import sums
from ceaseline.attribution.beliefs import Floats, Ints, capped
from ceaseline.attribution.hypotheses import Hypotheses
from ceaseline.attribution.voices import Voices

WIDER = (0.7, 1.0, 1.4, 2.0, 2.8)  # times the stated error
ASTRAY = (0.01, 0.03, 0.06, 0.1, 0.15, 0.25)  # shares of bearings that are of something else
_MOST = 5.0  # log-odds between two sides
_ANY = 1 / 360  # a degree, where a hypothesis says nothing of the direction
_HEARD_FROM = ("instrument", "monitor", "osint", "press")


@attrs.frozen(eq=False)
class Bearings:
    """One row for each incident and group that tells a direction.

    Attributes:
        incident, voice: numbers, shape (B,).
        role: number of the role in those heard from; (B,).
        dense: chance of the bearing for each degree, if a side fired, for each width; (W, N, B); nan unknown.
        degrees, sigma: as told.
        belongs: chance that it is of this incident; (B,).
    """

    incident: Ints
    voice: Ints
    role: Ints
    dense: Floats
    degrees: Floats
    sigma: Floats
    belongs: Floats

    def weigh(self, chosen: Ints) -> Floats:
        """Return the log-likelihood of each bearing, shape (H, B), not capped.

        Args:
            chosen: for each role which of the pairs of width and share astray holds.
        """
        width, astray = np.divmod(chosen[self.role], len(ASTRAY))
        here = (1 - np.array(ASTRAY)[astray]) * self.belongs
        dense = self.dense[width, :, np.arange(len(self.incident))].T
        return np.log(here * _hypotheses(dense) + (1 - here) * _ANY)

    def learn(self, known: Floats) -> Ints:
        """Return for each role the pair under which the bearings are likeliest, held to what is usual.

        Args:
            known: chances of the hypotheses by all but the bearing itself, shape (H, B): what it says must not
                vouch for it.
        """
        best = np.full((len(_HEARD_FROM),), _FIRST)
        score = np.full((len(_HEARD_FROM),), -np.inf)
        for pair, (width, share) in enumerate(product(WIDER, ASTRAY)):
            here = (1 - share) * self.belongs
            dense = (known * _hypotheses(self.dense[pair // len(ASTRAY)])).sum(axis=0)
            gained = sums(self.role, np.log(here * dense + (1 - here) * _ANY), len(_HEARD_FROM))
            # as much as ten bearings: the error is what was stated, and few go astray
            gained += -10 * np.log(width) ** 2 + 10 * np.log(1 - share)
            better = gained > score
            best[better], score[better] = pair, gained[better]
        return best


_FIRST = WIDER.index(1.0) * len(ASTRAY) + ASTRAY.index(0.03)


def begun() -> Ints:
    """Return the pair each role begins with: the error as stated, three in a hundred astray."""
    return np.full((len(_HEARD_FROM),), _FIRST)


def bearings(
    rows: pl.DataFrame, directions: pl.DataFrame, voices: Voices, names: Hypotheses, number: pl.DataFrame
) -> Bearings:
    """Return the bearings that part sides: with an error, of a source that is no side's, at a place with a line.

    Of several of one independent group the most exact counts, and no other.

    Args:
        rows: what :func:`~ceaseline.attribution.claiming.records` gives.
        directions: the table.
        voices: who speaks.
        names: the hypotheses.
        number: ``incident_id`` and ``incident``.
    """
    usable = [place for place, role in enumerate(voices.role) if role in _HEARD_FROM and voices.own[place] < 0]
    code = {voices.source[place]: place for place in usable}
    told = (
        rows.filter(pl.col("bearing_deg").is_not_null() & (pl.col("bearing_sigma_deg") > 0))
        .with_columns(voice=pl.col("source").replace_strict(code, default=None, return_dtype=pl.Int64))
        .filter(pl.col("voice").is_not_null())
        .join(directions.join(number, on="incident_id").select("incident").unique(), on="incident", how="semi")
        .sort("incident", "bearing_sigma_deg", "observation_id")
    )
    told = told.with_columns(group=pl.Series(voices.group[told["voice"].to_numpy()], dtype=pl.Int64))
    told = told.unique(["incident", "group"], keep="first", maintain_order=True).with_row_index("bearing")
    voice = told["voice"].to_numpy()
    degrees, sigma = told["bearing_deg"].to_numpy(), told["bearing_sigma_deg"].to_numpy()
    role = np.array([max(0, _HEARD_FROM.index(r)) if r in _HEARD_FROM else 0 for r in voices.role], dtype=np.int64)
    sides = {party: place for place, party in enumerate(names.parties)}
    ways = (
        told.select("bearing", "incident")
        .join(number, on="incident")
        .join(
            directions.select("incident_id", "author", "between", "party", "toward_deg", "arc_deg"),
            on="incident_id",
        )
        .drop("incident_id", "incident")
        .with_columns(side=pl.col("party").replace_strict(sides, default=None, return_dtype=pl.Int64))
        .filter(pl.col("side").is_not_null())
        .sort("bearing", "author", "between", "toward_deg")
    )
    at, side = ways["bearing"].to_numpy().astype(np.int64), ways["side"].to_numpy()
    dense = np.full((len(WIDER), names.sides, len(told)), np.nan)
    off = degrees[at] - ways["toward_deg"].to_numpy()
    where = side * len(told) + at
    many = np.bincount(where, minlength=names.sides * len(told))
    for place, width in enumerate(WIDER):
        each = _arc(off, ways["arc_deg"].to_numpy(), sigma[at] * width)
        summed = sums(where, each, names.sides * len(told))
        with np.errstate(invalid="ignore"):
            dense[place] = (summed / many).reshape(names.sides, len(told))
    belongs = told["probability"].to_numpy()
    return Bearings(told["incident"].to_numpy(), voice, role[voice], dense, degrees, sigma, belongs)


def cap(values: Floats, sides: int) -> Floats:
    """Return the log-likelihoods of bearings, none carrying further than such evidence may."""
    return capped(values, sides, _MOST)


def _hypotheses(dense: Floats) -> Floats:
    """Return the chance for each degree under each hypothesis, shape (H, B), from that under each side."""
    known = ~np.isnan(dense)
    filled = np.where(known, dense, _ANY)
    both = np.where(known, dense, 0).sum(axis=0) / np.maximum(known.sum(axis=0), 1)
    nobody = np.full_like(both, _ANY)
    return np.concatenate([filled, [both, nobody, nobody, nobody]])


def _arc(off: Floats, arc: Floats, sigma: Floats) -> Floats:
    """Return the chance for each degree of a bearing so far *off* the middle of an arc, whatever the true one.

    The true direction is anywhere in the arc with equal chance, and the error is normal, wrapped round.
    """
    off = (off + 180) % 360 - 180
    half = np.clip(arc, 1, 180)
    total = np.zeros_like(off)
    for turn in (-360.0, 0.0, 360.0):
        total += ndtr((off + half + turn) / sigma) - ndtr((off - half + turn) / sigma)
    dense: Floats = total / (2 * half)
    return dense
