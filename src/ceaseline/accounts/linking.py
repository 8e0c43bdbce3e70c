"""Which clauses a statement speaks of, by word patterns that are data."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping, Sequence

import attrs

from ceaseline.terms import Terms

_GAP = 6  # words that `...` stands for at most


@attrs.frozen
class Links:
    """Patterns of each clause, compiled."""

    compiled: tuple[tuple[str, re.Pattern[str]], ...]
    any_of_them: re.Pattern[str]

    @classmethod
    def of(cls, patterns: Mapping[str, Sequence[str]]) -> Links:
        """Return the patterns of each clause or code, ready to be looked for.

        Examples:
            >>> links = Links.of({"rearm": ["rearm*"], "orders": ["who ... orders"]})
            >>> links.find("Will they rearm, and who will give the orders?")
            ['rearm', 'orders']
        """
        told = {name: _alternatives(each) for name, each in patterns.items() if each}
        compiled = tuple((name, re.compile(expression)) for name, expression in told.items())
        return cls(compiled, re.compile("|".join(told.values()) or r"(?!)"))

    def find(self, text: str) -> list[str]:
        """Return the clauses a text speaks of, in the order of the patterns."""
        low = " ".join(text.lower().replace("’", "'").split())
        if not self.any_of_them.search(low):
            return []
        return [name for name, expression in self.compiled if expression.search(low)]


def links_for(terms: Terms | None, library: Mapping[str, Sequence[str]]) -> Links:
    """Return the patterns of the terms' clauses; without terms those of the library's codes.

    A clause without patterns of its own is known by those of its code, where no other clause has that code.
    """
    if terms is None:
        return Links.of(library)
    shared = Counter(clause.code for clause in terms.clauses)
    return Links.of(
        {
            clause.id: (*clause.patterns, *(library.get(clause.code, ()) if shared[clause.code] == 1 else ()))
            for clause in terms.clauses
        }
    )


def _alternatives(patterns: Sequence[str]) -> str:
    return r"\b(?:" + "|".join(_expression(pattern) for pattern in patterns) + r")(?!\w)"


def _expression(pattern: str) -> str:
    words = pattern.lower().split()
    said, gap = "", ""
    for word in words:
        if word == "...":
            gap = rf"(?:\W+[\w'-]+){{0,{_GAP}}}\W+"
            continue
        one = "|".join(_word(part) for part in word.split("|"))
        said += (gap or (r"\W+" if said else "")) + (f"(?:{one})" if "|" in one else one)
        gap = ""
    return said


def _word(word: str) -> str:
    return re.escape(word[:-1]) + r"[\w'-]*" if word.endswith("*") else re.escape(word) + "s?"
