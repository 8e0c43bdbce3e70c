"""Duties to order one's own forces to keep the terms, and not to take that back."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import timedelta

from ceaseline.assessment.registers.duty import Duty, Keeper, Row
from ceaseline.times import spoken_length

_NEVER = timedelta(0)


def issued(duty: Duty, orders: Sequence[Row], keeper: Keeper) -> Iterator[Row]:
    """Yield whether an order was deposited and in force when the window began: the first that was counts.

    Orders that cite the clause are looked at; where none does, every order to cease fire. One taken back before the
    window began is none.
    """
    own = [order for order in orders if order["party"] == duty.obligor]
    fitting = [order for order in own if order["clause_id"] == duty.clause_id] or [
        order for order in own if order["orders"] == "cease_fire"
    ]
    standing = [order for order in fitting if order["revoked"] is None or order["revoked"] > duty.start]
    known = [order for order in standing if order["deposited"] is not None and order["effective"] is not None]
    if known:
        yield _timed(
            duty, min(known, key=lambda order: (order["deposited"], order["effective"], order["order_id"])), keeper
        )
    elif standing:
        order = min(standing, key=lambda order: (order["issued"], order["order_id"]))
        lack = "was given, but its text is not deposited" if order["deposited"] is None else "says no start"
        yield keeper.row("not_shown", f"an order {lack}", entry=order["order_id"], due_at=duty.start)
    else:
        yield keeper.row("not_shown", "no order that was due is on record", due_at=duty.start)


def _timed(duty: Duty, order: Row, keeper: Keeper) -> Row:
    done = max(order["deposited"], order["effective"])
    late = done - duty.start
    told = "an order, deposited and in force in time"
    if late > _NEVER:
        what = "deposited" if done == order["deposited"] else "in force"
        told = f"an order, {what} {spoken_length(late)} late"
    if order["addressees"] is not None and order["receipts"] is not None:
        told += f"; {order['receipts']} of {order['addressees']} formations confirmed its receipt"
    result = "late" if late > _NEVER else "kept"
    return keeper.row(result, told, entry=order["order_id"], due_at=duty.start, done_at=done)


def revoked(duty: Duty, orders: Sequence[Row], keeper: Keeper) -> Iterator[Row]:
    """Yield orders taken back within the window; never that none was, as a secret one is in no register.

    An order in whose place another of its kind stood by then is replaced, and not taken back.
    """
    own = [
        order
        for order in orders
        if order["party"] == duty.obligor
        and (order["clause_id"] == duty.clause_id or order["orders"] == "cease_fire")
    ]
    taken = [
        order
        for order in own
        if order["revoked"] is not None and order["revoked"] <= duty.as_of and duty.covers(order["revoked"])
    ]
    for order in sorted(taken, key=lambda order: (order["revoked"], order["order_id"])):
        if any(_replaces(other, order) for other in own):
            result, told = "not_shown", "an order was taken back when another of its kind stood in its place"
        else:
            result, told = "broken", f"an order, taken back {spoken_length(order['revoked'] - duty.start)} in"
        yield keeper.row(result, told, entry=order["order_id"], done_at=order["revoked"])
    if not taken:
        yield keeper.row("not_shown", "no order was taken back that is on record; a secret one is in no register")


def _replaces(other: Row, order: Row) -> bool:
    return (
        other["supersedes"] == order["order_id"]
        and other["orders"] == order["orders"]
        and other["effective"] is not None
        and other["effective"] <= order["revoked"]
        and (other["revoked"] is None or other["revoked"] > order["revoked"])
    )
