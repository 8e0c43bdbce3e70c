"""Recorded acts by day, exercises apart, and below them how well each day was watched."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from typing import TypeAlias

import polars as pl

from ceaseline.publishing.report.counting import ANY, acts, exercises, first_day, ids, recorded, spoken_days
from ceaseline.publishing.report.fields import columns, lacking
from ceaseline.publishing.report.frame import Frame
from ceaseline.publishing.report.model import Cell, Picture, Table
from ceaseline.publishing.report.pictures.matter import Bar
from ceaseline.publishing.words import number
from ceaseline.terms import per_cent
from ceaseline.times import days as reporting_days

NAME = "recorded-by-day"
_MOST = 62  # days, the newest
_COLUMNS = (
    ("day", "#date", ""),
    ("recorded", "#affected+recorded", "incidents"),
    ("exercises", "#affected+exercises", "incidents"),
    ("watched", "#x_coverage", "share of hours"),
    ("sure", "#x_coverage+sure", "share of hours"),
)


def picture(frame: Frame) -> Picture | None:
    """Return the days from the first of any clause to the last of the report; None where no clause has any."""
    bars = _bars(frame)
    if not bars or all(bar.recorded is None and bar.watched is None for bar in bars):
        return None
    from ceaseline.publishing.report.pictures.by_day_drawn import drawn  # noqa: PLC0415  Matplotlib loads slowly

    say = frame.say
    days = spoken_days(bars[0].day, bars[-1].day)
    known = [bar for bar in bars if bar.recorded is not None]
    most = max(known, key=lambda bar: bar.recorded or 0, default=None)
    text = say("by_day.text", days=days, known=len(known), lacking=len(bars) - len(known))
    if most is not None and most.recorded:
        text += " " + say("by_day.most", number=number(most.recorded), day=spoken_days(most.day, most.day))
    return Picture(
        NAME, say("by_day.title", days=days), text, drawn(say, bars, _starts(frame)), _table(frame, bars)
    )


def _bars(frame: Frame) -> list[Bar]:
    first = first_day(frame)
    begin = frame.begin if first is None else min(first[0], frame.begin)
    every = reporting_days(begin, frame.end, frame.zone, frame.starts)[-_MOST:]
    own = recorded(frame, (every[0].window.start, frame.end))
    covered, found = _coverage(frame), []
    for each in every:
        start, end = each.window.start, each.window.end
        inside = own.filter(pl.col("earliest") >= start, pl.col("earliest") < end)
        watched, sure, keys = covered.get(each.date, (None, None, ()))
        many, apart = acts(inside), exercises(inside)
        count = many.height or (0 if watched else None)
        told = ids(pl.concat([many, apart])) or keys
        found.append(Bar(each.date, count, apart.height, watched, sure, start >= frame.begin, told))
    return found


_Seen: TypeAlias = tuple[float | None, float | None, tuple[str, ...]]


def _coverage(frame: Frame) -> dict[date, _Seen]:
    """Return by day how well was watched: of the clauses told by looking the one watched least, and all of them."""
    parts = frame.material.verdict_parts.filter(pl.col("day").is_not_null(), pl.col("obligor") == ANY)
    found: dict[date, _Seen] = {}
    told = parts.select("day", "clause_id", "watched_share", "sure_share").unique(maintain_order=True)
    for (day,), rows in told.group_by(["day"], maintain_order=True):
        keys = tuple(f"{name}:{ANY}" for name in dict.fromkeys(rows["clause_id"]))
        known = rows.filter(pl.col("watched_share").is_not_null()).sort("watched_share", "sure_share")
        least = known.select("watched_share", "sure_share").row(0) if known.height else (None, None)
        found[day] = (*least, keys)
    return found


def _starts(frame: Frame) -> Sequence[date]:
    """Return the days on which clauses began to bind."""
    starts = frame.material.verdicts["from"].drop_nulls().unique().sort()
    found = [
        day.date for at in starts for day in reporting_days(at, at + timedelta(minutes=1), frame.zone, frame.starts)
    ]
    return list(dict.fromkeys(found))


def _table(frame: Frame, bars: Sequence[Bar]) -> Table:
    rows = tuple(
        (
            Cell(bar.day, f"{bar.day:%Y-%m-%d}", bar.ids),
            lacking(frame, "not_watched" if bar.watched == 0 else "not_known", bar.ids)
            if bar.recorded is None
            else Cell(bar.recorded, number(bar.recorded), bar.ids),
            Cell(bar.exercises, number(bar.exercises), bar.ids)
            if bar.exercises or bar.watched
            else lacking(frame, "not_known", bar.ids),
            _share(frame, bar.watched, bar.ids),
            _share(frame, bar.sure, bar.ids),
        )
        for bar in bars
    )
    title = frame.say("by_day.title", days=spoken_days(bars[0].day, bars[-1].day))
    return Table(NAME, title, frame.say("by_day.note"), columns(frame, "by_day", _COLUMNS), rows)


def _share(frame: Frame, value: float | None, keys: tuple[str, ...]) -> Cell:
    return lacking(frame, "not_known", keys) if value is None else Cell(round(value, 4), per_cent(value), keys)
