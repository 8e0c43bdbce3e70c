"""Fire that answers fire: linked, never merged."""

from __future__ import annotations

from datetime import timedelta

import dataframely as dy
import numpy as np
import polars as pl

from ceaseline.fusion.agreeing import ERRORS, OPPOSED_DEG, points
from ceaseline.tables import Incidents, Responses, from_rows
from ceaseline.tables.responses import LONGEST

KNOWN_TO = timedelta(minutes=5)  # a time less exact than this puts nothing in order


def answers(incidents: dy.DataFrame[Incidents]) -> dy.DataFrame[Responses]:
    """Return for each incident the one it seems to answer: the last before it, from the opposite direction.

    Both have a bearing, and the bearings are opposed whatever their errors; both times are known to five minutes;
    no more than half an hour lies between; and the places agree as those of one incident would. ``delay_s`` runs
    from the end of the first to the start of its answer. It is null where their times overlap, or lie closer
    together than twice the error of their clocks: the two are linked then, and which came first is not known. That
    one answers the other is our assessment, nobody's claim; whether a procedure was followed is not known.
    """
    middle = pl.col("earliest") + (pl.col("latest") - pl.col("earliest")) / 2
    known = orderly(incidents).with_columns(middle=middle).sort("middle", "incident_id")
    places = points(known["lon"].to_numpy(), known["lat"].to_numpy())
    radius = known["radius_m"].to_numpy() / 1000
    bearing = known["bearing_deg"].to_numpy()
    sigma = known["bearing_sigma_deg"].fill_null(0.0).to_numpy()
    clock = known["time_sigma_s"].fill_null(0.0).to_numpy()
    at, start, end = (known[name].dt.epoch("us").to_numpy() / 1e6 for name in ("middle", "earliest", "latest"))
    ids = known["incident_id"].to_list()
    first = np.searchsorted(at, start - (LONGEST + KNOWN_TO).total_seconds(), side="left")
    rows = []
    for number, begin in enumerate(first):
        before = slice(begin, number)
        turn = np.abs(bearing[before] - bearing[number]) % 360
        against = np.minimum(turn, 360 - turn) > OPPOSED_DEG + 2 * np.hypot(sigma[before], sigma[number])
        apart = np.linalg.norm(places[before] - places[number], axis=1)
        near = apart <= ERRORS * np.hypot(radius[before], radius[number])
        found = np.flatnonzero(against & near & (start[number] - end[before] <= LONGEST.total_seconds()))
        if found.size:
            answered = begin + int(found[-1])
            delay = start[number] - end[answered]
            told = delay > 0 and delay >= ERRORS * np.hypot(clock[number], clock[answered])
            rows.append(_row(ids[number], ids[answered], float(delay) if told else None))
    return from_rows(Responses, rows)


def orderly(incidents: pl.DataFrame) -> pl.DataFrame:
    """Return the incidents of which can be told whether they answer another: with bearing, place and exact time."""
    return incidents.filter(
        pl.col("bearing_deg").is_not_null(),
        pl.col("lon").is_not_null(),
        pl.col("latest") - pl.col("earliest") <= KNOWN_TO,
    )


def _row(incident_id: str, answered: str, delay: float | None) -> dict[str, object]:
    return {
        "incident_id": incident_id,
        "answers": answered,
        "delay_s": delay,
        "basis": "assessed",
        "procedure_followed": None,
    }
