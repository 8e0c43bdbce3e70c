"""Day and night, from the height of the sun."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

_DAY_S = 86_400.0
_J2000_S = 946_728_000.0  # noon of 1 January 2000, the moment the formula counts from
_SUNSET_DEG = -0.833  # the sun's middle stands so low when its upper edge sets, refraction included


def is_night(
    at: NDArray[np.int64], lon: NDArray[np.float64] | float, lat: NDArray[np.float64] | float
) -> NDArray[np.bool_]:
    """Tell whether the sun is down.

    Args:
        at: microseconds since 1970, UTC.
        lon: degrees, WGS 84.
        lat: degrees, WGS 84.

    Returns:
        True from sunset to sunrise, right to about two minutes between 1950 and 2050 and between the polar circles.

    References:
        The low-precision formulas for the sun in the Astronomical Almanac, page C5: right to 0.01 degrees.

    Examples:
        >>> noon = np.array([1_914_494_400_000_000])  # 1 September 2030, 12:00 UTC
        >>> bool(is_night(noon, 0.0, 50.0)[0]), bool(is_night(noon, 180.0, 50.0)[0])
        (False, True)
    """
    days = (at / 1e6 - _J2000_S) / _DAY_S
    mean = np.radians(280.460 + 0.9856474 * days)
    anomaly = np.radians(357.528 + 0.9856003 * days)
    longitude = mean + np.radians(1.915 * np.sin(anomaly) + 0.020 * np.sin(2 * anomaly))
    tilt = np.radians(23.439 - 0.0000004 * days)
    declination = np.arcsin(np.sin(tilt) * np.sin(longitude))
    ascension = np.arctan2(np.cos(tilt) * np.sin(longitude), np.cos(longitude))
    sidereal = np.radians(280.46062 + 360.98564737 * days + np.asarray(lon))  # of this place
    north = np.radians(lat)
    height = np.sin(north) * np.sin(declination) + np.cos(north) * np.cos(declination) * np.cos(
        sidereal - ascension
    )
    night: NDArray[np.bool_] = height < np.sin(np.radians(_SUNSET_DEG))
    return night
