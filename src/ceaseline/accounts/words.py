"""A paragraph made quick to ask: its words, its quotations, and what kind of word stands where."""

from __future__ import annotations

from collections.abc import Sequence

import attrs

from ceaseline.accounts.grammar import Grammar
from ceaseline.accounts.tokens import Span, Token

_CLOSING_MARKS = frozenset({"”", "»", "''", '"', "’", "'"})
STOPS = frozenset({";", ":", "(", ")", "—", "–", "--", "...", ".", "?", "!", "___"})  # marks that end any phrase


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
        return self.grammar.is_adverb(self.low[at])

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
