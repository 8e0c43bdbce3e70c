"""Where each complaint stands, and what in its course is out of order."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping
from datetime import datetime, timedelta
from functools import reduce
from typing import Any

import attrs
import dataframely as dy

from ceaseline.review.flooding import matters
from ceaseline.tables import Cases, Complaints, Steps, from_rows
from ceaseline.tables.steps import STATES
from ceaseline.terms.agreement import Mechanism

# What may follow each state. Staying in one is always possible; going back is with a reason.
NEXT = {
    "received": ("triaged",),
    "triaged": ("under_inquiry",),
    "under_inquiry": ("draft",),
    "draft": ("comments", "commission"),
    "comments": ("commission",),
    "commission": ("ruled",),
    "ruled": ("published",),
    "published": ("follow_up", "closed"),
    "follow_up": ("closed",),
    "closed": (),
}
_WITHOUT_INQUIRY = ("withdrawn", "closed_no_access")  # rulings possible from any open state, which end the case
_OF_VIOLATION = ("violation", "both")  # rulings before which the parties must have been heard
_RULED = STATES.index("ruled")

Row = Mapping[str, Any]


def cases(
    complaints: dy.DataFrame[Complaints],
    steps: dy.DataFrame[Steps],
    *,
    mechanism: Mechanism,
    as_of: datetime | None,
) -> dy.DataFrame[Cases]:
    """Return where each complaint stands: n complaints in, n rows out, in the order of lodging.

    A complaint without steps is received. A step out of order counts all the same, and is told in ``unfit``.
    A case ends when it is closed, withdrawn, or closed because nobody could go and look; a step back to an earlier
    state opens it again, and then no earlier ruling stands. Steps of complaints that are not there are in no row.

    Args:
        complaints: in any order.
        steps: in any order; of those at one moment, the earlier state comes first.
        mechanism: of the terms; its hours for a reply make the deadline of comments that state none.
        as_of: the moment to judge from, UTC: later steps are not known yet. None: no evidence, so all are known.

    Examples:
        >>> cases(from_rows(Complaints, []), from_rows(Steps, []), mechanism=Mechanism(), as_of=None).height
        0
    """
    known: dict[str, list[Row]] = defaultdict(list)
    for step in steps.iter_rows(named=True):
        if as_of is None or step["at"] <= as_of:
            known[step["complaint_id"]].append(step)
    which = matters(complaints)
    rows = [
        {**_case(row, known[row["complaint_id"]], mechanism, as_of), "matter": which[row["complaint_id"]]}
        for row in complaints.sort("lodged", "complaint_id").iter_rows(named=True)
    ]
    return from_rows(Cases, rows)


@attrs.frozen
class _Course:
    """A case after some of its steps.

    Attributes:
        heard: whether the parties could comment since it was opened.
        due: the newest deadline that was stated in its present state.
        unfit: what was out of order so far.
    """

    state: str
    since: datetime
    ended: datetime | None = None
    due: datetime | None = None
    blocked_by: str | None = None
    ruling: str | None = None
    heard: bool = False
    unfit: tuple[str, ...] = ()


def _case(complaint: Row, steps: list[Row], mechanism: Mechanism, as_of: datetime | None) -> dict[str, Any]:
    lodged = complaint["lodged"]
    ordered = sorted(steps, key=lambda step: (step["at"], STATES.index(step["state"]), step["step_id"]))
    course = reduce(_after, ordered, _Course("received", lodged))
    unfit = [*_untimely(lodged, ordered, as_of), *course.unfit]
    deadline = None if course.ended else course.due or _reply(course, mechanism)
    now = course.ended or as_of
    return {
        **{name: complaint[name] for name in ("complaint_id", "complainant", "respondent", "clause_id", "lodged")},
        "state": course.state,
        "since": course.since,
        "ended": course.ended,
        "age_days": None if now is None or now < lodged else (now - lodged).days,
        "deadline": deadline,
        "overdue": deadline is not None and as_of is not None and deadline < as_of,
        "blocked_by": None if course.ended else course.blocked_by,
        "ruling": course.ruling,
        "steps": len(steps),
        "unfit": "; ".join(dict.fromkeys(unfit)) or None,
    }


def _untimely(lodged: datetime, steps: list[Row], as_of: datetime | None) -> Iterator[str]:
    if as_of is not None and as_of < lodged:
        yield "lodged after the moment it is judged from"
    if steps and steps[0]["at"] < lodged:
        yield f"{in_words(steps[0]['state'])} before it was lodged"


def _reply(course: _Course, mechanism: Mechanism) -> datetime | None:
    """Return until when the parties may comment by the terms; None where that is not what is waited for."""
    if course.state != "comments" or mechanism.right_of_reply_hours is None:
        return None
    try:
        return course.since + timedelta(hours=mechanism.right_of_reply_hours)
    except OverflowError:  # beyond every calendar
        return None


def _after(course: _Course, step: Row) -> _Course:
    """Return the case after one more step."""
    state, ruling = step["state"], step["ruling"]
    stays = state == course.state
    reopened = STATES.index(state) < _RULED <= STATES.index(course.state)
    return _Course(
        state=state,
        since=course.since if stays else step["at"],
        ended=_ended(course, step),
        due=step["deadline"] or (course.due if stays else None),
        blocked_by=step["blocked_by"],
        ruling=ruling or (None if reopened else course.ruling),
        heard=state == "comments" or (course.heard and not reopened),
        unfit=(*course.unfit, *_unfit(course, step)),
    )


def _ended(course: _Course, step: Row) -> datetime | None:
    """Return when the case came to its end; None where a step leaves it open or opens it again."""
    standing = None if _goes_back(course, step) else course.ended
    if step["state"] == "closed" or step["ruling"] in _WITHOUT_INQUIRY:
        return standing or step["at"]
    return standing if step["ruling"] is None else None


def _goes_back(course: _Course, step: Row) -> bool:
    return STATES.index(step["state"]) < STATES.index(course.state)


def _unfit(course: _Course, step: Row) -> Iterator[str]:
    """Yield what is out of order in a step."""
    before, state, ruling = course.state, step["state"], step["ruling"]
    told = in_words(state) if ruling is None else f"ruled {in_words(ruling)}"
    back = _goes_back(course, step)
    anew = state == before == "ruled" and ruling != course.ruling
    if (back or anew) and not step["reason"]:
        yield f"{told} after {in_words(before)}, without a reason"
    if not back and state != before and state not in NEXT[before] and not _may_end(course, step):
        yield f"{told} right after {in_words(before)}"
    if ruling in _OF_VIOLATION and not course.heard:
        yield f"{told} without comments of the parties"


def _may_end(course: _Course, step: Row) -> bool:
    """Tell whether it is a step by which any open case may end, or the last one of such a case."""
    if course.ruling in _WITHOUT_INQUIRY and step["state"] == "closed":
        return True
    return course.ended is None and step["ruling"] in _WITHOUT_INQUIRY


def in_words(word: str) -> str:
    """Return a word of the tables as people read it.

    Examples:
        >>> in_words("under_inquiry")
        'under inquiry'
    """
    return word.replace("_", " ")
