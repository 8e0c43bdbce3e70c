"""What parties claim against what was recorded in the same time, each claim with its window."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any, TypeAlias

import attrs

from ceaseline.publishing.report.frame import Frame
from ceaseline.publishing.report.model import Cell, Picture, Table
from ceaseline.publishing.report.pictures.matter import Claimed

NAME = "claims-beside-ours"
_MOST = 12  # claims
_Told: TypeAlias = tuple[Mapping[str, Any], tuple[Cell, ...]]


def picture(frame: Frame, table: Table) -> Picture | None:
    """Return claims of table T8 with exact times, as many of each claimant, totals first; or None.

    Args:
        frame: of the report.
        table: T8, with its cells in their order.
    """
    claims = {row["claim_id"]: row for row in frame.material.claims.iter_rows(named=True)}
    known: dict[tuple[Any, ...], _Told] = {}
    for row in table.rows:
        claim = claims[row[0].ids[0]]
        if claim["from"] is not None:  # what somebody states twice stands once
            key = tuple(claim[name] for name in ("claimant", "accused", "from", "until", "item", "count"))
            known.setdefault(key, (claim, row))
    shown = _chosen(list(known.values()))
    if not shown:
        return None
    place = {column.key: at for at, column in enumerate(table.columns)}
    rows = [
        Claimed(
            who=row[place["claimant"]].text,
            party=claim["claimant"],
            what=row[place["item"]].text,
            window=_short(claim["from"], claim["until"]),
            claimed=claim["count"],
            recorded=None if row[place["recorded"]].value is None else int(str(row[place["recorded"]].value)),
        )
        for claim, row in shown
    ]
    from ceaseline.publishing.report.pictures.claimed_drawn import drawn  # noqa: PLC0415  Matplotlib loads slowly

    say = frame.say
    own = attrs.evolve(table, code=NAME, title=say("claimed.title"), rows=tuple(row for _, row in shown))
    text = say("claimed.text", shown=len(shown), all=len(known))
    return Picture(NAME, say("claimed.title"), text, drawn(say, frame.material.terms, rows), _few(own))


def _chosen(known: Sequence[_Told]) -> list[_Told]:
    """Return as many claims of each claimant, totals where there are any; by window, then as they came."""
    by_claimant: dict[str, list[_Told]] = {}
    for each in known:
        by_claimant.setdefault(each[0]["claimant"], []).append(each)
    share = max(_MOST // max(len(by_claimant), 1), 1)
    kept = []
    for own in by_claimant.values():
        totals = [each for each in own if each[0]["total_of"] is not None]
        kept += sorted(totals or own, key=lambda each: -each[0]["count"])[:share]
    order = {id(each): at for at, each in enumerate(known)}
    return sorted(kept, key=lambda each: (each[0]["from"], each[0]["until"], order[id(each)]))


def _few(table: Table) -> Table:
    """Return the columns that the picture shows."""
    kept = [at for at, column in enumerate(table.columns) if column.key in _SHOWN]
    rows = tuple(tuple(row[at] for at in kept) for row in table.rows)
    return attrs.evolve(table, columns=tuple(table.columns[at] for at in kept), rows=rows)


_SHOWN: Sequence[str] = ("claimant", "about", "window", "item", "claimed", "recorded")


def _short(begin: datetime, end: datetime) -> str:
    """Return a window as a label.

    Examples:
        >>> from datetime import UTC
        >>> _short(datetime(2031, 5, 1, 16, tzinfo=UTC), datetime(2031, 5, 2, 22, tzinfo=UTC))
        '1 May 16:00 to 2 May 22:00 UTC'
        >>> _short(datetime(2031, 5, 1, tzinfo=UTC), datetime(2031, 5, 2, tzinfo=UTC))
        '1 May (24 h, UTC)'
    """
    if begin.hour == begin.minute == 0 and end - begin == timedelta(days=1):
        return f"{begin.day} {begin:%b} (24 h, UTC)"
    return f"{begin.day} {begin:%b %H:%M} to {end.day} {end:%b %H:%M} UTC"
