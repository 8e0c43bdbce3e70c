"""Who stands before or behind a verb: the noun phrase with its apposition, without a parser."""

from __future__ import annotations

from collections.abc import Sequence

import attrs

from ceaseline.accounts.grammar import Grammar
from ceaseline.accounts.tokens import Span, Token

_CLOSING_MARKS = frozenset({"”", "»", "''", '"', "’", "'"})
_LONGEST = 30  # words; a longer subject is a parsing mistake
_STOPS = frozenset({";", ":", "(", ")", "—", "–", "--", "...", ".", "?", "!", "___"})


@attrs.frozen
class Words:
    """A paragraph made quick to ask.

    Attributes:
        tokens, low: its words, and the same in lower case.
        quotes: its quotations.
        quoted: for each word whether it stands in one.
        grammar: of its language.
    """

    tokens: Sequence[Token]
    low: list[str]
    quotes: Sequence[Span]
    quoted: list[bool]
    grammar: Grammar

    @classmethod
    def of(cls, tokens: Sequence[Token], quotes: Sequence[Span], grammar: Grammar) -> Words:
        """Return the paragraph with its quotations marked."""
        quoted = [False] * len(tokens)
        for quote in quotes:
            quoted[quote.start : quote.end] = [True] * (quote.end - quote.start)
        return cls(tokens, [token.low for token in tokens], quotes, quoted, grammar)

    def is_adverb(self, at: int) -> bool:
        """Tell whether a word only says how or when."""
        low = self.low[at]
        return low in self.grammar.language.adverbs or (low.endswith("ly") and len(low) > 4)

    def closes(self, at: int) -> bool:
        """Tell whether a quotation ends with this word."""
        return (
            at >= 0
            and self.quoted[at]
            and self.low[at] in _CLOSING_MARKS
            and any(quote.end == at + 1 for quote in self.quotes)
        )

    def quote_begins(self, at: int) -> bool:
        """Tell whether a quotation begins with this word."""
        return at < len(self.quoted) and self.quoted[at] and any(quote.start == at for quote in self.quotes)

    def quote_start(self, at: int) -> int:
        """Return where the quotation around a word begins; the word itself where none is around it."""
        return next((quote.start for quote in self.quotes if quote.start <= at < quote.end), at)

    def quote_end(self, at: int) -> int:
        """Return where the quotation around a word ends."""
        return next((quote.end for quote in self.quotes if quote.start <= at < quote.end), at)

    def end_of(self, hi: int) -> int:
        """Return where a sentence ends without its full stop; a stop within a quotation stays."""
        end = hi
        while end > 0 and not self.quoted[end - 1] and self.low[end - 1] in {".", "___", "!", ";"}:
            end -= 1
        return end

    def subject_and_verb(self, at: int, end: int) -> bool:
        """Tell whether a speaker and a verb of saying begin here."""
        for number in range(at + 1, min(end, at + 6)):
            if self.grammar.cue_at(self.low, number, end) is not None:
                return subject_before(self, number, at) is not None
        return False


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
    if low[end - 1] in {"who", "that", "which"}:
        last = end - 1 - (low[end - 2] == "," if end - 2 >= lo else 0)
        return _phrase_before(words, last, lo)
    if low[end - 1] == ",":
        return _with_apposition(words, end, lo)
    if low[end - 1] == ")":
        opened = next((at for at in range(end - 2, max(lo, end - 8), -1) if low[at] == "("), None)
        head = None if opened is None else _phrase_before(words, opened, lo)
        return None if head is None else Span(head.start, end)
    return _phrase_before(words, end, lo)


_APPOSED = frozenset({"who", "which", "whose", "of", "formerly", "himself", "herself"})


def _with_apposition(words: Words, end: int, lo: int) -> Span | None:
    low, language = words.low, words.grammar.language
    for at in range(end - 2, max(lo, end - _LONGEST), -1):
        if low[at] in _STOPS or words.quoted[at]:
            return None
        if low[at] != "," or at == lo:
            continue
        first = words.tokens[at + 1]
        apposed = (
            first.low in language.determiners | _APPOSED
            or first.low in language.titles
            or first.text[0].isupper()
            or first.low.rstrip("s") in language.titles
        )
        head = _phrase_before(words, at, lo)
        if head is not None and (apposed or first.text[0].isdigit() or first.low not in language.prepositions):
            if first.low in language.joiners and first.low not in _APPOSED:
                return None
            return Span(head.start, end)
    return None


