"""Make the file of land that maps are drawn on, from the package ``world-atlas`` (Natural Earth, public domain).

Run by hand when a newer version is to be taken; only land is taken, never a border::

    npm pack world-atlas@2.0.2 && tar -xf world-atlas-2.0.2.tgz
    python docs/land.py package/land-10m.json src/ceaseline/publishing/land/land-10m.wkb.xz
"""

from __future__ import annotations

import json
import lzma
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
import shapely
from numpy.typing import NDArray
from shapely.geometry import MultiPolygon, Polygon
from shapely.geometry.base import BaseGeometry

STEP = 0.001  # degrees, about 100 m: places are put on this grid
SIMPLER = 0.005  # degrees, about 500 m: no shore is drawn finer
TURNS = range(-2, 3)  # of the globe: a ring that is followed across longitude 180 can begin on either side


def arcs(topology: dict[str, Any]) -> list[NDArray[np.float64]]:
    """Return the arcs of a quantised topology in degrees, each of shape (n, 2)."""
    scale, shift = (np.array(topology["transform"][name]) for name in ("scale", "translate"))
    return [np.cumsum(np.array(arc), axis=0) * scale + shift for arc in topology["arcs"]]


def ring(numbers: Sequence[int], known: Sequence[NDArray[np.float64]]) -> NDArray[np.float64]:
    """Return a ring from its arcs; one with a negative number (-1 - n) is walked backwards."""
    parts = [known[number] if number >= 0 else known[~number][::-1] for number in numbers]
    return np.concatenate([parts[0], *(part[1:] for part in parts[1:])])


def area(places: NDArray[np.float64]) -> BaseGeometry:
    """Return the area inside a ring on the globe as a plane one, which may reach beyond longitude 180.

    A ring that goes around a pole is closed over that pole.
    """
    lon, lat = np.unwrap(places[:, 0], period=360), places[:, 1]
    if abs(lon[-1] - lon[0]) > 180:
        pole = 90 if lat.mean() > 0 else -90
        lon, lat = np.concatenate([lon, lon[[-1, 0]]]), np.concatenate([lat, [pole, pole]])
    return mended(Polygon(np.column_stack([lon, lat])))


def turned(shape: BaseGeometry, turns: int) -> BaseGeometry:
    """Return an area moved by whole turns of the globe."""
    return shapely.transform(shape, lambda at: at + np.array([360.0 * turns, 0.0]))


def land(topology: dict[str, Any]) -> MultiPolygon:
    """Return all land as valid polygons in WGS 84 degrees, cut at longitude 180."""
    known = arcs(topology)
    world = shapely.box(-180, -90, 180, 90)
    polygons = []
    for geometry in topology["objects"]["land"]["geometries"]:
        every = geometry["arcs"] if geometry["type"] == "MultiPolygon" else [geometry["arcs"]]
        for rings in every:
            shell, *holes = (area(ring(numbers, known)) for numbers in rings)
            lakes = shapely.union_all([turned(hole, turns) for hole in holes for turns in TURNS])
            dry = shapely.difference(shell, lakes)
            polygons += [shapely.intersection(turned(dry, turns), world) for turns in TURNS]
    whole = shapely.simplify(areas(shapely.union_all(polygons)), SIMPLER)
    return areas(shapely.set_precision(mended(whole), STEP))


def areas(shape: BaseGeometry) -> MultiPolygon:
    """Return the areas alone of what cutting leaves, which may hold points and lines beside them."""
    parts = shapely.get_parts(shapely.get_parts(shape))
    return MultiPolygon([part for part in parts if part.geom_type == "Polygon" and not part.is_empty])


def mended(shape: BaseGeometry) -> BaseGeometry:
    """Return a valid area; where a shore crosses itself by a step of the grid, its loop goes to the land."""
    return shapely.make_valid(shape, method="structure", keep_collapsed=False)


def main() -> None:
    """Convert the file named first into the file named second."""
    source, sink = (Path(name) for name in sys.argv[1:3])
    shape = land(json.loads(source.read_text(encoding="utf-8")))
    if not shape.is_valid:
        raise SystemExit(shapely.is_valid_reason(shape))
    sink.parent.mkdir(parents=True, exist_ok=True)
    sink.write_bytes(lzma.compress(shapely.to_wkb(shapely.normalize(shape), byte_order=1), preset=9))
    places = shapely.get_num_coordinates(shape)
    print(f"{len(shape.geoms):,} polygons, {places:,} places, {sink.stat().st_size:,} bytes")


if __name__ == "__main__":
    main()
