"""The table of clauses: a row for each clause, a cell for each side, and one for no side in particular."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from itertools import takewhile
from typing import Any

import attrs
import polars as pl

from ceaseline.publishing.coverage import NOT_ESTIMABLE, Coverage, coverages
from ceaseline.publishing.material import Material
from ceaseline.publishing.words import SIGNALS, VERDICTS, number
from ceaseline.tables.verdict_parts import ALIKE
from ceaseline.terms import alternating, listed, named, per_cent, verifiability
from ceaseline.times import Window, spoken, spoken_start

_SENTENCES = re.compile(r"(?<=[a-z0-9%)]{2}\.) (?=[A-Z0-9])")


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
        count: what is recorded, with how well it was watched; empty where nothing is counted.
        signal: what series support, in words; empty where nothing.
        reason: one or two sentences.
    """

    obligor: str
    who: str
    word: str
    mark: str
    label: str
    clock: str
    count: str
    signal: str
    reason: str


@attrs.frozen
class ClauseRow:
    """One clause with its answers.

    Attributes:
        id: its name.
        text: what it says.
        when: its windows on each clock that is shown.
        seen_by: what can see whether it is kept.
        answers: one for each side, and for no side in particular.
        told: the same for reading: what is said of several alike stands once.
        shared: the sentences on which all their reasons end; empty where there are none.
        unequal: a warning where the sides were not watched alike; else empty.
    """

    id: str
    text: str
    when: tuple[str, ...]
    seen_by: str
    answers: tuple[Answer, ...]
    told: tuple[Answer, ...]
    shared: str
    unequal: str


def clause_rows(material: Material) -> list[ClauseRow]:
    """Return the clauses in the order of the terms; which side comes first alternates from row to row."""
    terms, covered = material.terms, coverages(material)
    rows = []
    for turn, clause in enumerate(terms.clauses):
        own = material.verdicts.filter(pl.col("clause_id") == clause.id)
        order = [*alternating(clause.obligors, turn), "any"]
        answers = [answer for obligor in order for answer in _answers(material, own, obligor, covered)]
        told, shared = _once(answers)
        rows.append(
            ClauseRow(
                id=clause.id,
                text=clause.text,
                when=_when(own, material.zones),
                seen_by=verifiability(clause),
                answers=tuple(answers),
                told=told,
                shared=shared,
                unequal=_unequal(material, own, order),
            )
        )
    return rows


def _once(answers: Sequence[Answer]) -> tuple[tuple[Answer, ...], str]:
    """Return answers of which those alike are one, and the sentences on which the reasons of all of them end."""
    same: dict[Answer, list[str]] = {}
    for answer in answers:
        same.setdefault(attrs.evolve(answer, obligor="", who=""), []).append(answer.who)
    alike = [
        attrs.evolve(answer, who=who[0] if len(who) == 1 else f"{listed(who)} alike")
        for answer, who in same.items()
    ]
    reasons = [_SENTENCES.split(answer.reason) for answer in alike]
    # each keeps its first sentence, however many the others share with it
    backwards = zip(*(reason[:0:-1] for reason in reasons), strict=False) if len(reasons) > 1 else ()
    end = sum(1 for _ in takewhile(lambda each: len(set(each)) == 1, backwards))
    told = [
        attrs.evolve(answer, reason=" ".join(reason[: len(reason) - end]))
        for answer, reason in zip(alike, reasons, strict=True)
    ]
    return tuple(told), " ".join(reasons[0][-end:]) if end else ""


def _unequal(material: Material, own: pl.DataFrame, order: Sequence[str]) -> str:
    """Return a warning where acts of the sides were not watched for like shares of the time; else nothing."""
    known = own.filter(pl.col("obligor") != "any", pl.col("watched_share").is_not_null())
    shares = dict(known.group_by("obligor").agg(pl.col("watched_share").max()).iter_rows())
    if len(shares) < 2 or max(shares.values()) - min(shares.values()) <= ALIKE:
        return ""
    told = [
        f"acts of {named(material.terms, side)} for {per_cent(shares[side])} of the time"
        for side in order
        if side in shares
    ]
    return (
        f"Not watched alike: somebody on record watched for {listed(told)}. The numbers of the sides are not "
        "comparable, and do not say who did more."
    )


_ANY = "any side"


def _answers(
    material: Material, own: pl.DataFrame, obligor: str, covered: Mapping[tuple[str, str, str], Coverage]
) -> list[Answer]:
    """Return one answer where all clocks agree, else one for each clock."""
    found: dict[tuple[Any, ...], list[str]] = {}
    for row in own.filter(pl.col("obligor") == obligor).iter_rows(named=True):
        count = _count(row, covered.get((row["clause_id"], obligor, row["clock"])))
        key = (row["verdict"], row["signal"], row["reason"], row["decision_id"], count)
        found.setdefault(key, []).append(row["clock"])
    who = _ANY if obligor == "any" else named(material.terms, obligor)
    return [
        Answer(
            obligor=obligor,
            who=who,
            word=verdict,
            mark=VERDICTS[verdict][0],
            label=VERDICTS[verdict][1] + ("" if decision is None else f", determined by a person ({decision})"),
            clock="" if len(found) == 1 else " and ".join(named(material.terms, clock) for clock in clocks),
            count=count,
            signal=SIGNALS[signal],
            reason=reason,
        )
        for (verdict, signal, reason, decision, count), clocks in found.items()
    ]


def _count(row: Mapping[str, Any], coverage: Coverage | None) -> str:
    """Return the number of an answer with its coverage; a number of registers has none, and says so."""
    if row["verdict"] == "not_in_force":
        return ""
    if row["verdict"] == "not_verifiable":
        return f"no count, {NOT_ESTIMABLE}"
    if coverage is not None:
        return coverage.beside(row["recorded"])
    return "" if row["recorded"] is None else f"{number(row['recorded'])} by registers, in its window"


def _when(own: pl.DataFrame, zones: Sequence[str]) -> tuple[str, ...]:
    windows = own.filter(pl.col("from").is_not_null()).unique(["from", "until"], maintain_order=True)
    return tuple(
        f"from {spoken_start(row['from'], zone)}, no end stated"
        if row["until"] is None
        else spoken(Window(row["from"], row["until"]), zone)
        for row in windows.iter_rows(named=True)
        for zone in ["UTC", *zones]
    )
