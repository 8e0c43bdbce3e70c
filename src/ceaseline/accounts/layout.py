"""The parts of a printed text: headline, subheadline, headings of speakers, bullets, quotations, paragraphs."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import Literal

import attrs

from ceaseline.accounts.language import Language

Kind = Literal["headline", "subheadline", "heading", "bullet", "quote", "paragraph", "boilerplate"]

_BULLET = re.compile(r"\s*(?:[•‣◦▪●·*–—-]|\d{1,2}[.)])\s+")
_QUOTED = re.compile(r"\s*>\s?")
_TERMINAL = re.compile(r"[.!?…:;][\"'”’»)]*\s*$")
_WIDE = 45  # characters; a shorter line is not one that was broken to fit a page
_SHORT = 40  # characters; a line with a day on it
_HEADING_WORDS = 10
_TITLE_WORDS = 30
_DATED = re.compile(r"\b\d{4}\b|\b\d{1,2}:\d{2}\b")


@attrs.frozen
class Passage:
    """One part of a text.

    Attributes:
        kind: what it is by its place and its marks.
        start, end: characters, without the mark of a bullet.
        under: the heading it stands under; None where there is none.
    """

    kind: Kind
    start: int
    end: int
    under: str | None = None


@attrs.frozen
class _Line:
    text: str
    start: int
    blank_before: bool

    @property
    def end(self) -> int:
        return self.start + len(self.text)


def passages(text: str, language: Language) -> list[Passage]:
    r"""Return the parts of *text* in their order; they do not overlap.

    Examples:
        >>> from ceaseline.accounts.language import ENGLISH
        >>> text = "Talks end\n\nMinister Ash:\n- We stop.\n- Who pays?\n\nThe talks went on.\n"
        >>> [(part.kind, part.under) for part in passages(text, ENGLISH)][:4]
        [('headline', None), ('heading', None), ('bullet', 'Minister Ash'), ('bullet', 'Minister Ash')]
    """
    groups = list(_joined(list(_lines(text))))
    return list(_named(text, groups, language))


def _lines(text: str) -> Iterator[_Line]:
    blank, start = True, 0
    for raw in text.splitlines(keepends=True):
        line = raw.rstrip()
        if line.strip():
            skip = len(line) - len(line.lstrip())
            yield _Line(line[skip:], start + skip, blank)
        blank = not line.strip()
        start += len(raw)


def _joined(lines: Sequence[_Line]) -> Iterator[list[_Line]]:
    """Put lines together that a page broke: one goes on where it is wide and ends no sentence, or begins small."""
    group: list[_Line] = []
    begun = False
    for line in lines:
        dated = not begun and len(line.text) < _SHORT and _DATED.search(line.text)  # a day below the headline
        goes_on = not line.blank_before and not _marked(line.text) and not dated
        if group and goes_on and _goes_on(group[-1].text, line.text):
            group.append(line)
            continue
        if group:
            yield group
            begun = True
        group = [line]
    if group:
        yield group


def _marked(line: str) -> bool:
    return bool(_BULLET.match(line) or _QUOTED.match(line))


def _goes_on(line: str, after: str) -> bool:
    if after[0].islower():
        return True
    return len(line) >= _WIDE and not _TERMINAL.search(line)


def _named(text: str, groups: Sequence[list[_Line]], language: Language) -> Iterator[Passage]:
    under: str | None = None
    titled = 0  # headlines seen before the body began
    body = False
    for number, group in enumerate(groups):
        start, end = group[0].start, group[-1].end
        whole = text[start:end]
        after = groups[number + 1][0].text if number + 1 < len(groups) else ""
        kind, skip = _kind(whole, after, body=body, titled=titled, language=language)
        if kind == "heading":
            under = whole.rstrip(": \t").strip("*_# ")
        elif kind == "paragraph" and under is not None and group[0].blank_before:
            under = under if _is_speech_like(whole) else None
        titled += kind in {"headline", "subheadline"}
        body = body or kind in {"bullet", "quote", "paragraph", "heading"}
        yield Passage(kind, start + skip, end, under if kind in {"bullet", "quote", "paragraph"} else None)


def _is_speech_like(whole: str) -> bool:
    return whole.lstrip()[:1] in {"“", '"', "«", "‘"}


def _kind(  # noqa: PLR0911  one kind a line
    whole: str, after: str, *, body: bool, titled: int, language: Language
) -> tuple[Kind, int]:
    low = whole.lower()
    if len(low) < 200 and any(mark in low for mark in language.boilerplate):
        return "boilerplate", 0
    dated = (_DATED.search(low) or low.startswith(language.datelines)) and not _ends_like_a_sentence(whole)
    if len(low) < 60 and dated and not _has_verb(low, language) and len(low.split()) <= _HEADING_WORDS:
        return "boilerplate", 0
    if found := _QUOTED.match(whole):
        return "quote", found.end()
    if found := _BULLET.match(whole):
        return "bullet", found.end()
    if _is_heading(whole, after, language, first=not body and titled == 0):
        return "heading", 0
    if not body and titled == 0 and len(whole.split()) <= _TITLE_WORDS and not _ends_like_a_sentence(whole):
        return "headline", 0
    if not body and titled == 1 and len(whole.split()) <= _TITLE_WORDS and not whole.endswith(":"):
        return "paragraph" if _ends_like_a_sentence(whole) else "subheadline", 0
    return "paragraph", 0


def _ends_like_a_sentence(whole: str) -> bool:
    return whole.endswith(".") or bool(re.search(r"[.!?…][\"”’»]$", whole))


def _is_heading(whole: str, after: str, language: Language, *, first: bool) -> bool:
    """Tell whether a line names somebody whose words follow: short, a name in it, a colon or bullets after it."""
    words = whole.rstrip(":").split()
    if first or not 1 <= len(words) <= _HEADING_WORDS or "\n" in whole:
        return False
    if whole.endswith(":"):
        return words[0][0].isupper() or words[0].startswith(("*", "#"))
    capital = sum(word[0].isupper() for word in words)
    if _TERMINAL.search(whole) or _has_verb(whole, language) or not words[0][0].isupper():
        return False
    return bool(_BULLET.match(after)) or (capital * 2 >= len(words) and after[:1] in {"“", '"'})


def _has_verb(whole: str, language: Language) -> bool:
    return not language.plain_verbs.isdisjoint(re.findall(r"[^\W\d_]+", whole.lower()))
