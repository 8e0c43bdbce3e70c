"""Is it said what the act is?"""

from __future__ import annotations

import re
from collections.abc import Iterator
from difflib import get_close_matches

from ceaseline.terms.clause import Clause
from ceaseline.terms.codes import CODES, VAGUE
from ceaseline.terms.lint.rule import Remark, remark
from ceaseline.terms.model import Terms


def look(terms: Terms) -> Iterator[Remark]:
    """Yield the remarks T01, T02, T03 and T19."""
    for number, clause in enumerate(terms.clauses):
        at = ("clauses", number)
        known = CODES.get(clause.code)
        if known is None and clause.measure is None:
            yield remark("T01", (*at, "code"), clause.id, f"nothing defines {clause.code}", _mend(clause.code))
        if clause.measure is None:
            for what in _vague(clause):
                yield remark("T02", (*at, "text"), clause.id, what)
        if known is not None and "object" in known.needs and not clause.objects:
            what = f"it does not say which class: {known.object}"
            yield remark("T03", at, clause.id, what, f"name the classes under objects:, such as {known.object}")
        if clause.readings:
            what = f"its words can also be read as: {'; '.join(clause.readings)}"
            yield remark("T19", (*at, "readings"), clause.id, what)


def _vague(clause: Clause) -> Iterator[str]:
    """Yield why a reader could take the clause for another: one reason is enough."""
    known = CODES.get(clause.code)
    found = [word for word in VAGUE if re.search(rf"\b{re.escape(word)}", clause.text.lower())]
    if found:
        yield f'"{found[0]}" can mean more than one thing'
    elif known is not None and "measure" in known.needs:
        yield f"{known.act}: it does not say what would count as that"


def _mend(code: str) -> str:
    near = get_close_matches(code, CODES, n=1)
    meant = f"use {near[0]} if that is meant, or " if near else "use a code of the library, or "
    return f"{meant}say under measure: what counts as the act"
