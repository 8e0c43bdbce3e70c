"""What was said: where the content of a verb begins and ends."""

from __future__ import annotations

from collections.abc import Sequence, Set

from ceaseline.accounts.grammar import Cue
from ceaseline.accounts.subject_before import subject_and_verb
from ceaseline.accounts.tokens import Span
from ceaseline.accounts.verbs import Verb
from ceaseline.accounts.words import Words

SHORT_QUOTE = 4  # words; fewer within a sentence are a turn of phrase, not a statement
_SETTING = 12  # words; a longer beginning of a sentence says more than when and where
_REACH = 20  # words behind a verb within which its content begins
_ADDRESSED = 14  # words of those spoken to, at most
_LEADING = frozenset({":", "—", "–", "--"})  # marks before a quotation that a verb leads to


def is_setting(words: Words, start: int, end: int) -> bool:
    """Tell whether words before a comma only say when and where: they begin with a preposition and are short."""
    language = words.grammar.language
    first = words.low[start]
    opens = first in language.prepositions | language.days | language.adverbs | language.contents.setting_starts
    return opens and end - start <= _SETTING


def rest_after(words: Words, at: int, hi: int, *, quoted_before: bool) -> tuple[Span, ...] | None:
    """Return what of the content follows a verb that has content before it; None where all of it follows.

    Args:
        words: of the paragraph.
        at: the first word behind verb and speaker.
        hi: where the sentence ends.
        quoted_before: whether a quotation closes before them.
    """
    low, end = words.low, words.end_of(hi)
    if at >= end:
        return ()
    if low[at] == ":" and words.quote_begins(at + 1) and not quoted_before:
        return (Span(at + 1, words.quote_end(at + 1)),)
    if words.quote_begins(at) or low[at] == ":":
        return None
    if low[at] in {",", "—", "–", "--", ";"}:
        rest = _behind_mark(words, at, end)
        return () if quoted_before and rest and not words.quote_begins(rest[0].start) else rest
    opened = next((number for number in range(at, end) if words.quote_begins(number)), None)
    if quoted_before:
        long = opened is not None and words.quote_end(opened) - opened > SHORT_QUOTE
        return (Span(opened, words.quote_end(opened)),) if opened is not None and long else ()
    that = words.grammar.language.complementizers & set(low[at:end])
    return () if not that and opened is None and _says_when(words, at) else None


def _behind_mark(words: Words, at: int, end: int) -> tuple[Span, ...]:
    low = words.low
    if at + 1 >= end:
        return ()
    following = low[at + 1]
    if low[at] == "," and words.quote_begins(at + 1):
        return (Span(at + 1, words.quote_end(at + 1)),)
    own = words.grammar.language.contents
    joined = following in own.joints and at + 2 < end and subject_and_verb(words, at + 2, end)
    ends = words.grammar.is_gerund(following) or following in own.relative or joined
    return () if ends else (Span(at + 1, end),)


def _says_when(words: Words, at: int) -> bool:
    language = words.grammar.language
    return words.low[at] in language.prepositions | language.days | language.contents.later or words.is_adverb(at)


def content_start(words: Words, cue: Cue, at: int, end: int) -> int:
    """Return where the content behind a verb begins: behind those spoken to, and behind time and place.

    Args:
        words: of the paragraph.
        cue: the verb.
        at: the first word behind it.
        end: of the sentence; returned where nothing follows.
    """
    low, language = words.low, words.grammar.language
    if at >= end:
        return end
    if low[at] in {":", ","}:
        that = None
        if low[at] == "," and not words.quote_begins(at + 1):
            that = _find(words, at, min(end, at + _ADDRESSED), language.complementizers)
        return at + 1 if that is None else that
    if words.quote_begins(at):
        return at
    led = next((number for number in range(at, min(end, at + _REACH)) if words.quote_begins(number)), None)
    if led is not None and low[led - 1] in _LEADING and _find(words, at, led, language.complementizers) is None:
        return led
    if cue.verb in language.telling:
        at = _behind_addressee(words, at, end)
    if at < end and "noun" not in cue.takes and low[at] not in language.contents.own:
        sets = low[at] in language.prepositions | language.days | language.contents.times or words.is_adverb(at)
        return _behind_setting(words, at, end) if sets else at
    return at


def _find(words: Words, at: int, end: int, wanted: Set[str]) -> int | None:
    return next(
        (number for number in range(at, end) if words.low[number] in wanted and not words.quoted[number]), None
    )


