"""Do the clauses bind both sides alike, and do they agree with one another?"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from itertools import combinations

from ceaseline.terms.clause import Clause
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
    windows = {clause.id: clause.window or terms.agreement.window for clause in terms.clauses}
    for (_, one), (later, other) in combinations(enumerate(terms.clauses), 2):
        what = _contradiction(terms, one, other) if one.code == other.code else None
        if what is not None and _meet(one, other, windows):
            yield remark("T15", ("clauses", later), other.id, what)


def _one_sided(terms: Terms) -> Iterator[Remark]:
    for number, clause in enumerate(terms.clauses):
        others = [party for party in terms.parties if party not in clause.obligors]
        if others and clause.mirror is None:
            what = f"no clause is named that binds {listed([named(terms, party) for party in others])} the same way"
            yield remark("T13", ("clauses", number), clause.id, f"{what}: its mirror is not proposed")


def _contradiction(terms: Terms, one: Clause, other: Clause) -> str | None:
    """Say how two clauses of one code contradict each other; None where they do not."""
    both = [party for party in one.obligors if party in other.obligors]
    if not both:
        return None
    who = listed([named(terms, party) for party in both])
    kinds = {one.modality, other.modality}
    ban, leave = (one, other) if one.modality in _BANS else (other, one)
    if kinds & _BANS and kinds & _ALLOWS and not any(each.act == leave.id for each in ban.exceptions):
        return f"{leave.id} allows {who} what {ban.id} bans at the same place and time"
    if kinds & _BANS and kinds & _ASKS:
        return f"{leave.id} asks of {who} what {ban.id} bans at the same place and time"
    if one.quantity is None or other.quantity is None or one.quantity.unit != other.quantity.unit:
        return None
    least = max(each.quantity.at_least or 0 for each in (one, other) if each.quantity is not None)
    most = [each.quantity.at_most for each in (one, other) if each.quantity and each.quantity.at_most is not None]
    if len(set(most)) > 1:
        return f"{one.id} and {other.id} set {who} two different limits"
    return f"{one.id} and {other.id} ask {who} for more than they allow" if most and least > min(most) else None


def _meet(one: Clause, other: Clause, windows: Mapping[str, WindowForm | None]) -> bool:
    """Whether two clauses can hold at one place and time; what is not said may be anywhere, at any time."""
    first, second = windows[one.id], windows[other.id]
    apart_in_time = first is not None and second is not None and not first.overlaps(second)
    return not apart_in_time and (_everywhere(one) or _everywhere(other) or one.where == other.where)


def _everywhere(clause: Clause) -> bool:
    return not isinstance(clause.where, Where)
