"""Single figures: a share with its interval, a count, a mean."""

from __future__ import annotations

from collections.abc import Mapping
from math import sqrt

Figure = dict[str, str | float | int | None]  # one row of the scores, without its room
ANY, ALL = "any", "all"
_Z = 1.959963984540054  # normal deviate of a 95 % interval


def figure(
    score: str,
    value: float | None,
    of: int,
    *,
    unit: str = "share",
    party: str = ANY,
    by: str = ALL,
    interval: tuple[float, float] | None = None,
) -> Figure:
    """Return one row of the scores.

    Examples:
        >>> figure("splits", 2, 10, unit="count")["value"]
        2
    """
    low, high = interval or (None, None)
    return {
        "score": score,
        "party": party,
        "by": by,
        "value": value,
        "unit": unit,
        "of": of,
        "low": low,
        "high": high,
    }


def share(score: str, part: float, of: int, *, party: str = ANY, by: str = ALL) -> Figure:
    """Return a share with its 95 % interval; a share of nothing has no value.

    Examples:
        >>> share("accuracy", 3, 4)["value"], share("accuracy", 0, 0)["value"]
        (0.75, None)
    """
    return figure(
        score, part / of if of else None, of, party=party, by=by, interval=wilson(part, of) if of else None
    )


def ratio(score: str, part: float, whole: float, *, party: str = ANY, by: str = ALL) -> Figure:
    """Return how many there are for each one there should be; it may be above one, and rests on the whole."""
    return figure(score, part / whole if whole else None, round(whole), unit="ratio", party=party, by=by)


def counts(score: str, table: Mapping[str, int], of: int) -> list[Figure]:
    """Return the cells of a table of counts, each with its name."""
    return [figure(score, float(many), of, unit="count", by=cell) for cell, many in sorted(table.items())]


def wilson(part: float, of: int) -> tuple[float, float]:
    """Return the 95 % interval of a share, after Wilson (1927); it takes cases for independent.

    Examples:
        >>> [round(end, 3) for end in wilson(5, 10)]
        [0.237, 0.763]
        >>> [round(end, 3) for end in wilson(0, 10)]
        [0.0, 0.278]
    """
    share = part / of
    middle = share + _Z**2 / (2 * of)
    half = _Z * sqrt(share * (1 - share) / of + _Z**2 / (4 * of**2))
    whole = 1 + _Z**2 / of
    return max((middle - half) / whole, 0.0), min((middle + half) / whole, 1.0)
