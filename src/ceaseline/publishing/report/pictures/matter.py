"""What pictures are drawn from: so that who gathers it and who draws it need not know each other."""

from __future__ import annotations

from datetime import date, datetime

import attrs

from ceaseline.publishing.coverage import Coverage


@attrs.frozen
class Bar:
    """One day.

    Attributes:
        day: which.
        recorded: incidents; None where none is and nobody watched.
        exercises: incidents assessed as such.
        watched, sure: shares of the hours of the clause watched least; None where not known.
        inside: whether the report is of it.
        ids: incidents, or where there are none the answers that say how well was watched.
    """

    day: date
    recorded: int | None
    exercises: int
    watched: float | None
    sure: float | None
    inside: bool
    ids: tuple[str, ...]


@attrs.frozen
class Answer:
    """What is answered of one clause and one party, or any: words of the verdicts, several where clocks differ."""

    clause_id: str
    party: str
    verdicts: tuple[str, ...]


@attrs.frozen
class Claimed:
    """One claim.

    Attributes:
        who: claimant, in words.
        party: its code, or the name as given.
        what: the item in the claimant's word.
        window: in words.
        claimed: the number.
        recorded: ours, incidents of any side in the same time; None where there is none.
    """

    who: str
    party: str
    what: str
    window: str
    claimed: int
    recorded: int | None


@attrs.frozen
class Span:
    """A week of reporting days, or a single one."""

    first: date
    last: date
    begin: datetime
    end: datetime


@attrs.frozen
class Watch:
    """How well one region was watched in one span; shares that are not known are None."""

    region: str
    span: Span
    coverage: Coverage
