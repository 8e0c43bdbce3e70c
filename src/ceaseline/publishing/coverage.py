"""How well acts were watched for: what stands beside every number of them."""

from __future__ import annotations

from collections.abc import Mapping

import attrs
import polars as pl

from ceaseline.publishing.material import Material
from ceaseline.publishing.words import number
from ceaseline.terms import per_cent

NOT_ESTIMABLE = "not estimable"
_KEYS = ["clause_id", "obligor", "clock"]


@attrs.frozen
class Coverage:
    """What share of the hours and the place was watched.

    Attributes:
        watched: from 0 to 1; None where that is not known.
        sure: of all hours, those watched with the chance of seeing the smallest act that the case asks for; None
            where it is not known how much of the place was seen, and then *watched* is of the time alone.
    """

    watched: float | None = None
    sure: float | None = None

    @property
    def told(self) -> str:
        """The shares in words, never all where it is less, and nothing as nobody.

        Examples:
            >>> Coverage(0.168, 0.06).told
            'watched 16 % of the hours, 6 % well enough to see the smallest act'
            >>> Coverage(0.0, 0.0).told, Coverage(0.999).told
            ('nobody watched', 'somebody watched for 99 % of the time, how much of the place is not known')
            >>> Coverage().told
            'what share of the hours was watched is not known'
        """
        if self.watched is None:
            return "what share of the hours was watched is not known"
        if not self.watched:
            return "nobody watched"
        if self.sure is None:
            return f"somebody watched for {per_cent(self.watched)} of the time, how much of the place is not known"
        sure = per_cent(self.sure) if self.sure else "none"
        return f"watched {per_cent(self.watched)} of the hours, {sure} well enough to see the smallest act"

    def beside(self, count: int | None) -> str:
        """Return a number with its coverage; where there is none, why none is put in its place.

        Examples:
            >>> Coverage(0.168, 0.06).beside(233)
            'recorded 233; watched 16 % of the hours, 6 % well enough to see the smallest act'
            >>> Coverage(0.0, 0.0).beside(None), Coverage(0.5, 0.5).beside(None)[:41]
            ('no count, not estimable: nobody watched', 'no count; watched 50 % of the hours, 50 %')
            >>> Coverage(0.0, 0.0).beside(3)
            'recorded 3; nobody on record watched'
        """
        if count is not None:
            return f"recorded {number(count)}; {self.told if self.watched != 0 else 'nobody on record watched'}"
        return f"no count; {self.told}" if self.watched else f"no count, {NOT_ESTIMABLE}: {self.told}"


def coverages(material: Material) -> Mapping[tuple[str, str, str], Coverage]:
    """Return by clause, obligor and clock how well the window was watched; only of clauses told by looking.

    What was watched well is the mean of the days, by their length: the place watched least counts on each of them,
    so that the window is never told to be watched better than it was.
    """
    long = (pl.col("until") - pl.col("from")).dt.total_microseconds()
    days = (
        material.verdict_parts.filter(pl.col("day").is_not_null())
        .group_by(_KEYS)
        .agg(watched=_mean("watched_share", long), sure=_mean("sure_share", long))
    )
    whole = material.verdicts.select(*_KEYS, "watched_share")
    rows = days.join(whole, on=_KEYS).with_columns(watched=pl.coalesce("watched_share", "watched"))
    return {
        (clause, obligor, clock): Coverage(watched, sure)
        for clause, obligor, clock, watched, sure in rows.select(*_KEYS, "watched", "sure").rows()
    }


def _mean(column: str, long: pl.Expr) -> pl.Expr:
    mean = (pl.col(column) * long).sum() / long.sum()
    return pl.when(pl.col(column).is_null().any()).then(None).otherwise(mean)
