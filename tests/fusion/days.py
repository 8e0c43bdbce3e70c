"""Records of several days, made up: happenings along a line, each told of by some sources."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import dataframely as dy
import numpy as np

from builders import at, observation, observations
from ceaseline.tables import Observations

KM_NORTH = 1 / 111.19493  # degrees of latitude on the sphere of the program
TELLERS = ("posts", "cameras", "press", "walkers")


def days_of_records(
    days: int, each_day: int, seed: int = 1, *, burst: tuple[int, int] = (0, 0), first_id: str = "o"
) -> dy.DataFrame[Observations]:
    """Return records of happenings spread over days, each answered soon, and of more in ten minutes at one place.

    Args:
        days: over which they are spread.
        each_day: happenings.
        seed: gives every byte.
        burst: the day, and how many records there are on it at one place in ten minutes beside the others.
        first_id: what ids begin with.
    """
    dice = np.random.default_rng(seed)
    rows: list[dict[str, Any]] = []

    def tell(number: int, seconds: float, along: float, word: str) -> None:
        for source in TELLERS:
            if dice.random() < 0.6:
                start = at("2031-05-01 00:00") + timedelta(seconds=seconds + dice.normal(0, 20))
                rows.append(
                    observation(
                        observation_id=f"{first_id}{number}-{source}",
                        line=len(rows) + 1,
                        source=source,
                        phenomenon=word if dice.random() < 0.9 else "fire",
                        earliest=start,
                        latest=start + timedelta(seconds=60),
                        time_sigma_s=20.0,
                        lon=34.5,
                        lat=12.0 + (along + dice.normal(0, 0.3)) * KM_NORTH,
                        radius_m=450.0,
                        bearing_deg=(10.0, 190.0)[number % 2] if source == "posts" else None,
                        bearing_sigma_deg=5.0 if source == "posts" else None,
                    )
                )

    for number in range(0, days * each_day, 2):
        word = str(dice.choice(["explosion", "shelling", "shot"]))
        seconds, along = dice.uniform(0, days * 86_400 - 900), dice.uniform(0, 200)
        tell(number, seconds, along, word)
        tell(number + 1, seconds + 900, along, word)
    day, many = burst
    number = days * each_day
    while many and len(rows) < days * each_day * 2.4 + many:
        tell(number, day * 86_400 + 43_200 + dice.uniform(0, 600), 100.0, "explosion")
        number += 1
    return observations(*rows)
