"""Many complaints at once, and many of one wording: shown as such, by one rule for every side."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from statistics import median
from typing import Any

import dataframely as dy
import polars as pl

from ceaseline.tables import ComplaintDays, Complaints, from_rows

_MANY = 20  # complaints of one side on one day, below which no day is called far over the usual
_TIMES = 5  # so many times the usual is far over it
_ALIKE = 10  # complaints of one wording on one day, from which on that is told

Row = Mapping[str, Any]


def matters(complaints: dy.DataFrame[Complaints]) -> dict[str, str]:
    """Return the matter of each complaint: the first that the same side lodged of it.

    Two complaints are of one matter if complainant, respondent, clause, incident, the time complained of and the
    words are the same, whatever the capitals, blanks and marks between the words. One without words is a matter
    of its own.

    Args:
        complaints: in any order; of those lodged at one moment the lowest id is the first.

    Examples:
        >>> from ceaseline.tables import Complaints, from_rows
        >>> matters(from_rows(Complaints, []))
        {}
    """
    found: dict[str, str] = {}
    first: dict[tuple[Any, ...], str] = {}
    for row in _worded(complaints).sort("lodged", "complaint_id").iter_rows(named=True):
        name = row["complaint_id"]
        found[name] = first.setdefault(_matter(row), name) if row["words"] else name
    return found


def complaint_days(complaints: dy.DataFrame[Complaints]) -> dy.DataFrame[ComplaintDays]:
    """Return a row for each side and day of lodging, in that order; days without a complaint are in no row.

    A day is flooding if it has at least 20 complaints and more than five times the usual, or at least 10 of one
    wording. The usual is the median of the other days on which that side complained at all; where there are none,
    only the wording can tell. Why somebody complained, and whether rightly, does not follow.

    Args:
        complaints: in any order.

    Examples:
        >>> from ceaseline.tables import Complaints, from_rows
        >>> complaint_days(from_rows(Complaints, [])).height
        0
    """
    which = matters(complaints)
    days: dict[tuple[str | None, date], list[Row]] = defaultdict(list)
    for row in _worded(complaints).sort("lodged", "complaint_id").iter_rows(named=True):
        days[row["complainant"], row["lodged"].date()].append({**row, "matter": which[row["complaint_id"]]})
    return from_rows(ComplaintDays, list(_days(days)))


def _days(days: Mapping[tuple[str | None, date], Sequence[Row]]) -> Iterator[dict[str, Any]]:
    counts: dict[str | None, Counter[date]] = defaultdict(Counter)
    for (complainant, day), rows in days.items():
        counts[complainant][day] = len(rows)
    for (complainant, day), rows in days.items():
        others = [count for other, count in counts[complainant].items() if other != day]
        yield {"complainant": complainant, "day": day, **_day(rows, median(others) if others else None)}


def _day(rows: Sequence[Row], usual: float | None) -> dict[str, Any]:
    clause_id, citing = _most(row["clause_id"] for row in rows)
    _, alike = _most(row["wording"] or None for row in rows)
    burst = usual is not None and len(rows) >= _MANY and len(rows) > _TIMES * usual
    return {
        "complaints": len(rows),
        "matters": len({row["matter"] for row in rows}),
        "alike": alike,
        "clause_id": clause_id,
        "citing": citing,
        "usual": usual,
        "flooding": burst or alike >= _ALIKE,
    }


def _most(words: Iterator[str | None]) -> tuple[str | None, int]:
    """Return the word there is most of, the first in the alphabet where several are, and how many."""
    counts = Counter(word for word in words if word is not None)
    return min(counts.items(), key=lambda each: (-each[1], each[0]), default=(None, 0))


def _matter(row: Row) -> tuple[Any, ...]:
    said = ("complainant", "respondent", "clause_id", "incident_id", "from", "until", "words")
    return tuple(row[name] for name in said)


def _worded(complaints: pl.DataFrame) -> pl.DataFrame:
    """Return complaints with their words, and with their wording, which is the words without figures."""
    words = pl.col("facts").fill_null("").str.normalize("NFKC").str.to_lowercase()
    return complaints.with_columns(
        words=words.str.replace_all(r"[^\p{L}\p{M}\p{N}]+", " ").str.strip_chars(),
        wording=words.str.replace_all(r"[^\p{L}\p{M}]+", " ").str.strip_chars(),
    )
