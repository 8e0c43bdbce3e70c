"""What stopped those who would have watched, in words that may be told, and by whom where that is established."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from ceaseline.tables.restrictions import RESTRICTED
from ceaseline.tables.watches import CAUSES

_SHORT_H = 0.05  # what is shorter is not told by its length


def cause(stretch: Mapping[str, Any]) -> tuple[str, str]:
    """Return why an asset did not watch, in closed words alone, and by whom; of all else the status is told.

    Args:
        stretch: a row of the table ``watched``.

    Examples:
        >>> cut = {"status": "jammed", "reason": "jamming", "restrictions": "r-1", "imposed_by": "B"}
        >>> cause(cut)
        ('jamming', ', by B')
        >>> cause({"status": "withdrawn", "reason": "left with J. Doe", "restrictions": None, "imposed_by": None})
        ('withdrawn', '')
    """
    known = CAUSES if stretch["restrictions"] is None else RESTRICTED
    given = [word.strip().casefold() for word in (stretch["reason"] or "").split(";")]
    words = [word for word in given if word in known] or [stretch["status"]]
    by = (stretch["imposed_by"] or "").split("; ")
    said = ", ".join(words).replace("non_operational", "not operational").replace("_", " ")
    return said, f", by {' and '.join(by)}" if by != [""] else ""


def told(causes: Sequence[tuple[str, str]], hours: Sequence[float]) -> str | None:
    """Return what was lost to each cause, the most first; None where nothing was.

    Args:
        causes: as from ``cause``.
        hours: lost to each; several may have stopped what would have been watched in the same hours.

    Examples:
        >>> told([("power", ""), ("jamming", ", by B"), ("crew", "")], [1.0, 3.46, 0.0])
        'jamming, by B: 3.5 h; power: 1 h'
    """
    lost = [(-round(lasted, 1), *why, lasted) for why, lasted in zip(causes, hours, strict=True) if lasted > 0]
    lost.sort(key=lambda each: each[:2])  # not by party: of equals the first one given comes first
    return "; ".join(f"{words}{by}: {_hours(lasted)}" for _, words, by, lasted in lost) or None


def _hours(lasted: float) -> str:
    return f"{round(lasted, 1):g} h" if lasted >= _SHORT_H else "less than 0.1 h"
