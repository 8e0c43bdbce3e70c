"""Weapons seen for the first time, or again: stock and flow, told apart."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import dataframely as dy
import numpy as np
import polars as pl
from numpy.typing import NDArray

from ceaseline.tables import Incidents, Sightings, from_rows
from ceaseline.terms.codes import class_word

EARTH_KM = 6371.0088  # mean radius; distances on this sphere are right to 0.6 %
ERRORS = 2.0  # joint 68 % radii within which two records of one place lie with a chance of 99 %
MOVED_KM = 2.0  # so far a weapon may be moved and still be taken for the one that stood there
VAGUE_M = 5000.0  # a place less exact than this is no place to come back to


def sightings(incidents: dy.DataFrame[Incidents], told: pl.DataFrame) -> dy.DataFrame[Sightings]:
    """Return for each weapon that was seen whether one of its class was on record there before, and later not.

    Two sightings are of one place where they are no further apart than twice the joint 68 % radius and 2 km more.
    One is before another where it ended before the other began. What only a party tells of is before or after
    nothing, so that no side can make a weapon old or gone. Where nobody went back, it is not gone.

    Args:
        incidents: what happened; those of ``weapon_presence`` are looked at, and ``weapon_absence`` ends them.
        told: who says so, as :func:`~ceaseline.assessment.tellers` gives it.

    Returns:
        Rows in the order of the incidents.
    """
    sure = told.filter(pl.col("level") != "alleged")["incident_id"].to_list()
    about = incidents.filter(pl.col("phenomenon").is_in(["weapon_presence", "weapon_absence"])).with_columns(
        kind=pl.col("weapon").map_elements(class_word, return_dtype=pl.String),
        exact=(pl.col("radius_m") <= VAGUE_M).fill_null(value=False),
        sure=pl.col("incident_id").is_in(sure),
    )
    present = pl.col("phenomenon") == "weapon_presence"
    clear = about.filter("exact", present & pl.col("kind").is_not_null())
    gone = about.filter("exact", "sure", ~present)
    found: dict[str, dict[str, Any]] = {}
    for (kind,), seen in clear.group_by(["kind"], maintain_order=True):
        none_left = gone.filter((pl.col("kind") == kind) | pl.col("kind").is_null())
        found |= {row["incident_id"]: row for row in _told(seen, none_left)}
    rows = [found.get(row["incident_id"]) or _unclear(row) for row in about.filter(present).iter_rows(named=True)]
    return from_rows(Sightings, rows)


def points(lon: NDArray[np.float64], lat: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return places as points in kilometres from the middle of the earth, shape (n, 3).

    Examples:
        >>> points(np.array([0.0]), np.array([90.0])).round(1).tolist()
        [[0.0, 0.0, 6371.0]]
    """
    east, north = np.radians(lon), np.radians(lat)
    level = np.cos(north)
    return EARTH_KM * np.column_stack([level * np.cos(east), level * np.sin(east), np.sin(north)])


def _told(seen: pl.DataFrame, gone: pl.DataFrame) -> Iterator[dict[str, Any]]:
    """Yield a row for each sighting of one class; *gone* are the times that somebody looked and saw none of it."""
    here, radius, begin, end = _laid(seen)
    there, its_radius, looked, looked_until = _laid(gone)
    sure = seen["sure"].to_numpy()
    first, last = seen["earliest"].to_list(), seen["latest"].to_list()
    empty = gone["earliest"].to_list()
    for number, (incident_id, weapon) in enumerate(seen.select("incident_id", "weapon").iter_rows()):
        before = np.flatnonzero(_near(here, radius, here[number], radius[number]) & sure & (end < begin[number]))
        none = _near(there, its_radius, here[number], radius[number])
        seen_before = max((last[each] for each in before), default=None)
        cleared = np.zeros(0, dtype=bool)
        if before.size:
            cleared = none & (looked > end[before].max()) & (looked_until < begin[number])
        yield {
            "incident_id": incident_id,
            "weapon": weapon,
            "first_or_again": "back" if cleared.any() else "again" if before.size else "first",
            "since": min((first[each] for each in before), default=first[number]),
            "last_seen_before": seen_before,
            "gone_by": min((empty[each] for each in np.flatnonzero(none & (looked > end[number]))), default=None),
        }


def _unclear(row: dict[str, Any]) -> dict[str, Any]:
    blank = dict.fromkeys(("since", "last_seen_before", "gone_by"))
    return {"incident_id": row["incident_id"], "weapon": row["weapon"], "first_or_again": "unclear", **blank}


def _laid(rows: pl.DataFrame) -> tuple[NDArray[Any], ...]:
    """Return places in kilometres from the middle of the earth, their radii in kilometres, starts and ends."""
    places = points(rows["lon"].to_numpy(), rows["lat"].to_numpy())
    return places, rows["radius_m"].to_numpy() / 1000, rows["earliest"].to_numpy(), rows["latest"].to_numpy()


def _near(
    places: NDArray[np.float64], radius: NDArray[np.float64], one: NDArray[np.float64], its_radius: float
) -> NDArray[np.bool_]:
    apart = np.linalg.norm(places - one, axis=1)
    close: NDArray[np.bool_] = apart <= ERRORS * np.hypot(radius, its_radius) + MOVED_KM
    return close
