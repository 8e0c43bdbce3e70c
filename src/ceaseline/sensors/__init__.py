"""What each kind of instrument can see: by distance, by what happened, by night, in fog and under cloud.

Pure models with the source of each number beside it, in ``ranges.toml``. Nothing here says where fire came from.
"""

from ceaseline.sensors.light import is_night, turns
from ceaseline.sensors.sensor import HOLDS_68, SENSORS, Reach, Sensor, chance_of_a_look, chance_seen, radius_68

__all__ = [
    "HOLDS_68",
    "SENSORS",
    "Reach",
    "Sensor",
    "chance_of_a_look",
    "chance_seen",
    "is_night",
    "radius_68",
    "turns",
]
