"""How well each clause could be watched, with the means now deployed: over its window, and day by day."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any

import attrs
import polars as pl

from ceaseline.assessment import Covered
from ceaseline.assessment.covered import Sight
from ceaseline.assessment.ground import Seen
from ceaseline.pipeline.covering import Cover
from ceaseline.settings import Settings
from ceaseline.terms.codes import CODES
from ceaseline.times import Window


@attrs.frozen
class CoveredClause:
    """How well acts of some sides against one clause would have been seen in one stretch of time.

    Attributes:
        clause_id: the clause.
        obligors: those of whom all of this is true alike.
        smallest: words for the acts that were asked about; none where nobody can tell such acts by looking.
        day: reporting day; None for all of the window that has passed.
        window: of which this is told.
        seen: how well; None where no such act can be told by looking, or the place of the clause is in no sector.
        verifiable: ``verifiable``, ``partly`` or ``not_verifiable`` with the means now deployed.
    """

    clause_id: str
    obligors: tuple[str, ...]
    smallest: tuple[str, ...]
    day: date | None
    window: Window
    seen: Seen | None
    verifiable: str


def covered_clauses(cover: Cover, settings: Settings, *, by_day: bool = False) -> list[CoveredClause]:
    """Return how well each clause that binds could be watched, in the order of the terms.

    Args:
        cover: what could be seen.
        settings: which say how many hours have to be sure.
        by_day: tell each reporting day apart, after the window.
    """
    covered = Covered(
        cover.coverage.exposure,
        cover.coverage.layout.sectors,
        cover.coverage.layout.clauses,
        cover.coverage.days,
        hours=settings.verdicts.hours_watched,
        chance=settings.verdicts.chance_seen,
    )
    sight = Sight(covered, cover.clauses)
    bound = cover.clauses.filter("binding").unique(
        ["clause_id", "obligor", "from", "until"], keep="first", maintain_order=True
    )
    found: list[CoveredClause] = []
    for _, rows in bound.group_by("clause_id", "from", "until", maintain_order=True):
        for day, window in _windows(rows.row(0, named=True), cover, by_day=by_day):
            found += _told(rows, day, window, sight, covered.hours)
    return found


def _windows(row: Mapping[str, Any], cover: Cover, *, by_day: bool) -> Iterator[tuple[date | None, Window]]:
    """Yield the part of a window that has passed, and its days."""
    if cover.as_of is None or row["from"] >= cover.as_of:
        return
    until = cover.as_of if row["until"] is None else min(row["until"], cover.as_of)
    yield None, Window(row["from"], until)
    for day in cover.coverage.days if by_day else ():
        start, end = max(row["from"], day.window.start), min(until, day.window.end)
        if start < end:
            yield day.date, Window(start, end)


def _told(
    rows: pl.DataFrame, day: date | None, window: Window, sight: Sight, hours: float
) -> Iterator[CoveredClause]:
    code = rows["code"][0]
    alike: dict[Seen | None, list[str]] = {}
    for clause_id, obligor in rows.select("clause_id", "obligor").iter_rows():
        alike.setdefault(sight.of(clause_id, obligor, window), []).append(obligor)
    for seen, obligors in alike.items():
        yield CoveredClause(
            clause_id=rows["clause_id"][0],
            obligors=tuple(obligors),
            smallest=CODES[code].smallest if code in CODES else (),
            day=day,
            window=window,
            seen=seen,
            verifiable=_verifiable(seen, hours),
        )


def _verifiable(seen: Seen | None, hours: float) -> str:
    if seen is None or not seen.deployed:
        return "not_verifiable"
    return "verifiable" if seen.placed and seen.whole and seen.sure >= hours else "partly"
