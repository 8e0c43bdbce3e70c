"""A text in sentences with their places, and what in them is quoted from somebody."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

import attrs

from ceaseline.publishing.report.vocabulary import any_of

_END = re.compile(r"(?<=[.!?])[\"”»\u2019)\]]*\s+(?=[\"“«„(\[]?[^\W\d_a-z])|\n\s*\n|\n(?=\s*(?:[-*•|#]|\d+[.)]\s))")
_STRAIGHT = re.compile(r'"[^"\n]{1,2000}"')
_BLANK = "\N{NO-BREAK SPACE}"  # in place of a letter that is not looked at; a place in the text stays what it is


@attrs.frozen
class Sentence:
    """One sentence.

    Attributes:
        start: where it begins in the text, characters from 0.
        text: of it, with quotations of named speakers blanked out.
        around: the paragraph it stands in.
        quotes: places and words of quotations that name no speaker.
    """

    start: int
    text: str
    around: str
    quotes: tuple[tuple[int, str], ...]


def sentences(text: str, pairs: Sequence[str], speakers: Sequence[str]) -> Iterator[Sentence]:
    """Yield the sentences of a text.

    Args:
        text: plain text; lists and tables may stand in it, a row a sentence.
        pairs: opening and closing marks of quotations, beside the straight one.
        speakers: words by which a sentence names who speaks.

    Examples:
        >>> found = list(sentences('One. He said: "bad word".', [], ["said"]))
        >>> [(each.start, each.text.strip(), each.quotes) for each in found][0]
        (0, 'One.', ())
        >>> "bad" in found[1].text
        False
    """
    named, paragraphs = any_of(speakers), _paragraphs(text)
    ends, around = next(paragraphs)
    for start, end in _spans(text):
        while start >= ends:
            ends, around = next(paragraphs)
        own = text[start:end]
        quotes = list(_quotes(own, pairs))
        spoken = _without(own, quotes)
        has_speaker = bool(named.search(spoken)) or _led_by_colon(own, quotes)
        yield Sentence(
            start,
            spoken if has_speaker else own,
            around,
            ()
            if has_speaker
            else tuple((start + low, own[low:high]) for low, high in quotes if _is_long(own[low:high])),
        )


def _spans(text: str) -> Iterator[tuple[int, int]]:
    start = 0
    for found in _END.finditer(text):
        if text[start : found.start()].strip():
            yield start, found.start()
        start = found.end()
    if text[start:].strip():
        yield start, len(text)


def _quotes(sentence: str, pairs: Sequence[str]) -> Iterator[tuple[int, int]]:
    patterns = [
        _STRAIGHT,
        *(re.compile(f"{re.escape(pair[0])}[^{re.escape(pair)}]{{1,2000}}{re.escape(pair[1])}") for pair in pairs),
    ]
    for pattern in patterns:
        for found in pattern.finditer(sentence):
            yield found.span()


def _without(sentence: str, quotes: Sequence[tuple[int, int]]) -> str:
    letters = list(sentence)
    for start, end in quotes:
        letters[start:end] = _BLANK * (end - start)
    return "".join(letters)


def _led_by_colon(sentence: str, quotes: Sequence[tuple[int, int]]) -> bool:
    return any(re.search(r"\w:\s*$", sentence[max(start - 8, 0) : start]) for start, _ in quotes)


def _is_long(quoted: str) -> bool:
    """Tell whether somebody is quoted, rather than one word named."""
    return len(quoted.split()) > 2


def _paragraphs(text: str) -> Iterator[tuple[int, str]]:
    """Yield the paragraphs, each with where it ends."""
    start = 0
    for found in re.finditer(r"\n\s*\n", text):
        yield found.end(), text[start : found.start()]
        start = found.end()
    yield len(text) + 1, text[start:]
