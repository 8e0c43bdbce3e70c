"""Clauses that a restriction breaks: denials, jamming, threats; by the side that imposed it, where established."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from ceaseline.assessment.registers.duty import ANY, Duty, Keeper, Row
from ceaseline.terms.codes import CODES


def imposed(duty: Duty, restrictions: Sequence[Row], keeper: Keeper) -> Iterator[Row]:
    """Yield each restriction within the window whose type is such an act, never that there was none.

    It is a side's where it is established that this side imposed it, and else that of ``any``. A register does not
    say where a restriction was, so the place of a clause is not looked at, and the basis says so.
    """
    types = CODES[duty.code].restricted_by
    found = [
        row
        for row in restrictions
        if row["type"] in types
        and (row["imposed_by"] if row["established"] else ANY) == duty.obligor
        and (duty.until is None or row["from"] < duty.until)
        and (row["until"] is None or row["until"] > duty.start)
    ]
    for row in sorted(found, key=lambda row: (row["from"], row["restriction_id"])):
        what = row["type"].replace("_", " ")
        told = f"a restriction ({what})"
        if duty.obligor == ANY:
            told += "; who imposed it is not established"
        if duty.placed:
            told += "; whether it was in the place of the clause is not on record"
        yield keeper.row(
            "broken", told, entry=row["restriction_id"], **{"from": row["from"], "until": row["until"]}
        )
    if not found and duty.obligor != ANY:
        yield keeper.row("not_shown", "no restriction of such a kind is on record and established to be its own")
