"""Fields of tables: a number with what it rests on, or why there is none."""

from __future__ import annotations

from collections.abc import Sequence

from ceaseline.publishing.report.frame import Frame
from ceaseline.publishing.report.model import Cell, Column
from ceaseline.publishing.words import number
from ceaseline.terms import per_cent


def words(text: str, ids: Sequence[str] = ()) -> Cell:
    """Return words as they are.

    Examples:
        >>> words("no-fire").value
        'no-fire'
    """
    return Cell(text, text, tuple(ids))


def count(value: int, ids: Sequence[str]) -> Cell:
    """Return a number of ours, with what it rests on.

    Examples:
        >>> count(1200, ["incident-1"]).text
        '1,200'
    """
    return Cell(value, number(value), tuple(ids))


def lacking(frame: Frame, why: str, ids: Sequence[str] = ()) -> Cell:
    """Return a field without a value, with why there is none; never a zero.

    Args:
        frame: of the report.
        why: a code, which the messages have a sentence for under ``fields``.
        ids: what leads to the reason.
    """
    return Cell(None, frame.say(f"fields.{why}"), tuple(ids), why)


def share(frame: Frame, value: float | None, ids: Sequence[str]) -> Cell:
    """Return a share of time or of hours, or that it is not known."""
    return lacking(frame, "not_known", ids) if value is None else Cell(round(value, 4), per_cent(value), tuple(ids))


def of_place(frame: Frame, value: int, ids: Sequence[str]) -> Cell:
    """Return how many were recorded in one small place: a small number is not told but in a restricted report.

    What it rests on is never single incidents there, so that nobody joins this table with another one.

    Args:
        frame: of the report.
        value: how many, at least 1.
        ids: answers that lead to the incidents; single ones are told in a restricted report alone.
    """
    least = frame.material.chart.smallest_count
    if frame.restricted or value >= least:
        return count(value, ids)
    return Cell(None, "1" if least == 2 else f"1-{least - 1}", tuple(ids), "small")


def columns(frame: Frame, section: str, told: Sequence[tuple[str, str, str]]) -> tuple[Column, ...]:
    """Return columns whose titles stand among the messages of a section.

    Args:
        frame: of the report.
        section: whose messages.
        told: key, HXL tag and unit of each.
    """
    return tuple(Column(key, frame.say(f"{section}.{key}"), hxl, unit) for key, hxl, unit in told)
