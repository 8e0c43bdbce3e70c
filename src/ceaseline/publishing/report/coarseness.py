"""What a report may tell of places and times: a coarse cell and a whole day, later, and no small number."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

import numpy as np
import polars as pl

from ceaseline.publishing.cells import grid_of
from ceaseline.publishing.counted import CellCounts, CountedCell, count_in_cells
from ceaseline.publishing.districts import coarser, lying_in
from ceaseline.publishing.nearby import where_told
from ceaseline.publishing.report.counting import acts
from ceaseline.publishing.report.frame import Frame
from ceaseline.publishing.report.model import Cell

TOO_YOUNG, TOO_WIDE, PLACELESS = "too_young", "too_wide", "no_place"
_FINE = 2  # digits of a degree in a restricted report: about a kilometre


def day_of(frame: Frame, at: datetime) -> date | None:
    """Return the reporting day of a moment; None where it lies outside the time of the report."""
    return next((day.date for day in frame.days if day.window.start <= at < day.window.end), None)


def inside(frame: Frame, incidents: pl.DataFrame) -> pl.DataFrame:
    """Return the incidents that began in the time of the report."""
    return incidents.filter(pl.col("earliest") >= frame.begin, pl.col("earliest") < frame.end)


def place(frame: Frame, incident: Mapping[str, Any]) -> Cell:
    """Return where an incident was, as it may be told: the name of its cell or larger district, and that in words.

    Args:
        frame: of the report; a restricted one tells places to about a kilometre, and waits for nothing.
        incident: a row of the table of incidents.

    Returns:
        A field without a value where the place is not known, not known well enough, or not told yet.
    """
    chart, ids = frame.material.chart, (str(incident["incident_id"]),)
    lon, lat = incident["lon"], incident["lat"]
    if lon is None or lat is None:
        return Cell(None, frame.say("coarseness.no_place"), ids, PLACELESS)
    if frame.restricted:
        fine = f"{lat:.{_FINE}f}, {lon:.{_FINE}f}"
        return Cell(fine, frame.say("coarseness.fine", place=fine, metres=f"{incident['radius_m']:,.0f}"), ids)
    if _waits(frame, incident["latest"]):
        hours = f"{chart.delay.total_seconds() / 3600:g}"
        return Cell(None, frame.say("coarseness.too_young", hours=hours), ids, TOO_YOUNG)
    grid = grid_of(chart.cell_km2)
    if incident["radius_m"] is None or incident["radius_m"] > grid.side_km * 1000 / 2:
        return Cell(None, frame.say("coarseness.too_wide"), ids, TOO_WIDE)
    large = coarser(chart.districts, grid.cell_km2)
    (inside,) = lying_in(large, np.array([lon]), np.array([lat]))
    if inside >= 0:
        district = large[inside]
        return Cell(
            district.name, frame.say("coarseness.district", name=district.name, km2=f"{district.km2:,.0f}"), ids
        )
    told = where_told(lon, lat, cell_km2=chart.cell_km2, places=chart.places)
    return Cell(grid.cell_of(lon, lat).name, told, ids)


def moment(frame: Frame, incident: Mapping[str, Any]) -> Cell:
    """Return when an incident began, as it may be told: its day, or in a restricted report the minute in UTC."""
    at: datetime = incident["earliest"]
    ids = (str(incident["incident_id"]),)
    if frame.restricted:
        return Cell(at, f"{at:%Y-%m-%d %H:%M} UTC", ids)
    day = day_of(frame, at)
    return Cell(day, frame.say("coarseness.other_day") if day is None else f"{day:%Y-%m-%d}", ids)


def cells(frame: Frame) -> CellCounts:
    """Return the incidents of the time of the report as counts for each coarse cell, as maps have them.

    What only parties tell of is in no cell, nor are exercises and weapons that stand somewhere.
    """
    chart = frame.material.chart
    return count_in_cells(
        acts(inside(frame, frame.recorded)),
        grid=grid_of(chart.cell_km2),
        smallest_count=chart.smallest_count,
        delay=chart.delay,
        as_of=frame.material.as_of,
        districts=chart.districts,
    )


def where(frame: Frame, counted: CountedCell) -> str:
    """Return where a counted cell or district lies, in words."""
    chart, box = frame.material.chart, counted.box
    if counted.district is not None:
        return frame.say("coarseness.district", name=counted.district.name, km2=f"{counted.district.km2:,.0f}")
    middle = (box.west + box.east) / 2, (box.south + box.north) / 2
    return where_told(*middle, cell_km2=chart.cell_km2, places=chart.places)


def _waits(frame: Frame, latest: datetime) -> bool:
    as_of = frame.material.as_of
    return as_of is None or latest > as_of - frame.material.chart.delay
