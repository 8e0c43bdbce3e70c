"""The ceasefire as data: read ``terms.yaml``, say it back, and lay it flat as the clauses table."""

from ceaseline.terms.flat import clauses
from ceaseline.terms.model import BINDING, Clause, LineForm, Party, Terms, WindowForm
from ceaseline.terms.reading import parse
from ceaseline.terms.sentences import alternating, named, sentences, verifiability

__all__ = [
    "BINDING",
    "Clause",
    "LineForm",
    "Party",
    "Terms",
    "WindowForm",
    "alternating",
    "clauses",
    "named",
    "parse",
    "sentences",
    "verifiability",
]
