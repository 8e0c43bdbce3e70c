"""A world of incidents, sides, camps that copy, and bearings, with its truth and the posterior that knows it all.

Used by the tests of attribution and by its bench. Sides fire; eight sources speak for two camps, six for nobody.
It is of our own making, and so proves nothing of a real ceasefire.
"""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import attrs
import dataframely as dy
import numpy as np
import polars as pl
from numpy.typing import NDArray
from scipy.special import ndtr

from ceaseline.tables import Directions, Incidents, Members, Observations, Sources

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]
BOTH = ("A", "B")
NOON = datetime(2031, 5, 10, 12, tzinfo=UTC)
_CAPTURE = "0" * 64
_COPIES = 0.5


@attrs.frozen
class Trial:
    """What kind of world.

    Attributes:
        incidents: how many.
        share: of side A.
        camps: chances that a camp blames the other: where the other did it, and where it did itself.
        right: of the six without interest, by role: two each.
        sigma: stated error of bearings, degrees; 50 parts sides as d' 1.5 does (area .855 under the curve).
        sigma_true: times the stated error that it really is.
        turned: standard error of the line's direction, degrees.
        unequal: in half of the places A fires more, and monitors and bearings are there; in the other B, and few.
    """

    incidents: int = 19_632
    share: float = 0.6
    camps: tuple[float, float] = (0.97, 0.90)
    right: tuple[float, float, float] = (0.92, 0.85, 0.75)
    sigma: float = 50.0
    sigma_true: float = 1.0
    turned: float = 0.0
    unequal: bool = False
    bearings: bool = True


@attrs.frozen(eq=False)
class Made:
    """A world, as tables, with its truth."""

    incidents: dy.DataFrame[Incidents]
    members: dy.DataFrame[Members]
    observations: dy.DataFrame[Observations]
    sources: dy.DataFrame[Sources]
    directions: dy.DataFrame[Directions]
    truth: Ints
    exact: Floats  # chance of side A by the posterior that knows the parameters
    claims: Ints  # (sources, incidents): -1 not spoken, 0 A, 1 B

    @property
    def reviewed(self) -> pl.DataFrame:
        """The truth, as reviews would have it, in the order of incidents."""
        return pl.DataFrame(
            {"incident_id": self.incidents["incident_id"], "hypothesis": np.array(BOTH)[self.truth]}
        )


NAMES = (
    *(f"a{k}" for k in range(4)),
    *(f"b{k}" for k in range(4)),
    *(f"{role}{k}" for role in ("monitor", "osint", "press") for k in range(2)),
)
ROLES = ("party",) * 8 + ("monitor",) * 2 + ("osint",) * 2 + ("press",) * 2
# Unequal, camp A the louder. So votes, Dawid-Skene and one-coin are as bad as in the trial that set the figures.
COVERS = np.array([0.5, 0.41, 0.36, 0.3, 0.36, 0.26, 0.21, 0.16, 0.25, 0.2, 0.2, 0.15, 0.2, 0.17])  # 3.73 in all


def make(trial: Trial, rng: np.random.Generator) -> Made:
    """Return a world."""
    n = trial.incidents
    place = rng.random(n) < 0.5
    share = np.where(place, 0.75, 0.45) if trial.unequal else np.full(n, trial.share)
    truth = (rng.random(n) >= share).astype(np.int64)
    cover = np.repeat(COVERS[:, None], n, axis=1)
    if trial.unequal:
        cover[8:10] = np.where(place, 0.6, 0.05)
        cover[:4] *= np.where(place, 1.4, 0.6)
    spoken = rng.random(cover.shape) < cover
    rates = _rates(trial)
    claims = np.full(cover.shape, -1, dtype=np.int64)
    log_odds = np.log(share / (1 - share))
    for camp in (range(4), range(4, 8)):
        log_odds += _camp(claims, spoken, rates, camp, truth, rng)
    for source in range(8, 14):
        claims[source] = np.where(spoken[source], rng.random(n) >= rates[source, truth], -1)
        log_odds += _says(claims[source], rates[source])
    directions, bearing, seen, told = _bearings(trial, place, truth, rng)
    log_odds += told
    return _tables(claims, directions, bearing, seen, trial, truth, 1 / (1 + np.exp(-log_odds)))


def _rates(trial: Trial) -> Floats:
    """Return the chance of blaming A, where A did it and where B did; shape (sources, 2)."""
    other, own = trial.camps
    camp_a, camp_b = (1 - own, 1 - other), (other, own)
    rest = [(right, 1 - right) for right in trial.right for _ in range(2)]
    return np.array([*[camp_a] * 4, *[camp_b] * 4, *rest])


def _says(claim: Ints, rate: Floats) -> Floats:
    """Return the log-odds for A of what a source says."""
    told = np.array([np.log(rate[0] / rate[1]), np.log((1 - rate[0]) / (1 - rate[1])), 0.0])
    return told[claim]


