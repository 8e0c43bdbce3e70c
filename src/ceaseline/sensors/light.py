"""Day and night, from the height of the sun."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

_MINUTE = 60_000_000  # microseconds
_STEP = 10 * _MINUTE
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


def turns(start: int, until: int, lon: float, lat: float) -> tuple[NDArray[np.int64], NDArray[np.bool_]]:
    """Return when the sun rises or sets at a place, to the minute, and whether it is night before and after each.

    Days and nights shorter than ten minutes, as there are near the polar circles, are not told.

    Args:
        start: microseconds since 1970, UTC.
        until: the same, later.
        lon: degrees, WGS 84.
        lat: degrees, WGS 84.

    Returns:
        Moments between the two in their order, shape (n,), microseconds since 1970; and shape (n + 1,) whether it
        is night before the first, between each and the next, and after the last. Whole minutes, which do not hang
        on *start* and *until*.

    Examples:
        >>> at, night = turns(1_750_464_000_000_000, 1_750_550_400_000_000, 0.0, 51.48)  # 21 June 2025
        >>> [str(moment)[11:16] for moment in at.astype("datetime64[us]")], night.tolist()
        (['03:43', '20:21'], [True, False, True])
    """
    grid = np.arange(start // _STEP, until // _STEP + 2) * _STEP
    dark = is_night(grid, lon, lat)
    before = np.flatnonzero(dark[1:] != dark[:-1])
    low, high = grid[before], grid[before + 1]
    for _ in range(10):  # a step of ten minutes halved so often is less than a second
        middle = (low + high) // 2
        same = is_night(middle, lon, lat) == dark[before]
        low, high = np.where(same, middle, low), np.where(same, high, middle)
    at = (high + _MINUTE // 2) // _MINUTE * _MINUTE
    within = (start < at) & (at < until)
    first = dark[before[within][0]] if within.any() else dark[0] ^ bool((at <= start).sum() % 2)
    return at[within], np.concatenate([[first], first ^ (np.arange(1, within.sum() + 1) % 2 == 1)])
