"""What could be seen along the lines, day by day, in cells: the matter of a strip chart and of its table."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

import attrs
import dataframely as dy
import polars as pl

from ceaseline.errors import UnknownName
from ceaseline.tables import Exposure, Sectors

RESTRICTED = "RESTRICTED: shows where nobody watches. Not for publication."
BLIND = 0.01  # a smaller chance of seeing an act is drawn as none; assumed
ANY = "any"

_CELL = ["phenomenon", "acts_of", "sector", "day", "part"]
_SEEN = ("assets", "hours", "hours_watched", "chance_seen")


@attrs.frozen
class Cell:
    """One stretch, by day or by night of one day.

    Attributes:
        start, end: along the strip.
        day: reporting day.
        part: ``day`` or ``night``.
        chance: of seeing the act; None where it is not known.
    """

    start: float
    end: float
    day: date
    part: str
    chance: float | None


@attrs.frozen
class Strip:
    """What could be seen of one kind of act along one author's line, or in places that lie on none.

    Attributes:
        phenomenon: the act, in the words of the observations.
        acts_of: whose; ``any`` where that makes no difference.
        author: who drew the line; None for the places.
        between: the two parties of the line, such as A/B; None where that is not said.
        names: of the places, in their order; none along a line, which is measured in kilometres.
        cells: what could be seen.
    """

    phenomenon: str
    acts_of: str
    author: str | None
    between: str | None
    names: tuple[str, ...]
    cells: tuple[Cell, ...]


def strip_rows(
    sectors: dy.DataFrame[Sectors], exposure: dy.DataFrame[Exposure], acts: Sequence[str] = ()
) -> pl.DataFrame:
    """Return a row for each cell of a strip chart: the chart in words and numbers.

    Args:
        sectors: of the case.
        exposure: what could be seen.
        acts: which ones; none: all that were asked about.

    Returns:
        ``phenomenon``, ``acts_of`` (``any`` where that makes no difference), ``author``, ``between``, ``sector``,
        ``from_km``, ``until_km``, ``day``, ``part``, ``assets``, ``hours``, ``hours_watched``, ``chance_seen``, and
        ``seen``: ``blind``, ``not_known``, or ``watched``.

    Raises:
        UnknownName: nobody asked about such an act.
    """
    known = exposure["phenomenon"].unique().sort().to_list()
    for act in acts:
        if act not in known:
            raise UnknownName("act", act, known)
    hours, chance = pl.col("hours"), pl.col("chance_seen")
    cells = (
        exposure.filter(pl.col("phenomenon").is_in(list(acts or known)))
        .group_by(_CELL, maintain_order=True)
        .agg(
            pl.col("assets").max(),
            hours.sum(),
            pl.col("hours_watched").sum(),
            pl.when(chance.null_count() == 0).then((chance * hours).sum() / hours.sum()).alias("chance_seen"),
        )
    )
    seen = pl.when(chance < BLIND).then(pl.lit("blind")).when(chance.is_null()).then(pl.lit("not_known"))
    order = sectors.with_row_index("place")
    return (
        pl.concat(_alike(own) for own in cells.partition_by("phenomenon", maintain_order=True))
        .with_columns(seen=seen.otherwise(pl.lit("watched")))
        .join(order, on="sector", maintain_order="left")
        .sort("phenomenon", "acts_of", "place", "day", "part")
        .select(*_CELL[:2], "author", "between", "sector", "from_km", "until_km", "day", "part", *_SEEN, "seen")
        if cells.height
        else pl.DataFrame()
    )


def _alike(cells: pl.DataFrame) -> pl.DataFrame:
    """Return the cells of one side for all, where those of all sides are the same."""
    sides = [own.drop("acts_of").sort(_CELL[2:]) for own in cells.partition_by("acts_of", maintain_order=True)]
    if all(side.equals(sides[0]) for side in sides[1:]):
        return cells.filter(pl.col("acts_of") == cells["acts_of"][0]).with_columns(acts_of=pl.lit(ANY))
    return cells


def strips(rows: pl.DataFrame) -> list[Strip]:
    """Return the strips of a chart, from the rows of :func:`strip_rows`: along lines first, then places."""
    if rows.is_empty():
        return []
    found = []
    whose = ["phenomenon", "acts_of", "author", "between"]
    for (act, acts_of, author, between), own in rows.group_by(whose, maintain_order=True):
        names = tuple(own["sector"].unique(maintain_order=True)) if author is None else ()
        place = pl.col("sector").replace_strict({name: float(at) for at, name in enumerate(names)}, default=None)
        start = pl.col("from_km") if author is not None else place
        end = pl.col("until_km") if author is not None else place + 1
        cells = own.select(start.alias("start"), end.alias("end"), "day", "part", "chance_seen").iter_rows()
        found.append(
            Strip(
                str(act),
                str(acts_of),
                None if author is None else str(author),
                None if between is None else str(between),
                names,
                tuple(Cell(*cell) for cell in cells),
            )
        )
    return sorted(found, key=lambda strip: (strip.phenomenon, strip.author is None))
