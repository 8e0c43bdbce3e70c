"""Orders, duties and consequences: what registers have of each side, and what nobody counted."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from typing import Any

import attrs
import polars as pl

from ceaseline.publishing.material import Material
from ceaseline.publishing.words import any_side, number
from ceaseline.terms import alternating, listed, named

_RESULTS = {
    "kept": "kept",
    "late": "late",
    "broken": "not kept",
    "short": "short",
    "not_shown": "not shown",
    "open": "open",
}


_MOST_LISTED = 100  # entries of one clause and side that are told one by one


@attrs.frozen
class Held:
    """One register held against one clause, for one side.

    Attributes:
        clause_id: of the clause.
        who: the side, by name.
        clock: whose clock; empty where every clock gives the same.
        register: in words.
        results: how many entries or periods are what, in words, of registers that no side keeps.
        alleged: how many results rest on a register that a side keeps.
    """

    clause_id: str
    who: str
    clock: str
    register: str
    results: str
    alleged: int


@attrs.frozen
class SideOrders:
    """Orders of one side: how many, deposited, late, confirmed, taken back."""

    who: str
    orders: int
    deposited: int
    late: str
    receipts: str
    revoked: int


@attrs.frozen
class Quantity:
    """What one side owed and what was counted, over all periods of one clause that have begun."""

    clause_id: str
    who: str
    clock: str
    owed: str
    counted: str
    periods: str
    uncounted: str


@attrs.frozen
class SideConsequences:
    """What one side did about findings: on record, done, told, overdue."""

    who: str
    consequences: int
    done: int
    told: int
    overdue: int


@attrs.frozen
class Guaranteed:
    """One guarantee, in words."""

    guarantor: str
    what: str
    trigger: str
    called: str


@attrs.frozen
class Duties:
    """All of it; each part is empty where no such register is kept."""

    held: tuple[Held, ...]
    orders: tuple[SideOrders, ...]
    quantities: tuple[Quantity, ...]
    consequences: tuple[SideConsequences, ...]
    guarantees: tuple[Guaranteed, ...]


def duties(material: Material) -> Duties | None:
    """Return what registers have of orders, duties and consequences; None where none of them is kept.

    Which side stands first alternates from clause to clause, as in the table of clauses, and from part to part.
    """
    found = Duties(
        held=tuple(_held(material)),
        orders=tuple(_orders(material)),
        quantities=tuple(_quantities(material)),
        consequences=tuple(_consequences(material)),
        guarantees=tuple(_guarantees(material)),
    )
    return found if any(attrs.astuple(found, recurse=False)) else None


def _neutral(material: Material, table: pl.DataFrame) -> pl.DataFrame:
    """Return the rows of registers that no side keeps."""
    sides = material.sources.filter(pl.col("role") == "party")["source"]
    return table.filter(~pl.col("source").is_in([*sides]))


def _groups(material: Material, which: pl.Expr) -> Iterator[tuple[str, str, str, list[dict[str, Any]]]]:
    """Yield clause, side, clock and rows of the checks; clocks that say the same are one, called nothing."""
    checks = material.register_checks.filter(which)
    for turn, clause in enumerate(material.terms.clauses):
        own = checks.filter(pl.col("clause_id") == clause.id)
        for side in [*alternating(clause.obligors, turn), "any"]:
            rows = own.filter(pl.col("obligor") == side)
            by_clock = {
                clock: group.drop("clock") for (clock,), group in rows.group_by(["clock"], maintain_order=True)
            }
            first = next(iter(by_clock.values()), None)
            if first is not None and all(group.equals(first) for group in by_clock.values()):
                yield clause.id, side, "", first.rows(named=True)
                continue
            for clock, group in by_clock.items():
                yield clause.id, side, named(material.terms, clock), group.rows(named=True)


def _held(material: Material) -> Iterator[Held]:
    for clause_id, side, clock, rows in _groups(material, pl.col("register") != "counts"):
        for register in dict.fromkeys(row["register"] for row in rows):
            own = [row for row in rows if row["register"] == register]
            yield Held(
                clause_id,
                any_side(material.terms, side),
                clock,
                register,
                _results([row for row in own if row["role"] != "party"]),
                sum(row["role"] == "party" for row in own),
            )


def _results(rows: list[dict[str, Any]]) -> str:
    counts = Counter(row["result"] for row in rows)
    return listed([f"{counts[word]:,} {label}" for word, label in _RESULTS.items() if counts[word]]) or "none"


def _orders(material: Material) -> Iterator[SideOrders]:
    orders = _neutral(material, material.orders)
    asked = _neutral(material, material.register_checks).filter(register="orders")
    late = asked.filter(result="late").unique(["obligor", "entry"]).sort("due_at", "entry")
    for party in alternating([*material.terms.parties], 0) if orders.height else ():
        own = orders.filter(pl.col("party") == party)
        known = own.filter(pl.col("addressees").is_not_null(), pl.col("receipts").is_not_null())
        receipts = f"{known['receipts'].sum():,} of {known['addressees'].sum():,}"
        told = listed([text.partition(";")[0] for text in late.filter(pl.col("obligor") == party)["basis"]])
        yield SideOrders(
            who=named(material.terms, party),
            orders=own.height,
            deposited=own["deposited"].count(),
            late=told or ("none on record" if party in asked["obligor"] else "held against no clause"),
            receipts=receipts if known.height else "not on record",
            revoked=own["revoked"].count(),
        )


def _quantities(material: Material) -> Iterator[Quantity]:
    for clause_id, side, clock, rows in _groups(material, pl.col("register") == "counts"):
        for source in dict.fromkeys(row["source"] for row in rows):
            own = [row for row in rows if row["source"] == source and row["due"] is not None]
            if own:
                yield _quantity(material, clause_id, side, clock, own)


def _quantity(material: Material, clause_id: str, side: str, clock: str, rows: list[dict[str, Any]]) -> Quantity:
    unit = rows[0]["unit"]
    done = [row["done"] for row in rows if row["done"] is not None]
    blank = sum(row["done"] is None for row in rows)
    part = sum(row["result"] == "open" for row in rows) - blank
    gaps = [f"{blank:,} not at all"] if blank else []
    gaps += [f"{part:,} in part"] if part else []
    return Quantity(
        clause_id=clause_id,
        who=any_side(material.terms, side),
        clock=clock,
        owed=f"{number(sum(row['due'] for row in rows))} {unit}",
        counted=f"{number(sum(done))} {unit}" if done else "nobody counted",
        periods=_results(rows) + (" (alleged)" if rows[0]["role"] == "party" else ""),
        uncounted=listed(gaps) or "none",
    )


def _consequences(material: Material) -> Iterator[SideConsequences]:
    consequences = _neutral(material, material.consequences)
    for party in alternating([*material.terms.parties], 1) if consequences.height else ():
        own = consequences.filter(pl.col("party") == party)
        acted = pl.col("done").is_not_null() & (pl.col("type") != "none")
        overdue = (pl.col("due") <= pl.lit(material.as_of)) & ~(acted & pl.col("notified").is_not_null())
        yield SideConsequences(
            who=named(material.terms, party),
            consequences=own.height,
            done=own.filter(acted).height,
            told=own.filter(acted, pl.col("notified").is_not_null()).height,
            overdue=own.filter(overdue).height,
        )


def _guarantees(material: Material) -> Iterator[Guaranteed]:
    for row in material.guarantees.sort("from", "guarantee_id").iter_rows(named=True):
        about = f" ({row['clause_id']})" if row["clause_id"] else ""
        yield Guaranteed(
            guarantor=row["guarantor"],
            what=row["what"] + about,
            trigger=f"a finding that is {row['trigger']}" if row["trigger"] else "not stated",
            called="not on record" if row["called"] is None else f"{row['called']:%Y-%m-%d %H:%M} UTC",
        )


def checks_told(material: Material, clause_id: str, obligor: str | None) -> Iterator[tuple[str, str]]:
    """Say what registers have for a clause, of one side or of all, each entry with the line it rests on."""
    which = pl.col("clause_id") == clause_id
    if obligor not in (None, "any"):
        which &= pl.col("obligor") == obligor
    for _, side, clock, rows in _groups(material, which):
        by = f" by the clock of {clock}" if clock else ""
        for row in rows[:_MOST_LISTED]:
            result = _RESULTS[row["result"]]
            who = any_side(material.terms, side)
            text = f"{who}{by}: {result}, {row['level']}, by {row['source']}; {row['basis']}{_line(material, row)}"
            yield f"register of {row['register']}{_period(row)}", text
        if len(rows) > _MOST_LISTED:
            yield "more of the register", f"{len(rows) - _MOST_LISTED:,}, in tables/register_checks"


def _period(row: dict[str, Any]) -> str:
    if row["entry"] is not None:
        return f", entry {row['entry']}"
    return "" if row["from"] is None else f", from {row['from']:%Y-%m-%d %H:%M} UTC"


def _line(material: Material, row: dict[str, Any]) -> str:
    """Return the line of the file that an entry stands on."""
    if row["entry"] is None:
        return ""
    table: pl.DataFrame = getattr(material, row["register"])
    own = table.filter(pl.col("source") == row["source"], pl.col(table.columns[0]) == row["entry"])
    return "".join(f"; line {line}, SHA-256 {digest}" for line, digest in own.select("line", "capture_id").rows())
