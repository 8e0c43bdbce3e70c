"""The words a page may use, and what each of them means to a reader."""

from __future__ import annotations

from datetime import datetime

from ceaseline.terms import Terms, named
from ceaseline.times import zone_of

# word: mark (so that no meaning hangs on colour), label, what it means
VERDICTS: dict[str, tuple[str, str, str]] = {
    "violation_established": (
        "■",
        "violation established",
        "at least one act broke the clause; how many stands beside it",
    ),
    "none_recorded_where_watched": (
        "○",
        "none recorded where watched",
        "nothing was seen where and when somebody watched well enough; it says nothing of the rest",
    ),
    "cannot_tell": ("?", "cannot tell", "something can speak of such acts, but not well enough for an answer"),
    "not_verifiable": ("∅", "not verifiable", "nothing now deployed can see such acts"),
    "not_in_force": ("/", "not in force", "nobody is held to it at that time, so it has no violations"),
}

SIGNALS = {
    "holding": "a series supports that such acts fell far below the usual",
    "not_holding": "a series does not support that such acts fell",
    "neither": "a series says neither that such acts fell nor that they did not",
    "none": "",
}


def any_side(terms: Terms, party: str) -> str:
    """Return the name of a party with its code, or "any side" where none is meant."""
    return "any side" if party == "any" else named(terms, party)


def number(value: float) -> str:
    """Write a number for people: thousands parted, no more digits than it carries.

    Examples:
        >>> number(6053.5), number(92.0), number(0.0151978)
        ('6,054', '92', '0.0152')
    """
    if value >= 100 or value == int(value):
        return f"{value:,.0f}"
    return f"{value:.3g}"


def hours(value: float) -> str:
    """Write a length of time in hours.

    Examples:
        >>> hours(30.0), hours(0.5)
        ('30 hours', '0.5 hours')
    """
    return "1 hour" if value == 1 else f"{value:g} hours"


def moment_on(at: datetime | None, zone: str) -> str:
    """Write a moment on one clock, or say that there is none."""
    if at is None:
        return "no evidence yet"
    local = at.astimezone(zone_of(zone))
    return f"{local.day} {local:%b %Y, %H:%M} ({zone})"
