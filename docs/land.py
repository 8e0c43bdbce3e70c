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

STEP = 0.001  # degrees, about 100 m: places are put on this grid
SIMPLER = 0.01  # degrees, about 1 km: no shore is drawn finer


def arcs(topology: dict[str, Any]) -> list[NDArray[np.float64]]:
    """Return the arcs of a quantised topology in degrees, each of shape (n, 2)."""
    scale, shift = (np.array(topology["transform"][name]) for name in ("scale", "translate"))
    return [np.cumsum(np.array(arc), axis=0) * scale + shift for arc in topology["arcs"]]


def ring(numbers: Sequence[int], known: Sequence[NDArray[np.float64]]) -> NDArray[np.float64]:
    """Return a ring from its arcs; one with a negative number (-1 - n) is walked backwards."""
    parts = [known[number] if number >= 0 else known[~number][::-1] for number in numbers]
    return np.concatenate([parts[0], *(part[1:] for part in parts[1:])])


def land(topology: dict[str, Any]) -> MultiPolygon:
    """Return all land as valid polygons in WGS 84 degrees."""
    known = arcs(topology)
    polygons = []
    for geometry in topology["objects"]["land"]["geometries"]:
        every = geometry["arcs"] if geometry["type"] == "MultiPolygon" else [geometry["arcs"]]
        for rings in every:
            shell, *holes = (ring(numbers, known) for numbers in rings)
            polygons.append(shapely.make_valid(Polygon(shell, holes)))
    simple = shapely.simplify(shapely.union_all(polygons), SIMPLER)
    whole = shapely.intersection(shapely.make_valid(simple), shapely.box(-180, -90, 180, 90))
    rough = shapely.set_precision(whole, STEP)
    return MultiPolygon([part for part in shapely.get_parts(rough) if part.geom_type == "Polygon"])


def main() -> None:
    """Convert the file named first into the file named second."""
    source, sink = (Path(name) for name in sys.argv[1:3])
    shape = land(json.loads(source.read_text(encoding="utf-8")))
    if not shape.is_valid:
        raise SystemExit(shapely.is_valid_reason(shape))
    sink.parent.mkdir(parents=True, exist_ok=True)
    sink.write_bytes(lzma.compress(shapely.to_wkb(shapely.normalize(shape), byte_order=1), preset=9))
    print(f"{len(shape.geoms):,} polygons, {shapely.get_num_coordinates(shape):,} places, {sink.stat().st_size:,} bytes")


if __name__ == "__main__":
    main()
