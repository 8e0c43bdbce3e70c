"""Duties to declare what one has."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from ceaseline.assessment.registers.duty import Duty, Keeper, Row
from ceaseline.times import spoken_length


def declared(duty: Duty, inventories: Sequence[Row], keeper: Keeper) -> Iterator[Row]:
    """Yield for each class of weapons whether it was declared when the window began: its first declaration counts.

    Whether a declaration is true, or of all there is, is not looked at.
    """
    own = [row for row in inventories if row["party"] == duty.obligor]
    fitting = [row for row in own if row["clause_id"] == duty.clause_id] or own
    first: dict[str, Row] = {}
    for row in sorted(fitting, key=lambda row: (row["declared"], row["inventory_id"])):
        first.setdefault(row["weapon"], row)
    for weapon in sorted(first):
        row = first[weapon]
        late = row["declared"] > duty.start
        told = "a class of weapons, declared in time"
        if late:
            told = f"a class of weapons, declared {spoken_length(row['declared'] - duty.start)} late"
        more = {"entry": row["inventory_id"], "due_at": duty.start, "done_at": row["declared"]}
        yield keeper.row("late" if late else "kept", told, **more)
    if not first:
        yield keeper.row("not_shown", "no declaration that was due is on record", due_at=duty.start)
