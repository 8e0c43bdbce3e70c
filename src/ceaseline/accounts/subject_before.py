"""Who stands before a verb: the noun phrase with its apposition, without a parser."""

from __future__ import annotations

from ceaseline.accounts.tokens import Span
from ceaseline.accounts.words import STOPS, Words

_LONGEST = 30  # words; a longer subject is a parsing mistake


def subject_before(words: Words, end: int, lo: int) -> Span | None:
    """Return who stands right before a verb, with apposition.

    Args:
        words: of the paragraph.
        end: where the verb, with its helping words, begins.
        lo: where the sentence begins.
    """
    if end <= lo or words.closes(end - 1):
        return None
    low = words.low
    if low[end - 1] in words.grammar.language.subjects.relatives:
        last = end - 1 - (low[end - 2] == "," if end - 2 >= lo else 0)
        return _phrase_before(words, last, lo)
    if low[end - 1] == ",":
        return _with_apposition(words, end, lo)
    if low[end - 1] == ")":
        opened = next((at for at in range(end - 2, max(lo, end - 8), -1) if low[at] == "("), None)
        head = None if opened is None else _phrase_before(words, opened, lo)
        return None if head is None else Span(head.start, end)
    return _phrase_before(words, end, lo)


def _with_apposition(words: Words, end: int, lo: int) -> Span | None:
    low, language = words.low, words.grammar.language
    for at in range(end - 2, max(lo, end - _LONGEST), -1):
        if low[at] in STOPS or words.quoted[at]:
            return None
        if low[at] != "," or at == lo:
            continue
        first = words.tokens[at + 1]
        apposed = (
            first.low in language.determiners | language.subjects.apposing
            or first.low in language.titles
            or first.text[0].isupper()
            or words.grammar.singular(first.low) in language.titles
        )
        head = _phrase_before(words, at, lo)
        if head is not None and (apposed or first.text[0].isdigit() or first.low not in language.prepositions):
            if first.low in language.joiners and first.low not in language.subjects.apposing:
                return None
            return Span(head.start, end)
    return None


def _phrase_before(words: Words, end: int, lo: int) -> Span | None:
    """Return the noun phrase that ends here; None where no name, pronoun or noun with an article stands there."""
    low, language = words.low, words.grammar.language
    at = end
    while at > lo and end - at < _LONGEST:
        word = low[at - 1]
        if word in STOPS or word == "," or (words.quoted[at - 1] and not _scare(words, at - 1)):
            break
        if language.pronouns.get(word, "relative") != "relative":
            if at == end:
                at -= 1
            break
        if word in language.subjects.name_joints:
            if not _joins_names(words, at - 1, lo, end):
                break
        elif word in language.joiners or _is_verb(words, at - 1, end):
            break
        at -= 1
    return _trimmed(words, at, end)


def _is_verb(words: Words, at: int, end: int) -> bool:
    """Tell whether a word of a phrase that ends at *end* is a verb, and so before the phrase."""
    word, language = words.low[at], words.grammar.language
    if word in language.auxiliaries and word not in language.possessives:
        return True
    return at + 1 < end and word not in language.nouns and words.grammar.cue_at(words.low, at, end) is not None


def _scare(words: Words, at: int) -> bool:
    start, end = words.quote_start(at), words.quote_end(at)
    return end - start <= 5 and not set(words.low[start:end]) & {",", ".", "?", "!"}


def _joins_names(words: Words, at: int, lo: int, end: int) -> bool:
    if at == lo or at + 1 >= end:
        return False
    before, after = words.tokens[at - 1], words.tokens[at + 1]
    return (
        (before.text[0].isupper() or words.grammar.is_plural(before.low))
        and (
            after.text[0].isupper()
            or after.low in words.grammar.language.determiners
            or words.grammar.is_plural(after.low)
            or words.grammar.is_plural(before.low)
        )
    ) or (before.low not in words.grammar.language.joiners and end - at <= 4 and at - 1 > lo and before.low != ",")


def _trimmed(words: Words, start: int, end: int) -> Span | None:
    """Take settings off the front of a phrase: "In May the minister" is the minister."""
    language = words.grammar.language
    while start < end:
        first = words.tokens[start]
        if first.low in language.prepositions:
            inner = _behind_preposition(words, start, end)
            if inner is None:
                return None
            start = inner
        elif (
            first.low in language.days
            or words.grammar.is_adverb(first.low)
            or first.low in language.subjects.skipped
        ):
            start += 1
        else:
            break
    if start >= end:
        return None
    return Span(start, end) if _names_somebody(words, start, end) else None


def _behind_preposition(words: Words, start: int, end: int) -> int | None:
    """Return where a second phrase begins behind a preposition and its own; None where there is only one."""
    language = words.grammar.language
    for at in range(start + 2, end):
        word = words.tokens[at]
        before = words.tokens[at - 1]
        fresh = word.low in language.determiners or (word.text[0].isupper() and (not before.text[0].isupper()))
        if (
            fresh
            and before.low not in language.prepositions
            and before.low not in language.determiners
            and before.low not in language.subjects.linking
        ):
            return at
        if word.low in language.pronouns:
            return at
    return None


def _names_somebody(words: Words, start: int, end: int) -> bool:
    language = words.grammar.language
    first = words.tokens[start]
    if first.low in language.pronouns or first.low in language.determiners:
        return True
    return (
        any(token.text[0].isupper() for token in words.tokens[start:end])
        or words.grammar.is_plural(words.low[end - 1])
        or any(token.low in language.titles for token in words.tokens[start:end])
    )


def opening_subject(words: Words, lo: int, hi: int) -> Span | None:
    """Return the pronoun, or the name with an article and a title, a sentence opens with; None without one."""
    language = words.grammar.language
    if words.quoted[lo]:
        return None
    if language.pronouns.get(words.low[lo], "relative") != "relative":
        return Span(lo, lo + 1)
    at, named = lo, False
    while at < hi and not words.quoted[at]:
        token = words.tokens[at]
        capital = token.text[0].isupper() and token.low not in language.determiners
        if not capital and token.low not in language.determiners | language.titles | language.subjects.name_links:
            break
        named = named or (capital and token.low not in language.prepositions | language.joiners | language.days)
        at += 1
    return Span(lo, at) if named and words.low[lo] not in language.prepositions | language.joiners else None


def subject_and_verb(words: Words, at: int, end: int) -> bool:
    """Tell whether a speaker and a verb of saying begin here."""
    for number in range(at + 1, min(end, at + 6)):
        if words.grammar.cue_at(words.low, number, end) is not None:
            return subject_before(words, number, at) is not None
    return False
