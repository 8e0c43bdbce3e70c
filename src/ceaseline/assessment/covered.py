"""How well acts against a clause would have been seen in a window: what coverage says, clause by clause."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import cached_property
from typing import Any

import attrs
import dataframely as dy
import polars as pl

from ceaseline.assessment.ground import Ground, Seen, View, grounds
from ceaseline.tables import Clauses, ClauseSectors, Exposure, Sectors
from ceaseline.terms.codes import CODES
from ceaseline.times import Day, Window

ANY = "any"
_KEYS = ["ground", "phenomenon", "acts_of"]
_LOST = r"^(?<cause>.*?)(?:, by (?<by>.+))?: (?<hours>[0-9.]+) h$"


@attrs.frozen(eq=False)
class Covered:
    """What could be seen.

    Attributes:
        exposure: by sector, day, part of the day, kind of act, and whose.
        sectors: what they are.
        clauses: which sectors each clause is about.
        days: reporting days, from the first of a clause to the newest evidence, watched or not.
        hours: share of the hours that have to be sure before nothing recorded may be called nothing.
        chance: of seeing the smallest act, from which on an hour is sure.
    """

    exposure: dy.DataFrame[Exposure]
    sectors: dy.DataFrame[Sectors]
    clauses: dy.DataFrame[ClauseSectors]
    days: tuple[Day, ...]
    hours: float = 0.8
    chance: float = 0.9

    def grounds(self, clause_id: str, obligor: str) -> tuple[Ground, ...]:
        """Return where acts of a side against a clause would be seen, by each author of a line; none: not known."""
        return self._grounds.get((clause_id, obligor), ())

    @cached_property
    def _grounds(self) -> Mapping[tuple[str, str], tuple[Ground, ...]]:
        known = self.clauses.join(self.sectors, on="sector", maintain_order="left")
        same: dict[Ground, Ground] = {}  # most clauses are about the same places
        return {
            (str(clause_id), str(obligor)): tuple(same.setdefault(each, each) for each in grounds(own))
            for (clause_id, obligor), own in known.group_by(["clause_id", "obligor"], maintain_order=True)
        }

    @cached_property
    def views(self) -> Mapping[tuple[Ground, str, str], View]:
        """What was watched of each ground, for acts of each kind and side, stretch by stretch."""
        whole = dict.fromkeys(ground for each in self._grounds.values() for ground in each)
        asked = [
            *whole,
            *dict.fromkeys(each for ground in whole for each in ground.stretches() if each not in whole),
        ]
        standing = self.sectors.filter(pl.col("kind") == "unplaced")["sector"]
        rows = [
            (number, sector, weight)
            for number, ground in enumerate(asked)
            for sector, weight in {**dict.fromkeys(standing, 0.0), **dict(ground.weights)}.items()
        ]
        schema = {"ground": pl.Int64, "sector": pl.String, "weight": pl.Float64}
        held = pl.DataFrame(rows, schema=schema, orient="row").join(self.sectors, on="sector")
        exposure = self.exposure.join(held, on="sector").sort(*_KEYS, "from")
        lost = _losses(exposure)
        return {
            (asked[number], phenomenon, acts_of): View.of(
                own, asked[number], lost.get((number, phenomenon, acts_of), ())
            )
            for (number, phenomenon, acts_of), own in _pieces(exposure).items()
        }


def _pieces(exposure: pl.DataFrame) -> dict[tuple[Any, ...], pl.DataFrame]:
    """Return for each ground, kind of act and side what was watched in each stretch, over all sectors and light."""
    weight, counts = pl.col("weight"), (pl.col("weight") > 0) & (pl.col("hours") > 0)
    pieces = exposure.group_by(*_KEYS, "day", "from", "until", maintain_order=True).agg(
        watched=(weight * pl.col("hours_watched")).sum(),
        sure=(weight * pl.col("hours_sure")).sum(),
        seen=(weight * pl.col("hours") * pl.col("chance_seen").fill_null(0.0)).sum(),
        unknown=(counts & pl.col("chance_seen").is_null() & (pl.col("assets") > 0)).any(),
        placed=((pl.col("kind") != "unplaced") & (weight > 0) & (pl.col("assets") > 0)).any(),
        deployed=pl.col("assets").max(),
    )
    return pieces.partition_by(_KEYS, as_dict=True, maintain_order=True)


def _losses(exposure: pl.DataFrame) -> dict[tuple[Any, ...], list[Any]]:
    """Return for each ground, kind of act and side what was lost: see :class:`View`."""
    told = pl.col("lost_to").str.extract_groups(_LOST)
    lost = (
        exposure.filter(pl.col("lost_to").is_not_null(), pl.col("weight") > 0)
        .with_columns(pl.col("lost_to").str.split("; "))
        .explode("lost_to")
        .select(*_KEYS, "from", "until", "weight", told.alias("told"))
        .unnest("told")
        .select(
            *_KEYS,
            *(pl.col(end).dt.epoch("us") for end in ("from", "until")),
            "cause",
            "by",
            lasted=pl.col("hours").cast(pl.Float64) * pl.col("weight"),
        )
        .drop_nulls("lasted")
        .group_by(*_KEYS, "from", "until", "cause", "by", maintain_order=True)
        .agg(pl.col("lasted").sum())
    )
    return {
        key: own.drop(_KEYS).rows()
        for key, own in lost.partition_by(_KEYS, as_dict=True, maintain_order=True).items()
    }


class Sight:
    """Answers how well acts against clauses would have been seen."""

    def __init__(self, covered: Covered, clauses: dy.DataFrame[Clauses]) -> None:
        self.covered = covered
        bound = clauses.filter("binding").unique(["clause_id", "obligor"], maintain_order=True)
        self._codes = dict(clauses.select("clause_id", "code").iter_rows())
        self._bound: dict[str, list[str]] = {}
        for clause_id, obligor in bound.select("clause_id", "obligor").iter_rows():
            self._bound.setdefault(clause_id, []).append(obligor)
        self._known: dict[object, Seen] = {}

    def of(self, clause_id: str, obligor: str, window: Window) -> Seen | None:
        """Return what :func:`seen` does."""
        sides = self._bound.get(clause_id, []) if obligor == ANY else [obligor]
        where = {side: self.covered.grounds(clause_id, side) for side in sides}
        return self.over(where, self._codes[clause_id], window)

    def over(self, where: Mapping[str, Sequence[Ground]], code: str, window: Window) -> Seen | None:
        """Return how well acts of a code would have been seen, at the worst of the grounds of each side."""
        smallest = CODES[code].smallest if code in CODES else ()
        if not smallest or not where or not all(where.values()):
            return None
        key = (tuple((side, *own) for side, own in where.items()), smallest, window)
        if key not in self._known:
            self._known[key] = _worst(
                [
                    self._within(ground, phenomenon, side, window)
                    for side, own in where.items()
                    for ground in own
                    for phenomenon in smallest
                ]
            )
        return self._known[key]

    def _within(self, ground: Ground, phenomenon: str, side: str, window: Window) -> Seen:
        view = self.covered.views.get((ground, phenomenon, side))
        if view is None:
            return Seen(0.0, 0.0, 0.0, None, 0, False, ground.whole, ground.kind, len(ground.weights))
        return view.within(window, ground)


def _worst(found: Sequence[Seen]) -> Seen:
    """Return the least of each; what only one of them could see is deployed all the same."""
    chances = [each.chance for each in found]
    worst = min(found, key=lambda each: each.watched)
    return Seen(
        watched=min(each.watched for each in found),
        sure=min(each.sure for each in found),
        least=min(each.least for each in found),
        chance=None if None in chances else min(chance for chance in chances if chance is not None),
        deployed=max(each.deployed for each in found),
        placed=any(each.placed for each in found),
        whole=all(each.whole for each in found),
        kind=found[0].kind,
        sectors=min(each.sectors for each in found),
        lost=worst.lost,
    )


def seen(
    covered: Covered, clauses: dy.DataFrame[Clauses], clause_id: str, obligor: str, window: Window
) -> Seen | None:
    """Return how well acts of a side against a clause would have been seen; None where nothing is known of it.

    That is the worst of the smallest acts against it, of all of the place: stretches of a line count by their
    length. Of several authors' lines the one is taken of which least was watched; for ``any`` the side of which
    least was. Hours of which nothing is known, as those before the first watch, count as not watched.

    Args:
        covered: what could be seen.
        clauses: the terms laid flat.
        clause_id: the clause.
        obligor: party code, or ``any``.
        window: cut off at the newest evidence; a row of exposure that lies only partly in it is left out.

    Returns:
        None where nobody can tell such acts by looking, and where the place of the clause has no sector.
    """
    return Sight(covered, clauses).of(clause_id, obligor, window)
