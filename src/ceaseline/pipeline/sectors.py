"""Where coverage is told: stretches of lines, places of clauses, and what has no place."""

from __future__ import annotations

from collections.abc import Mapping

import attrs
import dataframely as dy
import numpy as np
from shapely.geometry.base import BaseGeometry

from ceaseline.coverage import Spots
from ceaseline.pipeline.locating import Places
from ceaseline.tables import Assets, Clauses, ClauseSectors, Lines, Sectors, from_rows

UNPLACED = "without a place"  # the sector of what nobody can place


@attrs.frozen(eq=False)
class Layout:
    """Where coverage is told.

    Attributes:
        sectors: all of them.
        spots: places that stand for those that have one.
        clauses: which sectors each clause is about, for each side it binds.
        standing: sectors of assets whose place or reach is not known.
    """

    sectors: dy.DataFrame[Sectors]
    spots: Spots
    clauses: dy.DataFrame[ClauseSectors]
    standing: Mapping[str, str]


def laid_out(
    clauses: dy.DataFrame[Clauses],
    lines: dy.DataFrame[Lines],
    assets: dy.DataFrame[Assets],
    *,
    drawn: Mapping[str, BaseGeometry],
    places: Places,
    sector_km: float,
) -> Layout:
    """Return the sectors of a case.

    Args:
        clauses: the terms laid flat.
        lines: of all authors.
        assets: what there is to watch with.
        drawn: lines of the terms, by name.
        places: where each clause holds for each side.
        sector_km: length of a sector along a line.
    """
    _ = (clauses, lines, assets, drawn, places, sector_km)
    nowhere = np.zeros(0)
    spots = Spots(np.zeros(0, dtype=np.int64), nowhere, nowhere, ())
    return Layout(from_rows(Sectors, []), spots, from_rows(ClauseSectors, []), {})
