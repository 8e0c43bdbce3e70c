"""Totals that sides state in accounts: claims, as they were claimed."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any

import polars as pl

from ceaseline.accounts.allegations import TELLING, Accusing, addressed
from ceaseline.accounts.hours import Told, likely_days, told_time
from ceaseline.accounts.quantities import Numbers, Quantity
from ceaseline.accounts.recording import MANY

_ENDLESS = 9.0  # times the lower end: from there on only the lower end was said


def stated_counts(
    statements: pl.DataFrame, text: str, accusing: Accusing, numbers: Numbers, zone: str
) -> list[dict[str, Any]]:
    """Return the totals of 20 or more that somebody says of one other side, as claims without an id.

    A window is given where one day is named and nothing says that the time went on from or to elsewhere; else it is
    empty, and the day of the account stands in its place as it was stated.

    Args:
        statements: of one account, with source, file and line.
        text: the whole of it.
        accusing: words and names.
        numbers: how the language says numbers.
        zone: name of the clock of the account.
    """
    told = statements.filter(
        (pl.col("voice") != "outlet")
        & pl.col("party").is_not_null()
        & pl.col("act").is_in(list(TELLING))
        & (pl.col("polarity") == "affirmed")
    )
    return [row for said in told.iter_rows(named=True) for row in _of_one(said, text, accusing, numbers, zone)]


def _of_one(
    said: Mapping[str, Any], document: str, accusing: Accusing, numbers: Numbers, zone: str
) -> Iterator[dict[str, Any]]:
    text = said["text"]
    accused = _accused(said, document, accusing)
    if accused is None:
        return
    window = _window(said, accusing)
    for quantity in numbers.find(text):
        at_least = quantity.high >= _ENDLESS * quantity.low
        item = _item(text, quantity, accusing)
        if item is None or quantity.low < MANY or (quantity.high != quantity.low and not at_least):
            continue
        yield {
            "source": said["source"],
            "claimant": said["party"],
            "accused": accused,
            "from": None if window is None else window.earliest,
            "until": None if window is None else window.latest,
            "zone": None if window is None else zone,
            "stated": None if window or said["published"] is None else f"as printed on {said['published']}",
            "item": item,
            "count": int(quantity.low),
            "at_least": at_least,
            "page": said["outlet"],
            "capture_id": said["capture_id"],
            "line": said["line"],
        }


def _accused(said: Mapping[str, Any], document: str, accusing: Accusing) -> str | None:
    """Return the one other side that is named, and not as where something went."""
    text = said["text"]
    mentions = accusing.sides.find(text, said["party"])
    if said["act"] == "allegation":
        return addressed(said, document, mentions, accusing)
    named = {
        each.code
        for each in mentions
        if each.code in accusing.sides.parties
        and not set(re.findall(r"[\w'’-]+", text[: each.start].lower())[-2:]) & accusing.words.upon
    } - {said["party"]}
    return named.pop() if len(named) == 1 else None


def _window(said: Mapping[str, Any], accusing: Accusing) -> Told | None:
    low, days = said["text"].lower(), likely_days(said["first_day"], said["last_day"])
    goes_on = any(re.search(rf"\b{re.escape(word)}\b", low) for word in accusing.words.spans)
    if days is None or days[0] != days[1] or goes_on:
        return None
    return told_time(said["text"], accusing.words, days, said["published"], accusing.zone)


def _item(text: str, quantity: Quantity, accusing: Accusing) -> str | None:
    """Return what is counted, in the words of the text; None where it is no act."""
    if quantity.unit == "time":
        low = text.lower()
        kinds = accusing.words.times.items()
        return next((item for item, begins in kinds if any(re.search(rf"\b{word}", low) for word in begins)), None)
    begins = [begin for each in accusing.words.times.values() for begin in each]
    if quantity.unit not in accusing.words.units and not quantity.unit.startswith(tuple(begins)):
        return None
    words = re.sub(r"^[^\d]*[\d,.\s]+", "", text[quantity.start : quantity.end]).strip().lower()
    return words or None
