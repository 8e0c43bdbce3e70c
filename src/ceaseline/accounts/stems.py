"""The words of a statement that say what it is about, by their beginnings."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping

import attrs

from ceaseline.accounts.language import Language

_BEHIND = 6  # words behind "before" that tell before what
_STEM = 5  # letters by which a word is known in another form
_WORDS = re.compile(r"n't\b|[^\W\d_]+?(?=n't\b)|[^\W\d_]+")
_DOUBLED = re.compile(r"([^\W\d_])\1$")
_LETTERS = re.compile(r"[^\W\d_]{3,}")


@attrs.frozen
class Stems:
    """What tells the words that mean something from those that join others, or measure.

    Attributes:
        joining: words that only join others.
        measuring: stems of words of numbers and days.
        ordering: of words of order, and of those that join clauses.
        units: for each unit the stems of its spellings.
        endings: what is cut off.
        denials: words that turn the verb behind them round.
        passed: words that may stand between.
        sequences: what says before, during and after.
        adverbs: those that are listed, and the endings of others.
        verbs: forms of verbs of saying.
        joiners: words that join clauses.
        distancing: words by which a text keeps another word away from itself.
    """

    joining: frozenset[str]
    measuring: frozenset[str]
    ordering: frozenset[str]
    units: Mapping[str, frozenset[str]]
    endings: re.Pattern[str]
    denials: frozenset[str]
    passed: frozenset[str]
    sequences: Mapping[str, re.Pattern[str]]
    adverbs: tuple[frozenset[str], tuple[str, ...]]
    distancing: tuple[str, ...]
    verbs: frozenset[str]
    joiners: frozenset[str]

    @classmethod
    def of(cls, language: Language) -> Stems:
        """Return what a language needs."""
        joining = language.function_words | language.auxiliaries | language.adverbs | language.negations
        joining |= language.determiners | language.prepositions | frozenset(language.pronouns)
        endings = re.compile(rf"(?:{'|'.join(language.endings.inflections) or '(?!)'})$")
        measuring: tuple[Iterable[str], ...] = (
            *(language.number_words, language.multiples, language.vague_numbers, language.currencies),
            *(language.months, language.days, language.contents.parts_of_day),
        )
        units = {unit: _all(spellings, endings) for unit, spellings in language.units.items()}
        sequences: dict[str, re.Pattern[str]] = {
            name: re.compile(rf"\b(?:{'|'.join(re.escape(word) for word in words)})\b(?:\W+\w+){{1,{_BEHIND}}}")
            for name, words in language.sequences.items()
        }
        return cls(
            joining,
            frozenset[str]().union(*(_all(each, endings) for each in measuring)),
            frozenset[str]().union(
                *(_all(each, endings) for each in (*language.sequences.values(), language.joiners))
            ),
            units,
            endings,
            language.verbs.denials,
            language.auxiliaries | language.adverbs,
            sequences,
            (language.adverbs - language.negations, language.endings.adverb),
            language.distancing,
            frozenset(form for group in language.cues for verb in group.verbs for form in verb.split()),
            language.joiners,
        )

    def _stem(self, word: str) -> str:
        return _cut(word, self.endings)

    def telling(self, text: str) -> frozenset[str]:
        """Return the beginnings of the words of a text that mean something by themselves."""
        words = (word for word in _LETTERS.findall(text.lower()) if word not in self.joining)
        return frozenset(self._stem(word) for word in words)

    @property
    def measured(self) -> frozenset[str]:
        """Stems of words of numbers, of days and of all units."""
        return self.measuring.union(*self.units.values())

    def is_adverb(self, word: str) -> bool:
        """Tell whether a word in small letters says how, or how far."""
        listed, endings = self.adverbs
        return word in listed or (len(word) > _STEM and word.endswith(endings))

    def tells(self, word: str, *, but: frozenset[str]) -> bool:
        """Tell whether a word says something by itself that is no number, and not among the stems given."""
        if word in self.adverbs[0]:
            return True
        found = self.telling(word)
        kept_away = any(word in each.split("-") for each in self.distancing)
        return bool(found) and word not in self.joiners and not kept_away and not found & (but | self.measured)

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
                    found.add(self._stem(word))
                open_since = False
        return frozenset(found)

    def order(self, text: str) -> dict[str, frozenset[str]]:
        """Return what a statement says it was before, during and after, by the beginnings of the words.

        Examples:
            >>> from ceaseline.accounts.language import ENGLISH
            >>> Stems.of(ENGLISH).order("They met before the vote.")
            {'before': frozenset({'vot'})}
        """
        low = text.lower()
        found = {
            name: frozenset().union(*(self.telling(each.group()) for each in words.finditer(low)))
            for name, words in self.sequences.items()
        }
        return {name: each - self.measuring for name, each in found.items() if each - self.measuring}

    def about(self, text: str, quantities: str) -> frozenset[str]:
        """Return the same without numbers, units, days and order.

        Two statements with none of these in common speak of different things, though both name a length.

        Args:
            text: of a statement, without names of sides and speakers.
            quantities: of the statement.

        Examples:
            >>> from ceaseline.accounts.language import ENGLISH
            >>> sorted(Stems.of(ENGLISH).about("the pause lasts for 30 days", "30..30 day"))
            ['last', 'paus']
        """
        counted = {part.partition(" ")[2] for part in quantities.split("; ") if part}
        measuring = self.measuring.union(
            self.ordering, *(self.units.get(unit, {self._stem(unit)}) for unit in counted)
        )
        return self.telling(text) - measuring


def _cut(word: str, endings: re.Pattern[str]) -> str:
    """Return a word without its ending, and without the letter doubled before one, as in "jamming"."""
    bare = endings.sub("", word)
    return _DOUBLED.sub(r"\1", bare)[:_STEM]


def _all(phrases: Iterable[str], endings: re.Pattern[str]) -> frozenset[str]:
    return frozenset(_cut(word, endings) for phrase in phrases for word in phrase.split())
