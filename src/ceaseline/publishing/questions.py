"""Questions and demands that are no clauses yet, each with the program's answer so far."""

from __future__ import annotations

from collections.abc import Mapping

import attrs
import polars as pl

from ceaseline.publishing.material import Material
from ceaseline.terms import BINDING, CODES, RULES, Clause, Terms, alternating, lint, listed, named, verifiability

_AGREED = {
    "question": "no: only asked",
    "demanded": "no: demanded",
    "proposed": "no: proposed",
    "waived": "waived",
    "accepted": "accepted",
    "agreed": "agreed",
    "in_force": "in force",
}


@attrs.frozen
class QuestionRow:
    """One question or demand.

    Attributes:
        text: what is asked or demanded.
        raised_by: by whom.
        binds: whom it would bind.
        agreed: how far that has got.
        seen_by: what could see whether it is kept.
        answer: what can be said so far.
        one_sided: whether nobody asks the same of the other side.
    """

    text: str
    raised_by: str
    binds: str
    agreed: str
    seen_by: str
    answer: str
    one_sided: bool


def question_rows(material: Material) -> list[QuestionRow]:
    """Return the questions in the order of the terms."""
    terms = material.terms
    return [
        QuestionRow(
            text=clause.text,
            raised_by=listed([named(terms, party) for party in clause.raised_by] or ["no party of these terms"]),
            binds=listed([named(terms, party) for party in alternating(clause.obligors, turn)]),
            agreed=listed(sorted({_AGREED[clause.status(party)] for party in clause.obligors})),
            seen_by=verifiability(clause),
            answer=_answer(material, clause),
            one_sided=len(clause.obligors) < len(terms.parties) and clause.mirror is None,
        )
        for turn, clause in enumerate(terms.clauses)
    ]


@attrs.frozen
class LeftOpen:
    """One thing the text leaves open, wherever it does.

    Attributes:
        title: what is missing.
        why: what goes wrong where it is.
        where: clause ids, or other parts of the form.
    """

    title: str
    why: str
    where: tuple[str, ...]


def left_open(terms: Terms) -> list[LeftOpen]:
    """Return what the linter finds, a row for each rule, in the order of the rules."""
    found: dict[str, dict[str, None]] = {}
    for remark in lint(terms):
        found.setdefault(remark.rule, {})[remark.where] = None
    return [LeftOpen(RULES[code].title, RULES[code].why, tuple(where)) for code, where in found.items()]


def _answer(material: Material, clause: Clause) -> str:
    named_by_terms = _mechanism(material.terms).get(clause.code)
    if named_by_terms is not None:
        return named_by_terms
    held = [party for party in clause.obligors if clause.status(party) in BINDING]
    if not held:
        known = CODES.get(clause.code)
        takes = "" if known is None else f" To see it would take {known.takes}."
        return f"Not agreed, so it has no violations.{takes}"
    reasons = material.verdicts.filter(pl.col("clause_id") == clause.id, pl.col("obligor") == "any")["reason"]
    return str(reasons[0])


def _mechanism(terms: Terms) -> Mapping[str, str]:
    """Answer the questions that the terms' own mechanism answers, or leaves open."""
    mechanism = terms.mechanism
    body = mechanism.body
    nobody = "It is not said. This program can only propose: people must determine."
    deposited = mechanism.orders_deposited_with
    return {
        "DETERMINATION": nobody if body is None else f"{body.name}.",
        "ISSUE_ORDER": "It is not said with whom orders are deposited, so no order could be shown."
        if deposited is None
        else f"Orders are deposited with {deposited}.",
    }
