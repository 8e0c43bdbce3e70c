"""Sectors that files name and the case does not have."""

from __future__ import annotations

from collections import Counter

import dataframely as dy
import polars as pl

from ceaseline.tables import Restrictions, Sectors, Weather

EVERYWHERE = "everywhere"


def unknown_sectors(
    sectors: dy.DataFrame[Sectors], weather: dy.DataFrame[Weather], restrictions: dy.DataFrame[Restrictions]
) -> dict[str, int]:
    """Return the sectors that are not known, each with how many rows name it and so are used nowhere.

    Args:
        sectors: of the case.
        weather: a row may name any sector, or everywhere.
        restrictions: those that name an asset are used, whatever sector they name beside it.
    """
    named = [*weather["sector"], *restrictions.filter(pl.col("asset").is_null())["sector"].drop_nulls()]
    known = {EVERYWHERE, *sectors["sector"]}
    return dict(sorted(Counter(name for name in named if name not in known).items()))
