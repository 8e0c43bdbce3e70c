"""Tables of statements and pairs held against the truth of an invented press conference."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

import attrs
import polars as pl

from ceaseline.simulation.press.conference import Conference, Told

_ALIGNED = frozenset({"same", "partial"})
_OVERLAP = 0.5  # of the shorter of two stretches, from which they are the same statement


@attrs.frozen
class PressScores:
    """Counts; sums of several conferences are scores of all of them.

    Attributes:
        told: statements there are.
        found: of these that were found.
        spoken: of these with the right speaker.
        pairs: pairs there are.
        paired: pairs named that say the same or conflict.
        right: of these the right ones.
        planted: conflicts there are.
        named: conflicts that were named.
        hits: of these the planted ones with the right kind.
        kinds: of each kind of conflict those planted, those named and those rightly named.
    """

    told: int = 0
    found: int = 0
    spoken: int = 0
    pairs: int = 0
    paired: int = 0
    right: int = 0
    planted: int = 0
    named: int = 0
    hits: int = 0
    kinds: Mapping[str, tuple[int, int, int]] = attrs.field(factory=dict)

    def __add__(self, other: PressScores) -> PressScores:
        """Return both together."""
        counts = [each.name for each in attrs.fields(PressScores) if each.name != "kinds"]
        kinds: dict[str, tuple[int, int, int]] = dict(self.kinds)
        for kind, (planted, named, hits) in other.kinds.items():
            before = kinds.get(kind, (0, 0, 0))
            kinds[kind] = (before[0] + planted, before[1] + named, before[2] + hits)
        return PressScores(**{name: getattr(self, name) + getattr(other, name) for name in counts}, kinds=kinds)

    @property
    def aligned_f1(self) -> float:
        """Of pairs that say the same or conflict."""
        return 2 * self.right / max(self.pairs + self.paired, 1)

    @property
    def conflict_precision(self) -> float:
        """Share of the conflicts named that were planted."""
        return self.hits / max(self.named, 1)

    @property
    def conflict_recall(self) -> float:
        """Share of the planted conflicts that were named, with their kind."""
        return self.hits / max(self.planted, 1)


def held_against(truth: Conference, statements: pl.DataFrame, pairs: pl.DataFrame) -> PressScores:
    """Return how far the tables are right about a conference.

    Args:
        truth: the conference.
        statements: of its texts, under the names of the houses.
        pairs: of these statements.
    """
    rows = {row["statement_id"]: row for row in statements.to_dicts() if row["voice"] != "outlet"}
    matter = {key: _matter(row, truth.told) for key, row in rows.items()}
    best = {(each.document, each.matter): _found(each, rows.values()) for each in truth.told}
    documents = list(truth.texts)
    held = [{each.matter for each in truth.told if each.document == name} for name in documents]
    both = held[0] & held[1]
    conflicts = {(name, kind) for name, kind in truth.planted.items() if name in both}
    conflicts |= {(name, "conflict_inside") for _, name in truth.inside}
    paired: set[tuple[str | None, str | None]] = set()
    named: set[tuple[str | None, str | None, str]] = set()
    for pair in pairs.to_dicts():
        left, right, relation = matter.get(pair["left"]), matter.get(pair["right"]), pair["relation"]
        if relation == "conflict_inside":
            named.add((left, left, relation))
        elif pair["left"] in rows and pair["right"] in rows and relation not in {"related", "framing"}:
            paired.add((left, right))
            if relation not in _ALIGNED:
                named.add((left, right, relation))
    hits = {each for each in named if each[0] == each[1] and (each[0], each[2]) in conflicts}
    return PressScores(
        told=len(truth.told),
        found=sum(row is not None for row in best.values()),
        spoken=sum(
            row is not None and str(row["speaker"]).split()[-1] == each.speaker.split()[-1]
            for each, row in zip(truth.told, best.values(), strict=True)
        ),
        pairs=len(both),
        paired=len(paired),
        right=sum(left is not None and left == right for left, right in paired),
        planted=len(conflicts),
        named=len(named),
        hits=len(hits),
        kinds={
            kind: (
                sum(each == kind for _, each in conflicts),
                sum(each == kind for *_, each in named),
                sum(each == kind for *_, each in hits),
            )
            for kind in sorted({kind for _, kind in conflicts} | {kind for *_, kind in named})
        },
    )


def _matter(row: Mapping[str, Any], told: Iterable[Told]) -> str | None:
    return next((each.matter for each in told if each.document == row["document"] and _overlaps(row, each)), None)


def _found(told: Told, rows: Iterable[Mapping[str, Any]]) -> Mapping[str, Any] | None:
    return next((row for row in rows if row["document"] == told.document and _overlaps(row, told)), None)


def _overlaps(row: Mapping[str, Any], told: Told) -> bool:
    shared = min(row["end"], told.end) - max(row["start"], told.start)
    return bool(shared > _OVERLAP * min(row["end"] - row["start"], told.end - told.start))
