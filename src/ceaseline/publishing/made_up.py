"""A made-up ceasefire on a card: what is asked, what the program says of it, and what really happened."""

from __future__ import annotations

from collections.abc import Mapping

import attrs
import polars as pl

from ceaseline.publishing.clauses import clause_rows
from ceaseline.publishing.coverage import coverages
from ceaseline.publishing.material import Material
from ceaseline.publishing.words import number


@attrs.frozen
class MadeUp:
    """A case of a simulated world, and what its maker knows of it.

    Attributes:
        material: the case as the program sees it.
        day: how many days of it have passed.
        days: how many there are.
        length_km: of the line.
        happened: how many happenings there really were against each clause so far; the program is never told.
    """

    material: Material
    day: int
    days: int
    length_km: float
    happened: Mapping[str, int]


@attrs.frozen
class MadeUpRow:
    """One clause: what it says, the answer for any side, what is recorded and how well watched, and the truth."""

    text: str
    word: str
    mark: str
    label: str
    recorded: str
    watched: str
    happened: str


def made_up_rows(card: MadeUp) -> list[MadeUpRow]:
    """Return a row for each clause of a made-up case, in the order of its terms."""
    any_side = card.material.verdicts.filter(pl.col("obligor") == "any").unique("clause_id", keep="first")
    recorded = dict(any_side.select("clause_id", "recorded").iter_rows())
    covered = {clause: each.told for (clause, side, _), each in coverages(card.material).items() if side == "any"}
    rows = []
    for clause in clause_rows(card.material):
        answer = next(each for each in clause.answers if each.obligor == "any")
        count = recorded[clause.id]
        rows.append(
            MadeUpRow(
                text=clause.text,
                word=answer.word,
                mark=answer.mark,
                label=answer.label,
                recorded="no count" if count is None else number(count),
                watched=covered.get(clause.id, ""),
                happened=number(card.happened.get(clause.id, 0)),
            )
        )
    return rows
