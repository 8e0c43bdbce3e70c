"""The ceasefire as data: read ``terms.yaml``, say it back, and lay it flat as the clauses table."""

from ceaseline.terms.agreement import Party
from ceaseline.terms.clause import Clause
from ceaseline.terms.codes import CODES
from ceaseline.terms.flat import clauses
from ceaseline.terms.lint import RULES, Remark, lint
from ceaseline.terms.model import Terms
from ceaseline.terms.overview import Standing, clock_differences, standings
from ceaseline.terms.printing import printed, schema
from ceaseline.terms.reading import parse
from ceaseline.terms.sentences import sentences
from ceaseline.terms.space import LineForm
from ceaseline.terms.spelling import alternating, listed, named, per_cent, verifiability
from ceaseline.terms.windows import WindowForm
from ceaseline.terms.words import BINDING

__all__ = [
    "BINDING",
    "CODES",
    "RULES",
    "Clause",
    "LineForm",
    "Party",
    "Remark",
    "Standing",
    "Terms",
    "WindowForm",
    "alternating",
    "clauses",
    "clock_differences",
    "lint",
    "listed",
    "named",
    "parse",
    "per_cent",
    "printed",
    "schema",
    "sentences",
    "standings",
    "verifiability",
]
