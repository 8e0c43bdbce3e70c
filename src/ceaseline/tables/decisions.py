"""One row for one ruling of a person."""

from collections.abc import Iterable

import dataframely as dy

from ceaseline.tables.columns import moment, word
from ceaseline.tables.incidents import NAMED

_MERGE, _SPLIT = "merge:", "split:"


def on_merging(incident_ids: Iterable[str]) -> str:
    """Return what a ruling is about by which incidents are one.

    Examples:
        >>> on_merging(["incident-02", "incident-01"])
        'merge:incident-01+incident-02'
    """
    return _MERGE + "+".join(sorted(incident_ids))


def on_splitting(incident_id: str, marks: Iterable[str]) -> str:
    """Return what a ruling is about by which some records of an incident, named by their marks, are another.

    Examples:
        >>> on_splitting("incident-01", ["incident-0b", "incident-0a"])
        'split:incident-01:0a+0b'
    """
    return f"{_SPLIT}{incident_id}:" + "+".join(sorted(mark.removeprefix(NAMED) for mark in marks))


def merged_by(about: str) -> tuple[str, ...]:
    """Return which incidents a ruling says are one; none where it is about something else.

    Examples:
        >>> merged_by("merge:incident-01+incident-02"), merged_by("no-fire:A")
        (('incident-01', 'incident-02'), ())
    """
    return tuple(about.removeprefix(_MERGE).split("+")) if about.startswith(_MERGE) else ()


def split_by(about: str) -> tuple[str, tuple[str, ...]] | None:
    """Return which incident a ruling takes apart, and the marks of the records that are another; None for others.

    Examples:
        >>> split_by("split:incident-01:0a+0b")
        ('incident-01', ('0a', '0b'))
    """
    if not about.startswith(_SPLIT):
        return None
    incident_id, _, marks = about.removeprefix(_SPLIT).partition(":")
    return incident_id, tuple(marks.split("+"))


REPORTS = "report-"  # what rulings on reports are about begins with
BY_EACH = (NAMED, REPORTS)  # on these several people rule, each for themselves


class Decisions(dy.Schema):
    """What people determined, each with what was known then; a later one on the same thing supersedes it."""

    decision_id = dy.String(primary_key=True)
    about = dy.String(
        nullable=False,
        metadata={
            "means": "CLAUSE:OBLIGOR, with @CLOCK for one clock; a SHA-256; an incident; a report; merge: or "
            "split: with incidents, and marks of the records that are taken off"
        },
    )
    outcome = dy.String(nullable=False)
    reason = dy.String(nullable=False)
    reviewer = dy.String(nullable=True, metadata={"means": "who ruled; null where the name was erased"})
    affiliation = dy.String(
        nullable=True, metadata={"means": "which organisation the reviewer is of; null where not stated, or erased"}
    )
    decided = moment()
    as_of = moment(nullable=True)
    supersedes = dy.String(nullable=True, metadata={"means": "id of the decision it takes the place of"})
    standing = word("stands", "superseded", "withdrawn", "held")
    applies_to = dy.String(
        nullable=True,
        metadata={
            "means": "of a ruling on an incident, the one that has its records now; null for others, where it is "
            "held, as records were merged or split since or some are gone, and where none is there"
        },
    )
