"""What sides say is to come: movements, deliveries, exercises and plans, with the days they name."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from datetime import UTC, date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import dataframely as dy
import polars as pl

from ceaseline.accounts.alleging import ALLEGING, Alleging
from ceaseline.accounts.hours import likely_days
from ceaseline.accounts.linking import Links
from ceaseline.tables import Notices, from_rows

_TELLING = frozenset({"statement", "announcement", "promise"})


def notices(statements: pl.DataFrame, language: str, zone: ZoneInfo | None = None) -> dy.DataFrame[Notices]:
    """Return what one account says that somebody announced; one without a day has no time.

    Args:
        statements: of the account, with source, file and line.
        language: of it.
        zone: clock of the days it names; None for UTC.
    """
    words = ALLEGING[language]
    links = Links.of({str(subject): each for subject, each in words.notices.items()})
    told = statements.filter(
        (pl.col("voice") != "outlet")
        & pl.col("party").is_not_null()
        & pl.col("act").is_in(list(_TELLING))
        & (pl.col("polarity") == "affirmed")
    )
    return from_rows(
        Notices, [row for said in told.iter_rows(named=True) for row in _of_one(said, words, links, zone)]
    )


def _of_one(
    said: Mapping[str, Any], words: Alleging, links: Links, zone: ZoneInfo | None
) -> Iterator[dict[str, Any]]:
    low = said["text"].lower()
    if not any(re.search(rf"\b{re.escape(phrase)}\b", low) for phrase in words.to_come):
        return
    first, last = likely_days(said["first_day"], said["last_day"]) or (None, None)
    published, _ = likely_days(said["published"], said["published"]) or (None, None)
    if last is not None and published is not None and last < published:
        return  # it is over
    for subject in links.find(said["text"])[:1]:
        yield {
            "notice_id": said["statement_id"],
            "party": said["party"],
            "subject": subject,
            "from": None if first is None else _midnight(first, zone),
            "until": None if last is None else _midnight(last + timedelta(days=1), zone),
            "received": _midnight(published, zone),
            "text": said["text"],
            "statement_id": said["statement_id"],
            "source": said["source"],
            "capture_id": said["capture_id"],
            "line": said["line"],
        }


def _midnight(day: date | None, zone: ZoneInfo | None) -> datetime | None:
    return None if day is None else datetime.combine(day, time(), zone or UTC).astimezone(UTC)
