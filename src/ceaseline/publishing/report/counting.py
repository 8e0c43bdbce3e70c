"""What is counted for the time of a report, how well that time was watched, and with what it may be compared."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime, timedelta
from typing import TypeAlias

import attrs
import polars as pl

from ceaseline.publishing.coverage import Coverage
from ceaseline.publishing.report.frame import Frame
from ceaseline.publishing.report.wording import Counted
from ceaseline.publishing.weapons import WAIT
from ceaseline.times import Window, spoken

EXERCISES = ("exercise", "exercise_inside", "exercise_outside", "controlled_explosion")
ANY = "any"
MOST_IDS = 50  # beside one number; the annex and the tables have the others
Time: TypeAlias = tuple[datetime, datetime]  # begin and end, UTC, end not included
_HOUR = timedelta(hours=1)
# From what has to be said to what may be: what one day says outweighs what the others do not.
_RANK = (
    "violation_established",
    "cannot_tell",
    "not_verifiable",
    "none_recorded_where_watched",
    "not_in_force",
)


@attrs.frozen
class Answered:
    """What the days of a time say together of one clause and one side.

    Attributes:
        clause_id: the clause.
        obligor: party code, or ``any``.
        clocks: whose clocks give this answer.
        verdict: the word for all these days: what is established on one of them is established.
        recorded: sum over the days that have a number; None where none has.
        days: how many days the clause held on.
        without: how many of them have no number.
        coverage: of these days, by their length; the place watched least counts on each.
        hours: how long they are.
        comparable: whether one day was watched as the day before was; None where that is not known, or of several.
    """

    clause_id: str
    obligor: str
    clocks: tuple[str, ...]
    verdict: str
    recorded: int | None
    days: int
    without: int
    coverage: Coverage
    hours: float
    comparable: bool | None = None

    @property
    def counted(self) -> Counted:
        """The number with its coverage, to be said and compared; one of which days are lacking is not known."""
        return Counted(None if self.without else self.recorded, self.coverage, self.hours)

    @property
    def why_not(self) -> str:
        """Why there is no number, as a code."""
        if self.coverage.watched is None:
            return "watched_not_known"
        return "no_count" if self.coverage.watched else "not_watched"

    @property
    def id(self) -> str:
        """What it is explained by."""
        return f"{self.clause_id}:{self.obligor}"


def recorded(frame: Frame, time: Time | None = None) -> pl.DataFrame:
    """Return the incidents that began in a time and may enter a number of ours; weapons wait for their delay.

    Args:
        frame: of the report.
        time: begin and end, UTC; None for that of the report.
    """
    since, until = time or (frame.begin, frame.end)
    own = frame.recorded.filter(pl.col("earliest") >= since, pl.col("earliest") < until)
    return own.filter(~pl.col("incident_id").is_in(waiting(frame).implode()))


def alleged(frame: Frame) -> pl.DataFrame:
    """Return the incidents of the time of the report that only parties tell of."""
    began = (pl.col("earliest") >= frame.begin) & (pl.col("earliest") < frame.end)
    return frame.material.incidents.filter(began, pl.col("incident_id").is_in(frame.alleged.implode()))


def waiting(frame: Frame) -> pl.Series:
    """Return the ids of sightings of weapons that are too young to be told; a restricted report waits for none."""
    material = frame.material
    if frame.restricted:
        return pl.Series("incident_id", [], pl.String)
    wait = max(WAIT, material.chart.delay)
    young = pl.lit(value=True) if material.as_of is None else pl.col("latest") > material.as_of - wait
    seen = pl.col("incident_id").is_in(material.sightings["incident_id"].implode())
    return material.incidents.filter(seen, young)["incident_id"]


def exercises(incidents: pl.DataFrame) -> pl.DataFrame:
    """Return the incidents that were assessed as exercises or controlled explosions."""
    return incidents.filter(pl.col("phenomenon").is_in(EXERCISES))


def acts(incidents: pl.DataFrame) -> pl.DataFrame:
    """Return the incidents that were not assessed as exercises, and that are not weapons standing somewhere."""
    other = [*EXERCISES, "weapon_presence"]
    return incidents.filter(~pl.col("phenomenon").is_in(other).fill_null(value=False))


def answered(frame: Frame, time: Time | None = None) -> list[Answered]:
    """Return what the days of a time say, in the order of the clauses, sides and clocks; clocks alike are one.

    Args:
        frame: of the report.
        time: begin and end, UTC; None for that of the report.
    """
    since, until = time or (frame.begin, frame.end)
    parts = frame.material.verdict_parts.filter(
        pl.col("day").is_not_null(), pl.col("from") < until, pl.col("until") > since
    )
    found: dict[Answered, list[str]] = {}
    keys = ["clause_id", "obligor", "clock"]
    for (clause_id, obligor, clock), rows in parts.group_by(keys, maintain_order=True):
        found.setdefault(_answered(str(clause_id), str(obligor), rows), []).append(str(clock))
    return [attrs.evolve(each, clocks=tuple(clocks)) for each, clocks in found.items()]


def _answered(clause_id: str, obligor: str, rows: pl.DataFrame) -> Answered:
    known = rows["recorded"].drop_nulls().to_list()
    length = (rows["until"] - rows["from"]).to_list()
    whole = sum(length, timedelta())
    return Answered(
        clause_id,
        obligor,
        (),
        min(rows["verdict"], key=_RANK.index),
        sum(known) if known else None,
        rows.height,
        rows.height - len(known),
        Coverage(_mean(rows["watched_share"], length, whole), _mean(rows["sure_share"], length, whole)),
        whole / _HOUR,
        rows["comparable"][0] if rows.height == 1 else None,
    )


def _mean(shares: pl.Series, lengths: list[timedelta], whole: timedelta) -> float | None:
    if shares.null_count() or not whole:
        return None
    told: float = sum(share * (length / whole) for share, length in zip(shares, lengths, strict=True))
    return min(told, 1.0)


def first_day(frame: Frame) -> Time | None:
    """Return the first reporting day of any clause; None where no day is told."""
    days = frame.material.verdict_parts.filter(pl.col("day").is_not_null())
    if days.is_empty():
        return None
    first = days.filter(pl.col("day") == days["day"].min())
    begin, end = first["from"].min(), first["until"].max()
    return (begin, end) if isinstance(begin, datetime) and isinstance(end, datetime) else None


def when(frame: Frame) -> str:
    """Return the days of a report in words; where they do not begin at midnight, from when to when.

    Examples:
        >>> spoken_days(date(2031, 5, 3), date(2031, 5, 3)), spoken_days(date(2031, 4, 30), date(2031, 5, 2))
        ('3 May 2031', '30 April to 2 May 2031')
    """
    days = frame.days
    if frame.starts != "00:00":
        return spoken(Window(frame.begin, frame.end), frame.zone)
    return spoken_days(days[0].date, days[-1].date)


def spoken_days(first: date, last: date) -> str:
    """Return days in words, as few as tell them apart.

    Examples:
        >>> spoken_days(date(2031, 5, 1), date(2031, 5, 7))
        '1 to 7 May 2031'
    """
    end = f"{last.day} {last:%B %Y}"
    if first == last:
        return end
    if first.year != last.year:
        return f"{first.day} {first:%B %Y} to {end}"
    return f"{first.day}{'' if first.month == last.month else f' {first:%B}'} to {end}"


def ids(incidents: pl.DataFrame) -> tuple[str, ...]:
    """Return ids of incidents in an order that says nothing of place or time: all, or the first of very many."""
    return tuple(incidents["incident_id"].unique().sort().head(MOST_IDS))


def state(frame: Frame) -> Iterator[str]:
    """Yield why there is less to say than of other times, as keys of sentences; none where nothing is lacking."""
    material = frame.material
    starts = material.verdicts["from"].drop_nulls()
    if material.as_of is None:
        yield "no_evidence"
    elif material.as_of <= frame.begin:
        yield "not_yet"
    elif material.as_of < frame.end:
        yield "not_over"
    if starts.is_empty():
        yield "never_bound"
    elif frame.end <= min(starts.to_list()):
        yield "before_start"
