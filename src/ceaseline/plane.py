"""Small pieces of the earth laid flat: kilometres where degrees were."""

from __future__ import annotations

from functools import lru_cache

import numpy as np
import shapely
from numpy.typing import NDArray
from pyproj import Transformer
from shapely.geometry.base import BaseGeometry


class Plane:
    """The ellipsoid (WGS 84) laid flat around one place, in kilometres east and north of it.

    Distances from the place itself are exact (azimuthal equidistant); those between two others, both within
    100 km of it, are right to 1 in 10,000.

    Examples:
        >>> east, north = Plane(30.0, 50.0).flat(np.array([[30.0, 50.1]]))[0]
        >>> round(float(north), 2)
        11.12
    """

    def __init__(self, lon: float, lat: float) -> None:
        self._there = _transformer(lon, lat)

    def flat(self, places: NDArray[np.float64]) -> NDArray[np.float64]:
        """Return places, shape (n, 2) in degrees, longitude first, as kilometres."""
        return np.column_stack(self._there.transform(places[:, 0], places[:, 1]))

    def shape(self, shape: BaseGeometry) -> BaseGeometry:
        """Return a geometry in kilometres."""
        return shapely.transform(shape, self.flat)

    def back(self, shape: BaseGeometry) -> BaseGeometry:
        """Return a geometry in degrees."""
        return shapely.transform(
            shape,
            lambda at: np.column_stack(self._there.transform(at[:, 0], at[:, 1], direction="INVERSE")),
        )


@lru_cache(maxsize=4096)
def _transformer(lon: float, lat: float) -> Transformer:
    # a pipeline, as asking for systems of coordinates by name takes 4 ms a time
    return Transformer.from_pipeline(
        "+proj=pipeline +step +proj=unitconvert +xy_in=deg +xy_out=rad "
        f"+step +proj=aeqd +lon_0={lon!r} +lat_0={lat!r} +ellps=WGS84 "
        "+step +proj=unitconvert +xy_in=m +xy_out=km"
    )
