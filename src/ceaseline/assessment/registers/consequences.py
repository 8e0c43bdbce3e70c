"""Duties to act on a breach and to tell of it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from ceaseline.assessment.registers.duty import Duty, Keeper, Row
from ceaseline.times import spoken_length


def followed(duty: Duty, consequences: Sequence[Row], keeper: Keeper) -> Iterator[Row]:
    """Yield for each consequence that is due in the window, or cites the clause, whether it was done and told.

    Only the type ``none`` says that nothing was done; what is not on record may have been done untold.
    """
    own = [
        row
        for row in consequences
        if row["party"] == duty.obligor
        and row["due"] is not None
        and (row["clause_id"] == duty.clause_id or duty.covers(row["due"]))
    ]
    for row in sorted(own, key=lambda row: (row["due"], row["consequence_id"])):
        result, told = _done(duty, row)
        yield keeper.row(
            result, told, entry=row["consequence_id"], due_at=row["due"], done_at=row["notified"] or row["done"]
        )
    if not own:
        yield keeper.row("open", "no consequence with a day it is due is on record")


def _done(duty: Duty, row: Row) -> tuple[str, str]:
    what = "a consequence" if row["type"] == "none" else f"a consequence ({row['type']})"
    passed = row["due"] <= duty.as_of
    if row["type"] == "none":
        return (
            ("broken", f"{what}: nothing was done")
            if passed
            else ("open", f"{what}: nothing so far, with time left")
        )
    if row["done"] is None or row["notified"] is None:
        lack = "done" if row["done"] is None else "told"
        told = f"{what}, not on record as {lack}"
        if not passed:
            return "open", f"{told}, with time left"
        return "not_shown", f"{told}, {spoken_length(duty.as_of - row['due'])} overdue"
    if row["notified"] > row["due"]:
        return "late", f"{what}, done and told {spoken_length(row['notified'] - row['due'])} late"
    return "kept", f"{what}, done and told in time"
