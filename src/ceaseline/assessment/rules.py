"""What a judgement is made with: settings of this room, read from ``case.toml`` by the shell."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from datetime import datetime

import attrs
import polars as pl

from ceaseline.assessment.recorded import Tally
from ceaseline.times import Window


@attrs.frozen
class Comparison:
    """What a window of a series is compared with.

    Attributes:
        days_before: whole days to look back.
        days_after: whole days to look ahead, as far as the data already reach.
        exclude: other times that are not ordinary, such as another truce.
        holding_below: a ratio whose whole interval lies below this supports holding.
        lowest_share: and its rank must be in this lowest share of the windows.
        saturated_share: a region full in this share of its bins carries no signal.
    """

    days_before: int = 45
    days_after: int = 45
    exclude: tuple[Window, ...] = ()
    holding_below: float = 0.8
    lowest_share: float = 0.05
    saturated_share: float = 0.95


@attrs.frozen
class Relevance:
    """Which clause a series can speak of, and whose acts alone.

    Attributes:
        source: name of the source.
        clause_id: the clause.
        acts_of: party whose acts raise the series, which is silent on everybody else's; or ``any``, where it counts
            acts of all sides and does not tell whose.
        evidence: ``warning``, ``impact``, ``count`` or ``proxy``: a warning is not an act.
        role: the source's role; a party's own numbers make nothing verifiable.
    """

    source: str
    clause_id: str
    acts_of: str
    evidence: str
    role: str


@attrs.frozen
class Records:
    """What is recorded of acts against the clauses, by sources that are no party's.

    Attributes:
        tallies: by clause and clock, the incidents found for it.
        watching: clauses of whose acts one, or what may be one, was recorded anywhere at any time.
        doubts: by clause and clock, incidents of which too little is known to hold them against it.
    """

    tallies: Mapping[tuple[str, str], Tally] = {}
    watching: frozenset[str] = frozenset()
    doubts: Mapping[tuple[str, str], int] = {}


@attrs.frozen(eq=False)
class Grounds:
    """What registers show of acts that are allowed after all.

    Attributes:
        notifications, calls, orders: the tables.
        announced_at: ``incident_id``, ``notification_id``, ``chance`` that the one lies in the place of the other,
            null where a place is not known; a row for each two whose times meet.
        called: ``incident_id``, ``observation_id``, ``party``, ``phenomenon``: what a party's own record calls an
            incident that others call something else.
        ordered: incidents known well enough to say whether they answer another.
        own: sources that speak in a party's interest; what they alone have shows nothing.
        kept: until when each register (by the name of its table) was taken in from others, UTC.
    """

    notifications: pl.DataFrame
    calls: pl.DataFrame
    orders: pl.DataFrame
    announced_at: pl.DataFrame
    called: pl.DataFrame
    ordered: Collection[str] = frozenset()
    own: Collection[str] = frozenset()
    kept: Mapping[str, datetime] = {}
