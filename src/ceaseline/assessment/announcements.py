"""Acts that are allowed where they were announced: which entry of the register fits, and whether it was in time."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

import polars as pl

from ceaseline.assessment.elements import SURE
from ceaseline.assessment.findings import share_within
from ceaseline.assessment.rules import Grounds
from ceaseline.tables.notifications import NOTIFIED
from ceaseline.terms import Terms, named

ANNOUNCED = NOTIFIED  # acts of exceptions that a register of notifications can show
_HOUR_US = 3_600e6


def announced(asked: pl.DataFrame, grounds: Grounds, terms: Terms) -> Iterator[dict[str, Any]]:
    """Yield a check for each thing asked: the entry that fits best, or that none does.

    An entry fits where the time and the place of the incident lie within its own with a chance of 95 % each, the
    time after a withdrawal left out. It is in time where it came in the hours before that the terms ask for, and
    before the incident; else it is late. Where time or place are in doubt, or only a party's own register has it,
    the exception is not shown and may hold. That no entry fits says something only where a register was taken in
    after the incident.

    Args:
        asked: ``incident_id``, ``clause_id``, ``act``, ``hours_before``, ``earliest``, ``latest``.
        grounds: what was announced, and where that is.
        terms: for the names of parties.
    """
    fitting = {
        (row["incident_id"], row["clause_id"], row["act"]): row
        for row in _best(asked, grounds).iter_rows(named=True)
    }
    until = grounds.kept.get("notifications")
    for row in asked.iter_rows(named=True):
        key = {name: row[name] for name in ("incident_id", "clause_id", "act")}
        found = fitting.get((row["incident_id"], row["clause_id"], row["act"]))
        what = row["act"].replace("_", " ")
        if found is not None:
            yield key | _told(found, what, named(terms, found["party"]))
        elif until is None or until < row["latest"]:
            known = "no register of announcements is on record" if until is None else "the register ends before it"
            basis = f"{what} is allowed where it was announced, and {known}"
            yield key | _check("no_register", basis, open_=True)
        else:
            yield key | _check("not_shown", f"no announced {what} on record fits it", open_=False)


def _best(asked: pl.DataFrame, grounds: Grounds) -> pl.DataFrame:
    """Return the best of the entries that fit or may fit, one for each thing asked."""
    begun, asked_for = pl.col("from"), pl.col("hours_before").fill_null(0.0)
    sure = (pl.col("share") >= SURE) & (pl.col("chance") >= SURE) & ~pl.col("own")
    late = asked_for - (begun - pl.col("notified")).dt.total_microseconds() / _HOUR_US
    afterwards = pl.col("notified") > pl.col("earliest")
    return (
        asked.join(grounds.announced_at, on="incident_id")
        .join(grounds.notifications, on=["notification_id", "act"])
        .with_columns(pl.min_horizontal("until", "withdrawn"), own=pl.col("source").is_in(grounds.own))
        .with_columns(share=share_within(), late=late, afterwards=afterwards)
        .filter(pl.col("share") > 1 - SURE, (pl.col("chance") > 1 - SURE).fill_null(value=True))
        .with_columns(doubt=~sure.fill_null(value=False))
        .sort("doubt", "afterwards", "late", "notified", "notification_id")
        .unique(["incident_id", "clause_id", "act"], keep="first", maintain_order=True)
    )


def _told(found: Mapping[str, Any], what: str, who: str) -> dict[str, Any]:
    name, entry = (
        f"{who} announced {what} in {found['notification_id']}",
        (found["notification_id"], found["party"]),
    )
    if found["doubt"] and found["own"]:
        return _check("not_shown", f"{name}, by its own register alone", open_=True, entry=entry)
    if found["doubt"]:
        doubt = "whether this lies in that place and time is in doubt"
        return _check("not_shown", f"{name}, and {doubt}", open_=True, entry=entry)
    if found["afterwards"]:
        return _check("late", f"{name} after it had begun, and nothing before", open_=True, entry=entry)
    if found["late"] > 0:
        hours = "1 hour" if found["late"] == 1 else f"{found['late']:.3g} hours"
        return _check("late", f"{name}, late by {hours}", open_=True, entry=entry)
    return _check("shown", f"{name}, in time and for this place and time", open_=False, entry=entry)


def _check(
    shown: str, basis: str, *, open_: bool, entry: tuple[str | None, str | None] = (None, None)
) -> dict[str, Any]:
    return {"shown": shown, "open": open_, "entry": entry[0], "party": entry[1], "basis": basis}
