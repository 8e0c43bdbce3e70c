"""Records of days that were put together, until nothing later can belong to their happenings."""

from __future__ import annotations

import numpy as np
import polars as pl
from scipy.sparse import coo_array
from scipy.sparse.csgraph import connected_components

from ceaseline.fusion.evidence import Ints

LINKS = ("anchor", "first")


class Gathering:
    """Records that wait for others, each with its place in the order of all and what it is linked to."""

    def __init__(self) -> None:
        self._waiting: list[pl.DataFrame] = []

    def add(self, rows: pl.DataFrame) -> None:
        """Take records up.

        Args:
            rows: with ``place`` in the order of all records, that of the ``anchor`` (the most exact of its
                happening) and that of the ``first`` who said it.
        """
        self._waiting.append(rows)

    def whole(self, until: int) -> tuple[pl.DataFrame, int]:
        """Give the records whose happenings are whole away, and keep the others.

        Args:
            until: no link that is still to come leads to a place below this one.

        Returns:
            Records in order, with ``label`` (the place of the first of the happening) and ``root`` (that of the
            first who said it); and the least place that is still waited for.
        """
        rows = pl.concat(self._waiting).sort("place") if self._waiting else pl.DataFrame()
        if rows.is_empty():
            return rows, until
        place, anchor, first = (rows[name].to_numpy() for name in ("place", *LINKS))
        ids, here = np.unique(np.concatenate([place, anchor, first]), return_inverse=True)
        own, to_anchor, to_first = np.split(here, 3)
        _, parts = connected_components(
            coo_array(
                (np.ones(2 * len(own)), (np.tile(own, 2), np.concatenate([to_anchor, to_first]))),
                shape=(len(ids), len(ids)),
            ),
            directed=False,
        )
        least = np.full(int(parts.max()) + 1, ids[-1], dtype=np.int64)
        last = np.zeros_like(least)
        np.minimum.at(least, parts, ids)
        np.maximum.at(last, parts, ids)
        known = np.arange(len(ids))
        known[own] = to_first
        rows = rows.with_columns(label=pl.Series(least[parts[own]]), root=pl.Series(ids[_roots(known)[own]]))
        done = pl.Series(last[parts[own]] < until)
        waiting = rows.filter(~done).drop("label", "root")
        self._waiting = [waiting]
        return rows.filter(done), int(waiting["place"][0]) if waiting.height else until


def _roots(known: Ints) -> Ints:
    """Return where chains of links end."""
    while True:
        further = known[known]
        if (further == known).all():
            return known
        known = further
