"""What the watches on record say of a window: when nobody watched, and why, as far as that may be told."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterator, Mapping
from datetime import datetime, timedelta
from itertools import pairwise
from typing import Any

import attrs
import dataframely as dy
import polars as pl

from ceaseline.assessment.registers import HELD_AGAINST
from ceaseline.tables import Assets, Sources, Watched
from ceaseline.tables.restrictions import RESTRICTED
from ceaseline.tables.watches import CAUSES
from ceaseline.terms.codes import CODES
from ceaseline.terms.words import SEES
from ceaseline.times import spoken_length

_SEEING = ("operational", "degraded")
_TOLD = 3  # so many causes are told one by one
_NOBODY = ("", "", "")

_NOBODYS = ("weather", "mine")  # restrictions that nobody is asked to have imposed


@attrs.frozen
class Watching:
    """The watches of a case.

    Attributes:
        assets: what there is to watch with; what only a party lists is left out, as its word verifies nothing.
        watched: what was really watched, and what stopped it.
        sources: who keeps the lists.
        names: what to call each party.
        as_of: the moment it is judged from, UTC; None where there is no evidence yet.
    """

    assets: dy.DataFrame[Assets]
    watched: dy.DataFrame[Watched]
    sources: dy.DataFrame[Sources]
    names: Mapping[str, str]
    as_of: datetime | None
    _known: dict[Any, list[str]] = attrs.field(factory=dict, eq=False, repr=False)

    def told(
        self, whose: Collection[str], start: datetime, until: datetime | None, *, lost_alone: bool = False
    ) -> list[str]:
        """Return sentences on who could see acts of *whose* and when nobody watched; none where no asset can.

        Args:
            whose: party codes, or ``any``, of which an asset has to see one.
            start: of the window, UTC.
            until: its end; None or what lies after the newest evidence is not asked about.
            lost_alone: whether to tell only when nobody watched, and not when somebody did.
        """
        end = self.as_of if until is None or self.as_of is None else min(until, self.as_of)
        if end is None or end <= start:
            return []
        key = (frozenset(whose), start, end, lost_alone)
        if key not in self._known:
            self._known[key] = list(self._sentences(*key))
        return self._known[key]

    def share(self, whose: Collection[str], start: datetime, until: datetime | None) -> float | None:
        """Return for how much of a window at least one asset that can see acts of *whose* watched.

        That is from 0 to 1 and says nothing of how well it watched; None where no asset can see them, or where
        there is no window to ask about yet.
        """
        end = self.as_of if until is None or self.as_of is None else min(until, self.as_of)
        able = self._able(whose)
        if end is None or end <= start or able.is_empty():
            return None
        return 1 - sum((length for _, length in self._lost(able, start, end)), timedelta(0)) / (end - start)

    def _able(self, whose: Collection[str]) -> pl.DataFrame:
        """Return the assets that can see acts of *whose*, and are on no party's own list."""
        own = self.sources.filter(pl.col("role") == "party")["source"]
        return self.assets.filter(pl.col("acts_of").is_in([*whose]), ~pl.col("source").is_in([*own]))

    def _sentences(self, whose: Collection[str], start: datetime, end: datetime, lost_alone: bool) -> Iterator[str]:
        able = self._able(whose)
        if able.is_empty():
            return
        lost = self._lost(able, start, end)
        which = "the only asset on record that can see it"
        none = f"none of the {able.height:,} assets on record that can see it"
        for causes, length in lost[:_TOLD]:
            for_so_long = f"For {spoken_length(length)} of the window"
            if not causes:
                one = (
                    f"no watch of {which} is on record" if able.height == 1 else f"{none} is on record as watching"
                )
                yield f"{for_so_long} {one}."
            elif able.height == 1:
                yield f"{for_so_long} {which} was {causes[0]}."
            else:
                yield f"{for_so_long} {none} watched: {'; '.join(causes)}."
        if rest := sum((length for _, length in lost[_TOLD:]), timedelta(0)):
            yield f"For {spoken_length(rest)} more nobody watched, for other causes."
        seen = end - start - sum((length for _, length in lost), timedelta(0))
        if seen and not lost_alone:
            one, several = ("that asset", "at least one of them")
            if not lost:
                one, several = which, f"at least one of the {able.height:,} assets on record that can see it"
            who = one if able.height == 1 else several
            yield (
                f"For {spoken_length(seen)} of the window {who} watched; with what chance it would have seen such "
                "an act is not known, so nothing follows from that."
            )

    def _lost(self, able: pl.DataFrame, start: datetime, end: datetime) -> list[tuple[tuple[str, ...], timedelta]]:
        """Return how long no asset watched, by what stopped those on record; the longest first."""
        watched = self.watched.join(able.select("asset"), on="asset").filter(
            pl.col("from") < end, pl.col("until") > start
        )
        ends = [(start, 0, _NOBODY), (end, 0, _NOBODY)]
        for row in watched.iter_rows(named=True):
            cause = _NOBODY if row["status"] in _SEEING else self._cause(row)
            ends += [(max(row["from"], start), 1, cause), (min(row["until"], end), -1, cause)]
        ends.sort(key=lambda each: each[0])
        standing: Counter[tuple[str, str, str]] = Counter()
        lost: dict[tuple[str, ...], timedelta] = {}
        for (at, change, cause), (following, _, _) in pairwise(ends):
            standing[cause] += change
            if following > at and not standing[_NOBODY]:
                causes = tuple("".join(each) for each in sorted(+standing, key=lambda each: each[:2]))
                lost[causes] = lost.get(causes, timedelta(0)) + (following - at)
        return sorted(lost.items(), key=lambda item: item[1], reverse=True)  # of equals the earlier one first

    def _cause(self, row: dict[str, Any]) -> tuple[str, str, str]:
        """Return the status, why as far as that may be told, and by whom where that is established."""
        status = row["status"].replace("_operational", " operational").replace("non ", "not ")
        words = [word.strip().casefold() for word in (row["reason"] or "").split(";")]
        cut = row["restrictions"] is not None
        may = [word.replace("_", " ") for word in words if word in (RESTRICTED if cut else CAUSES)]
        why = f" ({', '.join(may)})" if may else ""
        if not cut or set(words) <= set(_NOBODYS):
            return status, why, ""
        if row["imposed_by"] is None:
            return status, why, ", by whom is not established"
        by = " and ".join(f"{self.names[party]} ({party})" for party in row["imposed_by"].split("; "))
        return status, why, f", imposed by {by}"


def on_the_ground(clause: Mapping[str, Any]) -> bool:
    """Tell whether a clause is of acts that monitors or instruments can see, and no paper or restriction shows."""
    known = CODES.get(clause["code"])
    if known is None:
        return bool(clause["modality"] == "prohibition")
    seen = any(known.seen_by.get(role) in SEES for role in ("monitor", "instrument"))
    forbids = clause["modality"] in ("prohibition", "ceiling") or bool(known.shown_by)
    return seen and forbids and clause["code"] not in HELD_AGAINST
