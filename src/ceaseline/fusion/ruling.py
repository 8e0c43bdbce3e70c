"""What analysts said of records that belong together or do not."""

from __future__ import annotations

from collections.abc import Sequence

import attrs
import numpy as np
import polars as pl

from ceaseline.fusion.agreeing import points
from ceaseline.fusion.evidence import Floats, Ints

MINUTE_KM = 1.0  # a minute is as far as a kilometre, where a record goes with the nearer of two


@attrs.frozen
class Ruling:
    """A person's word on records.

    Attributes:
        one, other: ids of observations.
        together: whether all of them tell of one happening; else no record of the one tells of what any of the
            other does.
    """

    one: tuple[str, ...]
    other: tuple[str, ...]
    together: bool


def obeyed(rows: pl.DataFrame, label: Ints, rulings: Sequence[Ruling]) -> Ints:
    """Return the happenings of records as analysts want them; a later ruling stands over an earlier one.

    Where records are to be apart, each of the other records of their happening goes with the nearer of the two
    sides, in place and then in time. Rulings on records that are not there change nothing.

    Args:
        rows: records, with their ids, places and times.
        label: row of a record of each one's happening.
        rulings: in the order in which they were made.

    Returns:
        The row of the first record of each one's happening, shape (n,).
    """
    if not rulings:
        return label
    label, row = label.copy(), _rows(rows, rulings)
    for ruling in rulings:
        one, other = (
            np.array([row[each] for each in ids if each in row], dtype=np.int64)
            for ids in (ruling.one, ruling.other)
        )
        if ruling.together:
            merged = np.concatenate([one, other])
            label[np.isin(label, label[merged])] = label[merged].min(initial=len(label))
        else:
            for both in np.intersect1d(label[one], label[other]):
                _split(rows, label, np.flatnonzero(label == both), one, other)
    _, first, same = np.unique(label, return_index=True, return_inverse=True)
    return np.asarray(first[same], dtype=np.int64)


def surely(rows: pl.DataFrame, chance: Floats, rulings: Sequence[Ruling]) -> Floats:
    """Return how surely records belong where they are: 1 where a person said so."""
    ruled = list(_rows(rows, rulings).values())
    chance = chance.copy()
    chance[ruled] = 1.0
    return chance


def _rows(rows: pl.DataFrame, rulings: Sequence[Ruling]) -> dict[str, int]:
    """Return the row of each record that was ruled on and is there."""
    named = {each for ruling in rulings for each in (*ruling.one, *ruling.other)}
    there = rows.select("observation_id").with_row_index("row").filter(pl.col("observation_id").is_in(list(named)))
    return dict(there.select("observation_id", "row").iter_rows())


def _split(rows: pl.DataFrame, label: Ints, both: Ints, one: Ints, other: Ints) -> None:
    """Take a happening apart, in place."""
    off = _nearer(rows[both], np.isin(both, one), np.isin(both, other))
    label[both[off]], label[both[~off]] = both[off].min(), both[~off].min()


def _nearer(rows: pl.DataFrame, one: np.ndarray, other: np.ndarray) -> np.ndarray:
    """Tell of each record whether it is of the first of two sides, or nearer to the middle of that one."""
    where = points(*(rows[name].cast(pl.Float64).fill_null(np.nan).to_numpy() for name in ("lon", "lat")))
    minutes = rows["earliest"].dt.epoch("us").to_numpy() / 6e7
    far = [_far(where, minutes, side) for side in (one, other)]
    return np.asarray(one | ((far[0] < far[1]) & ~other))


def _far(where: Floats, minutes: Floats, side: np.ndarray) -> Floats:
    """Return how far each record is from the middle of a side; without places, in time alone."""
    placed = side & ~np.isnan(where[:, 0])
    apart = np.zeros(len(where))
    if placed.any():
        apart = np.nan_to_num(np.linalg.norm(where - where[placed].mean(axis=0), axis=1))
    return np.asarray(apart + MINUTE_KM * np.abs(minutes - minutes[side].mean()))
