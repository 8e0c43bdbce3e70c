"""Where each side stands on each clause, with who has it: statements, and nothing that binds anybody."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from typing import Any

import attrs

from ceaseline.publishing.material import Material
from ceaseline.terms import Clause, listed, named

_MOST_SHOWN = 8  # stances in a cell; of more, the newest
_MOST_CITED = 6  # outlets of a stance
_ACTS = {
    "proposal": "proposes it",
    "statement": "speaks of it",
    "support": "is for it",
    "condition": "sets a condition",
    "demand": "demands it",
    "question": "asks about it",
    "promise": "promises it",
    "threat": "threatens",
    "denial": "denies it",
    "allegation": "accuses",
    "thanks": "gives thanks for it",
    "prediction": "makes a forecast of it",
    "doubt": "doubts it",
    "announcement": "announces it",
}
_NOT_FOR_IT = "is not for it"  # in other acts a "no" can be that of the clause: "nobody is mobilised"


@attrs.frozen
class Citation:
    """Who has it.

    Attributes:
        outlet: as people call it, with the day it came out where that is known.
        words: what it amounts to there; empty where the licence lets nothing be shown.
        page: where; empty where that is not known or no address.
    """

    outlet: str
    words: str
    page: str


@attrs.frozen
class Stance:
    """What one side did by saying something of one clause on one day.

    Attributes:
        day: when; empty where it is not known.
        what: in words.
        by: who has it.
        others: how many more have it.
        note: where the accounts differ or one is silent; empty where there is nothing to say.
    """

    day: str
    what: str
    by: tuple[Citation, ...]
    others: int
    note: str


@attrs.frozen
class PositionRow:
    """One clause.

    Attributes:
        id: of the clause; empty for the terms as a whole.
        text: what it says.
        one_sided: whom alone it would bind, and that its mirror is not proposed; empty where it binds all sides.
        stances: of each column, oldest first.
        more: how many of each column are not shown.
    """

    id: str
    text: str
    one_sided: str
    stances: tuple[tuple[Stance, ...], ...]
    more: tuple[int, ...]


@attrs.frozen
class PositionMatrix:
    """Clauses by sides.

    Attributes:
        columns: the sides, then the third states of which something is on record.
        rows: clauses of which something is on record, those of the terms as a whole first.
        outlets: who has them.
    """

    columns: tuple[str, ...]
    rows: tuple[PositionRow, ...]
    outlets: str


def position_matrix(material: Material) -> PositionMatrix | None:
    """Return who stands where; None where nothing is on record."""
    rows = material.positions.to_dicts()
    if not rows:
        return None
    terms = material.terms
    codes = [*terms.parties, *(code for code in terms.third_states if any(row["party"] == code for row in rows))]
    about = [None, *(clause.id for clause in terms.clauses)]
    telling: dict[tuple[str, date | None], set[str]] = {}
    for row in rows:
        telling.setdefault((row["party"], row["day"]), set()).add(row["outlet"])
    return PositionMatrix(
        columns=tuple(named(terms, code) for code in codes),
        rows=tuple(
            _row(material, terms.clause(clause_id) if clause_id else None, codes, own, telling)
            for clause_id in about
            if (own := [row for row in rows if row["clause_id"] == clause_id])
        ),
        outlets=listed(sorted({row["outlet"] for row in rows})),
    )


_Telling = Mapping[tuple[str, date | None], set[str]]
"""Which outlets tell of what a side said on a day."""


def _row(
    material: Material,
    clause: Clause | None,
    codes: Sequence[str],
    rows: Sequence[Mapping[str, Any]],
    telling: _Telling,
) -> PositionRow:
    told = [list(_stances([row for row in rows if row["party"] == code], code, telling)) for code in codes]
    return PositionRow(
        id="" if clause is None else clause.id,
        text="The terms as a whole." if clause is None else clause.text,
        one_sided="" if clause is None else one_sided(material, clause),
        stances=tuple(tuple(each[-_MOST_SHOWN:]) for each in told),
        more=tuple(max(len(each) - _MOST_SHOWN, 0) for each in told),
    )


def one_sided(material: Material, clause: Clause) -> str:
    """Return whom alone a clause would bind, and of whom nobody proposes the same; empty where it binds all."""
    others = [code for code in material.terms.parties if code not in clause.obligors]
    if not others or clause.mirror is not None:
        return ""
    bound, free = ([named(material.terms, code) for code in each] for each in (clause.obligors, others))
    return f"One-sided: it would bind {listed(bound)} alone. The same of {listed(free)} is not proposed."


def _stances(rows: Sequence[Mapping[str, Any]], code: str, telling: _Telling) -> Iterator[Stance]:
    by_day: dict[date | None, list[Mapping[str, Any]]] = {}
    for row in rows:
        by_day.setdefault(row["day"], []).append(row)
    for day in sorted(by_day, key=lambda each: (each is not None, each)):
        note = _differing(by_day[day], telling[code, day])
        kinds: dict[str, list[Mapping[str, Any]]] = {}
        for row in by_day[day]:
            kinds.setdefault(_in_words(row), []).append(row)
        for number, (what, own) in enumerate(kinds.items(), 1):
            cited = tuple(dict.fromkeys(_citation(row) for row in own))
            yield Stance(
                "" if day is None else _spoken(day),
                f"{what}, expecting no answer" if all(row["rhetorical"] for row in own) else what,
                cited[:_MOST_CITED],
                max(len(cited) - _MOST_CITED, 0),
                note if number == len(kinds) else "",
            )


def _in_words(row: Mapping[str, Any]) -> str:
    if row["act"] == "support" and row["polarity"] == "denied":
        return _NOT_FOR_IT
    return _ACTS[row["act"]]


def _citation(row: Mapping[str, Any]) -> Citation:
    published = "" if row["published"] is None else f", {_spoken(row['published'])}"
    page = row["page"] or ""
    return Citation(
        f"{row['outlet']}{published}",
        row["words"] or "",
        page if page.startswith(("https://", "http://")) else "",
    )


def _differing(rows: Sequence[Mapping[str, Any]], of_the_day: set[str]) -> str:
    """Say where outlets have one position differently, and which of those that tell of the day do not have it."""
    acts: dict[str, set[str]] = {}
    for row in rows:
        acts.setdefault(row["outlet"], set()).add(_in_words(row))
    silent = sorted(of_the_day - set(acts))
    told = []
    if len({frozenset(each) for each in acts.values()}) > 1:
        told.append("The accounts differ.")
    if silent:
        told.append(f"Not in {listed(silent)}, which does not deny it.")
    return " ".join(told)


def _spoken(day: date) -> str:
    return f"{day.day} {day:%b %Y}"
