"""Totals that go on from one start, and claims that change on their way from one page to another."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from itertools import combinations
from typing import Any

import dataframely as dy

from ceaseline.tables import ClaimRelays, Claims, ClaimSeries, from_rows

_TELLING = 20  # from which number on it is no chance that two claims have the same
_NEARLY = 0.02  # share by which a number may differ and still be the same one, miscopied

Row = Mapping[str, Any]


def claim_series(claims: dy.DataFrame[Claims]) -> dy.DataFrame[ClaimSeries]:
    """Return the totals that one claimant goes on giving, with what each adds to the one before.

    A series is of one claimant, accused, item and start, with two ends or more. Of several claims to one end the
    first counts; how the others differ is in :func:`claim_relays`.

    Args:
        claims: of a case, in their order.
    """
    series: dict[tuple[Any, ...], dict[Any, Row]] = {}
    for row in claims.iter_rows(named=True):
        if row["from"] is not None:
            key = (row["claimant"], row["accused"], row["item"], row["from"])
            series.setdefault(key, {}).setdefault(row["until"], row)
    rows = [
        step
        for ends in series.values()
        if len(ends) > 1
        for step in _steps(sorted(ends.values(), key=lambda row: row["until"]))
    ]
    return from_rows(ClaimSeries, rows)


def _steps(totals: Sequence[Row]) -> Iterator[dict[str, Any]]:
    said = ("claim_id", "claimant", "accused", "item", "from", "until", "count", "at_least")
    for step, row in enumerate(totals, 1):
        before = totals[step - 2] if step > 1 else None
        since = row["from"] if before is None else before["until"]
        added = row["count"] - (0 if before is None else before["count"])
        yield {name: row[name] for name in said} | {
            "series": totals[0]["claim_id"],
            "step": step,
            "since": since,
            "added": added,
            "added_is": _bound(row["at_least"], lower=before is not None and before["at_least"]),
            "per_hour": added / ((row["until"] - since).total_seconds() / 3600),
        }


def _bound(at_least: bool, *, lower: bool) -> str | None:
    """Return how sure a difference is: nothing follows from two lower bounds."""
    if at_least and lower:
        return None
    return "at_least" if at_least else "at_most" if lower else "exact"


def claim_relays(claims: dy.DataFrame[Claims]) -> dy.DataFrame[ClaimRelays]:
    """Return each pair of claims from two pages that look like one claim, with what changed between them.

    They agree in all but one of: who says it of whom, what was counted, from when until when, how many, and whether
    it was *more than* that. Small numbers agree by chance, so those below 20 are passed over.

    Args:
        claims: of a case, in their order.
    """
    alike: dict[tuple[Any, ...], list[Row]] = {}
    for row in claims.iter_rows(named=True):
        if row["count"] >= _TELLING:
            for key in _keys(row):
                alike.setdefault(key, []).append(row)
    found: dict[tuple[str, str], dict[str, Any]] = {}
    for rows in alike.values():
        for left, right in combinations(rows, 2):
            pair = (left["claim_id"], right["claim_id"])
            changed = _changed(left, right)
            if pair not in found and changed is not None and _page(left) != _page(right):
                found[pair] = {"left": pair[0], "right": pair[1], "mutation": changed[0], "why": changed[1]}
    return from_rows(ClaimRelays, list(found.values()))


def _keys(row: Row) -> Iterator[tuple[Any, ...]]:
    """Yield what a claim shares with one that differs from it in one respect."""
    sides, window, count = (row["claimant"], row["accused"]), _hours(row), row["count"]
    yield ("sides", frozenset(sides), row["item"], window, count)
    yield ("unit", sides, window, count)
    yield ("window", sides, row["item"], count)
    yield ("number", sides, row["item"], window)


def _hours(row: Row) -> tuple[Any, ...]:
    """Return the window of a claim; where it is not given as times, its wording stands in for it."""
    return row["from"], row["until"], row["stated"] if row["from"] is None else None


def _changed(left: Row, right: Row) -> tuple[str, str] | None:
    """Return the one respect in which two claims differ; None where they differ in none, or in several."""
    respects = {
        "sides": (left["claimant"], left["accused"]) != (right["claimant"], right["accused"]),
        "item": left["item"] != right["item"],
        "window": _hours(left) != _hours(right),
        "count": left["count"] != right["count"],
    }
    differ = [name for name, differs in respects.items() if differs]
    if not differ and left["at_least"] != right["at_least"]:
        return "bound_dropped", f"more than {left['count']:,} in one, {left['count']:,} in the other"
    if len(differ) != 1:
        return None
    return {"sides": _sides, "item": _item, "window": _window, "count": _number}[differ[0]](left, right)


def _sides(left: Row, _: Row) -> tuple[str, str]:
    return "party_swapped", f"{left['count']:,} said by one side in one, and of it in the other"


def _item(left: Row, right: Row) -> tuple[str, str]:
    return "unit_changed", f"{left['count']:,} {left['item']} in one, {right['item']} in the other"


def _window(left: Row, right: Row) -> tuple[str, str] | None:
    if left["from"] is None or right["from"] is None:
        return None
    mine, other = ((row["until"] - row["from"]).total_seconds() / 3600 for row in (left, right))
    inside = (left["from"] - right["from"]).total_seconds() * (left["until"] - right["until"]).total_seconds() <= 0
    told = f"{left['count']:,} {left['item']} in {mine:,.12g} hours in one, in {other:,.12g} hours in the other"
    return ("window_stretched" if inside else "window_moved"), told


def _number(left: Row, right: Row) -> tuple[str, str] | None:
    if abs(left["count"] - right["count"]) > _NEARLY * max(left["count"], right["count"]):
        return None
    return "number_changed", f"{left['count']:,} {left['item']} in one, {right['count']:,} in the other"


def _page(row: Row) -> tuple[str, str | None]:
    return row["source"], row["page"]
