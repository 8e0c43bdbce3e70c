"""The map of a case: the picture, what must be read with it, and the same in words and figures."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Literal

import attrs
import polars as pl
import shapely
from markupsafe import Markup

from ceaseline.errors import InputError
from ceaseline.publishing.alleged import recorded_incidents
from ceaseline.publishing.cells import grid_of
from ceaseline.publishing.counted import CellCounts, CountedCell, count_in_cells
from ceaseline.publishing.coverage import coverages
from ceaseline.publishing.frame import frame_around
from ceaseline.publishing.layers import Drawing, DrawnLine
from ceaseline.publishing.material import Material
from ceaseline.terms import listed, named

if TYPE_CHECKING:
    from ceaseline.publishing.maps import Layout

ATTRIBUTES_NOTHING = (
    "Where something struck or was sensed says where it was recorded; it attributes nothing to anybody."
)


@attrs.frozen
class MapPart:
    """The card of the map on a page.

    Attributes:
        picture: SVG; None where nothing may be drawn, which the notes explain.
        summary: the picture in words, for those who cannot see it.
        lines: a sentence for each line or border: whose, of which day, how far off.
        notes: what is not drawn, and what the map does not say.
        cells: the counts again, from south to north.
        cell_km2: the area of each cell.
    """

    picture: Markup | None
    summary: str
    lines: tuple[str, ...]
    notes: tuple[str, ...]
    cells: tuple[CountedCell, ...]
    cell_km2: float


def map_part(material: Material) -> MapPart | None:
    """Return the card of the map; None where the case has no line, no incident with a place and no settlements."""
    drawing = _drawing(material)
    layout = _laid_out(drawing)
    if layout is None and material.lines.is_empty() and material.incidents["lon"].is_null().all():
        return None
    lines = [line.said for line in drawing.lines]
    return MapPart(
        picture=None if layout is None else Markup(_svg(layout)),  # noqa: S704  Matplotlib escapes what it writes
        summary="" if layout is None else _summary(layout),
        lines=(*lines, *([] if drawing.borders is None else [drawing.borders.said])),
        notes=tuple(_notes(material, drawing, layout)),
        cells=drawing.counts.cells,
        cell_km2=drawing.counts.cell_km2,
    )


def map_picture(material: Material, form: Literal["svg", "png"]) -> bytes:
    """Return the map as a file of its own, with its notes under it.

    Raises:
        InputError: there is nothing that may be drawn.
    """
    drawing = _drawing(material)
    layout = _laid_out(drawing)
    if layout is None:
        mend = "Mend: add a line, incidents with a place, or a gazetteer in [map]"
        raise InputError(" ".join(["There is nothing to draw.", *_not_drawn(material, drawing.counts), mend]))
    from ceaseline.publishing.maps import draw  # noqa: PLC0415

    simulated = " (SIMULATED DATA: a made-up world)" if material.simulated else ""
    as_of = "" if material.as_of is None else f"Newest evidence received {material.as_of:%Y-%m-%d %H:%M} UTC. "
    notes = [f"{as_of}Draft: software proposes, people determine.", *_notes(material, drawing, layout)]
    return draw(layout, form, title=f"{material.name}{simulated}", notes=notes)


def _drawing(material: Material) -> Drawing:
    chart = material.chart
    counts = count_in_cells(
        recorded_incidents(material),
        grid=grid_of(chart.cell_km2),
        smallest_count=chart.smallest_count,
        delay=chart.delay,
        as_of=material.as_of,
        districts=chart.districts,
    )
    return Drawing(tuple(_lines(material)), chart.borders, counts, chart.places)


def _lines(material: Material) -> Iterator[DrawnLine]:
    """Yield the newest line of each author between each two sides, as far as it may be shown."""
    shown = material.lines.filter(pl.col("may_republish")).sort("author", "day", "left", "right")
    for row in shown.unique(["author", "left", "right"], keep="last", maintain_order=True).iter_rows(named=True):
        shape = shapely.from_wkb(row["geometry"])
        if shape.is_empty:  # an area whose whole outline is coast and border has no line
            continue
        sides = sorted(named(material.terms, row[side]) for side in ("left", "right"))
        schematic = " Schematic: it shows the course alone and was surveyed by nobody." if row["schematic"] else ""
        licence = f" Licence: {row['licence']}." if row["licence"] else ""
        yield DrawnLine(
            shape=shape,
            error_km=row["error_km"],
            schematic=row["schematic"],
            said=f"Line of {row['day']} between {listed(sides)}, drawn by {row['author']}; "
            f"it may be off by {row['error_km']:g} km (shaded).{schematic}{licence}",
        )


def _laid_out(drawing: Drawing) -> Layout | None:
    """Lay the map out around lines and cells, or around the settlements where there are neither."""
    shapes = [line.shape for line in drawing.lines]
    shapes += [each.shape for each in drawing.counts.cells]
    shapes = shapes or [shapely.Point(place.lon, place.lat) for place in drawing.places]
    if not shapes:
        return None
    # Matplotlib takes most of a second to load, and only a page with a picture needs it.
    from ceaseline.publishing.maps import lay_out  # noqa: PLC0415

    return lay_out(drawing, frame_around(shapes))


def _svg(layout: Layout) -> str:
    from ceaseline.publishing.maps import draw  # noqa: PLC0415

    text = draw(layout, "svg").decode()
    return text[text.index("<svg") :]  # a page has its own head


def _summary(layout: Layout) -> str:
    frame, drawing = layout.frame, layout.drawing
    shown = [
        _several(len(drawing.lines), "line"),
        _several(len(drawing.counts.cells), "cell with a count of incidents", "cells with a count of incidents"),
        _several(len(layout.names), "settlement named", "settlements named"),
    ]
    return f"Map of about {frame.width:,.0f} by {frame.height:,.0f} km, north up: {listed(shown)}."


def _notes(material: Material, drawing: Drawing, layout: Layout | None) -> Iterator[str]:
    counts = drawing.counts
    if counts.cells:
        least = material.chart.smallest_count
        small = f", and fewer than {least} are shown as {counts.classes[0]}" if least > 1 else ""
        yield (
            f"Incidents are counted in cells of {counts.cell_km2:,.0f} km² that are the same on every map{small}. "
            f"An empty cell does not mean that nothing was there. {ATTRIBUTES_NOTHING}"
        )
        yield _watched(material)
    yield from _not_drawn(material, counts)
    if layout is not None:
        if layout.unnamed:
            yield f"Not named for want of room: {_several(layout.unnamed, 'settlement')}."
        if layout.unset:
            yield f"Left out, because their script cannot be set here: {_several(layout.unset, 'name')}."
    yield from material.chart.notes
    if layout is not None:
        borders = "" if drawing.borders else " No border is drawn, because the case names none."
        yield f"Land: Natural Earth 4.1.0 (public domain), shores good to about a kilometre.{borders}"


def _watched(material: Material) -> str:
    """Return a sentence on how well the ground was watched: of all of it, as no cell may show where nobody does."""
    told = dict.fromkeys(
        f"{clause}: {coverage.told}"
        for (clause, side, _), coverage in sorted(coverages(material).items())
        if side == "any" and coverage.sure is not None
    )
    if not told:
        return "How well the ground was watched is not known, so no two cells are comparable."
    return (
        "No two cells are comparable: how well each was watched is not told here. Over all of the ground of each "
        f"clause: {'; '.join(told)}."
    )


def _not_drawn(material: Material, counts: CellCounts) -> Iterator[str]:
    hours = material.chart.delay.total_seconds() / 3600
    for count, why in (
        (counts.too_wide, "their place is not known well enough for a cell"),
        (counts.too_young, f"not yet told, because {hours:g} hours have not gone by since"),
        (counts.placeless, "no place is known"),
    ):
        if count:
            yield f"In no cell: {_several(count, 'incident')} ({why})."
    held = material.lines.filter(~pl.col("may_republish"))["source"].unique(maintain_order=True).to_list()
    if held:
        yield f"Not drawn, because may_republish is not said of them in sources.yaml: lines of {listed(held)}."
    shown = material.lines.filter(pl.col("may_republish"))
    if shown.height > shown.select(pl.struct("author", "left", "right").n_unique()).item():
        yield "Of each author the newest line is drawn; older ones are not."


def _several(count: int, one: str, many: str = "") -> str:
    return f"{count:,} {one if count == 1 else many or one + 's'}"
