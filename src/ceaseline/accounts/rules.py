"""All that is needed to read the accounts of one language about one agreement."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import attrs

from ceaseline.accounts.acts import Acts
from ceaseline.accounts.grammar import Grammar
from ceaseline.accounts.language import ENGLISH, Language
from ceaseline.accounts.linking import Links, links_for
from ceaseline.accounts.patterns import PATTERNS
from ceaseline.accounts.quantities import Numbers
from ceaseline.terms import Terms


@attrs.frozen
class Rules:
    """Word lists of a language, compiled once.

    Attributes:
        grammar: verbs of saying.
        acts: what is done by saying.
        numbers: quantities with their units.
        links: patterns of clauses.
        parties: each party's code with the names it goes by; empty without terms.
    """

    grammar: Grammar
    acts: Acts
    numbers: Numbers
    links: Links
    parties: Mapping[str, Sequence[str]]

    @property
    def language(self) -> Language:
        """The language they are of."""
        return self.grammar.language


def rules_for(
    terms: Terms | None = None,
    language: Language = ENGLISH,
    patterns: Mapping[str, Sequence[str]] | None = None,
) -> Rules:
    """Return the rules to read accounts by; without terms the library's codes stand for clauses.

    Args:
        terms: whose clauses and parties are looked for.
        language: of the accounts.
        patterns: of each code in that language; those that come with the program where none are given.

    Examples:
        >>> rules_for().links.find("Who will give the orders?")
        ['ISSUE_ORDER']
    """
    return Rules(
        Grammar.of(language),
        Acts.of(language),
        Numbers.of(language),
        links_for(terms, PATTERNS.get(language.language, {}) if patterns is None else patterns),
        {} if terms is None else _names(terms),
    )


def _names(terms: Terms) -> dict[str, Sequence[str]]:
    sides: dict[str, Sequence[str]] = {
        code: (side.name, *side.monitor_names.values()) for code, side in terms.parties.items()
    }
    return sides | {code: (side.name,) for code, side in terms.third_states.items()}
