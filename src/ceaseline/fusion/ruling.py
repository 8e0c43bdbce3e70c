"""What analysts said of records that belong together or do not."""

from __future__ import annotations

from collections.abc import Sequence

import attrs
import numpy as np
import polars as pl

from ceaseline.fusion.agreeing import points
from ceaseline.fusion.evidence import Ints


@attrs.frozen
class Ruling:
    """A person's word on two records.

    Attributes:
        one, other: ids of observations.
        together: whether they tell of one happening.
    """

    one: str
    other: str
    together: bool


def obeyed(rows: pl.DataFrame, label: Ints, rulings: Sequence[Ruling]) -> Ints:
    """Return the happenings of records as analysts want them; a later ruling stands over an earlier one.

    Where two are to be apart, each of the other records of their happening goes with the nearer of the two.
    Rulings on records that are not there change nothing.

    Args:
        rows: records, with their ids and places.
        label: row of a record of each one's happening.
        rulings: in the order in which they were made.
    """
    if not rulings:
        return label
    label = label.copy()
    row = {name: number for number, name in enumerate(rows["observation_id"])}
    for ruling in rulings:
        if ruling.one not in row or ruling.other not in row:
            continue
        one, other = sorted((row[ruling.one], row[ruling.other]))
        if ruling.together:
            label[label == label[other]] = label[one]
        elif label[one] == label[other]:
            both = np.flatnonzero(label == label[one])
            nearer = _nearer(rows[both], rows[[one, other]])
            nearer[both == one], nearer[both == other] = False, True
            label[both[~nearer]], label[both[nearer]] = one, other
    return label


def _nearer(rows: pl.DataFrame, two: pl.DataFrame) -> np.ndarray:
    """Tell of each record whether it is nearer to the second of two, in place and then in time."""
    where, ends = (
        points(each["lon"].fill_null(0.0).to_numpy(), each["lat"].fill_null(0.0).to_numpy()) for each in (rows, two)
    )
    when, moments = (each["earliest"].dt.epoch("us").to_numpy() / 1e6 for each in (rows, two))
    far = [
        np.linalg.norm(where - ends[k], axis=1) + np.abs(when - moments[k]) / 60.0 for k in (0, 1)
    ]  # a minute is a km
    return np.asarray(far[1] < far[0])
