"""The answers for parts: each day of a clause's window, and each sector over all of it."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Collection, Iterator, Mapping, Sequence
from datetime import datetime
from typing import Any

import attrs
import dataframely as dy
import polars as pl

from ceaseline.assessment.absence import elapsed, lacks
from ceaseline.assessment.covered import ANY, Covered, Sight
from ceaseline.assessment.found import Found, Tallied
from ceaseline.assessment.ground import Ground, Seen
from ceaseline.assessment.registers import HELD_AGAINST
from ceaseline.assessment.watches import on_the_ground
from ceaseline.tables import Clauses, Findings, Incidents, VerdictParts, from_rows
from ceaseline.tables.verdict_parts import ALIKE
from ceaseline.terms import per_cent
from ceaseline.times import Day, Window

_FORBIDS = ("prohibition", "ceiling")
_NO_SECTORS = pl.DataFrame(
    schema={"incident_id": pl.String, "sector": pl.String, "author": pl.String, "nearest": pl.Boolean}
)


def judge_parts(
    clauses: dy.DataFrame[Clauses],
    findings: dy.DataFrame[Findings],
    incidents: dy.DataFrame[Incidents],
    covered: Covered,
    *,
    as_of: datetime | None,
    doubts: pl.DataFrame | None = None,
    lying_in: pl.DataFrame = _NO_SECTORS,
    spoken_of: Collection[str] = (),
) -> dy.DataFrame[VerdictParts]:
    """Return the answers for days and sectors, of clauses that are told by looking and not by a register.

    A day has what began on it; what may lie on several days keeps each of them from being called one on which
    nothing was. A sector has what lies nearest to it, and the same holds of what may lie in several. Sectors are
    told of clauses that are judged along lines.

    Args:
        clauses: the terms laid flat.
        findings: with whose each incident is, as far as people determined that.
        incidents: when and where each was.
        covered: what could be seen.
        as_of: the moment it is judged from, UTC; None where there is no evidence yet.
        doubts: as :func:`~ceaseline.assessment.doubts.doubts` gives them.
        lying_in: ``incident_id``, ``sector``, ``author``, ``nearest``: the sectors each may lie in.
        spoken_of: clauses of whose acts a source that is no party's tells, with whatever watches.

    Returns:
        In the order of the clauses, days before sectors. Of a clause without an end, and with no watch on record,
        days are told up to the last incident: nobody asked before then whether any were watched.
    """
    found = Found.of(findings, incidents, covered.days, doubts=doubts, lying_in=lying_in)
    judge = _Judge(covered, Sight(covered, clauses), found, as_of, frozenset(spoken_of))
    rows: list[dict[str, Any]] = []
    for _, group in clauses.filter("binding").group_by(["clause_id", "clock"], maintain_order=True):
        rows.extend(judge.parts(group))
    return from_rows(VerdictParts, rows)


@attrs.frozen
class _Judge:
    """What every answer is made with."""

    covered: Covered
    sight: Sight
    found: Found
    as_of: datetime | None
    spoken_of: frozenset[str]

    def parts(self, group: pl.DataFrame) -> Iterator[dict[str, Any]]:
        """Yield the rows of one clause on one clock, of which *group* has a row for each side it binds."""
        first = group.row(0, named=True)
        looked_for = first["code"] not in HELD_AGAINST and (first["modality"] in _FORBIDS or on_the_ground(first))
        window = elapsed(first["from"], first["until"], self._told_until(first))
        if not looked_for or window is None:
            return
        sides = [*group["obligor"]]
        for obligor in [*sides, ANY]:
            yield from self._days(first, obligor, window)
        for obligor in [*sides, ANY]:
            yield from self._sectors(first, obligor, sides, window)

    def _told_until(self, first: Mapping[str, Any]) -> datetime | None:
        if first["until"] is None and self.covered.exposure.is_empty():
            return self.found.last
        return self.as_of

    def _days(self, first: Mapping[str, Any], obligor: str, window: Window) -> Iterator[dict[str, Any]]:
        own = self.found.by_day.get((first["clause_id"], first["clock"]), {})
        before: Seen | None = None
        for number, day in self._within(window):
            part = Window(max(day.window.start, window.start), min(day.window.end, window.end))
            seen = self.sight.of(first["clause_id"], obligor, part)
            ends = day.window.end if first["until"] is None else min(day.window.end, first["until"])
            row = self._row(first, obligor, seen, own.get(number, Tallied()), part, over=part.end == ends)
            yield {**row, "scope": first["scope"], "day": day.date, "comparable": _comparable(before, seen)}
            before = seen

    def _within(self, window: Window) -> Iterator[tuple[int, Day]]:
        days = self.covered.days
        number = max(bisect_right(days, window.start, key=lambda day: day.window.start) - 1, 0)
        while number < len(days) and days[number].window.start < window.end:
            if days[number].window.overlaps(window):
                yield number, days[number]
            number += 1

    def _sectors(
        self, first: Mapping[str, Any], obligor: str, sides: Sequence[str], window: Window
    ) -> Iterator[dict[str, Any]]:
        own = self.found.by_sector.get((first["clause_id"], first["clock"]), {})
        anywhere = self.found.anywhere.get((first["clause_id"], first["clock"]), Tallied())
        over = first["until"] is not None and window.end == first["until"]
        where: dict[Ground, list[str]] = {}
        for side in sides if obligor == ANY else [obligor]:
            for ground in self.covered.grounds(first["clause_id"], side):
                for stretch in ground.stretches():
                    where.setdefault(stretch, []).append(side)
        for stretch, those in where.items():
            seen = self.sight.over(dict.fromkeys(those, (stretch,)), first["code"], window)
            counts = own.get(stretch.name, Tallied()).beside(anywhere)
            row = self._row(first, obligor, seen, counts, window, over=over)
            yield {**row, "scope": stretch.name, "day": None, "comparable": None}

    def _row(
        self,
        first: Mapping[str, Any],
        obligor: str,
        seen: Seen | None,
        counts: Tallied,
        window: Window,
        *,
        over: bool,
    ) -> dict[str, Any]:
        many, established, possible = counts.of(obligor)
        lack = self._lack(first, seen, counts, possible, over=over)
        able = verifiable(first, seen, self.covered)
        if established:
            word = "violation_established"
        elif lack is None:
            word, many = "none_recorded_where_watched", 0
        elif able == "not_verifiable" and not possible and first["clause_id"] not in self.spoken_of:
            word = "not_verifiable"
        else:
            word = "cannot_tell"
        watched, sure, chance = self._shares(seen)
        return {
            "clause_id": first["clause_id"],
            "obligor": obligor,
            "clock": first["clock"],
            "from": window.start,
            "until": window.end,
            "verdict": word,
            "recorded": 0 if lack is None else many or None,
            "watched_share": watched,
            "sure_share": sure,
            "chance_seen": chance,
            "verifiable": able,
            "reason": _reason(word, many, established, lack, seen),
            "as_of": self.as_of,
            "supersedes": None,
        }

    def _lack(
        self, first: Mapping[str, Any], seen: Seen | None, counts: Tallied, possible: int, *, over: bool
    ) -> str | None:
        """Return what keeps nothing recorded from being called so; None where nothing does."""
        if possible:
            one, several = (
                "an incident is recorded that may be such an act",
                "incidents are recorded that may be such acts",
            )
            return f"{one if possible == 1 else several} there and then"
        if first["modality"] not in _FORBIDS:
            return "it is not told by looking"
        return lacks(seen, hours=self.covered.hours, over=over, doubts=counts.doubts)

    def _shares(self, seen: Seen | None) -> tuple[float | None, float | None, float | None]:
        """Return the share watched, that watched surely, and the chance; None where they are not known."""
        if seen is None or self.covered.exposure.is_empty():
            return None, None, None
        if seen.placed or not seen.deployed:
            return seen.watched, seen.sure, seen.chance
        return seen.watched or None, None, None


def verifiable(clause: Mapping[str, Any], seen: Seen | None, covered: Covered) -> str:
    """Return how far the means on record verify a clause; acts that no look tells for sure, partly at best.

    Args:
        clause: a row of the table of clauses.
        seen: how well acts against it would have been seen.
        covered: what could be seen.
    """
    if seen is None:
        looks = on_the_ground(clause) and not covered.exposure.is_empty()
        return "partly" if looks else "not_verifiable"
    if not seen.deployed:
        return "not_verifiable"
    return "verifiable" if seen.placed and seen.whole and seen.sure >= covered.hours else "partly"


def _comparable(before: Seen | None, seen: Seen | None) -> bool | None:
    """Tell whether a day was watched as the one before was, and at all; None where that is not known."""
    if before is None or seen is None or before.chance is None or seen.chance is None:
        return None
    if not (before.watched and seen.watched):
        return False
    pairs = ((before.watched, seen.watched), (before.sure, seen.sure), (before.chance, seen.chance))
    return all(round(abs(left - right), 9) <= ALIKE for left, right in pairs)


def _reason(word: str, many: int, established: int, lack: str | None, seen: Seen | None) -> str:
    """Return a sentence on what is recorded, and how well such acts would have been seen."""
    watched = _watched(seen)
    if many:
        are = "1 incident is" if many == 1 else f"{many:,} incidents are"
        acts = f"{established:,} of them established" if established else "none of them established"
        return f"{are} recorded, {acts}; {watched}."
    if word == "none_recorded_where_watched":
        return f"Nothing is recorded; {watched}."
    if word == "not_verifiable":
        return "No asset on record can see such acts."
    return f"That none is counted here means nothing, as {lack}; {watched}."


def _watched(seen: Seen | None) -> str:
    if seen is not None and not seen.deployed:
        return "nobody who can see it is on record as watching"
    if seen is None or not (seen.placed or seen.watched):
        return "how well such acts would have been seen is not known"
    lost = f", and most of what was lost went to {seen.lost[0].cause}" if seen.lost else ""
    surely = f", {per_cent(seen.sure)} with the chance that is asked" if seen.placed else ""
    return f"{per_cent(seen.watched)} of the hours were watched{surely}{lost}"
