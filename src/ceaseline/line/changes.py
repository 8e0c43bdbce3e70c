"""What an author changed from one drawing to the next: copied, edited or redrawn, and no event of that day."""

from __future__ import annotations

from collections.abc import Iterator
from statistics import median
from typing import Any

import attrs
import dataframely as dy
import numpy as np
import polars as pl
import shapely
from shapely.geometry.base import BaseGeometry

from ceaseline.line.measure import area_km2
from ceaseline.tables import Areas, LineChanges, from_rows

_SAME_KM2 = 0.01  # less than this is rounding


@attrs.frozen
class Habit:
    """From when on a change is no ordinary edit of this author.

    Attributes:
        share_rewritten: a drawing of which this share of corners is not in the one before was drawn anew; an
            ordinary edit moves a few of thousands.
        corners: in a drawing of fewer corners, moving one side is an edit all the same.
        times_usual: a step this many times the median of the author's other steps is more than a day of edits.
        steps: steps it takes to know what is usual.
    """

    share_rewritten: float = 0.25
    corners: int = 100
    times_usual: float = 5.0
    steps: int = 10


@attrs.frozen
class _Step:
    before: dict[str, Any]
    now: dict[str, Any]
    corners: int
    rewritten: float
    gained: float
    lost: float

    @property
    def size(self) -> float:
        return self.gained + self.lost


def changes(areas: dy.DataFrame[Areas], habit: Habit | None = None) -> dy.DataFrame[LineChanges]:
    """Return a row for each drawing but each author's first, held against the drawing before it.

    A drawing tells what its author thinks on that day; when the ground changed hands it does not tell. So a step
    is never an advance of its day: a copy says nothing new, days without a drawing put several days into one step,
    and a drawing made anew mixes what changed with what is only drawn otherwise.

    Args:
        areas: drawings of any number of sources, parties and days, in any order.
        habit: what is no ordinary edit.

    Returns:
        Rows by source, party and day.

    Examples:
        >>> changes(Areas.create_empty()).height
        0
    """
    habit = habit or Habit()
    rows: list[dict[str, Any]] = []
    for _, drawn in areas.sort("source", "party", "day").group_by(["source", "party"], maintain_order=True):
        steps = list(_steps(drawn))
        rows += [_row(step, _kind(step, steps, habit)) for step in steps]
    return from_rows(LineChanges, rows)


def _steps(drawn: pl.DataFrame) -> Iterator[_Step]:
    rows = drawn.to_dicts()
    shapes = [shapely.from_wkb(row["geometry"]) for row in rows]
    for number in range(1, len(rows)):
        old, new = shapes[number - 1], shapes[number]
        same = rows[number - 1]["geometry"] == rows[number]["geometry"]
        yield _Step(
            before=rows[number - 1],
            now=rows[number],
            corners=int(shapely.get_num_coordinates(new)),
            rewritten=0.0 if same else _rewritten(old, new),
            gained=0.0 if same else area_km2(new.difference(old)),
            lost=0.0 if same else area_km2(old.difference(new)),
        )


def _rewritten(old: BaseGeometry, new: BaseGeometry) -> float:
    """Return the share of corners of a drawing that the one before does not have."""
    corners = np.unique(shapely.get_coordinates(new), axis=0)
    known = {tuple(corner) for corner in shapely.get_coordinates(old).tolist()}
    return sum(tuple(corner) not in known for corner in corners.tolist()) / len(corners)


def _kind(step: _Step, steps: list[_Step], habit: Habit) -> tuple[str, str]:
    """Return the kind of a step, and a sentence why."""
    missing = _missing(step)
    since = f"{step.before['day']}" + (f", with {missing} days without a drawing between" if missing else "")
    if step.size < _SAME_KM2 and not step.rewritten:
        return "copied", f"The same drawing as that of {since}: it says nothing new."
    if step.rewritten >= habit.share_rewritten and step.corners >= habit.corners:
        return "redrawn", (
            f"{step.rewritten:.0%} of its corners are not in the drawing of {since}: it was drawn anew, and what "
            f"changed cannot be told from what is only drawn otherwise."
        )
    usual = [each.size for each in steps if each is not step and each.size >= _SAME_KM2]
    if len(usual) >= habit.steps and step.size / (1 + missing) > habit.times_usual * median(usual):
        return "redrawn", (
            f"{step.size:,.1f} km² differ from the drawing of {since}, {step.size / median(usual):,.0f} times this "
            f"author's usual step: edits of several days, put in at once."
        )
    days = "belongs to one of those days, nobody can say which" if missing else "may be days older than the drawing"
    return "edited", f"{step.size:,.1f} km² differ from the drawing of {since}; what changed {days}."


def _missing(step: _Step) -> int:
    return int((step.now["day"] - step.before["day"]).days) - 1


def _row(step: _Step, kind: tuple[str, str]) -> dict[str, Any]:
    return {
        "source": step.now["source"],
        "day": step.now["day"],
        "party": step.now["party"],
        "author": step.now["author"],
        "before": step.before["day"],
        "days_missing": _missing(step),
        "kind": kind[0],
        "gained_km2": step.gained,
        "lost_km2": step.lost,
        "reason": kind[1],
    }
