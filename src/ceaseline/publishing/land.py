"""Where there is land: the ground of every map, without a border on it.

Natural Earth 4.1.0, land at 1:10 million, in the public domain, as packed in world-atlas 2.0.2; drawn no finer than
about a kilometre. ``docs/land.py`` made the file.
"""

from __future__ import annotations

import lzma
from functools import lru_cache
from importlib.resources import files

import numpy as np
import shapely
from numpy.typing import NDArray
from shapely.geometry.base import BaseGeometry

from ceaseline.publishing.frame import Frame

SAID = "Land: Natural Earth 4.1.0 (public domain), shores good to about a kilometre."


def land_in(frame: Frame) -> list[BaseGeometry]:
    """Return the land within a frame as polygons in kilometres."""
    polygons = []
    windows = _windows(frame)
    for window in windows:
        there = _land()[shapely.intersects(_land(), window)]
        for part in shapely.clip_by_rect(there, *window.bounds):
            flat = shapely.make_valid(frame.flat(part))
            inside = shapely.intersection(flat, frame.box)
            polygons += [each for each in _polygons(inside) if each.area > 0]
    whole, fine = shapely.union_all(polygons), frame.width / 3000
    if len(windows) > 1:  # what was cut at the antimeridian grows together again
        whole = shapely.buffer(shapely.buffer(whole, fine, join_style="mitre"), -fine, join_style="mitre")
    return _polygons(shapely.simplify(shapely.intersection(whole, frame.box), fine))


@lru_cache(maxsize=1)
def _land() -> NDArray[np.object_]:
    """Return all land, a polygon each, in WGS 84 degrees."""
    packed = (files("ceaseline.publishing") / "land" / "land-10m.wkb.xz").read_bytes()
    return np.asarray(shapely.get_parts(shapely.from_wkb(lzma.decompress(packed))))


def _polygons(shape: BaseGeometry) -> list[BaseGeometry]:
    """Return the polygons of what a cut leaves, which may hold lines and points too."""
    parts = shapely.get_parts(shapely.get_parts(shape))
    return [part for part in parts if part.geom_type == "Polygon" and not part.is_empty]


def _windows(frame: Frame) -> list[BaseGeometry]:
    """Return the rectangles in degrees that together hold the frame; two where it crosses the antimeridian."""
    grid = np.linspace(0, 1, 41)
    x, y = np.meshgrid(frame.west + grid * frame.width, frame.south + grid * frame.height)
    lon, lat = shapely.get_coordinates(frame.plane.back(shapely.MultiPoint(np.column_stack([x.flat, y.flat])))).T
    poles = frame.plane.flat(np.array([[0.0, -90.0], [0.0, 90.0]]))
    over = [frame.west < px < frame.east and frame.south < py < frame.north for px, py in poles]
    south = -90.0 if over[0] else max(-90.0, lat.min() - 1)
    north = 90.0 if over[1] else min(90.0, lat.max() + 1)
    away = (lon - frame.lon + 180) % 360 - 180
    spread = (-180.0, 180.0) if any(over) else (max(-180.0, away.min() - 1), min(180.0, away.max() + 1))
    west, east = (frame.lon + edge for edge in spread)
    turned = [(west + turn, east + turn) for turn in (-360, 0, 360)]
    cut = [(max(-180.0, left), min(180.0, right)) for left, right in turned]
    return [shapely.box(left, south, right, north) for left, right in cut if left < right]
