"""Acts that somebody lays at a side's door, or denies: what, when, whose, by whom, and in whose interest."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping, Sequence
from datetime import UTC
from typing import Any
from zoneinfo import ZoneInfo

import attrs
import dataframely as dy
import polars as pl

from ceaseline.accounts.alleging import ALLEGING, Alleging
from ceaseline.accounts.hours import likely_days, told_time
from ceaseline.accounts.rules import Rules
from ceaseline.accounts.sides import Mention, Sides
from ceaseline.tables import Allegations, from_rows

TELLING = frozenset({"statement", "allegation", "denial", "doubt"})  # a demand to stop is no allegation
_BEFORE_VERB, _BEFORE_NOUN = 6, 2  # words between a doer and what was done
_BY = 8  # words between what was done and "by"
_NOT = 4
_LEAD = 80  # characters before a statement in which the one accused may stand
_AS_THEY_STAND = ("statement_id", "source", "capture_id", "line", "speaker", "text")


@attrs.frozen
class Accusing:
    """What finds allegations in the accounts of one language about one agreement."""

    words: Alleging
    negations: frozenset[str]
    sides: Sides
    deeds: tuple[tuple[str, bool, re.Pattern[str]], ...]
    zone: ZoneInfo | Any

    @classmethod
    def of(cls, rules: Rules, parties: Collection[str], zone: ZoneInfo | None = None) -> Accusing:
        """Return it.

        Args:
            rules: how texts are read.
            parties: codes of the parties, without third states.
            zone: clock of the texts; None for UTC.
        """
        words = ALLEGING[rules.language.language]
        deeds = [
            (name, is_verb, re.compile(r"\b(?:" + "|".join(re.escape(each) for each in forms) + r")\b"))
            for name, deed in words.deeds.items()
            for is_verb, forms in ((True, deed.does), (False, deed.named))
            if forms
        ]
        sides = Sides.of(rules.parties, parties, words)
        return cls(words, rules.language.negations, sides, tuple(deeds), zone or UTC)


def allegations(statements: pl.DataFrame, text: str, accusing: Accusing) -> dy.DataFrame[Allegations]:
    """Return what one account says that somebody said was done, and by which side.

    What an outlet says itself is its report, and no allegation of a side; nor is a demand or a forecast.

    Args:
        statements: of the account, with source, file and line.
        text: the whole of it.
        accusing: words and names.
    """
    told = statements.filter((pl.col("voice") != "outlet") & pl.col("act").is_in(list(TELLING)))
    return from_rows(
        Allegations, [row for said in told.iter_rows(named=True) for row in _of_one(said, text, accusing)]
    )


def _of_one(said: Mapping[str, Any], text: str, accusing: Accusing) -> Iterator[dict[str, Any]]:
    named = likely_days(said["first_day"], said["last_day"])
    published, _ = likely_days(said["published"], said["published"]) or (None, None)
    if named and published and named[1] > published:
        return  # it is still to come
    when = told_time(said["text"], accusing.words, named, published, accusing.zone)
    mentions = accusing.sides.find(said["text"], said["party"])
    for name, is_verb, found in _deeds(said["text"].lower(), accusing):
        accused = _doer(said["text"], mentions, found, accusing.words, is_verb=is_verb)
        if accused is None and is_verb and found[0] in accusing.words.deeds[name].named:  # "shelling" is a noun too
            accused = _doer(said["text"], mentions, found, accusing.words, is_verb=False)
        if accused is None and said["act"] == "allegation":
            accused = addressed(said, text, mentions, accusing)
        if accused is None and said["act"] == "denial" and is_verb and found.start() == 0:
            accused = said["party"]  # who denies an act and names nobody denies that it is theirs
        if accused is None and name in accusing.words.general:
            continue
        denial = said["act"] == "denial" or _is_negated(said["text"], found, accusing)
        count = _count(said, accusing.words)
        yield {each: said[each] for each in _AS_THEY_STAND} | {
            "allegation_id": f"{said['statement_id']}:{name}",
            "alleger": said["party"],
            "accused": accused if accused in accusing.sides.parties else None,
            "phenomenon": name,
            "weapon": accusing.words.deeds[name].weapon,
            "denial": denial,
            "interest": _interest(said["party"], accused, accusing.sides.parties, denial=denial),
            "earliest": None if when is None else when.earliest,
            "latest": None if when is None else when.latest,
            "dated_by": None if when is None else when.by,
            "quantity_low": count and count[0],
            "quantity_high": count and count[1],
            "unit": count and count[2],
            "observation_id": None,
        }


def _deeds(low: str, accusing: Accusing) -> list[tuple[str, bool, re.Match[str]]]:
    """Return the deeds a statement tells of, each kind once; wide words only where no narrow one stands there."""
    found: dict[str, tuple[str, bool, re.Match[str]]] = {}
    for name, is_verb, pattern in accusing.deeds:
        for match in pattern.finditer(low):
            if name not in found and _is_done(low, match, accusing.words, is_verb=is_verb):
                found[name] = (name, is_verb, match)
    narrow = [each for name, each in found.items() if name not in accusing.words.general]
    return narrow or list(found.values())[:1]


def _is_done(low: str, match: re.Match[str], words: Alleging, *, is_verb: bool) -> bool:
    before = _before(low, match.start(), _NOT)
    return not (words.not_done & set(before)) and not (is_verb and set(before[-1:]) & words.not_doing)


def _is_negated(text: str, match: re.Match[str], accusing: Accusing) -> bool:
    before = _before(text.lower(), match.start(), _NOT)
    return any(word in accusing.negations or word.endswith("n't") for word in before)


def _before(text: str, at: int, count: int) -> list[str]:
    """Return the words before a place, back to the next comma or stop."""
    clause = re.split(r"[,;:.!?“”\"]\s", text[:at])[-1]
    return re.findall(r"[\w'’-]+", clause)[-count:]


def _doer(
    text: str, mentions: Sequence[Mention], found: re.Match[str], words: Alleging, *, is_verb: bool
) -> str | None:
    """Return whose act it is: who stands behind "by", else who stands before it and was not done to."""
    behind = (*words.by, *(() if is_verb else words.noun_by))
    by = re.compile(rf"\b(?:{'|'.join(behind)})\s+(?:(?:{'|'.join(words.articles)})\s+)?$")
    for each in mentions:
        between = text[found.end() : each.start]
        if each.start >= found.end() and len(between.split()) <= _BY and by.search(between):
            return each.code
    if is_verb and set(_before(text.lower(), found.start(), 2)) & words.being:
        return None
    return next(
        (each.code for each in reversed(mentions) if _is_doer(text, each, found, words, is_verb=is_verb)), None
    )


def _is_doer(text: str, each: Mention, found: re.Match[str], words: Alleging, *, is_verb: bool) -> bool:
    """Tell whether a side that stands before an act did it."""
    between = text[each.end : found.start()].lower()
    if each.end > found.start() or re.search(r"[;:.!?]", between):
        return False
    if not is_verb and not between.strip(" '’s"):
        return True  # "Southern shelling", whatever stands before it
    done = is_verb or any(re.search(rf"\b{word}\b", between) for word in words.doing)
    reach = _BEFORE_VERB if done else _BEFORE_NOUN
    upon = set(_before(text.lower(), each.start, 2)) & words.upon
    return len(re.findall(r"\w{2,}", between)) <= reach and not upon


def addressed(said: Mapping[str, Any], text: str, mentions: Sequence[Mention], accusing: Accusing) -> str | None:
    """Return who is accused in the verb itself: between it and what they are accused of, or right behind it."""
    lead = re.split(r"[.!?\n]\s", text[max(0, said["start"] - _LEAD) : said["start"]])[-1]
    for each in reversed(accusing.sides.find(lead, None)):
        if len(lead[each.end :].split()) <= 1:
            return each.code
    return mentions[0].code if mentions and len(said["text"][: mentions[0].start].split()) <= 1 else None


def _interest(alleger: str | None, accused: str | None, parties: Collection[str], *, denial: bool) -> str:
    if alleger is None or accused is None:
        return "not_known"
    if alleger not in parties:
        return "third_party"
    return "against_own_interest" if (alleger == accused) != denial else "self_serving"


def _count(said: Mapping[str, Any], words: Alleging) -> tuple[float, float, str] | None:
    """Return the first of its quantities that counts acts."""
    for part in said["quantities"].split("; ") if said["quantities"] else ():
        numbers, _, unit = part.partition(" ")
        low, _, high = numbers.partition("..")
        if unit in words.units:
            return float(low), float(high), words.units[unit]
    return None
