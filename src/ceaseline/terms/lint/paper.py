"""Is it said who determines, who holds the orders, and who stands in for it?"""

from __future__ import annotations

from collections.abc import Iterator

from ceaseline.terms.lint.rule import Remark, remark
from ceaseline.terms.model import Terms
from ceaseline.terms.spelling import listed, plain


def look(terms: Terms) -> Iterator[Remark]:
    """Yield the remarks T17, T18, T20, T23 and T25."""
    mechanism = terms.mechanism
    if mechanism.body is None:
        yield remark(
            "T17", ("mechanism",), "mechanism", "it is not said who determines what was a violation and whose"
        )
    elif mechanism.body.quorum is None or mechanism.body.rule is None:
        what = f"it is not said how {mechanism.body.name} decides"
        yield remark("T17", ("mechanism", "body"), "mechanism", what, "give quorum: and rule:")
    if mechanism.right_of_reply_hours is None:
        yield remark("T18", ("mechanism",), "mechanism", "it is not said whether an accused side may reply")
    if mechanism.orders_deposited_with is None:
        yield remark("T20", ("mechanism",), "mechanism", "it is not said who holds the orders to keep it")
    for number, order in enumerate(terms.orders):
        if order.deposited_with is None and mechanism.orders_deposited_with is None:
            yield remark("T20", ("orders", number), order.id, "it is deposited with nobody", "give deposited_with:")
    definitions = terms.agreement.definitions
    if len(definitions) > 1:
        what = f"what the ceasefire is can be read as {listed([plain(each.name) for each in definitions])}"
        yield remark("T23", ("agreement", "definitions"), "definitions", what)
    for number, guarantee in enumerate(terms.guarantees):
        if guarantee.guarantor is None or guarantee.trigger is None:
            lacks = [key for key in ("guarantor", "trigger") if getattr(guarantee, key) is None]
            what = f"{guarantee.what.rstrip('.')}: no {' and no '.join(lacks)}"
            yield remark("T25", ("guarantees", number), "guarantee", what)
