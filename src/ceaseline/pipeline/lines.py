"""The lines of a case: those somebody drew, and those that follow from areas."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import dataframely as dy
import polars as pl
import shapely

from ceaseline.errors import FormError, Problem
from ceaseline.line import Ground, lines_of
from ceaseline.places.drawing import AREAS, drawing
from ceaseline.sources import Source
from ceaseline.sources.areas import AreasForm
from ceaseline.tables import Areas, Lines


def ground(files: Mapping[str, bytes], strip_km: float) -> Ground | None:
    """Return the land that files draw together; None where there are none.

    Polygons that cross themselves are repaired: an outline of coast and border is an input beside the evidence.

    Args:
        files: GeoJSON with polygons, by name.
        strip_km: as :class:`~ceaseline.line.Ground` has it.

    Raises:
        FormError: a file draws no polygons.
    """
    shapes = []
    for name, raw in files.items():
        for feature in drawing(raw, name, AREAS).features:
            if feature.shape is None:
                what, mend = feature.wrong or ("is empty", "draw it again")
                raise FormError(name, [Problem(f"features[{feature.number - 1}]", None, None, what, mend)])
            shapes.append(shapely.make_valid(feature.shape))
    return Ground(shapely.union_all(shapes), strip_km) if shapes else None


def all_lines(
    drawn: dy.DataFrame[Lines],
    areas: dy.DataFrame[Areas],
    sources: Sequence[Source],
    ground: Ground | None,
    scale_km: float,
) -> dy.DataFrame[Lines]:
    """Return the lines that were drawn, and those that follow from areas.

    Args:
        drawn: read from files.
        areas: read from files.
        sources: of the case; the entry of areas says whom they face.
        ground: the land.
        scale_km: bends smaller than this are not measured in lines that follow from areas.
    """
    forms = [source.form for source in sources]
    facing = {form.name: form.facing for form in forms if isinstance(form, AreasForm) and form.facing is not None}
    following = lines_of(areas, facing, ground, scale_km=scale_km)
    joined = pl.concat([drawn, following]).unique(Lines.primary_key(), keep="first", maintain_order=True)
    return Lines.validate(joined)
