"""What series of counts say of a clause: which can speak of it, of whose acts, and what their signals support."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any

import attrs
import polars as pl

from ceaseline.assessment.rules import Relevance

ANY = "any"
Spoken = tuple[str, float | None, str, str]
"""A word of the verdicts, the share watched, what the signals support together, and sentences."""

_EVIDENCE = {
    "warning": "A warning is not an act",
    "impact": "Impacts do not say which act caused them",
    "count": "A count says nothing of what was not counted",
    "proxy": "What stands in for an act is not the act",
}


def named(party: str, names: Mapping[str, str]) -> str:
    """Return what to call a party: its name with its code, where it has one.

    Examples:
        >>> named("A", {"A": "North"}), named("any", {"A": "North"})
        ('North (A)', 'any')
    """
    return f"{names[party]} ({party})" if party in names else party


@attrs.frozen
class Speaking:
    """Series, and what their windows gave.

    Attributes:
        signals: what series support.
        series: the bins behind them, to say what is missing where there is no signal.
        relevances: which series can speak of which clause, and of whose acts.
        names: what to call each party.
    """

    signals: pl.DataFrame
    series: pl.DataFrame
    relevances: Sequence[Relevance]
    names: Mapping[str, str]

    def of(self, first: Mapping[str, Any], obligor: str, bound: Sequence[str]) -> Spoken:
        """Return what series say of one clause on one clock, for one side or for ``any``.

        Args:
            first: a row of the clause on that clock.
            obligor: party code, or ``any``.
            bound: the parties that the clause binds; of a single side, that side.
        """
        speaking = [
            relevance
            for relevance in self.relevances
            if relevance.clause_id == first["clause_id"] and relevance.role != "party"
        ]
        whose = {*bound, ANY} if obligor == ANY else {*bound}
        about = [relevance for relevance in speaking if relevance.acts_of in whose]
        if not about and any(relevance.acts_of == ANY for relevance in speaking):
            return "cannot_tell", None, "none", self._not_told_apart(obligor, speaking)
        if not about:
            return "not_verifiable", 0.0, "none", self._nothing_sees(obligor, speaking)
        found = [self._told(relevance, first) for relevance in about]
        reason = " ".join(text for _, text in found)
        if obligor == ANY:
            spoken_of = {relevance.acts_of for relevance in about}
            silent = [] if ANY in spoken_of else [party for party in bound if party not in spoken_of]
            if silent:
                reason += (
                    f" On acts of {self._listed(silent)} it is silent, so nothing follows for all sides together."
                )
                return "cannot_tell", None, "none", reason
        return "cannot_tell", None, _joint([signal for signal, _ in found]), reason

    def _not_told_apart(self, obligor: str, speaking: Sequence[Relevance]) -> str:
        names = " and ".join(relevance.source for relevance in speaking if relevance.acts_of == ANY)
        return (
            f"{names} counts acts of any side without telling whose, so of acts of {self._named(obligor)} alone "
            "nothing follows."
        )

    def _nothing_sees(self, obligor: str, speaking: Sequence[Relevance]) -> str:
        whose = "such acts" if obligor == ANY else f"such acts of {self._named(obligor)}"
        others = [
            f"{relevance.source} can speak of acts of {self._named(relevance.acts_of)} alone"
            for relevance in speaking
        ]
        beside = f" {'; '.join(others)}." if others else ""
        return f"No source of this case can see {whose}.{beside} What the parties claim verifies nothing."

    def _told(self, relevance: Relevance, clause: Mapping[str, Any]) -> tuple[str, str]:
        """Return what one series supports, and a sentence on it."""
        whose = "any side" if relevance.acts_of == ANY else self._named(relevance.acts_of)
        if clause["until"] is None:
            lack = "the clause has no end stated, so there is no window to compare"
            return "none", f"{relevance.source} can speak of acts of {whose}, but gives no signal: {lack}."
        rows = self.signals.filter(
            pl.col("region").is_null(),
            pl.col("source") == relevance.source,
            pl.col("clause_id") == clause["clause_id"],
            pl.col("from") == clause["from"],
            pl.col("until") == clause["until"],
        )
        if rows.is_empty():
            missing = _hours_missing(self.series, relevance.source, clause["from"], clause["until"])
            lack = (
                f"it lacks {missing:,g} hours of this window"
                if missing
                else "no other window like this one lies wholly in its data, or it is full nearly all the time"
            )
            return "none", f"{relevance.source} can speak of acts of {whose}, but gives no signal: {lack}."
        row = rows.row(0, named=True)
        supports = {
            "holding": "supports that they fell far below the usual",
            "not_holding": "does not support that they fell",
        }.get(row["supports"], "says neither that they fell nor that they did not")
        ratio = "" if row["ratio"] is None else f", {row['ratio']:.3g} times that"
        text = (
            f"{relevance.source} speaks of acts of {whose}: {row['value']:,.0f} {row['unit']} where "
            f"{row['expected']:,.0f} were to be expected{ratio}, rank {row['rank']} of {row['windows']} "
            f"from the lowest; this {supports}. "
            f"{_EVIDENCE[relevance.evidence]}, and a signal alone gives no verdict."
        )
        if row["left_out"]:
            text += f" Left out, because always or nearly always full: {row['left_out']}."
        return str(row["supports"]), text

    def _named(self, party: str) -> str:
        return named(party, self.names)

    def _listed(self, parties: Sequence[str]) -> str:
        return " and ".join(self._named(party) for party in parties)


def _joint(signals: Sequence[str]) -> str:
    """Return what several series support together: one word only where they agree.

    A series that gives no signal takes none away, but it keeps the others from supporting that acts
    stopped: else losing the one that disagrees would be a gain.
    """
    given = set(signals) - {"none"}
    if not given:
        return "none"
    if len(given) > 1 or (given == {"holding"} and "none" in signals):
        return "neither"
    return given.pop()


def _hours_missing(series: pl.DataFrame, source: str, start: datetime, until: datetime) -> float:
    """Return how much of the window the worst covered region has no watched bins for, to a hundredth."""
    bins = series.filter(pl.col("source") == source)
    watched = bins.filter(pl.col("value").is_not_null(), pl.col("until") > start, pl.col("from") < until)
    covered = pl.min_horizontal("until", pl.lit(until)) - pl.max_horizontal("from", pl.lit(start))
    by_region = dict(watched.group_by("region").agg(covered.sum()).rows())
    least = min((by_region.get(region, timedelta(0)) for region in bins["region"].unique()), default=timedelta(0))
    return round((until - start - least) / timedelta(hours=1), 2)