def _phrase_before(words: Words, end: int, lo: int) -> Span | None:
    """Return the noun phrase that ends here; None where no name, pronoun or noun with an article stands there."""
    low, language = words.low, words.grammar.language
    at = end
    while at > lo and end - at < _LONGEST:
        word = low[at - 1]
        if word in _STOPS or word == "," or (words.quoted[at - 1] and not _scare(words, at - 1)):
            break
        if word in language.pronouns and word != "who":
            if at == end:
                at -= 1
            break
        if word in {"and", "or", "&"}:
            if not _joins_names(words, at - 1, lo, end):
                break
        elif word in language.joiners or (word in language.auxiliaries and word != "'s"):
            if word == "'s" or at == end:
                break
            break
        elif at < end and words.grammar.cue_at(low, at - 1, end) is not None and word not in language.nouns:
            break
        at -= 1
    return _trimmed(words, at, end)


def _scare(words: Words, at: int) -> bool:
    start, end = words.quote_start(at), words.quote_end(at)
    return end - start <= 5 and not set(words.low[start:end]) & {",", ".", "?", "!"}


def _joins_names(words: Words, at: int, lo: int, end: int) -> bool:
    if at == lo or at + 1 >= end:
        return False
    before, after = words.tokens[at - 1], words.tokens[at + 1]
    return (
        (before.text[0].isupper() or before.low.endswith("s"))
        and (
            after.text[0].isupper()
            or after.low in words.grammar.language.determiners
            or after.low.endswith("s")
            or before.low.endswith("s")
        )
    ) or (before.low not in words.grammar.language.joiners and end - at <= 4 and at - 1 > lo and before.low != ",")


def _trimmed(words: Words, start: int, end: int) -> Span | None:
    """Take settings off the front of a phrase: "In May the minister" is the minister."""
    _low, language = words.low, words.grammar.language
    while start < end:
        first = words.tokens[start]
        if first.low in language.prepositions:
            inner = _behind_preposition(words, start, end)
            if inner is None:
                return None
            start = inner
        elif (
            first.low in language.adverbs
            or first.low in language.days
            or (first.low.endswith("ly") and len(first.low) > 4)
            or first.low in {"and", "but", "or", "so", "'s", "-", "for", "yet", "p.m.", "a.m."}
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
            and before.low not in {"and", "'s"}
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
        or words.low[end - 1].endswith("s")
        or any(token.low in language.titles for token in words.tokens[start:end])
    )


_BREAKS = frozenset(
    {
        "while",
        "when",
        "because",
        "after",
        "before",
        "as",
        "adding",
        "noting",
        "if",
        "although",
        "though",
        "since",
        "that",
    }
)


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
        or first.low.endswith("s")
    )
    if first.low in {"he", "she", "they", "i", "we", "it"}:
        ends = start + 1 >= end or not words.low[start + 1][0].isalnum()
        return Span(start, start + 1) if ends else None
    if (
        not named
        or first.low == "that"
        or (
            first.low in {"this", "his", "her", "its"}
            and start + 1 < end
            and low[start + 1] in language.auxiliaries
        )
    ):
        return None
    at = start + 1
    while at < end and not words.quoted[at]:
        word = low[at]
        if word in _STOPS or (word in _BREAKS and word != "as"):
            break
        if word in {"on", "in", "at", "during"} and at + 1 < end and _is_setting_at(words, at, end):
            break
        if word in language.days:
            break
        if word == "," and not _apposes(words, at, end):
            break
        if word in language.auxiliaries and word != "'s" and not {"who", "whose", "which"} & set(low[start:at]):
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
    if words.quoted[at + 1] or after.low.endswith("ing") or after.low in {"and", "but", "as", "in", "on", "at"}:
        return False
    return (
        after.low in language.determiners | _APPOSED | {"whom"}
        or after.low in language.titles
        or after.text[0].isupper()
        or after.low
        not in (language.prepositions | language.joiners | language.auxiliaries | frozenset(language.pronouns))
    )


def opening_subject(words: Words, lo: int, hi: int) -> Span | None:
    """Return the pronoun, or the name with an article and a title, a sentence opens with; None without one."""
    language = words.grammar.language
    if words.quoted[lo]:
        return None
    if language.pronouns.get(words.low[lo]) in {"one", "many", "self"}:
        return Span(lo, lo + 1)
    at, named = lo, False
    while at < hi and not words.quoted[at]:
        token = words.tokens[at]
        capital = token.text[0].isupper() and token.low not in language.determiners
        if not capital and token.low not in language.determiners | language.titles | {"of", "'s"}:
            break
        named = named or (capital and token.low not in language.prepositions | language.joiners | language.days)
        at += 1
    return Span(lo, at) if named and words.low[lo] not in language.prepositions | language.joiners else None
