"""What the text leaves open: each rule looks for one thing that nobody could test, and says how to mend it.

A remark is no error: people may leave things open on purpose. The rules say what that costs.
"""

from __future__ import annotations

from collections.abc import Iterator

from ceaseline.terms.lint import acts, duties, paper, places, sides, sight, times
from ceaseline.terms.lint.rule import RULES, Remark, Rule
from ceaseline.terms.model import Terms

__all__ = ["RULES", "Remark", "Rule", "lint"]

_ROOMS = (acts, places, times, duties, sides, sight, paper)


def lint(terms: Terms) -> list[Remark]:
    """Return the remarks on the terms, by the order of the rules and then of the terms.

    Args:
        terms: read without errors.

    Examples:
        >>> from ceaseline.terms import parse
        >>> terms = parse('''
        ... agreement: {title: Toy truce, type: bilateral, state: agreed}
        ... parties: {A: {name: North}, B: {name: South}}
        ... clauses:
        ...   - {id: no-provocation, code: NO_PROVOCATION, text: No provocations., modality: prohibition,
        ...      speech_status: agreed, obligors: [A, B],
        ...      window: {from: "2031-05-01", until: "2031-06-01", zone: UTC}}
        ... ''')
        >>> [remark.rule for remark in lint(terms)][:2]
        ['T01', 'T02']
    """
    return sorted(_remarks(terms), key=lambda remark: remark.rule)


def _remarks(terms: Terms) -> Iterator[Remark]:
    for room in _ROOMS:
        yield from room.look(terms)
