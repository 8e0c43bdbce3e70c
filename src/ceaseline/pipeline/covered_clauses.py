"""How well each clause could be watched, with the means now deployed: over its window, and day by day."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from typing import Any

import attrs
import polars as pl

from ceaseline.assessment import Covered
from ceaseline.assessment.covered import Sight
from ceaseline.assessment.ground import Seen
from ceaseline.assessment.parts import verifiable
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
        cover.days,
        hours=settings.verdicts.hours_watched,
        chance=settings.verdicts.chance_seen,
    )
    sight = Sight(covered, cover.clauses)
    bound = cover.clauses.filter("binding").unique(
        ["clause_id", "obligor", "from", "until"], keep="first", maintain_order=True
    )
    return [
        each
        for _, rows in bound.group_by("clause_id", "from", "until", maintain_order=True)
        for each in _told(rows, list(_windows(rows.row(0, named=True), cover, by_day=by_day)), sight)
    ]


def _windows(row: Mapping[str, Any], cover: Cover, *, by_day: bool) -> Iterator[tuple[date | None, Window]]:
    """Yield the part of a window that has passed, and its days."""
    if cover.as_of is None or row["from"] >= cover.as_of:
        return
    until = cover.as_of if row["until"] is None else min(row["until"], cover.as_of)
    yield None, Window(row["from"], until)
    for day in cover.days if by_day else ():
        start, end = max(row["from"], day.window.start), min(until, day.window.end)
        if start < end:
            yield day.date, Window(start, end)


def _told(
    rows: pl.DataFrame, windows: Sequence[tuple[date | None, Window]], sight: Sight
) -> Iterator[CoveredClause]:
    """Yield what is told of one clause; sides stay together where all of it is the same, day by day."""
    first = rows.row(0, named=True)
    clause_id, code = first["clause_id"], first["code"]
    alike: dict[tuple[Seen | None, ...], list[str]] = {}
    for obligor in rows["obligor"]:
        alike.setdefault(tuple(sight.of(clause_id, obligor, window) for _, window in windows), []).append(obligor)
    for every, obligors in alike.items():
        for seen, (day, window) in zip(every, windows, strict=True):
            yield CoveredClause(
                clause_id=clause_id,
                obligors=tuple(obligors),
                smallest=CODES[code].smallest if code in CODES else (),
                day=day,
                window=window,
                seen=seen,
                verifiable=verifiable(first, seen, sight.covered),
            )
