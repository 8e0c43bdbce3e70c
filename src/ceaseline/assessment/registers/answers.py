"""What the checks of registers say of one clause and one side: an answer, or what is on record without one."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from datetime import datetime, timedelta

import attrs

from ceaseline.assessment.registers.duty import ANY, COUNTING, Row

_BREACHES = ("broken", "late", "short")
_SLACK = 1e-9  # of a share: sums of tenths are not exact
_LISTED = 3  # so many entries are told one by one; of more, how many there are of each result
_RESULTS = {
    "kept": "kept",
    "late": "late",
    "broken": "broken",
    "short": "short of what was owed",
    "open": "open",
    "not_shown": "not shown",
}
_DISPUTED = "Registers contradict each other, so nothing follows from either."
_LIMITS = {
    "orders": "An order on paper says nothing of what is done.",
    "notifications": "A register has what was announced; what nobody announced is not found in it.",
    "calls": "A register has the calls that were made, and not those that were owed.",
    "consequences": "A register has what those who keep it were told.",
    "inventories": "Whether a declaration is true is not looked at.",
    "counts": "Periods that nobody counted whole are open, and not empty.",
    "restrictions": "What nobody wrote down is in no register, and that an asset did not watch shows no such act.",
}


@attrs.frozen
class Answer:
    """What registers say.

    Attributes:
        verdict: a word of the verdicts.
        recorded: breaches on record; None where there are none, but for the share of periods that were counted.
        watched_share: share of the window that was counted; None where nothing hangs on it.
        reason: sentences for the reader.
    """

    verdict: str
    recorded: int | None
    watched_share: float | None
    reason: str


def answer(
    checks: Sequence[Row],
    obligor: str,
    bound: Sequence[str],
    *,
    until: datetime | None,
    hours_watched: float,
    named: Callable[[str], str],
) -> Answer | None:
    """Return the answer for one side, or for ``any``; None where no register was held against the clause.

    A breach in a register that a monitor or an instrument keeps establishes a violation, unless another such
    register has the same as kept. Where every period was counted and none was short, none is recorded; no other
    register gives that answer, because what it lacks is not seen by it.

    Args:
        checks: of one clause on one clock.
        obligor: party code, or ``any``.
        bound: the parties that the clause binds.
        until: end of the window.
        hours_watched: share of the window that has to be counted before none is called none.
        named: what to call a party.
    """
    wanted = {obligor} if obligor != ANY else {*bound, ANY}
    own = [row for row in checks if row["obligor"] in wanted]
    if not own:
        return None
    counting = [row for row in own if row["role"] in COUNTING]
    kept = {_same(row) for row in counting if row["result"] == "kept"}
    breaches = [row for row in counting if row["result"] in _BREACHES and _same(row) not in kept]
    told = _Telling(obligor, named)
    if breaches:
        number = len({_same(row) for row in breaches})
        return Answer("violation_established", number, None, told.established(number, breaches, own))
    if any(row["result"] in _BREACHES for row in counting):
        return Answer("cannot_tell", None, None, f"{told.left_open(own)} {_DISPUTED}")
    shares = [_share(counting, who, until) for who in (bound if obligor == ANY else [obligor])]
    least = min((share or 0.0) for share in shares)
    if least and least >= hours_watched - _SLACK:
        return Answer("none_recorded_where_watched", 0, least, told.counted(counting, least))
    return Answer("cannot_tell", None, None, told.left_open(own))


def _same(row: Row) -> tuple[object, ...]:
    """Return what a row is about, alike over registers."""
    if row["register"] == "counts":
        return row["obligor"], row["register"], row["from"], row["until"]
    entry = None if row["register"] == "orders" else row["entry"]
    return row["obligor"], row["register"], entry


def _share(checks: Sequence[Row], obligor: str, until: datetime | None) -> float | None:
    """Return the share of the window that was counted; None where any of its periods is not kept, or is to come."""
    own = [row for row in checks if row["obligor"] == obligor]
    by_source: dict[str, list[Row]] = {}
    for row in own:
        by_source.setdefault(row["source"], []).append(row)
    shares = [
        sum(row["hours_counted"] for row in rows) / ((until - rows[0]["from"]) / timedelta(hours=1))
        for rows in by_source.values()
        if until is not None and all(row["register"] == "counts" and row["result"] == "kept" for row in rows)
    ]
    return min(max(shares), 1.0) if shares else None


@attrs.frozen
class _Telling:
    """Sentences on checks, for one side or for ``any``."""

    obligor: str
    named: Callable[[str], str]

    def established(self, number: int, breaches: Sequence[Row], own: Sequence[Row]) -> str:
        unsure = [
            row
            for row in own
            if row["role"] in COUNTING
            and row["result"] in ("open", "not_shown")
            and row["register"] != "restrictions"
        ]
        beside = f" Beside that: {self._listed(unsure)}." if unsure else ""
        return f"{number:,} on record: {self._listed(breaches)}.{beside}{_alleged(own)}"

    def counted(self, counting: Sequence[Row], share: float) -> str:
        periods = len({(row["obligor"], row["from"]) for row in counting})
        each = "the one period" if periods == 1 else f"each of {periods:,} periods"
        hours = f"{int(share * 100 + _SLACK)} % of the hours"
        return f"In {each} as much was counted as was owed, over {hours}. What the count missed is not known."

    def left_open(self, own: Sequence[Row]) -> str:
        counting = [row for row in own if row["role"] in COUNTING]
        others = [row for row in own if row["role"] not in (*COUNTING, "party")]
        parts = [f"On record: {self._listed(rows)}." for rows in (counting, others) if rows]
        registers = dict.fromkeys(row["register"] for row in own)
        return " ".join([*parts, *(_LIMITS[register] for register in registers)]) + _alleged(own)

    def _listed(self, rows: Sequence[Row]) -> str:
        told = Counter(self._told(row) for row in rows)
        if len(told) > _LISTED:
            results = Counter(row["result"] for row in rows)
            return ", ".join(f"{results[word]:,} {label}" for word, label in _RESULTS.items() if results[word])
        return "; ".join(text if count == 1 else f"{text} ({count:,} times)" for text, count in told.items())

    def _told(self, row: Row) -> str:
        if self.obligor == ANY and row["obligor"] != ANY:
            return f"{self.named(row['obligor'])}: {row['basis']}"
        return str(row["basis"])


def _alleged(own: Sequence[Row]) -> str:
    if any(row["role"] == "party" for row in own):
        return " What a side keeps in a register of its own is alleged, and gives no answer."
    return ""
