"""How long and how well each sector was watched, day by day, for acts of each kind."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime

import attrs
import dataframely as dy
import numpy as np
from numpy.typing import NDArray

from ceaseline.tables import Assets, Exposure, Watched, Weather, from_rows
from ceaseline.times import Day


@attrs.frozen(eq=False)
class Spots:
    """Places that stand for sectors, n of them: a mean over those of one sector is a mean over the sector.

    Attributes:
        sector: shape (n,), row of the sector in ``names``.
        lon, lat: shape (n,), degrees, WGS 84.
        names: of all sectors, those without a spot too.
    """

    sector: NDArray[np.int64]
    lon: NDArray[np.float64]
    lat: NDArray[np.float64]
    names: tuple[str, ...]


def expose(
    assets: dy.DataFrame[Assets],
    watched: dy.DataFrame[Watched],
    weather: dy.DataFrame[Weather],
    spots: Spots,
    *,
    phenomena: Sequence[str],
    parties: Sequence[str],
    days: Sequence[Day],
    cuts: Sequence[datetime],
    standing: Mapping[str, str],
    chance: float = 0.9,
) -> dy.DataFrame[Exposure]:
    """Return what could be seen.

    Args:
        assets: what there is to watch with, parties' own left out.
        watched: when each really watched.
        weather: fog and cloud.
        spots: where.
        phenomena: acts, in the words of the observations.
        parties: codes.
        days: which days, with their beginnings and ends.
        cuts: moments within days at which windows of clauses begin or end.
        standing: sectors of assets whose place or reach is not known, by asset.
        chance: of seeing an act, from which on an hour is a sure one.
    """
    _ = (assets, watched, weather, spots, phenomena, parties, days, cuts, standing, chance)
    return from_rows(Exposure, [])
