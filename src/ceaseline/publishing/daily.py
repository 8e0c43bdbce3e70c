"""Day by day: what is recorded against a clause, how well it was watched, and what follows for that day alone."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from itertools import groupby
from typing import Any

import attrs
import polars as pl
from markupsafe import Markup

from ceaseline.publishing.coverage import NOT_ESTIMABLE, Coverage
from ceaseline.publishing.material import Material
from ceaseline.publishing.words import VERDICTS, any_side, number
from ceaseline.terms import alternating, listed, named, per_cent
from ceaseline.terms.clause import Clause

_OPEN = 7  # rows that stand open; those before them are folded
_SPARE = 3  # so few are not folded
_ANSWERS = ["day", "verdict", "recorded", "watched_share", "sure_share", "verifiable", "comparable"]
_NOT_KNOWN = "not known"
_IN_WORDS = {"verifiable": "verifiable", "partly": "verifiable in part", "not_verifiable": "not verifiable"}


@attrs.frozen
class DayRow:
    """One day, or several in a row of which nothing is known and which are alike.

    Attributes:
        days: in words.
        recorded: the number, or why there is none.
        known: whether there is one.
        watched: how well it was watched, in words.
        mark: of the answer.
        label: of the answer.
        verifiable: with the means on record that day.
        apart: whether it was watched unlike the day before, so that nothing is compared.
    """

    days: str
    recorded: str
    known: bool
    watched: str
    mark: str
    label: str
    verifiable: str
    apart: bool


@attrs.frozen
class DailyTable:
    """The days of some sides on some clocks.

    Attributes:
        who: whose acts.
        clock: by whose clock; empty where all give the same.
        recent: the rows that stand open.
        earlier: those before, to be folded.
        picture: the same as an SVG; None where no day has a number.
        summary: the picture in words.
    """

    who: str
    clock: str
    recent: tuple[DayRow, ...]
    earlier: tuple[DayRow, ...]
    picture: Markup | None
    summary: str


@attrs.frozen
class ClauseDays:
    """One clause.

    Attributes:
        id: its name.
        text: what it says.
        tables: where a day has more to say than that nothing is known.
        alike: sentences on sides of which all days say the same.
    """

    id: str
    text: str
    tables: tuple[DailyTable, ...]
    alike: tuple[str, ...]


def daily(material: Material) -> list[ClauseDays]:
    """Return the clauses that are told by looking, in the order of the terms, each with its days."""
    parts = material.verdict_parts.filter(pl.col("day").is_not_null())
    own = {str(clause): rows for (clause,), rows in parts.group_by(["clause_id"], maintain_order=True)}
    return [
        _clause(material, clause, own[clause.id], turn)
        for turn, clause in enumerate(material.terms.clauses)
        if clause.id in own
    ]


def _clause(material: Material, clause: Clause, parts: pl.DataFrame, turn: int) -> ClauseDays:
    """Group sides and clocks of which the days are the same; any side stands first, as it has the numbers."""
    groups: dict[tuple[Any, ...], list[tuple[str, str]]] = {}
    for side in ["any", *alternating(clause.obligors, turn)]:
        own = parts.filter(pl.col("obligor") == side)
        for (clock,), on_clock in own.group_by(["clock"], maintain_order=True):
            groups.setdefault(tuple(on_clock.select(_ANSWERS).rows()), []).append((side, str(clock)))
    clocks = list(dict.fromkeys(parts["clock"]))
    tables: list[DailyTable] = []
    alike: list[str] = []
    for days, whose in groups.items():
        rows = [dict(zip(_ANSWERS, day, strict=True)) for day in days]
        who, clock = _whose(material, whose, clocks)
        if _says_the_same(rows):
            alike.append(_sentence(who, clock, rows))
        elif tables and _adds_nothing(days, groups):
            label = VERDICTS[rows[0]["verdict"]][1]
            by = f", by the clock of {clock}" if clock else ""
            alike.append(
                f"Acts of {who}{by}: {label} on each of these days, without a count, and watched the same."
            )
        else:
            tables.append(_table(who, clock, rows))
    return ClauseDays(clause.id, clause.text, tuple(tables), tuple(alike))


def _whose(material: Material, whose: Sequence[tuple[str, str]], clocks: Sequence[str]) -> tuple[str, str]:
    """Return the sides in words, and the clocks where these are not all of them."""
    sides = list(dict.fromkeys(side for side, _ in whose))
    told = list(dict.fromkeys(clock for _, clock in whose))
    alone = " alone" if "any" not in sides and len(sides) == 1 else ", each alone" if "any" not in sides else ""
    who = listed([any_side(material.terms, side) for side in sides]) + alone
    return who, "" if set(told) == set(clocks) else listed([named(material.terms, clock) for clock in told])


def _adds_nothing(days: Sequence[tuple[Any, ...]], groups: Iterable[Sequence[tuple[Any, ...]]]) -> bool:
    """Tell whether days without any number have one answer, and were watched as those of another group were."""
    seen, verdict, recorded = _ANSWERS.index("watched_share"), _ANSWERS.index("verdict"), _ANSWERS.index("recorded")
    if len({day[verdict] for day in days}) != 1 or any(day[recorded] is not None for day in days):
        return False
    watched = [(day[0], *day[seen:]) for day in days]
    return any(other is not days and watched == [(day[0], *day[seen:]) for day in other] for other in groups)


def _says_the_same(rows: Sequence[Mapping[str, Any]]) -> bool:
    """Tell whether no day has a number, and all have one answer and were watched about alike."""
    if any(row["recorded"] is not None or row["comparable"] is False for row in rows):
        return False
    return len({(row["verdict"], row["verifiable"], not row["watched_share"]) for row in rows}) == 1


def _sentence(who: str, clock: str, rows: Sequence[Mapping[str, Any]]) -> str:
    first, last = rows[0], rows[-1]
    label, verifiable = VERDICTS[first["verdict"]][1], _IN_WORDS[first["verifiable"]]
    by = f", by the clock of {clock}" if clock else ""
    days = "On the one day" if len(rows) == 1 else f"On each of the {len(rows)} days"
    shares = sorted(row["watched_share"] for row in rows if row["watched_share"] is not None)
    if not shares:
        watched = f"what share of it was watched is not known, {NOT_ESTIMABLE}"
    elif not shares[-1]:
        watched = f"nobody watched, {NOT_ESTIMABLE}"
    else:
        least, most = per_cent(shares[0]), per_cent(shares[-1])
        watched = f"watched {least if least == most else f'{least} to {most}'} of the hours"
    said = f"{label} ({verifiable})" if label != verifiable else label
    return f"Acts of {who}{by}. {days}, {_span(first['day'], last['day'])}: {said}; no count; {watched}."


def _table(who: str, clock: str, rows: Sequence[Mapping[str, Any]]) -> DailyTable:
    told = list(_rows(rows))
    open_ones = len(told) if len(told) <= _OPEN + _SPARE else _OPEN
    counts = [row["recorded"] for row in rows if row["recorded"] is not None]
    picture, summary = None, ""
    if counts:
        # Matplotlib takes most of a second to load, and only a page with a picture needs it.
        from ceaseline.publishing.daily_plot import daily_plot  # noqa: PLC0415

        days = [(row["day"], row["recorded"], row["watched_share"], row["sure_share"]) for row in rows]
        picture = Markup(daily_plot(days))  # noqa: S704  Matplotlib escapes what it writes
        summary = _summary(rows, counts)
    return DailyTable(who, clock, tuple(told[-open_ones:]), tuple(told[:-open_ones]), picture, summary)


def _summary(rows: Sequence[Mapping[str, Any]], counts: Sequence[int]) -> str:
    days = "1 day has a number" if len(counts) == 1 else f"{len(counts)} days have a number"
    without = len(rows) - len(counts)
    rest = f"; of {without} the number is not known" if without else ""
    return (
        f"Recorded by day, {_span(rows[0]['day'], rows[-1]['day'])}, above what share of the hours was watched: "
        f"{days}{rest}. The figures stand in the table below."
    )


def _rows(rows: Iterable[Mapping[str, Any]]) -> Iterator[DayRow]:
    told = [(row["day"], _told(row)) for row in rows]
    for row, days in groupby(told, key=lambda each: each[1]):
        same = [day for day, _ in days]
        if row.known:
            yield from (attrs.evolve(row, days=_span(day, day)) for day in same)
        else:
            yield attrs.evolve(row, days=_span(same[0], same[-1]))


def _told(row: Mapping[str, Any]) -> DayRow:
    count, coverage = row["recorded"], Coverage(row["watched_share"], row["sure_share"])
    lacking = _NOT_KNOWN if coverage.watched else f"{_NOT_KNOWN}, {NOT_ESTIMABLE}"
    mark, label, _ = VERDICTS[row["verdict"]]
    return DayRow(
        days="",
        recorded=lacking if count is None else number(count),
        known=count is not None,
        watched=_shares(coverage),
        mark=mark,
        label=label,
        verifiable=row["verifiable"].replace("_", " "),
        apart=row["comparable"] is False,
    )


def _shares(coverage: Coverage) -> str:
    if coverage.watched is None:
        return _NOT_KNOWN
    if not coverage.watched:
        return "nobody watched"
    sure = "not known" if coverage.sure is None else per_cent(coverage.sure)
    return f"{per_cent(coverage.watched)}; well: {sure}"


def _span(first: date, last: date) -> str:
    """Return days in words.

    Examples:
        >>> _span(date(2031, 5, 1), date(2031, 5, 7)), _span(date(2031, 4, 30), date(2031, 4, 30))
        ('1 to 7 May', '30 Apr')
    """
    end = f"{last.day} {last:%b}"
    if first == last:
        return end
    start = f"{first.day}" if (first.year, first.month) == (last.year, last.month) else f"{first.day} {first:%b}"
    return f"{start} to {end}"
