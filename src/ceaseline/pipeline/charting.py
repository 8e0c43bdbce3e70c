"""From ``[map]`` and ``[release]`` to what a map is drawn with."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import timedelta

from ceaseline.errors import FormError, Problem
from ceaseline.places.drawing import AREAS, drawing
from ceaseline.places.zones import parse_line
from ceaseline.publishing import Borders, Chart, parse_gazetteer
from ceaseline.publishing.districts import District
from ceaseline.publishing.gazetteer import MAX_NAME, Gazetteer
from ceaseline.settings import MapForm, Settings

_SHOWN = 5  # rows set aside that a page tells one by one


def chart_of(settings: Settings, read: Callable[[str], bytes | None]) -> Chart:
    """Return what the case says of its map.

    Args:
        settings: ``case.toml``.
        read: gives the bytes of a file of the case; None where it is not there.

    Raises:
        FormError: a file that is there cannot be used, or the borders are not there.
    """
    form, release = settings.map, settings.release
    raw = None if form.gazetteer is None else read(form.gazetteer)
    absent = form.gazetteer is not None and raw is None
    known = Gazetteer() if raw is None else parse_gazetteer(raw, str(form.gazetteer), form.languages)
    more = len(known.set_aside) - _SHOWN
    return Chart(
        places=known.places,
        notes=(
            *([f"{form.gazetteer} is not there, so no settlement is named."] if absent else []),
            *known.set_aside[:_SHOWN],
            *([f"{form.gazetteer}: {more} more rows were set aside."] if more > 0 else []),
        ),
        borders=_borders(form, read),
        cell_km2=release.cell_km2,
        smallest_count=release.smallest_count,
        delay=timedelta(hours=release.delay_hours),
        languages=known.languages,
        districts=tuple(_districts(form, read)),
    )


def _districts(form: MapForm, read: Callable[[str], bytes | None]) -> Iterator[District]:
    """Yield the districts of a GeoJSON file of polygons, each with its ``name``."""
    if form.districts is None:
        return
    raw = read(form.districts)
    if raw is None:
        problem = Problem(
            "the file", None, None, "is not there", "put it in inbox/, or take districts out of [map]"
        )
        raise FormError(form.districts, [problem])
    problems = []
    for feature in drawing(raw, form.districts, AREAS).features:
        name = feature.properties.get("name")
        if feature.wrong or feature.shape is None or not feature.shape.is_valid:
            wrong = feature.wrong or ("crosses or touches itself", "mend it in a map editor; nothing is guessed")
            problems.append(Problem(f"features[{feature.number - 1}]", None, None, *wrong))
        elif not isinstance(name, str) or not 0 < len(name) <= MAX_NAME or not name.isprintable():
            mend = f"give it a property name of at most {MAX_NAME} letters"
            problems.append(
                Problem(f"features[{feature.number - 1}].name", None, str(name)[:60], "is no name", mend)
            )
        else:
            yield District.drawn(name, feature.shape)
    if problems:
        raise FormError(form.districts, problems)


def _borders(form: MapForm, read: Callable[[str], bytes | None]) -> Borders | None:
    borders = form.borders
    if borders is None:
        return None
    raw = read(borders.file)
    if raw is None:
        problem = Problem("the file", None, None, "is not there", "put it in inbox/, or take borders out of [map]")
        raise FormError(borders.file, [problem])
    return Borders(parse_line(raw, borders.file), borders.author, borders.as_of, borders.note)
