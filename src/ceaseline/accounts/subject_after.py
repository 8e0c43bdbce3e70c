"""Who stands behind a verb: the noun phrase with its apposition, without a parser."""

from __future__ import annotations

from ceaseline.accounts.tokens import Span
from ceaseline.accounts.words import STOPS, Words


def subject_after(words: Words, start: int, hi: int) -> Span | None:
    """Return who stands right behind a verb, with apposition up to the next quotation or clause.

    Args:
        words: of the paragraph.
        start: the first word behind the verb.
        hi: where the sentence ends.
    """
    low, language = words.low, words.grammar.language
    end = words.end_of(hi)
    if start >= end or words.quoted[start]:
        return None
    first = words.tokens[start]
    if first.low in language.days:
        return None
    named = (
        first.text[0].isupper()
        or first.low in language.determiners
        or first.low in language.titles
        or words.grammar.is_plural(first.low)
    )
    if language.pronouns.get(first.low, "relative") != "relative":
        ends = start + 1 >= end or not words.low[start + 1][0].isalnum()
        return Span(start, start + 1) if ends else None
    if (
        not named
        or first.low in language.complementizers
        or (
            first.low in language.subjects.demonstratives
            and start + 1 < end
            and low[start + 1] in language.auxiliaries
        )
    ):
        return None
    at = start + 1
    while at < end and not words.quoted[at]:
        word = low[at]
        if word in STOPS or word in language.subjects.breaks:
            break
        if word in language.subjects.setting and at + 1 < end and _is_setting_at(words, at, end):
            break
        if word in language.days:
            break
        if word == "," and not _apposes(words, at, end):
            break
        if (
            word in language.auxiliaries
            and word not in language.possessives
            and not language.subjects.relative_starts & set(low[start:at])
        ):
            return None  # somebody who does what follows, not who speaks
        at += 1
    while at > start and low[at - 1] == ",":
        at -= 1
    return Span(start, at)


def _is_setting_at(words: Words, at: int, end: int) -> bool:
    language = words.grammar.language
    near = words.low[at + 1 : min(end, at + 6)]
    return any(
        word in language.days
        or word in language.occasions
        or word.rstrip(".") in language.months
        or word[:2] in {"19", "20"}
        for word in near
    )


def _apposes(words: Words, at: int, end: int) -> bool:
    if at + 1 >= end:
        return False
    language = words.grammar.language
    after = words.tokens[at + 1]
    if words.quoted[at + 1] or words.grammar.is_gerund(after.low) or after.low in language.subjects.not_apposing:
        return False
    return (
        after.low in language.determiners | language.subjects.apposing | language.subjects.relative_starts
        or after.low in language.titles
        or after.text[0].isupper()
        or after.low
        not in (language.prepositions | language.joiners | language.auxiliaries | frozenset(language.pronouns))
    )
