"""Claims of advance, held against each author's drawings: supported by them or not, and never more than that."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import dataframely as dy
import polars as pl
import shapely

from ceaseline.plane import Plane
from ceaseline.tables import AdvanceChecks, Areas, Observations, from_rows

ADVANCE = "advance"  # phenomenon of a record that says a party took ground
_LATE = timedelta(days=14)  # drawings follow days late; one so much later still speaks of the claim


def check_advances(
    observations: dy.DataFrame[Observations], areas: dy.DataFrame[Areas]
) -> dy.DataFrame[AdvanceChecks]:
    """Hold each record of an advance with a place and a party against the drawings of each author.

    An author's drawing shows what its author thinks, days late. It can only support a claim or not: ``supported``
    where the claimed place lies in what that author draws as held by the party within two weeks after,
    ``not_supported`` where all of those drawings leave it outside by more than both errors, ``cannot_tell``
    otherwise, and where there is no drawing of that time.

    Args:
        observations: those with the phenomenon ``advance``, a place and ``accused`` (the party said to advance) are
            held against the drawings; others are passed over.
        areas: drawings of any number of authors.

    Returns:
        A row for each such record and author.

    Examples:
        >>> check_advances(Observations.create_empty(), Areas.create_empty()).height
        0
    """
    claims = observations.filter(
        pl.col("phenomenon") == ADVANCE, pl.col("lon").is_not_null(), pl.col("accused").is_not_null()
    )
    authors = areas.select("source", "author").unique().sort("source")
    rows = [
        _checked(claim, source, author, areas.filter(pl.col("source") == source))
        for claim in claims.sort("observation_id").iter_rows(named=True)
        for source, author in authors.rows()
    ]
    return from_rows(AdvanceChecks, rows)


def _checked(claim: dict[str, Any], source: str, author: str, areas: pl.DataFrame) -> dict[str, Any]:
    first, last = claim["earliest"].date(), (claim["latest"] + _LATE).date()
    drawn = areas.filter(pl.col("day").is_between(first, last)).sort("day")
    held = drawn.filter(pl.col("party") == claim["accused"])
    found = list(_depths(claim, held))
    row: dict[str, Any] = {"observation_id": claim["observation_id"], "source": source, "author": author}
    row |= {"party": claim["accused"], "day": None, "outcome": "cannot_tell"}
    if not found:
        return row | {"reason": f"{author} has no drawing of that party's ground from {first} to {last}."}
    margin = claim["radius_m"] / 1000 + float(held["error_km"].max())  # type: ignore[arg-type]
    inside = [day for day, depth in found if depth > margin]
    if inside:
        said = f"{author}'s lines have the place inside what the party holds on {inside[0]}; they are its author's."
        return row | {"day": inside[0], "outcome": "supported", "reason": said}
    day = found[-1][0]
    if all(depth < -margin for _, depth in found):
        return row | {"day": day, "outcome": "not_supported", "reason": f"Not supported by {author}'s lines."}
    return row | {"day": day, "reason": f"The place lies within the error of {author}'s lines."}


def _depths(claim: dict[str, Any], held: pl.DataFrame) -> Iterator[tuple[Any, float]]:
    """Yield for each drawing how deep the claimed place lies in it, in kilometres; below zero outside."""
    plane = Plane(claim["lon"], claim["lat"])  # distances from the place itself are exact
    here = shapely.Point(0, 0)
    for day, raw in held.select("day", "geometry").rows():
        area = plane.shape(shapely.from_wkb(raw))
        depth = float(shapely.distance(here, area.boundary))
        yield day, depth if shapely.contains(area, here) else -depth
