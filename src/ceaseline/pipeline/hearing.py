"""From accounts kept in a case to what follows from them: never to a count of ours."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import cache

import attrs
import dataframely as dy
import numpy as np
import polars as pl
import shapely
from shapely.geometry.base import BaseGeometry

from ceaseline.accounts import (
    ALLEGING,
    ENGLISH,
    Known,
    Settlement,
    candidate_rows,
    candidates,
    positions,
    recorded,
    told_once,
    voices,
)
from ceaseline.line import holding
from ceaseline.plane import Plane
from ceaseline.tables import Allegations, Lines, Observations, PlaceCandidates, Positions, Sources, Statements
from ceaseline.terms import Terms


@attrs.frozen
class Heard:
    """What accounts gave.

    Attributes:
        statements: who said what, in all accounts.
        allegations: which of them say that a side did something.
        candidates: the places that these can mean.
        positions: where sides stand, those that people entered first.
        sources: those of the case, and a party's word in each outlet.
        observations: allegations as records of these.
    """

    statements: dy.DataFrame[Statements]
    allegations: dy.DataFrame[Allegations]
    candidates: dy.DataFrame[PlaceCandidates]
    positions: dy.DataFrame[Positions]
    sources: dy.DataFrame[Sources]
    observations: dy.DataFrame[Observations]


def hear(
    statements: dy.DataFrame[Statements],
    allegations: dy.DataFrame[Allegations],
    entered: dy.DataFrame[Positions],
    *,
    sources: dy.DataFrame[Sources],
    terms: Terms,
    settlements: Sequence[Settlement],
    lines: dy.DataFrame[Lines],
) -> Heard:
    """Return what follows from statements.

    Args:
        statements: of all accounts of a case.
        allegations: likewise.
        entered: positions that people entered.
        sources: of the case.
        terms: which name the parties.
        settlements: of the gazetteer of the case.
        lines: of all authors; the newest of each counts.
    """
    free = sources.filter("may_republish")["source"].to_list()
    stands: Sequence[pl.DataFrame] = (entered, positions(statements, free))
    words, known, km = ALLEGING[ENGLISH.language], Known.of(settlements), _km_to(lines)
    meant = {
        row["allegation_id"]: found
        for row in allegations.iter_rows(named=True)
        if (found := candidates(row["text"], known, words, km))
    }
    names = {code: party.name for code, party in terms.parties.items()}
    told = told_once(allegations, meant, sources, terms.parties)
    more = voices(told, sources, terms.parties)
    return Heard(
        statements,
        told,
        candidate_rows(meant),
        Positions.validate(pl.concat(stands).unique("position_id", maintain_order=True)),
        Sources.validate(pl.concat([sources, more])),
        recorded(told, meant, sources, names),
    )


def _km_to(lines: dy.DataFrame[Lines]) -> Callable[[float, float], float | None]:
    """Return what tells how far the nearest line of any author is from a place, in kilometres."""

    @cache
    def shapes() -> Sequence[BaseGeometry]:  # asked for where a place is named, and not before
        return list(shapely.from_wkb(np.array(holding(lines)["geometry"].to_list(), dtype=object)))

    @cache
    def nearest(lon: float, lat: float) -> float | None:
        plane, here = Plane(lon, lat), shapely.Point(0.0, 0.0)
        return min((float(plane.shape(shape).distance(here)) for shape in shapes()), default=None)

    return nearest
