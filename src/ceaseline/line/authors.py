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
from ceaseline.tables import Lines

_STEP_KM = 1.0  # lines are held against each other in so many places


def side_by_side(lines: dy.DataFrame[Lines]) -> pl.DataFrame:
    """Hold each pair of authors' lines against each other; neither is the right one.

    Args:
        lines: those that hold on one day, as :func:`~ceaseline.line.holding` gives them.

    Returns:
        A row for each pair of lines: ``left_author``, ``right_author`` (by name), ``left_day``, ``right_day``,
        ``median_km``, ``widest_km`` and ``within_errors``, the share of both lines' length that lies no further
        from the other line than both errors together.

    Examples:
        >>> side_by_side(Lines.create_empty()).columns[:2]
        ['left_author', 'right_author']
    """
    rows = lines.sort("author", "left", "right").to_dicts()
    pairs = [_pair(one, other) for number, one in enumerate(rows) for other in rows[number + 1 :]]
    return pl.DataFrame(
        pairs,
        schema={
            "left_author": pl.String(),
            "right_author": pl.String(),
            "left_day": pl.Date(),
            "right_day": pl.Date(),
            "median_km": pl.Float64(),
            "widest_km": pl.Float64(),
            "within_errors": pl.Float64(),
        },
    )


def _pair(one: dict[str, Any], other: dict[str, Any]) -> dict[str, Any]:
    shapes = [shapely.from_wkb(row["geometry"]) for row in (one, other)]
    middle = shapely.union_all([shape.envelope for shape in shapes]).centroid
    plane = Plane(middle.x, middle.y)
    first, second = (plane.shape(shape) for shape in shapes)
    apart = np.concatenate([_distances(first, second), _distances(second, first)])
    return {
        "left_author": one["author"],
        "right_author": other["author"],
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
