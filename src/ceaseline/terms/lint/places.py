"""Is it said where?"""

from __future__ import annotations

from collections.abc import Iterator

from ceaseline.terms.clause import Clause
from ceaseline.terms.codes import CODES
from ceaseline.terms.lint.rule import Remark, remark
from ceaseline.terms.model import Terms
from ceaseline.terms.space import Where


def look(terms: Terms) -> Iterator[Remark]:
    """Yield the remarks T04, T05 and T22."""
    for name, line in terms.lines.items():
        missing = [key for key in ("author", "as_of", "error_km") if getattr(line, key) is None]
        if missing:
            what = f"the line has no {', no '.join(missing)}"
            yield remark("T05", ("lines", name), name, what, f"give {', '.join(f'{key}:' for key in missing)}")
    for kind, drawn in (("lines", terms.lines), ("zones", terms.zones)):
        for name, form in drawn.items():
            if form.file is None:
                yield remark("T04", (kind, name), name, "nobody has drawn it", "give file: with its GeoJSON")
    for number, clause in enumerate(terms.clauses):
        yield from _of_clause(clause, number)


def _of_clause(clause: Clause, number: int) -> Iterator[Remark]:
    at = ("clauses", number)
    known = CODES.get(clause.code)
    where = clause.where
    if not isinstance(where, Where):
        if known is not None and "place" in known.needs:
            yield remark("T04", at, clause.id, f"{known.act}: it does not say where, so everywhere is meant")
        return
    if where.line is not None and where.within_km is None:
        what = f"it holds along the line {where.line}, and not how far from it"
        yield remark("T04", (*at, "where"), clause.id, what, "give within_km:, for each class where they differ")
    unmeasured = [party for party in clause.obligors if party not in where.measured_from]
    if where.line is not None and len(clause.obligors) > 1 and unmeasured:
        what = f"it is not said from which line each side measures, only {where.line}"
        yield remark("T22", (*at, "where"), clause.id, what)
