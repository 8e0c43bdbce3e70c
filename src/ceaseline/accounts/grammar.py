"""A language's word lists, made quick to ask."""

from __future__ import annotations

from collections.abc import Mapping

import attrs

from ceaseline.accounts.language import Act, Language, Takes


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
    """The forms of all verbs of saying, by their first word; longer ones come first."""

    language: Language
    forms: Mapping[str, tuple[tuple[tuple[str, ...], Cue], ...]]

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
        return cls(language, longest_first)

    def cue_at(self, low: list[str], at: int, end: int) -> Cue | None:
        """Return the verb of saying that begins at a word, None where none does."""
        for form, cue in self.forms.get(low[at], ()):
            if at + len(form) <= end and tuple(low[at : at + len(form)]) == form:
                return cue
        return None
