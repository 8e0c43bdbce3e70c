"""Fire that answers fire, where the terms allow it after steps: an attempt that failed, and then an order."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from typing import Any

import attrs
import polars as pl

from ceaseline.assessment.rules import Grounds
from ceaseline.tables.calls import FAILED
from ceaseline.tables.responses import LONGEST
from ceaseline.terms import Terms, named
from ceaseline.terms.codes import CODES

RETURN_FIRE = "return_fire"
_Row = Mapping[str, Any]


def returned(
    asked: pl.DataFrame, incidents: pl.DataFrame, responses: pl.DataFrame, grounds: Grounds, terms: Terms
) -> Iterator[dict[str, Any]]:
    """Yield a check for each incident that answers another, and for each of which that cannot be told.

    One before which nothing that may be fire is on record for half an hour answers nothing that is known.

    It is shown where a party tried, after the first fire and before the answer, to have it stopped, and failed; and
    then ordered its forces to return fire, in force before the answer. Both stand in registers that are no party's
    own. That the answer was that party's fire does not follow, nor that the condition of the terms was met.

    Args:
        asked: ``incident_id``, ``clause_id``, ``condition``, ``steps``.
        incidents: all of them.
        responses: which answers which.
        grounds: calls and orders.
        terms: for the names of parties.
    """
    known = {row[0]: row[1:] for row in incidents.select("incident_id", "earliest", "latest").iter_rows()}
    ordered = pl.col("delay_s").is_not_null()
    answers = dict(responses.filter(ordered).select("incident_id", "answers").iter_rows())
    either = responses.filter(~ordered)  # which of the two answers the other is not known
    orders, calls = _orders(grounds), _failed(grounds, list(known))
    looked_at = {*grounds.ordered, *_first(incidents)} - {*either["incident_id"], *either["answers"]}
    for row in asked.iter_rows(named=True):
        key = {"incident_id": row["incident_id"], "clause_id": row["clause_id"], "act": RETURN_FIRE}
        answered = answers.get(row["incident_id"])
        if answered is None and row["incident_id"] in looked_at:
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
            standing = [order for order in orders if answer.allowed_by(order)]
            tried = [call for call in calls if answer.tried_in(call)]
            yield key | _shown(answer, standing, tried, grounds, terms)


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

    def allowed_by(self, order: _Row) -> bool:
        """Tell whether an order was in force when it began, and until its end, as far as the order itself says."""
        held = order["effective"] is not None and max(order["issued"], order["effective"]) <= self.start
        revoked = order["revoked"] is not None and order["revoked"] <= self.end
        replaced = order["replaced"] is not None and order["replaced"] <= self.start
        return held and not revoked and not replaced and order["clause_id"] in (None, self.clause_id)

    def tried_in(self, call: _Row) -> bool:
        """Tell whether a call lies between both; one that is linked to another incident is about that."""
        return self.after <= call["at"] <= self.start and call["incident_id"] in (None, self.answered)


def _first(incidents: pl.DataFrame) -> list[str]:
    """Return the incidents before and during which no other is on record that may be fire, for half an hour."""
    words = [*CODES["NO_FIRE"].shown_by, *CODES["NO_FIRE"].hinted_by]
    fire = incidents.filter(pl.col("phenomenon").is_in(words) | pl.col("phenomenon").is_null())
    starts, ends = fire["earliest"].sort(), fire["latest"].sort()
    begun = starts.search_sorted(fire["latest"], side="right")
    over = ends.search_sorted(fire["earliest"] - LONGEST, side="left")
    return fire.filter(begun - over == 1)["incident_id"].to_list()


def _orders(grounds: Grounds) -> list[_Row]:
    """Return the orders to return fire, the last first, with when another was issued in their place."""
    given = grounds.orders.filter(~pl.col("source").is_in(grounds.own))
    newer = given.drop_nulls("supersedes").group_by(order_id="supersedes").agg(replaced=pl.col("issued").min())
    orders = given.filter(pl.col("orders") == RETURN_FIRE).join(newer, on="order_id", how="left")
    return list(orders.sort("issued", "order_id", descending=[True, False]).iter_rows(named=True))


def _failed(grounds: Grounds, known: Sequence[str]) -> list[_Row]:
    """Return the calls that came to nothing, the first first; a link to an incident that is gone counts as none."""
    linked = pl.when(pl.col("incident_id").is_in(known)).then("incident_id")
    failed = grounds.calls.filter(pl.col("outcome").is_in(FAILED), ~pl.col("source").is_in(grounds.own))
    return list(failed.with_columns(incident_id=linked).sort("at", "call_id").iter_rows(named=True))


def _shown(
    answer: _Answer,
    orders: Sequence[_Row],
    tried: Sequence[_Row],
    grounds: Grounds,
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
    lack = _lack(orders, tried, grounds)
    basis = f"it seems to answer {answer.answered}; procedure not shown: {lack}"
    return _check("not_shown", basis, orders[0] if orders else None)


def _comes_before(call: _Row, order: _Row) -> bool:
    return bool(call["caller"] == order["party"] and call["at"] <= order["issued"])


def _lack(orders: Sequence[_Row], tried: Sequence[_Row], grounds: Grounds) -> str:
    absent = [name for name in ("calls", "orders") if name not in grounds.kept]
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
