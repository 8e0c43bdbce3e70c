"""The course of an invented line, in the emptiest part of the southern Pacific Ocean, and places along it."""

from __future__ import annotations

import attrs
import numpy as np

from ceaseline.simulation.arrays import Floats

# Open sea 1,500 km and more from any land, on purpose: nobody's front runs here.
MIDDLE_LON, MIDDLE_LAT = -125.0, -45.0
_A_M, _E2 = 6_378_137.0, 0.006_694_379_990_14  # WGS 84
# Bends, as length in kilometres and swing in radians. None is so tight that 45 km beside the line lie nearer to
# another part of it; assumed.
_BENDS = ((400.0, 0.45), (200.0, 0.25), (90.0, 0.08))
_STEP_KM = 1.0


@attrs.frozen
class Course:
    """A line by chainage: where it runs, and which way.

    Attributes:
        chainage: kilometres from its western end, every kilometre.
        lon: degrees, WGS 84.
        lat: degrees, WGS 84.
        heading: direction in which it runs, radians anticlockwise from east.
    """

    chainage: Floats
    lon: Floats
    lat: Floats
    heading: Floats

    def places(self, chainage: Floats, offset: Floats) -> tuple[Floats, Floats]:
        """Return longitudes and latitudes of places beside the line.

        Args:
            chainage: kilometres from the western end.
            offset: kilometres to the left of the line, walking along it; below zero to the right.
        """
        heading, lon, lat = (np.interp(chainage, self.chainage, own) for own in (self.heading, self.lon, self.lat))
        return shifted(lon, lat, -1000.0 * offset * np.sin(heading), 1000.0 * offset * np.cos(heading))

    def leftward(self, chainage: Floats) -> Floats:
        """Return the compass direction to the left of the line, degrees clockwise from north."""
        heading = np.interp(chainage, self.chainage, self.heading)
        direction: Floats = np.degrees(-heading) % 360.0
        return direction


def course(length_km: float, rng: np.random.Generator) -> Course:
    """Return a course of this length, measured every kilometre; right to 1 in 1,000.

    Examples:
        >>> made = course(120.0, np.random.default_rng(1))
        >>> steps = distance_m(made.lon[:-1], made.lat[:-1], made.lon[1:], made.lat[1:])
        >>> round(float(steps.sum()) / 1000)
        120
    """
    steps = max(round(length_km / _STEP_KM), 1)
    chainage = np.linspace(0.0, length_km, steps + 1)
    middles = (chainage[1:] + chainage[:-1]) / 2.0
    heading = np.zeros(steps)
    for length, swing in _BENDS:
        phase, share = rng.uniform(0, 2 * np.pi), rng.uniform(0.5, 1.0)
        heading += share * swing * np.sin(2 * np.pi * middles / length + phase)
    heading -= np.average(heading)
    step = length_km / steps
    north = np.concatenate([[0.0], np.cumsum(np.sin(heading) * step)])
    north -= (north.min() + north.max()) / 2.0
    lat = MIDDLE_LAT + north / _north_km(MIDDLE_LAT)
    lat = MIDDLE_LAT + north / _north_km((MIDDLE_LAT + lat) / 2.0)  # with the scale half-way there
    lon = np.concatenate([[0.0], np.cumsum(np.cos(heading) * step / _east_km((lat[1:] + lat[:-1]) / 2.0))])
    return Course(chainage, lon - lon[-1] / 2.0 + MIDDLE_LON, lat, np.interp(chainage, middles, heading))


def shifted(lon: Floats, lat: Floats, east_m: Floats, north_m: Floats) -> tuple[Floats, Floats]:
    """Return places moved by some metres.

    Examples:
        >>> there = shifted(np.array([-125.0]), np.array([-45.0]), np.array([0.0]), np.array([1111.3]))
        >>> round(float(there[1][0]), 3)
        -44.99
    """
    return lon + east_m / 1000.0 / _east_km(lat), lat + north_m / 1000.0 / _north_km(lat)


def distance_m(lon: Floats, lat: Floats, other_lon: Floats, other_lat: Floats) -> Floats:
    """Return distances of places some tens of kilometres apart, metres, right to 1 in 1,000."""
    middle = (lat + other_lat) / 2.0
    apart: Floats = 1000.0 * np.hypot((other_lon - lon) * _east_km(middle), (other_lat - lat) * _north_km(middle))
    return apart


def bearing(lon: Floats, lat: Floats, other_lon: Floats, other_lat: Floats) -> Floats:
    """Return the compass direction of the others from the first, radians clockwise from north."""
    middle = (lat + other_lat) / 2.0
    direction: Floats = np.arctan2((other_lon - lon) * _east_km(middle), (other_lat - lat) * _north_km(middle))
    return direction


def _north_km(lat: Floats | float) -> Floats:
    """Return kilometres in a degree of latitude, on the ellipsoid."""
    square = np.sin(np.radians(lat)) ** 2
    return np.asarray(np.radians(1.0) * _A_M * (1 - _E2) / (1 - _E2 * square) ** 1.5 / 1000.0)


def _east_km(lat: Floats | float) -> Floats:
    """Return kilometres in a degree of longitude, on the ellipsoid."""
    north = np.radians(lat)
    return np.asarray(np.radians(1.0) * _A_M * np.cos(north) / np.sqrt(1 - _E2 * np.sin(north) ** 2) / 1000.0)
