"""When nothing recorded may be called nothing where somebody watched, and how well somebody did, in words."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import datetime, timedelta

from ceaseline.assessment.ground import Lost, Seen
from ceaseline.terms import per_cent
from ceaseline.times import Window, spoken_length

_TOLD = 3  # so many causes are told one by one
_WHERE = {"line": "Along the line", "zone": "In its place", "unplaced": "Of its place"}


def elapsed(start: datetime | None, until: datetime | None, as_of: datetime | None) -> Window | None:
    """Return the part of a window that had passed at a moment; None where none had."""
    if start is None or as_of is None:
        return None
    end = as_of if until is None else min(until, as_of)
    return Window(start, end) if start < end else None


def lacks(seen: Seen | None, *, hours: float, over: bool, doubts: int) -> str | None:
    """Return what keeps nothing recorded from being called so, as the end of a sentence; None where nothing does.

    Args:
        seen: how well such acts would have been seen in all of the window.
        hours: the share of each day that has to be watched surely.
        over: whether the window is over.
        doubts: incidents that may be such acts, and of which too little is known.
    """
    if doubts:
        are = "1 incident is" if doubts == 1 else f"{doubts:,} incidents are"
        return (
            f"{are} recorded of which too little is known to tell whether it was such an act in its place and time"
        )
    if seen is None or not seen.placed:
        return "where those who watched can see such acts is not known"
    if seen.least < hours:
        least = "not at all" if not seen.least else f"for {per_cent(seen.least)} of it"
        return f"the day watched least was watched so {least}, and {per_cent(hours)} is asked"
    if not seen.whole:
        return "such acts can happen where nobody was asked to watch"
    return None if over else "its window runs on"


def watched_in_words(seen: Seen, *, chance: float, named: Callable[[str], str], lost: bool = True) -> Iterator[str]:
    """Yield a sentence on how well such acts would have been seen, and one on what was lost.

    Args:
        seen: with assets that are known to reach the place.
        chance: from which on an hour counts as sure.
        named: what to call a party.
        lost: whether what was lost is to be told.
    """
    unknown = "with what chance one act would have been seen is not known everywhere"
    at_any = "that one act at any moment and place of it would have been seen"
    chances = unknown if seen.chance is None else f"the chance {at_any} is {per_cent(seen.chance)}"
    yield (
        f"{_WHERE[seen.kind]} {per_cent(seen.watched)} of the hours were watched, {per_cent(seen.sure)} with a "
        f"chance of {per_cent(chance)} or more of seeing the smallest such act; {chances}."
    )
    if lost and seen.lost:
        told = [_spoken(each, named) for each in seen.lost[:_TOLD]]
        rest = sum(each.hours for each in seen.lost[_TOLD:])
        told += [f"{_length(rest)} (other causes)"] if rest else []
        yield f"Lost, as a mean over it: {', '.join(told)}."


def _spoken(lost: Lost, named: Callable[[str], str]) -> str:
    by = f" by {' and '.join(named(party) for party in lost.by)}" if lost.by else ""
    return f"{_length(lost.hours)} ({lost.cause}{by})"


def _length(hours: float) -> str:
    return spoken_length(timedelta(minutes=round(hours * 60)))
