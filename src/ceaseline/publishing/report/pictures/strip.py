"""Kilometres of line by days, shaded by the chance of seeing an act: for a restricted report alone."""

from __future__ import annotations

from typing import Any

import polars as pl

from ceaseline.publishing.report.counting import spoken_days
from ceaseline.publishing.report.excerpt import excerpt
from ceaseline.publishing.report.frame import Frame
from ceaseline.publishing.report.model import Cell, Column, Picture, Table
from ceaseline.publishing.strips import strip_rows, strips
from ceaseline.terms import per_cent

NAME = "line-by-day"
_MOST_DAYS, _MOST_ACTS = 31, 3
_SHOWN = ("phenomenon", "acts_of", "sector", "day", "part", "seen")


def picture(frame: Frame) -> Picture | None:
    """Return the strip of the last days of the report; None in one that is not restricted, or without coverage."""
    days = sorted({day for day in frame.material.exposure["day"] if day <= frame.days[-1].date})[-_MOST_DAYS:]
    if not frame.restricted or not days:
        return None
    exposure = excerpt(frame.material, exposure=frame.material.exposure.filter(pl.col("day").is_in(days))).exposure
    known = exposure.group_by("phenomenon").len().sort("phenomenon")["phenomenon"].to_list()[:_MOST_ACTS]
    rows = strip_rows(frame.material.sectors, exposure, known)
    if rows.is_empty():
        return None
    from ceaseline.publishing.report.pictures.paint import lean  # noqa: PLC0415  Matplotlib loads slowly
    from ceaseline.publishing.strip_chart import strip_chart  # noqa: PLC0415

    say = frame.say
    title = say("strip.title", days=spoken_days(days[0], days[-1]))
    svg = strip_chart(strips(rows), "svg", title=title, notes=(say("strip.rows"), say("strip.blind")))
    text = lean(svg.decode())
    return Picture(
        NAME,
        title,
        say("strip.text", cells=rows.height),
        text[text.index("<svg") :].encode(),
        _table(frame, title, rows),
    )


def _table(frame: Frame, title: str, rows: pl.DataFrame) -> Table:
    say = frame.say
    head = tuple(Column(key, say(f"strip.{key}"), f"#x_{key}") for key in (*_SHOWN, "chance_seen"))
    keys = tuple(f"{name}:any" for name in dict.fromkeys(frame.material.verdict_parts["clause_id"]))
    told = tuple(
        (*(Cell(row[key], str(row[key]), keys) for key in _SHOWN), _chance(frame, row, keys))
        for row in rows.rows(named=True)
    )
    return Table(NAME, title, say("strip.blind"), head, told)


def _chance(frame: Frame, row: dict[str, Any], keys: tuple[str, ...]) -> Cell:
    chance = row["chance_seen"]
    if chance is None:
        return Cell(None, frame.say("fields.not_known"), keys, "not_known")
    return Cell(round(chance, 4), per_cent(chance), keys)
