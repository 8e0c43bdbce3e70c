"""Fire that answers fire, where the terms allow it after steps: an attempt that failed, and then an order."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from typing import Any

import attrs
import polars as pl

from ceaseline.assessment.rules import Registers
from ceaseline.tables.calls import FAILED
from ceaseline.terms import Terms, named

RETURN_FIRE = "return_fire"
_Row = Mapping[str, Any]


def returned(
    asked: pl.DataFrame, incidents: pl.DataFrame, responses: pl.DataFrame, registers: Registers, terms: Terms
) -> Iterator[dict[str, Any]]:
    """Yield a check for each incident that answers another, and for each of which that cannot be told.

    It is shown where a party tried, after the first fire and before the answer, to have it stopped, and failed; and
    then ordered its forces to return fire, in force before the answer. Both stand in registers that are no party's
    own. That the answer was that party's fire does not follow, nor that the condition of the terms was met.

    Args:
        asked: ``incident_id``, ``clause_id``, ``condition``, ``steps``.
        incidents: all of them.
        responses: which answers which.
        registers: calls and orders.
        terms: for the names of parties.
    """
    known = {row[0]: row[1:] for row in incidents.select("incident_id", "earliest", "latest").iter_rows()}
    linked = pl.when(pl.col("incident_id").is_in(list(known))).then("incident_id")
    failed = registers.calls.filter(pl.col("outcome").is_in(FAILED)).with_columns(incident_id=linked)
    answers = dict(responses.select("incident_id", "answers").iter_rows())
    for row in asked.iter_rows(named=True):
        key = {"incident_id": row["incident_id"], "clause_id": row["clause_id"], "act": RETURN_FIRE}
        answered = answers.get(row["incident_id"])
        if answered is None and row["incident_id"] in registers.ordered:
            continue  # looked at, and nothing on record that it answers
        if row["steps"] == 0:
            basis = "return fire is allowed, and no step is named before it that a register could show"
            yield key | _check("no_register", basis)
        elif answered is None:
            basis = "whether it answers fire cannot be told from its records; procedure not shown"
            yield key | _check("not_shown", basis)
        else:
            times = known[answered][1], *known[row["incident_id"]]
            answer = _Answer(row["clause_id"], row["condition"], answered, *times)
            orders = _orders(answer, registers.orders, registers)
            tried = _tried(answer, failed, registers)
            yield key | _shown(answer, orders, tried, registers, terms)


@attrs.frozen
class _Answer:
    """An incident that answers another.

    Attributes:
        clause_id: the clause whose exception is asked about.
        condition: what the terms ask for besides the steps, in their words.
        answered: the other incident.
        after: that one's end.
        start, end: its own.
    """

    clause_id: str
    condition: str | None
    answered: str
    after: datetime
    start: datetime
    end: datetime


def _orders(answer: _Answer, orders: pl.DataFrame, registers: Registers) -> list[_Row]:
    """Return the orders to return fire that were in force when the answer began, the last one first."""
    given = orders.filter(pl.col("issued") <= answer.start, ~pl.col("source").is_in(registers.own))
    replaced = given["supersedes"].drop_nulls().to_list()
    standing = given.filter(
        pl.col("orders") == RETURN_FIRE,
        pl.col("clause_id").is_null() | (pl.col("clause_id") == answer.clause_id),
        pl.col("effective") <= answer.start,
        pl.col("revoked").is_null() | (pl.col("revoked") > answer.end),
        ~pl.col("order_id").is_in(replaced),
    )
    return list(standing.sort("issued", "order_id", descending=[True, False]).iter_rows(named=True))


def _tried(answer: _Answer, failed: pl.DataFrame, registers: Registers) -> list[_Row]:
    """Return the calls between both that came to nothing; one that is linked to another incident is about that."""
    between = failed.filter(
        pl.col("at").is_between(answer.after, answer.start),
        (pl.col("incident_id") == answer.answered).fill_null(value=True),
        ~pl.col("source").is_in(registers.own),
    )
    return list(between.sort("at", "call_id").iter_rows(named=True))


def _shown(
    answer: _Answer,
    orders: Sequence[_Row],
    tried: Sequence[_Row],
    registers: Registers,
    terms: Terms,
) -> dict[str, Any]:
    for order in orders:
        call = next((each for each in tried if _comes_before(each, order)), None)
        if call is not None:
            outcome = call["outcome"].replace("_", " ")
            basis = (
                f"it seems to answer {answer.answered}; {named(terms, order['party'])} tried to have that stopped "
                f"in {call['call_id']} ({outcome}) and then ordered return fire in {order['order_id']}, in force "
                "before the answer"
            )
            unchecked = f'; that "{answer.condition}" is not checked' if answer.condition else ""
            return _check("shown", basis + unchecked, order)
    lack = _lack(orders, tried, registers)
    basis = f"it seems to answer {answer.answered}; procedure not shown: {lack}"
    return _check("not_shown", basis, orders[0] if orders else None)


def _comes_before(call: _Row, order: _Row) -> bool:
    return bool(call["caller"] == order["party"] and call["at"] <= order["issued"])


def _lack(orders: Sequence[_Row], tried: Sequence[_Row], registers: Registers) -> str:
    absent = [name for name in ("calls", "orders") if name not in registers.kept]
    if absent:
        return f"no register of {' or of '.join(absent)} is on record"
    if orders:
        return f"no failed attempt of the same party is on record before the order {orders[0]['order_id']}"
    if tried:
        return f"no order to return fire is on record after the attempt {tried[0]['call_id']}"
    return "neither a failed attempt nor an order to return fire is on record"


def _check(shown: str, basis: str, order: _Row | None = None) -> dict[str, Any]:
    entry = (None, None) if order is None else (order["order_id"], order["party"])
    return {"shown": shown, "open": shown != "shown", "entry": entry[0], "party": entry[1], "basis": basis}