def _behind_addressee(words: Words, at: int, end: int) -> int:
    low, language = words.low, words.grammar.language
    for number in range(at, min(end, at + _ADDRESSED)):
        if low[number] in language.contents.clauses or words.quote_begins(number):
            return number
        if low[number] in {",", ":"}:
            return number + 1
    if low[at] in language.addressees or low[at] in language.pronouns:
        return at + 1
    number = at + (low[at] in language.determiners)
    while number < end and words.tokens[number].text[0].isupper():
        number += 1
    return max(number, at + 1)


def _behind_setting(words: Words, at: int, end: int) -> int:
    """Return where content begins that "that", a colon or a quotation announces; else behind the setting."""
    low = words.low
    reach = min(end, at + _REACH)
    quote = next((number for number in range(at, reach) if words.quote_begins(number)), end)
    that = _find(words, at, reach, words.grammar.language.complementizers)
    comma = _find(words, at, reach, {","})
    if that is not None and that < quote and (comma is None or that <= comma + 1):
        return that
    if quote < end and low[quote - 1] in {",", ":"}:
        return quote
    colon = _find(words, at, reach, {":"})
    if colon is not None:
        return colon + 1
    number = at
    while number < end and (step := _setting_ends(words, number, at, end)) > number:
        number = step
    return number + (number < end and low[number] == ",")


def _setting_ends(words: Words, number: int, at: int, end: int) -> int:
    """Return where a day, an adverb or an occasion that begins here ends; the same place where none does."""
    low, language = words.low, words.grammar.language
    after = low[number + 1] if number + 1 < end else ""
    if words.is_adverb(number) and number == at:
        return number + 1
    if low[number] in language.days:
        return number + 1 + (after in language.contents.parts_of_day)
    if low[number] in language.contents.dated and (after in language.days or after in language.contents.periods):
        return number + 2
    occasion = _find(words, number, min(end, number + 7), language.occasions)
    if occasion is None or low[number] not in language.contents.at_occasions:
        return number
    while occasion < end and low[occasion] in language.occasions:
        occasion += 1
    return occasion


def content_end(words: Words, one: Verb, start: int, later: Sequence[Verb], end: int) -> int:
    """Return where the content of a verb ends: with its quotation, before the next verb's clause, or the sentence.

    Args:
        words: of the paragraph.
        one: the verb.
        start: where its content begins.
        later: the verbs behind it in the sentence.
        end: of the sentence.
    """
    if words.quote_begins(start):
        closed = words.quote_end(start)
        if words.low[start - 1] in {",", *_LEADING} or closed >= end:
            return closed
    for other in later:
        if start < other.at and (cut := _cut_by(words, one, other, start)) is not None:
            return cut
    end = _find(words, start + 1, end, {";"}) or end
    according = _find(words, start, end, {phrase.split()[0] for phrase in words.grammar.language.according[:1]})
    if according is not None and words.low[according - 1] == ",":
        return according - 1
    return end if one.cue.act == "statement" else _noun_end(words, start, end)


def _cut_by(words: Words, one: Verb, other: Verb, start: int) -> int | None:
    """Return where a later verb's clause ends the content of an earlier one; None where it is part of it."""
    low = words.low
    if other.shared and other.left >= start and _goes_on_with(words, one, other):
        cut = other.left + words.closes(other.left)
        while cut > start and low[cut - 1] in {",", ";", *words.grammar.language.contents.joints}:
            cut -= 1
        return cut
    if other.source is None or other.shared or other.inverted:
        return None
    joint = other.source.start - 1
    if joint <= start or low[joint - 1] not in {",", ";"}:
        return None
    own, pronouns = words.grammar.language.contents, words.grammar.language.pronouns
    named = words.tokens[other.source.start].text[0].isupper() and low[joint] in own.changing
    again = low[joint] in own.contrasting and pronouns.get(low[joint + 1]) in {"one", "many"}
    return joint - 1 if named or again else None


def _noun_end(words: Words, start: int, end: int) -> int:
    for number in range(start + 1, end - 1):
        if (
            words.low[number] == ","
            and not words.quoted[number]
            and words.low[number + 1] in words.grammar.language.contents.closing_nouns
        ):
            return number
    return end


def _goes_on_with(words: Words, one: Verb, other: Verb) -> bool:
    """Tell whether a verb without a speaker of its own belongs to the speaker before, not to the content."""
    joint, form, grammar = words.low[other.left], words.low[other.at], words.grammar
    if joint == "," or words.closes(other.left):
        return grammar.is_gerund(form) or grammar.is_past(form)
    if other.right < len(words.low) and words.low[other.right] in grammar.language.complementizers:
        return True
    asks = other.right < len(words.low) and words.low[other.right] in grammar.language.contents.asked
    same_form = grammar.is_past(words.low[one.at]) == grammar.is_past(form)
    same_form = same_form or asks or other.cue.act == "thanks" or form in grammar.language.endings.irregular
    return joint in grammar.language.contents.going_on and same_form
