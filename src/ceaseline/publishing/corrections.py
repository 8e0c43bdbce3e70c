"""What is answered otherwise than it was: the former answer, the one now, and what came between."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Any

import attrs
import polars as pl

from ceaseline.publishing.material import Material
from ceaseline.publishing.words import VERDICTS, any_side
from ceaseline.terms import named

_MOST_LISTED = 20  # the newest; the table has them all


@attrs.frozen
class Corrected:
    """One answer that was another one, in words.

    Attributes:
        clause_id: of the clause.
        who: whose acts.
        clock: whose clock; empty where every clock gives the same.
        when: which day, sector or window.
        before: what was answered.
        said: the day of that answer.
        now: what is answered since.
        since: the day of this one.
        reason: what came between, or who ruled.
    """

    clause_id: str
    who: str
    clock: str
    when: str
    before: str
    said: str
    now: str
    since: str
    reason: str


@attrs.frozen
class Corrections:
    """The newest corrections, and how many older ones are only in the table."""

    rows: tuple[Corrected, ...]
    older: int


def corrected(material: Material) -> Corrections | None:
    """Return what has to be corrected of what was said, newest first; None where nothing has.

    What was said of single sectors is left out, as it shows where somebody watched; explain and the table have it.
    """
    told = material.corrections.filter(pl.col("part") != "sector")
    return None if told.is_empty() else _in_words(material, told)


def corrections_told(material: Material, clause_id: str, obligor: str | None) -> Iterator[tuple[str, str]]:
    """Say what was answered before for a clause, of one side or of all."""
    which = pl.lit(value=True) if obligor is None else pl.col("obligor") == obligor
    found = _in_words(material, material.corrections.filter(which, pl.col("clause_id") == clause_id))
    for row in found.rows:
        clock = f" by the clock of {row.clock}" if row.clock else ""
        yield (
            f"answered before for {row.who}{clock}, {row.when}",
            f"{row.before} (as of {row.said}); now {row.now} (as of {row.since}). {row.reason}",
        )
    if found.older:
        yield "more answered before", f"{found.older:,}, in tables/corrections"


def _in_words(material: Material, table: pl.DataFrame) -> Corrections:
    clocks = dict(material.verdicts.group_by("clause_id").agg(pl.col("clock").n_unique()).iter_rows())
    found: dict[tuple[Any, ...], list[str]] = {}
    for row in table.iter_rows(named=True):
        found.setdefault(tuple(value for name, value in row.items() if name not in _OF_CLOCKS), []).append(
            row["clock"]
        )
    told = table.drop(_OF_CLOCKS).unique(maintain_order=True).head(_MOST_LISTED)
    rows = tuple(
        _corrected(material, row, found[tuple(row.values())], clocks.get(row["clause_id"], 0))
        for row in told.iter_rows(named=True)
    )
    return Corrections(rows, len(found) - len(rows))


_OF_CLOCKS = ["clock", "from", "until"]  # what clocks give differently, even where they give the same answer


def _corrected(material: Material, row: dict[str, Any], by: list[str], clocks: int) -> Corrected:
    return Corrected(
        clause_id=row["clause_id"],
        who=any_side(material.terms, row["obligor"]),
        clock="" if len(by) == clocks else " and ".join(named(material.terms, clock) for clock in by),
        when=_day(row["day"]) if row["day"] else row["scope"] if row["part"] == "sector" else "the whole window",
        before=_answer(row["verdict_before"], row["recorded_before"]),
        said=_day(row["supersedes"]),
        now=_answer(row["verdict"], row["recorded"]),
        since=_day(row["as_of"]),
        reason=row["reason"],
    )


def _answer(verdict: str, recorded: int | None) -> str:
    count = "" if recorded is None else f", {recorded:,} recorded"
    return VERDICTS[verdict][1] + count


def _day(at: date) -> str:
    return f"{at.day} {at:%b %Y}"
