"""The kinds of act a world knows: what they look like, which promises they concern, and how far they carry."""

from __future__ import annotations

import attrs
import numpy as np

SMALL_ARMS, DRONE, ASSAULT = "small_arms", "drone", "assault"


@attrs.frozen
class Deed:
    """One kind of act.

    Attributes:
        name: as in the column ``act`` of the truth.
        phenomenon: in the words of the table ``observations``.
        weapon: likewise; None where there is none.
        codes: of the library, the first that the world has a clause for is the one it concerns.
        hostile: whether it is a party's against the other; fire in training is not.
        reach_km: median distance beyond the line at which it takes effect.
        reach_sigma: sigma of the logarithm of that.
        count: median number of acts in one of them.
        count_sigma: sigma of the logarithm of that; 0 where there is always one.
        burns: chance that it starts a fire large enough to be seen from a satellite.
        unit: what is counted.
    """

    name: str
    phenomenon: str
    weapon: str | None = None
    codes: tuple[str, ...] = ()
    hostile: bool = True
    reach_km: float = 0.0
    reach_sigma: float = 0.0
    count: float = 1.0
    count_sigma: float = 0.0
    burns: float = 0.0
    unit: str = "acts"


_FIRE = ("NO_FIRE",)
_SMALL = ("NO_FIRE_SMALL_ARMS", *_FIRE)
_HEAVY = ("NO_HEAVY_WEAPON_USE", *_FIRE)

# Reaches are those of the weapons, the line being where positions are; medians and chances of burning are assumed.
# Acts in one happening: 5 to 40 in an engagement as missions count them, fewer here, as a day has more happenings.
DEEDS: tuple[Deed, ...] = (
    Deed(SMALL_ARMS, "burst", "small_arms", _SMALL, reach_km=0.4, reach_sigma=0.5, count=2, count_sigma=1.2),
    Deed(
        "mortar", "shelling", "mortar", _HEAVY, reach_km=1.5, reach_sigma=0.6, count=2.5, count_sigma=0.9, burns=0.1
    ),
    Deed(
        "artillery",
        "shelling",
        "artillery",
        _HEAVY,
        reach_km=4,
        reach_sigma=0.6,
        count=2,
        count_sigma=1.2,
        burns=0.2,
    ),
    Deed(
        "rocket_artillery",
        "shelling",
        "rocket_artillery",
        _HEAVY,
        reach_km=8,
        reach_sigma=0.5,
        count=6,
        count_sigma=0.8,
        burns=0.4,
    ),
    Deed("tank", "shelling", "tank", _HEAVY, reach_km=1.0, reach_sigma=0.4, count=2, count_sigma=0.7, burns=0.1),
    Deed(DRONE, "strike", "drone", ("NO_UAV_STRIKE", *_FIRE), reach_km=3, reach_sigma=0.8, burns=0.15),
    Deed(ASSAULT, "firefight", "small_arms", ("NO_OFFENSIVE_ACTION", *_FIRE), reach_km=0.3, reach_sigma=0.4),
    Deed(
        "exercise",
        "explosion",
        "artillery",
        ("NO_EXERCISE_IN_ZONE", "NOTIFY_EXERCISE"),
        hostile=False,
        count=20,  # 1 to 232 explosions of an exercise in one day's report
        count_sigma=1.2,
    ),
    Deed("demining", "explosion", hostile=False, count=3, count_sigma=0.7),
    Deed("accident", "explosion", hostile=False, burns=0.3),
    Deed("quarry", "explosion", hostile=False, count=2, count_sigma=0.4),
    Deed("stubble_fire", "fire", hostile=False, burns=1.0),
    Deed("thunder", "thunder", hostile=False),
    Deed(
        "weapon", "weapon_presence", "artillery", ("WITHDRAW_TO_LINE", "CEILING", "STORE_AT_SITE"), unit="weapons"
    ),
    Deed("advance", "movement", codes=("NO_ADVANCE", "NO_OFFENSIVE_ACTION")),
    Deed("mobilisation", "mobilisation", codes=("NO_MOBILISATION",)),
    Deed("training", "training", codes=("NO_TRAINING",)),
    Deed("delivery", "delivery", codes=("NO_WEAPONS_DELIVERY",)),
    Deed("rearming", "rearming", codes=("NO_REARMAMENT",)),
    Deed("regrouping", "regrouping", codes=("NO_REGROUPING",)),
    Deed("order", "order", codes=("ISSUE_ORDER",)),
    Deed("order_missing", "order_missing", codes=("ISSUE_ORDER",)),
    Deed("order_withdrawn", "order_withdrawn", codes=("NO_REVOKING_ORDER", "ISSUE_ORDER")),
    Deed("encirclement", "encirclement", codes=("POCKET_DISPOSITION",)),
    Deed("restriction", "restriction", codes=("FREEDOM_OF_MOVEMENT",)),
    Deed("jamming", "jamming", codes=("NO_JAMMING_OF_MONITORS", "FREEDOM_OF_MOVEMENT")),
    Deed("interference", "interference", codes=("NO_SENSOR_INTERFERENCE", "SECURITY_OF_MONITORS")),
)
NUMBER: dict[str, int] = {deed.name: number for number, deed in enumerate(DEEDS)}
GUNS = ("mortar", "artillery", "rocket_artillery", "tank")
GUN_SHARES = (0.45, 0.35, 0.1, 0.1)  # of fire by neither small arms nor drones, assumed
# Words and units by number, and the number of each kind's own.
PHENOMENA = tuple(dict.fromkeys(deed.phenomenon for deed in DEEDS))
PHENOMENON = np.array([PHENOMENA.index(deed.phenomenon) for deed in DEEDS])
UNITS = ("acts", "weapons")
UNIT = np.array([UNITS.index(deed.unit) for deed in DEEDS])
