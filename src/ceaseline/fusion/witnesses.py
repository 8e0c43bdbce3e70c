"""Who copies whom: records that say the same in the same words are one witness."""

from __future__ import annotations

import numpy as np
import polars as pl
from numpy.typing import NDArray
from scipy.sparse import coo_array
from scipy.sparse.csgraph import connected_components

from ceaseline.fusion.copying import copies

_SAID = (
    "source", "means", "phenomenon", "weapon", "earliest", "latest", "time_sigma_s", "lon", "lat", "radius_m",
    "bearing_deg", "quantity_low", "quantity_high", "unit", "text",
)  # fmt: skip
_SPREAD = ("text", "phenomenon", "earliest", "latest", "lon", "lat")
FEW_WORDS = 4  # words of a text that is another's to the letter, with its moment and its place


def witnesses(rows: pl.DataFrame) -> NDArray[np.int64]:
    """Return for each record the row of the first that it repeats; its own where it repeats none.

    A record repeats another of its source that says the very same in another file: what one file says twice, its
    source counted twice. It repeats one that says the very same of the same moment and place in the same words,
    four or more, if neither is of an instrument or a monitor, who fill in forms. And it repeats one whose text or
    film it has: see :func:`~ceaseline.fusion.copying.copies`.

    Args:
        rows: observations in an order that their content gives, with ``accredited``: whether the source is
            an instrument or a monitor.
    """
    first = np.arange(rows.height)
    one, other = copies(rows)
    again, of = _delivered_again(rows)
    same, whose = _to_the_letter(rows)
    ends = np.concatenate([one, again, same]), np.concatenate([other, of, whose])
    if not len(ends[0]):
        return first
    _, parts = connected_components(
        coo_array((np.ones(len(ends[0])), ends), shape=(rows.height, rows.height)), directed=False
    )
    least = np.full(rows.height, rows.height, dtype=np.int64)
    np.minimum.at(least, parts, first)
    known: NDArray[np.int64] = least[parts]
    return known


def _delivered_again(rows: pl.DataFrame) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Return records that say what an earlier one of their source says, in another file; and that one."""
    twice = rows.select(_SAID).hash_rows().is_duplicated()
    numbered = rows.select("capture_id", *_SAID).with_row_index("row").filter(twice)
    # the second time that a file says it is the second time that any other does
    counted = numbered.with_columns(time=pl.col("row").rank("ordinal").over("capture_id", *_SAID))
    first = counted.select(pl.col("row").min().over("time", *_SAID))["row"].to_numpy().astype(np.int64)
    return numbered["row"].to_numpy().astype(np.int64), first


def _to_the_letter(rows: pl.DataFrame) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Return records that say the very same of the same moment and place as an earlier one; and that one."""
    told = rows.select("accredited", *_SPREAD).with_row_index("row")
    told = told.filter(~pl.col("accredited") & (pl.col("text").str.count_matches(r"\p{L}+") >= FEW_WORDS))
    told = told.with_columns(first=pl.col("row").min().over(_SPREAD)).filter(pl.col("row") != pl.col("first"))
    return told["row"].to_numpy().astype(np.int64), told["first"].to_numpy().astype(np.int64)
