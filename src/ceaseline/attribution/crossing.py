"""Which way each side's ground lies from a place, by each author's line of the day."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import dataframely as dy
import numpy as np
import polars as pl
import shapely

from ceaseline.attribution.beliefs import Floats, Ints
from ceaseline.plane import Plane
from ceaseline.tables import Directions, Incidents, Lines

_CHORD_KM = 2.0  # either way along the line: bends smaller than this turn no direction
_REACH_KM = (
    30.0  # fire mostly comes from no further behind the line; so much deeper, the other side is a narrow arc
)
_NARROW = 15.0  # degrees, the least half width of an arc


def directions(incidents: dy.DataFrame[Incidents], lines: dy.DataFrame[Lines]) -> dy.DataFrame[Directions]:
    """Return for each incident with a place, and each author's line of its day, where the two sides' ground lies.

    On the line each side has half of all directions, to its hand. Deeper in one side's ground the other's narrows
    to an arc across the line, and the rest is the holder's own. Lines only drawn as a scheme tell no direction.

    Args:
        incidents: the day is that of ``earliest``, UTC.
        lines: of any number of authors; a line holds until its author's next.

    Returns:
        Two rows for each incident and line.

    Examples:
        >>> directions(Incidents.create_empty(), Lines.create_empty()).height
        0
    """
    placed = incidents.filter(pl.col("lon").is_not_null()).select(
        "incident_id", "lon", "lat", "radius_m", at=pl.col("earliest").dt.date()
    )
    drawn = lines.filter(~pl.col("schematic")).with_columns(
        between=pl.concat_list("left", "right").list.sort().list.join("/")
    )
    frames = [
        frame
        for _, own in drawn.sort("author", "day").group_by("author", "between", maintain_order=True)
        for frame in _of_one(placed, own)
    ]
    table = pl.concat([Directions.create_empty(), *frames])
    return Directions.validate(table.sort("incident_id", "author", "between", "party"))


def _of_one(placed: pl.DataFrame, own: pl.DataFrame) -> Iterator[pl.DataFrame]:
    held = placed.sort("at").join_asof(own.select("day"), left_on="at", right_on="day")
    for line in own.iter_rows(named=True):
        here = held.filter(pl.col("day") == line["day"])
        if len(here):
            yield from _of_one_line(here, line)


def _of_one_line(here: pl.DataFrame, line: dict[str, Any]) -> Iterator[pl.DataFrame]:
    distance, left, on_left = _across(here.select("lon", "lat").to_numpy(), line["geometry"])
    certain = distance > here["radius_m"].to_numpy() / 1000 + line["error_km"]
    # where the line passes within the errors, the place is taken to lie on it
    depth = np.where(certain, distance, 0.0)
    far = np.clip(np.degrees(np.arccos(np.clip(depth / _REACH_KM, 0, 1))), _NARROW, 90)
    for party, mine, toward in ((line["left"], on_left, left), (line["right"], ~on_left, left + 180)):
        yield here.select(
            "incident_id",
            author=pl.lit(line["author"]),
            between=pl.lit(line["between"]),
            party=pl.lit(party),
            toward_deg=pl.Series(toward % 360),
            arc_deg=pl.Series(np.where(mine, 180 - far, far)),
            distance_km=pl.Series(distance),
            holds=pl.when(pl.Series(certain)).then(pl.Series(mine)),
        )


def _across(places: Floats, geometry: bytes) -> tuple[Floats, Floats, np.ndarray[Any, np.dtype[np.bool_]]]:
    """Return the distance from the nearest part of a line, the direction to its left, and whether that is here."""
    shape = shapely.from_wkb(geometry)
    middle = shape.envelope.centroid
    plane = Plane(middle.x, middle.y)
    corner, part = shapely.get_coordinates(shapely.get_parts(plane.shape(shape)), return_index=True)
    step = np.diff(corner, axis=0)
    one = (part[:-1] == part[1:]) & step.any(axis=1)  # within a part, and not of no length
    begins, step = corner[:-1][one], step[one]
    length = np.hypot(step[:, 0], step[:, 1])
    pieces = shapely.linestrings(np.stack([begins, begins + step], axis=1))
    at = plane.flat(places)
    # a tie between two pieces is at the corner they share, and the chord over it is the same
    _, near = shapely.STRtree(pieces).query_nearest(shapely.points(at), all_matches=False)
    share = np.clip(((at - begins[near]) * step[near]).sum(axis=1) / length[near] ** 2, 0, 1)
    foot = begins[near] + share[:, None] * step[near]
    gone = np.concatenate([[0.0], np.cumsum(length)])
    along = gone[near] + share * length[near]
    first, last = _ends(part[:-1][one], gone)

    def walked(chainage: Floats) -> Floats:
        inside = np.clip(chainage, first[near], last[near])
        piece = np.clip(np.searchsorted(gone, inside, side="right") - 1, 0, len(step) - 1)
        # at the very end of a part the next begins at the same chainage
        piece = np.where(inside >= last[near], _last_pieces(part[:-1][one])[near], piece)
        ahead: Floats = begins[piece] + step[piece] * ((inside - gone[piece]) / length[piece])[:, None]
        return ahead

    chord = walked(along + _CHORD_KM) - walked(along - _CHORD_KM)
    # the plane's north is not everywhere true north: turned by what a step north becomes
    north = plane.flat(places + np.array([0.0, 0.01])) - at
    turned = np.degrees(np.arctan2(north[:, 0], north[:, 1]))
    left = np.degrees(np.arctan2(chord[:, 0], chord[:, 1])) - turned - 90
    away = at - foot
    on_left = chord[:, 0] * away[:, 1] - chord[:, 1] * away[:, 0] > 0
    return np.hypot(away[:, 0], away[:, 1]), left % 360, on_left


def _last_pieces(part: Ints) -> Ints:
    """Return for each piece the last piece of its part; parts follow one another."""
    last: Ints = np.searchsorted(part, part, side="right") - 1
    return last


def _ends(part: Ints, gone: Floats) -> tuple[Floats, Floats]:
    """Return for each piece at what chainage its part begins and ends."""
    return gone[np.searchsorted(part, part, side="left")], gone[_last_pieces(part) + 1]
