"""A language's word lists, made quick to ask."""

from __future__ import annotations

from collections.abc import Mapping

import attrs

from ceaseline.accounts.language import Act, Language, Takes
from ceaseline.accounts.tokens import Cutter

_SHORTEST = 4  # letters; a shorter word is no adverb, whatever it ends in


@attrs.frozen
class Cue:
    """What is known of one form of a verb.

    Attributes:
        verb: its name, the first of its forms.
        words: how many words it has.
        act: what is done by saying it.
        takes: what can follow.
        charge: what the outlet adds by choosing it.
    """

    verb: str
    words: int
    act: Act
    takes: tuple[Takes, ...]
    charge: str


@attrs.frozen
class Grammar:
    """A language, compiled.

    Attributes:
        language: its word lists.
        forms: of all verbs of saying, by their first word; longer ones come first.
        cutter: how its texts are cut into words.
    """

    language: Language
    forms: Mapping[str, tuple[tuple[tuple[str, ...], Cue], ...]]
    cutter: Cutter

    @classmethod
    def of(cls, language: Language) -> Grammar:
        """Return the grammar of a language; of two entries with one form the first holds."""
        found: dict[str, dict[tuple[str, ...], Cue]] = {}
        for group in language.cues:
            for verb in group.verbs:
                forms = [tuple(form.split("_")) for form in verb.split()]
                name = " ".join(forms[0])
                for form in forms:
                    cue = Cue(name, len(form), group.act, group.takes, group.charge)
                    found.setdefault(form[0], {}).setdefault(form, cue)
        longest_first = {
            first: tuple(sorted(entries.items(), key=lambda entry: -len(entry[0])))
            for first, entries in found.items()
        }
        return cls(language, longest_first, Cutter.of(language.writing))

    def cue_at(self, low: list[str], at: int, end: int) -> Cue | None:
        """Return the verb of saying that begins at a word, None where none does."""
        for form, cue in self.forms.get(low[at], ()):
            if at + len(form) <= end and tuple(low[at : at + len(form)]) == form:
                return cue
        return None

    def is_adverb(self, word: str) -> bool:
        """Tell whether a word in small letters only says how or when."""
        made = len(word) > _SHORTEST and word.endswith(self.language.endings.adverb)
        return word in self.language.adverbs or made

    def is_gerund(self, word: str) -> bool:
        """Tell whether a word has the form of a verb that goes on, as "saying"."""
        return word.endswith(self.language.endings.gerund)

    def is_past(self, word: str) -> bool:
        """Tell whether a word has the form of a verb of the past."""
        return word.endswith(self.language.endings.past)

    def is_participle(self, word: str) -> bool:
        """Tell whether a word has a form that says what was done to something."""
        return word.endswith(self.language.endings.participle) or word in self.language.endings.irregular

    def is_plural(self, word: str) -> bool:
        """Tell whether a word has the form of several."""
        return word.endswith(self.language.endings.plural)

    def is_possessive(self, word: str) -> bool:
        """Tell whether a word says whose something is."""
        return word.endswith(tuple(self.language.possessives))

    def singular(self, word: str) -> str:
        """Return a word without the ending of several."""
        return next(
            (word.removesuffix(ending) for ending in self.language.endings.plural if word.endswith(ending)), word
        )
