"""Lines as people read them: whose they are, what their authors changed, and what they support."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

import attrs
import polars as pl

from ceaseline.publishing.material import Material
from ceaseline.terms import named

_MOST = 12  # changes told one by one; the table has all


@attrs.frozen
class Author:
    """One author's drawings.

    Attributes:
        name: the author.
        sides: the parties on both sides.
        first, last: days of the first and the newest line.
        length: of the newest line, with its scale.
        error_km: how far it may be off.
        schematic: whether it is good for a picture only.
        told: what happened between drawings, in a sentence.
    """

    name: str
    sides: str
    first: str
    last: str
    length: str
    error_km: float
    schematic: bool
    told: str


@attrs.frozen
class Drawings:
    """What the page shows of lines and areas."""

    authors: list[Author]
    changes: list[str]
    apart: list[str]
    advances: list[str]


def drawings(material: Material) -> Drawings | None:
    """Return what is drawn; None where nobody drew anything."""
    if material.lines.is_empty() and material.areas.is_empty():
        return None
    return Drawings(
        authors=list(_authors(material)),
        changes=list(_changes(material)),
        apart=[_apart(row) for row in material.line_pairs.iter_rows(named=True)],
        advances=list(_advances(material)),
    )


def _authors(material: Material) -> Iterator[Author]:
    for _, lines in material.lines.sort("author", "left", "right", "day").group_by(
        ["author", "left", "right"], maintain_order=True
    ):
        newest = lines.row(-1, named=True)
        own = material.line_changes.filter(
            pl.col("source") == newest["source"], pl.col("party").is_in([newest["left"], newest["right"]])
        )
        yield Author(
            name=newest["author"],
            sides=f"{named(material.terms, newest['left'])} and {named(material.terms, newest['right'])}",
            first=f"{lines.row(0, named=True)['day']:%Y-%m-%d}",
            last=f"{newest['day']:%Y-%m-%d}",
            length="schematic, so not measured" if newest["schematic"] else _length(newest),
            error_km=newest["error_km"],
            schematic=newest["schematic"],
            told=_told(own) or ("one line" if lines.height == 1 else f"{lines.height:,} lines") + ", not compared",
        )


def _length(line: Mapping[str, Any]) -> str:
    return f"{line['length_km']:,.0f} km at a scale of {line['scale_km']:g} km"


def _told(changes: pl.DataFrame) -> str:
    """Say what became of the days between the first drawing and the newest."""
    if changes.is_empty():
        return ""
    counts = dict(changes.group_by("kind").len().rows())
    parts = [f"{counts[kind]:,} {kind}" for kind in ("edited", "copied", "redrawn") if kind in counts]
    missing = int(changes["days_missing"].sum())
    days = f"; days without a drawing: {missing:,}" if missing else ""
    return f"Of its {changes.height:,} later drawings: {', '.join(parts)}{days}."


def _changes(material: Material) -> Iterator[str]:
    """Tell the drawings that could be misread as an advance."""
    odd = material.line_changes.filter((pl.col("kind") == "redrawn") | (pl.col("days_missing") > 0))
    for row in odd.sort("day", "author").head(_MOST).iter_rows(named=True):
        word = "redrawn" if row["kind"] == "redrawn" else "after days without a drawing"
        yield f"{row['author']}, {row['day']:%Y-%m-%d}, {word}: {row['reason']}"
    if odd.height > _MOST:
        yield f"and {odd.height - _MOST:,} more, in tables/line_changes.csv"


def _apart(row: dict[str, Any]) -> str:
    one = f"{row['left_author']} ({row['left_day']:%Y-%m-%d})"
    other = f"{row['right_author']} ({row['right_day']:%Y-%m-%d})"
    return (
        f"{one} and {other}: half of their length is within {row['median_km']:.1f} km of the other, all within "
        f"{row['widest_km']:.1f} km; {row['within_errors']:.0%} lies within both their errors."
    )


def _advances(material: Material) -> Iterator[str]:
    checks = material.advance_checks
    for row in checks.head(_MOST).iter_rows(named=True):
        yield f"{row['observation_id']}, an advance of {named(material.terms, row['party'])}: {row['reason']}"
    if checks.height > _MOST:
        yield f"and {checks.height - _MOST:,} more, in tables/advance_checks.csv"
