"""The rules, held against each sentence of a text: words, verbs, percentages, zeros, numbers, sides and places."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import lru_cache
from typing import Any

import attrs

from ceaseline.publishing.report.linting.sentences import Sentence, sentences
from ceaseline.publishing.report.vocabulary import Vocabulary, any_of, vocabulary
from ceaseline.publishing.report.wording import LEAST_BASE
from ceaseline.tables.guarantees import LEVELS

_PER_CENT = re.compile(r"(?<![\d.,])\d[\d.,]*\s?(?:%|per cent\b|percent\b)", re.IGNORECASE)
_PARTS = re.compile(r"\bof\s+(?:the\s+|an?\s+|all\s+)?(?:[^\W\d_]+\s+)?([\d,]+)\b", re.IGNORECASE)
_FROM = re.compile(
    r"(?<![\d,])([\d,]+)\b[^\d;:]{0,60}\(\d[\d.,]*\s?(?:%|per cent|percent)\s+(?:more|fewer|less)\)", re.IGNORECASE
)
_NUMBER = re.compile(
    r"(?<![\w.,:/-])(?:\d{1,3}(?:[,\N{NO-BREAK SPACE} ]\d{3})+|\d+)(?![\w:/-])(?![.,:]\d)(?!\s*(?:%|per ?cent))"
)
_INCIDENT = re.compile(r"\bincident-[0-9a-f]+\b")
_SO_MANY_WORDS = 4  # between a number and the verb that counts


@attrs.frozen
class Known:
    """What is known of the case that a text is about.

    Attributes:
        parties: names by code; none: words such as "by North" are not looked for.
        places: names of each place in the order that the case sets.
        released: party by incident, of which it is released whose they are.
        level: of what the text tells; None where that is not stated.
    """

    parties: Mapping[str, Sequence[str]] = attrs.field(factory=dict)
    places: Sequence[Sequence[str]] = ()
    released: Mapping[str, str] = attrs.field(factory=dict)
    level: str | None = None


@attrs.frozen(order=True)
class Remark:
    """One place in a text.

    Attributes:
        line, column: where it is, from 1.
        word: what stands there.
        rule: name of the rule.
        why: what is wrong with it.
        write: what to write in its place.
    """

    line: int
    column: int
    word: str
    rule: str
    why: str
    write: str

    def sentence(self, file: str) -> str:
        """Say it in one line, as compilers do.

        Examples:
            >>> Remark(3, 7, "regime", "label", "a label takes a side", "its name").sentence("day.txt")
            'day.txt:3:7: regime: a label takes a side. Write: its name'
        """
        said = f"{file}:{self.line}:{self.column}: {self.word}: {self.why}. Write: {self.write}"
        return "".join(letter if letter.isprintable() else " " for letter in said)


_Found = tuple[int, str, str, str, str]  # place in the text, word, rule, why, what to write


def lint_text(text: str, known: Known | None = None, words: Vocabulary | None = None) -> list[Remark]:
    """Return what a report would not say, by place.

    Text in quotation marks is not looked at where its sentence names a speaker.

    Args:
        text: plain text.
        known: what is known of the case.
        words: the rules of a language; None for those of English.

    Examples:
        >>> [(each.word, each.write) for each in lint_text("On 3 May the regime fired; 3 shots occurred.")]
        [('regime', 'the name the side has in the terms'), ('occurred', 'recorded')]
        >>> lint_text('On 3 May its spokesman said that "the regime fired".')
        []
    """
    known, words = known or Known(), words or vocabulary()
    quotes = words.rules["quotes"]
    found: list[_Found] = []
    heading = text.strip().split("\n\n", 1)[0]
    for each in sentences(text, quotes["pairs"], quotes["speakers"]):
        found += [(at, quoted, "quotes", quotes["why"], quotes["write"]) for at, quoted in each.quotes]
        for rule in _RULES:
            found += [(each.start + at, *rest) for at, *rest in rule(each, known, words, heading)]  # type: ignore[misc]
    found += _places(text, known, words.rules["place"])
    lines = [0, *(each.end() for each in re.finditer("\n", text))]
    return [Remark(*_line_column(lines, at), *rest) for at, *rest in sorted(set(found))]


def _line_column(lines: Sequence[int], at: int) -> tuple[int, int]:
    line = bisect_right(lines, at)
    return line, at - lines[line - 1] + 1


def _single_words(each: Sentence, known: Known, words: Vocabulary, heading: str) -> Iterator[_Found]:
    del known, heading
    for rule in words.words:
        allowed = [] if rule.allowed is None else [found.span() for found in rule.allowed.finditer(each.text)]
        for found in rule.pattern.finditer(each.text):
            if not any(start <= found.start() < end for start, end in allowed):
                yield found.start(), found[0], rule.name, rule.why, rule.instead(found[0])


def _verbs(each: Sentence, known: Known, words: Vocabulary, heading: str) -> Iterator[_Found]:
    """Find verbs above the level that is stated."""
    del heading
    if known.level is None:
        return
    above, form = LEVELS[LEVELS.index(known.level) + 1 :], words.rules["level"]
    if above:
        for found in any_of(above).finditer(each.text):
            yield found.start(), found[0], "level", form["why"], form["write"].format(verb=known.level)


def _percentages(each: Sentence, known: Known, words: Vocabulary, heading: str) -> Iterator[_Found]:
    del known, heading
    form = words.rules["percent"]
    bases = list(_bases(each.text))
    named = any_of(form["of"]).search(each.text)
    for found in _PER_CENT.finditer(each.text):
        if bases and min(bases) < LEAST_BASE:
            yield found.start(), found[0], "percent", form["why_small"], form["write"]
        elif not bases and not named:
            yield found.start(), found[0], "percent", form["why"], form["write"]


def _bases(text: str) -> Iterator[int]:
    """Yield the numbers that percentages of a sentence can be of."""
    for pattern in (_PARTS, _FROM):
        for found in pattern.finditer(text):
            digits = found[1].replace(",", "")
            if digits and not _is_date(text, found.span(1)):
                yield int(digits)


def _zeros(each: Sentence, known: Known, words: Vocabulary, heading: str) -> Iterator[_Found]:
    del known, heading
    form = words.rules["zero"]
    if any_of(form["coverage"]).search(each.text):
        return
    nouns = "|".join(form["nouns"])
    pattern = re.compile(rf"(?<![\w.,:/-])(?:no|zero|0)\s+(?:[\w-]+\s+){{0,2}}?(?:{nouns})\b", re.IGNORECASE)
    for found in pattern.finditer(each.text):
        yield found.start(), found[0], "zero", form["why"], form["write"]


def _numbers(each: Sentence, known: Known, words: Vocabulary, heading: str) -> Iterator[_Found]:
    """Find counted numbers without a unit after them, and those of no time."""
    del known
    form = words.rules["number"]
    counting = [found.span() for found in any_of(form["counting"]).finditer(each.text)]
    windowed = any(_has_window(text, tuple(form["windows"])) for text in (heading, each.around))
    for found in _NUMBER.finditer(each.text):
        if not any(_near(each.text, found.span(), verb) for verb in counting) or _is_date(each.text, found.span()):
            continue
        after = re.match(r"\s*([^\W\d_]+)", each.text[found.end() :])
        bare = after is None or after[1].lower() in form["no_unit"]
        if bare and not _unit_before(each.text, found.start()):
            yield found.start(), found[0], "number", form["why_unit"], form["write_unit"]
        if not windowed:
            yield found.start(), found[0], "number", form["why_window"], form["write_window"]


@lru_cache(maxsize=8)
def _has_window(text: str, words: tuple[str, ...]) -> bool:
    return bool(any_of(words).search(text) or re.search(r"\d{4}-\d\d-\d\d", text))


def _near(text: str, number: tuple[int, int], verb: tuple[int, int]) -> bool:
    between = text[min(number[1], verb[1]) : max(number[0], verb[0])]
    return len(between.split()) <= _SO_MANY_WORDS and not re.search(r"[;:.]\s", between)


def _is_date(text: str, number: tuple[int, int]) -> bool:
    month = r"(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*"
    after, before = text[number[1] : number[1] + 16], text[max(number[0] - 16, 0) : number[0]]
    return bool(re.match(rf"(?:\s*(?:and|to|-)\s*\d+)?\s+{month}\b", after, re.IGNORECASE)) or bool(
        re.search(rf"\b(?:{month}|section|table|clause|day|no\.)\s+$", before, re.IGNORECASE)
    )


def _unit_before(text: str, at: int) -> bool:
    """Tell whether a number ends an enumeration whose unit stands before it, such as "shots: 4"."""
    return bool(re.search(r"[^\W\d_]{3,}:\s*$", text[:at]))


def _sides(each: Sentence, known: Known, words: Vocabulary, heading: str) -> Iterator[_Found]:
    """Find acts told as those of a side, where it is not released whose they are."""
    del heading
    form = words.rules["by"]
    released = {known.released[name] for name in _INCIDENT.findall(each.text) if name in known.released}
    for code, names in known.parties.items():
        if code in released:
            continue
        name = "|".join(re.escape(each_name) for each_name in sorted({*names, code}, key=len, reverse=True))
        by = re.compile(rf"(?<!\w)(\w+)\s+(by\s+(?:the\s+)?(?:forces\s+of\s+|side\s+)?(?:{name}))(?!\w)")
        act = re.compile(
            rf"(?<!\w)((?:{name})(?:\s+\({re.escape(code)}\))?\s+(?:forces\s+)?(?:{'|'.join(form['verbs'])}))(?!\w)"
        )
        for found in by.finditer(each.text):
            if found[1].lower() not in form["before"]:
                yield found.start(2), found[2], "by", form["why"], form["write"].format(party=names[0])
        for found in act.finditer(each.text):
            yield found.start(1), found[1], "by", form["why"], form["write"].format(party=names[0])


def _places(text: str, known: Known, form: Mapping[str, Any]) -> Iterator[_Found]:
    """Find names of places that stand without the one that comes first by the rule of the case."""
    for names in known.places:
        first, *others = names
        if not others or _whole(first).search(text):
            continue
        for other in others:
            for found in _whole(other).finditer(text):
                yield (
                    found.start(),
                    found[0],
                    "place",
                    form["why"],
                    form["write"].format(names=f"{first} ({other})"),
                )


def _whole(name: str) -> re.Pattern[str]:
    return re.compile(rf"(?<!\w){re.escape(name)}(?!\w)")


_RULES: tuple[Callable[[Sentence, Known, Vocabulary, str], Iterator[_Found]], ...] = (
    _single_words,
    _verbs,
    _percentages,
    _zeros,
    _numbers,
    _sides,
)
