"""How well the whole line was watched, by day and by night: never where along it, and never by which asset."""

from __future__ import annotations

from collections.abc import Sequence

import attrs
import polars as pl

from ceaseline.publishing.incidents import what_in_words
from ceaseline.publishing.material import Material
from ceaseline.publishing.words import number
from ceaseline.terms import per_cent

_NOT_KNOWN = "not known"


@attrs.frozen
class LineWatched:
    """How well one kind of act would have been seen along the whole line, in all days on record.

    Attributes:
        act: the kind.
        part: day or night.
        hours: how many there were.
        watched: share of them watched.
        sure: share watched well enough to see the smallest such act.
        chance: that one such act at any moment and place is seen.
        lost: hours that would have been watched but for what stopped assets, as a mean over the line.
    """

    act: str
    part: str
    hours: str
    watched: str
    sure: str
    chance: str
    lost: str


def least_watched(exposure: pl.DataFrame, keys: Sequence[str], over: Sequence[str]) -> pl.DataFrame:
    """Return for each group how well it was watched; of its parts, the one watched least counts.

    Args:
        exposure: rows of the table, with ``length``, how much the sector of each counts.
        keys: columns that make a group.
        over: columns that make its parts.

    Returns:
        The keys with ``watched``, ``sure``, ``chance`` (null where it is not known), and ``hours`` and ``lost`` as
        means over the ground.
    """
    unknown = pl.col("chance_seen").is_null() & (pl.col("assets") > 0) & (pl.col("hours") > 0)
    return (
        exposure.with_columns(chance=pl.col("chance_seen").fill_null(0.0) * pl.col("hours"), unknown=unknown)
        .with_columns(
            pl.col(name) * pl.col("length")
            for name in ("hours", "hours_watched", "hours_sure", "chance", "hours_lost")
        )
        .group_by(*keys, *over)
        .agg(
            pl.col("hours", "hours_watched", "hours_sure", "chance", "hours_lost").sum(),
            pl.col("unknown").any(),
            km=pl.col("length").filter(pl.col("sector").is_first_distinct()).sum(),
        )
        .filter(pl.col("hours") > 0)
        .with_columns(
            watched=pl.col("hours_watched") / pl.col("hours"),
            sure=pl.col("hours_sure") / pl.col("hours"),
            chance=pl.when("unknown").then(None).otherwise(pl.col("chance") / pl.col("hours")),
            hours=pl.col("hours") / pl.col("km"),
            lost=pl.col("hours_lost") / pl.col("km"),
        )
        .group_by(*keys)
        .agg(
            pl.col("hours").max(),
            pl.col("watched", "sure").min(),
            chance=pl.when(pl.col("chance").is_null().any()).then(None).otherwise(pl.col("chance").min()),
            lost=pl.col("lost").max(),
        )
    )


def along_line(material: Material) -> list[LineWatched]:
    """Return a row for each kind of act, by day and by night; none where nothing is known along a line.

    Stretches count by their length. Of several authors' lines, and of the sides whose acts would be seen, the one
    counts of which least was watched.
    """
    line = material.sectors.filter(pl.col("kind") == "line").select(
        "sector", "author", length=pl.col("until_km") - pl.col("from_km")
    )
    told = material.exposure.join(line, on="sector")
    rows = least_watched(told, ["phenomenon", "part"], ["author", "acts_of"]).sort("phenomenon", "part")
    return [
        LineWatched(
            act=what_in_words(row["phenomenon"]),
            part=row["part"],
            hours=number(round(row["hours"])),
            watched=per_cent(row["watched"]) if row["watched"] else "nobody watched",
            sure=per_cent(row["sure"]) if row["sure"] else "none",
            chance=_NOT_KNOWN if row["chance"] is None else per_cent(row["chance"]),
            lost=number(round(row["lost"], 1)) if row["lost"] else "none on record",
        )
        for row in rows.iter_rows(named=True)
    ]
