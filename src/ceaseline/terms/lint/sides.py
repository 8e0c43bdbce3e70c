"""Do the clauses bind both sides alike, and do they agree with one another?"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import datetime
from itertools import combinations

from ceaseline.terms.clause import Clause, Quantity
from ceaseline.terms.lint.rule import Remark, remark
from ceaseline.terms.model import Terms
from ceaseline.terms.space import Where
from ceaseline.terms.spelling import listed, named
from ceaseline.terms.windows import WindowForm

_BANS = frozenset({"prohibition"})
_ALLOWS = frozenset({"permission", "exception"})
_ASKS = frozenset({"duty"})


def look(terms: Terms) -> Iterator[Remark]:
    """Yield the remarks T13 and T15."""
    yield from _one_sided(terms)
    times = {clause.id: _times(clause.window or terms.agreement.window) for clause in terms.clauses}
    for (_, one), (later, other) in combinations(enumerate(terms.clauses), 2):
        if one.code == other.code and _meet(one, other, times):
            what = _contradiction(terms, one, other)
            if what is not None:
                yield remark("T15", ("clauses", later), other.id, what)


def _one_sided(terms: Terms) -> Iterator[Remark]:
    for number, clause in enumerate(terms.clauses):
        mirror = terms.clause(clause.mirror or "")
        bound = {*clause.obligors, *(mirror.obligors if mirror else ())}
        others = [party for party in terms.parties if party not in bound]
        if others:
            what = f"no clause is named that binds {listed([named(terms, party) for party in others])} the same way"
            yield remark("T13", ("clauses", number), clause.id, f"{what}: its mirror is not proposed")


def _contradiction(terms: Terms, one: Clause, other: Clause) -> str | None:
    """Say how two clauses of one code contradict each other; None where they do not."""
    both = [party for party in one.obligors if _standing(one, party) and _standing(other, party)]
    if not both:
        return None
    who = listed([named(terms, party) for party in both])
    kinds = {one.modality, other.modality}
    ban, leave = (one, other) if one.modality in _BANS else (other, one)
    if kinds & _BANS and kinds & _ALLOWS and not any(each.act == leave.id for each in ban.exceptions):
        return f"{leave.id} allows {who} what {ban.id} bans at the same place and time"
    if kinds & _BANS and kinds & _ASKS:
        return f"{leave.id} asks of {who} what {ban.id} bans at the same place and time"
    if one.quantity is None or other.quantity is None or not _alike(one.quantity, other.quantity):
        return None
    least = max(one.quantity.at_least or 0, other.quantity.at_least or 0)
    most = {each.at_most for each in (one.quantity, other.quantity) if each.at_most is not None}
    if len(most) > 1:
        return f"{one.id} and {other.id} set {who} two different limits"
    return f"{one.id} and {other.id} ask {who} for more than they allow" if most and least > min(most) else None


def _standing(clause: Clause, party: str) -> bool:
    return party in clause.obligors and clause.status(party) != "waived"


def _alike(one: Quantity, other: Quantity) -> bool:
    return (one.unit, one.of, one.per) == (other.unit, other.of, other.per)


_Times = tuple[datetime, datetime | None] | None


def _over(one: tuple[datetime, datetime | None], other: tuple[datetime, datetime | None]) -> bool:
    """Whether one window is over before the other begins; an open end never comes."""
    return one[1] is not None and one[1] <= other[0]


def _times(form: WindowForm | None) -> _Times:
    return None if form is None else (form.begin, form.end)


def _meet(one: Clause, other: Clause, times: Mapping[str, _Times]) -> bool:
    """Whether two clauses can speak of one act; what is not said may be anywhere, at any time, and of any class."""
    first, second = times[one.id], times[other.id]
    if first is not None and second is not None and (_over(first, second) or _over(second, first)):
        return False
    if one.objects and other.objects and not set(one.objects) & set(other.objects):
        return False
    return _place(one) is None or _place(other) is None or _place(one) == _place(other)


def _place(clause: Clause) -> tuple[str | None, str | None] | None:
    """Return the zone or line it is near; bands of one line overlap, however wide. None where it is everywhere."""
    return (clause.where.zone, clause.where.line) if isinstance(clause.where, Where) else None
