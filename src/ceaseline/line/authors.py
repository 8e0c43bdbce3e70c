"""Several authors' lines side by side: how far they lie apart, and where within what both admit."""

from __future__ import annotations

from typing import Any

import dataframely as dy
import numpy as np
import polars as pl
import shapely
from numpy.typing import NDArray
from shapely.geometry.base import BaseGeometry

from ceaseline.plane import Plane
from ceaseline.tables import LinePairs, Lines, from_rows

_STEP_KM = 1.0  # lines are held against each other in so many places


def side_by_side(lines: dy.DataFrame[Lines]) -> dy.DataFrame[LinePairs]:
    """Hold each pair of authors' lines against each other; neither is the right one.

    Args:
        lines: those that hold on one day, as :func:`~ceaseline.line.holding` gives them.

    Returns:
        A row for each pair of lines of different authors; schematic ones are left out, since nothing is measured
        from them.

    Examples:
        >>> side_by_side(Lines.create_empty()).height
        0
    """
    rows = lines.filter(~pl.col("schematic")).sort("author", "left", "right").to_dicts()
    pairs = [(one, other) for number, one in enumerate(rows) for other in rows[number + 1 :]]
    return from_rows(LinePairs, [_pair(one, other) for one, other in pairs if one["author"] != other["author"]])


def _pair(one: dict[str, Any], other: dict[str, Any]) -> dict[str, Any]:
    shapes = [shapely.from_wkb(row["geometry"]) for row in (one, other)]
    west, south, east, north = shapely.total_bounds(shapes).tolist()
    plane = Plane((west + east) / 2, (south + north) / 2)
    first, second = (plane.shape(shape) for shape in shapes)
    apart = np.concatenate([_distances(first, second), _distances(second, first)])
    return {
        "left_author": one["author"],
        "left_side": "/".join(sorted([one["left"], one["right"]])),
        "right_author": other["author"],
        "right_side": "/".join(sorted([other["left"], other["right"]])),
        "left_day": one["day"],
        "right_day": other["day"],
        "median_km": float(np.median(apart)),
        "widest_km": float(apart.max()),
        "within_errors": float((apart <= one["error_km"] + other["error_km"]).mean()),
    }


def _distances(line: BaseGeometry, other: BaseGeometry) -> NDArray[np.float64]:
    """Return how far places along one line, evenly set, lie from another, in kilometres."""
    steps = max(1, round(line.length / _STEP_KM))
    places = shapely.line_interpolate_point(line, (np.arange(steps) + 0.5) / steps, normalized=True)
    return np.asarray(shapely.distance(places, other), dtype=np.float64)
