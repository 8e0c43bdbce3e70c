"""Numbers in a text as intervals with a unit: "hundreds of kilometres" is a range, and so is "about 2,000"."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping

import attrs

from ceaseline.accounts.language import Language

_DIGITS = r"\d{1,3}(?:[,\u00a0\u2009 ]\d{3})+(?:\.\d+)?|\d+(?:\.\d+)?"
_YEAR = re.compile(r"(?:19|20)\d\d")
_ROUND = 0.1  # of the number: what "about" is taken to mean, and a round number in a length
_ENDLESS = 10.0  # times the number: where "more than" ends


@attrs.frozen
class Quantity:
    """A number as it was said.

    Attributes:
        low, high: between which it lies.
        unit: in one spelling, such as ``km``; ``money USD`` for sums.
        start, end: characters in the text it was read from.
    """

    low: float
    high: float
    unit: str
    start: int
    end: int

    def agrees(self, other: Quantity) -> bool:
        """Tell whether one number could be meant by both."""
        return self.unit == other.unit and self.low <= other.high and other.low <= self.high


@attrs.frozen
class Numbers:
    """How a language says numbers and units, compiled."""

    expression: re.Pattern[str]
    units: Mapping[str, str]
    words: Mapping[str, int]
    multiples: Mapping[str, int]
    vague: Mapping[str, tuple[int, int]]
    about: frozenset[str]
    at_least: frozenset[str]
    at_most: frozenset[str]
    language: Language

    @classmethod
    def of(cls, language: Language) -> Numbers:
        """Return the numbers of a language, ready to be looked for."""
        units = {spelling: unit for unit, spellings in language.units.items() for spelling in spellings}
        bounds = [*language.about, *language.at_least, *language.at_most]
        tens = [word for word, number in language.number_words.items() if number >= 20 and number % 10 == 0]
        ones = [word for word, number in language.number_words.items() if 0 < number < 10]
        both = rf"(?:{_either(tens)})[\s-](?:{_either(ones)})" if tens and ones else "(?!)"
        number = rf"{_DIGITS}|\b(?:{both}|{_either(language.number_words)})\b"
        multiples = language.multiples
        things = "|".join(rf"[^\W\d_]{{3,}}[^{end[-1]}\W\d_]{end}" for end in language.endings.plural) or "(?!)"
        expression = rf"""
            (?:\b(?P<bound>{_either(bounds)})\s*)?
            (?P<sign>[$€£]|\b(?:{_either(language.currencies)})\s)?\s*
            (?:
                (?P<vague>\b(?:{_either(language.vague_numbers)})\b)(?:\s+(?:{_either(language.partitives)}))?
              | (?P<number>(?<![\w.])(?:{number}))
                (?:\s*(?:-|–|{_either(language.ranges)})\s*(?P<end>{number})(?=[\s-]))?
                (?:[\s-]*(?P<multiple>{_either(word for word in multiples if len(word) > 1)})\b)?
            )
            (?:[\s-]+(?:\w+\s+)?(?P<unit>{_either(units)})(?!\w)|\s(?P<thing>{things})(?!\w))?
        """
        return cls(
            re.compile(expression, re.VERBOSE | re.IGNORECASE),
            units,
            language.number_words,
            multiples,
            language.vague_numbers,
            frozenset(language.about),
            frozenset(language.at_least),
            frozenset(language.at_most),
            language,
        )

    def find(self, text: str) -> list[Quantity]:
        """Return the numbers with a unit in *text*, in their order.

        Examples:
            >>> from ceaseline.accounts.language import ENGLISH
            >>> found = Numbers.of(ENGLISH).find("hundreds of kilometres, not 2,000 km, for 30 days")
            >>> [(each.low, each.high, each.unit) for each in found]
            [(200.0, 999.0, 'km'), (2000.0, 2000.0, 'km'), (30.0, 30.0, 'day')]
        """
        return list(_quantities(text, self))


def _is_share(text: str, found: re.Match[str], numbers: Numbers) -> bool:
    """Tell whether a number is one of two, as in "four of five districts": alone neither says anything."""
    number = rf"(?:\d+|{_either(numbers.words)})"
    of = _either(numbers.language.shares)
    before = re.search(rf"\b{number}\s+(?:{of})\s*$", text[: found.start()], re.IGNORECASE)
    after = re.match(rf"\s+(?:{of})\s+{number}\b", text[found.end() :], re.IGNORECASE)
    return bool(before or after)


def _either(words: Iterable[str]) -> str:
    ordered = sorted(words, key=len, reverse=True)
    return "|".join(re.escape(word).replace(r"\ ", r"\s+") for word in ordered)


_SIGNS = {"$": "USD", "€": "EUR", "£": "GBP"}


def _quantities(text: str, numbers: Numbers) -> Iterator[Quantity]:
    for found in numbers.expression.finditer(text):
        sign = (found["sign"] or "").strip()
        thing = _one_of(found["thing"] or "", numbers.language)  # counted in a word that nobody listed
        if thing and (_YEAR.fullmatch(found["number"] or "") or _is_share(text, found, numbers)):
            continue
        spelt = (found["unit"] or thing).lower()
        if not sign and not spelt:
            continue
        unit = numbers.units.get(" ".join(spelt.split()), spelt)
        if sign or unit == "money":
            unit = f"money {_SIGNS.get(sign) or _currency(sign or spelt, numbers.language)}"
        bounds = _bounds(found, numbers)
        if bounds is not None:
            yield Quantity(*bounds, unit, found.start(), found.end())


def _one_of(thing: str, language: Language) -> str:
    low = thing.lower()
    return next((low.removesuffix(end) for end in language.endings.plural if low.endswith(end)), low)


def _currency(word: str, language: Language) -> str:
    return language.currencies.get(word.lower(), word.upper())


def _bounds(found: re.Match[str], numbers: Numbers) -> tuple[float, float] | None:
    if found["vague"]:
        least, most = numbers.vague[" ".join(found["vague"].lower().split())]
        return float(least), float(most)
    times = float(numbers.multiples.get((found["multiple"] or "").lower(), 1))
    first = _number(found["number"], numbers)
    last = first if found["end"] is None else _number(found["end"], numbers)
    if first is None or last is None:
        return None
    low, high = sorted((first * times, last * times))
    bound = " ".join((found["bound"] or "").lower().split())
    if bound in numbers.at_least:
        return low, high * _ENDLESS
    if bound in numbers.at_most:
        return 0.0, high
    return (low * (1 - _ROUND), high * (1 + _ROUND)) if bound in numbers.about else (low, high)


def _number(text: str, numbers: Numbers) -> float | None:
    word = text.lower()
    if word in numbers.words:
        return float(numbers.words[word])
    parts = re.split(r"[\s-]", word)
    if len(parts) > 1 and all(part in numbers.words for part in parts):
        return float(sum(numbers.words[part] for part in parts))
    digits = re.sub(r"[,\s\u00a0\u2009]", "", word)
    return float(digits) if re.fullmatch(r"\d+(\.\d+)?", digits) else None
