"""What parties claim against what was recorded in the same time, each claim with its window."""

from __future__ import annotations

from collections.abc import Sequence

import attrs

from ceaseline.publishing.report.frame import Frame
from ceaseline.publishing.report.model import Picture, Table

NAME = "claims-beside-ours"
_MOST = 14  # claims; the biggest


@attrs.frozen
class Claimed:
    """One claim.

    Attributes:
        who: claimant, in words.
        party: its code, or the name as given.
        what: the item in the claimant's word.
        window: in words.
        claimed: the number.
        recorded: ours, incidents of any side in the same time; None where there is none.
    """

    who: str
    party: str
    what: str
    window: str
    claimed: int
    recorded: int | None


def picture(frame: Frame, table: Table) -> Picture | None:
    """Return the claims of table T8 that give exact times, the biggest first; None where there is none.

    Args:
        frame: of the report.
        table: T8, with its cells in their order.
    """
    place = {column.key: at for at, column in enumerate(table.columns)}
    known = [row for row in table.rows if row[place["window"]].value is not None]
    known.sort(key=lambda row: -int(str(row[place["claimed"]].value)))
    shown = known[:_MOST]
    if not shown:
        return None
    claims = dict(frame.material.claims.select("claim_id", "claimant").iter_rows())
    rows = [
        Claimed(
            who=row[place["claimant"]].text,
            party=claims[row[place["claimant"]].ids[0]],
            what=row[place["item"]].text,
            window=_short(str(row[place["window"]].value)),
            claimed=int(str(row[place["claimed"]].value)),
            recorded=None if row[place["recorded"]].value is None else int(str(row[place["recorded"]].value)),
        )
        for row in shown
    ]
    from ceaseline.publishing.report.pictures.claimed_drawn import drawn  # noqa: PLC0415  Matplotlib loads slowly

    say = frame.say
    own = attrs.evolve(table, code=NAME, title=say("claimed.title"), note=table.note, rows=tuple(shown))
    text = say("claimed.text", shown=len(shown), all=len(known))
    return Picture(NAME, say("claimed.title"), text, drawn(say, frame.material.terms, rows), _few(own))


def _few(table: Table) -> Table:
    """Return the columns that the picture shows."""
    kept = [at for at, column in enumerate(table.columns) if column.key in _SHOWN]
    rows = tuple(tuple(row[at] for at in kept) for row in table.rows)
    return attrs.evolve(table, columns=tuple(table.columns[at] for at in kept), rows=rows)


_SHOWN: Sequence[str] = ("claimant", "about", "window", "item", "claimed", "recorded")


def _short(window: str) -> str:
    """Return a window as a label.

    Examples:
        >>> _short("2031-05-01T16:00Z/2031-05-02T22:00Z")
        '1 May 16:00 to 2 May 22:00 UTC'
        >>> _short("2031-05-01T00:00Z/2031-05-02T00:00Z")
        '1 May (24 h, UTC)'
    """
    from datetime import datetime, timedelta  # noqa: PLC0415

    begin, end = (datetime.strptime(each, "%Y-%m-%dT%H:%MZ") for each in window.split("/"))  # noqa: DTZ007
    if begin.hour == begin.minute == 0 and end - begin == timedelta(days=1):
        return f"{begin.day} {begin:%b} (24 h, UTC)"
    return f"{begin.day} {begin:%b %H:%M} to {end.day} {end:%b %H:%M} UTC"
