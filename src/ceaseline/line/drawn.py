"""From areas to lines: for each drawing of one author, the line between its party and those facing it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any

import dataframely as dy
import polars as pl
import shapely

from ceaseline.line.contact import Ground, contact
from ceaseline.line.measure import length_km
from ceaseline.tables import Areas, Lines, from_rows
from ceaseline.tables.areas import UNCLEAR


def lines_of(
    areas: dy.DataFrame[Areas],
    facing: Mapping[str, str],
    ground: Ground | None = None,
    *,
    scale_km: float = 1.0,
) -> dy.DataFrame[Lines]:
    """Return the line of each author and day; a drawing that repeats the one before gives no line of its own.

    Ground that an author calls unclear lies between the sides: the line is the border of what the party is said to
    hold, and what is unclear is on its other side.

    Args:
        areas: drawings of any number of sources, parties and days.
        facing: party on the other side, for each source; areas of other sources give no line.
        ground: the land, as given; without it coast and borders are part of the line.
        scale_km: bends smaller than this are not measured.

    Returns:
        Rows by source, party and day, with the party's area on the left.

    Examples:
        >>> lines_of(Areas.create_empty(), {}).height
        0
    """
    wanted = areas.filter(
        pl.col("source").is_in(list(facing)),
        pl.col("party") != UNCLEAR,
        pl.col("party") != pl.col("source").replace_strict(facing, default=None, return_dtype=pl.String),
    ).sort("source", "party", "day")
    rows: list[dict[str, Any]] = []
    for _, drawn in wanted.group_by(["source", "party"], maintain_order=True):
        rows += _one_author(drawn, facing, ground, scale_km)
    return from_rows(Lines, rows)


def _one_author(
    drawn: pl.DataFrame, facing: Mapping[str, str], ground: Ground | None, scale_km: float
) -> Iterator[dict[str, Any]]:
    before = None
    for area in drawn.iter_rows(named=True):
        if area["geometry"] == before:
            continue
        before = area["geometry"]
        line = contact(shapely.from_wkb(before), ground)
        if not line.is_empty:
            yield {
                "author": area["author"],
                "day": area["day"],
                "left": area["party"],
                "right": facing[area["source"]],
                "source": area["source"],
                "capture_id": area["capture_id"],
                "line": area["line"],
                "geometry": shapely.to_wkb(line),
                "error_km": area["error_km"],
                "length_km": length_km(line, scale_km),
                "scale_km": scale_km,
                "schematic": False,
                "licence": area["licence"],
                "may_republish": area["may_republish"],
            }


def holding(lines: dy.DataFrame[Lines], day: date | None = None) -> dy.DataFrame[Lines]:
    """Return each author's line that holds on a day: the newest not after it.

    Args:
        lines: of any number of authors.
        day: the day asked about; None for the newest there is.

    Returns:
        At most one row for each author and pair of sides; none for an author whose first line is later.

    Examples:
        >>> holding(Lines.create_empty(), date(2031, 5, 1)).height
        0
    """
    known = lines if day is None else lines.filter(pl.col("day") <= day)
    sides = pl.concat_list("left", "right").list.sort().list.join("/")
    newest = (
        known.sort("day", "author")
        .with_columns(sides=sides)
        .unique(["author", "sides"], keep="last", maintain_order=True)
    )
    return Lines.validate(newest)
