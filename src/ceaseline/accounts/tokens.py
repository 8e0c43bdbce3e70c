"""Words with their places in a text, and where its sentences and quotations begin and end."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

import attrs

from ceaseline.accounts.language import Writing

_ENDS = frozenset({".", "!", "?", "…", "..."})
_OPENING = frozenset({"“", "„", "«", "``"})
_CLOSING = frozenset({"”", "»", "''"})
_DOUBLE, _SINGLE, _NONE = _CLOSING | {'"'}, frozenset({"’", "'"}), frozenset[str]()
_DASHES = frozenset({"—", "–", "--", "-"})
_AFTER_END = _CLOSING | {'"', "’", "'", ")", "]"}


class Token(NamedTuple):
    """One word or mark: as it stands, in lower case, and its place in the text."""

    text: str
    low: str
    start: int
    end: int


class Span(NamedTuple):
    """From one position up to and without another."""

    start: int
    end: int


@attrs.frozen
class Cutter:
    """How the texts of a language are cut into words and sentences.

    Attributes:
        expression: what finds one word or mark.
        starters: words with which a sentence begins anew behind initials, such as U.S.
    """

    expression: re.Pattern[str]
    starters: frozenset[str]

    @classmethod
    def of(cls, writing: Writing) -> Cutter:
        """Return the cutter of a language."""
        tails = "|".join(re.escape(tail).replace("'", "['’]") for tail in writing.tails) or "(?!)"
        expression = rf"""
            (?:[A-Z]\.){{2,}}                                       # initials
          | \b(?:{_any_of(writing.short)}|[A-Z])\.(?=\s|,|$)             # words that are cut short
          | \d+(?:[.,:]\d+)*(?:{_any_of(writing.ordinals)})?(?![^\W\d_]) # numbers
          | ``|''|--+|\.\.\.
          | (?:{tails})\b | \w+?(?=(?:{tails})\b)
          | \w+(?:[-‐‑/&]\n?\w+)*(?:['’]\w+)*
          | \S
        """
        return cls(re.compile(expression, re.VERBOSE), writing.starters)

    def tokens(self, text: str, start: int = 0, end: int | None = None) -> list[Token]:
        """Return the words and marks between two places of *text*; places are counted from its beginning.

        Examples:
            >>> from ceaseline.accounts.language import ENGLISH
            >>> [token.text for token in Cutter.of(ENGLISH.writing).tokens("Mr. Ash didn't say “no”.")]
            ['Mr.', 'Ash', 'did', "n't", 'say', '“', 'no', '”', '.']
        """
        last = len(text) if end is None else end
        return [
            Token(found.group(), found.group().lower().replace("’", "'"), found.start(), found.end())
            for found in self.expression.finditer(text, start, last)
        ]

    def sentences(self, words: Sequence[Token]) -> list[Span]:
        """Return the sentences as spans of token numbers; together they hold every token once.

        Examples:
            >>> from ceaseline.accounts.language import ENGLISH
            >>> cutter = Cutter.of(ENGLISH.writing)
            >>> cutter.sentences(cutter.tokens("Who pays? We asked the U.S. about it. Nobody knew."))
            [Span(start=0, end=3), Span(start=3, end=10), Span(start=10, end=13)]
        """
        return list(self._sentences(words))

    def _sentences(self, words: Sequence[Token]) -> Iterator[Span]:
        begun, at = 0, 0
        while at < len(words):
            if not self._may_end(words, at):
                at += 1
                continue
            after = at + 1
            while after < len(words) and words[after].text in _AFTER_END | _ENDS:
                if words[after].text in {'"', "'"} and _opens(words, after):
                    break
                after += 1
            if after == len(words) or _may_begin(words[after]):
                yield Span(begun, after)
                begun = after
            at = after
        if begun < len(words):
            yield Span(begun, len(words))

    def _may_end(self, words: Sequence[Token], at: int) -> bool:
        text = words[at].text
        if text in _ENDS:
            return True
        initials = len(text) > 3 and text.endswith(".") and text.count(".") > 1
        if not initials or at + 1 == len(words):
            return False
        return words[at + 1].low in self.starters and words[at + 1].text[0].isupper()


def _any_of(words: Iterable[str]) -> str:
    return "|".join(re.escape(word) for word in words) or "(?!)"


def _may_begin(word: Token) -> bool:
    first = word.text[0]
    return first.isupper() or first.isdigit() or first in "“„«\"'‘`([•-–—*_" or not first.isascii()


def _opens(words: Sequence[Token], at: int) -> bool:
    """Tell whether a straight mark opens: a gap before it and none after it."""
    gap_before = at == 0 or words[at - 1].end < words[at].start or words[at - 1].text in "(["
    gap_after = at + 1 == len(words) or words[at].end < words[at + 1].start
    return gap_before and not gap_after


def quotations(words: Sequence[Token], *, single: bool = True) -> list[Span]:
    """Return the quotations as spans of token numbers, with their marks; straight and curly ones may be mixed.

    A mark that is never closed holds to the end: a quotation over several paragraphs is opened anew in each.

    Args:
        words: of one paragraph.
        single: whether single marks quote too, where no double ones are open.

    Examples:
        >>> from ceaseline.accounts.language import ENGLISH
        >>> words = Cutter.of(ENGLISH.writing).tokens('"Stop," he said. “Now')
        >>> quotations(words)
        [Span(start=0, end=4), Span(start=7, end=9)]
    """
    return list(_quotations(words, single=single))


def _quotations(words: Sequence[Token], *, single: bool) -> Iterator[Span]:
    begun: int | None = None
    closing = _NONE
    for at, word in enumerate(words):
        text = word.text
        if begun is None:
            closing = _closing_for(words, at, single=single)
            begun = at if closing else None
        elif text in closing and not _is_within(words, at):
            yield Span(begun, at + 1)
            begun = None
        elif text in _OPENING and closing != _SINGLE:
            turned = (
                words[at - 1].text in _DASHES
            )  # a mark behind a dash that was broken off is set the wrong way round
            yield Span(begun, at + turned)
            begun = None if turned else at
    if begun is not None:
        yield Span(begun, len(words))


def _closing_for(words: Sequence[Token], at: int, *, single: bool) -> frozenset[str]:
    """Return what closes the quotation that this mark opens; nothing where it opens none."""
    text = words[at].text
    either_way = text == '"' or (text == "''" and (at == 0 or _opens(words, at)))
    if text in _OPENING or (either_way and at + 1 < len(words)):
        return _DOUBLE
    return _SINGLE if single and text in {"‘", "`"} and _closes_later(words, at) else _NONE


def _is_within(words: Sequence[Token], at: int) -> bool:
    """Tell whether a mark that could close stands inside: a straight one that opens, or an apostrophe."""
    if at + 1 == len(words):
        return False
    if words[at].text in {'"', "''"}:
        return _opens(words, at)
    following = words[at + 1]
    return words[at].text in _SINGLE and following.start == words[at].end and following.text[0].isalnum()


def _closes_later(words: Sequence[Token], at: int) -> bool:
    return any(word.text in _SINGLE for word in words[at + 1 :])
