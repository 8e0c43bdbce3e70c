"""What the sides say of each other, with its arithmetic; never beside a count of ours as if they were alike."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

import attrs

from ceaseline.publishing.material import Material
from ceaseline.publishing.words import hours
from ceaseline.terms import named
from ceaseline.times import Window, spoken


@attrs.frozen
class ClaimGroup:
    """All that one side claims of another for one window.

    Attributes:
        claimant: who says so.
        accused: of whom.
        window: the time, on the clock it was given on, with its length; or the claimant's words.
        rows: the claims, totals last.
        arithmetic: how the parts add up, one sentence for each total.
    """

    claimant: str
    accused: str
    window: str
    rows: tuple[Mapping[str, Any], ...]
    arithmetic: tuple[str, ...]


def claim_groups(material: Material) -> list[ClaimGroup]:
    """Return the claims by claimant and window, longest window first within the order of the sources."""
    groups: dict[tuple[Any, ...], list[dict[str, Any]]] = {}
    for row in material.claims.iter_rows(named=True):
        wording = row["stated"] if row["from"] is None else None
        groups.setdefault((row["claimant"], row["accused"], row["from"], row["until"], wording), []).append(row)
    return [_group(material, rows) for rows in groups.values()]


def _group(material: Material, rows: list[dict[str, Any]]) -> ClaimGroup:
    first = rows[0]
    accused = first["accused"]
    return ClaimGroup(
        claimant=named(material.terms, first["claimant"]),
        accused="not said" if accused is None else named(material.terms, accused),
        window=_window(first),
        rows=tuple(sorted(rows, key=lambda row: row["total_of"] is not None)),
        arithmetic=tuple(
            material.arithmetic[row["claim_id"]] for row in rows if row["claim_id"] in material.arithmetic
        ),
    )


def _window(row: Mapping[str, Any]) -> str:
    if row["from"] is None:
        return f"{row['stated'] or 'window not stated'} (no exact times given)"
    window = Window(row["from"], row["until"])
    return f"{spoken(window, row['zone'] or 'UTC')}, {hours(window.hours)}"


def window_sentences(material: Material) -> Iterator[str]:
    """Say of each pair of totals by two sides whether they speak of the same time."""
    said = {row["claim_id"]: row for row in material.claims.iter_rows(named=True)}
    for pair in material.claim_windows.iter_rows(named=True):
        left, right = said[pair["left"]], said[pair["right"]]
        totals = f"{_total(material, left)} and {_total(material, right)}"
        if pair["same_window"]:
            yield f"{totals} speak of the same {hours(pair['left_hours'])}."
        elif pair["same_window"] is None:
            yield f"{totals} cannot be compared: a window was not stated."
        else:
            yield (
                f"{totals} speak of different times: {hours(pair['left_hours'])} and {hours(pair['right_hours'])}, "
                f"of which {hours(pair['shared_hours'])} are common. "
                "They cannot be set against each other as they are."
            )


def _total(material: Material, row: Mapping[str, Any]) -> str:
    return f"{named(material.terms, row['claimant'])}'s {row['count']:,}"