def _camp(  # noqa: PLR0917  rows of arrays side by side
    claims: Ints, spoken: NDArray[np.bool_], rates: Floats, camp: range, truth: Ints, rng: np.random.Generator
) -> Floats:
    """Let members speak one after another; each repeats who spoke first, or speaks for itself."""
    n = claims.shape[1]
    first = np.full(n, -1)
    log_odds = np.zeros(n)
    for source in camp:
        itself = (rng.random(n) >= rates[source, truth]).astype(np.int64)
        repeats = (rng.random(n) < _COPIES) & (first >= 0)
        said = np.where(repeats, first, itself)
        mix = np.where(first >= 0, _COPIES, 0.0)
        a_if = [mix * (first == 0) + (1 - mix) * rates[source, side] for side in (0, 1)]
        odds = np.where(said == 0, np.log(a_if[0] / a_if[1]), np.log((1 - a_if[0]) / (1 - a_if[1])))
        log_odds += np.where(spoken[source], odds, 0)
        claims[source] = np.where(spoken[source], said, -1)
        first = np.where((first < 0) & spoken[source], said, first)
    return log_odds


def _bearings(
    trial: Trial, place: NDArray[np.bool_], truth: Ints, rng: np.random.Generator
) -> tuple[Floats, Floats, NDArray[np.bool_], Floats]:
    n = trial.incidents
    toward = rng.random(n) * 360
    fired = toward + 180 * truth + rng.uniform(-90, 90, n)
    sigma = trial.sigma * trial.sigma_true
    turned = rng.normal(0, trial.turned, n) if trial.turned else 0.0
    bearing = (fired + turned + rng.normal(0, sigma, n)) % 360
    seen = rng.random(n) < (np.where(place, 1.0, 0.2) if trial.unequal else float(trial.bearings))
    whole = np.hypot(sigma, trial.turned)
    odds = np.log(_half(bearing - toward, whole) / _half(bearing - toward - 180, whole))
    return toward, bearing, seen, np.where(seen, odds, 0)


def _half(off: Floats, sigma: float) -> Floats:
    off = (off + 180) % 360 - 180
    turns = (-720, -360, 0, 360, 720)
    summed: Floats = np.sum([ndtr((off + 90 + t) / sigma) - ndtr((off - 90 + t) / sigma) for t in turns], axis=0)
    return summed


def _filled(schema: type[dy.Schema], frame: pl.DataFrame) -> pl.DataFrame:
    usual = {"capture_id": _CAPTURE, "line": 1, "earliest": NOON, "latest": NOON, "may_republish": False}
    usual |= {"kind": "observations", "grade": "F6"}
    shape = schema.create_empty().schema
    return frame.with_columns(
        pl.lit(usual.get(name), dtype=kind).alias(name) for name, kind in shape.items() if name not in frame.columns
    ).select(pl.col(name).cast(kind) for name, kind in shape.items())


def filled(schema: type[Any], frame: pl.DataFrame) -> Any:
    """Return a frame as a table of *schema*, with what every row has."""
    return schema.validate(_filled(schema, frame))


def _tables(  # noqa: PLR0917  what a world is made of
    claims: Ints, toward: Floats, bearing: Floats, seen: NDArray[np.bool_], trial: Trial, truth: Ints, exact: Floats
) -> Made:
    n = trial.incidents
    ids = pl.Series([f"i{k:07}" for k in range(n)], dtype=pl.String)
    who, which = np.nonzero(claims >= 0)
    said = pl.DataFrame(
        {
            "source": pl.Series(NAMES).gather(who),
            "incident_id": ids.gather(which),
            "accused": pl.Series(BOTH).gather(claims[who, which]),
        }
    )
    heard = np.flatnonzero(seen)
    sounds = pl.DataFrame(
        {
            "source": pl.Series(["acoustic"]).new_from_index(0, len(heard)),
            "incident_id": ids.gather(heard),
            "accused": pl.Series([None], dtype=pl.String).new_from_index(0, len(heard)),
            "bearing_deg": bearing[heard],
            "bearing_sigma_deg": np.full(len(heard), trial.sigma),
        }
    )
    rows = pl.concat([said, sounds], how="diagonal").with_columns(
        observation_id=pl.format("{} {}", "incident_id", "source"), phenomenon=pl.lit("explosion")
    )
    many = rows.group_by("incident_id").agg(observations=pl.len(), groups=pl.col("source").n_unique())
    incidents = pl.DataFrame({"incident_id": ids}).join(many, on="incident_id", how="left", maintain_order="left")
    incidents = incidents.with_columns(
        pl.col("observations", "groups").fill_null(1), phenomenon=pl.lit("explosion")
    )
    sources = pl.DataFrame(
        {
            "source": [*NAMES, "acoustic"],
            "role": [*ROLES, "instrument"],
            "party": [*"AAAABBBB", *[None] * 7],
            "group": [*NAMES, "acoustic"],
        }
    )
    ways = pl.concat(
        [
            pl.DataFrame({"incident_id": ids, "party": party, "toward_deg": (toward + turn) % 360})
            for party, turn in (("A", 0), ("B", 180))
        ]
    ).with_columns(author=pl.lit("x"), between=pl.lit("A/B"), arc_deg=90.0, distance_km=0.0)
    return Made(
        filled(Incidents, incidents),
        filled(Members, rows.select("observation_id", "incident_id", probability=1.0)),
        filled(Observations, rows),
        filled(Sources, sources),
        filled(Directions, ways),
        truth,
        exact,
        claims,
    )
