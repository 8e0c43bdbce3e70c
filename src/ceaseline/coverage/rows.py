"""The rows of a sector, put together at once."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Any

import attrs
import numpy as np
import polars as pl
from numpy.typing import NDArray

from ceaseline.coverage.losses import told
from ceaseline.coverage.moments import HOUR, Pieces, States
from ceaseline.times import Day

if TYPE_CHECKING:
    from ceaseline.coverage.kernel import Tally

_PARTS = ("day", "night")
_MOMENT = pl.Datetime("us", "UTC")


@attrs.frozen(eq=False)
class Answer:
    """How well acts of one kind, of one side, would have been seen in one sector; no sums without an asset."""

    phenomenon: str
    party: str
    assets: int
    tally: Tally | None


def frame(
    sector: str,
    answers: Sequence[Answer],
    held: States,
    pieces: Pieces,
    *,
    days: Sequence[Day],
    causes: Sequence[tuple[str, str]],
) -> pl.DataFrame:
    """Return the rows of one sector that have any time."""
    length = np.zeros(held.rows, dtype=np.int64)
    np.add.at(length, held.row, held.length)
    rows = np.flatnonzero(length)
    piece, hours, nothing = rows // 2, length[rows] / HOUR, np.zeros(len(rows))

    def each(value: Callable[[Answer], Any]) -> NDArray[Any]:
        return np.repeat([value(answer) for answer in answers], len(rows))

    def sums(value: Callable[[Tally], NDArray[Any]], none: NDArray[Any]) -> NDArray[Any]:
        return np.concatenate([none if found.tally is None else value(found.tally)[rows] for found in answers])

    seen = np.clip(sums(lambda tally: tally.seen, nothing) / np.tile(length[rows], len(answers)), 0.0, 1.0)
    guessed = sums(lambda tally: tally.guessed, nothing > 0)
    lost = sums(lambda tally: tally.causes, np.zeros((len(rows), len(causes)))) / HOUR
    lost_to: list[str | None] = [None] * len(lost)
    for row in np.flatnonzero(lost.any(axis=1)):
        lost_to[row] = told(causes, lost[row].tolist())
    return pl.DataFrame(
        {
            "sector": [sector] * len(lost),
            "day": [days[day].date for day in pieces.days[piece]] * len(answers),
            "part": [_PARTS[row % 2] for row in rows] * len(answers),
            "phenomenon": each(lambda answer: answer.phenomenon),
            "acts_of": each(lambda answer: answer.party),
            "from": np.tile(pieces.start[piece], len(answers)),
            "until": np.tile(pieces.until[piece], len(answers)),
            "assets": each(lambda answer: answer.assets),
            "hours": np.tile(hours, len(answers)),
            "hours_watched": sums(lambda tally: tally.watched, nothing) / HOUR,
            "hours_sure": sums(lambda tally: tally.sure, nothing) / HOUR,
            "chance_seen": pl.Series(seen).set(pl.Series(guessed), None),
            "hours_lost": sums(lambda tally: tally.lost, nothing) / HOUR,
            "lost_to": pl.Series(lost_to, dtype=pl.String),
        },
        schema_overrides={"from": _MOMENT, "until": _MOMENT},
    )
