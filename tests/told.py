"""An invented press conference in two accounts, and short ways to read one."""

from __future__ import annotations

from typing import Any

import polars as pl

from builders import terms
from ceaseline.accounts import Compared, compare, rules_for, statements
from ceaseline.terms import Terms

RUNNING = """\
Northland open to truce, but questions its effectiveness

President Voss sets conditions for the 30-day ceasefire

13 May 2031

President Arlen Voss of Northland on Thursday claimed that he supported the proposed 30-day ceasefire, praised the \
mediator, but said it was unclear how the truce would be verified along hundreds of kilometres of front.

"We absolutely support it," Voss said. "But who will give the orders? Will they use the thirty days to regroup and \
to continue forced mobilization?"

Premier Mira Keld of Eastmark, who stood beside him, said that Southland will not accept the ceasefire, although \
Southland had already done so on Tuesday.

Voss thanked the mediator for the proposal. According to Keld, the treaty was exchanged during the meeting.

The front has hardly moved since March.
"""

BULLETS = """\
Voss backs 30-day ceasefire
He asks how it would be controlled

Arlen Voss, President of Northland:
- We are in favour of stopping the fighting, but who determines, along 2,000 kilometres of line, who violated what?
- Who gives the orders, and at what price?
- We want guarantees that for 30 days nobody is mobilised, no soldiers are trained and no weapons are received.
- The treaty was exchanged before the meeting.

Mira Keld, Premier of Eastmark:
- I thank the mediator for the proposal.
- “Trust the facts; statements are only statements.”
"""


def read(text: str, terms: Terms | None = None, document: str = "a.txt") -> list[dict[str, Any]]:
    return statements(document, text, rules_for(terms)).to_dicts()


def said(text: str) -> list[tuple[str | None, str]]:
    """Return who said what, without what the outlet says itself."""
    return [(row["speaker"], row["text"]) for row in read(text) if row["voice"] != "outlet"]


def side_by_side(*texts: str, terms: Terms | None = None) -> Compared:
    rules = rules_for(terms)
    found = [statements(name, text, rules) for name, text in zip("abcdef", texts, strict=False)]
    names = [name for known in rules.parties.values() for name in known]
    return compare(pl.concat(found), rules.language, names=names)


def relations(compared: Compared) -> list[tuple[str, str, str]]:
    return [(row["relation"], row["left"], row["right"]) for row in compared.pairs.to_dicts()]


def two_sides(*entries: dict[str, Any], north: str = "Northland", south: str = "Southland") -> Terms:
    return terms(*entries, parties={"A": {"name": north}, "B": {"name": south}})
