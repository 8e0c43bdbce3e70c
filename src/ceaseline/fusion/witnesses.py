"""Who copies whom: records that say the same in the same words are one witness."""

from __future__ import annotations

import numpy as np
import polars as pl
from numpy.typing import NDArray

from ceaseline.fusion.agreeing import points

LEAST_WORDS = (
    10  # a sentence of so many words is not written twice by chance; forms that fill in a number are shorter
)
SOON = 3_600_000_000  # microseconds: a text spreads from one hour to the next
FAR_KM = 30.0  # the same words of places so far apart are a form of words
_SAID = (
    "source", "means", "phenomenon", "weapon", "earliest", "latest", "time_sigma_s", "lon", "lat", "radius_m",
    "bearing_deg", "quantity_low", "quantity_high", "unit", "text",
)  # fmt: skip


def witnesses(rows: pl.DataFrame) -> NDArray[np.int64]:
    """Return for each record the row of the first that it repeats; its own where it repeats none.

    A record repeats another of its source that says the very same in another file: what one file says twice, its
    source counted twice. And it repeats one whose text is the same but for numbers,
    signs and capitals, has ten words or more, and was told within an hour and 30 km of the one before it.

    Args:
        rows: observations in an order that their content gives.
    """
    numbered = rows.with_row_index("row")
    # the second time that a file says it is the second time that any other does
    counted = numbered.with_columns(time=pl.col("row").rank("ordinal").over("capture_id", *_SAID))
    first: NDArray[np.int64] = (
        counted.select(pl.col("row").min().over("time", *_SAID))["row"].to_numpy().astype(np.int64)
    )
    worded = numbered.select(
        "row",
        "lon",
        "lat",
        at=pl.col("earliest").dt.epoch("us"),
        words=pl.col("text").str.to_lowercase().str.replace_all(r"[^\p{L}]+", " ").str.strip_chars(),
    ).filter(pl.col("words").str.count_matches(" ") >= LEAST_WORDS - 1)
    if worded.is_empty():
        return first
    told = worded.sort("words", "at", "row")
    where = points(told["lon"].fill_null(0.0).to_numpy(), told["lat"].fill_null(0.0).to_numpy())
    apart = np.linalg.norm(np.diff(where, axis=0, prepend=where[:1]), axis=1)
    late = np.diff(told["at"].to_numpy(), prepend=told["at"][0])
    other = (told["words"] != told["words"].shift(1)).fill_null(value=True).to_numpy()
    begins = other | (late > SOON) | (apart > FAR_KM)
    chain = np.cumsum(begins) - 1
    row = told["row"].to_numpy().astype(np.int64)
    least = np.full(int(chain.max()) + 1, len(first), dtype=np.int64)
    np.minimum.at(least, chain, row)
    first[row] = np.minimum(first[row], least[chain])
    known: NDArray[np.int64] = first[first]
    return known
