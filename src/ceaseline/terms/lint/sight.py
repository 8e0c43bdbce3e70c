"""Can anything that is there see whether it is kept?"""

from __future__ import annotations

from collections.abc import Iterator

from ceaseline.terms.codes import CODES
from ceaseline.terms.lint.rule import RULES, Remark, remark
from ceaseline.terms.model import Terms
from ceaseline.terms.words import SEES


def look(terms: Terms) -> Iterator[Remark]:
    """Yield the remarks T14, with what would make the clause verifiable and roughly what that takes."""
    for number, clause in enumerate(terms.clauses):
        if any(seen in SEES for seen in clause.verifiable_by.values()):
            continue
        known = CODES.get(clause.code)
        what = "nothing is named that can see it" if not clause.verifiable_by else "nothing deployed can see it"
        could = [] if known is None else [role for role, seen in known.seen_by.items() if seen in SEES]
        if known is None or not could:
            yield remark("T14", ("clauses", number), clause.id, what)
            continue
        mend = f"it would take {known.takes}; else {RULES['T14'].mend.split(', or ', 1)[1]}"
        yield remark("T14", ("clauses", number), clause.id, what, mend)
