"""Days that a text names, counted from the day of the document."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date, timedelta

from ceaseline.accounts.language import Language

_HEAD = 400  # characters of a document in which its own day is looked for


def document_day(text: str, language: Language) -> date | None:
    r"""Return the day a document bears at its head, None where there is none.

    Examples:
        >>> from ceaseline.accounts.language import ENGLISH
        >>> document_day("Talks end\n13 May 2031, 18:00\n", ENGLISH)
        datetime.date(2031, 5, 13)
    """
    return next(iter(days(text[:_HEAD], language, written=None)), None)


def days(text: str, language: Language, *, written: date | None) -> list[date]:
    """Return the days named in *text*, in their order.

    A day without a year is the one nearest to the document's; "Thursday" is that day, or the last before it.
    Without a day of the document only full dates count.

    Args:
        text: a statement.
        language: its language.
        written: the day of the document.
    """
    found = [*_full(text, language), *(() if written is None else _anchored(text, language, written))]
    return list(dict.fromkeys(found))


def _full(text: str, language: Language) -> Iterator[date]:
    for match in re.finditer(r"\b(\d{4})-(\d{2})-(\d{2})\b", text):
        yield from _day(int(match[1]), int(match[2]), int(match[3]))
    for day, month, year in _spelt(text, language):
        if year is not None:
            yield from _day(year, month, day)


def _anchored(text: str, language: Language, written: date) -> Iterator[date]:
    for day, month, year in _spelt(text, language):
        if year is None:
            near = [found for shift in (-1, 0, 1) for found in _day(written.year + shift, month, day)]
            if near:
                yield min(near, key=lambda each: abs(each - written))
    low = text.lower()
    for word, shift in language.relative_days.items():
        if re.search(rf"\b{word}\b", low):
            yield written + timedelta(days=shift)
    coming = "|".join(language.coming)
    for number, name in enumerate(language.weekdays):
        if re.search(rf"\b{name}\b", low):
            ahead = re.search(rf"\b(?:{coming})\b[^.]*\b{name}\b", low) is not None
            away = (number - written.weekday()) % 7
            yield written + timedelta(days=(away or 7) if ahead else away - 7 if away else 0)


def _spelt(text: str, language: Language) -> Iterator[tuple[int, int, int | None]]:
    numbers = {name: number for number, name in enumerate(language.months, start=1)} | language.short_months
    month = "|".join(sorted(numbers, key=lambda name: (-len(name), name)))
    ordinal = "|".join(language.writing.ordinals) or "(?!)"
    before = rf"\b(\d{{1,2}})(?:{ordinal})?\s+({month})(?!\w)\.?,?(?:\s+(\d{{4}}))?"
    after = rf"\b({month})\.?\s+(\d{{1,2}})(?:{ordinal})?\b(?:,?\s+(\d{{4}}))?"
    for found in re.finditer(before, text, re.IGNORECASE):
        yield int(found[1]), numbers[found[2].lower()], int(found[3]) if found[3] else None
    for found in re.finditer(after, text, re.IGNORECASE):
        yield int(found[2]), numbers[found[1].lower()], int(found[3]) if found[3] else None


def _day(year: int, month: int, day: int) -> Iterator[date]:
    try:
        yield date(year, month, day)
    except ValueError:  # such as 31 June
        return
