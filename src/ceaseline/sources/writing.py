"""From rows of a table back to the cells of a file that our own readers understand."""

from __future__ import annotations

from collections.abc import Sequence

import polars as pl
import polars.selectors as cs

from ceaseline.tables.exporting import to_csv


def written(rows: pl.DataFrame, columns: Sequence[str]) -> bytes:
    r"""Return columns of a table as UTF-8 CSV: truths as 1 and 0, moments in UTC, nothing where it is not known.

    Args:
        rows: n rows.
        columns: those that the file has, in that order.

    Examples:
        >>> written(pl.DataFrame({"asset": ["p-1"], "well": [True], "lat": [None]}), ["asset", "lat", "well"])
        b'asset,lat,well\np-1,,1\n'
    """
    return to_csv(rows.select(columns).with_columns(cs.boolean().cast(pl.Int8)), plain=True)
