"""What sides lay at each other's door in accounts, and what they announce: said, and in no count."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

import attrs
import polars as pl

from ceaseline.publishing.incidents import what_in_words
from ceaseline.publishing.material import Material
from ceaseline.terms import listed, named

_MOST_SHOWN = 40
_INTERESTS = {
    "self_serving": "in their own interest",
    "against_own_interest": "against their own interest",
    "third_party": "of no side",
    "not_known": "not known",
}


@attrs.frozen
class Accusation:
    """What one side says of another, however often.

    Attributes:
        by, of: the sides, in words.
        what: the act, and whether it is denied.
        interest: in whose interest that is said.
        count: how many statements say so; one act may be told of many times.
        outlets: who has them.
    """

    by: str
    of: str
    what: str
    interest: str
    count: int
    outlets: str


@attrs.frozen
class Announced:
    """What one side says is to come.

    Attributes:
        by: who says so.
        what: in one word.
        days: which it names; says so where it names none.
        outlets: who has it.
    """

    by: str
    what: str
    days: str
    outlets: str


def accusations(material: Material) -> list[Accusation]:
    """Return a row for each pair of sides, act and interest, in the order of the accounts; at most 40."""
    key = ["alleger", "accused", "phenomenon", "denial", "interest"]
    outlet = material.statements.select("statement_id", "outlet")
    rows = (
        material.allegations.join(outlet, on="statement_id", how="left", maintain_order="left")
        .group_by(key, maintain_order=True)
        .agg(count=pl.len(), outlets=pl.col("outlet").unique().sort())
    )
    return [_accusation(material, row) for row in rows.head(_MOST_SHOWN).iter_rows(named=True)]


def _accusation(material: Material, row: Mapping[str, Any]) -> Accusation:
    what = what_in_words(row["phenomenon"])
    return Accusation(
        by="somebody" if row["alleger"] is None else named(material.terms, row["alleger"]),
        of="nobody named" if row["accused"] is None else named(material.terms, row["accused"]),
        what=f"{what}, denied" if row["denial"] else what,
        interest=_INTERESTS[row["interest"]],
        count=row["count"],
        outlets=listed(row["outlets"]),
    )


def announcements(material: Material) -> list[Announced]:
    """Return what is announced in accounts, by the days that are named; at most 40."""
    outlets = dict(material.statements.select("statement_id", "outlet").iter_rows())
    said = material.notices.filter(pl.col("statement_id").is_not_null()).sort("from", nulls_last=True)
    groups: dict[tuple[Any, ...], list[str]] = {}
    for row in said.iter_rows(named=True):
        groups.setdefault((row["party"], row["subject"], row["from"], row["until"]), []).append(
            outlets[row["statement_id"]]
        )
    return list(_announced(material, groups))[:_MOST_SHOWN]


def _announced(material: Material, groups: Mapping[tuple[Any, ...], list[str]]) -> Iterator[Announced]:
    for (party, subject, start, until), outlets in groups.items():
        days = "no day named" if start is None else f"{start:%Y-%m-%d} to {until:%Y-%m-%d} (UTC)"
        yield Announced(named(material.terms, party), subject, days, listed(sorted(set(outlets))))
