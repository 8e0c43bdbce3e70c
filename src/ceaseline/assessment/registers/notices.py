"""Duties to announce beforehand, and to answer calls."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from ceaseline.assessment.registers.duty import Duty, Keeper, Row
from ceaseline.times import spoken_length

_ACTS = {"NOTIFY_EXERCISE": "exercise", "NOTIFY_MOVEMENT": "movement"}
_UNANSWERED = {
    "no_answer": ("broken", "a call, not answered"),
    "refused": ("broken", "a call, refused"),
    "failed": ("not_shown", "a call that failed; who made it fail is not known"),
    "pending": ("not_shown", "a call of which no answer is on record"),
    "answered": ("not_shown", "a call, answered at a time that is not on record"),
    "stopped": ("not_shown", "a call, answered at a time that is not on record"),
}


def announced(duty: Duty, notifications: Sequence[Row], keeper: Keeper) -> Iterator[Row]:
    """Yield for each announcement of what was to begin in the window whether it came early enough.

    What nobody announced is not found here. One withdrawn before it was to begin owes nothing.
    """
    act = _ACTS[duty.code]
    own = [
        row
        for row in notifications
        if row["party"] == duty.obligor
        and row["act"] == act
        and duty.covers(row["from"])
        and (row["withdrawn"] is None or row["withdrawn"] > row["from"])
    ]
    for row in sorted(own, key=lambda row: (row["from"], row["notification_id"])):
        more = {"entry": row["notification_id"], "from": row["from"], "until": row["until"]}
        if duty.least is not None and duty.within is None:
            told = f"an announcement; the clause asks for {duty.least:g} {duty.unit}, which is no length of time"
            yield keeper.row("open", told, done_at=row["notified"], **more)
            continue
        due = row["from"] if duty.within is None else row["from"] - duty.within
        ahead = spoken_length(abs(row["from"] - row["notified"]))
        told = f"an announcement {ahead} {'before' if row['notified'] <= row['from'] else 'after'} its start"
        if row["notified"] > due:
            told += f", {spoken_length(row['notified'] - due)} late"
        result = "late" if row["notified"] > due else "kept"
        yield keeper.row(result, told, due_at=due, done_at=row["notified"], **more)
    if not own:
        yield keeper.row(
            "open", f"no announcement of any {act} is on record; whether there was one is not seen here"
        )


def answered(duty: Duty, calls: Sequence[Row], keeper: Keeper) -> Iterator[Row]:
    """Yield for each call to the side within the window whether it was answered, and in time.

    Calls that failed are nobody's breach; who made them fail is not known.
    """
    own = [row for row in calls if row["called"] == duty.obligor and duty.covers(row["at"])]
    for row in sorted(own, key=lambda row: (row["at"], row["call_id"])):
        due = None if duty.within is None else row["at"] + duty.within
        result, told = _answer(duty, row)
        more = {"entry": row["call_id"], "from": row["at"], "due_at": due, "done_at": row["answered"]}
        yield keeper.row(result, told, **more)
    if not own:
        yield keeper.row("open", "no call to it is on record")


def _answer(duty: Duty, row: Row) -> tuple[str, str]:
    within = duty.within
    if row["answered"] is not None:
        took = row["answered"] - row["at"]
        told = f"a call, answered after {spoken_length(took)}"
        if within is not None and took > within:
            return "late", f"{told}, {spoken_length(took - within)} late"
        return "kept", told
    passed = within is not None and row["at"] + within <= duty.as_of
    result, told = _UNANSWERED[row["outcome"]]
    if row["outcome"] == "pending" and not passed:
        return "open", "a call that waits for its answer"
    if result == "broken" and within is not None and not passed:
        return "open", f"{told} so far, with time left"
    return result, told
