"""How far two ways of putting records together are one: pairs, and record by record."""

from __future__ import annotations

from math import fsum

import attrs
import polars as pl

ALONE = "alone:"  # before the id of a record that tells of nothing: it belongs with no other


@attrs.frozen
class Linking:
    """Two ways of putting the same records together, compared.

    Attributes:
        cells: a row for each pair of a said and a true group that share records: ``said``, ``true``, ``both``
            (records of the two), ``in_said`` and ``in_true`` (records of each).
    """

    cells: pl.DataFrame

    @property
    def records(self) -> int:
        """How many records there are."""
        return int(self.cells["both"].sum())

    @property
    def pairs(self) -> tuple[int, int, int]:
        """Pairs of records that are together in both ways, as said, and in truth."""
        said, true = (self.cells.unique(side)[f"in_{side}"] for side in ("said", "true"))
        both, in_said, in_true = (int((many * (many - 1) // 2).sum()) for many in (self.cells["both"], said, true))
        return both, in_said, in_true

    @property
    def what_happened(self) -> Linking:
        """The same for records of what happened alone, as if no other were there."""
        real = self.cells.filter(~pl.col("true").str.starts_with(ALONE))
        return Linking(real.with_columns(in_said=pl.col("both").sum().over("said")))

    @property
    def b_cubed(self) -> tuple[float | None, float | None]:
        """Precision and recall after Bagga and Baldwin (1998).

        The mean over records of the share of each one's said group that is of its true group, and the reverse.
        """
        return self._mean("in_said"), self._mean("in_true")

    @property
    def splits(self) -> int:
        """True groups whose records lie in more than one said group."""
        return self._several("true")

    @property
    def merges(self) -> int:
        """Said groups that hold records of more than one true group."""
        return self._several("said")

    def groups(self, side: str) -> int:
        """Return how many groups of two records or more there are, ``said`` or ``true``."""
        return int((self.cells.unique(side)[f"in_{side}"] > 1).sum())

    def of(self, true: pl.Series) -> Linking:
        """Return the cells of some true groups alone; what they are mixed with still counts against them."""
        return Linking(self.cells.filter(pl.col("true").is_in(true.implode())))

    def _several(self, side: str) -> int:
        return int((self.cells.group_by(side).len()["len"] > 1).sum())

    def _mean(self, group: str) -> float | None:
        if not self.records:
            return None
        # summed without rounding, so that no order of the cells shows in the last digit
        return fsum(self.cells["both"] ** 2 / self.cells[group]) / self.records


def linking(records: pl.DataFrame) -> Linking:
    """Compare two ways of putting records together.

    Args:
        records: a row for each, with the ids of its ``said`` and of its ``true`` group.

    Examples:
        >>> made = linking(pl.DataFrame({"said": ["a", "a", "b"], "true": ["x", "y", "y"]}))
        >>> made.pairs, made.splits, made.merges
        ((0, 1, 1), 1, 1)
    """
    cells = records.group_by("said", "true").agg(both=pl.len().cast(pl.Int64))
    return Linking(
        cells.with_columns(in_said=pl.col("both").sum().over("said"), in_true=pl.col("both").sum().over("true"))
    )


def f1(both: float, said: float, true: float) -> float | None:
    """Return twice what both have over what each has; None where neither has any.

    Examples:
        >>> f1(1, 2, 2), f1(0, 0, 3), f1(0, 0, 0)
        (0.5, 0.0, None)
    """
    return 2 * both / (said + true) if said + true else None


def harmonic(one: float | None, other: float | None) -> float | None:
    """Return the harmonic mean of two shares.

    Examples:
        >>> round(harmonic(1.0, 0.5), 3), harmonic(None, 1.0)
        (0.667, None)
    """
    if one is None or other is None or one + other == 0:
        return None
    return 2 * one * other / (one + other)
