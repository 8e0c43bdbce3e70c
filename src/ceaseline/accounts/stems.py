"""The words of a statement that say what it is about, by their beginnings."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping

import attrs

from ceaseline.accounts.language import Language

_STEM = 5  # letters by which a word is known in another form
_WORDS = re.compile(r"n't\b|[^\W\d_]+?(?=n't\b)|[^\W\d_]+")
_LETTERS = re.compile(r"[^\W\d_]{3,}")


@attrs.frozen
class Stems:
    """What tells the words that mean something from those that join others, or measure.

    Attributes:
        joining: words that only join others.
        measuring: stems of words of numbers, days and order.
        units: for each unit the stems of its spellings.
        endings: what is cut off.
        denials: words that turn the verb behind them round.
        passed: words that may stand between.
    """

    joining: frozenset[str]
    measuring: frozenset[str]
    units: Mapping[str, frozenset[str]]
    endings: re.Pattern[str]
    denials: frozenset[str]
    passed: frozenset[str]

    @classmethod
    def of(cls, language: Language) -> Stems:
        """Return what a language needs."""
        joining = language.function_words | language.auxiliaries | language.adverbs | language.negations
        joining |= language.determiners | language.prepositions | frozenset(language.pronouns)
        endings = re.compile(rf"(?:{'|'.join(language.endings.inflections) or '(?!)'})$")
        lists: tuple[Iterable[str], ...] = (
            *language.sequences.values(), language.number_words, language.multiples,
            language.vague_numbers, language.months, language.days, language.contents.parts_of_day,
            language.currencies,
        )  # fmt: skip
        words = (word for each in lists for phrase in each for word in phrase.split())
        units = {
            unit: frozenset(endings.sub("", word)[:_STEM] for spelling in spellings for word in spelling.split())
            for unit, spellings in language.units.items()
        }
        return cls(
            joining,
            frozenset(endings.sub("", word)[:_STEM] for word in words),
            units,
            endings,
            language.verbs.denials,
            language.auxiliaries | language.adverbs,
        )

    def telling(self, text: str) -> frozenset[str]:
        """Return the beginnings of the words of a text that mean something by themselves."""
        words = (word for word in _LETTERS.findall(text.lower()) if word not in self.joining)
        return frozenset(self.endings.sub("", word)[:_STEM] for word in words)

    def turned(self, text: str) -> frozenset[str]:
        """Return the beginnings of the words that stand right behind a denial, helping words passed over.

        Examples:
            >>> from ceaseline.accounts.language import ENGLISH
            >>> sorted(Stems.of(ENGLISH).turned("Gas does not flow, and no ship has ever sailed."))
            ['flow']
        """
        found, open_since = set(), False
        for word in _WORDS.findall(text.lower().replace("’", "'")):
            if word in self.denials:
                open_since = True
            elif open_since and word not in self.passed:
                if len(word) > 2 and word not in self.joining:
                    found.add(self.endings.sub("", word)[:_STEM])
                open_since = False
        return frozenset(found)

    def about(self, text: str, quantities: str) -> frozenset[str]:
        """Return the same without numbers, units, days and order.

        Two statements with none of these in common speak of different things, though both name a length.

        Args:
            text: of a statement, without names of sides and speakers.
            quantities: of the statement.

        Examples:
            >>> from ceaseline.accounts.language import ENGLISH
            >>> sorted(Stems.of(ENGLISH).about("the pause lasts for 30 days", "30..30 day"))
            ['last', 'pause']
        """
        counted = {part.partition(" ")[2] for part in quantities.split("; ") if part}
        measuring = self.measuring.union(
            *(self.units.get(unit, {self.endings.sub("", unit)[:_STEM]}) for unit in counted)
        )
        return self.telling(text) - measuring
