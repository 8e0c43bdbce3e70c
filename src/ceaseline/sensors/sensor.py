"""The chance that an instrument notices an act, and how exactly it tells place, time and direction."""

from __future__ import annotations

from collections.abc import Mapping
from importlib.resources import files

import numpy as np
from numpy.typing import ArrayLike, NDArray
from pydantic import Field

from ceaseline.errors import UnknownName
from ceaseline.forms import FormPart, read_toml

Floats = NDArray[np.float64]

# The chance falls from 90 % at 0.58 of the range to 10 % at 1.7 of it. No mission has published such a curve; that
# it is neither a step nor flat is all that is known. Assumed.
STEEPNESS = 4.0
LOOKS = 6.0  # passes of thermal satellites a day, as many as four of them give; assumed
CLOUDED = 0.5  # of the sky, over a year at middle latitudes; assumed
HOLDS_68 = float(np.sqrt(-2.0 * np.log(0.32)))  # sigmas that hold 68 % of a round error, 1.51


class Reach(FormPart):
    """How far some kinds of act are noticed, and who says so.

    Attributes:
        words: phenomena, in the words of the table ``observations``.
        day_km: where an act by day is noticed as often as not.
        night_km: the same by night.
        source: where the numbers come from.
    """

    words: tuple[str, ...] = Field(min_length=1)
    day_km: float = Field(gt=0)
    night_km: float = Field(gt=0)
    source: str = Field(min_length=1)


class Sensor(FormPart):
    """One kind of instrument.

    Attributes:
        means: how it records, in the words of the table ``observations``.
        range_share: one sigma of the distance it tells, as a share of it.
        across_deg: one sigma of the direction in which it tells a place, degrees.
        place_m: one sigma of each axis that is there whatever the distance, metres.
        clock_s: one sigma of the time, seconds.
        fog: what fog leaves of its range.
        cloud: what a closed cover of cloud leaves of the chance.
        direction_deg: one sigma of the direction fire came from; None where it cannot tell.
        burns_h: of what looks from so high that distance means nothing, how long what it sees burns, hours; None of
            what stands somewhere.
        notices: what it notices, and how far.
    """

    means: str
    range_share: float = Field(ge=0)
    across_deg: float = Field(ge=0)
    place_m: float = Field(ge=0)
    clock_s: float = Field(ge=0)
    fog: float = Field(ge=0, le=1)
    cloud: float = Field(default=1.0, ge=0, le=1)
    direction_deg: float | None = Field(default=None, gt=0, le=180)
    burns_h: float | None = Field(default=None, gt=0)
    notices: tuple[Reach, ...]

    def reach(self, phenomenon: str) -> Reach | None:
        """Return how far it notices a phenomenon; None where it never does."""
        return next((reach for reach in self.notices if phenomenon in reach.words), None)

    def errors_m(self, distance_m: Floats) -> tuple[Floats, Floats]:
        """Return one sigma of the places it tells, along and across the line of sight, metres.

        Examples:
            >>> along, across = SENSORS["acoustic"].errors_m(np.array([0.0, 10_000.0]))
            >>> along.round().tolist(), across.round().tolist()
            ([250.0, 320.0], [250.0, 429.0])
        """
        along = np.hypot(self.range_share * distance_m, self.place_m)
        across = np.hypot(np.radians(self.across_deg) * distance_m, self.place_m)
        return along, across


class _Shelf(FormPart):
    sensors: dict[str, Sensor]


def _read() -> Mapping[str, Sensor]:
    form = read_toml((files(__name__.rpartition(".")[0]) / "ranges.toml").read_text("utf-8"), "ranges.toml")
    return _Shelf.model_validate({"sensors": form.data}).sensors


# Read once, when the program loads: the core opens no files later.
SENSORS: Mapping[str, Sensor] = _read()


def chance_seen(
    kind: str,
    phenomenon: str,
    distance_m: Floats,
    *,
    night: ArrayLike = False,
    fog: ArrayLike = False,
    cloud: ArrayLike = 0.0,
) -> Floats:
    """Return the chance that one act is noticed by an instrument that is up and watching.

    It is one half at the range of the kind, and 90 % at 0.58 of it. That an instrument which was not watching sees
    nothing is not said here; nor is that a burst of several acts is noticed more easily than one.

    Args:
        kind: of asset, as in the table ``assets``.
        phenomenon: what happened, in the words of the table ``observations``.
        distance_m: shape (n,), metres, from the instrument to where the act took effect.
        night: whether the sun is down; one value, or shape (n,).
        fog: whether there is fog; one value, or shape (n,).
        cloud: share of the sky that is covered, 0 to 1; one value, or shape (n,).

    Returns:
        Shape (n,), each from 0 to 1; all zero where the kind never notices such an act.

    Raises:
        UnknownName: no such kind of instrument is known.

    References:
        Ranges and their sources stand in ``ranges.toml``. The form is the log-logistic one of distance sampling.

    Examples:
        >>> chance_seen("camera", "explosion", np.array([0.0, 2400.0, 5000.0])).round(3).tolist()
        [1.0, 0.5, 0.05]
        >>> chance_seen("camera", "explosion", np.array([2400.0]), fog=True).round(3).tolist()
        [0.001]
    """
    sensor = _sensor(kind)
    reach = sensor.reach(phenomenon)
    if reach is None:
        return np.zeros(len(distance_m))
    clear = np.where(night, reach.night_km, reach.day_km) * 1000.0
    far = clear * np.where(fog, sensor.fog, 1.0)
    covered = 1.0 - np.asarray(cloud, dtype=np.float64) * (1.0 - sensor.cloud)
    seen: Floats = covered / (1.0 + (distance_m / far) ** STEEPNESS)
    return seen


def chance_of_a_look(burns_h: Floats, *, looks: float = LOOKS, cloud: ArrayLike = CLOUDED) -> Floats:
    """Return the chance that a satellite looks through clear sky while something burns.

    Args:
        burns_h: how long it burns, hours.
        looks: passes a day.
        cloud: share of the sky that is covered.

    References:
        Passes times burning time over 24 h, times clear sky: an upper bound, as passes come in pairs.

    Examples:
        >>> chance_of_a_look(np.array([1.0, 24.0]), looks=6, cloud=0.5).tolist()
        [0.125, 0.5]
    """
    clear = 1.0 - np.asarray(cloud, dtype=np.float64)
    found: Floats = np.minimum(looks * burns_h / 24.0, 1.0) * clear
    return found


def radius_68(one: Floats, other: Floats) -> Floats:
    """Return the radius that holds 68 % of an error with these sigmas along two axes.

    Exact where both are equal; where one is zero it is 7 % too wide.

    Examples:
        >>> radius_68(np.array([100.0]), np.array([100.0])).round().tolist()
        [151.0]
    """
    wide: Floats = HOLDS_68 * np.sqrt((one**2 + other**2) / 2.0)
    return wide


def _sensor(kind: str) -> Sensor:
    if kind not in SENSORS:
        raise UnknownName("kind of instrument", kind, SENSORS)
    return SENSORS[kind]
