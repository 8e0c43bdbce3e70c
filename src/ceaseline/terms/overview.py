"""The terms at a glance: who is bound to what and what could see it, and where the sides' clocks part."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import attrs

from ceaseline.terms.model import Terms
from ceaseline.terms.spelling import STATUS, clocks, named, verifiability
from ceaseline.terms.words import BINDING


@attrs.frozen
class Standing:
    """One clause at a glance.

    Attributes:
        clause: id.
        held: how far it binds each party, in words, in the order of the terms; empty where it is no obligor.
        symmetry: ``both``, ``mirrored by ID``, or ``one-sided``.
        seen_by: what can see it.
        binding: whether it binds anybody.
    """

    clause: str
    held: tuple[str, ...]
    symmetry: str
    seen_by: str
    binding: bool


def standings(terms: Terms) -> list[Standing]:
    """Return a row for each clause, in the order of the terms."""
    rows = []
    for clause in terms.clauses:
        every = all(party in clause.obligors for party in terms.parties)
        mirror = "one-sided" if clause.mirror is None else f"mirrored by {clause.mirror}"
        rows.append(
            Standing(
                clause=clause.id,
                held=tuple(
                    STATUS[clause.status(party)] if party in clause.obligors else "" for party in terms.parties
                ),
                symmetry="both" if every else mirror,
                seen_by=verifiability(clause),
                binding=any(clause.status(party) in BINDING for party in clause.obligors),
            )
        )
    return rows


def clock_differences(terms: Terms, zones: Sequence[str] = ("UTC",)) -> Iterator[tuple[str, str]]:
    """Yield for each clause that the sides count from other moments what that changes.

    Args:
        terms: the terms.
        zones: clocks to print beside UTC.
    """
    for clause in terms.clauses:
        forms = {party: terms.window_on(clause, party) for party in terms.parties}
        said = {(form.begin, form.end) for form in forms.values() if form is not None}
        if len(said) < 2:
            continue
        told = [
            f"by the clock of {named(terms, party)} {clocks(form, zones)}" for party, form in forms.items() if form
        ]
        yield (
            clause.id,
            "; ".join(told) + ". What falls inside one and outside the other gets two answers, never one.",
        )
