"""The table of clauses: a row for each clause, a cell for each side, and one for no side in particular."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import attrs
import polars as pl

from ceaseline.publishing.material import Material
from ceaseline.publishing.words import SIGNALS, VERDICTS
from ceaseline.tables.verdict_parts import ALIKE
from ceaseline.terms import alternating, listed, named, verifiability
from ceaseline.times import Window, spoken, spoken_start


@attrs.frozen
class Answer:
    """One verdict as a reader sees it.

    Attributes:
        obligor: party code, or ``any``.
        who: the side, by name.
        word: the verdict, as the tables spell it.
        mark: a sign for it, so that nothing hangs on colour.
        label: the verdict in words.
        clock: whose clock; empty where every clock gives the same answer.
        signal: what series support, in words; empty where nothing.
        reason: one or two sentences.
    """

    obligor: str
    who: str
    word: str
    mark: str
    label: str
    clock: str
    signal: str
    reason: str


@attrs.frozen
class ClauseRow:
    """One clause with its answers."""

    id: str
    text: str
    when: tuple[str, ...]
    seen_by: str
    answers: tuple[Answer, ...]
    unequal: str  # a warning where the sides were not watched alike; else empty


def clause_rows(material: Material) -> list[ClauseRow]:
    """Return the clauses in the order of the terms; which side comes first alternates from row to row."""
    terms = material.terms
    rows = []
    for turn, clause in enumerate(terms.clauses):
        own = material.verdicts.filter(pl.col("clause_id") == clause.id)
        order = [*alternating(clause.obligors, turn), "any"]
        answers = [answer for obligor in order for answer in _answers(material, own, obligor)]
        rows.append(
            ClauseRow(
                id=clause.id,
                text=clause.text,
                when=_when(own, material.zones),
                seen_by=verifiability(clause),
                answers=tuple(answers),
                unequal=_unequal(material, own, order),
            )
        )
    return rows


def _unequal(material: Material, own: pl.DataFrame, order: Sequence[str]) -> str:
    """Return a warning where acts of the sides were not watched for like shares of the time; else nothing."""
    known = own.filter(pl.col("obligor") != "any", pl.col("watched_share").is_not_null())
    shares = dict(known.group_by("obligor").agg(pl.col("watched_share").max()).iter_rows())
    if len(shares) < 2 or max(shares.values()) - min(shares.values()) <= ALIKE:
        return ""
    told = [
        f"acts of {named(material.terms, side)} for {shares[side] * 100:.0f} % of the time"
        for side in order
        if side in shares
    ]
    return (
        f"Not watched alike: somebody on record watched for {listed(told)}. The numbers of the sides are not "
        "comparable, and do not say who did more."
    )


_ANY = "any side"


def _answers(material: Material, own: pl.DataFrame, obligor: str) -> list[Answer]:
    """Return one answer where all clocks agree, else one for each clock."""
    found: dict[tuple[Any, ...], list[str]] = {}
    for row in own.filter(pl.col("obligor") == obligor).iter_rows(named=True):
        found.setdefault((row["verdict"], row["signal"], row["reason"], row["decision_id"]), []).append(
            row["clock"]
        )
    who = _ANY if obligor == "any" else named(material.terms, obligor)
    return [
        Answer(
            obligor=obligor,
            who=who,
            word=verdict,
            mark=VERDICTS[verdict][0],
            label=VERDICTS[verdict][1] + ("" if decision is None else f", determined by a person ({decision})"),
            clock="" if len(found) == 1 else " and ".join(named(material.terms, clock) for clock in clocks),
            signal=SIGNALS[signal],
            reason=reason,
        )
        for (verdict, signal, reason, decision), clocks in found.items()
    ]


def _when(own: pl.DataFrame, zones: Sequence[str]) -> tuple[str, ...]:
    windows = own.filter(pl.col("from").is_not_null()).unique(["from", "until"], maintain_order=True)
    return tuple(
        f"from {spoken_start(row['from'], zone)}, no end stated"
        if row["until"] is None
        else spoken(Window(row["from"], row["until"]), zone)
        for row in windows.iter_rows(named=True)
        for zone in ["UTC", *zones]
    )
